// SPDX-License-Identifier: PostgreSQL
//
// Draws registers as n distinct values would leave them, for any n. Under the Poisson model each
// update value has occurred with its own probability, independently of the others.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "support/ell_theory.hpp"
#include "support/random.hpp"

namespace sketch::test {

template <class E>
class RegisterModel {
 public:
  RegisterModel(double n, int precision) : registers_(std::size_t{1} << precision) {
    for (const double rate : EllTheory<E>::rates_at(precision)) {
      const double p = -std::expm1(-n / static_cast<double>(registers_.size()) * rate);
      present_.push_back(p >= 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(p * 0x1p64));
    }
  }

  const std::vector<std::uint32_t>& draw(Random& random) {
    for (auto& r : registers_) {
      r = 0;
      for (std::size_t k = present_.size(); k-- != 0;) {
        const unsigned value = static_cast<unsigned>(k) + 1;
        if (E::largest(r) > value + E::kWindow) break;
        if (present_[k] != 0 && random() <= present_[k]) r = E::update(r, value);
      }
    }
    return registers_;
  }

  // The entropy of a register in bits, summed over what it records of each value.
  double entropy() const {
    double sum = 0, above = 1;  // the probability that no value beyond k + d has occurred
    for (std::size_t k = present_.size(); k-- != 0;) {
      if (k + E::kWindow + 1 < present_.size()) above *= 1 - probability(k + E::kWindow + 1);
      const double p = probability(k);
      if (p > 0 && p < 1) sum -= above * (p * std::log2(p) + (1 - p) * std::log2(1 - p));
    }
    return sum;
  }

 private:
  double probability(std::size_t k) const { return static_cast<double>(present_[k]) * 0x1p-64; }

  std::vector<std::uint64_t> present_;
  std::vector<std::uint32_t> registers_;
};

}  // namespace sketch::test
