// SPDX-License-Identifier: PostgreSQL
//
// Merging and counting; ell_coder_test.cpp has the kernels of the coder.
#include "sketch/distinct/ell_kernels.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "sketch/distinct/ell_register.hpp"
#include "support/random.hpp"
#include "support/variants.hpp"

namespace sketch::test {
namespace {

// Real lengths are powers of two from 16 on; any multiple of 16 works.
TEST(EllKernels, MergesRegistersAlike) {
  Random random(2);
  for_each_variant(ell_variants(), [&](const EllKernels& variant) {
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

TEST(EllKernels, MergesRegistersOfEveryDistance) {
  for_each_variant(ell_variants(), [](const EllKernels& variant) {
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
TEST(EllKernels, CountsValuesAlike) {
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
      for_each_variant(ell_variants(), [&](const EllKernels& variant) {
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

}  // namespace
}  // namespace sketch::test
