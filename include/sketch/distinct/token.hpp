// SPDX-License-Identifier: PostgreSQL
//
// Hash tokens: 30-bit digests of hashes, which a small sketch keeps (Ertl, EDBT 2025, section 4.3),
// with v = 24.
//
// A token is the low v bits of the hash and the number of leading zeros of the rest,
//     token = (h mod 2^v) * 64 + nlz(h >> v within 64-v bits).
// It can be inserted into a register array of any precision p <= v - t later, with the same result
// as the hash itself. Two distinct values share a token with probability 2^-v / 3: among 200 values
// that happens once in 2,500 sketches. v = 24 is the least that allows every precision up to 18 at
// that rate; each further bit would cost a bit for each stored value.
#pragma once

#include <bit>
#include <cstdint>

namespace sketch {

using Token = std::uint32_t;

inline constexpr int kTokenIndexBits = 24;
inline constexpr unsigned kTokenMaxZeros = 64 - kTokenIndexBits;
inline constexpr std::uint64_t kTokenIndexMask = (std::uint64_t{1} << kTokenIndexBits) - 1;

constexpr Token make_token(std::uint64_t hash) noexcept {
  const auto zeros = static_cast<Token>(std::countl_zero(hash | kTokenIndexMask));
  return static_cast<Token>(hash & kTokenIndexMask) << 6 | zeros;
}

constexpr std::uint32_t token_index(Token token) noexcept { return token >> 6; }
constexpr unsigned token_zeros(Token token) noexcept { return token & 63; }

constexpr bool token_valid(Token token) noexcept {
  return token >> (kTokenIndexBits + 6) == 0 && token_zeros(token) <= kTokenMaxZeros;
}

// A hash with this token. It updates every register array as the original hash does.
constexpr std::uint64_t token_hash(Token token) noexcept {
  const std::uint64_t top = (std::uint64_t{1} << 63 >> token_zeros(token)) & ~kTokenIndexMask;
  return top | token_index(token);
}

}  // namespace sketch
