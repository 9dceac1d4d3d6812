// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/dd.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "dd_traits.hpp"
#include "quantile_fixture.hpp"

namespace sketch::test {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kMost = std::numeric_limits<double>::max();

// Each value lies in the bucket whose middle is within the accuracy, also near the ends of a
// bucket.
TEST(DdBuckets, MiddlesAreWithinTheAccuracy) {
  Random random(1);
  for (int parameter = Dd::kMinParameter; parameter <= Dd::kMaxParameter; ++parameter) {
    const int level = Dd::kFinest - parameter;
    const double accuracy = Dd::accuracy_of(parameter) * (1 + 1e-11);
    const auto check = [&](double value) {
      const Dd::Bucket bucket = Dd::bucket_of(key_of(value), level);
      const double middle = double_of(Dd::middle_of(bucket, level));
      ASSERT_LE(std::abs(middle - value), accuracy * value) << value << " at level " << level;
      ASSERT_EQ(Dd::bucket_of(key_of(-value), level), -bucket);
      ASSERT_EQ(Dd::coarser(Dd::bucket_of(key_of(value), 0), level), bucket);
    };
    for (int i = 0; i < 20'000; ++i)
      check(std::ldexp(1 + random.unit(), static_cast<int>(random.below(2000)) - 1000));
    // Finds the bound between two buckets by bisection.
    for (int i = 0; i < 200; ++i) {
      Key low = key_of(1 + random.unit()), high = low + (Key{1} << 51);
      const Dd::Bucket bucket = Dd::bucket_of(low, level);
      while (low + 1 < high) {
        const Key middle = low + (high - low) / 2;
        (Dd::bucket_of(middle, level) == bucket ? low : high) = middle;
      }
      check(double_of(low));
      check(double_of(high));
    }
    for (const double value : {1.0, 2.0, kMost, std::numeric_limits<double>::min()}) check(value);
  }
}

TEST(DdBuckets, AscendWithValues) {
  Random random(2);
  for (int i = 0; i < 100'000; ++i) {
    const Key a =
        key_of(std::ldexp(1 + random.unit(), static_cast<int>(random.below(2097)) - 1074));
    const Key b = a + static_cast<Key>(random.below(1000));
    ASSERT_LE(Dd::bucket_of(a, 0), Dd::bucket_of(b, 0));
    ASSERT_GT(Dd::bucket_of(a, 0), 0);
  }
  const double ascending[] = {-kInf,
                              -kMost,
                              -1,
                              -5e-324,
                              0,
                              5e-324,
                              1e-310,
                              1,
                              kMost,
                              kInf,
                              std::numeric_limits<double>::quiet_NaN()};
  for (const int level : {0, 7, Dd::kMaxLevel}) {
    for (std::size_t i = 1; i < std::size(ascending); ++i)
      EXPECT_LE(Dd::bucket_of(key_of(ascending[i - 1]), level),
                Dd::bucket_of(key_of(ascending[i]), level));
    EXPECT_EQ(Dd::middle_of(Dd::bucket_of(kInfinityKey, level), level), kInfinityKey);
    EXPECT_EQ(Dd::middle_of(Dd::bucket_of(-kInfinityKey, level), level), -kInfinityKey);
    EXPECT_EQ(Dd::middle_of(Dd::bucket_of(kNanKey, level), level), kNanKey);
    EXPECT_EQ(Dd::bucket_of(0, level), 0);
  }
  EXPECT_EQ(Dd::bucket_of(key_of(5e-324), 0), 1);
}

TEST(DdParameter, IsAsAccurateAsAskedFor) {
  for (const double accuracy : {0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3}) {
    const int parameter = Dd::parameter_of(accuracy);
    EXPECT_LE(Dd::accuracy_of(parameter), accuracy);
    if (parameter > Dd::kMinParameter) {
      EXPECT_GT(Dd::accuracy_of(parameter - 1), accuracy);
    }
  }
  EXPECT_EQ(Dd::parameter_of(Dd::kDefaultAccuracy), Dd::kDefaultParameter);
  EXPECT_NEAR(Dd::accuracy_of(Dd::kDefaultParameter), 0.01, 1e-6);
}

using DdTest = QuantileTest<Dd>;

// Quantiles are within the accuracy of percentile_disc(), for any data.
TEST_F(DdTest, QuantilesAreWithinTheAccuracy) {
  Random random(3);
  const auto shapes = {
      +[](Random& r) { return std::exp(20 * r.unit() - 10); },
      +[](Random& r) { return r.unit() - 0.5; },
      +[](Random& r) { return std::floor(5 * r.unit()) - 2; },
      +[](Random& r) { return std::exp(30 * r.unit() - 15) * (r.below(2) != 0 ? 1 : -1); },
  };
  for (const int parameter : {1, 3, 5, 8}) {
    for (const auto shape : shapes) {
      std::vector<double> values(20'000);
      for (double& value : values) value = shape(random);
      const State state = build(parameter, values);
      std::sort(values.begin(), values.end());
      Distribution distribution(host_.scratch());
      read(state, distribution);
      double accuracy = 0;
      ASSERT_TRUE(Dd::error(state, host_, accuracy).ok());
      ASSERT_EQ(accuracy, Dd::accuracy_of(parameter));
      for (int i = 0; i <= 1000; ++i) {
        const double q = i / 1000.0;
        const auto row = static_cast<std::size_t>(std::max(std::ceil(q * 20'000), 1.0)) - 1;
        ASSERT_NEAR(double_of(distribution.quantile(q)), values[row],
                    accuracy * (1 + 1e-11) * std::abs(values[row]));
      }
    }
  }
}

TEST_F(DdTest, SmallSketchesAreExact) {
  std::vector<double> values;
  for (int i = 0; i < 64; ++i) values.push_back((i * 37 % 64) / 8.0 - 3);
  Distribution distribution(host_.scratch());
  read(build(5, values), distribution);
  std::sort(values.begin(), values.end());
  for (int i = 1; i <= 64; ++i) {
    EXPECT_EQ(double_of(distribution.quantile(i / 64.0)), values[i - 1]);
    EXPECT_EQ(distribution.rank(key_of(values[i - 1])), i / 64.0);
  }
}

TEST_F(DdTest, TooManyBucketsGoALevelUp) {
  std::vector<double> values;
  for (double value = 1e-300; value < 1e300; value *= 1.003) values.push_back(value);
  State state = build(8, values);
  double accuracy = 0;
  ASSERT_TRUE(Dd::error(state, host_, accuracy).ok());
  EXPECT_GT(accuracy, Dd::accuracy_of(8));
  Dd::Info info{};
  ASSERT_TRUE(Dd::info(state, host_, info).ok());
  EXPECT_LE(info.buckets, Dd::kMostBuckets);
  Distribution distribution(host_.scratch());
  read(state, distribution);
  EXPECT_EQ(distribution.n(), values.size());
  for (std::size_t i = 0; i < values.size(); i += 1000) {
    const double q = static_cast<double>(i + 1) / static_cast<double>(values.size());
    EXPECT_NEAR(double_of(distribution.quantile(q)) / values[i], 1, accuracy + 0.003);
  }
  // In any order and grouping.
  std::vector<double> backwards(values.rbegin(), values.rend());
  State other = build(8, std::vector<double>(backwards.begin(), backwards.begin() + 100'000));
  State rest = build(8, std::vector<double>(backwards.begin() + 100'000, backwards.end()));
  ASSERT_TRUE(Dd::merge(other, rest, host_).ok());
  State a, b;
  ASSERT_TRUE(Dd::freeze(state, host_, a).ok() && Dd::freeze(other, host_, b).ok());
  EXPECT_EQ(copy_of(a), copy_of(b));
}

TEST_F(DdTest, DamagedStatesAreAnError) { expect_error_of_damaged_state(5); }

TEST_F(DdTest, SpecialValuesSortAsInPostgres) {
  for (const int repeated : {1, 100}) {
    std::vector<double> values;
    for (int i = 0; i < repeated; ++i) {
      for (const double v : {std::numeric_limits<double>::quiet_NaN(), 1.0, -kInf, kInf, -0.0})
        values.push_back(v);
    }
    const State state = build(5, values);
    Distribution distribution(host_.scratch());
    read(state, distribution);
    EXPECT_EQ(double_of(distribution.quantile(0.1)), -kInf);
    EXPECT_EQ(double_of(distribution.quantile(0.3)), 0);
    EXPECT_NEAR(double_of(distribution.quantile(0.5)), 1, 0.01);
    EXPECT_EQ(double_of(distribution.quantile(0.7)), kInf);
    EXPECT_TRUE(std::isnan(double_of(distribution.quantile(0.9))));
    State frozen;
    ASSERT_TRUE(Dd::freeze(state, host_, frozen).ok());
    EXPECT_TRUE(Dd::check(frozen, host_).ok());
  }
}

// Adding a value with a weight gives the same bytes as adding it as many times.
TEST_F(DdTest, WeightsAreRepetitions) {
  for (const std::uint64_t weight : {1, 10, 64, 65, 1000}) {
    State weighted = Dd::create(5, host_), repeated = Dd::create(5, host_);
    for (int v = -1; v <= 3; ++v) {
      ASSERT_TRUE(Dd::add_weighted(weighted, key_of(v), weight, host_).ok());
      repeated = Dd::add_all(repeated, std::vector<Key>(weight, key_of(v)), host_);
    }
    State a, b;
    ASSERT_TRUE(Dd::freeze(weighted, host_, a).ok() && Dd::freeze(repeated, host_, b).ok());
    EXPECT_EQ(copy_of(a), copy_of(b)) << weight;
  }
}

TEST_F(DdTest, LargestWeights) {
  constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
  State state = Dd::create(5, host_);
  ASSERT_TRUE(Dd::add_weighted(state, key_of(1), kLargest, host_).ok());
  EXPECT_EQ(Dd::add_weighted(state, key_of(2), kLargest, host_).code, Code::out_of_range);
  State frozen;
  ASSERT_TRUE(Dd::freeze(state, host_, frozen).ok());
  EXPECT_EQ(Dd::merge(state, frozen, host_).code, Code::out_of_range);
  EXPECT_TRUE(Dd::check(frozen, host_).ok());
}

// ---- Ranges

// Ranges between random bounds, with random counts; in every third round bounds are far apart.
std::vector<Dd::Range> random_ranges(Random& random, int round) {
  const bool far = round % 3 == 0;
  std::vector<double> bounds;
  for (std::size_t i = 0; i < 2 + random.below(40); ++i) {
    const double value = std::ldexp(1 + random.unit(), static_cast<int>(random.below(far ? 2000 : 12)) - (far ? 1000 : 3));
    bounds.push_back(random.below(4) == 0 ? -value : value);
  }
  if (round % 5 == 0) bounds.push_back(0);
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  std::vector<Dd::Range> ranges{{-kInf, bounds.front(), random.below(3)}};
  for (std::size_t i = 1; i < bounds.size(); ++i)
    ranges.push_back({bounds[i - 1], bounds[i], random.below(round % 2 == 0 ? 4 : 100000)});
  return ranges;
}

// The greatest relative error of a value that is only known to be in its range.
double widest_of(const std::vector<Dd::Range>& ranges) {
  double widest = 0;
  for (const Dd::Range& range : ranges) {
    const double ratio = range.lower / range.upper;
    if (range.count != 0 && std::isfinite(range.lower) && (range.lower > 0 || range.upper < 0))
      widest = std::max(widest, std::abs(1 - ratio) / (1 + ratio));
  }
  return widest;
}

std::uint64_t count_of(const std::vector<Dd::Range>& ranges) {
  std::uint64_t n = 0;
  for (const Dd::Range& range : ranges) n += range.count;
  return n;
}

// For any ranges, the sketch holds all of their values, is canonical, and claims no more accuracy
// than the widest range that has an accuracy. Values count as spread evenly over their range.
TEST(DdRanges, BecomeNoMoreAccurateThanTheyAre) {
  Random random(7);
  for (int round = 0; round < 300; ++round) {
    const std::vector<Dd::Range> ranges = random_ranges(random, round);
    const std::uint64_t n = count_of(ranges);
    TestHost host;
    State state, image;
    ASSERT_TRUE(Dd::from_ranges(ranges, host, state).ok());
    ASSERT_TRUE(Dd::freeze(state, host, image).ok());
    ASSERT_TRUE(Dd::check(image, host).ok());
    Distribution distribution(host.scratch());
    ASSERT_TRUE(Dd::read(image, host, distribution).ok());
    ASSERT_EQ(distribution.n(), n);
    if (n == 0) continue;
    double error = -1;
    ASSERT_TRUE(Dd::error(image, host, error).ok());
    ASSERT_GE(error, widest_of(ranges));
    ASSERT_GT(error, 0);
    // If a range covers several buckets, each gets its share.
    std::uint64_t before = 0;
    for (const Dd::Range& range : ranges) {
      before += range.count;
      if (before == 0 || before == n) continue;
      const double upper = range.upper;
      const double beyond = upper > 0 ? upper * (1 + error) / (1 - error) : upper * (1 - error) / (1 + error);
      ASSERT_GE(distribution.weight_upto(key_of(beyond)), before) << upper;
    }
    // count_ranges() and get_ranges() show what the sketch holds.
    std::size_t count = 0;
    ASSERT_TRUE(Dd::count_ranges(image, host, count).ok());
    std::vector<Dd::Range> shown(count);
    ASSERT_TRUE(Dd::get_ranges(image, host, shown).ok());
    ASSERT_EQ(count_of(shown), n);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_LE(shown[i].lower, shown[i].upper);
      if (i != 0) {
        ASSERT_GE(shown[i].lower, shown[i - 1].upper);
      }
    }
  }
}

TEST(DdRanges, AreSpreadEvenly) {
  TestHost host;
  State state;
  const Dd::Range range{1, 2, 1000};
  ASSERT_TRUE(Dd::from_ranges({&range, 1}, host, state).ok());
  Distribution distribution(host.scratch());
  ASSERT_TRUE(Dd::read(state, host, distribution).ok());
  // The accuracy is a third, so there are two or three buckets.
  for (const Distribution::Point& point : distribution.points()) {
    const double upper =
        Dd::bounds_of(Dd::bucket_of(point.key, image_parameter(state.data())), image_parameter(state.data()))
            .second;
    EXPECT_NEAR(static_cast<double>(point.cumulative), 1000 * std::min(upper - 1, 1.0), 0.51);
  }
}

}  // namespace
}  // namespace sketch::test
