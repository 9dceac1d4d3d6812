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

#include <cstddef>
#include <cstring>

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

// As in kernels_256.inc: the counts of at most kCounted registers, in passes over them.
constexpr std::size_t kCounted = 512;
void count_some(const std::uint32_t* registers, std::size_t n, ValueCounts& counts) {
  const V one = _mm512_set1_epi32(1), zero = _mm512_setzero_si512(), three = _mm512_set1_epi32(3);
  V nibbles[kCounted / 16], places[kCounted / 16], forgotten[kCounted / 16];
  const std::size_t vectors = n / 16;
  V least = _mm512_set1_epi32(255), most = zero;
  for (std::size_t i = 0; i < vectors; ++i) {
    const V r = _mm512_loadu_si512(registers + 16 * i);
    const V u = _mm512_srli_epi32(r, 24);
    least = _mm512_min_epu32(least, u);
    most = _mm512_max_epu32(most, u);
    const V below = _mm512_sub_epi32(u, one);
    const V window = _mm512_or_si512(_mm512_and_si512(r, _mm512_set1_epi32(0xFFFFFF)),
                                     _mm512_set1_epi32(0x1000000));
    V bits = _mm512_maskz_sllv_epi32(_mm512_test_epi32_mask(u, u), window, _mm512_and_si512(below, three));
    const V pairs = _mm512_set1_epi32(0x55555555), fours = _mm512_set1_epi32(0x33333333);
    bits = _mm512_add_epi32(_mm512_and_si512(bits, pairs), _mm512_and_si512(_mm512_srli_epi32(bits, 1), pairs));
    nibbles[i] =
        _mm512_add_epi32(_mm512_and_si512(bits, fours), _mm512_and_si512(_mm512_srli_epi32(bits, 2), fours));
    places[i] = _mm512_sub_epi32(_mm512_set1_epi32(24), _mm512_andnot_si512(three, below));
    forgotten[i] = _mm512_sub_epi32(_mm512_max_epu32(u, _mm512_set1_epi32(25)), _mm512_set1_epi32(25));
  }
  const std::uint32_t lowest = _mm512_reduce_min_epu32(least), highest = _mm512_reduce_max_epu32(most);
  const std::uint32_t none = lowest > 25 ? (lowest - 25) / 4 : 0, all = highest > 25 ? (highest - 25) / 4 : 0;
  for (std::uint32_t octave = none; highest != 0 && octave <= (highest - 1) / 4; ++octave) {
    const V at = _mm512_set1_epi32(static_cast<int>(4 * octave));
    V sum = zero;
    for (std::size_t i = 0; i < vectors; ++i) {
      // A place beyond the word has nothing.
      const V count = _mm512_srlv_epi32(nibbles[i], _mm512_add_epi32(places[i], at));
      sum = _mm512_add_epi32(sum, _mm512_and_si512(count, _mm512_set1_epi32(7)));
    }
    counts.seen[octave] += static_cast<std::uint32_t>(_mm512_reduce_add_epi32(sum));
  }
  for (std::uint32_t octave = none; octave <= all; ++octave) {
    const V end = _mm512_set1_epi32(static_cast<int>(4 * octave + 4));
    V sum = zero;
    for (std::size_t i = 0; i < vectors; ++i) {
      const V known = _mm512_max_epi32(_mm512_sub_epi32(end, forgotten[i]), zero);
      sum = _mm512_add_epi32(sum, _mm512_min_epi32(known, _mm512_set1_epi32(4)));
    }
    counts.known[octave] += static_cast<std::uint32_t>(_mm512_reduce_add_epi32(sum));
  }
  for (std::size_t octave = all + 1; octave < ValueCounts::kOctaves; ++octave) counts.known[octave] += 4 * n;
}

