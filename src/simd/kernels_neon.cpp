// SPDX-License-Identifier: PostgreSQL
#include "variants.hpp"

#if defined(__aarch64__)

#include "hash_256.inc"
#include "ones.inc"

namespace sketch::simd {
namespace {
constexpr Kernels kVariant{hash_keys, find_ones};
}  // namespace
const Kernels* const kNeon = &kVariant;
}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kNeon = nullptr;
}  // namespace sketch::simd

#endif
