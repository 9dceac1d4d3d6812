// SPDX-License-Identifier: PostgreSQL
//
// The kernels of split-block Bloom filters (sketch/membership/split_block.hpp) that have a variant
// for each instruction set (sketch/simd/isa.hpp). A filter has 2^log2_blocks blocks.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/simd/isa.hpp"

namespace sketch {

struct BloomKernels {
  // Inserts n hashes.
  void (*insert)(std::byte* blocks, unsigned log2_blocks, const std::uint64_t* hashes,
                 std::size_t n);

  // found[i]: whether hashes[i] is in the filter.
  void (*find)(const std::byte* blocks, unsigned log2_blocks, const std::uint64_t* hashes,
               std::size_t n, bool* found);
};

// The best variant; see simd::best().
const BloomKernels& bloom_kernels() noexcept;

simd::Variants<BloomKernels> bloom_variants() noexcept;

}  // namespace sketch
