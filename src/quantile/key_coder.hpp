// SPDX-License-Identifier: PostgreSQL
//
// Keys at rest. A step brings them to units, integers as small as the values allow: decimals with
// few places, whole seconds and single-precision numbers cost what they tell, not 64 bits.
// Ascending units are Elias-Fano coded (Vigna, "Quasi-succinct indices", WSDM 2013, section 3)
// between bounds that are known: two bits a unit, and the logarithm of the mean gap.
// docs/format.md, "Keys".
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "sketch/core/bits.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

class Step {
 public:
  Step() = default;

  // The step of keys of a kind and of their extremes: every one of them has a unit.
  static Step of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept;

  // False if no step has this code.
  static bool read(Kind kind, unsigned code, Step& step) noexcept;

  unsigned code() const noexcept { return code_; }
  std::int64_t unit(Key key) const noexcept;
  Key key(std::int64_t unit) const noexcept;
  // The keys of the units least + offset, in the place of the offsets.
  void keys(std::int64_t least, std::span<Key> offsets) const noexcept;

 private:
  Step(Kind kind, unsigned code) noexcept;

  Kind kind_ = Kind::float8;
  unsigned code_ = 0;
  std::int64_t power_ = 1;
  double divisor_ = 1;
};

// The units of keys between two extremes: least + 0 ... least + range.
struct Units {
  Step step;
  std::int64_t least = 0;
  std::uint64_t range = 0;

  static constexpr std::size_t kMaxBytes = 1 + 2 * kMaxVarintBytes;

  static Units of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept;

  // At the front of some bytes; take() gives false if there are none.
  std::byte* put(std::byte* to) const noexcept;
  static bool take(Bytes& from, Kind kind, Units& units) noexcept;

  Key least_key() const noexcept { return step.key(least); }
  Key greatest_key() const noexcept {
    return step.key(static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + range));
  }
};

namespace key_coder {

// The most bits that n units can take.
std::size_t max_bits(std::size_t n) noexcept;

// Writes ascending keys.
void encode(std::span<const Key> keys, const Units& units, BitWriter& bits) noexcept;

// Reads them as keys. Whatever the bytes are it reads nothing outside of them; false if they end
// too early or hold a unit outside of the range.
bool decode(BitReader& bits, const Units& units, std::span<Key> keys) noexcept;

// A few ascending values and nothing else: their number, their units and themselves.
std::byte* put_values(Kind kind, std::span<const Key> keys, std::byte* to) noexcept;

// Reads up to `most` of them into the room; false unless all of the bytes are such values.
template <class Room>
bool take_values(Bytes from, Kind kind, std::size_t most, Room& room, std::span<Key>& keys) {
  std::uint64_t n;
  if (!take_varint(from, n) || n > most) return false;
  keys = room.make(n);
  if (n == 0) return from.empty();
  Units units;
  if (!Units::take(from, kind, units)) return false;
  BitReader bits(from);
  return decode(bits, units, keys) && std::is_sorted(keys.begin(), keys.end()) &&
         std::all_of(keys.begin(), keys.end(), [kind](Key key) { return valid_key(kind, key); });
}

}  // namespace key_coder
}  // namespace sketch
