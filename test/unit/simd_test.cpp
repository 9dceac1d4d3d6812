// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/distinct/ell_register.hpp"
#include "sketch/membership/split_block.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

template <class Body>
void for_each_variant(Body body) {
  for (const auto* at = simd::available_kernels(); *at != nullptr; ++at) {
    SCOPED_TRACE((*at)->name);
    body(**at);
  }
}

TEST(Simd, ScalarIsFirstAndTheChosenOneAvailable) {
  EXPECT_STREQ(simd::available_kernels()[0]->name, "scalar");
  bool found = false;
  for_each_variant([&](const simd::Kernels& k) { found |= &k == &simd::kernels(); });
  EXPECT_TRUE(found);
}

TEST(Simd, HashesAlike) {
  Random random(1);
  for_each_variant([&](const simd::Kernels& variant) {
    for (std::size_t n = 0; n <= 70; ++n) {
      std::vector<std::uint64_t> keys(n), hashes(n + 1, 42), expected(n);
      for (auto& key : keys) {
        key = random.below(4) == 0 ? std::uint64_t{0} - random.below(2) : random();
      }
      for (std::size_t i = 0; i < n; ++i) expected[i] = hash_u64(keys[i]);
      variant.hash_u64(keys.data(), hashes.data(), n);
      ASSERT_EQ(hashes.back(), 42U) << "wrote beyond " << n;
      hashes.pop_back();
      ASSERT_EQ(hashes, expected) << n;
      variant.hash_u64(keys.data(), keys.data(), n);
      ASSERT_EQ(keys, expected) << "in place, " << n;
    }
  });
}

// Real lengths are powers of two from 16 on; any multiple of 16 works.
TEST(Simd, MergesRegistersAlike) {
  Random random(2);
  for_each_variant([&](const simd::Kernels& variant) {
    for (std::size_t n = 16; n <= 512; n += 16) {
      std::vector<std::uint32_t> into(n), from(n), expected(n);
      for (std::size_t i = 0; i < n; ++i) {
        into[i] = static_cast<std::uint32_t>(random());
        from[i] = static_cast<std::uint32_t>(random());
        // Half of the registers are close to each other; some are extreme.
        if (i % 2 == 0) from[i] = (into[i] & 0xFF000000) + (from[i] & 0x07FFFFFF);
        if (i % 7 == 0) from[i] = 0;
        if (i % 11 == 0) into[i] = ~0U;
        if (i % 13 == 0) into[i] = from[i];
        expected[i] = StoredEll::merge(into[i], from[i]);
      }
      variant.merge_registers(into.data(), from.data(), n);
      ASSERT_EQ(into, expected) << n;
    }
  });
}

TEST(Simd, MergesRegistersOfEveryDistance) {
  for_each_variant([](const simd::Kernels& variant) {
    std::vector<std::uint32_t> into, from, expected;
    for (std::uint32_t a = 0; a < 256; ++a) {
      for (std::uint32_t b = 0; b < 256; ++b) {
        into.push_back(a << 24 | 0xABCDEF);
        from.push_back(b << 24 | 0x123456);
        expected.push_back(StoredEll::merge(into.back(), from.back()));
      }
    }
    variant.merge_registers(into.data(), from.data(), into.size());
    ASSERT_EQ(into, expected);
  });
}

// Compares with the definition: what each register remembers of each value.
TEST(Simd, CountsValuesAlike) {
  Random random(5);
  for (const std::size_t n : {16U, 48U, 512U, 1040U}) {
    for (int round = 0; round < 30; ++round) {
      const std::uint32_t span = 1U << random.below(8), least = random.below(256 - span);
      std::vector<std::uint32_t> registers(n);
      for (auto& r : registers) {
        const std::uint32_t u = random.below(40) == 0 ? 0 : least + random.below(span);
        r = u == 0 ? 0 : u << 24 | (static_cast<std::uint32_t>(random()) & 0xFFFFFF);
      }
      ValueCounts expected;
      for (const std::uint32_t r : registers) {
        const unsigned u = StoredEll::largest(r);
        for (unsigned value = 1; value <= 4 * ValueCounts::kOctaves; ++value) {
          if (value + StoredEll::kWindow < u) continue;
          ++expected.known[(value - 1) / 4];
          if (StoredEll::remembers(r, value)) ++expected.seen[(value - 1) / 4];
        }
      }
      for_each_variant([&](const simd::Kernels& variant) {
        ValueCounts counts;
        variant.count_values(registers.data(), n, counts);
        for (std::size_t octave = 0; octave < ValueCounts::kOctaves; ++octave) {
          ASSERT_EQ(counts.seen[octave], expected.seen[octave]) << octave;
          ASSERT_EQ(counts.known[octave], expected.known[octave]) << octave;
        }
      });
    }
  }
}

TEST(Simd, FiltersAlike) {
  Random random(3);
  for_each_variant([&](const simd::Kernels& variant) {
    for (const unsigned log2_blocks : {0U, 1U, 5U, 10U}) {
      for (const std::size_t n : {0U, 1U, 15U, 16U, 17U, 300U}) {
        std::vector<std::uint64_t> hashes(n), asked(500);
        for (auto& hash : hashes) hash = random();
        for (auto& hash : asked) hash = random();
        std::copy_n(hashes.begin(), std::min<std::size_t>(n, 100), asked.begin());
        const std::size_t bytes = split_block::kBlockBytes << log2_blocks;
        std::vector<std::byte> blocks(bytes + 1, std::byte{}), expected(bytes + 1, std::byte{});
        for (const std::uint64_t hash : hashes) {
          std::byte* block = expected.data() +
                             split_block::kBlockBytes * split_block::block_of(hash, log2_blocks);
          split_block::insert(block, static_cast<std::uint32_t>(hash));
        }
        variant.insert_into_blocks(blocks.data(), log2_blocks, hashes.data(), n);
        ASSERT_EQ(blocks, expected) << n;
        std::array<bool, 500> found{};
        variant.find_in_blocks(blocks.data(), log2_blocks, asked.data(), asked.size(), found.data());
        for (std::size_t i = 0; i < asked.size(); ++i) {
          const std::byte* block = expected.data() + split_block::kBlockBytes *
                                                         split_block::block_of(asked[i], log2_blocks);
          ASSERT_EQ(found[i], split_block::find(block, static_cast<std::uint32_t>(asked[i]))) << i;
          ASSERT_TRUE(found[i] || i >= std::min<std::size_t>(n, 100));
        }
      }
    }
  });
}

#if defined(__x86_64__)
// The choice is made once for each process, so every case runs in a new process.
[[noreturn]] void exit_by_choice(const char* wanted) {
  setenv("SKETCH_SIMD", wanted, 1);
  const char* chosen = simd::kernels().name;
  const char* expected = "";
  for_each_variant([&](const simd::Kernels& variant) {
    if (std::strcmp(expected, wanted) != 0) expected = variant.name;
  });
  std::_Exit(std::strcmp(chosen, expected) == 0 ? 0 : 1);
}

TEST(SimdEnvironment, ForcesAVariantIfThereIsOne) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(exit_by_choice("scalar"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(exit_by_choice("avx2"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(exit_by_choice("avx512"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(exit_by_choice("abacus"), ::testing::ExitedWithCode(0), "");
}
#endif

}  // namespace
}  // namespace sketch::test
