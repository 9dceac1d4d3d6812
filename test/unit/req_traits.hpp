// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "quantile_traits.hpp"
#include "sketch/quantile/req.hpp"

namespace sketch::test {

struct ReqTraits : QuantileTraits<ReqTraits, Req> {
  static constexpr std::uint64_t kFingerprint = 0x8D6A3892F39464D8;

  static constexpr bool kOrderFree = false;
  static constexpr bool kMergesDown = false;
  static constexpr std::size_t kExactUpTo = 288;

  static std::pair<int, std::size_t> large() { return {100, 300'000}; }
  static std::vector<int> parameters() { return {4, 12, 4 | Req::kLowRanks, 40}; }

  static std::vector<std::size_t> sizes(int parameter) {
    const auto most = std::size_t{24} * Req::size_of(static_cast<std::uint32_t>(parameter));
    return {0, 1, 2, most - 1, most, most + 1, 4000};
  }

  // A value for each item, in an order unlike that of the items, with a few decimals.
  static double value(std::uint64_t item) {
    return static_cast<double>(item * 7919 % 100'003) / 8 - 1000;
  }
};

}  // namespace sketch::test
