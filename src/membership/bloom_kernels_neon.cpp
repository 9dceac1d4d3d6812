// SPDX-License-Identifier: PostgreSQL
#include "bloom_variants.hpp"

#if defined(__aarch64__)

#include "blocks_256.inc"

namespace sketch {
namespace {
constexpr BloomKernels kVariant{insert_into_blocks, find_in_blocks};
}  // namespace
const BloomKernels* const kBloomNeon = &kVariant;
}  // namespace sketch

#else

namespace sketch {
const BloomKernels* const kBloomNeon = nullptr;
}  // namespace sketch

#endif
