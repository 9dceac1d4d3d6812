// SPDX-License-Identifier: PostgreSQL
//
// Split-block Bloom filters (Putze, Sanders, Singler, "Cache-, hash-, and space-efficient Bloom
// filters", JEA 2009; Apache Parquet, "Bloom filter"). A filter has 2^b blocks of 32 bytes. The
// upper b bits of a hash choose a block. Its lower 32 bits choose one bit in each of the block's
// eight words:
//
//             word 0     word 1     word 2           word 7
//           +----------+----------+----------+ - - +----------+
//   block   | ...1.... | .1...... | ......1. |     | 1....... |     bit i: (low * kSalts[i]) >> 27
//           +----------+----------+----------+ - - +----------+
//
// Words are little-endian on every machine, so that blocks have the same bytes at work, stored, and
// in Parquet.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch::split_block {

inline constexpr std::size_t kBlockBytes = 32;
inline constexpr unsigned kWords = 8;

// The factors, one for each word, that Parquet's specification multiplies the lower half by.
inline constexpr std::array<std::uint32_t, kWords> kSalts = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31};

[[gnu::always_inline]] constexpr std::size_t block_of(std::uint64_t hash,
                                                      unsigned log2_blocks) noexcept {
  return (hash >> 32) << log2_blocks >> 32;
}

[[gnu::always_inline]] constexpr std::uint32_t bit_of(std::uint32_t low, unsigned word) noexcept {
  return std::uint32_t{1} << (low * kSalts[word] >> 27);
}

[[gnu::always_inline]] inline void insert(std::byte* block, std::uint32_t low) noexcept {
  for (unsigned i = 0; i < kWords; ++i) {
    std::byte* word = block + 4 * i;
    store_le(word, load_le<std::uint32_t>(word) | bit_of(low, i));
  }
}

[[gnu::always_inline]] inline bool find(const std::byte* block, std::uint32_t low) noexcept {
  std::uint32_t missing = 0;
  for (unsigned i = 0; i < kWords; ++i)
    missing |= bit_of(low, i) & ~load_le<std::uint32_t>(block + 4 * i);
  return missing == 0;
}

}  // namespace sketch::split_block