void count_values(const std::uint32_t* registers, std::size_t n, ValueCounts& counts) {
  for (std::size_t i = 0; i < n; i += kCounted)
    count_some(registers + i, n - i < kCounted ? n - i : kCounted, counts);
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

// A frequency is in the low half of its word, the first slot in the high one.
static_assert(sizeof(rans::Symbol) == 4 && offsetof(rans::Symbol, first) == 2);

void spell_registers(const RegisterCode& code, const std::uint32_t* registers, std::size_t n, Spelling& to) {
  const V one = _mm512_set1_epi32(1), three = _mm512_set1_epi32(3), zero = _mm512_setzero_si512();
  const V raw_value = _mm512_set1_epi32(static_cast<int>(code.raw_value));
  const V raw_octave = _mm512_srli_epi32(_mm512_sub_epi32(raw_value, one), 2);
  for (std::size_t i = 0; i < n; i += 16) {
    const V r = _mm512_loadu_si512(registers + i);
    const V u = _mm512_srli_epi32(r, 24);
    const V octave = _mm512_srai_epi32(_mm512_sub_epi32(u, one), 2);
    const V sub = _mm512_and_si512(_mm512_sub_epi32(u, one), three);
    V nibbles = _mm512_or_si512(_mm512_and_si512(r, _mm512_set1_epi32(0xFFFFFF)), _mm512_set1_epi32(0x1000000));
    nibbles = _mm512_sllv_epi32(nibbles, sub);
    const __mmask16 forgotten_seen = _mm512_cmpge_epi32_mask(octave, _mm512_set1_epi32(6)) &
                                     _mm512_cmple_epi32_mask(octave, _mm512_set1_epi32(code.last_seen_octave));
    nibbles = _mm512_mask_or_epi32(nibbles, forgotten_seen, nibbles,
                                   _mm512_sub_epi32(_mm512_sllv_epi32(one, sub), one));
    // Shifts beyond the word give 0; bit 28 is beyond the nibbles.
    const V below = _mm512_sub_epi32(octave, raw_octave);
    const V raw = _mm512_sllv_epi32(one, _mm512_sub_epi32(_mm512_set1_epi32(24), _mm512_slli_epi32(below, 2)));
    nibbles = _mm512_mask_andnot_epi32(nibbles, _mm512_cmpneq_epi32_mask(u, raw_value), raw, nibbles);
    const V row = _mm512_sub_epi32(octave, _mm512_set1_epi32(code.first_octave));
    const __mmask16 empty = _mm512_testn_epi32_mask(u, u);
    const __mmask16 known = _mm512_cmplt_epu32_mask(row, _mm512_set1_epi32(16)) & static_cast<__mmask16>(~empty);
    const V letter = _mm512_mask_or_epi32(_mm512_set1_epi32(RegisterCode::kEmpty), known, _mm512_slli_epi32(row, 4),
                                          _mm512_srli_epi32(nibbles, 24));
    const V letter_symbol = _mm512_i32gather_epi32(letter, code.letter_symbols, 4);
    const V frequency = _mm512_set1_epi32(0xFFFF);
    __mmask16 codable = (known | empty) & _mm512_test_epi32_mask(letter_symbol, frequency);
    V pairs[RegisterCode::kPairs];
    for (unsigned k = 0; k < RegisterCode::kPairs; ++k) {
      const V symbols_of = _mm512_permutexvar_epi32(row, _mm512_loadu_si512(code.symbols_of_octave[k]));
      const V pair = _mm512_and_si512(_mm512_srli_epi32(nibbles, 16 - 8 * k), _mm512_set1_epi32(0xFF));
      pairs[k] = _mm512_mask_i32gather_epi32(zero, known, _mm512_add_epi32(symbols_of, pair), code.pair_symbols, 4);
      codable &= static_cast<__mmask16>(empty | _mm512_test_epi32_mask(pairs[k], frequency));
    }
    for (unsigned k = 0; k < RegisterCode::kPairs; ++k)
      _mm512_storeu_si512(to.symbols[1 + k] + i, _mm512_maskz_mov_epi32(codable, pairs[k]));
    std::uint32_t escape;
    std::memcpy(&escape, code.letter_symbols + RegisterCode::kEscape, sizeof escape);
    _mm512_storeu_si512(to.symbols[0] + i, _mm512_mask_mov_epi32(_mm512_set1_epi32(static_cast<int>(escape)),
                                                                 codable, letter_symbol));
    for (auto escaped = static_cast<std::uint32_t>(static_cast<__mmask16>(~codable)); escaped != 0;
         escaped &= escaped - 1)
      to.escaped[to.escapes++] = static_cast<std::uint32_t>(i) + _tzcnt_u32(escaped);
  }
}

// The states before symbols of 2^log slots were decoded. A quotient is below 2^(32 - log), so that single
// precision finds it but for one.
inline V pushed(V state, V symbol, unsigned log, std::byte*& words) {
  const V frequency = _mm512_and_si512(symbol, _mm512_set1_epi32(0xFFFF));
  const __mmask16 coded = _mm512_test_epi32_mask(frequency, frequency);
  const __mmask16 puts = _mm512_mask_cmpge_epu32_mask(coded, _mm512_srli_epi32(state, 32 - log), frequency);
  const auto count = static_cast<unsigned>(_mm_popcnt_u32(puts));
  words -= 2 * count;
  _mm256_mask_storeu_epi16(words, static_cast<__mmask16>((1U << count) - 1),
                           _mm512_cvtepi32_epi16(_mm512_maskz_compress_epi32(puts, state)));
  const V left = _mm512_mask_srli_epi32(state, puts, state, 16);
  V quotient = _mm512_cvttps_epi32(_mm512_div_ps(_mm512_cvtepu32_ps(left), _mm512_cvtepi32_ps(frequency)));
  V rest = _mm512_sub_epi32(left, _mm512_mullo_epi32(quotient, frequency));
  const V one = _mm512_set1_epi32(1);
  const __mmask16 below = _mm512_cmplt_epi32_mask(rest, _mm512_setzero_si512());
  quotient = _mm512_mask_sub_epi32(quotient, below, quotient, one);
  rest = _mm512_mask_add_epi32(rest, below, rest, frequency);
  const __mmask16 above = _mm512_cmpge_epi32_mask(rest, frequency);
  quotient = _mm512_mask_add_epi32(quotient, above, quotient, one);
  rest = _mm512_mask_sub_epi32(rest, above, rest, frequency);
  const V next = _mm512_add_epi32(_mm512_add_epi32(_mm512_slli_epi32(quotient, log), rest),
                                  _mm512_srli_epi32(symbol, 16));
  return _mm512_mask_mov_epi32(state, coded, next);
}

template <int kVectors>
std::byte* put_rows(const Spelling& from, std::size_t n, std::uint32_t* to, std::byte* words) {
  constexpr std::size_t kRow = 16 * kVectors;
  V states[kVectors];
  for (int v = 0; v < kVectors; ++v) states[v] = _mm512_loadu_si512(to + 16 * v);
  for (; n != 0; n -= kRow) {
    for (std::size_t k = RegisterCode::kPairs; k != 0; --k) {
      for (int v = kVectors; v-- != 0;) {
        states[v] = pushed(states[v], _mm512_loadu_si512(from.symbols[k] + n - kRow + 16 * v),
                           RegisterCode::kPairLog, words);
      }
    }
    for (int v = kVectors; v-- != 0;) {
      states[v] = pushed(states[v], _mm512_loadu_si512(from.symbols[0] + n - kRow + 16 * v),
                         RegisterCode::kLetterLog, words);
    }
  }
  for (int v = 0; v < kVectors; ++v) _mm512_storeu_si512(to + 16 * v, states[v]);
  return words;
}

std::byte* put_symbols(const Spelling& from, std::size_t n, std::uint32_t* states, std::size_t lanes,
                       std::byte* words) {
  switch (lanes) {
    case 16:
      return put_rows<1>(from, n, states, words);
    case 32:
      return put_rows<2>(from, n, states, words);
    case 64:
      return put_rows<4>(from, n, states, words);
    default:
      return kScalar->put_symbols(from, n, states, lanes, words);
  }
}

std::size_t collect_value(const std::uint32_t* registers, std::byte* bits, std::size_t n,
                          std::uint32_t value) {
  const V most = _mm512_set1_epi32(static_cast<int>(24 + value)), one = _mm512_set1_epi32(1);
  std::size_t taken = 0;
  std::uint64_t buffer = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const V r = _mm512_loadu_si512(registers + i);
    const V shift = _mm512_sub_epi32(most, _mm512_srli_epi32(r, 24));
    const auto has = static_cast<std::uint32_t>(_mm512_cmplt_epu32_mask(shift, _mm512_set1_epi32(24)));
    const auto seen = static_cast<std::uint32_t>(_mm512_test_epi32_mask(_mm512_srlv_epi32(r, shift), one));
    buffer |= std::uint64_t{_pext_u32(seen, has)} << taken % 8;
    const auto word = static_cast<std::uint32_t>(buffer);
    std::memcpy(bits + taken / 8, &word, sizeof word);
    const std::size_t before = taken / 8;
    taken += static_cast<std::size_t>(_mm_popcnt_u32(has));
    buffer >>= 8 * (taken / 8 - before);
  }
  return taken;
}

