// SPDX-License-Identifier: PostgreSQL
//
// Which instruction set is used. Kernels that are worth it have a variant for some of the
// instruction sets: a table of function pointers, filled in a translation unit of its own, such as
// bloom_kernels_avx2.cpp; the Makefile takes its flags from the end of its name. All variants give
// identical results.
//
// A family with such kernels declares a struct of function pointers in a public header
// (sketch/membership/bloom_kernels.hpp), and each unit's table in another one (bloom_variants.hpp).
// bloom_kernels.cpp defines the Variants, and a function that gives the best of them:
//
//   const BloomKernels& bloom_kernels() noexcept {
//     static const BloomKernels& best = simd::best(bloom_variants());
//     return best;
//   }
#pragma once

#include <array>
#include <cstddef>

namespace sketch::simd {

enum class Isa { scalar, neon, avx2, avx512 };  // the slowest first
inline constexpr std::array kIsas = {Isa::scalar, Isa::neon, Isa::avx2, Isa::avx512};

const char* name_of(Isa isa) noexcept;

// Whether this processor has the instructions.
bool supported(Isa isa) noexcept;

// The best instruction set that this processor supports. The environment variable SKETCH_SIMD may
// name another, which is used if supported. Chosen at the first call.
Isa chosen() noexcept;

// The variants of a table of kernels, in the order of Isa. Null if the target lacks the
// instructions, or if a lower instruction set serves as well; there always is a scalar one.
template <class Kernels>
using Variants = std::array<const Kernels*, kIsas.size()>;

// The variant for the chosen instruction set, or for the next lower one that has a variant.
template <class Kernels>
const Kernels& best(const Variants<Kernels>& variants) noexcept {
  auto i = static_cast<std::size_t>(chosen());
  while (variants[i] == nullptr) --i;
  return *variants[i];
}

}  // namespace sketch::simd
