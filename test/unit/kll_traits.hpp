// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/quantile/kll.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct KllTraits {
  using Sketch = Kll;

  static constexpr std::uint64_t kFingerprint = 0x136096968EBFC3C4;

  static constexpr bool kOrderFree = false;
  static constexpr bool kIdempotent = false;
  static constexpr bool kMergesDown = false;
  static constexpr std::size_t kExactUpTo = 600;

  static int default_parameter() { return Kll::kDefaultParameter; }
  static std::vector<int> parameters() { return {8, 40, 100}; }

  static std::vector<std::size_t> sizes(int k) {
    const auto most = static_cast<std::size_t>(3 * k);
    return {0, 1, 2, most - 1, most, most + 1, 4000};
  }

  // Items in an order of their own, with a few places behind the point.
  static double value(std::uint64_t item) {
    return static_cast<double>(item * 7919 % 100'003) / 8 - 1000;
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<Key> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i] = key_of(value(first + i));
    return Kll::add_all(state, keys, host);
  }

  static double answer(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    const Status status = Kll::read(image, host, distribution);
    EXPECT_TRUE(status.ok()) << status.message;
    return static_cast<double>(distribution.n());
  }

  // The same number, the same extremes, and ranks that differ by no more than two errors may.
  static void expect_alike(const Image& one, const Image& other) {
    TestHost host;
    Distribution a(host.scratch()), b(host.scratch());
    ASSERT_TRUE(Kll::read(one, host, a).ok() && Kll::read(other, host, b).ok());
    ASSERT_EQ(a.n(), b.n());
    if (a.empty()) return;
    ASSERT_EQ(a.least(), b.least());
    ASSERT_EQ(a.greatest(), b.greatest());
    EXPECT_NEAR(a.sum(), b.sum(), 1e-9 * (1 + std::abs(a.sum())));
    double error = 0;
    ASSERT_TRUE(Kll::error(one, host, error).ok());
    constexpr double kWorst = 4;  // of all ranks and of all cases, beside 99 % of the errors
    for (const auto& point : a.points()) {
      ASSERT_NEAR(a.rank(point.key), b.rank(point.key), kWorst * error);
    }
  }

  static void ask(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    Kll::Info info{};
    double error = -1;
    const bool readable = Kll::read(image, host, distribution).ok();
    EXPECT_EQ(Kll::info(image, host, info).ok(), readable);
    EXPECT_EQ(Kll::error(image, host, error).ok(), readable);
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
