// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sketch {
namespace {

// The first derivative of the log-likelihood and, negated, the second.
struct Slope {
  double first, information;
};

Slope slope(const Evidence& evidence, double n) noexcept {
  Slope result{-evidence.unseen, 0};
  // exp(n rho) - 1, which may overflow to infinity: the terms are then 0. Rates double from one
  // level to the one before, but for the last two: exp(2 x) - 1 = (exp(x) - 1) (exp(x) + 1).
  double q = 0, before = 0;
  for (std::size_t j = Evidence::kLevels; j-- != 0;) {
    const double rho = evidence.rate[j];
    if (rho == 0 || (before == 0 && evidence.seen[j] == 0)) continue;
    q = rho == 2 * before ? q * (q + 2) : std::expm1(n * rho);
    before = rho;
    if (evidence.seen[j] == 0) continue;
    const double term = evidence.seen[j] * rho / q;
    result.first += term;
    result.information += term * rho * (1 + 1 / q);
  }
  return result;
}

double maximise(const Evidence& evidence) noexcept {
  double events = 0, half_rates = 0;
  for (std::size_t j = 0; j < Evidence::kLevels; ++j) {
    events += evidence.seen[j];
    half_rates += evidence.seen[j] * evidence.rate[j] / 2;
  }
  if (events == 0) return 0;
  if (evidence.unseen <= 0) return std::numeric_limits<double>::infinity();
  // rho / (exp(n rho) - 1) >= 1 / n - rho / 2, so that this is at most the maximum's place.
  double n = events / (evidence.unseen + half_rates);
  constexpr double kPrecise = 1e-13;
  constexpr int kMaxIterations = 200;
  for (int i = 0; i < kMaxIterations; ++i) {
    const Slope at = slope(evidence, n);
    const double step = at.first / at.information;
    n += step;
    if (!(step > kPrecise * n)) break;
  }
  return n;
}

// The number of registers with each largest value.
template <class E>
using ByLargest = std::array<std::uint32_t, (65U << E::kSubBits) + 1>;

// Numbers of 4 bits, at most eight, in fields of 16 bits: two words have room for them all, and are
// summed without a loop.
struct Fields {
  std::array<std::uint64_t, 2> words{};

  void add(std::uint64_t numbers) noexcept {
    // The even ones to the lower bytes, the odd ones to the upper; then every other byte of these.
    const std::uint64_t bytes = (numbers | numbers << 28) & 0x0F0F0F0F0F0F0F0F;
    words[0] += bytes & 0x00FF00FF00FF00FF;
    words[1] += bytes >> 8 & 0x00FF00FF00FF00FF;
  }
  bool empty() const noexcept { return (words[0] | words[1]) == 0; }
  std::uint32_t sum(unsigned number) const noexcept {
    const unsigned byte = number / 2 + (number % 2 != 0 ? 4 : 0);
    return words[byte % 2] >> 16 * (byte / 2) & 0xFFFF;
  }
};

// Counts what has occurred in each octave. A register's window, moved up to the boundary of its
// octave, is a row of groups of 2^t bits, one an octave, whose bits are counted side by side; the
// counts are summed over the registers of the same octave.
template <class E>
void count_seen(std::span<const std::uint32_t> registers, int precision, ByLargest<E>& by_largest,
                std::array<std::uint32_t, Evidence::kLevels>& seen) noexcept {
  constexpr unsigned kSubs = 1U << E::kSubBits;
  constexpr unsigned kGroups = (E::kWindow + kSubs - 1) / kSubs + 1;
  constexpr unsigned kTop = kSubs * (kGroups - 1);  // where the largest value's octave starts
  constexpr std::size_t kMostSummed = 0xFFFF / kSubs;
  static_assert(kSubs == 4 ? kGroups <= 8 : kSubs == 1 && kGroups <= 3);
  while (!registers.empty()) {
    std::array<Fields, Evidence::kLevels> sums{};
    const auto some = registers.first(std::min(registers.size(), kMostSummed));
    registers = registers.subspan(some.size());
    for (const std::uint32_t r : some) {
      const unsigned u = std::min(E::largest(r), E::max_value(precision));
      ++by_largest[u];
      if (u == 0) continue;
      const unsigned sub = (u - 1) % kSubs;
      std::uint64_t bits = std::uint64_t{E::history(r, 0)} << (kTop - E::kWindow + sub);
      if constexpr (kSubs == 4) {
        bits = (bits & 0x5555555555555555) + (bits >> 1 & 0x5555555555555555);
        bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
      } else {
        bits = (bits & 1) | (bits & 2) << 3 | (bits & 4) << 6;
      }
      sums[(u - 1) / kSubs].add(bits);
    }
    for (unsigned octave = 0; octave < Evidence::kLevels; ++octave) {
      if (sums[octave].empty()) continue;
      for (unsigned group = 0; group < kGroups && group <= octave; ++group)
        seen[octave - group] += sums[octave].sum(kGroups - 1 - group);
    }
  }
}

// Counts the values of each octave of which the registers know whether they have occurred.
template <class E>
std::array<std::uint64_t, Evidence::kLevels> count_known(const ByLargest<E>& by_largest) noexcept {
  constexpr std::uint64_t kSubs = 1U << E::kSubBits;
  std::array<std::uint64_t, Evidence::kLevels> known{};
  std::array<std::uint64_t, Evidence::kLevels + 1>
      from{};  // registers that know all from this octave on
  for (unsigned u = 0; u < by_largest.size(); ++u) {
    if (by_largest[u] == 0) continue;
    const unsigned forgotten =
        u > E::kWindow ? u - E::kWindow - 1 : 0;  // the values 1 ... forgotten
    known[forgotten / kSubs] += by_largest[u] * (kSubs - forgotten % kSubs);
    from[forgotten / kSubs + 1] += by_largest[u];
  }
  std::uint64_t registers = 0;
  for (std::size_t octave = 0; octave < Evidence::kLevels; ++octave) {
    registers += from[octave];
    known[octave] += kSubs * registers;
  }
  return known;
}

}  // namespace

template <class E>
Evidence evidence_of_registers(std::span<const std::uint32_t> registers, int precision) noexcept {
  Evidence evidence;
  ByLargest<E> by_largest{};
  count_seen<E>(registers, precision, by_largest, evidence.seen);
  const auto known = count_known<E>(by_largest);
  const int last_octave = 64 - E::kSubBits - precision;
  double rate = std::ldexp(1, -precision - E::kSubBits - 1);
  for (int octave = 0; octave <= last_octave; ++octave) {
    const auto at = static_cast<std::size_t>(octave);
    const std::uint64_t unseen = known[at] - evidence.seen[at];
    evidence.rate[at] = rate;
    evidence.unseen += static_cast<double>(unseen) * rate;
    // The last octave has what is left: as much as the one before.
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
  const double n = maximise(evidence);
  if (n == 0 || std::isinf(n)) return {n, 0};
  // 1 / information is the variance for a Poisson number of values; less the variance of that
  // number, n, it is the one for a given number.
  const double variance = 1 / slope(evidence, n).information - n;
  return {n / (1 + evidence.bias), std::sqrt(std::max(variance, 0.0))};
}

}  // namespace sketch
