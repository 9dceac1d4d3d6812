// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_estimator.hpp"
#include "sketch/core/interval.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <vector>

#include "support/ell_model.hpp"

namespace sketch::test {
namespace {

using Function = std::function<double(double)>;

// The place of the only maximum of a function between two bounds, by golden section search.
double maximum_of(const Function& f, double low, double high) {
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double a = high - golden * (high - low), b = low + golden * (high - low);
  double fa = f(a), fb = f(b);
  while (high - low > 1e-9 * high) {
    if (fa < fb) {
      low = a, a = b, fa = fb;
      b = low + golden * (high - low), fb = f(b);
    } else {
      high = b, b = a, fb = fa;
      a = high - golden * (high - low), fa = f(a);
    }
  }
  return (low + high) / 2;
}

// ln L(n) of registers by its definition: what each register remembers of each value.
template <class E>
Function likelihood_of_registers(const std::vector<std::uint32_t>& registers, int precision) {
  struct Event {
    double rate;
    int seen = 0, unseen = 0;
  };
  std::vector<Event> events;
  for (const double rate : EllTheory<E>::rates_at(precision)) events.push_back({rate});
  for (const std::uint32_t r : registers) {
    const unsigned u = E::largest(r);
    for (unsigned value = 1; value <= events.size(); ++value) {
      if (value + E::kWindow < u) continue;
      ++(E::remembers(r, value) ? events[value - 1].seen : events[value - 1].unseen);
    }
  }
  const auto m = static_cast<double>(registers.size());
  return [events, m](double n) {
    double sum = 0;
    for (const auto& [rate, seen, unseen] : events) {
      sum -= unseen * rate * n / m;
      if (seen != 0) sum += seen * std::log(-std::expm1(-rate * n / m));
    }
    return sum;
  };
}

template <class E>
class EllEstimator : public ::testing::Test {
 protected:
  static double estimated(const std::vector<std::uint32_t>& registers, int precision) {
    Evidence evidence = evidence_of_registers<E>(registers, precision);
    evidence.bias = 0;
    return estimate(evidence).value;
  }
};

using Instances = ::testing::Types<Ell<0, 0>, Ell<0, 2>, Ell<2, 20>, Ell<2, 24>>;
TYPED_TEST_SUITE(EllEstimator, Instances);

TYPED_TEST(EllEstimator, MaximisesTheLikelihood) {
  Random random(1);
  for (const int precision : {4, 5, 9}) {
    for (double n = 0.5; n < 1e18; n *= 7) {
      RegisterModel<TypeParam> model(n, precision);
      const auto& registers = model.draw(random);
      const auto likelihood = likelihood_of_registers<TypeParam>(registers, precision);
      const double value = this->estimated(registers, precision);
      if (registers == std::vector<std::uint32_t>(registers.size())) {
        EXPECT_EQ(value, 0);
        continue;
      }
      // The place of a maximum is known only to the square root of the precision of its height.
      EXPECT_NEAR(value / maximum_of(likelihood, 0.2 * n, 20 * n + 50), 1, 1e-5) << n;
    }
  }
}

TYPED_TEST(EllEstimator, ExtremeRegisters) {
  for (const int precision : {4, 9, 18}) {
    std::vector<std::uint32_t> registers(std::size_t{1} << precision);
    EXPECT_EQ(this->estimated(registers, precision), 0);
    registers.back() = TypeParam::update(0, 1);
    EXPECT_NEAR(this->estimated(registers, precision), 1, 0.5);
    const unsigned most = TypeParam::max_value(precision);
    for (auto& r : registers) r = most << TypeParam::kWindow | TypeParam::kWindowMask;
    EXPECT_EQ(this->estimated(registers, precision), std::numeric_limits<double>::infinity());
    registers[0] = 0;
    EXPECT_TRUE(std::isfinite(this->estimated(registers, precision)));
  }
}

TYPED_TEST(EllEstimator, StandardErrorIsTheOneOfTheory) {
  Random random(2);
  constexpr int kPrecision = 10;
  for (const double n : {2e3, 1e4, 1e6, 1e12}) {
    RegisterModel<TypeParam> model(n, kPrecision);
    double sum = 0;
    for (int i = 0; i < 30; ++i) {
      const MlEstimate ml =
          estimate(evidence_of_registers<TypeParam>(model.draw(random), kPrecision));
      sum += ml.standard_error / ml.value / 30;
    }
    EXPECT_NEAR(sum / EllTheory<TypeParam>::standard_error(n, kPrecision), 1, 0.02) << n;
  }
}

// Table 1 of Ertl's ExaLogLog paper, and more: bits times squared error.
TEST(EllTheory, MemoryVarianceProducts) {
  const auto product = [](int bits, double information) { return bits / information; };
  EXPECT_NEAR(product(6, EllTheory<Ell<0, 0>>::many(1).information), 6.45, 0.01);
  EXPECT_NEAR(product(8, EllTheory<Ell<0, 2>>::many(1).information), 4.63, 0.01);
  EXPECT_NEAR(product(28, EllTheory<Ell<2, 20>>::many(1).information), 3.67, 0.04);
  EXPECT_NEAR(product(32, EllTheory<Ell<2, 24>>::many(1).information), 3.78, 0.04);
}

TEST(TokenEstimator, MaximisesTheLikelihood) {
  Random random(3);
  for (const std::size_t n : {1U, 2U, 50U, 1000U, 200'000U}) {
    std::set<Token> tokens;
    for (std::size_t i = 0; i < n; ++i) tokens.insert(make_token(random()));
    const std::vector<Token> list(tokens.begin(), tokens.end());
    const auto likelihood = [&list](double x) {
      double sum = 0, unseen = 1;
      for (const Token token : list) {
        const int halvings = static_cast<int>(std::min(token_zeros(token) + 1, kTokenMaxZeros));
        const double rate = std::ldexp(1, -kTokenIndexBits - halvings);
        sum += std::log(-std::expm1(-rate * x));
        unseen -= rate;
      }
      return sum - unseen * x;
    };
    const double value = estimate(evidence_of_tokens(list)).value;
    const auto expected = static_cast<double>(n);
    EXPECT_NEAR(value / maximum_of(likelihood, 0.5 * expected, 2 * expected), 1, 1e-4) << n;
    EXPECT_NEAR(value, expected, 0.01 + 5e-4 * expected);
  }
  EXPECT_EQ(estimate(evidence_of_tokens({})).value, 0);
}

// Up to 4096 tokens the rounded estimate is their number, even if all have the highest rate.
TEST(TokenEstimator, FewTokensCountThemselves) {
  std::vector<Token> tokens;
  for (Token index = 0; index < 4096; ++index) tokens.push_back(index << 6);
  for (std::size_t n = 1; n <= tokens.size(); n += 5) {
    const double value = estimate(evidence_of_tokens({tokens.data(), n})).value;
    EXPECT_GE(value, static_cast<double>(n) * (1 - 1e-12));
    EXPECT_EQ(std::round(value), static_cast<double>(n));
  }
}

TEST(Normal, TwoSidedQuantile) {
  EXPECT_NEAR(two_sided_normal_quantile(1e-6), 1.2533141373158e-6, 1e-15);
  EXPECT_NEAR(two_sided_normal_quantile(0.5), 0.674489750196082, 1e-12);
  EXPECT_NEAR(two_sided_normal_quantile(0.6826894921370859), 1, 1e-12);
  EXPECT_NEAR(two_sided_normal_quantile(0.9), 1.644853626951473, 1e-12);
  EXPECT_NEAR(two_sided_normal_quantile(0.95), 1.959963984540054, 1e-12);
  EXPECT_NEAR(two_sided_normal_quantile(0.99), 2.575829303548901, 1e-12);
  EXPECT_NEAR(two_sided_normal_quantile(0.999), 3.290526731491926, 1e-11);
  EXPECT_NEAR(two_sided_normal_quantile(1 - 1e-9), 6.109410205, 1e-5);
  EXPECT_TRUE(std::isfinite(two_sided_normal_quantile(std::nextafter(1.0, 0.0))));
}

}  // namespace
}  // namespace sketch::test
