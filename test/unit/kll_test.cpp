// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/kll.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kll_traits.hpp"
#include "quantile_fixture.hpp"

namespace sketch::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

using KllTest = QuantileTest<Kll>;

// Exact answers, by the definitions of percentile_disc() and cume_dist().
TEST_F(KllTest, SmallSketchesAreExact) {
  Random random(1);
  for (const std::size_t n : {1, 2, 3, 10, 599, 600}) {
    std::vector<double> values(n);
    for (double& value : values) value = std::floor(200 * random.unit()) / 4 - 10;
    const State state = build(200, values);
    std::sort(values.begin(), values.end());
    Distribution distribution(host_.scratch());
    read(state, distribution);
    const auto count = static_cast<double>(n);
    for (double q = 0; q <= 1; q += 1.0 / 64) {
      const auto row = static_cast<std::size_t>(std::max(std::ceil(q * count), 1.0));
      ASSERT_EQ(double_of(distribution.quantile(q)), values[row - 1]) << n << " " << q;
    }
    for (double v = -11; v < 42; v += 0.125) {
      const auto upto = std::upper_bound(values.begin(), values.end(), v) - values.begin();
      ASSERT_EQ(distribution.rank(key_of(v)), static_cast<double>(upto) / count);
    }
    double error = -1;
    ASSERT_TRUE(Kll::error(state, host_, error).ok());
    EXPECT_EQ(error, 0);
  }
}

