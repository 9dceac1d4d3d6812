// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/distribution.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory_resource>
#include <vector>

#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMost = std::numeric_limits<double>::max();

struct Weighted {
  double value;
  std::uint64_t weight;
  bool mixed;
};

class DistributionTest : public ::testing::Test {
 protected:
  const Distribution& of(const std::vector<Weighted>& values) {
    const auto points = distribution_.make(values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      points[i] = {key_of(values[i].value), values[i].weight, values[i].mixed};
    distribution_.finish(points, Kind::float8, key_of(values.front().value),
                         key_of(values.back().value), 0);
    return distribution_;
  }
  // The value of row i of n.
  double row(std::uint64_t i) const {
    return double_of(
        distribution_.quantile(static_cast<double>(i) / static_cast<double>(distribution_.n())));
  }
  std::uint64_t upto(double value) const { return distribution_.weight_upto(key_of(value)); }

  Distribution distribution_{std::pmr::new_delete_resource()};
};

TEST_F(DistributionTest, WeightsAtKeysAreSteps) {
  of({{1, 2, false}, {3, 1, false}, {4, 3, false}});
  for (const auto& [i, value] : {std::pair{1, 1.0}, {2, 1}, {3, 3}, {4, 4}, {6, 4}})
    EXPECT_EQ(row(i), value);
  EXPECT_EQ(upto(0.9), 0U);
  EXPECT_EQ(upto(2.9), 2U);
  EXPECT_EQ(upto(3), 3U);
  EXPECT_EQ(upto(4), 6U);
}

// Two of the point's four rows are below the mean, two above.
TEST_F(DistributionTest, SpreadWeightsAreSlopes) {
  of({{0, 1, false}, {10, 4, true}, {20, 1, false}});
  EXPECT_EQ(row(1), 0);
  EXPECT_EQ(row(2), 2.5);
  EXPECT_EQ(row(3), 7.5);
  EXPECT_EQ(row(4), 12.5);
  EXPECT_EQ(row(5), 17.5);
  EXPECT_EQ(row(6), 20);
  for (std::uint64_t i = 1; i <= 6; ++i) EXPECT_EQ(upto(row(i)), i) << i;
  EXPECT_EQ(upto(10), 3U);
  EXPECT_EQ(upto(19.9), 5U);
  EXPECT_EQ(distribution_.trimmed_mean(0, 1), 10);
}

// Half of the least double is 0, so slopes between the least doubles must not halve.
TEST_F(DistributionTest, SlopesOfTheLeastDoubles) {
  constexpr double kLeast = std::numeric_limits<double>::denorm_min();
  of({{0, 1, false}, {kLeast, 4, true}, {2 * kLeast, 4, true}, {3 * kLeast, 1, false}});
  EXPECT_EQ(upto(0), 1U);
  EXPECT_EQ(upto(kLeast), 3U);
  EXPECT_EQ(upto(2 * kLeast), 7U);
  EXPECT_EQ(upto(3 * kLeast), 10U);
}

TEST_F(DistributionTest, SlopesEndWhereStepsBegin) {
  of({{0, 1, false}, {10, 3, true}, {12, 2, false}, {14, 5, true}, {16, 1, false}});
  EXPECT_EQ(upto(11.99), 4U);
  EXPECT_EQ(upto(12), 6U);
  EXPECT_EQ(row(5), 12);
  EXPECT_EQ(row(6), 12);
  EXPECT_GT(row(7), 12);
  double before = -1;
  for (double q = 0; q <= 1; q += 1.0 / 256) {
    const double value = double_of(distribution_.quantile(q));
    EXPECT_LE(before, value);
    before = value;
  }
  std::uint64_t rank = 0;
  for (double v = -1; v <= 17; v += 0.125) {
    EXPECT_LE(rank, upto(v));
    rank = upto(v);
  }
}

// There is no slope towards an infinity, and none may overflow.
TEST_F(DistributionTest, NothingIsBetweenAValueAndInfinity) {
  of({{-kInfinity, 2, false}, {5, 4, true}, {kInfinity, 2, false}});
  for (const std::uint64_t i : {3, 4, 5, 6}) EXPECT_EQ(row(i), 5);
  EXPECT_EQ(row(2), -kInfinity);
  EXPECT_EQ(row(7), kInfinity);
  EXPECT_EQ(upto(4.9), 2U);
  EXPECT_EQ(upto(5), 6U);
  EXPECT_EQ(upto(kMost), 6U);
  of({{-kMost, 1, false}, {0, 4, true}, {kMost, 1, false}});
  EXPECT_NEAR(row(2) / kMost, -0.75, 1e-9);
  EXPECT_NEAR(row(5) / kMost, 0.75, 1e-9);
  EXPECT_EQ(upto(-kMost / 2), 2U);
}

// Values outside of the two ranks are left out, or count as the nearest one inside.
TEST_F(DistributionTest, PartsBetweenRanks) {
  of({{1, 2, false}, {3, 1, false}, {4, 3, false}, {1000, 2, false}});
  EXPECT_EQ(distribution_.trimmed_sum(0.25, 0.75), 3 + 3 * 4);
  EXPECT_EQ(distribution_.trimmed_mean(0.25, 0.75), 15.0 / 4);
  EXPECT_EQ(distribution_.winsorized_mean(0.25, 0.75), (3 * 3 + 5 * 4) / 8.0);
  EXPECT_EQ(distribution_.winsorized_mean(0, 1), (2 + 3 + 12 + 2000) / 8.0);
  // The ranks cut a value's weight in half.
  EXPECT_EQ(distribution_.trimmed_sum(0.125, 0.3125), 1 + 0.5 * 3);
  of({{kMost, 3, false}});
  EXPECT_EQ(distribution_.winsorized_mean(0.1, 0.9), kMost);
  EXPECT_EQ(distribution_.trimmed_sum(0, 1), kInfinity);
}

TEST_F(DistributionTest, DistanceIsTheGreatestDifferenceOfRanks) {
  TestHost host;
  Distribution other(host.scratch());
  const auto fill = [&other](std::vector<Distribution::Point> points) {
    const auto room = other.make(points.size());
    std::copy(points.begin(), points.end(), room.begin());
    other.finish(room, Kind::float8, points.front().key, points.back().key, 0);
  };
  of({{1, 1, false}, {2, 1, false}, {3, 2, false}});
  fill({{key_of(1), 3}, {key_of(2.5), 1}});
  EXPECT_EQ(distribution_.distance(other, host), 0.5);
  EXPECT_EQ(other.distance(distribution_, host), 0.5);
  EXPECT_EQ(other.distance(other, host), 0);
  fill({{key_of(7), 1}, {key_of(9), 1}});
  EXPECT_EQ(distribution_.distance(other, host), 1);
}

}  // namespace
}  // namespace sketch::test
