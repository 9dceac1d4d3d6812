// SPDX-License-Identifier: PostgreSQL
#include "value_coder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sketch/core/bits.hpp"
#include "sketch/core/varint.hpp"

namespace sketch::value_coder {
namespace {

// Codes below this one are the number of low bits that are 0 in all doubles of a column.
constexpr unsigned kInteger = 64;
constexpr double kMostExact = 9007199254740992.0;  // 2^53

bool is_integer(double value) noexcept {
  return std::abs(value) <= kMostExact && std::trunc(value) == value;
}

std::int64_t unit_of(double value, unsigned code) noexcept {
  return code == kInteger ? static_cast<std::int64_t>(value)
                          : std::bit_cast<std::int64_t>(value) >> code;
}

double value_of(std::int64_t unit, unsigned code) noexcept {
  return code == kInteger ? static_cast<double>(unit)
                          : std::bit_cast<double>(static_cast<std::uint64_t>(unit) << code);
}

// The number of values that are coded between two pauses, less than a millisecond.
constexpr std::size_t kPauseValues = 16384;

}  // namespace

std::size_t max_bytes(std::size_t n) noexcept {
  return 2 + kMaxVarintBytes + sizeof(double) * n + sizeof(std::uint64_t);
}

std::size_t encode(const double* values, std::size_t n, std::size_t stride, std::byte* to,
                   Host& host) {
  bool integers = true;
  std::uint64_t bits = 0;
  Pace pace(host, kPauseValues);
  for (std::size_t i = 0; i < n; ++i) {
    pace.step();
    integers &= is_integer(values[i * stride]);
    bits |= std::bit_cast<std::uint64_t>(values[i * stride]);
  }
  const unsigned code = integers ? kInteger : static_cast<unsigned>(std::countr_zero(bits));
  std::int64_t least = unit_of(values[0], code), greatest = least;
  for (std::size_t i = 1; i < n; ++i) {
    pace.step();
    const std::int64_t unit = unit_of(values[i * stride], code);
    least = std::min(least, unit);
    greatest = std::max(greatest, unit);
  }
  const auto base = static_cast<std::uint64_t>(least);
  const auto width =
      static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(greatest) - base));
  std::byte* at = to;
  *at++ = static_cast<std::byte>(code);
  at = put_varint(at, zigzag(least));
  *at++ = static_cast<std::byte>(width);
  BitWriter writer(at);
  for (std::size_t i = 0; i < n; ++i) {
    pace.step();
    writer.put_wide(static_cast<std::uint64_t>(unit_of(values[i * stride], code)) - base, width);
  }
  return static_cast<std::size_t>(at - to) + writer.finish();
}

bool decode(Bytes& from, double* values, std::size_t n, std::size_t stride, Host& host) {
  if (from.empty()) return false;
  const auto code = std::to_integer<unsigned>(from[0]);
  from = from.subspan(1);
  std::uint64_t base;
  if (code > kInteger || !take_varint(from, base) || from.empty()) return false;
  base = static_cast<std::uint64_t>(unzigzag(base));
  const auto width = std::to_integer<unsigned>(from[0]);
  from = from.subspan(1);
  if (width > 64 || from.size() < (n * width + 7) / 8) return false;
  BitReader reader(from);
  bool finite = true;
  Pace pace(host, kPauseValues);
  for (std::size_t i = 0; i < n; ++i) {
    pace.step();
    const std::uint64_t offset = reader.take_wide(width);
    values[i * stride] = value_of(static_cast<std::int64_t>(base + offset), code);
    finite &= std::isfinite(values[i * stride]);
  }
  from = from.subspan((n * width + 7) / 8);
  return finite;
}

}  // namespace sketch::value_coder
