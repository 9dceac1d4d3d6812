// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_topk.
#include "sketch/frequency/topk.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;
using Items = TopK::Items;

constexpr std::byte kName[] = {std::byte{0}, std::byte{20}, std::byte{0}, std::byte{0},
                               std::byte{0}};

State built(int capacity, Items items, std::uint32_t seed, std::uint32_t count, Host& host) {
  State state = TopK::create(capacity, host);
  for (std::uint32_t i = 0; i < count; ++i) {
    test::require(TopK::take_type(state, {items, kName}, host).ok());
    // Some items repeat; strings have 0 to 63 bytes.
    const std::uint64_t word = hash_u64(i + seed) % (1 + i);
    std::byte text[64] = {};
    store_le(text, word);
    const TopK::Item item = items == Items::words ? TopK::Item::of(word)
                                                  : TopK::Item::of(Bytes(text, word % sizeof text));
    test::require(TopK::add(state, item, 1 + i % 3, host).ok());
  }
  return state;
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  constexpr int kCapacities[] = {1, 2, 5, 16, 64, 256, 1000, 65536};
  const State state =
      built(kCapacities[parameter % 8], parameter / 8 % 2 == 0 ? Items::words : Items::strings,
            parameter, items, host);
  if (parameter >= 128) return state;
  State image;
  test::require(TopK::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  TopK::Info info{};
  Frequency frequency{};
  TopK::Ranked ranking[20];
  std::size_t count = 0;
  const bool readable = TopK::info(image, host, info).ok();
  for (const TopK::Item& item : {TopK::Item::of(3), TopK::Item::of(Bytes(kName))})
    test::require(TopK::frequency(image, item, host, frequency).ok() == readable);
  test::require(TopK::top(image, host, ranking, count).ok() == readable);
  if (!readable) return;
  test::require(frequency.lower <= frequency.upper);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& bounds = ranking[i].frequency;
    test::require(bounds.lower <= bounds.estimate && bounds.estimate <= bounds.upper);
    test::require(bounds.upper <= info.total);
    test::require(i == 0 || bounds.estimate <= ranking[i - 1].frequency.estimate);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  // A state with the image's item type and small weights, so that valid images merge.
  State state = TopK::create(5, host);
  TopK::Info info{};
  if (TopK::info(image, host, info).ok() && info.type.known() && info.total < TopK::kMostWeight) {
    test::require(TopK::take_type(state, info.type, host).ok());
    const TopK::Item item = info.type.items == Items::words ? TopK::Item::of(std::uint64_t{1})
                                                            : TopK::Item::of(Bytes{});
    test::require(TopK::add(state, item, 1, host).ok());
  }
  test::try_image<TopK>(image, state, host, ask);
  return 0;
}
