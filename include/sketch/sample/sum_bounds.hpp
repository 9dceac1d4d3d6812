// SPDX-License-Identifier: PostgreSQL
//
// Bounds on a sum that is estimated from a sample. Each sampled row contributes x, its own part of
// the sum divided by the probability p with which it was drawn.
//
// The rows of priority and keyed samples are uncorrelated. The estimate of the sum's variance is
// the sum of x^2 (1 - p) (Horvitz, Thompson 1952; for priority sampling Duffield, Lund, Thorup,
// JACM 2007, section 2.2). In a uniform sample all k rows are drawn together, which makes the
// variance smaller: it is the sum of (x - mean)^2 (1 - p) k / (k - 1) over its rows, where rows
// that don't belong to the sum have x = 0.
//
// If no x is negative the interval is Wilson's (1927): the variance is assumed to be proportional
// to the sum, and the bounds are the sums that are z standard deviations away from the estimate.
// The lower bound is then at least what the sampled rows add up to. Otherwise the bounds are z
// standard deviations on either side of the estimate.
#pragma once

#include <cstddef>
#include <span>

#include "sketch/core/interval.hpp"

namespace sketch {

// Sums over all rows. Adding two of these field by field combines them.
struct DrawnSums {
  double rows, sum;
  double sure;       // part of the sum by rows drawn with certainty
  double drawn;      // sum of the rows' own parts
  double negatives;  // number of negative ones
  double variance;   // as if rows were uncorrelated

  void add(double x, double probability) noexcept;
  void add(const DrawnSums& other) noexcept;
};

// Sums over the rows of one uniform sample.
struct UniformSums {
  double sample;  // the number of the sample
  double size, probability, sum, squares;

  void add(double x) noexcept;
  void add(const UniformSums& other) noexcept;
  // The correction to DrawnSums::variance.
  double covariance() const noexcept;
};

// Adds up the entries of each sample and moves the results to the front, one for each sample; gives
// their number.
std::size_t add_up_samples(std::span<UniformSums> sums) noexcept;

// The estimate, and bounds that hold the true sum with probability `confidence`.
Estimate bounds_of_sum(const DrawnSums& all, std::span<const UniformSums> uniform,
                       double confidence) noexcept;

}  // namespace sketch
