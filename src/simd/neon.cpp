// SPDX-License-Identifier: PostgreSQL
#include "variants.hpp"

#if defined(__aarch64__)

#include "blocks_256.inc"
#include "kernels_256.inc"
#include "lanes.inc"
#include "ones.inc"

namespace sketch::simd {
namespace {
constexpr Kernels kVariant{"neon", hash_keys, merge_registers, insert_into_blocks, find_in_blocks,
                           find_ones, spell_registers, put_symbols, take_registers,
                           collect_value,  mark_value, count_values};
}  // namespace
const Kernels* const kNeon = &kVariant;
}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kNeon = nullptr;
}  // namespace sketch::simd

#endif
