// SPDX-License-Identifier: PostgreSQL
//
// How accurate are the quantiles of t-digests, and how small are they? Prints, for streams and for
// merges of many digests, the greatest and the mean error of some quantiles over all trials, and
// the stored size. Errors are errors of ranks, except for data with duplicates, where they are
// relative to the value.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "sketch/quantile/tdigest.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

using Shape = double (*)(Random&);

double normal(Random& random) {
  constexpr double kTau = 6.283185307179586;
  return std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(kTau * random.unit());
}
double lognormal(Random& random) { return std::exp(normal(random)); }
double uniform(Random& random) { return random.unit(); }
// Two peaks with almost nothing in between.
double bimodal(Random& random) { return (random.below(2) != 0 ? 1000 : 10) + normal(random); }
// k has the probability 1 / (k (k + 1)).
double zipf(Random& random) { return std::floor(1 / (1 - random.unit())); }

struct Case {
  const char* name;
  Shape shape;
  int compression;
  std::size_t n;
  std::size_t parts;  // stored digests that are merged; 1 means a stream
  bool relative;      // whether errors are relative to the value
  double most[4];     // limits of the errors at .5, .9, .99, .999; 0: none
  double most_bytes;
};

class TDigestAccuracy : public ::testing::TestWithParam<Case> {};

TEST_P(TDigestAccuracy, IsAsPublished) {
  const Case& c = GetParam();
  constexpr int kTrials = 20;
  constexpr double kQ[] = {0.5, 0.9, 0.99, 0.999};
  double greatest[4] = {}, mean[4] = {}, bytes = 0, promised = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Random random(static_cast<std::uint64_t>(trial));
    std::vector<double> values(c.n);
    std::vector<Key> keys(c.n);
    for (std::size_t i = 0; i < c.n; ++i) keys[i] = key_of(values[i] = c.shape(random));
    TestHost host;
    State state = TDigest::create(c.compression, host), image;
    for (std::size_t i = 0; i < c.parts; ++i) {
      const std::size_t begin = c.n * i / c.parts, end = c.n * (i + 1) / c.parts;
      const auto part = std::span<const Key>(keys).subspan(begin, end - begin);
      if (c.parts == 1) {
        state = TDigest::add_all(state, part, host);
      } else {
        TestHost own;
        const State built = TDigest::add_all(TDigest::create(c.compression, own), part, own);
        ASSERT_TRUE(TDigest::freeze(built, own, image).ok());
        ASSERT_TRUE(TDigest::merge(state, image, host).ok());
      }
    }
    ASSERT_TRUE(TDigest::freeze(state, host, image).ok());
    ASSERT_TRUE(TDigest::check(image, host).ok());
    bytes += static_cast<double>(image.size()) / kTrials;
    double error;
    ASSERT_TRUE(TDigest::error(image, host, error).ok());
    promised += error / kTrials;
    Distribution distribution(host.scratch());
    ASSERT_TRUE(TDigest::read(image, host, distribution).ok());
    ASSERT_EQ(distribution.n(), c.n);
    std::sort(values.begin(), values.end());
    for (int i = 0; i < 4; ++i) {
      const double value = double_of(distribution.quantile(kQ[i]));
      double off;
      if (c.relative) {
        const double exact =
            values[static_cast<std::size_t>(std::ceil(kQ[i] * static_cast<double>(c.n))) - 1];
        off = std::abs(value / exact - 1);
      } else {
        const auto upto = std::upper_bound(values.begin(), values.end(), value) - values.begin();
        off = std::abs(static_cast<double>(upto) / static_cast<double>(c.n) - kQ[i]);
      }
      greatest[i] = std::max(greatest[i], off);
      mean[i] += off / kTrials;
    }
  }
  std::printf("%-10s %4d  n %7zu in %4zu ", c.name, c.compression, c.n, c.parts);
  for (int i = 0; i < 4; ++i) std::printf("  %.1e (%.1e)", greatest[i], mean[i]);
  std::printf("  bound %.1e  %5.0f B\n", promised, bytes);
  for (int i = 0; i < 4; ++i) {
    if (c.most[i] != 0) {
      EXPECT_LE(greatest[i], c.most[i]) << "at " << kQ[i];
    }
  }
  if (c.most_bytes != 0) {
    EXPECT_LE(bytes, c.most_bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, TDigestAccuracy,
    ::testing::Values(
        Case{"lognormal", lognormal, 400, 1'000'000, 1, false, {1e-3, 0, 1e-4, 2e-5}, 700},
        Case{"lognormal", lognormal, 400, 1'000'000, 1000, false, {2e-3, 0, 0, 0}, 0},
        Case{"lognormal", lognormal, 400, 10'000, 1, false, {}, 0},
        Case{"lognormal", lognormal, 100, 1'000'000, 1, false, {}, 0},
        Case{"lognormal", lognormal, 1000, 1'000'000, 1, false, {}, 0},
        Case{"uniform", uniform, 400, 1'000'000, 1, false, {}, 700},
        Case{"normal", normal, 400, 1'000'000, 1, false, {}, 700},
        Case{"bimodal", bimodal, 400, 1'000'000, 1, false, {}, 0},
        Case{"zipf", zipf, 400, 1'000'000, 1, true, {0, 0, 0.01, 0}, 0}));

}  // namespace
}  // namespace sketch::test
