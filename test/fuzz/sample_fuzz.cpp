// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_sample.
#include <bit>

#include "sketch/sample/sample.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;
using Draw = Sample::Draw;

constexpr std::byte kName[] = {std::byte{0}, std::byte{20}};

State built(int n, Draw draw, Items items, std::uint32_t seed, std::uint32_t count, Host& host) {
  State state = Sample::create(n, host);
  for (std::uint32_t i = 0; i < count; ++i) {
    test::require(Sample::take_type(state, draw, {items, kName}, host).ok());
    const std::uint64_t word = hash_u64(i + seed);
    std::byte text[64] = {};
    store_le(text, word);
    const Item item =
        items == Items::words ? Item::of(word) : Item::of(Bytes(text, word % sizeof text));
    std::uint64_t key = Sample::key_of(hash_u64(word));
    if (draw == Draw::weighted && !Sample::draw_key(state, 1 + i % 5, key)) continue;
    test::require(Sample::add(state, {key, 1.0 + i % 5, item}, host).ok());
  }
  return state;
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  constexpr int kSizes[] = {1, 2, 5, 100};
  const State state = built(kSizes[parameter % 4], static_cast<Draw>(parameter / 4 % 3),
                            parameter / 16 % 2 == 0 ? Items::words : Items::strings, parameter,
                            items % 5000, host);
  if (parameter >= 128) return state;
  State image;
  test::require(Sample::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  Sample::Info info{};
  Sample::Sampled rows[120];
  std::size_t count = 0;
  const bool readable = Sample::info(image, host, info).ok();
  test::require(Sample::rows(image, host, rows, count).ok() == readable);
  if (!readable) return;
  test::require(count <= info.sampled && static_cast<double>(info.sampled) <= info.rows);
  for (std::size_t i = 0; i < count; ++i) {
    test::require(rows[i].weight > 0 && rows[i].weight < 1e150);
    test::require(rows[i].probability > 0 && rows[i].probability <= 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  // A state with the image's item type and draw, so that valid images merge.
  State state = Sample::create(5, host), working;
  Sample::Info info{};
  if (Sample::info(image, host, info).ok() && info.type.known() &&
      info.rows < static_cast<double>(Sample::kMostRows)) {
    test::require(Sample::take_type(state, info.draw, info.type, host).ok());
    std::uint64_t key = 1;
    if (info.draw == Draw::weighted) test::require(Sample::draw_key(state, 1, key));
    const Item item = info.type.items == Items::words ? Item::of(std::uint64_t{1}) : Item::of(Bytes{});
    test::require(Sample::add(state, {key, 1, item}, host).ok());
  }
  test::try_image<Sample>(image, state, host, ask);
  // Adding rows to a thawed image works.
  if (Sample::thaw(image, host, working).ok() && info.type.known() && info.draw == Draw::uniform &&
      info.rows < 1e18) {
    for (std::uint64_t left = 1000; (left -= Sample::pass(working, left)) != 0; --left) {
      const Item item = info.type.items == Items::words ? Item::of(left) : Item::of(Bytes{});
      test::require(Sample::enter(working, item, host).ok());
    }
    test::require(Sample::freeze(working, host, state).ok());
    test::require(Sample::check(state, host).ok());
  }
  return 0;
}
