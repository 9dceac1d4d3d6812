// SPDX-License-Identifier: PostgreSQL
//
// hash_u64 takes the 64-bit multiplication of AVX-512DQ and the 64-bit rotation of AVX-512F.
#include "variants.hpp"

#if defined(__AVX512F__) && defined(__AVX512DQ__)

#include <immintrin.h>

namespace sketch::simd {
namespace {

using V = __m512i;

// hash_u64 of sketch/core/hash.hpp, step by step.
inline V hash_vector(V key) {
  const V secret =
      _mm512_set1_epi64(static_cast<long long>(0x1cad21f72c81017cULL ^ 0xdb979083e96dd4deULL));
  const V mix = _mm512_set1_epi64(static_cast<long long>(0x9FB21C651E98DF25ULL));
  V h = _mm512_xor_si512(_mm512_rol_epi64(key, 32), secret);
  h = _mm512_xor_si512(h, _mm512_xor_si512(_mm512_rol_epi64(h, 49), _mm512_rol_epi64(h, 24)));
  h = _mm512_mullo_epi64(h, mix);
  h = _mm512_xor_si512(h, _mm512_add_epi64(_mm512_srli_epi64(h, 35), _mm512_set1_epi64(8)));
  h = _mm512_mullo_epi64(h, mix);
  return _mm512_xor_si512(h, _mm512_srli_epi64(h, 28));
}

void hash_keys(const std::uint64_t* keys, std::uint64_t* hashes, std::size_t n) {
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    _mm512_storeu_si512(hashes + i, hash_vector(_mm512_loadu_si512(keys + i)));
  }
  if (i < n) {
    const auto rest = static_cast<__mmask8>((1U << (n - i)) - 1);
    const V hash = hash_vector(_mm512_maskz_loadu_epi64(rest, keys + i));
    _mm512_mask_storeu_epi64(hashes + i, rest, hash);
  }
}

// Writes the positions of the 1 bits, 16 at a time.
std::size_t find_ones(const std::uint64_t* words, std::size_t n, std::uint32_t* to) {
  const V first = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  std::size_t found = 0;
  for (std::size_t i = 0; i < 4 * n; ++i) {
    const auto bits = static_cast<__mmask16>(words[i / 4] >> 16 * (i % 4));
    const V places = _mm512_add_epi32(first, _mm512_set1_epi32(static_cast<int>(16 * i)));
    _mm512_storeu_si512(to + found, _mm512_maskz_compress_epi32(bits, places));
    found += static_cast<std::size_t>(_mm_popcnt_u32(bits));
  }
  return found;
}

constexpr Kernels kVariant{hash_keys, find_ones};

}  // namespace

const Kernels* const kAvx512 = &kVariant;

}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx512 = nullptr;
}  // namespace sketch::simd

#endif
