// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include "variants.hpp"

namespace sketch::simd {

Variants<Kernels> kernel_variants() noexcept { return {kScalar, kNeon, kAvx2, kAvx512}; }

const Kernels& kernels() noexcept {
  static const Kernels& best_kernels = best(kernel_variants());
  return best_kernels;
}

}  // namespace sketch::simd
