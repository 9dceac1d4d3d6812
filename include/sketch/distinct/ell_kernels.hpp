// SPDX-License-Identifier: PostgreSQL
//
// The kernels of a sketch_hll's registers that have a variant for each instruction set
// (sketch/simd/isa.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/rans.hpp"
#include "sketch/distinct/ell_counts.hpp"
#include "sketch/simd/isa.hpp"

namespace sketch {

namespace ell_coder {

// The tables for coding registers in lanes (src/distinct/ell_coder.cpp). A register is coded as a
// letter and three pairs of nibbles. For each pair, slots_of_octave and symbols_of_octave give
// where the pair's table begins, by the letter's high nibble.
struct RegisterCode {
  static constexpr std::size_t kPairs = 3;
  static constexpr unsigned kLetterLog = 12, kPairLog = 10;
  static constexpr std::uint32_t kEscape = 0x00, kEmpty = 0x10;  // letters

  const rans::Slot* letter_slots;
  const rans::Slot* pair_slots;
  const rans::Symbol* letter_symbols;
  const rans::Symbol* pair_symbols;
  std::uint32_t slots_of_octave[kPairs][16];
  std::uint32_t symbols_of_octave[kPairs][16];
  std::int32_t first_octave;      // of the letters 0x00 to 0x0F
  std::int32_t last_seen_octave;  // values that a register forgot: occurred up to this octave
  std::uint32_t raw_value;        // the value whose bit is coded apart
};

// The symbols of registers, in the order of the registers: first all letters, then each of the
// pairs.
struct Spelling {
  rans::Symbol* symbols[1 + RegisterCode::kPairs];  // frequency 0: no symbol
  std::uint32_t* escaped;  // indexes of escaped registers, ascending; has room for all
  std::size_t escapes;
};

// The state of decoding such a stream.
struct LaneReader {
  std::uint32_t states[rans::kMostLanes];
  std::size_t lanes;
  const std::byte* at;
  const std::byte* end;
  std::uint32_t* escaped;  // indexes of escaped registers, ascending; has room for all
  std::size_t escapes;
};

}  // namespace ell_coder

struct EllKernels {
  // into[i] = Ell<2,24>::merge(into[i], from[i]).
  void (*merge_registers)(std::uint32_t* into, const std::uint32_t* from, std::size_t n);

  // Translates n registers, a multiple of 16, into symbols.
  void (*spell_registers)(const ell_coder::RegisterCode& code, const std::uint32_t* registers,
                          std::size_t n, ell_coder::Spelling& to);

  // Encodes the symbols of n registers in rows of `lanes`, from the last register to the first. The
  // words are written downwards from `words`; gives where they begin.
  std::byte* (*put_symbols)(const ell_coder::Spelling& from, std::size_t n, std::uint32_t* states,
                            std::size_t lanes, std::byte* words);

  // Decodes the registers from `first` to n - 1 in rows of from.lanes. Stops before a row for which
  // fewer than 8 bytes a lane are left, the most that a row can take. Gives the index of the next
  // register. Escaped registers are set to 0.
  std::size_t (*take_registers)(const ell_coder::RegisterCode& code, ell_coder::LaneReader& from,
                                std::uint32_t* registers, std::size_t first, std::size_t n);

  // Collects a bit from each register whose window covers `value`: whether it has occurred. Gives
  // the number of bits. `bits` has room for n bits and four bytes more.
  std::size_t (*collect_value)(const std::uint32_t* registers, std::byte* bits, std::size_t n,
                               std::uint32_t value);

  // The way back: takes the bits that collect_value() gave for registers with the same windows, and
  // marks the value as seen where the bit is 1. Gives the number of bits.
  std::size_t (*mark_value)(std::uint32_t* registers, const std::byte* bits, std::size_t n,
                            std::uint32_t value);

  // Adds what n registers, a multiple of 16, know of each octave's values; the counts must be 0
  // before.
  void (*count_values)(const std::uint32_t* registers, std::size_t n, ValueCounts& counts);
};

// The best variant; see simd::best().
const EllKernels& ell_kernels() noexcept;

simd::Variants<EllKernels> ell_variants() noexcept;

}  // namespace sketch
