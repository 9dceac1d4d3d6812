// SPDX-License-Identifier: PostgreSQL
//
// How far quantile sketches count: in 64 bits, which weights, merges and stored images stay away
// from the end of, so that nobody can append his way there one by one.
#pragma once

#include <cstdint>

#include "sketch/core/status.hpp"

namespace sketch {

inline constexpr Status kTooMany{Code::out_of_range,
                                 "a quantile sketch can't count more than 2^63 values",
                                 "Use smaller weights."};

// What an image from outside may have counted.
inline constexpr std::uint64_t kMostStored = 0 - (std::uint64_t{1} << 60);

// Whether weight may be added to n; whatever an image has counted can be added to nothing.
inline constexpr bool can_count(std::uint64_t n, std::uint64_t weight) noexcept {
  constexpr std::uint64_t kMostCounted = std::uint64_t{3} << 62;
  return n == 0 || (n <= kMostCounted && weight <= kMostCounted - n);
}

}  // namespace sketch
