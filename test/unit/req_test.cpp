// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/req.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "quantile_fixture.hpp"
#include "req_traits.hpp"

namespace sketch::test {
namespace {

using ReqTest = QuantileTest<Req>;

TEST_F(ReqTest, SmallSketchesAreExact) {
  Random random(1);
  for (const std::size_t n : {1, 2, 3, 10, 287, 288}) {
    std::vector<double> values(n);
    for (double& value : values) value = std::floor(200 * random.unit()) / 4 - 10;
    const State state = build(12, values);
    std::sort(values.begin(), values.end());
    Distribution distribution(host_.scratch());
    read(state, distribution);
    for (std::size_t i = 0; i < n; ++i) {
      const double q = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
      ASSERT_EQ(double_of(distribution.quantile(q)), values[i]) << n << " " << i;
    }
    double error = -1;
    ASSERT_TRUE(Req::error(state, host_, error).ok());
    EXPECT_EQ(error, 0);
  }
}

// For any order and shape of the values, the error of a rank is relative to its distance from the
// accurate end. The greatest of thousands of errors is below twice the bound for a single one.
TEST_F(ReqTest, RankErrorIsRelativeToTheDistanceFromTheEnd) {
  constexpr int kSize = 100'000;
  const auto shapes = {
      +[](int i) { return static_cast<double>(i); },
      +[](int i) { return static_cast<double>(kSize - i); },
      +[](int i) { return static_cast<double>(i % 1024) * 1e10; },
      +[](int i) { return static_cast<double>(i % 2 != 0 ? kSize - i : i); },
      +[](int i) { return std::exp(std::fmod(i * 0.618033988749895, 1) * 60 - 30); },
  };
  for (const int parameter : {4, 12, 50, 12 | Req::kLowRanks}) {
    for (const auto shape : shapes) {
      host_.clear();
      std::vector<double> values(kSize);
      for (int i = 0; i < kSize; ++i) values[i] = shape(i);
      const State state = build(parameter, values);
      std::sort(values.begin(), values.end());
      Distribution distribution(host_.scratch());
      read(state, distribution);
      double bound = 0;
      ASSERT_TRUE(Req::error(state, host_, bound).ok());
      for (int i = 0; i < kSize; i += i < kSize - 1000 ? 97 : 1) {
        const auto upto =
            std::upper_bound(values.begin(), values.end(), values[i]) - values.begin();
        const double exact = static_cast<double>(upto) / kSize;
        ASSERT_NEAR(distribution.rank(key_of(values[i])), exact,
                    2 * Req::error_at(parameter, bound, exact) + 1e-12)
            << parameter << " " << i;
      }
    }
  }
}

// The values nearest to the accurate end are all kept: half of a level.
TEST_F(ReqTest, TheLastValuesAreKept) {
  std::vector<double> values;
  for (int i = 0; i < 200'000; ++i) values.push_back(i * 7919LL % 200'003);
  for (const bool low : {false, true}) {
    State frozen;
    ASSERT_TRUE(Req::freeze(build(low ? 12 | Req::kLowRanks : 12, values), host_, frozen).ok());
    std::sort(values.begin(), values.end());
    Distribution distribution(host_.scratch());
    read(frozen, distribution);
    const auto n = static_cast<double>(values.size());
    for (int i = 0; i < 36; ++i) {
      const std::size_t at = low ? i : values.size() - 1 - i;
      EXPECT_EQ(distribution.rank(key_of(values[at])), static_cast<double>(at + 1) / n);
    }
  }
}

TEST_F(ReqTest, HighAndLowRanksDoNotMix) {
  State high = build(12, {1, 2, 3}), low = build(10 | Req::kLowRanks, {4});
  EXPECT_EQ(Req::merge(high, low, host_).code, Code::wrong_domain);
  State empty = Req::create(12, host_);
  ASSERT_TRUE(Req::merge(empty, low, host_).ok()) << "an empty one is neutral";
  EXPECT_EQ(Req::parameter(empty), 10 | Req::kLowRanks);
  ASSERT_TRUE(Req::merge(high, Req::create(8 | Req::kLowRanks, host_), host_).ok());
  EXPECT_EQ(Req::parameter(high), 8);
}

// A state has room for its present levels, and grows with them.
TEST_F(ReqTest, StatesGrowWithTheirLevels) {
  State state = Req::create(12, host_);
  std::size_t before = 0;
  for (const std::uint64_t weight : {1000ULL, 1'000'000'000ULL, 1'000'000'000'000'000ULL}) {
    // More values than the buffer has room for.
    for (int v = 0; v < 600; ++v) ASSERT_TRUE(Req::add_weighted(state, key_of(v), weight, host_).ok());
    EXPECT_GT(state.size(), before);
    before = state.size();
    ASSERT_TRUE(Req::check_state(state, host_).ok());
  }
}

TEST_F(ReqTest, WeightedRanksAreAccurate) { expect_accurate_weighted_ranks(12, 0.02); }

TEST_F(ReqTest, ImpossibleSumsAreRefused) {
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(i % 997 - 100);
  State image;
  ASSERT_TRUE(Req::freeze(build(Req::kDefaultParameter, values), host_, image).ok());
  expect_possible_sums(image, kEnvelopeBytes + 2 + 2, 10'000, -100, 896);
}

TEST_F(ReqTest, DamagedStatesAreAnError) { expect_error_of_damaged_state(12); }

TEST_F(ReqTest, MixedSizesMergeToTheLower) {
  std::vector<double> values;
  for (int i = 0; i < 20'000; ++i) values.push_back(i);
  State large = build(40, values), small = build(6, values);
  State frozen;
  ASSERT_TRUE(Req::merge(large, small, host_).ok());
  ASSERT_TRUE(Req::freeze(large, host_, frozen).ok());
  Req::Info info{};
  ASSERT_TRUE(Req::info(frozen, host_, info).ok());
  EXPECT_EQ(info.k, 6);
  EXPECT_LE(info.keys, Req::budget(6, info.levels));
  EXPECT_EQ(info.n, 2 * values.size());
}

// For any number of levels: no level compacts all of its keys, and the budget is the sum of all
// capacities, so that beyond the budget some level can be compacted.
TEST(ReqCapacities, AddUp) {
  for (const std::uint32_t k : {4U, 12U, 1024U, 12U | Req::kLowRanks}) {
    std::uint32_t all = 0;
    for (unsigned depth = 0; depth < Req::kMaxLevels; ++depth) {
      const std::uint32_t holds = Req::capacity(k, depth, 1);
      all += holds;
      EXPECT_LE(all, Req::budget(k, depth + 1));
      EXPECT_LT(Req::staying(k, depth, 1, 0), holds);
      EXPECT_GE(Req::staying(k, depth, 1, ~std::uint64_t{0}), holds / 2);
      EXPECT_GE(Req::staying(k, depth, 1, 1), Req::staying(k, depth, 1, 3));
    }
  }
}

}  // namespace
}  // namespace sketch::test
