// SPDX-License-Identifier: PostgreSQL
//
// Decodes many unary numbers at once, by finding the 1 bits that end them in whole words.
#pragma once

#include <algorithm>

#include "sketch/core/bits.hpp"
#include "sketch/simd/kernels.hpp"

namespace sketch::simd {

// Visits the next n 1 bits in batches and moves the reader behind the last; false if there are
// fewer. For each batch it calls visit(places, count, base), count > 0: the positions, relative to
// where the reader started, are base + places[i] modulo 2^64.
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
    // A number takes two bits on average, so this is usually enough for n of them.
    const std::size_t count = std::min(kWords, n / 32 + 1);
    for (std::size_t i = 0; i < count; ++i) words[i] = bits.word_at(byte + 8 * i);
    words[0] &= ~std::uint64_t{0} << above;
    above = 0;
    const std::size_t found = std::min(find(words, count, places), n);
    const std::size_t base = 8 * byte - here;  // added to places; modulo 2^64
    if (found != 0) visit(places, found, base);
    n -= found;
    if (n == 0) bits.skip(base + places[found - 1] + 1);
    byte += 8 * count;
  }
  return true;
}

// Decodes the next n ascending numbers and calls visit(i, number) for each: number i is the count
// of 0 bits before 1 bit i. `greatest` is the last number.
template <class Visit>
bool take_ascending(BitReader& bits, std::size_t n, std::size_t& greatest, Visit visit) noexcept {
  const std::size_t start = bits.position();
  std::size_t done = 0;
  const bool all = take_runs_of_ones(
      bits, n, [&](const std::uint32_t* places, std::size_t count, std::size_t base) {
        const std::size_t first = done;
        for (std::size_t i = 0; i < count; ++i) visit(first + i, base + places[i] - first - i);
        done += count;
      });
  greatest = bits.position() - start - n;
  return all;
}

// Visits the positions of the next n 1 bits one by one. The gaps between them are the unary
// numbers.
template <class Visit>
bool take_ones(BitReader& bits, std::size_t n, Visit visit) noexcept {
  return take_runs_of_ones(
      bits, n, [&visit](const std::uint32_t* places, std::size_t count, std::size_t base) {
        for (std::size_t i = 0; i < count; ++i) visit(base + places[i]);
      });
}

}  // namespace sketch::simd
