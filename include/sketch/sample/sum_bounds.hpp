// SPDX-License-Identifier: PostgreSQL
//
// Bounds on a sum that a sample's rows estimate: of what each row stands for, x, which is its part of the
// sum divided by the probability p with which it was drawn.
//
// Rows of priority samples and of keyed ones are uncorrelated, and the variance of their sum has the
// estimate of the sum of x^2 (1 - p) (Horvitz, Thompson 1952; for priority sampling Duffield, Lund, Thorup,
// JACM 2007, section 2.2). Of a uniform sample all k rows are drawn at once, which makes it less: the sum
// over its rows, and the rows that are not among those summed up counting as 0, of (x - mean)^2 (1 - p)
// k / (k - 1).
//
// The interval is that of Wilson (1927): if no x is negative, the variance is taken to be in proportion to the
// sum, and the bounds are the sums from which the estimate is z standard deviations away; else they are
// these from the estimate. Of what is not negative no less is there than was drawn.
#pragma once

#include <cstddef>
#include <span>

#include "sketch/core/interval.hpp"

namespace sketch {

// Sums over all rows. Plain numbers, which are added up to combine.
struct DrawnSums {
  double rows, sum;
  double sure;       // part of the sum by rows that had to be drawn
  double drawn;      // of the rows' own parts
  double negatives;  // how many of them are negative
  double variance;   // as of uncorrelated rows

  void add(double x, double probability) noexcept;
  void add(const DrawnSums& other) noexcept;
};

// Sums over the rows of a uniform sample of `size` rows.
struct UniformSums {
  double sample;  // which one
  double size, probability, sum, squares;

  void add(double x) noexcept;
  void add(const UniformSums& other) noexcept;
  // What is to be added to the variance as of uncorrelated rows.
  double covariance() const noexcept;
};

// Adds up the sums of each sample. They come to the front, a sample once; returns how many there are.
std::size_t add_up_samples(std::span<UniformSums> sums) noexcept;

// The estimate and bounds that hold the true sum with a probability of `confidence`.
Estimate bounds_of_sum(const DrawnSums& all, std::span<const UniformSums> uniform,
                       double confidence) noexcept;

}  // namespace sketch
