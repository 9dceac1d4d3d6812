// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/tdigest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "quantile_fixture.hpp"
#include "tdigest_traits.hpp"

namespace sketch::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kMost = std::numeric_limits<double>::max();

class TDigestTest : public QuantileTest<TDigest> {
 protected:
  State frozen(State state) {
    State image;
    EXPECT_TRUE(TDigest::freeze(state, host_, image).ok());
    EXPECT_TRUE(TDigest::check(image, host_).ok());
    return image;
  }

  double error(Bytes image) {
    double result = -1;
    EXPECT_TRUE(TDigest::error(image, host_, result).ok());
    return result;
  }

  // Exact answers, by the definitions of percentile_disc() and cume_dist().
  void expect_exact(Bytes image, std::vector<double> values) {
    EXPECT_EQ(error(image), 0);
    Distribution distribution(host_.scratch());
    read(image, distribution);
    std::sort(values.begin(), values.end());
    const auto count = static_cast<double>(values.size());
    for (double q = 0; q <= 1; q += 1.0 / 64) {
      const auto row = static_cast<std::size_t>(std::max(std::ceil(q * count), 1.0));
      ASSERT_EQ(double_of(distribution.quantile(q)), values[row - 1]) << count << " " << q;
    }
    for (double v = values.front() - 1; v < values.back() + 1; v += 0.25) {
      const auto upto = std::upper_bound(values.begin(), values.end(), v) - values.begin();
      ASSERT_EQ(distribution.rank(key_of(v)), static_cast<double>(upto) / count);
    }
  }
};

TEST_F(TDigestTest, SmallSketchesAreExact) {
  Random random(1);
  for (const std::size_t n : {1, 2, 3, 10, 199, 200}) {
    std::vector<double> values(n);
    for (double& value : values) value = std::floor(random.unit() * 0x1p40) * 0x1p-35;
    expect_exact(build(400, values), values);
    expect_exact(frozen(build(400, values)), values);
  }
}

// However often values occur, and through merges.
TEST_F(TDigestTest, FewDifferentValuesAreExact) {
  Random random(2);
  std::vector<double> all;
  State merged = TDigest::create(100, host_);
  for (int part = 0; part < 20; ++part) {
    std::vector<double> values(5000);
    for (double& value : values) value = std::floor(50 * random.unit() * random.unit()) / 4;
    ASSERT_TRUE(TDigest::merge(merged, frozen(build(100, values)), host_).ok());
    all.insert(all.end(), values.begin(), values.end());
  }
  expect_exact(frozen(merged), all);
}

TEST_F(TDigestTest, ExtremesNumberAndSumAreExact) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < 300'000; ++i)
    values.push_back(static_cast<double>(i * 7919 % 300'007) * 0.7 - 1000);
  Distribution distribution(host_.scratch());
  read(frozen(build(20, values)), distribution);
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
  EXPECT_NEAR(distribution.trimmed_mean(0, 1), sum / 300'000, 5e-3 * std::abs(sum / 300'000));
}

// For any shape and order of the values, ranks and quantiles are monotone, and both are off by less
// than the heaviest centroid.
TEST_F(TDigestTest, RanksAndQuantilesOfManyShapes) {
  constexpr int kSize = 60'000;
  const auto shapes = {
      +[](int i) { return static_cast<double>(i); },
      +[](int i) { return static_cast<double>(kSize - i) / 3; },
      +[](int i) { return static_cast<double>(i % 1024) * 1e10; },
      +[](int i) { return std::exp(std::fmod(i * 0.618033988749895, 1) * 60 - 30); },
      +[](int i) { return i % 2 != 0 ? 1e300 : -static_cast<double>(i); },
      +[](int i) { return (i % 3 - 1) * kMost * std::fmod(i * 0.618033988749895, 1); },
      +[](int i) { return i % 5 == 0   ? kInfinity
                          : i % 7 == 0 ? -kInfinity
                                       : i * 0.1; },
      +[](int i) { return 1e15 + (i * 7919 % kSize) * 0.125; },
      +[](int i) { return 5e-324 * (i * 7919 % kSize); },
  };
  int number = 0;
  for (const int compression : {20, 100, 400}) {
    for (const auto shape : shapes) {
      SCOPED_TRACE(::testing::Message() << compression << ", shape " << ++number);
      host_.clear();
      std::vector<double> values(kSize);
      for (int i = 0; i < kSize; ++i) values[i] = shape(i);
      const State image = frozen(build(compression, values));
      std::sort(values.begin(), values.end());
      Distribution distribution(host_.scratch());
      read(image, distribution);
      const double bound = error(image);
      double before = 0;
      for (int i = 0; i < kSize; i += 97) {
        const auto [from, to] = std::equal_range(values.begin(), values.end(), values[i]);
        const double rank = distribution.rank(key_of(values[i]));
        ASSERT_LE(before, rank);
        ASSERT_NEAR(rank, static_cast<double>(to - values.begin()) / kSize, bound);
        before = rank;
      }
      Key last = distribution.least();
      for (double q = 0; q <= 1; q += 1.0 / 4096) {
        const Key key = distribution.quantile(q);
        ASSERT_LE(last, key);
        last = key;
        const auto [from, to] = std::equal_range(values.begin(), values.end(), double_of(key));
        ASSERT_LT(static_cast<double>(from - values.begin()) / kSize, q + bound + 1e-9);
        ASSERT_GT(static_cast<double>(to - values.begin()) / kSize, q - bound - 1e-9);
      }
    }
  }
}

