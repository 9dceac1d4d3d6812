// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/rans.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "support/random.hpp"

namespace sketch::test {
namespace {

rans::Weights random_weights(Random& random, std::uint32_t symbols) {
  rans::Weights weights{};
  for (std::uint32_t i = 0; i < symbols; ++i)
    weights[random.below(256)] = 1 + random.below(1U << (1 + random.below(30)));
  return weights;
}

TEST(Rans, FrequenciesSumToTheSlots) {
  Random random(1);
  for (const unsigned log : {10U, 12U}) {
    for (std::uint32_t symbols = 1; symbols < 400; ++symbols) {
      const rans::Weights weights = random_weights(random, symbols);
      const rans::Frequencies f = rans::normalise(weights, log);
      ASSERT_EQ(std::accumulate(f.begin(), f.end(), 0U), 1U << log);
      const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
      for (std::size_t s = 0; s < 256; ++s) {
        const double slots = weights[s] / total * std::ldexp(1, static_cast<int>(log));
        ASSERT_EQ(f[s] != 0, 10 * slots >= 1) << slots;
      }
    }
  }
}

// Codes are longer than the entropy only because frequencies are rounded.
TEST(Rans, FrequenciesAreNearTheWeights) {
  Random random(2);
  for (int round = 0; round < 100; ++round) {
    rans::Weights weights{};
    for (auto& w : weights) w = 1000 + random.below(100'000);
    const rans::Frequencies f = rans::normalise(weights, 12);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    double entropy = 0, length = 0;
    for (std::size_t s = 0; s < 256; ++s) {
      const double p = weights[s] / total;
      entropy -= p * std::log2(p);
      length -= p * std::log2(f[s] / 4096.0);
    }
    EXPECT_LT(length, entropy + 0.005);
  }
}

// Each slot has one place of the symbol that owns it, and slots of a symbol are contiguous.
TEST(Rans, SlotsAndSymbolsAgree) {
  Random random(3);
  for (std::uint32_t symbols = 2; symbols < 400; ++symbols) {
    const rans::Frequencies f = rans::normalise(random_weights(random, symbols), 10);
    const rans::Slots<10> slots = rans::slots_of<10>(f);
    const rans::Symbols by_symbol = rans::symbols_of(f);
    for (std::uint32_t i = 0; i < std::size(slots.at); ++i) {
      const rans::Symbol symbol = by_symbol.at[rans::symbol_of(slots.at[i])];
      ASSERT_EQ(symbol.frequency, rans::frequency_of(slots.at[i]));
      ASSERT_EQ(symbol.first + rans::place_of(slots.at[i]), i);
      ASSERT_LT(rans::place_of(slots.at[i]), symbol.frequency);
    }
  }
}

}  // namespace
}  // namespace sketch::test
