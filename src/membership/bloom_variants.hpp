// SPDX-License-Identifier: PostgreSQL
//
// The variants that may be compiled in; a pointer is null if the target lacks the instructions.
#pragma once

#include "sketch/membership/bloom_kernels.hpp"

namespace sketch {

extern const BloomKernels* const kBloomScalar;
extern const BloomKernels* const kBloomNeon;
extern const BloomKernels* const kBloomAvx2;
extern const BloomKernels* const kBloomAvx512;

}  // namespace sketch
