// SPDX-License-Identifier: PostgreSQL
//
// Confidence intervals of estimates.
#pragma once

#include "sketch/core/status.hpp"

namespace sketch {

struct Estimate {
  double lower, value, upper;
};

// Checks that a confidence is above 0 and below 1.
Status check_confidence(double confidence) noexcept;

// The z for which a standard normal variable lies within +-z with probability `confidence`.
double two_sided_normal_quantile(double confidence) noexcept;

// Whole numbers between which a Poisson variable of this mean lies with at least this probability.
// At most half of 1 - confidence is below `low`, and at most the rest of it above `high`; if `low`
// is 0, all of it is above.
struct Range {
  double low, high;
};
Range poisson_range(double mean, double confidence) noexcept;

// The number of trials n, `successes` < n <= `most`, at which `successes` or fewer are as probable
// as a standard normal variable being at most z. 0 < probability < 1.
double binomial_trials(double successes, double probability, double z, double most) noexcept;

}  // namespace sketch