// A value that makes up a large part of the data stays pure, whatever else is added.
TEST_F(TDigestTest, HeavyValuesStayPure) {
  Random random(3);
  std::vector<double> values(200'000);
  for (double& value : values) {
    const double u = random.unit();
    value = u < 0.3 ? 3.25 : u < 0.5 ? 7.1 : 10 * random.unit();
  }
  Distribution distribution(host_.scratch());
  read(frozen(build(100, values)), distribution);
  std::sort(values.begin(), values.end());
  const auto rank_of = [&](double v) {
    return static_cast<double>(std::upper_bound(values.begin(), values.end(), v) - values.begin()) /
           200'000;
  };
  for (const double v : {3.25, 7.1}) {
    EXPECT_NEAR(distribution.rank(key_of(v)), rank_of(v), 0.01);
    EXPECT_NEAR(distribution.rank(key_of(v) - 1), rank_of(std::nextafter(v, 0)), 0.01);
  }
  for (const double q : {0.2, 0.3, 0.4}) EXPECT_EQ(double_of(distribution.quantile(q)), 3.25);
  for (const double q : {0.7, 0.8}) EXPECT_EQ(double_of(distribution.quantile(q)), 7.1);
}

TEST_F(TDigestTest, ImpossibleSumsAreRefused) {
  std::vector<double> values;
  for (int i = 0; i < 10'000; ++i) values.push_back(i % 997 - 100);
  State image;
  ASSERT_TRUE(TDigest::freeze(build(TDigest::kDefaultParameter, values), host_, image).ok());
  expect_possible_sums(image, kEnvelopeBytes + 2, 10'000, -100, 896);
}

TEST_F(TDigestTest, DamagedStatesAreAnError) { expect_error_of_damaged_state(400); }

TEST_F(TDigestTest, SpecialValuesSortAsInPostgres) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) {
    for (const double v : {kNan, 1.0 + i, -kInfinity, kInfinity, -0.0}) values.push_back(v);
  }
  Distribution distribution(host_.scratch());
  read(frozen(build(100, values)), distribution);
  EXPECT_EQ(double_of(distribution.quantile(0.2)), -kInfinity);
  EXPECT_EQ(double_of(distribution.quantile(0.3)), 0);
  EXPECT_NEAR(double_of(distribution.quantile(0.5)), 500, 100);
  EXPECT_TRUE(std::isfinite(double_of(distribution.quantile(0.6))));
  EXPECT_EQ(double_of(distribution.quantile(0.61)), kInfinity);
  EXPECT_TRUE(std::isnan(double_of(distribution.quantile(0.81))));
  EXPECT_EQ(distribution.rank(kInfinityKey - 1), 0.6);
  EXPECT_EQ(distribution.rank(kInfinityKey), 0.8);
  EXPECT_TRUE(std::isnan(distribution.sum()));
}

TEST_F(TDigestTest, WeightsAreRepetitions) {
  for (const std::uint64_t weight : {1, 10, 32, 33, 1000}) {
    State weighted = TDigest::create(400, host_), repeated = TDigest::create(400, host_);
    for (int v = -1; v <= 30; ++v) {
      ASSERT_TRUE(TDigest::add_weighted(weighted, key_of(v * 0.5), weight, host_).ok());
      repeated = TDigest::add_all(repeated, std::vector<Key>(weight, key_of(v * 0.5)), host_);
    }
    EXPECT_EQ(copy_of(frozen(weighted)), copy_of(frozen(repeated))) << weight;
  }
}

TEST_F(TDigestTest, LargestWeights) {
  constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
  State state = TDigest::create(400, host_);
  ASSERT_TRUE(TDigest::add_weighted(state, key_of(1), kLargest, host_).ok());
  EXPECT_EQ(TDigest::add_weighted(state, key_of(2), kLargest, host_).code, Code::out_of_range);
  ASSERT_TRUE(TDigest::add_weighted(state, key_of(2), kLargest / 2, host_).ok());
  state = TDigest::add_all(state, std::vector<Key>(5000, key_of(3)), host_);
  const State image = frozen(state);
  EXPECT_EQ(TDigest::merge(state, image, host_).code, Code::out_of_range);
  Distribution distribution(host_.scratch());
  read(image, distribution);
  EXPECT_EQ(distribution.n(), kLargest + kLargest / 2 + 5000);
  EXPECT_EQ(double_of(distribution.quantile(0.5)), 1);
  EXPECT_EQ(double_of(distribution.quantile(0.9)), 2);
}

// 10^12 rows and more, by merging a sketch with itself.
TEST_F(TDigestTest, ManyMergedRows) {
  std::vector<double> values(20'000);
  Random random(4);
  for (double& value : values) value = random.unit();
  for (const int compression : {100, 400}) {
    State state = build(compression, values);
    std::uint64_t n = values.size();
    for (; n < std::uint64_t{1} << 62; n *= 2)
      ASSERT_TRUE(TDigest::merge(state, frozen(state), host_).ok());
    const State image = frozen(state);
    EXPECT_LT(image.size(), 2000U);
    Distribution distribution(host_.scratch());
    read(image, distribution);
    EXPECT_EQ(distribution.n(), n);
    for (double q = 0.05; q < 1; q += 0.05)
      EXPECT_NEAR(double_of(distribution.quantile(q)), q, error(image));
  }
}

TEST_F(TDigestTest, MixedCompressionsMergeToTheLower) {
  std::vector<double> values;
  for (int i = 0; i < 20'000; ++i) values.push_back(i / 3.0);
  State large = build(400, values), small = build(50, values);
  ASSERT_TRUE(TDigest::merge(large, small, host_).ok());
  const State image = frozen(large);
  TDigest::Info info{};
  ASSERT_TRUE(TDigest::info(image, host_, info).ok());
  EXPECT_EQ(info.compression, 50);
  EXPECT_LT(info.centroids, 60U);
  EXPECT_STREQ(info.form, "centroids");
  Distribution distribution(host_.scratch());
  read(image, distribution);
  EXPECT_EQ(distribution.n(), 2 * values.size());
  for (double v = 0; v < 20'000; v += 100)
    EXPECT_NEAR(distribution.rank(key_of(v / 3)), v / 20'000, info.rank_error);
}

// Centroids of any weights give a canonical sketch, which claims no more accuracy than they have.
// The centroids of a sketch give the sketch itself.
TEST_F(TDigestTest, CentroidsGoIn) {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<TDigest::Centroid> means;
    std::uint64_t n = 0, most = 0;
    double sum = 0;
    const std::size_t count = random.below(round % 2 == 0 ? 12 : 3000);
    for (std::size_t i = 0; i < count; ++i) {
      const double mean = round % 3 == 0 ? static_cast<double>(random.below(9)) - 4
                                         : std::ldexp(random.unit() - 0.5, static_cast<int>(random.below(60)));
      const std::uint64_t weight = 1 + random.below(round % 5 == 0 ? 2 : 1000);
      means.push_back({key_of(mean), weight, 0});
      n += weight, sum += static_cast<double>(weight) * mean;
      most = std::max(most, weight);
    }
    if (round % 7 == 0) {
      means.push_back({key_of(kInfinity), 3, 0});
      means.push_back({key_of(kNan), 2, 0});
      n += 5;
    }
    State state = TDigest::create(100, host_);
    ASSERT_TRUE(TDigest::add_centroids(state, means, host_).ok());
    const State image = frozen(state);
    Distribution distribution(host_.scratch());
    read(image, distribution);
    ASSERT_EQ(distribution.n(), n);
    if (means.empty()) continue;
    ASSERT_EQ(distribution.least(), means.front().mean);
    ASSERT_EQ(distribution.greatest(), means.back().mean);
    if (round % 7 != 0) {
      ASSERT_NEAR(distribution.sum(), sum, 1e-9 * static_cast<double>(n) * 0x1p60);
    }
    if (means.size() > 20 && most > 100 && round % 3 != 0) {
      ASSERT_GT(error(image), 0);
    }
  }
}

}  // namespace
}  // namespace sketch::test
