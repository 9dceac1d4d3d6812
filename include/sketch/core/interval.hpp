// SPDX-License-Identifier: PostgreSQL
//
// Confidence intervals: what an estimate comes with.
#pragma once

#include "sketch/core/status.hpp"

namespace sketch {

struct Estimate {
  double lower, value, upper;
};

// Whether a confidence is one: above 0 and below 1.
Status check_confidence(double confidence) noexcept;

// The z for which a standard normal variable is within +-z with probability `confidence`.
double two_sided_normal_quantile(double confidence) noexcept;

// Whole numbers that a Poisson variable of this mean is within with a probability of at least
// `confidence`, as closely as whole numbers allow: as much is left out on both sides, or all of it
// above where 0 is within.
struct Range {
  double low, high;
};
Range poisson_range(double mean, double confidence) noexcept;

// The number of trials for which `successes` or fewer have the probability that a standard normal
// variable has to be at most z. It is above `successes`, and at most `most`; 0 < probability < 1.
double binomial_trials(double successes, double probability, double z, double most) noexcept;

}  // namespace sketch
