// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/interval.hpp"

#include <algorithm>
#include <cmath>

namespace sketch {

Status check_confidence(double confidence) noexcept {
  if (confidence > 0 && confidence < 1) return {};
  return {Code::out_of_range, "confidence must be above 0 and below 1", "Use 0.95, for example."};
}

double two_sided_normal_quantile(double confidence) noexcept {
  // Newton's method on erf(x) - confidence, which is concave for x > 0, so that it converges from
  // below; z = sqrt(2) x. The loop ends when erf reaches 1 in double precision.
  constexpr double kTwoOverSqrtPi = 1.1283791670955126;
  double x = 0;
  for (int i = 0; i < 100; ++i) {
    const double step = (confidence - std::erf(x)) / (kTwoOverSqrtPi * std::exp(-x * x));
    if (!(step > 1e-12)) break;
    x += step;
  }
  return x * std::sqrt(2.0);
}

Range poisson_range(double mean, double confidence) noexcept {
  const double outside = 1 - confidence;
  constexpr double kLarge = 700;  // up to here exp(-mean) is not 0 in double precision
  if (mean > kLarge) {
    const double half = two_sided_normal_quantile(confidence) * std::sqrt(mean);
    return {std::floor(mean - half), std::ceil(mean + half)};
  }
  double low = 0, below = 0, probability = std::exp(-mean);
  while (below + probability <= outside / 2) {
    below += probability;
    probability *= mean / ++low;
  }
  double high = low, above = 1 - below - probability;
  constexpr double kRounding = 0x1p-53;
  while (above > outside - below && (high < mean || probability > kRounding * outside)) {
    probability *= mean / ++high;
    above -= probability;
  }
  return {low, high};
}

namespace {

// The z that corresponds to at most `successes` in n trials (Peizer, Pratt, "A normal approximation
// for binomial, F, beta, and other common, related tail probabilities", 1968). The tail's
// probability is off by less than a tenth, even if only one trial fails.
double binomial_z(double n, double successes, double probability) noexcept {
  const double failure = 1 - probability, failures = n - successes;
  const double at = successes + 0.5, rest = failures - 0.5;
  const double off = at - n * probability;
  const double d = successes + 2.0 / 3 - (n + 1.0 / 3) * probability +
                   0.02 * (failure / (successes + 1) - probability / failures +
                           (failure - 0.5) / (n + 1));
  const double g =
      at * std::log1p(off / (n * probability)) + rest * std::log1p(-off / (n * failure));
  return off == 0 || !(g > 0) ? 0
                              : d / std::abs(off) * std::sqrt(2 / (1 + 1 / (6 * n)) * g);
}

}  // namespace

double binomial_trials(double successes, double probability, double z, double most) noexcept {
  // z falls as trials are added. Bisection on the logarithm of the number of failures.
  constexpr double kLeastFailures = 0.51;
  double low = std::log(kLeastFailures), high = std::log(std::max(most - successes, 1.0));
  constexpr int kSteps = 60;
  for (int i = 0; i < kSteps; ++i) {
    const double middle = (low + high) / 2;
    const double n = successes + std::exp(middle);
    (binomial_z(n, successes, probability) > z ? low : high) = middle;
  }
  return successes + std::exp(low);
}

}  // namespace sketch
