// SPDX-License-Identifier: PostgreSQL
//
// MurmurHash3 x64-128 (Appleby, "MurmurHash3", 2011): the hash of the systems whose sketches are
// continued here. What they hash, and which bits they take, is in docs/format.md, "Hashing".
#pragma once

#include <cstddef>
#include <cstdint>

namespace sketch {

struct Murmur {
  std::uint64_t first, second;
};

Murmur murmur3_128(const void* data, std::size_t size, std::uint64_t seed) noexcept;

// The seed of Apache DataSketches, and what their images say of it: the low 16 bits of the seed's own
// hash.
inline constexpr std::uint64_t kDataSketchesSeed = 9001;
inline constexpr std::uint16_t kDataSketchesSeedHash = 0x93CC;

}  // namespace sketch
