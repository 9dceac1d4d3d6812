// SPDX-License-Identifier: PostgreSQL
//
// What theory says of the maximum-likelihood estimate from m registers: sums over the distribution
// of a register's states, with x = n / m distinct values for each register.
//
// Update value k occurs at the rate x r_k and is absent with probability q_k = exp(-x r_k). Whether
// it occurred is known if no value above k + d has: w_k = prod_{j > k+d} q_j. With respect to x,
// for one register,
//     information   I      = sum w_k r_k^2 q_k / (1 - q_k)
//     third moment  E l''' = sum w_k r_k^3 q_k (1 + q_k) / (1 - q_k)^2.
#pragma once

#include <cmath>
#include <vector>

namespace sketch::test {

template <class E>
struct EllTheory {
  // With octaves extended without end both ways: n >> m, and hashes never run out of bits.
  struct Many {
    double information;  // x^2 I; the relative variance times m is its reciprocal
    double bias;         // the relative bias times m
  };
  static Many many(double x) {
    constexpr int kBelow = -60, kAbove = 60;
    std::vector<double> rates;
    for (int octave = kBelow; octave < kAbove; ++octave) {
      rates.insert(rates.end(), kSubs, std::ldexp(1, -E::kSubBits - 1 - octave));
    }
    const Sums sums = add_up(rates, x);
    const double a = sums.information * x * x, b = sums.third * x * x * x;
    return {a, (4 * a - b) / (2 * a * a)};
  }

  // The relative standard error of the estimate, for a given n. The information is that of a
  // Poisson number of values, whose own variance n is subtracted.
  static double standard_error(double n, int precision) {
    const double m = std::ldexp(1, precision), x = n / m;
    const double variance = m / add_up(rates_at(precision), x).information - n;
    return std::sqrt(variance > 0 ? variance : 0) / n;
  }

  // The rates of the update values 1, 2 ... for one distinct value per register.
  static std::vector<double> rates_at(int precision) {
    const int last = 64 - E::kSubBits - precision;
    std::vector<double> rates;
    for (int octave = 0; octave <= last; ++octave) {
      const int halvings = octave < last ? octave + 1 : last;
      rates.insert(rates.end(), kSubs, std::ldexp(1, -E::kSubBits - halvings));
    }
    return rates;
  }

 private:
  static constexpr std::size_t kSubs = std::size_t{1} << E::kSubBits;

  struct Sums {
    double information = 0, third = 0;
  };
  static Sums add_up(const std::vector<double>& rates, double x) {
    Sums sums;
    double above = 0;  // -ln w_k / x
    for (std::size_t k = rates.size(); k-- != 0;) {
      if (k + E::kWindow + 1 < rates.size()) above += rates[k + E::kWindow + 1];
      const double r = rates[k], q = std::exp(-x * r), p = -std::expm1(-x * r);
      const double w = std::exp(-x * above);
      sums.information += w * r * r * q / p;
      sums.third += w * r * r * r * q * (1 + q) / (p * p);
    }
    return sums;
  }
};

}  // namespace sketch::test
