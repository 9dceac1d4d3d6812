// SPDX-License-Identifier: PostgreSQL
//
// How often do Bloom filters give a false positive? Prints the measured fraction at several bits per
// value, what the filter itself says, and what theory says.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <vector>

#include "sketch/membership/bloom.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

struct Case {
  double bits;   // bits per value
  double most;   // upper limit of the fraction; 0 if none is promised
};

class BloomAccuracy : public ::testing::TestWithParam<Case> {};

TEST_P(BloomAccuracy, IsAsPublished) {
  constexpr int kLog2 = 14, kFilters = 4, kAsked = 2'000'000;
  const auto n = static_cast<std::size_t>(256.0 * (1 << kLog2) / GetParam().bits);
  const double theory = Bloom::error_of(static_cast<double>(n), kLog2);
  double found = 0, told = 0, counted = 0;
  for (int filter = 0; filter < kFilters; ++filter) {
    TestHost host;
    Random random(static_cast<std::uint64_t>(filter + 1));
    std::vector<std::uint64_t> hashes(n);
    for (auto& hash : hashes) hash = random();
    const State state = Bloom::add_all(Bloom::create(kLog2, host), hashes, host);
    Bloom::Info info{};
    ASSERT_TRUE(Bloom::info(state, host, info).ok());
    told += info.error / kFilters, counted += info.values / kFilters;
    for (int i = 0; i < kAsked; ++i) {
      bool yes = false;
      ASSERT_TRUE(Bloom::contains(state, random(), yes).ok());
      found += yes ? 1.0 / (static_cast<double>(kAsked) * kFilters) : 0;
    }
  }
  std::printf("%4.0f bits a value: %.4f %% found, %.4f %% told, %.4f %% in theory; %.2f %% of the number off\n",
              GetParam().bits, 100 * found, 100 * told, 100 * theory,
              100 * (counted / static_cast<double>(n) - 1));
  const double deviation = std::sqrt(theory / (static_cast<double>(kAsked) * kFilters));
  EXPECT_NEAR(found, theory, 5 * deviation + 0.03 * theory);
  EXPECT_NEAR(told, theory, 0.03 * theory);
  EXPECT_NEAR(counted / static_cast<double>(n), 1, 0.005);
  EXPECT_LE(found, GetParam().most);
}

INSTANTIATE_TEST_SUITE_P(All, BloomAccuracy,
                         ::testing::Values(Case{8, 0.04}, Case{10, 0.013}, Case{12, 0.006}, Case{16, 0.0014},
                                           Case{24, 0.0002}));

}  // namespace
}  // namespace sketch::test
