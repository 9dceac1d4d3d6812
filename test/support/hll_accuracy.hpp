// SPDX-License-Identifier: PostgreSQL
//
// Measures the errors of the distinct counter's estimates over many sketches of random hashes, and
// holds them against theory (ell_theory.hpp). Seeds are fixed.
//
// A measured standard error scatters by 1 / sqrt(2 trials), a mean by the standard error over
// sqrt(trials), a coverage by sqrt(0.05 * 0.95 / trials); where trials are few, the bounds are
// wider by 4.5 of those, so that chance alone fails less than one in 100,000 comparisons.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

#include "sketch/distinct/hll.hpp"
#include "support/ell_theory.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

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
  double ratio() const { return std::sqrt(squares_ / trials_) / theory_; }
  double bias() const { return sum_ / trials_ / theory_; }
  double coverage() const { return covered_ / trials_; }
  double slack(double scatter) const { return 4.5 * scatter / std::sqrt(trials_); }

  void print(int precision) const {
    std::printf("%2d %13.0f  error %.5f  theory %.5f  ratio %.3f  bias/error %+.3f  in 95%% %.3f\n",
                precision, n_, std::sqrt(squares_ / trials_), theory_, ratio(), bias(), coverage());
  }

  // As theory has it, on either side.
  void expect_theory() const {
    EXPECT_NEAR(ratio(), 1, std::max(0.08, slack(std::sqrt(0.5)))) << n_;
    EXPECT_LT(std::abs(bias()), std::max(0.2, slack(1))) << n_;
  }
  // No worse than theory: where tokens still know nearly all.
  void expect_better() const {
    constexpr double kTokenError = 3e-4;  // sqrt(2^-25 / 3) = 1e-4 for n >> 1 (token.hpp)
    EXPECT_LT(ratio() * theory_, std::min(kTokenError, std::max(1.08 * theory_, 1e-6))) << n_;
    EXPECT_LE(std::abs(bias()), std::max(0.2, 1e-6 / theory_)) << n_;
  }
  void expect_coverage() const {
    EXPECT_NEAR(coverage(), 0.95, std::max(0.015, slack(std::sqrt(0.05 * 0.95)))) << n_;
  }

 private:
  double n_, theory_;
  double trials_ = 0, sum_ = 0, squares_ = 0, covered_ = 0;
};

// From `first` to `last`, each `factor` times the one before.
inline std::vector<std::size_t> geometric(double first, double last, double factor) {
  std::vector<std::size_t> counts;
  for (double n = first; n < last * (1 + 1e-9); n *= factor) {
    const auto count = static_cast<std::size_t>(std::llround(n));
    if (counts.empty() || count > counts.back()) counts.push_back(count);
  }
  return counts;
}

// Builds `trials` sketches, and asks each at all of the counts, which ascend.
inline std::vector<Errors> measure(int precision, const std::vector<std::size_t>& counts,
                                   int trials, std::uint64_t seed) {
  std::vector<Errors> errors;
  for (const std::size_t n : counts) {
    const auto x = static_cast<double>(n);
    errors.emplace_back(x, EllTheory<StoredEll>::standard_error(x, precision));
  }
  Random random(seed);
  std::vector<std::uint64_t> hashes(4096);
  TestHost host;
  for (int trial = 0; trial < trials; ++trial) {
    State state = Hll::create(precision, host);
    std::size_t n = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      while (n < counts[i]) {
        const auto batch = std::span(hashes).first(std::min(hashes.size(), counts[i] - n));
        for (auto& hash : batch) hash = random();
        state = Hll::add_all(state, batch, host);
        n += batch.size();
      }
      Hll::Estimate estimate{};
      EXPECT_TRUE(Hll::bounds(state, 0.95, host, estimate).ok());
      const auto x = static_cast<double>(n);
      errors[i].add(estimate.value, estimate.lower <= x && x <= estimate.upper);
    }
    host.clear();
  }
  return errors;
}

// Once there are registers, theory holds on both sides.
inline void expect_accurate(int precision, const std::vector<Errors>& errors) {
  const double m = std::ldexp(1, precision);
  for (const Errors& e : errors) {
    SCOPED_TRACE(::testing::Message() << "precision " << precision);
    e.n() > 1.01 * m ? e.expect_theory() : e.n() <= m ? e.expect_better() : void();
    if (e.n() >= 2 * m) e.expect_coverage();
  }
}

}  // namespace sketch::test
