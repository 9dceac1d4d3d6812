// SPDX-License-Identifier: PostgreSQL
#include "key_coder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "sketch/simd/ones.hpp"

namespace sketch {
namespace {

// Codes below kFirstDecimal are the number of trailing zero bits. Above, they are decimal: digits
// behind the point of a float8, or trailing zeros of an integer.
constexpr unsigned kFirstDecimal = 64;
constexpr unsigned kMostPlaces = 9, kMostZeros = 18;

constexpr auto kPowers = [] {
  std::array<std::int64_t, kMostZeros + 1> powers{1};
  for (unsigned d = 1; d <= kMostZeros; ++d) powers[d] = 10 * powers[d - 1];
  return powers;
}();

constexpr double kMostExact = 9007199254740992.0;  // 2^53

// value * divisor as an integer, if dividing that gives the value again.
bool decimal_unit(double value, double divisor, std::int64_t& unit) noexcept {
  const double scaled = value * divisor;
  if (!(std::abs(scaled) < kMostExact)) return false;
  unit = std::llround(scaled);
  return static_cast<double>(unit) / divisor == value;
}

}  // namespace

Step::Step(Kind kind, unsigned code) noexcept : kind_(kind), code_(code) {
  if (code < kFirstDecimal) return;
  power_ = kPowers[code - kFirstDecimal];
  divisor_ = static_cast<double>(power_);
}

Step Step::of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept {
  const auto all = [&](auto fits) {
    return fits(least) && fits(greatest) && std::all_of(keys.begin(), keys.end(), fits);
  };
  std::uint64_t bits = 0;
  all([&bits](Key key) { return bits |= static_cast<std::uint64_t>(key), true; });
  if (bits == 0) return {kind, 0};
  if (kind == Kind::float8) {
    for (unsigned d = 0; d <= kMostPlaces; ++d) {
      const auto divisor = static_cast<double>(kPowers[d]);
      const auto fits = [divisor](Key key) {
        std::int64_t unit;
        return decimal_unit(double_of(key), divisor, unit);
      };
      if (all(fits)) return {kind, kFirstDecimal + d};
    }
  } else {
    unsigned d = kMostZeros;
    all([&d](Key key) {
      while (key % kPowers[d] != 0) --d;
      return true;
    });
    if (d != 0) return {kind, kFirstDecimal + d};
  }
  return {kind, static_cast<unsigned>(std::countr_zero(bits))};
}

bool Step::read(Kind kind, unsigned code, Step& step) noexcept {
  const unsigned most = kind == Kind::float8 ? kMostPlaces : kMostZeros;
  if (code > kFirstDecimal + most) return false;
  step = {kind, code};
  return true;
}

std::int64_t Step::unit(Key key) const noexcept {
  if (code_ < kFirstDecimal) return key >> code_;
  if (kind_ != Kind::float8) return key / power_;
  std::int64_t unit = 0;
  decimal_unit(double_of(key), divisor_, unit);
  return unit;
}

Key Step::key(std::int64_t unit) const noexcept {
  // Units from outside may have any value; products are modulo 2^64.
  const auto bits = static_cast<std::uint64_t>(unit);
  if (code_ < kFirstDecimal) return static_cast<Key>(bits << code_);
  if (kind_ != Kind::float8) return static_cast<Key>(bits * static_cast<std::uint64_t>(power_));
  return key_of(static_cast<double>(unit) / divisor_);
}

void Step::keys(std::int64_t least, std::span<Key> offsets) const noexcept {
  const auto each = [&](auto key) {
    const auto first = static_cast<std::uint64_t>(least);
    for (Key& k : offsets) k = key(first + static_cast<std::uint64_t>(k));
  };
  if (code_ < kFirstDecimal) {
    each([code = code_](std::uint64_t unit) { return static_cast<Key>(unit << code); });
  } else if (kind_ != Kind::float8) {
    each([power = static_cast<std::uint64_t>(power_)](std::uint64_t unit) {
      return static_cast<Key>(unit * power);
    });
  } else {
    each([this](std::uint64_t unit) { return key(static_cast<std::int64_t>(unit)); });
  }
}

Units Units::of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept {
  const Step step = Step::of(kind, least, greatest, keys);
  const std::int64_t unit = step.unit(least);
  return {step, unit,
          static_cast<std::uint64_t>(step.unit(greatest)) - static_cast<std::uint64_t>(unit)};
}

std::byte* Units::put(std::byte* to) const noexcept {
  *to = static_cast<std::byte>(step.code());
  return put_varint(put_varint(to + 1, zigzag(least)), range);
}

bool Units::take(Bytes& from, Kind kind, Units& units) noexcept {
  if (from.empty() || !Step::read(kind, std::to_integer<unsigned>(from[0]), units.step))
    return false;
  from = from.subspan(1);
  std::uint64_t coded_least;
  if (!take_varint(from, coded_least) || !take_varint(from, units.range)) return false;
  units.least = unzigzag(coded_least);
  return true;
}

namespace key_coder {
namespace {

unsigned low_bits(std::uint64_t range, std::size_t n) noexcept {
  const auto width = static_cast<unsigned>(std::bit_width(range / n));
  return width == 0 ? 0 : width - 1;
}

// BitWriter and BitReader take at most 56 bits at a time.
constexpr unsigned kHalf = 32;

}  // namespace

// Low parts, a 1 for each unit, and the 0 bits of the high parts: range >> l < 2 n.
std::size_t max_bits(std::size_t n) noexcept { return n * (64 + 1 + 2); }

void encode(std::span<const Key> keys, const Units& units, BitWriter& bits) noexcept {
  if (keys.empty()) return;
  const unsigned low = low_bits(units.range, keys.size());
  const auto offset = [&units](Key key) {
    return static_cast<std::uint64_t>(units.step.unit(key)) -
           static_cast<std::uint64_t>(units.least);
  };
  const std::uint64_t mask = (std::uint64_t{1} << low) - 1;
  for (const Key key : keys) {
    const std::uint64_t part = offset(key) & mask;
    if (low <= kHalf) {
      bits.put(part, low);
    } else {
      bits.put(part & 0xFFFFFFFF, kHalf);
      bits.put(part >> kHalf, low - kHalf);
    }
  }
  std::uint64_t before = 0;
  for (const Key key : keys) {
    const std::uint64_t high = offset(key) >> low;
    bits.put_unary(high - before);
    before = high;
  }
}

bool decode(BitReader& bits, const Units& units, std::span<Key> keys) noexcept {
  if (keys.empty()) return true;
  const std::uint64_t range = units.range;
  const unsigned low = low_bits(range, keys.size());
  Key* at = keys.data();
  if (low <= kHalf) {
    bits.take_all(low, keys.size(), [&at](std::uint64_t part) { *at++ = static_cast<Key>(part); });
  } else {
    for (Key& key : keys) {
      const std::uint64_t part = bits.take(kHalf);
      key = static_cast<Key>(part | bits.take(low - kHalf) << kHalf);
    }
  }
  if (bits.overrun()) return false;
  std::size_t high;
  const auto add_high = [to = keys.data(), low](std::size_t i, std::uint64_t part) {
    to[i] |= static_cast<Key>(part << low);
  };
  if (!simd::take_ascending(bits, keys.size(), high, add_high)) return false;
  // High parts ascend. So only the last ones can be too large, or equal that of the greatest
  // offset.
  const std::uint64_t most_high = range >> low;
  if (high > most_high) return false;
  for (std::size_t i = keys.size();
       i != 0 && static_cast<std::uint64_t>(keys[i - 1]) >> low == most_high; --i)
    if (static_cast<std::uint64_t>(keys[i - 1]) > range) return false;
  units.step.keys(units.least, keys);
  return true;
}

std::byte* put_values(Kind kind, std::span<const Key> keys, std::byte* to) noexcept {
  to = put_varint(to, keys.size());
  if (keys.empty()) return to;
  const Units units = Units::of(kind, keys.front(), keys.back(), keys);
  BitWriter bits(units.put(to));
  encode(keys, units, bits);
  return bits.end();
}

}  // namespace key_coder
}  // namespace sketch
