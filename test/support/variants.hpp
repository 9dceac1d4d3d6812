// SPDX-License-Identifier: PostgreSQL
//
// Runs a test with every variant of a table of kernels that this processor supports.
#pragma once

#include <gtest/gtest.h>

#include "sketch/simd/isa.hpp"

namespace sketch::test {

// Calls body(kernels), the scalar variant first.
template <class Kernels, class Body>
void for_each_variant(const simd::Variants<Kernels>& variants, Body body) {
  for (const simd::Isa isa : simd::kIsas) {
    const Kernels* kernels = variants[static_cast<std::size_t>(isa)];
    if (kernels == nullptr || !simd::supported(isa)) continue;
    SCOPED_TRACE(simd::name_of(isa));
    body(*kernels);
  }
}

}  // namespace sketch::test
