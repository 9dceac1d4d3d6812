// SPDX-License-Identifier: PostgreSQL
//
// Is the distinct counter as accurate as theory says? Prints what it measures.
#include "support/hll_accuracy.hpp"

#include <algorithm>
#include <cmath>

#include "sketch/distinct/ell_estimator.hpp"
#include "support/ell_model.hpp"

namespace sketch::test {
namespace {

void run(int precision, const std::vector<std::size_t>& counts, int trials) {
  const auto errors = measure(precision, counts, trials, 1000 + std::uint64_t(precision));
  for (const Errors& e : errors) e.print(precision);
  expect_accurate(precision, errors);
}

std::vector<std::size_t> decades(double last) { return geometric(1, last, 10); }

// Beyond a hundred values for each register the error stays what it is (LargeCounts).
TEST(HllAccuracy, FromOneToAMillion) {
  run(4, decades(1e4), 4000);
  run(6, decades(1e5), 2000);
  run(9, decades(1e5), 4000);
  run(11, decades(1e6), 2000);
  run(14, decades(1e6), 2000);
}

TEST(HllAccuracy, AroundTheChangeToRegisters) {
  for (const int precision : {4, 5, 6, 8, 9, 10, 12}) {
    const double m = std::ldexp(1, precision);
    run(precision, geometric(m / 2, 8 * m, 1.05), precision < 10 ? 10'000 : 2000);
  }
  run(14, geometric(8192, 65536, 1.1), 1000);
}

TEST(HllAccuracy, Coverage) {
  for (const int precision : {4, 5, 7, 9, 11}) {
    const double m = std::ldexp(1, precision);
    run(precision, geometric(2 * m, 50 * m, 1.7), 10'000);
  }
}

// With few values, around the change to registers, and beyond.
TEST(HllAccuracy, BoundsHoldAtEveryCount) {
  for (const int precision : {4, 5, 6, 7, 8, 9, 11, 13, 16, Hll::kMaxPrecision}) {
    const double m = std::ldexp(1, precision);
    std::vector<std::size_t> counts;
    for (const double part : {0.1, 0.5, 0.75, 1.0, 1.001, 1.03, 1.06, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6,
                              1.8, 2.2, 3.0, 4.5, 7.0}) {
      const auto n = static_cast<std::size_t>(std::ceil(part * m));
      if (counts.empty() || n > counts.back()) counts.push_back(n);
    }
    const int trials = std::clamp((1 << 21) >> precision, 256, 5000);
    expect_coverage(precision, counts, trials, 2000 + std::uint64_t(precision));
  }
}

// Counts too large to be built: registers are drawn from the model. There the number of values is
// Poisson distributed, which adds 1 / n to the relative variance.
template <class E>
class LargeCounts : public ::testing::Test {};
using Instances = ::testing::Types<Ell<0, 0>, Ell<0, 2>, Ell<2, 20>, Ell<2, 24>>;
TYPED_TEST_SUITE(LargeCounts, Instances);

TYPED_TEST(LargeCounts, AreAsTheoryHasThem) {
  Random random(7);
  for (const int precision : {5, 9}) {
    for (const double n : {1e4, 1e8, 1e12, 1e15, 1e18}) {
      const double error = EllTheory<TypeParam>::standard_error(n, precision);
      Errors errors(n, std::sqrt(error * error + 1 / n));
      RegisterModel<TypeParam> model(n, precision);
      for (int i = 0; i < 3000; ++i) {
        const auto evidence = evidence_of_registers<TypeParam>(model.draw(random), precision);
        errors.add(estimate(evidence).value, true);
      }
      std::printf("t = %d, d = %2d, p = ", TypeParam::kSubBits, TypeParam::kWindow);
      errors.print(precision);
      errors.expect_theory();
    }
  }
}

}  // namespace
}  // namespace sketch::test
