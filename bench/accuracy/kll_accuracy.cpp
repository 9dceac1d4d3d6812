// SPDX-License-Identifier: PostgreSQL
//
// Do the rank errors of KLL sketches stay within the published bound? Prints, for streams and for
// merges of many stored sketches, the mean of each sketch's greatest error, and a bound for 99 % of
// the errors of single ranks, as a fraction of n and times k^0.95.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "sketch/quantile/kll.hpp"
#include "support/leveled_accuracy.hpp"

namespace sketch::test {
namespace {

struct Case {
  const char* name;
  int k;
  std::size_t n;
  std::size_t parts;     // stored sketches that are merged; 1 means a stream
  bool tree;             // merged in pairs whose results are stored and merged
  double greatest_mean;  // limit for the mean of the greatest error; 0: none
};

class KllAccuracy : public ::testing::TestWithParam<Case> {};

TEST_P(KllAccuracy, IsAsPublished) {
  const Case& c = GetParam();
  constexpr int kTrials = 50;
  std::vector<double> errors;
  double greatest_sum = 0, published = 0, bytes = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Random random(static_cast<std::uint64_t>(1000 * trial + c.k));
    const auto keys = shuffled(c.n, random);
    const auto image = built<Kll>(c.k, c.parts, c.tree, keys);
    TestHost host;
    Distribution distribution(host.scratch());
    ASSERT_TRUE(Kll::read(image, host, distribution).ok());
    ASSERT_TRUE(Kll::error(image, host, published).ok());
    ASSERT_EQ(distribution.n(), c.n);
    double greatest = 0;
    for (std::size_t i = c.n / 500; i < c.n; i += c.n / 500) {
      const double exact = static_cast<double>(i + 1) / static_cast<double>(c.n);
      errors.push_back(std::abs(distribution.rank(static_cast<Key>(i)) - exact));
      greatest = std::max(greatest, errors.back());
    }
    greatest_sum += greatest / kTrials;
    bytes += static_cast<double>(image.size()) / kTrials;
  }
  std::sort(errors.begin(), errors.end());
  const double in_99 = errors[errors.size() * 99 / 100];
  std::printf(
      "%-10s k %4d  n %7zu  greatest %.3f %%  99 %% below %.3f %% (%.2f, published %.3f %%)  %5.0f "
      "B\n",
      c.name, c.k, c.n, 100 * greatest_sum, 100 * in_99, in_99 * std::pow(c.k, 0.95),
      100 * published, bytes);
  EXPECT_LT(in_99, published);
  if (c.greatest_mean != 0) {
    EXPECT_LT(greatest_sum, c.greatest_mean);
  }
}

INSTANTIATE_TEST_SUITE_P(All, KllAccuracy,
                         ::testing::Values(Case{"stream", 8, 100'000, 1, false, 0},
                                           Case{"stream", 20, 100'000, 1, false, 0},
                                           Case{"stream", 50, 1'000'000, 1, false, 0},
                                           Case{"stream", 100, 300'000, 1, false, 0},
                                           Case{"stream", 200, 1000, 1, false, 0.0075},
                                           Case{"stream", 200, 30'000, 1, false, 0.0075},
                                           Case{"stream", 200, 1'000'000, 1, false, 0.0075},
                                           Case{"stream", 400, 1'000'000, 1, false, 0},
                                           Case{"stream", 1000, 1'000'000, 1, false, 0},
                                           Case{"1000 in 1", 20, 300'000, 1000, false, 0},
                                           Case{"1000 in 1", 200, 1'000'000, 1000, false, 0.0075},
                                           Case{"tree", 20, 300'000, 256, true, 0},
                                           Case{"tree", 50, 300'000, 64, true, 0},
                                           Case{"tree", 200, 1'000'000, 256, true, 0.0075},
                                           Case{"tree", 200, 1'000'000, 4096, true, 0.0075}));

}  // namespace
}  // namespace sketch::test
