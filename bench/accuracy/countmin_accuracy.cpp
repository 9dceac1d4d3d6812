// SPDX-License-Identifier: PostgreSQL
//
// Are the errors of count-min estimates those of theory? Prints what it measures.
//
// For N rows of many equally frequent values, a cell of a row of w cells holds (N - f) / w of other
// values on average. An estimate is more than e N / w too high with probability at most exp(-depth)
// (Cormode, Muthukrishnan 2005, theorem 1). Seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/frequency/countmin.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

using Counts = std::vector<std::uint64_t>;

struct Excess {
  double mean = 0;      // excess of an estimate over the truth
  double too_high = 0;  // fraction of estimates more than e N / w too high
};

// Measures the estimates of all values; none may be too low.
void measure(const char* law, const Counts& counts, CountMin::Shape shape, Excess& excess) {
  constexpr int kSeeds = 4;
  std::uint64_t total = 0;
  for (const std::uint64_t count : counts) total += count;
  const double bound = std::numbers::e / shape.width * static_cast<double>(total);
  excess = {};
  const double each = 1.0 / (kSeeds * static_cast<double>(counts.size()));
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    TestHost host;
    State state = CountMin::create(shape.parameter(), host);
    const auto hash = [&](std::size_t i) { return hash_u64(hash_u64(seed) + i); };
    for (std::size_t i = 0; i < counts.size(); ++i)
      ASSERT_TRUE(CountMin::add_weighted(state, hash(i), counts[i], host).ok());
    for (std::size_t i = 0; i < counts.size(); ++i) {
      Frequency frequency{};
      ASSERT_TRUE(CountMin::frequency(state, hash(i), host, frequency).ok());
      ASSERT_GE(frequency.estimate, counts[i]);
      const auto over = static_cast<double>(frequency.estimate - counts[i]);
      excess.mean += over * each;
      excess.too_high += over > bound ? each : 0;
    }
  }
  std::printf("%s, %5u x %u cells: too high by %.3f N/w on average, by more than e N/w for %.3f %% "
              "(theory: at most %.3f %%)\n",
              law, shape.width, shape.depth,
              excess.mean * shape.width / static_cast<double>(total), 100 * excess.too_high,
              100 * std::exp(-static_cast<double>(shape.depth)));
  EXPECT_LE(excess.too_high, std::exp(-static_cast<double>(shape.depth)));
}

TEST(CountMinAccuracy, ErrorByWidthAndDepth) {
  constexpr std::size_t kValues = 100'000;
  const Counts equal(kValues, 10);
  Counts zipf(kValues);
  for (std::size_t i = 0; i < kValues; ++i) zipf[i] = 1'000'000 / (i + 1);
  for (const std::uint32_t width : {272U, 2719U, 27183U}) {
    Excess last{};
    for (const std::uint32_t depth : {1U, 2U, 5U}) {
      Excess excess;
      measure("equal", equal, {width, depth}, excess);
      if (depth == 1) {
        const double theory = (kValues - 1) * 10.0 / width;
        EXPECT_NEAR(excess.mean / theory, 1, 0.02);
      } else {
        EXPECT_LT(excess.mean, last.mean) << "more rows";
      }
      last = excess;
    }
    for (const std::uint32_t depth : {1U, 5U}) {
      Excess excess;
      measure("zipf", zipf, {width, depth}, excess);
    }
  }
}

}  // namespace
}  // namespace sketch::test
