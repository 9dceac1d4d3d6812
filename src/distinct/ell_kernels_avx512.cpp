// SPDX-License-Identifier: PostgreSQL
#include "ell_variants.hpp"

#if defined(__AVX512F__) && defined(__AVX512DQ__)

#include <immintrin.h>

#include <cstddef>
#include <cstring>
#include <type_traits>

namespace sketch {
namespace {

using V = __m512i;

// Sixteen words, for vector_lanes.inc.
struct Words {
  static constexpr std::size_t kWide = 16;
  using V = __m512i;
  using M = __mmask16;

  static V set(std::uint32_t word) { return _mm512_set1_epi32(static_cast<int>(word)); }
  static V load(const std::uint32_t* from) { return _mm512_loadu_si512(from); }
  static void store(std::uint32_t* to, V v) { _mm512_storeu_si512(to, v); }

  static V add(V a, V b) { return _mm512_add_epi32(a, b); }
  static V sub(V a, V b) { return _mm512_sub_epi32(a, b); }
  static V mul(V a, V b) { return _mm512_mullo_epi32(a, b); }
  static V and_(V a, V b) { return _mm512_and_si512(a, b); }
  static V or_(V a, V b) { return _mm512_or_si512(a, b); }
  static V without(V a, V b) { return _mm512_andnot_si512(b, a); }
  static V shl(V a, int bits) { return _mm512_slli_epi32(a, static_cast<unsigned>(bits)); }
  static V shr(V a, int bits) { return _mm512_srli_epi32(a, static_cast<unsigned>(bits)); }
  static V sar(V a, int bits) { return _mm512_srai_epi32(a, static_cast<unsigned>(bits)); }
  static V shlv(V a, V bits) { return _mm512_sllv_epi32(a, bits); }
  static V shrv(V a, V bits) { return _mm512_srlv_epi32(a, bits); }
  static V min(V a, V b) { return _mm512_min_epu32(a, b); }
  static V max(V a, V b) { return _mm512_max_epu32(a, b); }
  static V lower(V a, V b) { return _mm512_min_epi32(a, b); }
  static V upper(V a, V b) { return _mm512_max_epi32(a, b); }

  static M equal(V a, V b) { return _mm512_cmpeq_epi32_mask(a, b); }
  static M at_least(V a, V b) { return _mm512_cmpge_epu32_mask(a, b); }
  static M any(V a, V b) { return _mm512_test_epi32_mask(a, b); }
  static M both(M a, M b) { return a & b; }
  static M either(M a, M b) { return a | b; }
  static M but(M a, M b) { return static_cast<M>(a & ~b); }
  static unsigned bits(M a) { return a; }
  static M of_bits(unsigned bits) { return static_cast<M>(bits); }
  static V select(M condition, V a, V b) { return _mm512_mask_blend_epi32(condition, b, a); }

  static V gather(const std::uint32_t* from, V at) { return _mm512_i32gather_epi32(at, from, 4); }
  static V one_of(const std::uint32_t (&table)[16], V which) {
    return _mm512_permutexvar_epi32(which, load(table));
  }
  static V top_bit(V nibble) { return sub(set(31), _mm512_lzcnt_epi32(nibble)); }
  static V quotient(V a, V b) {
    return _mm512_cvttps_epi32(_mm512_div_ps(_mm512_cvtepu32_ps(a), _mm512_cvtepi32_ps(b)));
  }
  static V next_words(const std::byte* at, M takes) {
    const V words = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
    return _mm512_maskz_expand_epi32(takes, words);
  }
  static void put_words(std::byte* end, V words, M puts) {
    const auto count = static_cast<unsigned>(_mm_popcnt_u32(puts));
    _mm256_mask_storeu_epi16(end - 2 * count, static_cast<M>((1U << count) - 1),
                             _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(puts, words)));
  }
  static std::uint32_t sum(V words) {
    return static_cast<std::uint32_t>(_mm512_reduce_add_epi32(words));
  }
};

inline V merge_vector(V a, V b) {
  const V window = _mm512_set1_epi32(0xFFFFFF);
  const V top = _mm512_set1_epi32(0x1000000);
  const V ua = _mm512_srli_epi32(a, 24);
  const V ub = _mm512_srli_epi32(b, 24);
  const V u = _mm512_max_epu32(ua, ub);
  // A vector shift by 32 or more gives 0.
  const V ha =
      _mm512_srlv_epi32(_mm512_or_si512(_mm512_and_si512(a, window), top), _mm512_sub_epi32(u, ua));
  const V hb =
      _mm512_srlv_epi32(_mm512_or_si512(_mm512_and_si512(b, window), top), _mm512_sub_epi32(u, ub));
  return _mm512_or_si512(_mm512_slli_epi32(u, 24),
                         _mm512_and_si512(_mm512_or_si512(ha, hb), window));
}

// n is 2^precision >= 16, so a multiple of 16.
void merge_registers(std::uint32_t* into, const std::uint32_t* from, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    const V merged = merge_vector(_mm512_loadu_si512(into + i), _mm512_loadu_si512(from + i));
    _mm512_storeu_si512(into + i, merged);
  }
}

}  // namespace
}  // namespace sketch

#include "vector_lanes.inc"

namespace sketch {
namespace {
constexpr EllKernels kVariant{merge_registers, spell_registers, put_symbols, take_registers,
                              collect_value,   mark_value,      count_values};
}  // namespace
const EllKernels* const kEllAvx512 = &kVariant;
}  // namespace sketch

#else

namespace sketch {
const EllKernels* const kEllAvx512 = nullptr;
}  // namespace sketch

#endif
