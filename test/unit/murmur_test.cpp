// SPDX-License-Identifier: PostgreSQL
//
// Known hashes, from postgresql-hll's hll_hash_bigint(value, seed) and hll_hash_bytea(value, seed),
// and the seed hash of DataSketches.
#include "sketch/core/murmur.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <string_view>
#include <utility>

#include "sketch/core/bytes.hpp"

namespace sketch::test {
namespace {

std::uint64_t of_bigint(std::int64_t value, std::uint64_t seed) {
  const std::uint64_t little = little_endian(static_cast<std::uint64_t>(value));
  return murmur3_128(&little, sizeof little, seed).first;
}

TEST(Murmur, KnownHashes) {
  EXPECT_EQ(static_cast<std::int64_t>(of_bigint(3475270650314491794, 2147483647)),
            -3696531339345168657);
  EXPECT_EQ(static_cast<std::int64_t>(of_bigint(2270991379979347231, 2147483647)),
            3264963771496493983);
  EXPECT_EQ(static_cast<std::int64_t>(of_bigint(-6974349444675271194, 16384)),
            -4232883648165761829);
  EXPECT_EQ(of_bigint(kDataSketchesSeed, 0) & 0xFFFF, kDataSketchesSeedHash);
}

// The published test vector of the x64 128-bit variant.
TEST(Murmur, BothHalves) {
  constexpr std::string_view kText = "The quick brown fox jumps over the lazy dog";
  const Murmur hash = murmur3_128(kText.data(), kText.size(), 0);
  EXPECT_EQ(hash.first, 0xE34BBC7BBC071B6CU);
  EXPECT_EQ(hash.second, 0x7A433CA9C49A9347U);
}

// The hash that Redis uses. The empty string's image gives its register and value.
TEST(Murmur, ThatOfRedis) {
  const std::uint64_t hash = murmur2_64a("", 0, kRedisSeed);
  EXPECT_EQ(hash % 16384, 5938U);
  EXPECT_EQ(std::countr_zero(hash >> 14) + 1, 2);
  // Inputs of 0 to 8 bytes and more; bytes behind the input don't matter.
  constexpr std::string_view kText = "abcdefghijklmnop";
  std::uint64_t last = 0;
  for (std::size_t n = 0; n <= kText.size(); ++n) {
    const std::string copy(kText.substr(0, n));
    EXPECT_EQ(murmur2_64a(kText.data(), n, kRedisSeed), murmur2_64a(copy.data(), n, kRedisSeed));
    EXPECT_NE(murmur2_64a(kText.data(), n, kRedisSeed), std::exchange(last, murmur2_64a(kText.data(), n, kRedisSeed)));
  }
}

}  // namespace
}  // namespace sketch::test
