// SPDX-License-Identifier: PostgreSQL
//
// Hashes of floating precision. A hash keeps its leading one and a number of bits behind it; the
// lower bits become 0. It then stands for a cell: all hashes that begin with the same bits.
//
//     000000 1 bbbbbbbbbbb 000000000000
//            |<--- bits -->|               b: kept behind the leading one
//
// So small hashes, which survive in a union of many sketches, keep as many significant bits as
// large ones. Two sketches with k hashes each below the same theta share k^2 / (3 * 2^bits) cells
// by chance, whatever theta is. In a set of k, k^2 / (6 * 2^bits) hashes are lost because another
// one has their cell. There are three grains:
//
// Fine: used up to k values. With 34 bits at k = 4096, one set in 6000 has lost a value, and one
// value in 12 million outside the set shares a cell with one inside. Two more bits for each
// doubling of k keep the first figure.
//
// Coarse: used beyond k values, where a count has an error anyway. With 23 bits at k = 4096 two
// sketches share 0.7 cells by chance; if 1 % of the values are in both, that is 0.07 standard
// errors. 2^bits grows with k^1.5, which keeps that figure.
//
// Fine and coarse hashes have as many bits below k = 4096 as at 4096, because more is expected of
// small sets.
//
// Whole: the 63-bit hashes of another system, not truncated but multiplied by 2, so that the last
// bit is 0.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>

namespace sketch {

enum class Grain : std::uint8_t { fine, coarse, whole };

inline constexpr int kWholeBits = 62;

// The number of bits kept behind the leading one, in a sketch that keeps 2^precision hashes.
constexpr int hash_bits(int precision, Grain grain) noexcept {
  constexpr int kFine = 34, kCoarse = 23, kUpTo = 12;
  if (grain == Grain::whole) return kWholeBits;
  const int doublings = precision > kUpTo ? precision - kUpTo : 0;
  return grain == Grain::fine ? kFine + 2 * doublings : kCoarse + (3 * doublings + 1) / 2;
}

// The number of low bits that are 0 in every hash.
constexpr int zero_bits(int bits) noexcept { return bits == kWholeBits ? 1 : 0; }

constexpr int octave_of(std::uint64_t hash) noexcept { return 63 - std::countl_zero(hash); }

// The least hash of the cell. The hash 0, which has no leading one, belongs to the cell of 1.
constexpr std::uint64_t truncated(std::uint64_t hash, int bits) noexcept {
  hash |= static_cast<std::uint64_t>(hash == 0);
  const int below = octave_of(hash) - bits;
  return below > 0 ? hash >> below << below : hash;
}

// A truncated hash as a table's word: never 0, and in the order of hashes. If 32 bits suffice, the
// word is the octave and the bits behind the leading one. Otherwise, as for all fine and whole
// hashes, it has 64 bits and is the hash itself.
inline constexpr int kMostPackedBits = 26;  // six more for the octave

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
    // Only the word of hash 1 would be 0. No other hash has the word 1.
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
