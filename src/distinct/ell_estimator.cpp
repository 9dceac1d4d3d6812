// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sketch {
namespace {

// The first derivative of the log-likelihood and, negated, the second.
struct Slope {
  double first, information;
};

Slope slope(const Evidence& evidence, double n) noexcept {
  Slope result{-evidence.unseen, 0};
  for (std::size_t j = 0; j < Evidence::kLevels; ++j) {
    if (evidence.seen[j] == 0) continue;
    const double rho = evidence.rate[j];
    const double q = std::expm1(n * rho);  // may overflow to infinity: the terms are then 0
    const double term = evidence.seen[j] * rho / q;
    result.first += term;
    result.information += term * rho * (1 + 1 / q);
  }
  return result;
}

double maximise(const Evidence& evidence) noexcept {
  double events = 0, half_rates = 0;
  for (std::size_t j = 0; j < Evidence::kLevels; ++j) {
    events += evidence.seen[j];
    half_rates += evidence.seen[j] * evidence.rate[j] / 2;
  }
  if (events == 0) return 0;
  if (evidence.unseen <= 0) return std::numeric_limits<double>::infinity();
  // rho / (exp(n rho) - 1) >= 1 / n - rho / 2, so that this is at most the maximum's place.
  double n = events / (evidence.unseen + half_rates);
  constexpr double kPrecise = 1e-13;
  constexpr int kMaxIterations = 200;
  for (int i = 0; i < kMaxIterations; ++i) {
    const Slope at = slope(evidence, n);
    const double step = at.first / at.information;
    n += step;
    if (!(step > kPrecise * n)) break;
  }
  return n;
}

}  // namespace

template <class E>
Evidence evidence_of_registers(std::span<const std::uint32_t> registers, int precision) noexcept {
  constexpr int kSubs = 1 << E::kSubBits;
  constexpr unsigned kMaxLargest = 65U << E::kSubBits;
  Evidence evidence;
  // Registers by their largest value, to count the values above it, which have not occurred.
  std::array<std::uint32_t, kMaxLargest + 1> by_largest{};
  std::array<std::uint64_t, Evidence::kLevels> unseen{};
  for (const std::uint32_t r : registers) {
    const unsigned u = std::min(E::largest(r), E::max_value(precision));
    ++by_largest[u];
    if (u == 0) continue;
    ++evidence.seen[(u - 1) >> E::kSubBits];
    const unsigned window = std::min<unsigned>(E::kWindow, u - 1);
    std::uint32_t bits = r & E::kWindowMask;
    for (unsigned i = 1; i <= window; ++i) {
      const unsigned occurred = bits >> (E::kWindow - i) & 1;
      const unsigned octave = (u - i - 1) >> E::kSubBits;
      evidence.seen[octave] += occurred;
      unseen[octave] += 1 - occurred;
    }
  }
  const int last_octave = 64 - E::kSubBits - precision;
  std::uint64_t below = 0;
  for (int octave = 0; octave <= last_octave; ++octave) {
    for (int sub = 0; sub < kSubs; ++sub) {
      below += by_largest[static_cast<std::size_t>(octave * kSubs + sub)];
      unseen[static_cast<std::size_t>(octave)] += below;
    }
    const auto at = static_cast<std::size_t>(octave);
    evidence.rate[at] =
        std::ldexp(1, -precision - E::kSubBits - std::min(octave + 1, last_octave));
    evidence.unseen += static_cast<double>(unseen[at]) * evidence.rate[at];
  }
  evidence.bias = E::kBias / static_cast<double>(registers.size());
  return evidence;
}

template Evidence evidence_of_registers<Ell<0, 0>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<0, 2>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<2, 20>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<2, 24>>(std::span<const std::uint32_t>, int) noexcept;

Evidence evidence_of_tokens(std::span<const Token> tokens) noexcept {
  Evidence evidence;
  for (const Token token : tokens) ++evidence.seen[token_zeros(token)];
  evidence.unseen = 1;
  for (unsigned zeros = 0; zeros <= kTokenMaxZeros; ++zeros) {
    evidence.rate[zeros] =
        std::ldexp(1, -kTokenIndexBits - static_cast<int>(std::min(zeros + 1, kTokenMaxZeros)));
    evidence.unseen -= evidence.seen[zeros] * evidence.rate[zeros];
  }
  return evidence;
}

MlEstimate estimate(const Evidence& evidence) noexcept {
  const double n = maximise(evidence);
  if (n == 0 || std::isinf(n)) return {n, 0};
  // 1 / information is the variance for a Poisson number of values; less the variance of that
  // number, n, it is the one for a given number.
  const double variance = 1 / slope(evidence, n).information - n;
  return {n / (1 + evidence.bias), std::sqrt(std::max(variance, 0.0))};
}

double two_sided_normal_quantile(double confidence) noexcept {
  // Newton's method on erf(x) - confidence, concave for x > 0, so that it converges from below;
  // z = sqrt(2) x. Where erf reaches 1 in double precision it stops.
  constexpr double kTwoOverSqrtPi = 1.1283791670955126;
  double x = 0;
  for (int i = 0; i < 100; ++i) {
    const double step = (confidence - std::erf(x)) / (kTwoOverSqrtPi * std::exp(-x * x));
    if (!(step > 1e-12)) break;
    x += step;
  }
  return x * std::sqrt(2.0);
}

}  // namespace sketch
