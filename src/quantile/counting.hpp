// SPDX-License-Identifier: PostgreSQL
//
// Limits of the 64-bit counts of quantile sketches. Weights, merges and stored images stay well
// below 2^64, so that counting values one by one can't overflow.
#pragma once

#include <cstdint>

#include "sketch/core/status.hpp"

namespace sketch {

inline constexpr Status kTooMany{Code::out_of_range,
                                 "a quantile sketch can't count more than 2^63 values",
                                 "Use smaller weights."};

// The greatest n that an image from outside may have.
inline constexpr std::uint64_t kMostStored = 0 - (std::uint64_t{1} << 60);

// Whether weight may be added to n. An empty sketch takes any n that an image has.
inline constexpr bool can_count(std::uint64_t n, std::uint64_t weight) noexcept {
  constexpr std::uint64_t kMostCounted = std::uint64_t{3} << 62;
  return n == 0 || (n <= kMostCounted && weight <= kMostCounted - n);
}

}  // namespace sketch
