// SPDX-License-Identifier: PostgreSQL
//
// Maximum-likelihood estimation of the number of distinct values from what a sketch has seen (Ertl,
// EDBT 2025, section 3.3; for tokens section 4.3).
//
// Under the Poisson model each pair (register, update value) is an event that occurs with a known
// rate rho per distinct value. Let alpha be the sum of the rates of the events that have not
// occurred, and beta_j the number of events of rate rho_j that have. The log-likelihood of n
// distinct values is
//     ln L(n) = -n alpha + sum_j beta_j ln(1 - exp(-n rho_j)).
// Its derivative is convex and decreasing, so that Newton's method from below converges
// monotonically.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/distinct/ell_register.hpp"
#include "sketch/distinct/token.hpp"

namespace sketch {

// What the estimate of a sketch depends on.
struct Evidence {
  static constexpr std::size_t kLevels = 65;

  double unseen = 0;                          // alpha
  std::array<std::uint32_t, kLevels> seen{};  // beta_j, of events with the rate rate[j]
  std::array<double, kLevels> rate{};         // rho_j
  double bias = 0;                            // relative bias of the estimate, first order
};

// The evidence of 2^precision registers.
template <class Register>
Evidence evidence_of_registers(std::span<const std::uint32_t> registers, int precision) noexcept;

// The evidence of distinct tokens.
Evidence evidence_of_tokens(std::span<const Token> tokens) noexcept;

struct MlEstimate {
  double value;           // the number of distinct values; infinite if nothing is left unseen
  double standard_error;  // absolute, for a given number of values (not for the Poisson model)
};

MlEstimate estimate(const Evidence& evidence) noexcept;

}  // namespace sketch
