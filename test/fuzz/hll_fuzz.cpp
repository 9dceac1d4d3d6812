// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_hll, the only way to reach the decoders of tokens and
// registers.
#include "sketch/distinct/hll.hpp"

#include <algorithm>
#include <bit>

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  const auto domain = static_cast<Domain>(parameter / 8 % 16);
  int precision = Hll::kMinPrecision + static_cast<int>(parameter % 8);
  std::vector<std::uint64_t> hashes(items);
  for (std::uint32_t i = 0; i < items; ++i) hashes[i] = hash_u64(i + parameter);
  State state;
  if (domain < Domain{kDomains} && has_domain(Hll::kFamily, domain)) {
    precision = std::clamp(precision, Hll::precisions(domain).least, Hll::precisions(domain).most);
    // Coupons of other domains: an index of 14 bits, and a value from bit 26 on.
    if (domain == Domain::datasketches || domain == Domain::redis)
      for (std::uint64_t& hash : hashes) hash = (std::countr_zero(hash | 1ULL << 40) + 1ULL) << 26 | hash >> 50;
    state = Hll::create(domain, precision, host);
  } else {
    state = Hll::create(precision, host);
  }
  State image;
  state = Hll::add_all(state, hashes, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  test::require(Hll::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  double value = 0;
  Estimate estimate{};
  Hll::Info info{};
  const bool readable = Hll::cardinality(image, host, value).ok();
  test::require(Hll::bounds(image, 0.95, host, estimate).ok() == readable);
  test::require(Hll::info(image, host, info).ok() == readable);
  if (!readable) return;
  test::require(value >= 0 && value == estimate.value);
  test::require(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  const std::uint64_t hash = hash_u64(1);
  // A state of the image's domain, so that valid images merge.
  const auto of_image = image.size() < kEnvelopeBytes ? Domain::xxh3 : image_domain(image.data());
  const auto domain = of_image < Domain{kDomains} && has_domain(Hll::kFamily, of_image) ? of_image : Domain::xxh3;
  const int precision = std::max(7, Hll::precisions(domain).least);
  const State state = Hll::add_all(Hll::create(domain, precision, host), {&hash, 1}, host);
  test::try_image<Hll>(image, state, host, ask);
  return 0;
}
