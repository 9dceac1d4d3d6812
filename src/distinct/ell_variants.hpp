// SPDX-License-Identifier: PostgreSQL
//
// The variants that may be compiled in; a pointer is null if the target lacks the instructions.
#pragma once

#include "sketch/distinct/ell_kernels.hpp"

namespace sketch {

extern const EllKernels* const kEllScalar;
extern const EllKernels* const kEllNeon;
extern const EllKernels* const kEllAvx2;
extern const EllKernels* const kEllAvx512;

}  // namespace sketch
