// SPDX-License-Identifier: PostgreSQL
#include "sketch/membership/bloom.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bloom_traits.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

class BloomTest : public ::testing::Test {
 protected:
  State build(int b, std::size_t n, std::uint64_t first = 0) {
    return BloomTraits::add(Bloom::create(b, host_), first, n, host_);
  }
  State frozen(State state) {
    State canonical;
    EXPECT_TRUE(Bloom::freeze(state, host_, canonical).ok());
    return canonical;
  }
  static bool contains(Bytes image, std::uint64_t item) {
    bool found = false;
    EXPECT_TRUE(Bloom::contains(image, hash_u64(item), found).ok());
    return found;
  }

  TestHost host_;
};

// In all forms, and after folding.
TEST_F(BloomTest, NeverAFalseNo) {
  for (const int b : {0, 3, 8}) {
    for (const std::size_t n : {1U, 3U, 4U, 5U, 31U, 33U, 2000U}) {
      host_.clear();
      const State state = build(b, n), canonical = frozen(state);
      State folded = build(b, n);
      folded = Bloom::reduce(folded, b / 2, host_);
      const State small = frozen(folded);
      for (std::uint64_t item = 0; item < n; ++item) {
        ASSERT_TRUE(contains(state, item)) << b << " " << n;
        ASSERT_TRUE(contains(canonical, item)) << b << " " << n;
        ASSERT_TRUE(contains(folded, item)) << b << " " << n;
        ASSERT_TRUE(contains(small, item)) << b << " " << n;
      }
    }
  }
}

