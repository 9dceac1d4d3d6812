// SPDX-License-Identifier: PostgreSQL
//
// The common part of the traits of quantile sketches. Traits::value() gives the values.
#pragma once

#include <cmath>
#include <vector>

#include "sketch/quantile/distribution.hpp"
#include "support/subject.hpp"

namespace sketch::test {

template <class Traits, class Quantiles>
struct QuantileTraits {
  using Sketch = Quantiles;

  static constexpr bool kIdempotent = false;
  static constexpr bool kSampled = false;
  static int default_parameter() { return Sketch::kDefaultParameter; }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<Key> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i] = key_of(Traits::value(first + i));
    return Sketch::add_all(state, keys, host);
  }

  static double answer(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    const Status status = Sketch::read(image, host, distribution);
    EXPECT_TRUE(status.ok()) << status.message;
    return static_cast<double>(distribution.n());
  }

  // Both must have the same number of values, the same extremes, and ranks that differ by at most a
  // few times the error: the greatest difference over all ranks, cases and two sketches is meant.
  static void expect_alike(const Image& one, const Image& other) {
    TestHost host;
    Distribution a(host.scratch()), b(host.scratch());
    ASSERT_TRUE(Sketch::read(one, host, a).ok() && Sketch::read(other, host, b).ok());
    ASSERT_EQ(a.n(), b.n());
    if (a.empty()) return;
    ASSERT_EQ(a.least(), b.least());
    ASSERT_EQ(a.greatest(), b.greatest());
    EXPECT_NEAR(a.sum(), b.sum(), 1e-9 * (1 + std::abs(a.sum())));
    double error = 0;
    ASSERT_TRUE(Sketch::error(one, host, error).ok());
    constexpr double kWorst = 4;
    for (const auto& point : a.points()) {
      ASSERT_NEAR(a.rank(point.key), b.rank(point.key), kWorst * error);
    }
  }

  static void ask(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    typename Sketch::Info info{};
    double error = -1;
    const bool readable = Sketch::read(image, host, distribution).ok();
    EXPECT_EQ(Sketch::info(image, host, info).ok(), readable);
    EXPECT_EQ(Sketch::error(image, host, error).ok(), readable);
    if (!readable || distribution.empty()) return;
    Key before = distribution.least();
    for (const double q : {0.0, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0}) {
      const Key key = distribution.quantile(q);
      EXPECT_LE(before, key);
      EXPECT_GT(distribution.rank(key), 0);
      EXPECT_LE(distribution.rank(key), 1);
      before = key;
    }
    EXPECT_EQ(before, distribution.greatest());
    EXPECT_EQ(info.n, distribution.n());
    EXPECT_EQ(info.bytes, image.size());
  }
};

}  // namespace sketch::test
