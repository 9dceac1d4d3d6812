// SPDX-License-Identifier: PostgreSQL
#include "ell_model.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <utility>

namespace sketch::ell_model {
namespace {

// A fraction of 2^64.
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

// The rates whose exp(-2^(rate / 4)) is given; kRoots are exp(-2^(k / 4 - 22)), k = 0 ... 3.
// Repeated squaring gives the higher rates; at lower ones the result is 1.
constexpr int kRootRate = -88;
constexpr std::array<Fraction, 4> kRoots{0xfffffc0000080000, 0xfffffb3e4088c3e1, 0xfffffa57d8766031,
                                         0xfffff945d83049e9};

constexpr Fraction absent(int rate) {
  if (rate < kRootRate) return ~Fraction{0};
  Fraction q = kRoots[static_cast<std::size_t>(rate - kRootRate) % 4];
  for (int i = kRootRate + 4; i <= rate; i += 4) q = multiply(q, q);
  return q;
}

// The probability that exactly a given set of `present` out of `events` events has occurred.
constexpr Fraction pattern(int rate, unsigned events, unsigned present) {
  const Fraction q = absent(rate);
  return multiply(power(q, events - present), power(~q, present));
}

constexpr std::uint32_t weight(Fraction f) { return static_cast<std::uint32_t>(f >> 32); }

// What is known of a nibble before it is decoded.
enum class Known {
  nothing,
  raw,      // its lowest value is coded as the raw bit, and is 0 here
  zero,     // octave -1: only the value 0, which always counts as occurred
  missing,  // an octave below that
};

// The probability of a nibble of an octave of this rate.
constexpr Fraction nibble(int rate, unsigned present, Known known) {
  const auto count = static_cast<unsigned>(std::popcount(present));
  if (known == Known::nothing) return pattern(rate, 4, count);
  if (known == Known::raw) return (present & 1) != 0 ? 0 : pattern(rate, 3, count);
  return present == (known == Known::zero ? 8U : 0U) ? ~Fraction{0} : 0;
}

constexpr rans::Frequencies pair_frequencies(int rate, Known high, Known low) {
  rans::Weights weights{};
  for (unsigned pair = 0; pair < 256; ++pair) {
    weights[pair] =
        weight(multiply(nibble(rate, pair >> 4, high), nibble(rate + 4, pair & 15, low)));
  }
  return rans::normalise(weights, RegisterCode::kPairLog);
}

// The tables of pairs, in order: two tables of a single symbol; pairs of octaves 0 and -1; pairs of
// octaves 1 and 0 in which octave 0 is the raw octave whatever its rate is; all other pairs, whose
// rate tells whether an octave is the raw one.
constexpr int kFirstBottom = 2, kFirstLow = kFirstBottom + kMostRate - kLeastBottomRate + 1;
constexpr int kFirstPair = kFirstLow + kMostLowRate - kLeastRate + 1;
constexpr int kPairTables = kFirstPair + kMostRate - kLeastRate + 1;

constexpr bool is_raw(int rate) { return rate >= kLeastRawRate && rate < kLeastRawRate + 4; }

constexpr rans::Frequencies frequencies_of_table(int table) {
  if (table == 0) return pair_frequencies(0, Known::missing, Known::missing);
  if (table == 1) return pair_frequencies(0, Known::zero, Known::missing);
  if (table < kFirstLow) {
    const int rate = table - kFirstBottom + kLeastBottomRate;
    return pair_frequencies(rate, rate < kLeastRawRate + 4 ? Known::raw : Known::nothing,
                            Known::zero);
  }
  if (table < kFirstPair)
    return pair_frequencies(table - kFirstLow + kLeastRate, Known::nothing, Known::raw);
  const int rate = table - kFirstPair + kLeastRate;
  return pair_frequencies(rate, is_raw(rate) ? Known::raw : Known::nothing,
                          is_raw(rate + 4) ? Known::raw : Known::nothing);
}

// The number of the table for the pair of octaves `octave` and `octave` - 1.
constexpr int table_of(int scale, int octave) {
  const int rate = std::min(rate_index(scale, octave), kMostRate);
  if (octave < 0) return octave == -1 ? 1 : 0;
  if (octave == 0) return kFirstBottom + rate - kLeastBottomRate;
  const int common = std::max(rate, kLeastRate) - kLeastRate;
  return (octave == 1 && rate <= kMostLowRate ? kFirstLow : kFirstPair) + common;
}

constexpr rans::Frequencies letter_frequencies(int scale) {
  rans::Weights weights{};
  std::uint64_t kept = 0;
  for (int octave = 0; octave < 16; ++octave) {
    if (first_octave(scale) + octave < 0) continue;
    const int rate = rate_index(scale, first_octave(scale) + octave);
    const bool raw = first_octave(scale) + octave == raw_octave(scale);
    const Fraction none_above = power(absent(rate), 4);
    for (unsigned present = 1; present < 16; ++present) {
      // The raw value is coded elsewhere unless it is the largest.
      const Known known = raw && present != 1 ? Known::raw : Known::nothing;
      const std::uint32_t w = weight(multiply(none_above, nibble(rate, present, known)));
      weights[static_cast<std::size_t>(octave) * 16 + present] = w;
      kept += w;
    }
  }
  if (first_octave(scale) < 0) {
    weights[RegisterCode::kEmpty] = std::max(weight(power(absent(rate_index(scale, 0)), 8)), 1U);
    kept += weights[RegisterCode::kEmpty];
  }
  // Besides the probability that is left, one register in 256 is expected to have a pair that can't
  // be coded.
  constexpr std::uint64_t kAll = std::uint64_t{1} << 32;
  weights[RegisterCode::kEscape] =
      static_cast<std::uint32_t>((kept < kAll ? kAll - kept : 0) + kAll / 256);
  return rans::normalise(weights, RegisterCode::kLetterLog);
}

// From kPeriodic on, the letter tables repeat every four scales.
constexpr int kPeriodic = 24;
constexpr int kLetterTables = kPeriodic + 4;
constexpr int letter_index(int scale) { return scale < kPeriodic ? scale : kPeriodic + scale % 4; }

// One constant for each table, because a compiler limits the steps spent on one constant.
template <int kScale>
constexpr rans::Frequencies kLettersOf = letter_frequencies(kScale);
template <int kTable>
constexpr rans::Frequencies kPairsOf = frequencies_of_table(kTable);

template <int kScale>
constexpr rans::Slots<RegisterCode::kLetterLog> kLetterSlotsOf =
    rans::slots_of<RegisterCode::kLetterLog>(kLettersOf<kScale>);
template <int kTable>
constexpr rans::Slots<RegisterCode::kPairLog> kPairSlotsOf =
    rans::slots_of<RegisterCode::kPairLog>(kPairsOf<kTable>);

constexpr auto kLetterSlots = []<int... scale>(std::integer_sequence<int, scale...>) {
  return std::array{&kLetterSlotsOf<scale>...};
}
(std::make_integer_sequence<int, kLetterTables>());
constexpr auto kLetterSymbols = []<int... scale>(std::integer_sequence<int, scale...>) {
  return std::array{rans::symbols_of(kLettersOf<scale>)...};
}
(std::make_integer_sequence<int, kLetterTables>());
// The pairs of a register use several tables. They lie one behind the other, so that one gather
// reaches all.
constexpr auto kPairSlots = []<int... table>(std::integer_sequence<int, table...>) {
  return std::array{kPairSlotsOf<table>...};
}
(std::make_integer_sequence<int, kPairTables>());
constexpr auto kPairSymbols = []<int... table>(std::integer_sequence<int, table...>) {
  return std::array{rans::symbols_of(kPairsOf<table>)...};
}
(std::make_integer_sequence<int, kPairTables>());

// The mean of a register's largest value at a scale, in units of 2^-16: the sum, over all k, of the
// probability that some value of k or above has occurred. Above kPeriodic + 3 it grows by 1 for
// each scale.
constexpr std::uint64_t mean_largest(int scale) {
  std::uint64_t sum = 0;
  for (int octave = 0; rate_index(scale, octave) >= kRootRate; ++octave) {
    const Fraction q = absent(rate_index(scale, octave));
    for (unsigned sub = 0; sub < 4; ++sub) sum += ~power(q, 8 - sub) >> 48;
  }
  return sum;
}

// kMeans[s] is the least mean for which scale_of() gives s + 1.
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

RegisterCode code_of(int scale) noexcept {
  const auto letters = static_cast<std::size_t>(letter_index(scale));
  RegisterCode code;
  code.letter_slots = kLetterSlots[letters]->at;
  code.pair_slots = kPairSlots[0].at;
  code.letter_symbols = kLetterSymbols[letters].at;
  code.pair_symbols = kPairSymbols[0].at;
  code.first_octave = first_octave(scale);
  code.last_seen_octave = 6 + last_likely_octave(scale);
  code.raw_value = raw_value(scale);
  // The pairs of a letter begin one octave below its own, three and five.
  constexpr std::size_t kBelow = 2 * RegisterCode::kPairs - 1;
  std::uint32_t tables[16 + kBelow - 1];
  for (std::size_t i = 0; i < std::size(tables); ++i) {
    const int octave = code.first_octave - static_cast<int>(kBelow) + static_cast<int>(i);
    tables[i] = static_cast<std::uint32_t>(table_of(scale, octave));
  }
  for (std::size_t k = 0; k < RegisterCode::kPairs; ++k) {
    for (std::size_t i = 0; i < 16; ++i) {
      const std::uint32_t table = tables[i + kBelow - 1 - 2 * k];
      code.slots_of_octave[k][i] = table << RegisterCode::kPairLog;
      code.symbols_of_octave[k][i] = 256 * table;
    }
  }
  return code;
}

int scale_of(std::uint64_t sum, std::size_t count) noexcept {
  const std::uint64_t mean = (sum << 16) / count;
  const auto at = std::upper_bound(kMeans.begin(), kMeans.end(), mean) - kMeans.begin();
  if (at < static_cast<std::ptrdiff_t>(kMeans.size())) return static_cast<int>(at);
  const auto beyond = static_cast<int>((mean - kMeans.back()) >> 16);
  return std::min(static_cast<int>(kMeans.size()) + beyond, kMaxScale);
}

}  // namespace sketch::ell_model
