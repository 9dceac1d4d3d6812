// SPDX-License-Identifier: PostgreSQL
#include "variants.hpp"

#if defined(__AVX2__)

#include "blocks_256.inc"
#include "kernels_256.inc"

namespace sketch::simd {
namespace {
constexpr Kernels kVariant{"avx2", hash_keys, merge_registers, insert_into_blocks, find_in_blocks};
}  // namespace
const Kernels* const kAvx2 = &kVariant;
}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx2 = nullptr;
}  // namespace sketch::simd

#endif
