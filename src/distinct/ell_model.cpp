// SPDX-License-Identifier: PostgreSQL
#include "ell_model.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace sketch::ell_model {
namespace {

// Fractions of 2^64.
using Fraction = std::uint64_t;

constexpr Fraction multiply(Fraction a, Fraction b) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<Fraction>(static_cast<Wide>(a) * b >> 64);
}

constexpr Fraction power(Fraction a, unsigned n) {
  Fraction result = ~Fraction{0};
  for (; n != 0; --n) result = multiply(result, a);
  return result;
}

// exp(-2^(rate / 4)), by repeated squaring of exp(-2^(k / 4 - 22)), k = 0 ... 3; 1 for lower rates.
constexpr int kRootRate = -88;
constexpr std::array<Fraction, 4> kRoots{0xfffffc0000080000, 0xfffffb3e4088c3e1, 0xfffffa57d8766031,
                                         0xfffff945d83049e9};

constexpr Fraction absent(int rate) {
  if (rate < kRootRate) return ~Fraction{0};
  Fraction q = kRoots[static_cast<std::size_t>(rate - kRootRate) % 4];
  for (int i = kRootRate + 4; i <= rate; i += 4) q = multiply(q, q);
  return q;
}

// The probability of one given set of `present` of `events` events.
constexpr Fraction pattern(int rate, unsigned events, unsigned present) {
  const Fraction q = absent(rate);
  return multiply(power(q, events - present), power(~q, present));
}

constexpr std::uint32_t weight(Fraction f) { return static_cast<std::uint32_t>(f >> 32); }

constexpr tans::Table make_plane_table(int rate) {
  std::array<std::uint32_t, 9> weights{};
  for (unsigned c = 0; c <= 8; ++c) weights[c] = std::max(weight(pattern(rate, 8, c)), 1U);
  tans::Weights of_pairs{};
  for (unsigned pair = 0; pair < 256; ++pair)
    of_pairs[pair] = weights[static_cast<unsigned>(std::popcount(pair))];
  return tans::Table(tans::normalise(of_pairs));
}

constexpr tans::Frequencies letter_frequencies(int scale) {
  tans::Weights weights{};
  std::uint64_t kept = 0;
  for (int octave = 0; octave < 16; ++octave) {
    if (first_octave(scale) + octave < 0) continue;
    const int rate = rate_index(scale, first_octave(scale) + octave);
    const Fraction none_above = power(absent(rate), 4);
    std::array<std::uint32_t, 5> of_count{};
    for (unsigned c = 1; c <= 4; ++c)
      of_count[c] = weight(multiply(none_above, pattern(rate, 4, c)));
    for (unsigned nibble = 1; nibble < 16; ++nibble) {
      const std::uint32_t w = of_count[static_cast<unsigned>(std::popcount(nibble))];
      // A letter that would not get half a state is cheaper as an escape.
      if (w < (std::uint32_t{1} << (31 - tans::kLog))) continue;
      weights[static_cast<std::size_t>(octave) * 16 + nibble] = w;
      kept += w;
    }
  }
  if (first_octave(scale) < 0) {
    weights[kEmptyLetter] = std::max(weight(power(absent(rate_index(scale, 0)), 8)), 1U);
    kept += weights[kEmptyLetter];
  }
  constexpr std::uint64_t kAll = std::uint64_t{1} << 32;
  weights[kEscapeLetter] = static_cast<std::uint32_t>(kept < kAll ? kAll - kept : 1);
  return tans::normalise(weights);
}

// Scales from kPeriodic on have the letter tables of kPeriodic ... kPeriodic + 3.
constexpr int kPeriodic = 24;
constexpr int letter_index(int scale) { return scale < kPeriodic ? scale : kPeriodic + scale % 4; }

template <int kRate>
constexpr tans::Table kPlaneTable = make_plane_table(kRate);
template <int kScale>
constexpr tans::Table kLetterTable = tans::Table(letter_frequencies(kScale));

constexpr auto kPlaneTables = []<int... i>(std::integer_sequence<int, i...>) {
  return std::array{&kPlaneTable<kLeastRate + i>...};
}
(std::make_integer_sequence<int, kMostRate - kLeastRate + 1>());

constexpr auto kLetterTables = []<int... i>(std::integer_sequence<int, i...>) {
  return std::array{&kLetterTable<i>...};
}
(std::make_integer_sequence<int, kPeriodic + 4>());

// The mean of a register's largest value at a scale, in units of 2^-16: the sum over k of the
// probability that a value of k or above has occurred. Above kPeriodic + 3 it grows by 1 a scale.
constexpr std::uint64_t mean_largest(int scale) {
  std::uint64_t sum = 0;
  for (int octave = 0; rate_index(scale, octave) >= kRootRate; ++octave) {
    const Fraction q = absent(rate_index(scale, octave));
    for (unsigned sub = 0; sub < 4; ++sub) sum += ~power(q, 8 - sub) >> 48;
  }
  return sum;
}

// kMeans[s] is the least mean that belongs to scale s + 1.
constexpr auto kMeans = [] {
  std::array<std::uint64_t, kPeriodic + 4> means{};
  std::uint64_t here = mean_largest(0);
  for (int s = 0; s < kPeriodic + 4; ++s) {
    const std::uint64_t above = mean_largest(s + 1);
    means[static_cast<std::size_t>(s)] = (here + above) / 2;
    here = above;
  }
  return means;
}();

}  // namespace

const tans::Table& plane_table(int rate) noexcept {
  return *kPlaneTables[static_cast<std::size_t>(std::clamp(rate, kLeastRate, kMostRate) -
                                                kLeastRate)];
}

const tans::Table& letter_table(int scale) noexcept {
  return *kLetterTables[static_cast<std::size_t>(letter_index(scale))];
}

int scale_of(std::uint64_t sum, std::size_t count) noexcept {
  const std::uint64_t mean = (sum << 16) / count;
  const auto at = std::upper_bound(kMeans.begin(), kMeans.end(), mean) - kMeans.begin();
  if (at < static_cast<std::ptrdiff_t>(kMeans.size())) return static_cast<int>(at);
  const auto beyond = static_cast<int>((mean - kMeans.back()) >> 16);
  return std::min(static_cast<int>(kMeans.size()) + beyond, kMaxScale);
}

}  // namespace sketch::ell_model