TEST_F(BloomTest, SmallSetsAreExact) {
  const State canonical = frozen(build(12, 16384));
  EXPECT_EQ(image_form(canonical.data()), Bloom::kCells);
  EXPECT_EQ(canonical.size(), kEnvelopeBytes + 3 + 6U * 16384);
  for (std::uint64_t item = 16384; item < 200'000; ++item) ASSERT_FALSE(contains(canonical, item));
  const State blocks = frozen(build(12, 16385));
  EXPECT_EQ(image_form(blocks.data()), Bloom::kBlocks);
  EXPECT_EQ(blocks.size(), kEnvelopeBytes + (std::size_t{128} << 10));
}

// The theoretical error matches the rate of false positives, and what the filter says itself.
TEST_F(BloomTest, ErrorIsAsInTheory) {
  for (const double bits : {8.0, 10.0, 16.0}) {
    constexpr int kLog2 = 12;
    const auto n = static_cast<std::size_t>(256.0 * (1 << kLog2) / bits);
    const State canonical = frozen(build(kLog2, n));
    Bloom::Info info{};
    ASSERT_TRUE(Bloom::info(canonical, host_, info).ok());
    const double theory = Bloom::error_of(static_cast<double>(n), kLog2);
    EXPECT_NEAR(info.error / theory, 1, 0.05) << bits;
    EXPECT_NEAR(info.values / static_cast<double>(n), 1, 0.01) << bits;
    constexpr int kTrials = 400'000;
    int found = 0;
    for (int i = 0; i < kTrials; ++i) found += contains(canonical, 10'000'000 + i) ? 1 : 0;
    const double expected = theory * kTrials;
    EXPECT_NEAR(found, expected, 5 * std::sqrt(expected) + 0.05 * expected) << bits;
  }
}

TEST_F(BloomTest, SizesOfErrors) {
  int b = -1;
  ASSERT_TRUE(Bloom::log2_for(Bloom::kDefaultExpected, Bloom::kDefaultError, b));
  EXPECT_EQ(b, Bloom::kDefaultParameter);
  ASSERT_TRUE(Bloom::log2_for(1, 0.5, b));
  EXPECT_EQ(b, 0);
  for (const double n : {1.0, 100.0, 1e6}) {
    for (const double error : {0.3, 0.01, 1e-6}) {
      ASSERT_TRUE(Bloom::log2_for(n, error, b));
      EXPECT_LE(Bloom::error_of(n, b), error);
      if (b > 0) {
        EXPECT_GT(Bloom::error_of(n, b - 1), error);
      }
    }
  }
  EXPECT_FALSE(Bloom::log2_for(1e9, 0.01, b));
  EXPECT_FALSE(Bloom::log2_for(9e18, 0.5, b));
}

// Folding a filter gives the filter that is built at the smaller size.
TEST_F(BloomTest, FoldsToTheSmallerFilter) {
  for (const std::size_t n : {10U, 100U, 3000U}) {
    for (const int to : {0, 1, 4, 7}) {
      const State folded = frozen(Bloom::reduce(build(8, n), to, host_));
      const State built = frozen(build(to, n));
      ASSERT_TRUE(std::equal(folded.begin(), folded.end(), built.begin(), built.end()))
          << n << " " << to;
    }
  }
}

// A block computed by Parquet's specification: XXH64 of "" is 0xef46db3751d8e999.
TEST_F(BloomTest, BlocksAreThoseOfParquet) {
  const std::uint64_t hash = hash_bytes_xxh64("", 0);
  EXPECT_EQ(hash, 0xef46db3751d8e999U);
  State state = Bloom::create(Domain::parquet, 1, host_);
  state = Bloom::add_all(state, {&hash, 1}, host_);
  State blocks, back;
  ASSERT_TRUE(Bloom::to_blocks(state, host_, blocks).ok());
  ASSERT_EQ(blocks.size(), 64U);
  // The highest bit of the hash is set, so it belongs to the second block. In word 0 it sets bit
  // (0x51d8e999 * 0x47b6137b mod 2^32) >> 27.
  for (int i = 0; i < 32; ++i) EXPECT_EQ(blocks[i], std::byte{0});
  const std::uint32_t bit = (std::uint32_t{0x51d8e999} * std::uint32_t{0x47b6137b}) >> 27;
  EXPECT_EQ(load_le<std::uint32_t>(blocks.data() + 32), std::uint32_t{1} << bit);
  ASSERT_TRUE(Bloom::of_blocks(Domain::parquet, blocks, host_, back).ok());
  bool found = false;
  ASSERT_TRUE(Bloom::contains(back, hash, found).ok());
  EXPECT_TRUE(found);
  State ours = build(1, 3);
  EXPECT_EQ(Bloom::merge(ours, back, host_).code, Code::wrong_domain);
  EXPECT_EQ(Bloom::merge(back, ours, host_).code, Code::wrong_domain);
}

TEST_F(BloomTest, WhatIsNoBitsetIsRefused) {
  State canonical;
  std::vector<std::byte> bytes(96);
  for (const std::size_t size : {0U, 31U, 33U, 96U})
    EXPECT_FALSE(Bloom::of_blocks(Domain::parquet, Bytes(bytes).first(size), host_, canonical).ok());
  bytes.resize(64);
  EXPECT_TRUE(Bloom::of_blocks(Domain::parquet, bytes, host_, canonical).ok());
  bytes[5] = std::byte{1};  // a bit in only one word
  EXPECT_FALSE(Bloom::of_blocks(Domain::parquet, bytes, host_, canonical).ok());
}

TEST_F(BloomTest, CellsAreWhatTheFilterSees) {
  Random random(5);
  for (const int b : {0, 1, 12, 22}) {
    for (int i = 0; i < 1000; ++i) {
      const std::uint64_t hash = random(), cell = Bloom::cell_of(hash, b);
      const std::uint64_t again = Bloom::hash_of(cell, b);
      ASSERT_EQ(Bloom::cell_of(again, b), cell);
      ASSERT_EQ(static_cast<std::uint32_t>(again), static_cast<std::uint32_t>(hash));
      if (b > 0) {
        ASSERT_EQ(cell >> 1, Bloom::cell_of(hash, b - 1));
      }
      ASSERT_EQ(cell >> 8 * Bloom::cell_bytes(b), 0U);
    }
  }
}

}  // namespace
}  // namespace sketch::test
