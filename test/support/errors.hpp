// SPDX-License-Identifier: PostgreSQL
//
// The errors of estimates over many sketches, compared with theory.
//
// A measured standard error has a relative standard deviation of 1 / sqrt(2 trials), a mean one of
// its standard error / sqrt(trials), a coverage one of sqrt(0.05 * 0.95 / trials). If there are few
// trials, the tolerance is widened by 4.5 of these, so that chance alone fails fewer than one in
// 100,000 comparisons.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sketch/core/interval.hpp"

namespace sketch::test {

// The relative errors at one number of values.
class Errors {
 public:
  Errors(double n, double theory) : n_(n), theory_(theory) {}

  void add(double value, bool covered) {
    const double error = value / n_ - 1;
    ++trials_;
    sum_ += error;
    squares_ += error * error;
    covered_ += covered;
  }

  double n() const { return n_; }
  double theory() const { return theory_; }
  double ratio() const { return std::sqrt(squares_ / trials_) / theory_; }
  double bias() const { return sum_ / trials_ / theory_; }
  double coverage() const { return covered_ / trials_; }
  double slack(double scatter) const { return 4.5 * scatter / std::sqrt(trials_); }

  void print(int precision) const {
    std::printf("%2d %13.0f  error %.5f  theory %.5f  ratio %.3f  bias/error %+.3f  in 95%% %.3f\n",
                precision, n_, std::sqrt(squares_ / trials_), theory_, ratio(), bias(), coverage());
  }

  // The error must match theory in both directions.
  void expect_theory(double tolerance = 0.08) const {
    EXPECT_NEAR(ratio(), 1, std::max(tolerance, slack(std::sqrt(0.5)))) << n_;
    EXPECT_LT(std::abs(bias()), std::max(0.2, slack(1))) << n_;
  }
  void expect_coverage() const { EXPECT_NEAR(coverage(), 0.95, coverage_slack()) << n_; }
  void expect_coverage_at_least() const { EXPECT_GT(coverage(), 0.95 - coverage_slack()) << n_; }

 private:
  double coverage_slack() const { return std::max(0.015, slack(std::sqrt(0.05 * 0.95))); }

  double n_, theory_;
  double trials_ = 0, sum_ = 0, squares_ = 0, covered_ = 0;
};

// How often bounds hold, at confidences of 95 and 99 %.
class Coverage {
 public:
  explicit Coverage(double n) : n_(n) {}

  // bounds(confidence, estimate) must compute the estimate.
  template <class Bounds>
  void add(Bounds bounds) {
    ++trials_;
    for (std::size_t i = 0; i < kConfidences.size(); ++i) {
      Estimate e{};
      EXPECT_TRUE(bounds(kConfidences[i], e).ok());
      held_[i] += e.lower <= n_ && n_ <= e.upper;
    }
  }

  // The coverage must be right within 1 % plus half of what chance explains. With `at_least` it may
  // be higher, because whole numbers may be too far apart for bounds of exactly this confidence.
  void expect(int precision, bool at_least) const {
    std::printf("%2d %9.0f  in 95%% %.4f  in 99%% %.4f\n", precision, n_, held_[0] / trials_,
                held_[1] / trials_);
    for (std::size_t i = 0; i < kConfidences.size(); ++i) {
      const double wanted = kConfidences[i], held = held_[i] / trials_;
      const double slack = 0.01 + 2.25 * std::sqrt(wanted * (1 - wanted) / trials_);
      EXPECT_GT(held, wanted - slack) << precision << ", " << n_;
      if (!at_least) {
        EXPECT_LT(held, wanted + slack) << precision << ", " << n_;
      }
    }
  }

 private:
  static constexpr std::array<double, 2> kConfidences{0.95, 0.99};
  double n_, trials_ = 0;
  std::array<double, 2> held_{};
};

}  // namespace sketch::test
