// SPDX-License-Identifier: PostgreSQL
//
// Keys at rest. A step brings them to units, integers as small as the values allow: decimals with
// few places, whole seconds and single-precision numbers cost what they tell, not 64 bits.
// Ascending units are Elias-Fano coded (Vigna, "Quasi-succinct indices", WSDM 2013, section 3)
// between bounds that are known: two bits a unit, and the logarithm of the mean gap.
// docs/format.md, "Keys".
#pragma once

#include <cstdint>
#include <span>

#include "sketch/core/bits.hpp"
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

 private:
  Step(Kind kind, unsigned code) noexcept;

  Kind kind_ = Kind::float8;
  unsigned code_ = 0;
  std::int64_t power_ = 1;
  double divisor_ = 1;
};

namespace key_coder {

// The most bits that n units can take.
std::size_t max_bits(std::size_t n) noexcept;

// Writes ascending units, least + 0 ... least + range.
void encode(std::span<const Key> keys, const Step& step, std::int64_t least, std::uint64_t range,
            BitWriter& bits) noexcept;

// Reads them as keys. Whatever the bytes are it reads nothing outside of them; false if they end
// too early or hold a unit outside of the range.
bool decode(BitReader& bits, const Step& step, std::int64_t least, std::uint64_t range,
            std::span<Key> keys) noexcept;

}  // namespace key_coder
}  // namespace sketch
