// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "quantile_traits.hpp"
#include "sketch/quantile/dd.hpp"

namespace sketch::test {

struct DdTraits : QuantileTraits<DdTraits, Dd> {
  static constexpr std::uint64_t kFingerprint = 0x9826F417F6845D87;

  static constexpr bool kOrderFree = true;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 300;

  static std::pair<int, std::size_t> large() { return {1, 300'000}; }
  static std::vector<int> parameters() { return {1, 5, 8}; }
  static std::vector<std::size_t> sizes(int) { return {0, 1, 2, 63, 64, 65, 512, 513, 2000}; }

  // Values of both signs, and zero.
  static double value(std::uint64_t item) {
    const auto v = static_cast<double>(item * 7919 % 10'007) - 2000;
    return v * v * v / 1000;
  }
};

}  // namespace sketch::test
