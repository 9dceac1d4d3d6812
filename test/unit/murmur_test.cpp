// SPDX-License-Identifier: PostgreSQL
//
// Known hashes: of hll_hash_bigint(value, seed) and hll_hash_bytea(value, seed) of postgresql-hll, and
// what DataSketches says of its seed.
#include "sketch/core/murmur.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace sketch::test {
namespace {

std::uint64_t of_bigint(std::int64_t value, std::uint64_t seed) {
  return murmur3_128(&value, sizeof value, seed).first;
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

// The published test vector of the algorithm's x64 128 bit variant.
TEST(Murmur, BothHalves) {
  constexpr std::string_view kText = "The quick brown fox jumps over the lazy dog";
  const Murmur hash = murmur3_128(kText.data(), kText.size(), 0);
  EXPECT_EQ(hash.first, 0xE34BBC7BBC071B6CU);
  EXPECT_EQ(hash.second, 0x7A433CA9C49A9347U);
}

}  // namespace
}  // namespace sketch::test
