// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_theta, and as one side of a set operation.
#include "sketch/theta/theta.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;

// Hashes of the domain datasketches are even.
State built(int precision, std::uint32_t seed, std::uint32_t items, Domain domain, Host& host) {
  const std::uint64_t kept = domain == Domain::xxh3 ? ~std::uint64_t{0} : ~std::uint64_t{1};
  std::vector<std::uint64_t> hashes(items);
  for (std::uint32_t i = 0; i < items; ++i) hashes[i] = hash_u64(i + seed) & kept;
  return Theta::add_all(Theta::create(domain, precision, host), hashes, host);
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  // Both widths of slots: precisions 4 to 9, 14 and 15.
  constexpr int kPrecisions[] = {4, 5, 6, 7, 8, 9, 14, 15};
  const Domain domain = parameter / 8 % 4 == 3 ? Domain::datasketches : Domain::xxh3;
  const State state = built(kPrecisions[parameter % 8], parameter, items, domain, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  State image;
  test::require(Theta::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  double value = 0;
  Estimate estimate{};
  Theta::Info info{};
  // Some questions read only the head.
  const bool head = Theta::cardinality(image, host, value).ok();
  test::require(Theta::bounds(image, 0.95, host, estimate).ok() == head);
  test::require(Theta::info(image, host, info).ok() == head);
  Theta::Answer answer{};
  static_cast<void>(Theta::contains(image, hash_u64(1), host, answer));

  const State other =
      built(6, 3, 200, test::domain_or_ours(image, Domain::datasketches), host);
  State both, self, nothing, rest, left;
  Estimate similarity{}, same{};
  const bool readable = Theta::intersection(image, image, host, self).ok();
  test::require(head || !readable);
  test::require(Theta::intersection(image, other, host, both).ok() == readable);
  test::require(Theta::difference(image, other, host, rest).ok() == readable);
  // A lower theta of the other side saves reading all of the image.
  const bool left_of = Theta::difference(other, image, host, left).ok();
  test::require(left_of || !readable);
  test::require(Theta::jaccard(image, other, 0.95, host, similarity).ok() == readable);
  test::require(Theta::difference(image, image, host, nothing).ok() == readable);
  test::require(Theta::jaccard(image, image, 0.95, host, same).ok() == readable);
  if (!readable) return;
  test::require(value >= 0 && value == estimate.value);
  test::require(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
  test::require(similarity.lower <= similarity.value && similarity.value <= similarity.upper);
  for (const State result : {both, self, nothing, rest, left})
    test::require(Theta::check(result, host).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  const Domain domain = test::domain_or_ours(image, Domain::datasketches);
  test::try_image<Theta>(image, built(7, 1, 1, domain, host), host, ask);
  return 0;
}
