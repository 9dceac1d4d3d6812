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

}  // namespace sketch
