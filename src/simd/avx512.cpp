// SPDX-License-Identifier: PostgreSQL
//
// The batch loops on 512-bit vectors; AVX-512DQ has the 64-bit multiplication and rotation that
// hashing wants.
#include "variants.hpp"

#if defined(__AVX512F__) && defined(__AVX512DQ__)

#if defined(__GNUC__) && !defined(__clang__)
// gcc 12's own intrinsics header warns of the undefined vectors that it makes on purpose (gcc PR
// 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

// A block is 256 bits.
#include "blocks_256.inc"

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

inline V merge_vector(V a, V b) {
  const V window = _mm512_set1_epi32(0xFFFFFF);
  const V top = _mm512_set1_epi32(0x1000000);
  const V ua = _mm512_srli_epi32(a, 24);
  const V ub = _mm512_srli_epi32(b, 24);
  const V u = _mm512_max_epu32(ua, ub);
  // A shift of 32 or more gives 0.
  const V ha =
      _mm512_srlv_epi32(_mm512_or_si512(_mm512_and_si512(a, window), top), _mm512_sub_epi32(u, ua));
  const V hb =
      _mm512_srlv_epi32(_mm512_or_si512(_mm512_and_si512(b, window), top), _mm512_sub_epi32(u, ub));
  return _mm512_or_si512(_mm512_slli_epi32(u, 24),
                         _mm512_and_si512(_mm512_or_si512(ha, hb), window));
}

// There are 2^precision >= 16 registers, a multiple of 16.
void merge_registers(std::uint32_t* into, const std::uint32_t* from, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    const V merged = merge_vector(_mm512_loadu_si512(into + i), _mm512_loadu_si512(from + i));
    _mm512_storeu_si512(into + i, merged);
  }
}

// The numbers of the bits that are set, 16 at a time.
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

constexpr Kernels kVariant{"avx512", hash_keys, merge_registers, insert_into_blocks,
                           find_in_blocks, find_ones};

}  // namespace

const Kernels* const kAvx512 = &kVariant;

}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx512 = nullptr;
}  // namespace sketch::simd

#endif
