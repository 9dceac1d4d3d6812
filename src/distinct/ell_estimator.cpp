// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "sketch/distinct/ell_counts.hpp"
#include "sketch/distinct/ell_kernels.hpp"

namespace sketch {
namespace {

// The first derivative of the log-likelihood, and its second derivative negated.
struct Slope {
  double first, information;
};

// The range of levels with seen events; empty if there are none.
struct Range {
  std::size_t begin = 0, end = 0;
  explicit Range(const Evidence& evidence) noexcept {
    const auto seen = [&](std::size_t j) { return evidence.seen[j] != 0 && evidence.rate[j] != 0; };
    while (begin < Evidence::kLevels && !seen(begin)) ++begin;
    for (end = Evidence::kLevels; end > begin && !seen(end - 1);) --end;
  }
};

Slope slope(const Evidence& evidence, const Range& range, double n) noexcept {
  Slope result{-evidence.unseen, 0};
  // q is exp(n rho) - 1, which may overflow to infinity; its terms are then 0. Each rate is twice
  // that of the next level, except for the last two levels, so that q follows from the one before:
  // exp(2 x) - 1 = (exp(x) - 1) (exp(x) + 1).
  double q = 0, before = 0;
  for (std::size_t j = range.end; j-- != range.begin;) {
    const double rho = evidence.rate[j];
    q = rho == 2 * before ? q * (q + 2) : std::expm1(n * rho);
    before = rho;
    const double term = evidence.seen[j] * rho / q;
    result.first += term;
    result.information += term * rho * (1 + 1 / q);
  }
  return result;
}

double maximise(const Evidence& evidence, const Range& range) noexcept {
  double events = 0, half_rates = 0;
  for (std::size_t j = 0; j < Evidence::kLevels; ++j) {
    events += evidence.seen[j];
    half_rates += evidence.seen[j] * evidence.rate[j] / 2;
  }
  if (events == 0) return 0;
  if (evidence.unseen <= 0) return std::numeric_limits<double>::infinity();
  // Since rho / (exp(n rho) - 1) >= 1 / n - rho / 2, this start is at or below the maximum.
  double n = events / (evidence.unseen + half_rates);
  constexpr double kPrecise = 1e-13;
  constexpr int kMaxIterations = 200;
  for (int i = 0; i < kMaxIterations; ++i) {
    const Slope at = slope(evidence, range, n);
    const double step = at.first / at.information;
    n += step;
    if (!(step > kPrecise * n)) break;
  }
  return n;
}

template <class E>
void count_values(std::span<const std::uint32_t> registers, int precision,
                  ValueCounts& counts) noexcept {
  if constexpr (std::is_same_v<E, StoredEll>) {
    ell_kernels().count_values(registers.data(), registers.size(), counts);
  } else {
    ell_counts::count<E>(registers, E::max_value(precision), counts);
  }
}

}  // namespace

template <class E>
Evidence evidence_of_registers(std::span<const std::uint32_t> registers, int precision) noexcept {
  Evidence evidence;
  ValueCounts counts;
  count_values<E>(registers, precision, counts);
  const int last_octave = 64 - E::kSubBits - precision;
  double rate = std::ldexp(1, -precision - E::kSubBits - 1);
  for (int octave = 0; octave <= last_octave; ++octave) {
    const auto at = static_cast<std::size_t>(octave);
    const std::uint64_t unseen = counts.known[at] - counts.seen[at];
    evidence.seen[at] = static_cast<std::uint32_t>(counts.seen[at]);
    evidence.rate[at] = rate;
    evidence.unseen += static_cast<double>(unseen) * rate;
    // The last octave has the same rate as the one before it: the rest of the probability.
    if (octave + 1 < last_octave) rate /= 2;
  }
  evidence.bias = E::kBias / static_cast<double>(registers.size());
  return evidence;
}

template Evidence evidence_of_registers<Ell<0, 0>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<0, 2>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<2, 20>>(std::span<const std::uint32_t>, int) noexcept;
template Evidence evidence_of_registers<Ell<2, 24>>(std::span<const std::uint32_t>, int) noexcept;

Evidence evidence_of_tokens(std::span<const Token> tokens) noexcept {
  Evidence evidence;
  for (const Token token : tokens) ++evidence.seen[token_zeros(token)];
  evidence.unseen = 1;
  for (unsigned zeros = 0; zeros <= kTokenMaxZeros; ++zeros) {
    evidence.rate[zeros] =
        std::ldexp(1, -kTokenIndexBits - static_cast<int>(std::min(zeros + 1, kTokenMaxZeros)));
    evidence.unseen -= evidence.seen[zeros] * evidence.rate[zeros];
  }
  return evidence;
}

MlEstimate estimate(const Evidence& evidence) noexcept {
  const Range range(evidence);
  const double n = maximise(evidence, range);
  if (n == 0 || std::isinf(n)) return {n, 0};
  // 1 / information is the variance if the number of values is Poisson distributed. Less the
  // variance of that number, which is n, it is the variance for a given number.
  const double variance = 1 / slope(evidence, range, n).information - n;
  return {n / (1 + evidence.bias), std::sqrt(std::max(variance, 0.0))};
}

}  // namespace sketch
