// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/token.hpp"

#include <gtest/gtest.h>

#include "sketch/distinct/ell_register.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

// A hash with any number of leading zeros, also more than a token counts.
std::uint64_t any_hash(Random& random, unsigned zeros) {
  const std::uint64_t low = random() & kTokenIndexMask;
  if (zeros >= kTokenMaxZeros) return low;
  const std::uint64_t high = random.hash_below(zeros) | std::uint64_t{1} << (63 - zeros);
  return (high & ~kTokenIndexMask) | low;
}

TEST(Token, StandsForItsHashAtEveryPrecision) {
  Random random(1);
  for (int round = 0; round < 20'000; ++round) {
    const unsigned zeros = static_cast<unsigned>(round) % (kTokenMaxZeros + 1);
    const std::uint64_t hash = any_hash(random, zeros);
    const Token token = make_token(hash);
    ASSERT_TRUE(token_valid(token));
    ASSERT_EQ(token_zeros(token), zeros);
    ASSERT_EQ(token_index(token), hash % (1 << kTokenIndexBits));
    ASSERT_EQ(make_token(token_hash(token)), token);
    for (int precision = 4; precision <= 18; ++precision) {
      ASSERT_EQ(StoredEll::index(token_hash(token), precision), StoredEll::index(hash, precision));
      ASSERT_EQ(StoredEll::update_value(token_hash(token), precision),
                StoredEll::update_value(hash, precision));
    }
  }
}

TEST(Token, ExtremeHashes) {
  EXPECT_EQ(make_token(0), kTokenMaxZeros);
  EXPECT_EQ(make_token(~std::uint64_t{0}), static_cast<Token>(kTokenIndexMask << 6));
  EXPECT_EQ(make_token(kTokenIndexMask), static_cast<Token>(kTokenIndexMask << 6 | kTokenMaxZeros));
  EXPECT_EQ(make_token(kTokenIndexMask + 1), kTokenMaxZeros - 1);
}

TEST(Token, Valid) {
  for (unsigned zeros = 0; zeros < 64; ++zeros) {
    EXPECT_EQ(token_valid(5 << 6 | zeros), zeros <= kTokenMaxZeros) << zeros;
  }
  EXPECT_TRUE(token_valid(static_cast<Token>(kTokenIndexMask << 6)));
  EXPECT_FALSE(token_valid(Token{1} << 30));
  EXPECT_FALSE(token_valid(Token{1} << 31));
}

}  // namespace
}  // namespace sketch::test
