// SPDX-License-Identifier: PostgreSQL
#include "sketch/membership/bloom_kernels.hpp"

#include "bloom_variants.hpp"

namespace sketch {

simd::Variants<BloomKernels> bloom_variants() noexcept {
  return {kBloomScalar, kBloomNeon, kBloomAvx2, kBloomAvx512};
}

const BloomKernels& bloom_kernels() noexcept {
  static const BloomKernels& best = simd::best(bloom_variants());
  return best;
}

}  // namespace sketch
