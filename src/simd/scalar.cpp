// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/hash.hpp"
#include "sketch/distinct/ell_register.hpp"
#include "variants.hpp"

namespace sketch::simd {
namespace {

void hash_keys(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) hashes[i] = hash_u64(keys[i]);
}

void merge_registers(std::uint32_t* into, const std::uint32_t* from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) into[i] = StoredEll::merge(into[i], from[i]);
}

constexpr Kernels kVariant{"scalar", hash_keys, merge_registers};

}  // namespace

const Kernels* const kScalar = &kVariant;

}  // namespace sketch::simd
