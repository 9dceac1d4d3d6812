// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_countmin, and as one side of an inner product.
#include "sketch/frequency/countmin.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;

State built(CountMinShape shape, std::uint32_t seed, std::uint32_t items, Host& host) {
  State state = CountMin::create(shape.parameter(), host);
  for (std::uint32_t i = 0; i < items; ++i) {
    // Now and then a weight that needs 64-bit cells.
    const std::uint64_t weight = i % 100 == 99 ? std::uint64_t{1} << seed % 40 : 1;
    test::require(CountMin::add_weighted(state, hash_u64(i + seed), weight, host).ok());
  }
  return state;
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  constexpr CountMinShape kShapes[] = {{1, 1}, {3, 37}, {17, 2}, {272, 5}};
  const State state = built(kShapes[parameter % 4], parameter, items % 4096, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  State image;
  test::require(CountMin::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  CountMin::Info info{};
  Frequency frequency{};
  double product = 0;
  const bool readable = CountMin::info(image, host, info).ok();
  test::require(CountMin::frequency(image, hash_u64(1), host, frequency).ok() == readable);
  const bool multiplied = CountMin::inner_product(image, image, host, product).ok();
  test::require(readable || !multiplied);
  const State other = built({272, 5}, 3, 200, host);
  static_cast<void>(CountMin::inner_product(other, image, host, product));
  if (!readable) return;
  test::require(frequency.lower <= frequency.estimate && frequency.estimate == frequency.upper);
  test::require(info.bytes == image.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  // A state of the image's shape, so that valid images merge.
  CountMin::Info info{};
  if (!CountMin::info(image, host, info).ok()) info.shape = {272, 5};
  const State state = CountMin::create(info.shape.parameter(), host);
  test::try_image<CountMin>(image, state, host, ask);
  return 0;
}
