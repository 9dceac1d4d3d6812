// SPDX-License-Identifier: PostgreSQL
//
// Varints: numbers in a variable number of bytes of 7 bits, low bits first. The top bit is set on
// all bytes but the last.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch {

inline constexpr std::size_t kMaxVarintBytes = 10;

inline std::byte* put_varint(std::byte* to, std::uint64_t value) noexcept {
  for (; value >= 0x80; value >>= 7) *to++ = static_cast<std::byte>(value | 0x80);
  *to++ = static_cast<std::byte>(value);
  return to;
}

// Takes a number off the front; false if the bytes end too early or the number has more than 64
// bits.
inline bool take_varint(Bytes& from, std::uint64_t& value) noexcept {
  value = 0;
  for (std::size_t i = 0; i < from.size() && i < kMaxVarintBytes; ++i) {
    const auto byte = std::to_integer<std::uint64_t>(from[i]);
    if (i == kMaxVarintBytes - 1 && byte > 1) return false;
    value |= (byte & 0x7F) << (7 * i);
    if (byte < 0x80) {
      from = from.subspan(i + 1);
      return true;
    }
  }
  return false;
}

// Zigzag code: maps 0, -1, 1, -2 ... to 0, 1, 2, 3 ..., so that small magnitudes stay small.
inline constexpr std::uint64_t zigzag(std::int64_t value) noexcept {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
inline constexpr std::int64_t unzigzag(std::uint64_t value) noexcept {
  return static_cast<std::int64_t>(value >> 1 ^ (0 - (value & 1)));
}

}  // namespace sketch
