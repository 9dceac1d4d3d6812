// SPDX-License-Identifier: PostgreSQL
#include "ell_variants.hpp"

#if defined(__AVX2__)

#include "registers_256.inc"

#include <immintrin.h>

#include <cstddef>
#include <cstring>
#include <type_traits>

namespace sketch {
namespace {

// Permutations for each set of lanes. `taking`: which of the next words each lane takes. `putting`:
// the lanes that write a word, in order and moved up to the end.
struct Orders {
  std::uint64_t taking[256], putting[256];
  constexpr Orders() : taking{}, putting{} {
    for (unsigned lanes = 0; lanes < 256; ++lanes) {
      std::uint64_t next = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((lanes >> lane & 1) == 0) continue;
        taking[lanes] |= next++ << 8 * lane;
        putting[lanes] = putting[lanes] >> 8 | std::uint64_t{lane} << 56;
      }
    }
  }
};
constexpr Orders kOrders;

// Eight words, for vector_lanes.inc. A condition is a mask: a word of all ones or all zeros.
struct Words {
  static constexpr std::size_t kWide = 8;
  using V = __m256i;
  using M = __m256i;

  static V set(std::uint32_t word) { return _mm256_set1_epi32(static_cast<int>(word)); }
  static V load(const std::uint32_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const V*>(from));
  }
  static void store(std::uint32_t* to, V v) { _mm256_storeu_si256(reinterpret_cast<V*>(to), v); }

  static V add(V a, V b) { return _mm256_add_epi32(a, b); }
  static V sub(V a, V b) { return _mm256_sub_epi32(a, b); }
  static V mul(V a, V b) { return _mm256_mullo_epi32(a, b); }
  static V and_(V a, V b) { return _mm256_and_si256(a, b); }
  static V or_(V a, V b) { return _mm256_or_si256(a, b); }
  static V without(V a, V b) { return _mm256_andnot_si256(b, a); }
  static V shl(V a, int bits) { return _mm256_slli_epi32(a, bits); }
  static V shr(V a, int bits) { return _mm256_srli_epi32(a, bits); }
  static V sar(V a, int bits) { return _mm256_srai_epi32(a, bits); }
  static V shlv(V a, V bits) { return _mm256_sllv_epi32(a, bits); }
  static V shrv(V a, V bits) { return _mm256_srlv_epi32(a, bits); }
  static V min(V a, V b) { return _mm256_min_epu32(a, b); }
  static V max(V a, V b) { return _mm256_max_epu32(a, b); }
  static V lower(V a, V b) { return _mm256_min_epi32(a, b); }
  static V upper(V a, V b) { return _mm256_max_epi32(a, b); }

  static M equal(V a, V b) { return _mm256_cmpeq_epi32(a, b); }
  static M at_least(V a, V b) { return equal(max(a, b), a); }
  static M any(V a, V b) { return but(set(~0U), equal(and_(a, b), set(0))); }
  static M both(M a, M b) { return and_(a, b); }
  static M either(M a, M b) { return or_(a, b); }
  static M but(M a, M b) { return without(a, b); }
  static unsigned bits(M a) {
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(a)));
  }
  static M of_bits(unsigned bits) {
    const V places = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    return equal(and_(set(bits), places), places);
  }
  static V select(M condition, V a, V b) { return _mm256_blendv_epi8(b, a, condition); }

  static V gather(const std::uint32_t* from, V at) {
    return _mm256_i32gather_epi32(reinterpret_cast<const int*>(from), at, 4);
  }
  // Shifts bit 3 into the sign bit, which selects between the table's halves.
  static V one_of(const std::uint32_t (&table)[16], V which) {
    return _mm256_castps_si256(
        _mm256_blendv_ps(_mm256_castsi256_ps(_mm256_permutevar8x32_epi32(load(table), which)),
                         _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(load(table + 8), which)),
                         _mm256_castsi256_ps(shl(which, 28))));
  }
  static V top_bit(V nibble) {
    const V tops = _mm256_setr_epi8(0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 1, 1, 2,
                                    2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
    return and_(_mm256_shuffle_epi8(tops, nibble), set(3));
  }
  static V quotient(V a, V b) {
    // Converts unsigned numbers in two halves.
    const __m256 high = _mm256_mul_ps(_mm256_cvtepi32_ps(shr(a, 16)), _mm256_set1_ps(65536));
    const __m256 whole = _mm256_add_ps(high, _mm256_cvtepi32_ps(and_(a, set(0xFFFF))));
    return _mm256_cvttps_epi32(_mm256_div_ps(whole, _mm256_cvtepi32_ps(b)));
  }
  static V in_order(std::uint64_t order) {
    return _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(order)));
  }
  static V next_words(const std::byte* at, M takes) {
    const V words = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    return _mm256_permutevar8x32_epi32(words, in_order(kOrders.taking[bits(takes)]));
  }
  static void put_words(std::byte* end, V words, M puts) {
    const V last = and_(_mm256_permutevar8x32_epi32(words, in_order(kOrders.putting[bits(puts)])),
                        set(0xFFFF));
    const V packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(last, last), 0x08);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(end - 16), _mm256_castsi256_si128(packed));
  }
  static std::uint32_t sum(V words) {
    std::uint32_t each[kWide], sum = 0;
    store(each, words);
    for (const std::uint32_t word : each) sum += word;
    return sum;
  }
};

}  // namespace
}  // namespace sketch

#include "vector_lanes.inc"

namespace sketch {
namespace {
constexpr EllKernels kVariant{merge_registers, spell_registers, put_symbols, take_registers,
                              collect_value,   mark_value,      count_values};
}  // namespace
const EllKernels* const kEllAvx2 = &kVariant;
}  // namespace sketch

#else

namespace sketch {
const EllKernels* const kEllAvx2 = nullptr;
}  // namespace sketch

#endif
