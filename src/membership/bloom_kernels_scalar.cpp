// SPDX-License-Identifier: PostgreSQL
#include "bloom_variants.hpp"
#include "sketch/membership/split_block.hpp"

namespace sketch {
namespace {

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

constexpr BloomKernels kVariant{insert_into_blocks, find_in_blocks};

}  // namespace

const BloomKernels* const kBloomScalar = &kVariant;

}  // namespace sketch
