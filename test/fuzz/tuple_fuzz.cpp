// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_tuple, and as one side of a set operation.
#include "sketch/theta/tuple.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;

// Hashes of the domain datasketches are even.
std::uint64_t hash_in(Domain domain, std::uint64_t item) {
  return domain == Domain::xxh3 ? hash_u64(item) : hash_u64(item) & ~std::uint64_t{1};
}

State built(int precision, Shape shape, std::uint32_t seed, std::uint32_t items, Domain domain,
            Host& host) {
  State state = Tuple::create(domain, precision, host);
  if (items != 0) test::require(Tuple::take_shape(state, shape, host).ok());
  for (std::uint32_t i = 0; i < items; ++i) {
    // Integers, a constant, and fractions.
    const double values[Tuple::kMaxColumns] = {static_cast<double>(i), 1, 0.1 * i};
    state = Tuple::add(state, hash_in(domain, i + seed), values, host);
  }
  return state;
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  // Both widths of words: precisions 4 to 9, 14 and 15; all modes; one to three columns.
  constexpr int kPrecisions[] = {4, 5, 6, 7, 8, 9, 14, 15};
  const Shape shape{static_cast<Mode>(parameter / 8 % 3),
                    static_cast<std::uint8_t>(1 + parameter / 24 % 3)};
  const Domain domain = parameter / 72 % 2 == 1 ? Domain::datasketches : Domain::xxh3;
  const State state = built(kPrecisions[parameter % 8], shape, parameter, items, domain, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  State image;
  test::require(Tuple::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  double value = 0;
  Estimate estimate{}, total{};
  Tuple::Info info{};
  // Some questions read only the head.
  const bool head = Tuple::cardinality(image, host, value).ok();
  test::require(Tuple::bounds(image, 0.95, host, estimate).ok() == head);
  test::require(Tuple::info(image, host, info).ok() == head);
  const bool readable = Tuple::sum(image, 0, 0.95, host, total).ok();
  test::require(head || !readable);
  bool some = false;
  test::require(Tuple::mean(image, 0, host, some, value).ok() == readable);
  test::require(Tuple::quantile(image, 0, 0.5, host, some, value).ok() == readable);
  Tuple::PerColumn columns{};
  test::require(Tuple::sums(image, host, columns).ok() == readable);
  test::require(Tuple::means(image, host, some, columns).ok() == readable);

  const Domain domain = test::domain_or_ours(image, Domain::datasketches);
  State theta = Theta::create(domain, 6, host);
  for (std::uint32_t i = 0; i < 200; ++i) {
    const std::uint64_t hash = hash_in(domain, i);
    theta = Theta::add_all(theta, {&hash, 1}, host);
  }
  State both, nothing, rest, among, without, left;
  test::require(Tuple::intersection(image, image, host, both).ok() == readable);
  test::require(Tuple::intersection(image, theta, host, among).ok() == readable);
  test::require(Tuple::difference(image, theta, host, without).ok() == readable);
  test::require(Tuple::difference(image, image, host, nothing).ok() == readable);
  const State other = built(6, {Mode::sum, 2}, 3, 200, domain, host);
  test::require(Tuple::difference(image, other, host, rest).ok() == readable);
  // The other side may also be a theta sketch.
  const bool left_of = Tuple::difference(other, image, host, left).ok();
  test::require(left_of || !readable);
  State common;
  static_cast<void>(Tuple::intersection(other, image, host, common));
  if (!readable) return;
  test::require(estimate.lower <= estimate.value && estimate.value <= estimate.upper);
  test::require(some == (info.keys.hashes != 0));
  for (const State result : {both, nothing, rest, among, without, left})
    test::require(Tuple::check(result, host).ok());
  if (!common.empty()) test::require(Tuple::check(common, host).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  // A state with the image's shape, so that valid images merge.
  Shape shape;
  if (!Tuple::shape(image, host, shape).ok()) shape = {};
  const Domain domain = test::domain_or_ours(image, Domain::datasketches);
  const State state = built(7, shape, 1, shape.known(), domain, host);
  test::try_image<Tuple>(image, state, host, ask);
  return 0;
}
