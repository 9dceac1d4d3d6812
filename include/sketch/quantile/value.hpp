// SPDX-License-Identifier: PostgreSQL
//
// Values of quantile sketches as keys: 64-bit integers in the order in which PostgreSQL sorts the
// values. A double becomes its IEEE 754 bits as sign and magnitude, so that NaN is above infinity,
// there is one zero and one NaN, and what has trailing zero bits keeps them.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "sketch/core/status.hpp"

namespace sketch {

// What the keys of a sketch stand for; docs/format.md numbers them.
enum class Kind : std::uint8_t {
  float8 = 0,
  bigint = 1,
  timestamptz = 2,  // microseconds
  date = 3,         // days
  interval = 4,     // microseconds
  timestamp = 5,    // microseconds
};
inline constexpr unsigned kKinds = 6;

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

// Whether a key can stand for a value.
inline bool valid_key(Kind kind, Key key) noexcept {
  return kind != Kind::float8 || (key >= -kInfinityKey && (key <= kInfinityKey || key == kNanKey));
}

inline double number_of(Kind kind, Key key) noexcept {
  return kind == Kind::float8 ? double_of(key) : static_cast<double>(key);
}

const char* name_of(Kind kind) noexcept;

inline constexpr Status kOtherKind{Code::wrong_domain,
                                   "sketches of values of different types can't be merged",
                                   "Cast the values to one type before they are summarised."};

}  // namespace sketch
