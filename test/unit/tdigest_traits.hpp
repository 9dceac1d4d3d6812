// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "quantile_traits.hpp"
#include "sketch/quantile/tdigest.hpp"

namespace sketch::test {

struct TDigestTraits : QuantileTraits<TDigestTraits, TDigest> {
  static constexpr std::uint64_t kFingerprint = 0xD678150D35743C08;

  static constexpr bool kOrderFree = false;
  static constexpr bool kMergesDown = false;
  static constexpr std::size_t kExactUpTo = 200;

  static std::pair<int, std::size_t> large() { return {4000, 300'000}; }
  static std::vector<int> parameters() { return {20, 50, 100}; }

  static std::vector<std::size_t> sizes(int compression) {
    const auto most = static_cast<std::size_t>(compression / 2);
    return {0, 1, 2, most, most + 1, 500, 4000};
  }

  // Values of both signs, most with many decimals, some equal.
  static double value(std::uint64_t item) {
    const auto v = static_cast<double>(item * 7919 % 3001) - 1000;
    return v / 7 * v;
  }
};

}  // namespace sketch::test
