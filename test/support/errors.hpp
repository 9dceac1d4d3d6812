// SPDX-License-Identifier: PostgreSQL
//
// The errors of estimates over many sketches, held against theory.
//
// A measured standard error scatters by 1 / sqrt(2 trials), a mean by the standard error over
// sqrt(trials), a coverage by sqrt(0.05 * 0.95 / trials); where trials are few, the bounds are
// wider by 4.5 of those, so that chance alone fails less than one in 100,000 comparisons.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sketch::test {

// The errors of one number of values, relative.
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

  // As theory has it, on either side.
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

}  // namespace sketch::test
