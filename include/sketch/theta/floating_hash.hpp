// SPDX-License-Identifier: PostgreSQL
//
// Hashes of floating precision: a hash keeps its leading one and a number of bits behind it; the
// bits below are 0. It stands for a cell of the hashes that begin alike. So small hashes, which are
// the ones that survive in a union of many sketches, keep as many significant bits as large ones:
// two sketches with k hashes each up to the same theta have k^2 / (3 * 2^bits) cells in common by
// chance alone, whatever theta is; in a set of k, k^2 / (6 * 2^bits) are lost to others' cells.
//
// Fine: up to k values. With 34 bits at k = 4096 one set in 6000 has lost a value, and one value in
// 12 million that are not in the set has the cell of one that is. Two bits more for each doubling
// of k keep the first figure.
//
// Coarse: beyond k, where a count has an error anyway. With 23 bits at k = 4096 two sketches have
// 0.7 cells in common by chance; where 1 % of the values are in both, that is 0.07 standard errors.
// For more hashes the bits grow with k^1.5, so that it stays at that.
//
// Both: for fewer than 4096 hashes they stay as they are, as small sets are asked more of.
//
// Whole: the hashes of another system, which have 63 bits, as they are, times 2: their last bit is 0.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>

namespace sketch {

enum class Grain : std::uint8_t { fine, coarse, whole };

inline constexpr int kWholeBits = 62;

// Bits kept behind the leading one, for sketches that keep 2^precision hashes.
constexpr int hash_bits(int precision, Grain grain) noexcept {
  constexpr int kFine = 34, kCoarse = 23, kUpTo = 12;
  if (grain == Grain::whole) return kWholeBits;
  const int doublings = precision > kUpTo ? precision - kUpTo : 0;
  return grain == Grain::fine ? kFine + 2 * doublings : kCoarse + (3 * doublings + 1) / 2;
}

// How many of a hash's last bits are 0 whatever its size.
constexpr int zero_bits(int bits) noexcept { return bits == kWholeBits ? 1 : 0; }

constexpr int octave_of(std::uint64_t hash) noexcept { return 63 - std::countl_zero(hash); }

// The first hash of the cell; that of 0, which has no leading one, is 1.
constexpr std::uint64_t truncated(std::uint64_t hash, int bits) noexcept {
  hash |= static_cast<std::uint64_t>(hash == 0);
  const int below = octave_of(hash) - bits;
  return below > 0 ? hash >> below << below : hash;
}

// A truncated hash as a word that is never 0, in the order of hashes: in 32 bits the octave and the
// bits behind the leading one, in 64 the hash itself. Fine and whole hashes take 64.
inline constexpr int kMostPackedBits = 26;  // six are the octave's

constexpr bool packs(int precision, Grain grain) noexcept {
  return hash_bits(precision, grain) <= kMostPackedBits;
}

template <std::unsigned_integral Word>
constexpr Word word_of(std::uint64_t hash, int bits) noexcept {
  if constexpr (sizeof(Word) == sizeof(std::uint64_t)) {
    return hash;
  } else {
    const int zeros = std::countl_zero(hash);
    const std::uint64_t behind = (hash << zeros) & ~(std::uint64_t{1} << 63);
    const auto word =
        static_cast<Word>(static_cast<Word>(63 - zeros) << bits | behind >> (63 - bits));
    // Only that of hash 1 would be 0; no other hash has the word 1.
    return word | static_cast<Word>(word == 0);
  }
}

template <std::unsigned_integral Word>
constexpr std::uint64_t hash_of(Word word, int bits) noexcept {
  if constexpr (sizeof(Word) == sizeof(std::uint64_t)) {
    return word;
  } else {
    const std::uint64_t behind = word & ((std::uint64_t{1} << bits) - 1);
    const int octave = static_cast<int>(std::uint64_t{word} >> bits) & 63;
    return (std::uint64_t{1} << 63 | behind << (63 - bits)) >> (63 - octave);
  }
}

}  // namespace sketch
