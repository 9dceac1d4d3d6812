// SPDX-License-Identifier: PostgreSQL
//
// MurmurHash3 x64-128 (Appleby, "MurmurHash3", 2011) and MurmurHash64A, the hashes of systems whose
// sketches are continued here. docs/format.md, "Hashing", says what is hashed and which bits are
// used.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace sketch {

struct Murmur {
  std::uint64_t first, second;
};

Murmur murmur3_128(const void* data, std::size_t size, std::uint64_t seed) noexcept;

namespace murmur {

inline constexpr std::uint64_t kFirst = 0x87C37B91114253D5, kSecond = 0x4CF5AD432745937F;

constexpr std::uint64_t mixed_first(std::uint64_t word) noexcept {
  return std::rotl(word * kFirst, 31) * kSecond;
}
constexpr std::uint64_t mixed_second(std::uint64_t word) noexcept {
  return std::rotl(word * kSecond, 33) * kFirst;
}
constexpr std::uint64_t finished(std::uint64_t h) noexcept {
  h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCD;
  h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53;
  return h ^ (h >> 33);
}

// Mixes in the last block, padded with zero bytes, and the size. A zero word mixes to 0, so that an
// empty block changes nothing.
constexpr Murmur ended(std::uint64_t a, std::uint64_t b, std::uint64_t first, std::uint64_t second,
                       std::size_t size) noexcept {
  a ^= mixed_first(first) ^ size;
  b ^= mixed_second(second) ^ size;
  a += b;
  b += a;
  a = finished(a);
  b = finished(b);
  a += b;
  return {a, b + a};
}

}  // namespace murmur

// murmur3_128() of the low `size` <= 8 bytes of a word, whose other bytes are 0.
constexpr Murmur murmur3_128_word(std::uint64_t word, std::size_t size,
                                  std::uint64_t seed) noexcept {
  return murmur::ended(seed, seed, word, 0, size);
}

// MurmurHash64A (Appleby, "MurmurHash2", 2009), and the seed that Redis uses.
std::uint64_t murmur2_64a(const void* data, std::size_t size, std::uint64_t seed) noexcept;
inline constexpr std::uint64_t kRedisSeed = 0xADC83B19;

// The seed of Apache DataSketches, and the low 16 bits of the seed's own hash, which their images
// record.
inline constexpr std::uint64_t kDataSketchesSeed = 9001;
inline constexpr std::uint16_t kDataSketchesSeedHash = 0x93CC;

}  // namespace sketch
