// SPDX-License-Identifier: PostgreSQL
//
// The stored form of keys. Keys are multiples of a step and are stored as units, integers as small
// as the values allow. So decimals with few digits, whole seconds and single-precision numbers
// don't take 64 bits. Ascending units between known bounds are Elias-Fano coded (Vigna,
// "Quasi-succinct indices", WSDM 2013, section 3): two bits a unit, and the logarithm of the mean
// gap. See docs/format.md, "Keys".
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

  // The step for a set of keys and their extremes, of all of which it divides the keys.
  static Step of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept;

  // The step with a code; false if there is none.
  static bool read(Kind kind, unsigned code, Step& step) noexcept;

  unsigned code() const noexcept { return code_; }
  std::int64_t unit(Key key) const noexcept;
  Key key(std::int64_t unit) const noexcept;
  // Turns offsets into the keys of the units least + offset, in place.
  void keys(std::int64_t least, std::span<Key> offsets) const noexcept;

 private:
  Step(Kind kind, unsigned code) noexcept;

  Kind kind_ = Kind::float8;
  unsigned code_ = 0;
  std::int64_t power_ = 1;
  double divisor_ = 1;
};

// The range of the units of keys: from `least` to `least` + `range`.
struct Units {
  Step step;
  std::int64_t least = 0;
  std::uint64_t range = 0;

  static constexpr std::size_t kMaxBytes = 1 + 2 * kMaxVarintBytes;

  static Units of(Kind kind, Key least, Key greatest, std::span<const Key> keys) noexcept;

  // Writes the range in front of other bytes; take() reads it off, and gives false if it is
  // malformed.
  std::byte* put(std::byte* to) const noexcept;
  static bool take(Bytes& from, Kind kind, Units& units) noexcept;

  Key least_key() const noexcept { return step.key(least); }
  Key greatest_key() const noexcept {
    return step.key(static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + range));
  }
};

namespace key_coder {

// The most bits that n units take.
std::size_t max_bits(std::size_t n) noexcept;

// Writes ascending keys.
void encode(std::span<const Key> keys, const Units& units, BitWriter& bits) noexcept;

// Decodes to keys. Whatever the bytes are, it reads nothing outside of them. False if they end too
// early or hold a unit outside of the range.
bool decode(BitReader& bits, const Units& units, std::span<Key> keys) noexcept;

// Writes a few ascending values as an image's whole body: their number, range and units.
std::byte* put_values(Kind kind, std::span<const Key> keys, std::byte* to) noexcept;

// Reads up to `most` such values; false unless they take up all of the bytes.
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
