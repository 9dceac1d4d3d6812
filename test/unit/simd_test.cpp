// SPDX-License-Identifier: PostgreSQL
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/simd/kernels.hpp"
#include "support/random.hpp"
#include "support/variants.hpp"

namespace sketch::test {
namespace {

TEST(Simd, HashesAlike) {
  Random random(1);
  for_each_variant(simd::kernel_variants(), [&](const simd::Kernels& variant) {
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

TEST(Simd, FindsOnesAlike) {
  Random random(2);
  for_each_variant(simd::kernel_variants(), [&](const simd::Kernels& variant) {
    for (std::size_t n = 0; n <= 20; ++n) {
      for (unsigned density = 0; density <= 4; ++density) {
        std::vector<std::uint64_t> words(n);
        for (auto& word : words) {
          word = random();
          // A half, a quarter or an eighth of the bits is 1, or all, or none.
          if (density == 1 || density == 2) word &= random();
          if (density == 2) word &= random();
          if (density >= 3) word = density == 3 ? ~std::uint64_t{0} : 0;
        }
        std::vector<std::uint32_t> expected, places(64 * n + simd::kSpareOnes);
        for (std::uint32_t at = 0; at < 64 * n; ++at) {
          if ((words[at / 64] >> at % 64 & 1) != 0) expected.push_back(at);
        }
        places.resize(variant.find_ones(words.data(), n, places.data()));
        ASSERT_EQ(places, expected) << n;
      }
    }
  });
}

// A table that only says which variant it is.
struct Named {
  simd::Isa isa;
};
constexpr Named kScalar{simd::Isa::scalar}, kNeon{simd::Isa::neon}, kAvx2{simd::Isa::avx2},
    kAvx512{simd::Isa::avx512};

TEST(Simd, TheBestVariantIsTheChosenOneOrTheNextLower) {
  EXPECT_TRUE(simd::supported(simd::Isa::scalar));
  EXPECT_TRUE(simd::supported(simd::chosen()));
  const simd::Variants<Named> all{&kScalar, &kNeon, &kAvx2, &kAvx512};
  EXPECT_EQ(simd::best(all).isa, simd::chosen());
  EXPECT_EQ(&simd::best(simd::Variants<Named>{&kScalar}), &kScalar);
  const auto chosen = static_cast<std::size_t>(simd::chosen());
  auto others = all;
  others[chosen] = nullptr;
  if (chosen > 0) {
    EXPECT_EQ(&simd::best(others), all[chosen - 1]);
  }
}

#if defined(__x86_64__)
// The choice is made once for each process, so every case runs in a new process.
[[noreturn]] void exit_by_choice(const char* wanted) {
  setenv("SKETCH_SIMD", wanted, 1);
  const simd::Isa chosen = simd::chosen();
  simd::Isa expected = simd::Isa::scalar;
  for (const simd::Isa isa : simd::kIsas) {
    if (simd::supported(isa) && std::strcmp(simd::name_of(expected), wanted) != 0) expected = isa;
  }
  const auto* used = simd::kernel_variants()[static_cast<std::size_t>(chosen)];
  std::_Exit(chosen == expected && used == &simd::kernels() ? 0 : 1);
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
