// SPDX-License-Identifier: PostgreSQL
//
// Batch loops, compiled once for each instruction set and chosen at run time. All variants give
// identical results.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sketch::simd {

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
};

inline constexpr std::size_t kSpareOnes = 16;

// The best variant that this processor runs, or the one that the environment variable SKETCH_SIMD
// names (scalar, avx2, avx512, neon) if it runs that; chosen at the first call.
const Kernels& kernels() noexcept;

// All variants that this processor runs, the scalar one first; ends with a null pointer.
const Kernels* const* available_kernels() noexcept;

}  // namespace sketch::simd
