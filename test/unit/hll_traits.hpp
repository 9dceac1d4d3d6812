// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/distinct/hll.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct HllTraits {
  using Sketch = Hll;

  // The fingerprint of the canonical images of all parameters and sizes below.
  static constexpr std::uint64_t kFingerprint = 0x1CB57EBCE6F86C2A;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = true;
  static constexpr bool kSampled = false;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 200;

  static int default_parameter() { return Hll::kDefaultPrecision; }
  static std::pair<int, std::size_t> large() { return {18, 600'000}; }
  static std::vector<int> parameters() { return {4, 6, 9, 11}; }

  static std::vector<std::size_t> sizes(int precision) {
    const std::size_t m = std::size_t{1} << precision;
    return {0, 1, 2, m / 2, m - 1, m, m + 1, 3 * m};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> hashes(count);
    for (std::size_t i = 0; i < count; ++i) hashes[i] = hash_u64(first + i);
    return Hll::add_all(state, hashes, host);
  }

  static double answer(Bytes image, Host& host) {
    double value = -1;
    const Status status = Hll::cardinality(image, host, value);
    EXPECT_TRUE(status.ok()) << status.message;
    return value;
  }

  static void ask(Bytes image, Host& host) {
    double value = 0;
    Estimate estimate{};
    Hll::Info info{};
    const bool readable = Hll::cardinality(image, host, value).ok();
    EXPECT_EQ(Hll::bounds(image, 0.95, host, estimate).ok(), readable);
    EXPECT_EQ(Hll::info(image, host, info).ok(), readable);
    if (!readable) return;
    EXPECT_GE(value, 0);
    EXPECT_LE(estimate.lower, estimate.value);
    EXPECT_EQ(estimate.value, value);
    EXPECT_LE(estimate.value, estimate.upper);
    EXPECT_EQ(info.bytes, image.size());
  }
};

}  // namespace sketch::test
