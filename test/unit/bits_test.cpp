// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/bits.hpp"
#include "sketch/simd/ones.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/random.hpp"

namespace sketch::test {
namespace {

struct Item {
  std::uint64_t value;
  unsigned count;  // number of bits; kUnary for a unary number
};
constexpr unsigned kUnary = 99;

std::vector<Item> random_items(Random& random) {
  std::vector<Item> items(random.below(50));
  for (auto& [value, count] : items) {
    count = random.below(4) == 0 ? kUnary : random.below(57);
    value = count == kUnary ? random.below(300) : random() & ((std::uint64_t{1} << count) - 1);
  }
  return items;
}

std::vector<std::byte> written(const std::vector<Item>& items) {
  std::vector<std::byte> bytes(50 * 40 + 8);
  BitWriter writer(bytes.data());
  for (const auto& [value, count] : items) {
    count == kUnary ? writer.put_unary(value) : writer.put(value, count);
  }
  bytes.resize(writer.finish());
  bytes.shrink_to_fit();
  return bytes;
}

TEST(Bits, RoundTrip) {
  Random random(1);
  for (int round = 0; round < 5000; ++round) {
    const auto items = random_items(random);
    const auto bytes = written(items);
    BitReader reader(bytes);
    std::size_t bits = 0;
    for (const auto& [value, count] : items) {
      ASSERT_EQ(count == kUnary ? reader.take_unary() : reader.take(count), value);
      bits += count == kUnary ? value + 1 : count;
      ASSERT_EQ(reader.position(), bits);
    }
    EXPECT_FALSE(reader.overrun());
    EXPECT_EQ(bytes.size(), (bits + 7) / 8);
  }
}

TEST(Bits, FillBytesFromTheLowEnd) {
  EXPECT_EQ(written({{1, 1}, {0, 2}, {0x1F, 5}, {0x3, 9}}),
            (std::vector{std::byte{0xF9}, std::byte{0x03}, std::byte{0x00}}));
  EXPECT_EQ(written({{3, kUnary}, {0, kUnary}}), (std::vector{std::byte{0x18}}));
}

TEST(Bits, ReadsZerosBeyondTheEnd) {
  const std::vector<std::byte> bytes{std::byte{0xFF}};
  BitReader reader(bytes);
  EXPECT_EQ(reader.take(4), 15U);
  EXPECT_EQ(reader.take(56), 15U);
  EXPECT_TRUE(reader.overrun());
  EXPECT_EQ(reader.peek(), 0U);
  EXPECT_EQ(reader.take(56), 0U);
  reader.take_unary();
  EXPECT_TRUE(reader.overrun());
  BitReader nothing{Bytes{}};
  nothing.take_unary();
  EXPECT_TRUE(nothing.overrun());
}

TEST(Bits, TakesOnesAsUnaryNumbersDo) {
  Random random(2);
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::byte> bytes(random.below(40));
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() & random() & random());
    const std::size_t start = bytes.empty() ? 0 : random.below(8 * bytes.size());
    std::vector<std::size_t> ones;
    for (std::size_t bit = start; bit < 8 * bytes.size(); ++bit) {
      if ((std::to_integer<unsigned>(bytes[bit / 8]) >> bit % 8 & 1) != 0) {
        ones.push_back(bit - start);
      }
    }
    for (std::size_t n = 0; n <= ones.size(); ++n) {
      BitReader reader(bytes, start);
      std::vector<std::size_t> seen;
      ASSERT_TRUE(simd::take_ones(reader, n, [&](std::size_t at) { seen.push_back(at); }));
      ASSERT_EQ(seen, std::vector<std::size_t>(ones.begin(), ones.begin() + long(n)));
      ASSERT_EQ(reader.position(), n == 0 ? start : start + ones[n - 1] + 1);
    }
    BitReader reader(bytes, start);
    ASSERT_FALSE(simd::take_ones(reader, ones.size() + 1, [](std::size_t) {}));
  }
}

}  // namespace
}  // namespace sketch::test
