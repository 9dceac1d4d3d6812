// SPDX-License-Identifier: PostgreSQL
//
// The variants that may be compiled in; a pointer is null if the target lacks the instructions.
#pragma once

#include "sketch/simd/kernels.hpp"

namespace sketch::simd {

extern const Kernels* const kScalar;
extern const Kernels* const kNeon;
extern const Kernels* const kAvx2;
extern const Kernels* const kAvx512;

}  // namespace sketch::simd