// The lanes below 2^16 take a word each, in their order.
inline V refilled(V state, const std::byte*& at) {
  const __mmask16 takes = _mm512_cmplt_epu32_mask(state, _mm512_set1_epi32(0x10000));
  const V words = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(at)));
  at += 2 * static_cast<std::size_t>(_mm_popcnt_u32(takes));
  return _mm512_mask_or_epi32(state, takes, _mm512_slli_epi32(state, 16),
                              _mm512_maskz_expand_epi32(takes, words));
}

// frequency * (state >> log) + place
inline V pulled(V state, V slot, unsigned log) {
  return _mm512_add_epi32(
      _mm512_mullo_epi32(_mm512_srli_epi32(slot, 20), _mm512_srli_epi32(state, log)),
      _mm512_and_si512(_mm512_srli_epi32(slot, 8), _mm512_set1_epi32(0xFFF)));
}

// kVectors of 16 lanes.
template <int kVectors>
std::size_t take_rows(const RegisterCode& code, LaneReader& from, std::uint32_t* registers,
                      std::size_t first, std::size_t n) {
  constexpr std::size_t kRow = 16 * kVectors;
  const V letter_mask = _mm512_set1_epi32((1 << RegisterCode::kLetterLog) - 1);
  const V pair_mask = _mm512_set1_epi32((1 << RegisterCode::kPairLog) - 1);
  const V byte = _mm512_set1_epi32(0xFF), low = _mm512_set1_epi32(15);
  V states[kVectors], letters[kVectors], windows[kVectors];
  __mmask16 full[kVectors];  // neither empty nor escaped
  for (int v = 0; v < kVectors; ++v) states[v] = _mm512_loadu_si512(from.states + 16 * v);
  const std::byte* at = from.at;
  for (; first < n && static_cast<std::size_t>(from.end - at) >= 8 * kRow; first += kRow) {
    for (int v = 0; v < kVectors; ++v) {
      const V slot = _mm512_i32gather_epi32(_mm512_and_si512(states[v], letter_mask), code.letter_slots, 4);
      states[v] = pulled(states[v], slot, RegisterCode::kLetterLog);
      letters[v] = _mm512_and_si512(slot, byte);
      windows[v] = _mm512_and_si512(slot, low);
      full[v] = _mm512_test_epi32_mask(slot, low);
    }
    for (int v = 0; v < kVectors; ++v) states[v] = refilled(states[v], at);
    for (const auto& slots_of : code.slots_of_octave) {
      const V begins = _mm512_loadu_si512(slots_of);
      for (int v = 0; v < kVectors; ++v) {
        const V begin = _mm512_permutexvar_epi32(_mm512_srli_epi32(letters[v], 4), begins);
        const V slot = _mm512_mask_i32gather_epi32(
            _mm512_setzero_si512(), full[v],
            _mm512_add_epi32(begin, _mm512_and_si512(states[v], pair_mask)), code.pair_slots, 4);
        states[v] = _mm512_mask_mov_epi32(states[v], full[v],
                                          pulled(states[v], slot, RegisterCode::kPairLog));
        windows[v] = _mm512_or_si512(_mm512_slli_epi32(windows[v], 8), _mm512_and_si512(slot, byte));
      }
      for (int v = 0; v < kVectors; ++v) states[v] = refilled(states[v], at);
    }
    for (int v = 0; v < kVectors; ++v) {
      const V sub = _mm512_sub_epi32(_mm512_set1_epi32(31),
                                     _mm512_lzcnt_epi32(_mm512_and_si512(letters[v], low)));
      const V octave = _mm512_slli_epi32(_mm512_srli_epi32(letters[v], 4), 2);
      const V value = _mm512_add_epi32(
          _mm512_add_epi32(octave, sub), _mm512_set1_epi32(4 * code.first_octave + 1));
      const V window =
          _mm512_and_si512(_mm512_srlv_epi32(windows[v], sub), _mm512_set1_epi32(0xFFFFFF));
      _mm512_storeu_si512(registers + first + 16 * v,
                          _mm512_maskz_or_epi32(full[v], _mm512_slli_epi32(value, 24), window));
      for (auto escaped = static_cast<std::uint32_t>(_mm512_testn_epi32_mask(letters[v], letters[v]));
           escaped != 0; escaped &= escaped - 1) {
        from.escaped[from.escapes++] =
            static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(16 * v) + _tzcnt_u32(escaped);
      }
    }
  }
  for (int v = 0; v < kVectors; ++v) _mm512_storeu_si512(from.states + 16 * v, states[v]);
  from.at = at;
  return first;
}

