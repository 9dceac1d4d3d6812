// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_kernels.hpp"

#include "ell_variants.hpp"

namespace sketch {

simd::Variants<EllKernels> ell_variants() noexcept {
  return {kEllScalar, kEllNeon, kEllAvx2, kEllAvx512};
}

const EllKernels& ell_kernels() noexcept {
  static const EllKernels& best = simd::best(ell_variants());
  return best;
}

}  // namespace sketch