TEST_F(KllTest, ExtremesNumberAndSumAreExact) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < 300'000; ++i)
    values.push_back(static_cast<double>(i * 7919 % 300'007) * 0.5 - 1000);
  Distribution distribution(host_.scratch());
  read(build(20, values), distribution);
  EXPECT_EQ(distribution.n(), values.size());
  EXPECT_EQ(double_of(distribution.quantile(0)), *std::min_element(values.begin(), values.end()));
  EXPECT_EQ(double_of(distribution.quantile(1)), *std::max_element(values.begin(), values.end()));
  double sum = 0;
  for (const double value : values) sum += value;
  EXPECT_NEAR(distribution.sum(), sum, 1e-9 * std::abs(sum));
  EXPECT_EQ(distribution.rank(key_of(-1000.5)), 0);
  EXPECT_GT(distribution.rank(key_of(-1000)), 0);
  EXPECT_EQ(distribution.rank(distribution.greatest()), 1);
  EXPECT_LT(distribution.rank(distribution.greatest() - 1), 1);
}

// For any order and shape of the values, no rank error exceeds twice the bound for a single rank.
// The greatest of thousands of errors is above that in only one sketch out of a million.
TEST_F(KllTest, RankErrorDependsOnNoDistribution) {
  constexpr int kSize = 100'000;
  const auto shapes = {
      +[](int i) { return static_cast<double>(i); },
      +[](int i) { return static_cast<double>(kSize - i); },
      +[](int i) { return static_cast<double>(i % 16); },
      +[](int i) { return static_cast<double>(i % 1024) * 1e10; },
      +[](int i) { return std::exp(std::fmod(i * 0.618033988749895, 1) * 60 - 30); },
      +[](int i) { return i % 2 != 0 ? 1e300 : static_cast<double>(i); },
  };
  for (const int k : {8, 50, 200}) {
    for (const auto shape : shapes) {
      host_.clear();
      std::vector<double> values(kSize);
      for (int i = 0; i < kSize; ++i) values[i] = shape(i);
      const State state = build(k, values);
      std::sort(values.begin(), values.end());
      Distribution distribution(host_.scratch());
      read(state, distribution);
      double bound = 0;
      ASSERT_TRUE(Kll::error(state, host_, bound).ok());
      for (int i = 0; i < kSize; i += 97) {
        const auto upto =
            std::upper_bound(values.begin(), values.end(), values[i]) - values.begin();
        ASSERT_NEAR(distribution.rank(key_of(values[i])), static_cast<double>(upto) / kSize,
                    2 * bound)
            << k;
      }
    }
  }
}

TEST_F(KllTest, ImpossibleSumsAreRefused) {
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(i % 997 - 100);
  State image;
  ASSERT_TRUE(Kll::freeze(build(Kll::kDefaultParameter, values), host_, image).ok());
  expect_possible_sums(image, kEnvelopeBytes + 2 + 2, 10'000, -100, 896);
}

TEST_F(KllTest, DamagedStatesAreAnError) { expect_error_of_damaged_state(200); }

TEST_F(KllTest, SpecialValuesSortAsInPostgres) {
  Distribution distribution(host_.scratch());
  read(build(200, {kNan, 1, -kInfinity, kInfinity, 2}), distribution);
  EXPECT_EQ(double_of(distribution.quantile(0)), -kInfinity);
  EXPECT_EQ(double_of(distribution.quantile(0.4)), 1);
  EXPECT_EQ(double_of(distribution.quantile(0.8)), kInfinity);
  EXPECT_TRUE(std::isnan(double_of(distribution.quantile(1))));
  EXPECT_EQ(distribution.rank(key_of(kInfinity)), 0.8);
}

TEST_F(KllTest, WeightsAreRepetitions) {
  for (const std::uint64_t weight : {1, 2, 31, 32, 33, 100, 1000}) {
    State weighted = Kll::create(200, host_);
    for (int v = 1; v <= 3; ++v)
      ASSERT_TRUE(Kll::add_weighted(weighted, key_of(v), weight * v, host_).ok());
    Distribution distribution(host_.scratch());
    read(weighted, distribution);
    EXPECT_EQ(distribution.n(), 6 * weight);
    EXPECT_EQ(distribution.sum(), 14.0 * static_cast<double>(weight));
    EXPECT_EQ(distribution.rank(key_of(1)), 1.0 / 6);
    EXPECT_EQ(distribution.rank(key_of(2)), 0.5);
    State frozen;
    ASSERT_TRUE(Kll::freeze(weighted, host_, frozen).ok());
    EXPECT_TRUE(Kll::check(frozen, host_).ok());
  }
}

TEST_F(KllTest, WeightedRanksAreAccurate) { expect_accurate_weighted_ranks(200, 3 * Kll::rank_error_of(200)); }

// Weighted keys are gathered in the buffer, beside values. Such a state works like any other.
TEST_F(KllTest, WeightedKeysInTheBuffer) {
  std::vector<double> values(3000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  for (const bool from_the_start : {false, true}) {
    State state = from_the_start ? Kll::create(200, host_) : build(200, values);
    std::uint64_t n = from_the_start ? 0 : values.size();
    Random random(3);
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t weight = random.below(5) == 0 ? 33 + random.below(100'000) : 1 + random.below(32);
      const auto key = key_of(random.below(3000));
      if (!Kll::add(state, key, weight)) {
        ASSERT_TRUE(Kll::add_weighted(state, key, weight, host_).ok());
      }
      n += weight;
      if (i > 20 && i % 977 != 0) continue;
      host_.pause();
      ASSERT_TRUE(Kll::check_state(state, host_).ok());
      Distribution distribution(host_.scratch());
      read(state, distribution);
      ASSERT_EQ(distribution.n(), n);
      // It is packed and unpacked, merged into another state, and another one is merged into it.
      std::vector<std::byte> packed(Kll::packed_bytes(state));
      Kll::pack(state, packed.data());
      State unpacked, images[2], empty = Kll::create(200, host_), more = build(200, values);
      ASSERT_TRUE(Kll::unpack(packed, host_, unpacked).ok());
      ASSERT_TRUE(Kll::freeze(state, host_, images[0]).ok() && Kll::freeze(unpacked, host_, images[1]).ok());
      EXPECT_TRUE(std::equal(images[0].begin(), images[0].end(), images[1].begin(), images[1].end()));
      ASSERT_TRUE(Kll::merge(empty, state, host_).ok() && Kll::merge(more, state, host_).ok());
      ASSERT_TRUE(Kll::merge(unpacked, more, host_).ok());
      State reduced = Kll::reduce(unpacked, 100, host_);
      for (const auto& [made, total] : {std::pair(empty, n), {more, n + values.size()}, {reduced, 2 * n + values.size()}}) {
        ASSERT_TRUE(Kll::check_state(made, host_).ok());
        read(made, distribution);
        EXPECT_EQ(distribution.n(), total);
      }
      // A forged weight of 0, or one above n.
      for (const std::uint64_t wrong : {std::uint64_t{0}, n + 1}) {
        Kll::Head head;
        std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
        if (head.weighted == 0) continue;
        std::vector<std::byte> damaged(state.begin(), state.end());
        store_native(damaged.data() + Kll::kBufferOffset + sizeof(Key) * (head.room + 1), wrong);
        EXPECT_FALSE(Kll::freeze(damaged, host_, images[0]).ok());
      }
    }
  }
}

TEST_F(KllTest, FewWeightedKeysTakeLittleRoom) {
  State state = Kll::create(200, host_);
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Kll::add_weighted(state, key_of(i), 1000, host_).ok());
  EXPECT_LE(state.size(), 512U);
}

// Values added one by one, as PostgreSQL's own aggregation does, or in batches of any size give the
// same state, apart from the free room of the buffer.
TEST_F(KllTest, HoweverValuesAreHandedOver) {
  Random random(7);
  for (const int k : {8, 200, 1000}) {
    for (const std::size_t n : {1, 9, 10, 50, 999, 5000, 60'000}) {
      host_.clear();
      std::vector<Key> keys(n);
      for (Key& key : keys) key = static_cast<Key>(random.below(1000));
      State one_by_one = Kll::create(k, host_, Kind::bigint);
      for (const Key key : keys) {
        if (Kll::add(one_by_one, key)) continue;
        ASSERT_TRUE(Kll::add_weighted(one_by_one, key, 1, host_).ok());
      }
      State batches = Kll::create(k, host_, Kind::bigint);
      for (std::size_t begin = 0; begin < n;) {
        const std::size_t count = std::min(n - begin, static_cast<std::size_t>(1 + random.below(1500)));
        batches = Kll::add_all(batches, std::span(keys).subspan(begin, count), host_);
        begin += count;
      }
      ASSERT_EQ(one_by_one.size(), batches.size()) << k << " " << n;
      State images[2];
      ASSERT_TRUE(Kll::freeze(one_by_one, host_, images[0]).ok());
      ASSERT_TRUE(Kll::freeze(batches, host_, images[1]).ok());
      EXPECT_TRUE(std::equal(images[0].begin(), images[0].end(), images[1].begin(), images[1].end()));
    }
  }
}

TEST_F(KllTest, LargestWeights) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  State state = Kll::create(8, host_);
  ASSERT_TRUE(Kll::add_weighted(state, key_of(1), kMost, host_).ok());
  ASSERT_TRUE(Kll::add_weighted(state, key_of(2), kMost / 2, host_).ok());
  EXPECT_EQ(Kll::add_weighted(state, key_of(2), kMost, host_).code, Code::out_of_range);
  const std::vector<Key> keys(5000, key_of(3));
  state = Kll::add_all(state, keys, host_);
  State frozen;
  ASSERT_TRUE(Kll::freeze(state, host_, frozen).ok());
  ASSERT_TRUE(Kll::check(frozen, host_).ok());
  EXPECT_EQ(Kll::merge(state, frozen, host_).code, Code::out_of_range);
  Distribution distribution(host_.scratch());
  read(state, distribution);
  EXPECT_EQ(distribution.n(), kMost + kMost / 2 + 5000);
  EXPECT_EQ(double_of(distribution.quantile(0.5)), 1);
  EXPECT_EQ(double_of(distribution.quantile(0.9)), 2);
}

TEST_F(KllTest, KindsDoNotMix) {
  State floats = build(200, {1, 2});
  State empty = Kll::create(200, host_);
  State dates = Kll::create(100, host_, Kind::date);
  ASSERT_TRUE(Kll::merge(floats, dates, host_).ok()) << "an empty one is neutral";
  EXPECT_EQ(Kll::parameter(floats), 100);
  const Key day = 9000;
  dates = Kll::add_all(dates, {&day, 1}, host_);
  EXPECT_EQ(Kll::merge(floats, dates, host_).code, Code::wrong_domain);
  ASSERT_TRUE(Kll::merge(empty, dates, host_).ok());
  EXPECT_EQ(Kll::kind(empty), Kind::date);
}

TEST_F(KllTest, MixedSizesMergeToTheLower) {
  std::vector<double> values;
  for (int i = 0; i < 20'000; ++i) values.push_back(i);
  State large = build(400, values), small = build(50, values);
  State frozen;
  ASSERT_TRUE(Kll::merge(large, small, host_).ok());
  ASSERT_TRUE(Kll::freeze(large, host_, frozen).ok());
  Kll::Info info{};
  ASSERT_TRUE(Kll::info(frozen, host_, info).ok());
  EXPECT_EQ(info.k, 50);
  EXPECT_LE(info.keys, Kll::budget(50, info.levels));
  Distribution distribution(host_.scratch());
  read(frozen, distribution);
  EXPECT_EQ(distribution.n(), 2 * values.size());
  for (double v = 0; v < 20'000; v += 100)
    EXPECT_NEAR(distribution.rank(key_of(v)), v / 20'000, 2 * info.rank_error);
}

TEST_F(KllTest, TrimmedMean) {
  Distribution distribution(host_.scratch());
  read(build(200, {1, 2, 3, 4, 1000}), distribution);
  EXPECT_DOUBLE_EQ(distribution.trimmed_mean(0, 1), 202);
  EXPECT_DOUBLE_EQ(distribution.trimmed_mean(0, 0.8), 2.5);
  EXPECT_DOUBLE_EQ(distribution.trimmed_mean(0.2, 0.8), 3);
  EXPECT_DOUBLE_EQ(distribution.trimmed_mean(0.1, 0.3), 1.5);
}

// k_for_rank_error() gives the least k whose error is small enough.
TEST(KllErrors, HaveALeastK) {
  for (const double error : {0.13, 0.05, 0.01, 0.0062, 0.001, 0.00036}) {
    const int k = Kll::k_for_rank_error(error);
    EXPECT_LE(Kll::rank_error_of(k), error);
    if (k > Kll::kMinParameter) {
      EXPECT_GT(Kll::rank_error_of(k - 1), error);
    }
  }
}

}  // namespace
}  // namespace sketch::test
