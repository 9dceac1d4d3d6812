// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/quantile/dd.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct DdTraits {
  using Sketch = Dd;

  static constexpr std::uint64_t kFingerprint = 0x9826F417F6845D87;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = false;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 300;

  static int default_parameter() { return Dd::kDefaultParameter; }
  static std::vector<int> parameters() { return {1, 5, 8}; }
  static std::vector<std::size_t> sizes(int) { return {0, 1, 2, 63, 64, 65, 512, 513, 2000}; }

  // Of both signs, zero among them.
  static double value(std::uint64_t item) {
    const auto v = static_cast<double>(item * 7919 % 10'007) - 2000;
    return v * v * v / 1000;
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<Key> keys(count);
    for (std::size_t i = 0; i < count; ++i) keys[i] = key_of(value(first + i));
    return Dd::add_all(state, keys, host);
  }

  static double answer(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    const Status status = Dd::read(image, host, distribution);
    EXPECT_TRUE(status.ok()) << status.message;
    return static_cast<double>(distribution.n());
  }

  static void ask(Bytes image, Host& host) {
    Distribution distribution(host.scratch());
    Dd::Info info{};
    double error = -1;
    const bool readable = Dd::read(image, host, distribution).ok();
    EXPECT_EQ(Dd::info(image, host, info).ok(), readable);
    EXPECT_EQ(Dd::error(image, host, error).ok(), readable);
    if (!readable || distribution.empty()) return;
    Key before = distribution.least();
    for (const double q : {0.0, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0}) {
      const Key key = distribution.quantile(q);
      EXPECT_LE(before, key);
      before = key;
    }
    EXPECT_EQ(before, distribution.greatest());
    EXPECT_EQ(info.n, distribution.n());
    EXPECT_EQ(info.bytes, image.size());
  }
};

}  // namespace sketch::test
