// SPDX-License-Identifier: PostgreSQL
//
// How a value updates another system's registers, and the layout of working states that have them.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sketch/distinct/plain_hll.hpp"

namespace sketch::plain {

inline constexpr int kCouponIndexBits = 26;
inline constexpr unsigned kMostCouponValue = 63;

// Redis has 50 bits besides the index.
inline constexpr unsigned kMostRedisValue = 51;

constexpr bool has_coupons(Domain domain) noexcept { return domain != Domain::postgresql_hll; }

constexpr std::uint64_t coupon_of(std::size_t index, unsigned r) noexcept {
  return std::uint64_t{r} << kCouponIndexBits | index;
}
constexpr std::size_t coupon_index(std::uint64_t coupon) noexcept {
  return coupon & ((std::size_t{1} << kCouponIndexBits) - 1);
}

inline std::size_t register_index(std::uint64_t value, int precision) noexcept {
  return value & ((std::size_t{1} << precision) - 1);
}

inline void apply(std::uint8_t* registers, int precision, Domain domain, unsigned most,
                  std::uint64_t value) noexcept {
  const std::size_t at = register_index(value, precision);
  unsigned r;
  if (has_coupons(domain)) {
    r = static_cast<unsigned>(value >> kCouponIndexBits);
  } else {
    // If all other bits are 0 the register's value is 0.
    const std::uint64_t rest = value >> precision;
    r = rest == 0 ? 0 : static_cast<unsigned>(std::countr_zero(rest)) + 1;
  }
  r = std::min(r, most);
  if (registers[at] < r) registers[at] = static_cast<std::uint8_t>(r);
}

// The value of a register after reduction to a lower precision, at which its index keeps only the
// low bits.
inline unsigned folded(unsigned r, std::size_t index, int from, int to, Domain domain) noexcept {
  if (has_coupons(domain) || r == 0 || from == to) return r;
  // The bits that leave the index come first when trailing zeros are counted.
  const std::size_t dropped = index >> to;
  return dropped != 0 ? static_cast<unsigned>(std::countr_zero(dropped)) + 1
                      : r + static_cast<unsigned>(from - to);
}

State new_state(PlainHll::Style style, int precision, bool registers, std::size_t values,
                Host& host);

}  // namespace sketch::plain
