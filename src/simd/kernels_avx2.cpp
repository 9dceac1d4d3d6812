// SPDX-License-Identifier: PostgreSQL
#include "variants.hpp"

#if defined(__AVX2__)

#include "hash_256.inc"

#include <immintrin.h>

namespace sketch::simd {
namespace {

// Writes eight places at a time, even if fewer are left. A loop that ended at each word's last bit
// would be mispredicted once a word.
std::size_t find_ones(const std::uint64_t* words, std::size_t n, std::uint32_t* to) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < n; ++i) {
    std::uint64_t word = words[i];
    const auto count = static_cast<std::size_t>(_mm_popcnt_u64(word));
    for (std::size_t begin = 0; begin < count; begin += 8) {
      for (std::size_t k = 0; k < 8; ++k) {
        to[found + begin + k] = static_cast<std::uint32_t>(64 * i + _tzcnt_u64(word));
        word = _blsr_u64(word);
      }
    }
    found += count;
  }
  return found;
}

constexpr Kernels kVariant{hash_keys, find_ones};

}  // namespace

const Kernels* const kAvx2 = &kVariant;

}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx2 = nullptr;
}  // namespace sketch::simd

#endif
