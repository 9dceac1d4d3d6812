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

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/tans.hpp"

namespace sketch::ell_model {

inline constexpr int kMaxScale = 255;

// Rates of planes (ell_coder.hpp): 2^(index / 4).
inline constexpr int kLeastRate =
    -20;                             // below, 3 % of the registers are left, and this does for them
inline constexpr int kMostRate = 9;  // above, less than one bit in a hundred is 0

constexpr int rate_index(int scale, int octave) noexcept { return scale - 20 - 4 * octave; }

// Pairs of nibbles, each of four events of the rate.
const tans::Table& plane_table(int rate) noexcept;

// Letters: the octave of a register's largest value and which values of that octave have occurred.
const tans::Table& letter_table(int scale) noexcept;

// The octave of the letters 0x00 to 0x0F, which may be negative; each 16 letters are one octave
// more.
constexpr int first_octave(int scale) noexcept { return (scale >> 2) - 6; }

inline constexpr std::uint8_t kEscapeLetter = 0x00;  // the largest value follows as 8 bits
inline constexpr std::uint8_t kEmptyLetter = 0x10;

// The scale whose registers' mean largest value is nearest to sum / count.
int scale_of(std::uint64_t sum, std::size_t count) noexcept;

}  // namespace sketch::ell_model
