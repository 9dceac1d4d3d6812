// SPDX-License-Identifier: PostgreSQL
//
// The kernels that belong to no family and have a variant for each instruction set (isa.hpp).
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/simd/isa.hpp"

namespace sketch::simd {

struct Kernels {
  // hashes[i] = hash_u64(keys[i]). The two arrays may be the same.
  void (*hash_u64)(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n);

  // Writes the positions of the 1 bits of n words, counted from the low end of the first; gives
  // their number. `to` has room for 64 n + kSpareOnes; entries after the last position are
  // undefined.
  std::size_t (*find_ones)(const std::uint64_t* words, std::size_t n, std::uint32_t* to);
};

inline constexpr std::size_t kSpareOnes = 16;

// The best variant; see best().
const Kernels& kernels() noexcept;

Variants<Kernels> kernel_variants() noexcept;

}  // namespace sketch::simd
