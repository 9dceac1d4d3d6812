// SPDX-License-Identifier: PostgreSQL
//
// The static probability model of ExaLogLog registers, t = 2, in integers alone.
//
// With x distinct values for each register, the update values of octave j have the rate
// r_j = x 2^-(3+j), and each has occurred with probability 1 - exp(-r_j), independently (the
// Poisson model of Ertl, EDBT 2025, section 3). x is quantised to quarter octaves, the scale
//     s = 4 log2(x) + 8,          so that r_j = 2^((s - 20 - 4 j) / 4).
// The model is invariant: adding 4 to s moves everything up by an octave. So one table for each
// quarter-octave rate serves all n. Where s < 24, x < 16, registers may be empty, and the letters'
// tables differ from scale to scale.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "sketch/core/rans.hpp"

namespace sketch::ell_model {

inline constexpr int kMaxScale = 255;

// The index of a rate is 4 log2 of it.
constexpr int rate_index(int scale, int octave) noexcept { return scale - 20 - 4 * octave; }

// Rates of pairs of octaves, by the upper one of them: lower rates take the least one's table, which
// concerns 6 % of the registers; above the most, not one bit in ten thousand is 0.
inline constexpr int kLeastRate = -24, kMostRate = 13;
inline constexpr int kLeastBottomRate = -20;  // octave 0's at scale 0

// The raw value: one update value of a sketch, as likely to have occurred in a register as not. It is
// the lowest of its octave, whose rate is 2^(-4/4) to 2^(-1/4), or octave 0, if that one's rate is lower.
inline constexpr int kLeastRawRate = -4;
constexpr int raw_octave(int scale) noexcept {
  return std::max(0, (scale - 20 - kLeastRawRate) >> 2);
}
constexpr unsigned raw_value(int scale) noexcept {
  return 4 * static_cast<unsigned>(raw_octave(scale)) + 1;
}
// The highest rate of octave 1 where octave 0 is the raw one though its rate is lower than that.
inline constexpr int kMostLowRate = kLeastRawRate - 1 - 4;

// A register's symbols: a letter is the octave of its largest value, less first_octave(), in its high
// nibble, and which values of that octave have occurred in its low one. A pair is two further octaves.
inline constexpr unsigned kLetterLog = 12;
inline constexpr unsigned kPairLog = 10;

inline constexpr std::uint8_t kEscapeLetter = 0x00;  // the register follows as 32 bits
inline constexpr std::uint8_t kEmptyLetter = 0x10;

// The octave of the letters 0x00 to 0x0F, which may be negative; each 16 letters are one octave more.
constexpr int first_octave(int scale) noexcept { return (scale >> 2) - 6; }

// The octaves at which the pairs of codable letters begin: from first_octave() - kPairsBelow on.
inline constexpr int kPairsBelow = 5;
inline constexpr int kPairOctaves = 16 + kPairsBelow - 1;

struct Tables {
  const rans::Slot* letter_slots;      // 2^kLetterLog
  const rans::Symbol* letter_symbols;  // 256
  const rans::Slot* pair_slots;        // 2^kPairLog of each table
  const rans::Symbol* pair_symbols;    // 256 of each table
  // The table of the pair whose upper octave is first_octave() - kPairsBelow + i.
  std::array<std::uint32_t, kPairOctaves> pairs;
};
Tables tables_of(int scale) noexcept;

// The highest octave whose values have rather occurred than not: of those that a register no longer
// remembers, all or none are written.
constexpr int last_likely_octave(int scale) noexcept {
  constexpr int kEvenRate = -2;  // 2^(-2/4) is the quarter octave nearest to ln 2
  return (scale - 20 - kEvenRate) >> 2;
}

// The scale whose registers' mean largest value is nearest to sum / count.
int scale_of(std::uint64_t sum, std::size_t count) noexcept;

}  // namespace sketch::ell_model
