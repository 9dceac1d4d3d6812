// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "quantile_traits.hpp"
#include "sketch/quantile/kll.hpp"

namespace sketch::test {

struct KllTraits : QuantileTraits<KllTraits, Kll> {
  static constexpr std::uint64_t kFingerprint = 0x136096968EBFC3C4;

  static constexpr bool kOrderFree = false;
  static constexpr bool kMergesDown = false;
  static constexpr std::size_t kExactUpTo = 600;

  static std::pair<int, std::size_t> large() { return {4096, 300'000}; }
  static std::vector<int> parameters() { return {8, 40, 100}; }

  static std::vector<std::size_t> sizes(int k) {
    const auto most = static_cast<std::size_t>(3 * k);
    return {0, 1, 2, most - 1, most, most + 1, 4000};
  }

  // A value for each item, in an order unlike that of the items, with a few decimals.
  static double value(std::uint64_t item) {
    return static_cast<double>(item * 7919 % 100'003) / 8 - 1000;
  }
};

}  // namespace sketch::test
