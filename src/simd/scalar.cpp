// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/hash.hpp"
#include "sketch/distinct/ell_register.hpp"
#include "sketch/membership/split_block.hpp"
#include "variants.hpp"

#include "lanes.inc"
#include "ones.inc"

namespace sketch::simd {
namespace {

void hash_keys(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) hashes[i] = hash_u64(keys[i]);
}

void merge_registers(std::uint32_t* into, const std::uint32_t* from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) into[i] = StoredEll::merge(into[i], from[i]);
}

using split_block::kBlockBytes;

void insert_into_blocks(std::byte* blocks, unsigned log2_blocks, const std::uint64_t* hashes,
                        std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    std::byte* block = blocks + kBlockBytes * split_block::block_of(hashes[i], log2_blocks);
    split_block::insert(block, static_cast<std::uint32_t>(hashes[i]));
  }
}

void find_in_blocks(const std::byte* blocks, unsigned log2_blocks, const std::uint64_t* hashes,
                    std::size_t n, bool* found) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::byte* block = blocks + kBlockBytes * split_block::block_of(hashes[i], log2_blocks);
    found[i] = split_block::find(block, static_cast<std::uint32_t>(hashes[i]));
  }
}

constexpr Kernels kVariant{"scalar", hash_keys, merge_registers, insert_into_blocks,
                           find_in_blocks, find_ones, spell_registers, put_symbols, take_registers,
                           collect_value,  mark_value, count_values};

}  // namespace

const Kernels* const kScalar = &kVariant;

}  // namespace sketch::simd
