// SPDX-License-Identifier: PostgreSQL
#include "sketch/membership/bloom_kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "sketch/membership/split_block.hpp"
#include "support/random.hpp"
#include "support/variants.hpp"

namespace sketch::test {
namespace {

TEST(BloomKernels, FiltersAlike) {
  Random random(3);
  for_each_variant(bloom_variants(), [&](const BloomKernels& variant) {
    for (const unsigned log2_blocks : {0U, 1U, 5U, 10U}) {
      for (const std::size_t n : {0U, 1U, 15U, 16U, 17U, 300U}) {
        std::vector<std::uint64_t> hashes(n), asked(500);
        for (auto& hash : hashes) hash = random();
        for (auto& hash : asked) hash = random();
        std::copy_n(hashes.begin(), std::min<std::size_t>(n, 100), asked.begin());
        const std::size_t bytes = split_block::kBlockBytes << log2_blocks;
        std::vector<std::byte> blocks(bytes + 1, std::byte{}), expected(bytes + 1, std::byte{});
        for (const std::uint64_t hash : hashes) {
          std::byte* block =
              expected.data() + split_block::kBlockBytes * split_block::block_of(hash, log2_blocks);
          split_block::insert(block, static_cast<std::uint32_t>(hash));
        }
        variant.insert(blocks.data(), log2_blocks, hashes.data(), n);
        ASSERT_EQ(blocks, expected) << n;
        std::array<bool, 500> found{};
        variant.find(blocks.data(), log2_blocks, asked.data(), asked.size(), found.data());
        for (std::size_t i = 0; i < asked.size(); ++i) {
          const std::byte* block =
              expected.data() +
              split_block::kBlockBytes * split_block::block_of(asked[i], log2_blocks);
          ASSERT_EQ(found[i], split_block::find(block, static_cast<std::uint32_t>(asked[i]))) << i;
          ASSERT_TRUE(found[i] || i >= std::min<std::size_t>(n, 100));
        }
      }
    }
  });
}

}  // namespace
}  // namespace sketch::test