std::size_t take_registers(const RegisterCode& code, LaneReader& from, std::uint32_t* registers,
                           std::size_t first, std::size_t n) {
  switch (from.lanes) {
    case 16:
      return take_rows<1>(code, from, registers, first, n);
    case 32:
      return take_rows<2>(code, from, registers, first, n);
    case 64:
      return take_rows<4>(code, from, registers, first, n);
    default:
      return kScalar->take_registers(code, from, registers, first, n);
  }
}

std::size_t mark_value(std::uint32_t* registers, const std::byte* bits, std::size_t n,
                       std::uint32_t value) {
  const V most = _mm512_set1_epi32(static_cast<int>(24 + value));
  std::size_t taken = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const V r = _mm512_loadu_si512(registers + i);
    const V shift = _mm512_sub_epi32(most, _mm512_srli_epi32(r, 24));
    const auto has = static_cast<std::uint32_t>(_mm512_cmplt_epu32_mask(shift, _mm512_set1_epi32(24)));
    std::uint32_t next;
    std::memcpy(&next, bits + taken / 8, sizeof next);
    const auto seen = static_cast<__mmask16>(_pdep_u32(next >> taken % 8, has));
    taken += static_cast<std::size_t>(_mm_popcnt_u32(has));
    const V bit = _mm512_sllv_epi32(_mm512_set1_epi32(1), shift);
    _mm512_storeu_si512(registers + i, _mm512_mask_or_epi32(r, seen, r, bit));
  }
  return taken;
}

constexpr Kernels kVariant{"avx512",       hash_keys, merge_registers, insert_into_blocks,
                           find_in_blocks, find_ones, spell_registers, put_symbols,
                           take_registers, collect_value, mark_value, count_values};

}  // namespace

const Kernels* const kAvx512 = &kVariant;

}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx512 = nullptr;
}  // namespace sketch::simd

#endif
