// SPDX-License-Identifier: PostgreSQL
//
// The static probability model of ExaLogLog registers with t = 2, in integers only.
//
// With x distinct values per register, the update values of octave j have the rate r_j = x
// 2^-(3+j). Each has occurred with probability 1 - exp(-r_j), independently of the others (the
// Poisson model of Ertl, EDBT 2025, section 3). x is quantised to quarter octaves by the scale
//     s = 4 log2(x) + 8,          so that r_j = 2^((s - 20 - 4 j) / 4).
// Adding 4 to s moves everything up by one octave. So one table for each quarter-octave rate serves
// all n. Below s = 24, that is x = 16, registers may be empty and every scale has its own table of
// letters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sketch/distinct/ell_kernels.hpp"

namespace sketch::ell_model {

inline constexpr int kMaxScale = 255;

// A rate's index is 4 log2 of the rate.
constexpr int rate_index(int scale, int octave) noexcept { return scale - 20 - 4 * octave; }

// The rates for which there are tables of pairs, by the upper octave of a pair. Lower rates, which
// 6 % of the registers have, use the table of the least one. At higher rates than the greatest,
// fewer than one bit in ten thousand is 0.
inline constexpr int kLeastRate = -24, kMostRate = 13;
inline constexpr int kLeastBottomRate = -20;  // of octave 0 at scale 0

// The raw value: the update value whose bit is stored apart, because it is as likely to have
// occurred in a register as not. It is the lowest value of the octave whose rate is 2^(-4/4) to
// 2^(-1/4), or of octave 0 if that octave's rate is lower.
inline constexpr int kLeastRawRate = -4;
constexpr int raw_octave(int scale) noexcept {
  return std::max(0, (scale - 20 - kLeastRawRate) >> 2);
}
constexpr unsigned raw_value(int scale) noexcept {
  return 4 * static_cast<unsigned>(raw_octave(scale)) + 1;
}
// The highest rate of octave 1 at which octave 0 is the raw octave although its rate is too low.
inline constexpr int kMostLowRate = kLeastRawRate - 1 - 4;

// The symbols of a register. A letter's high nibble is the octave of the largest value, less
// first_octave(); its low nibble says which values of that octave have occurred. A pair holds such
// nibbles of two further octaves.
using ell_coder::RegisterCode;

// The octave of the letters 0x00 to 0x0F; it may be negative. Each 16 further letters are one
// octave higher.
constexpr int first_octave(int scale) noexcept { return (scale >> 2) - 6; }

// The highest octave whose values are more likely to have occurred than not. The values that a
// register has forgotten are written as all ones up to this octave, and as all zeros above it.
constexpr int last_likely_octave(int scale) noexcept {
  constexpr int kEvenRate = -2;  // 2^(-2/4) is the quarter octave nearest to ln 2
  return (scale - 20 - kEvenRate) >> 2;
}

// The tables of a scale.
RegisterCode code_of(int scale) noexcept;

// The scale whose expected mean of largest values is nearest to sum / count.
int scale_of(std::uint64_t sum, std::size_t count) noexcept;

}  // namespace sketch::ell_model
