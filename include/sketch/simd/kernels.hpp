// SPDX-License-Identifier: PostgreSQL
//
// Batch loops, compiled once for each instruction set and chosen at run time. All variants give
// identical results.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/rans.hpp"
#include "sketch/distinct/ell_counts.hpp"

namespace sketch::simd {

// Registers that are coded in lanes (src/distinct/ell_coder.cpp). A register's symbols are a letter and
// three pairs of nibbles; `of_octave` says where, in slots or symbols of all pairs, those of a letter's
// high nibble begin.
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
  std::int32_t first_octave;      // of the letters 0x01 to 0x0F
  std::int32_t last_seen_octave;  // up to which the values that a register has forgotten are taken for seen
  std::uint32_t raw_value;        // the value that is coded apart
};

// The symbols of a row of registers for each lane in turn: first all letters, then the pairs.
struct Spelling {
  rans::Symbol* symbols[1 + RegisterCode::kPairs];  // frequency 0 where nothing is coded
  std::uint32_t* escaped;  // the numbers of escaped registers, ascending; room for all
  std::size_t escapes;
};

// Where such a stream is read.
struct LaneReader {
  std::uint32_t states[rans::kMostLanes];
  std::size_t lanes;
  const std::byte* at;
  const std::byte* end;
  std::uint32_t* escaped;  // the numbers of escaped registers, ascending; room for all
  std::size_t escapes;
};

struct Kernels {
  const char* name;

  // hashes[i] = hash_u64(keys[i]); may be done in place.
  void (*hash_u64)(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n);

  // into[i] = Ell<2,24>::merge(into[i], from[i]).
  void (*merge_registers)(std::uint32_t* into, const std::uint32_t* from, std::size_t n);

  // Inserts hashes into a split-block Bloom filter of 2^log2_blocks blocks, and looks them up
  // (sketch/membership/split_block.hpp).
  void (*insert_into_blocks)(std::byte* blocks, unsigned log2_blocks, const std::uint64_t* hashes,
                             std::size_t n);
  void (*find_in_blocks)(const std::byte* blocks, unsigned log2_blocks,
                         const std::uint64_t* hashes, std::size_t n, bool* found);

  // The places of the 1 bits of n words, counted from the low end of the first, and how many there are. `to` has
  // room for 64 n + kSpareOnes; what it has behind the last is undefined.
  std::size_t (*find_ones)(const std::uint64_t* words, std::size_t n, std::uint32_t* to);

  // Gives the symbols of n registers, a multiple of 16.
  void (*spell_registers)(const RegisterCode& code, const std::uint32_t* registers, std::size_t n,
                          Spelling& to);

  // Codes the symbols of n registers, in rows of `lanes`, from the last one to the first; gives where the
  // words begin, which end at `words`.
  std::byte* (*put_symbols)(const Spelling& from, std::size_t n, std::uint32_t* states, std::size_t lanes,
                            std::byte* words);

  // Decodes registers first ... n - 1, in rows of from.lanes: as long as there are the 8 bytes for each
  // lane that a row may take. Gives the number of the next one. Escaped registers are 0.
  std::size_t (*take_registers)(const RegisterCode& code, LaneReader& from, std::uint32_t* registers,
                                std::size_t first, std::size_t n);

  // A bit for each register whose window `value` is in: whether it has been seen. Gives how many bits.
  // There is room for n bits and four bytes more.
  std::size_t (*collect_value)(const std::uint32_t* registers, std::byte* bits, std::size_t n,
                               std::uint32_t value);

  // Takes such bits, and marks the value as seen where they are 1.
  std::size_t (*mark_value)(std::uint32_t* registers, const std::byte* bits, std::size_t n,
                            std::uint32_t value);

  // Counts what n registers, a multiple of 16, know of the values of each octave; the counts are 0 before.
  void (*count_values)(const std::uint32_t* registers, std::size_t n, ValueCounts& counts);
};

inline constexpr std::size_t kSpareOnes = 16;

// The best variant that this processor runs, or the one that the environment variable SKETCH_SIMD
// names (scalar, avx2, avx512, neon) if it runs that; chosen at the first call.
const Kernels& kernels() noexcept;

// All variants that this processor runs, the scalar one first; ends with a null pointer.
const Kernels* const* available_kernels() noexcept;

}  // namespace sketch::simd
