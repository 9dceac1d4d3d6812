// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/interval.hpp"

#include <cmath>

namespace sketch {

Status check_confidence(double confidence) noexcept {
  if (confidence > 0 && confidence < 1) return {};
  return {Code::out_of_range, "confidence must be above 0 and below 1", "Use 0.95, for example."};
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
