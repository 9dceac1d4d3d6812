// SPDX-License-Identifier: PostgreSQL
//
// Range asymmetric numeral systems (rANS; Duda, "Asymmetric numeral systems", 2013, section 3) for
// bytes of a known distribution, in many lanes at once (Giesen, "Interleaved entropy coders",
// 2014).
//
// A lane's state is a number in [2^16, 2^32). Every symbol owns `frequency` of its table's 2^kLog
// slots. The low kLog bits of the state name a slot, and so the next symbol:
//
//      state           slot = state mod 2^kLog
//    +-------------------------+-------------+
//    |  state >> kLog          |    slot     |    symbol    the owner of the slot
//    +-------------------------+-------------+    place     the slot's number among the symbol's
//       * frequency            +   place          = the next state
//
// A symbol thus takes log2(2^kLog / frequency) bits off the state. When the state falls below 2^16
// the lane appends the stream's next 16-bit word to it.
//
// All lanes share one stream of words. In each step every lane decodes one symbol; then the lanes
// that need a word take one each, in the order of their numbers. So a vector of lanes advances at
// once. Encoding runs backwards, from the last symbol to the first. It may start from any state in
// [2^16, 2^17), so that each lane carries 16 bits of other data at no cost.
//
// The compiler computes all tables, in integers: they are the same on every machine and shared by
// all processes.
//
// Loss: frequencies are multiples of 2^-kLog. A symbol that would get less than a tenth of a slot
// has the frequency 0 and can't be coded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sketch::rans {

// A state is at least 2^kStateBits, and a word of the stream has as many bits.
inline constexpr unsigned kStateBits = 16;
inline constexpr std::uint32_t kLeastState = std::uint32_t{1} << kStateBits;
inline constexpr std::size_t kMostLanes = 64;

// The probabilities of the symbols, relative to their sum.
using Weights = std::array<std::uint32_t, 256>;
using Frequencies = std::array<std::uint16_t, 256>;

// Frequencies that add up to 2^log. A symbol of less than a tenth of a slot gets 0, any other at
// least 1. The slots left are shared in proportion to the weights. The remainder of the rounding is
// given or taken one slot at a time, where the expected code length gains the most or loses the
// least; one slot changes it by about weight / frequency.
constexpr Frequencies normalise(Weights weights, unsigned log) {
  const std::uint64_t slots = std::uint64_t{1} << log;
  std::uint64_t all = 0, total = 0;
  for (const auto w : weights) all += w;
  for (auto& w : weights) {
    if (std::uint64_t{10} * w * slots < all) w = 0;
    total += w;
  }
  std::uint64_t shared = 0, left = slots;
  for (const auto w : weights) {
    if (w != 0 && w * slots <= total) {
      --left;
    } else {
      shared += w;
    }
  }
  std::uint32_t f[256] = {};
  std::uint64_t sum = 0;
  for (std::size_t s = 0; s < 256; ++s) {
    const std::uint64_t w = weights[s];
    if (w == 0) continue;
    f[s] = w * slots <= total ? 1 : static_cast<std::uint32_t>((w * left + shared / 2) / shared);
    if (f[s] == 0) f[s] = 1;
    sum += f[s];
  }
  while (sum != slots) {
    const bool take = sum > slots;
    std::size_t best = 256;
    std::uint64_t best_weight = 0, best_f = 1;
    for (std::size_t s = 0; s < 256; ++s) {
      if (f[s] <= (take ? 1U : 0U)) continue;
      const std::uint64_t mine = weights[s] * best_f, other = best_weight * f[s];
      if (best != 256 && (take ? mine >= other : mine <= other)) continue;
      best = s, best_weight = weights[s], best_f = f[s];
    }
    f[best] += take ? -1 : 1;
    sum += take ? -1 : 1;
  }
  Frequencies result{};
  for (std::size_t s = 0; s < 256; ++s) result[s] = static_cast<std::uint16_t>(f[s]);
  return result;
}

// A slot in one word: the symbol, the slot's place among the symbol's, and the symbol's frequency,
// each of the latter two below 2^12.
using Slot = std::uint32_t;
constexpr std::uint32_t symbol_of(Slot slot) noexcept { return slot & 0xFF; }
constexpr std::uint32_t place_of(Slot slot) noexcept { return slot >> 8 & 0xFFF; }
constexpr std::uint32_t frequency_of(Slot slot) noexcept { return slot >> 20; }

// What the encoder needs to know of a symbol. A symbol of frequency 0 can't be coded.
struct Symbol {
  std::uint16_t frequency;
  std::uint16_t first;  // its first slot
};

template <unsigned kLog>
struct Slots {
  Slot at[std::size_t{1} << kLog];
};
struct Symbols {
  Symbol at[256];
};

template <unsigned kLog>
constexpr Slots<kLog> slots_of(const Frequencies& frequencies) {
  static_assert(kLog <= 12);
  Slots<kLog> slots{};
  Slot* to = slots.at;
  for (std::uint32_t s = 0; s < 256; ++s) {
    const std::uint32_t frequency = frequencies[s];
    for (std::uint32_t place = 0; place < frequency; ++place)
      *to++ = s | place << 8 | frequency << 20;
  }
  return slots;
}

constexpr Symbols symbols_of(const Frequencies& frequencies) {
  Symbols symbols{};
  std::uint16_t first = 0;
  for (std::size_t s = 0; s < 256; ++s) {
    symbols.at[s] = {frequencies[s], first};
    first = static_cast<std::uint16_t>(first + frequencies[s]);
  }
  return symbols;
}

}  // namespace sketch::rans
