// SPDX-License-Identifier: PostgreSQL
//
// The values of quantile sketches as keys: 64-bit integers in the order in which PostgreSQL sorts
// the values. The key of a double is its IEEE 754 bits read as sign and magnitude. So NaN is above
// infinity, there is one zero and one NaN, and trailing zero bits are preserved.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "sketch/core/status.hpp"

namespace sketch {

// The type of the values behind a sketch's keys; docs/format.md has the numbers.
enum class Kind : std::uint8_t {
  float8 = 0,
  bigint = 1,
  timestamptz = 2,  // microseconds
  date = 3,         // days
  interval = 4,     // microseconds
  timestamp = 5,    // microseconds
  time = 6,         // microseconds since midnight
};
inline constexpr unsigned kKinds = 7;

using Key = std::int64_t;

inline constexpr Key kNanKey = 0x7FF8000000000000;
inline constexpr Key kInfinityKey = 0x7FF0000000000000;

inline Key key_of(double value) noexcept {
  if (std::isnan(value)) return kNanKey;
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits >= 0 ? bits : -(bits & 0x7FFFFFFFFFFFFFFF);
}

inline double double_of(Key key) noexcept {
  return key >= 0 ? std::bit_cast<double>(key) : -std::bit_cast<double>(-key);
}

// Whether a key can represent a value.
inline bool valid_key(Kind kind, Key key) noexcept {
  return kind != Kind::float8 || (key >= -kInfinityKey && (key <= kInfinityKey || key == kNanKey));
}

inline double number_of(Kind kind, Key key) noexcept {
  return kind == Kind::float8 ? double_of(key) : static_cast<double>(key);
}

// Whether `sum` can be the result of adding n values from `least` to `greatest`. Adding rounds each
// value, and the sum up to n times, by 2^-53 of a sum that is at most n times the largest
// magnitude. Merging adds two such sums, which preserves the bound. Any sum is possible if the
// values include infinities or NaN, if adding may overflow, or if there are so many values that
// rounding could dominate.
inline bool possible_sum(Kind kind, double sum, std::uint64_t n, Key least, Key greatest) noexcept {
  const double low = number_of(kind, least), high = number_of(kind, greatest);
  const auto count = static_cast<double>(n);
  const double most = count * std::max(std::abs(low), std::abs(high));
  if (!std::isfinite(low) || !std::isfinite(high) || !std::isfinite(2 * most) || count >= 0x1p40)
    return true;
  const double rounding = most * (count + 4) * 0x1p-52;
  return count * low - rounding <= sum && sum <= count * high + rounding;
}

const char* name_of(Kind kind) noexcept;

inline constexpr Status kOtherKind{Code::wrong_domain,
                                   "sketches of values of different types can't be merged",
                                   "Cast the values to one type before they are summarised."};

}  // namespace sketch
