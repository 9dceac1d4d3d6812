// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/membership/bloom.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct BloomTraits {
  using Sketch = Bloom;

  static constexpr std::uint64_t kFingerprint = 0x98065D66069544EB;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = true;
  static constexpr bool kSampled = false;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 200;

  static int default_parameter() { return Bloom::kDefaultParameter; }
  static std::pair<int, std::size_t> large() { return {19, 3'000'000}; }
  static std::vector<int> parameters() { return {0, 1, 5, 9}; }

  static std::vector<std::size_t> sizes(int b) {
    const std::size_t most = Bloom::most_cells(b);
    return {0, 1, 2, most / 2, most - 1, most, most + 1, 3 * most};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> hashes(count);
    for (std::size_t i = 0; i < count; ++i) hashes[i] = hash_u64(first + i);
    return Bloom::add_all(state, hashes, host);
  }

  static double answer(Bytes image, Host& host) {
    Bloom::Info info{};
    const Status status = Bloom::info(image, host, info);
    EXPECT_TRUE(status.ok()) << status.message;
    return info.values;
  }

  static void ask(Bytes image, Host& host) {
    Bloom::Info info{};
    bool found = false;
    State blocks;
    const bool readable = Bloom::info(image, host, info).ok();
    // contains() doesn't read all of the image.
    const bool looks = Bloom::contains(image, hash_u64(1), found).ok();
    EXPECT_TRUE(looks || !readable);
    EXPECT_EQ(Bloom::to_blocks(image, host, blocks).ok(), readable);
    if (!readable) return;
    EXPECT_EQ(blocks.size(), split_block::kBlockBytes << info.log2_blocks);
    EXPECT_GE(info.values, 0);
    EXPECT_GE(info.fill, 0);
    EXPECT_LE(info.fill, 1);
    EXPECT_GE(info.error, 0);
    EXPECT_LE(info.error, 1);
    EXPECT_EQ(info.bytes, image.size());
  }
};

}  // namespace sketch::test
