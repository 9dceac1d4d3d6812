// SPDX-License-Identifier: PostgreSQL
//
// Unary numbers, many at once: the 1 bits that end them are looked for in whole words.
#pragma once

#include <algorithm>

#include "sketch/core/bits.hpp"
#include "sketch/simd/kernels.hpp"

namespace sketch::simd {

// Visits the reader's next n 1 bits in runs, and moves it behind the last; false if there are fewer. A run is
// visit(places, count, base), count above 0: the positions, counted from where the reader was, are base + places[i] modulo 2^64.
template <class Visit>
bool take_runs_of_ones(BitReader& bits, std::size_t n, Visit visit) noexcept {
  constexpr std::size_t kWords = 16, kWordBits = 64;
  std::uint64_t words[kWords];
  std::uint32_t places[kWords * kWordBits + kSpareOnes];
  const auto find = kernels().find_ones;
  const std::size_t here = bits.position();
  std::size_t byte = here / 8, above = here & 7;
  while (n != 0) {
    if (!bits.has(byte)) return false;
    // A few more than there usually are, of numbers that are small as a rule.
    const std::size_t count = std::min(kWords, n / 32 + 1);
    for (std::size_t i = 0; i < count; ++i) words[i] = bits.word_at(byte + 8 * i);
    words[0] &= ~std::uint64_t{0} << above;
    above = 0;
    const std::size_t found = std::min(find(words, count, places), n);
    const std::size_t base = 8 * byte - here;  // of the places, modulo 2^64
    if (found != 0) visit(places, found, base);
    n -= found;
    if (n == 0) bits.skip(base + places[found - 1] + 1);
    byte += 8 * count;
  }
  return true;
}

// Visits the next n numbers that ascend, by their index, visit(i, number): the i-th is the number of 0 bits before the
// i-th 1 bit. `greatest` is the last of them.
template <class Visit>
bool take_ascending(BitReader& bits, std::size_t n, std::size_t& greatest, Visit visit) noexcept {
  const std::size_t start = bits.position();
  std::size_t done = 0;
  const bool all = take_runs_of_ones(bits, n, [&](const std::uint32_t* places, std::size_t count, std::size_t base) {
    const std::size_t first = done;
    for (std::size_t i = 0; i < count; ++i) visit(first + i, base + places[i] - first - i);
    done += count;
  });
  greatest = bits.position() - start - n;
  return all;
}

// Visits the positions of the next n 1 bits, one by one. Unary numbers in a row are the gaps between them.
template <class Visit>
bool take_ones(BitReader& bits, std::size_t n, Visit visit) noexcept {
  return take_runs_of_ones(bits, n, [&visit](const std::uint32_t* places, std::size_t count, std::size_t base) {
    for (std::size_t i = 0; i < count; ++i) visit(base + places[i]);
  });
}

}  // namespace sketch::simd
