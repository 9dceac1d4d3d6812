// SPDX-License-Identifier: PostgreSQL
//
// Measures the errors of the distinct counter over many sketches of random hashes, and compares
// them with theory (ell_theory.hpp). Seeds are fixed.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <vector>

#include "sketch/distinct/hll.hpp"
#include "support/ell_theory.hpp"
#include "support/errors.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

// No worse than theory, as long as tokens still know nearly everything.
inline void expect_better(const Errors& e) {
  constexpr double kTokenError = 3e-4;  // sqrt(2^-25 / 3) = 1e-4 for n >> 1 (token.hpp)
  EXPECT_LT(e.ratio() * e.theory(), std::min(kTokenError, std::max(1.08 * e.theory(), 1e-6)))
      << e.n();
  EXPECT_LE(std::abs(e.bias()), std::max(0.2, 1e-6 / e.theory())) << e.n();
}

// Counts from `first` to `last`, each `factor` times the one before.
inline std::vector<std::size_t> geometric(double first, double last, double factor) {
  std::vector<std::size_t> counts;
  for (double n = first; n < last * (1 + 1e-9); n *= factor) {
    const auto count = static_cast<std::size_t>(std::llround(n));
    if (counts.empty() || count > counts.back()) counts.push_back(count);
  }
  return counts;
}

// Builds `trials` sketches and asks each of them at all of the ascending counts.
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
      Estimate estimate{};
      EXPECT_TRUE(Hll::bounds(state, 0.95, host, estimate).ok());
      const auto x = static_cast<double>(n);
      errors[i].add(estimate.value, estimate.lower <= x && x <= estimate.upper);
    }
    host.clear();
  }
  return errors;
}

// Measures how often bounds hold at each of the ascending counts.
inline void expect_coverage(int precision, const std::vector<std::size_t>& counts, int trials,
                            std::uint64_t seed) {
  std::vector<Coverage> coverage;
  for (const std::size_t n : counts) coverage.emplace_back(static_cast<double>(n));
  Random random(seed);
  TestHost host;
  std::vector<std::uint64_t> hashes;
  for (int trial = 0; trial < trials; ++trial) {
    State state = Hll::create(precision, host);
    std::size_t n = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      hashes.resize(counts[i] - n);
      for (auto& hash : hashes) hash = random();
      state = Hll::add_all(state, hashes, host);
      n = counts[i];
      coverage[i].add([&](double confidence, Estimate& e) {
        return Hll::bounds(state, confidence, host, e);
      });
    }
    host.clear();
  }
  const double m = std::ldexp(1, precision);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    // n^2 / (6 * 2^24) values share a token; the standard deviation is the root of that.
    const auto n = static_cast<double>(counts[i]);
    const double deviation = n <= m ? n / std::sqrt(6 * 0x1p24)
                                    : n * EllTheory<StoredEll>::standard_error(n, precision);
    constexpr double kApart = 2;
    coverage[i].expect(precision, deviation < kApart);
  }
}

// With registers, errors match theory in both directions.
inline void expect_accurate(int precision, const std::vector<Errors>& errors) {
  const double m = std::ldexp(1, precision);
  for (const Errors& e : errors) {
    SCOPED_TRACE(::testing::Message() << "precision " << precision);
    e.n() > 1.01 * m ? e.expect_theory() : e.n() <= m ? expect_better(e) : void();
    // Bounds hold more often if whole numbers are too far apart for exactly this confidence.
    constexpr double kApart = 2;
    if (e.n() < 2 * m) continue;
    e.n() * e.theory() < kApart ? e.expect_coverage_at_least() : e.expect_coverage();
  }
}

}  // namespace sketch::test
