// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/hash.hpp"
#include "variants.hpp"

#include "ones.inc"

namespace sketch::simd {
namespace {

void hash_keys(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) hashes[i] = hash_u64(keys[i]);
}

constexpr Kernels kVariant{hash_keys, find_ones};

}  // namespace

const Kernels* const kScalar = &kVariant;

}  // namespace sketch::simd
