// SPDX-License-Identifier: PostgreSQL
//
// The hash of every sketch: XXH3_64bits with seed 0 (xxHash specification, "XXH3 Algorithm
// Overview"), of a value's normalised little-endian bytes. A 64-bit key takes XXH3's path for 4 to
// 8 bytes, which is a bijection: distinct keys never collide.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch {

// XXH3_64bits of the eight little-endian bytes of `key`, written out so that loops over keys inline
// and vectorise. XXH3, 4 to 8 bytes: the key's halves are swapped and combined with two words of
// the default secret (offsets 8 and 16), then mixed by rrmxmx (xxHash specification, "Small
// inputs").
constexpr std::uint64_t hash_u64(std::uint64_t key) noexcept {
  constexpr std::uint64_t kSecret = 0x1cad21f72c81017cULL ^ 0xdb979083e96dd4deULL;
  constexpr std::uint64_t kMix = 0x9FB21C651E98DF25ULL;
  std::uint64_t h = std::rotl(key, 32) ^ kSecret;
  h ^= std::rotl(h, 49) ^ std::rotl(h, 24);
  h *= kMix;
  h ^= (h >> 35) + 8;
  h *= kMix;
  return h ^ (h >> 28);
}

// The key that hash_u64() maps to h. The steps are undone in reverse order:
// - A product is undone by the inverse of the odd factor. Newton's iteration finds it; each round
//   doubles the number of correct bits.
// - The shift by 35 reads only bits above those it changes, so that the same step undoes it.
// - The two rotations are a linear operator R whose 64th power is the identity. So its inverse is
//   R^63 = R R^2 R^4 ... R^32, and each square only doubles the distance of the rotations.
constexpr std::uint64_t unhash_u64(std::uint64_t h) noexcept {
  constexpr std::uint64_t kSecret = 0x1cad21f72c81017cULL ^ 0xdb979083e96dd4deULL;
  constexpr std::uint64_t kMix = 0x9FB21C651E98DF25ULL;
  constexpr std::uint64_t kUnmix = [] {
    std::uint64_t inverse = kMix;
    for (int round = 0; round < 5; ++round) inverse *= 2 - kMix * inverse;
    return inverse;
  }();
  h ^= (h >> 28) ^ (h >> 56);
  h *= kUnmix;
  h ^= (h >> 35) + 8;
  h *= kUnmix;
  for (int power = 1; power < 64; power *= 2)
    h ^= std::rotl(h, 49 * power % 64) ^ std::rotl(h, 24 * power % 64);
  return std::rotl(h ^ kSecret, 32);
}
static_assert(unhash_u64(hash_u64(0x0123456789ABCDEF)) == 0x0123456789ABCDEF);

// XXH64 with seed 0 of any bytes, as Apache Parquet uses it.
std::uint64_t hash_bytes_xxh64(const void* data, std::size_t size) noexcept;

// XXH3_64bits of any bytes.
std::uint64_t hash_bytes(const void* data, std::size_t size) noexcept;

}  // namespace sketch
