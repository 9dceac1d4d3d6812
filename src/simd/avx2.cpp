// SPDX-License-Identifier: PostgreSQL
#include "variants.hpp"

#if defined(__AVX2__)

#include "blocks_256.inc"
#include "kernels_256.inc"

#include <immintrin.h>

#include <cstddef>
#include <cstring>

namespace sketch::simd {
namespace {

// Eight places at a time, whether there are as many or not: a loop that ended with each word would be
// mispredicted once a word.
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

inline __m256i load(const std::uint32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}
inline void store(std::uint32_t* to, __m256i vector) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), vector);
}
inline __m256i gather(const std::uint32_t* from, __m256i at) {
  return _mm256_i32gather_epi32(reinterpret_cast<const int*>(from), at, 4);
}

// Number `which` of sixteen; its bit 3 comes to the sign.
inline __m256i one_of(__m256i lower, __m256i upper, __m256i which) {
  return _mm256_castps_si256(_mm256_blendv_ps(
      _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(lower, which)),
      _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(upper, which)),
      _mm256_castsi256_ps(_mm256_slli_epi32(which, 28))));
}

inline unsigned lanes_of(__m256i mask) {
  return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(mask)));
}

// a < b for a and b without sign.
inline __m256i less(__m256i a, int b) {
  return _mm256_cmpeq_epi32(_mm256_min_epu32(a, _mm256_set1_epi32(b - 1)), a);
}

// A frequency is in the low half of its word, the first slot in the high one.
static_assert(sizeof(rans::Symbol) == 4 && offsetof(rans::Symbol, first) == 2);

inline __m256i gather_symbols(const rans::Symbol* from, __m256i at) {
  return _mm256_i32gather_epi32(reinterpret_cast<const int*>(from), at, 4);
}

void spell_registers(const RegisterCode& code, const std::uint32_t* registers, std::size_t n, Spelling& to) {
  const __m256i one = _mm256_set1_epi32(1), three = _mm256_set1_epi32(3), zero = _mm256_setzero_si256();
  const __m256i raw_value = _mm256_set1_epi32(static_cast<int>(code.raw_value));
  const __m256i raw_octave = _mm256_srli_epi32(_mm256_sub_epi32(raw_value, one), 2);
  const __m256i frequency = _mm256_set1_epi32(0xFFFF);
  for (std::size_t i = 0; i < n; i += 8) {
    const __m256i r = load(registers + i);
    const __m256i u = _mm256_srli_epi32(r, 24);
    const __m256i octave = _mm256_srai_epi32(_mm256_sub_epi32(u, one), 2);
    const __m256i sub = _mm256_and_si256(_mm256_sub_epi32(u, one), three);
    __m256i nibbles = _mm256_or_si256(_mm256_and_si256(r, _mm256_set1_epi32(0xFFFFFF)), _mm256_set1_epi32(0x1000000));
    nibbles = _mm256_sllv_epi32(nibbles, sub);
    const __m256i forgotten_seen =
        _mm256_andnot_si256(_mm256_cmpgt_epi32(octave, _mm256_set1_epi32(code.last_seen_octave)),
                            _mm256_cmpgt_epi32(octave, _mm256_set1_epi32(5)));
    nibbles = _mm256_or_si256(
        nibbles, _mm256_and_si256(forgotten_seen, _mm256_sub_epi32(_mm256_sllv_epi32(one, sub), one)));
    // Shifts beyond the word give 0; bit 28 is beyond the nibbles.
    const __m256i below = _mm256_sub_epi32(octave, raw_octave);
    const __m256i raw = _mm256_sllv_epi32(one, _mm256_sub_epi32(_mm256_set1_epi32(24), _mm256_slli_epi32(below, 2)));
    nibbles = _mm256_andnot_si256(_mm256_andnot_si256(_mm256_cmpeq_epi32(u, raw_value), raw), nibbles);
    const __m256i row = _mm256_sub_epi32(octave, _mm256_set1_epi32(code.first_octave));
    const __m256i empty = _mm256_cmpeq_epi32(u, zero);
    const __m256i known = _mm256_andnot_si256(empty, less(row, 16));
    const __m256i letter = _mm256_blendv_epi8(
        _mm256_set1_epi32(RegisterCode::kEmpty),
        _mm256_or_si256(_mm256_slli_epi32(row, 4), _mm256_srli_epi32(nibbles, 24)), known);
    const __m256i letter_symbol = gather_symbols(code.letter_symbols, letter);
    __m256i uncodable = _mm256_or_si256(_mm256_cmpeq_epi32(_mm256_and_si256(letter_symbol, frequency), zero),
                                        _mm256_andnot_si256(known, _mm256_cmpeq_epi32(empty, zero)));
    __m256i pairs[RegisterCode::kPairs];
    // Of no octave those of the first.
    const __m256i safe = _mm256_and_si256(row, known);
    for (int k = 0; k < static_cast<int>(RegisterCode::kPairs); ++k) {
      const std::uint32_t* const symbols_of = code.symbols_of_octave[k];
      const __m256i pair = _mm256_and_si256(_mm256_srli_epi32(nibbles, 16 - 8 * k), _mm256_set1_epi32(0xFF));
      const __m256i at = _mm256_add_epi32(one_of(load(symbols_of), load(symbols_of + 8), safe), pair);
      pairs[k] = _mm256_and_si256(known, gather_symbols(code.pair_symbols, at));
      uncodable = _mm256_or_si256(
          uncodable,
          _mm256_and_si256(known, _mm256_cmpeq_epi32(_mm256_and_si256(pairs[k], frequency), zero)));
    }
    for (std::size_t k = 0; k < RegisterCode::kPairs; ++k) {
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(to.symbols[1 + k] + i),
                          _mm256_andnot_si256(uncodable, pairs[k]));
    }
    int escape;
    std::memcpy(&escape, code.letter_symbols + RegisterCode::kEscape, sizeof escape);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to.symbols[0] + i),
                        _mm256_blendv_epi8(letter_symbol, _mm256_set1_epi32(escape), uncodable));
    for (unsigned escaped = lanes_of(uncodable); escaped != 0; escaped &= escaped - 1)
      to.escaped[to.escapes++] = static_cast<std::uint32_t>(i) + _tzcnt_u32(escaped);
  }
}

// For each set of lanes, which of them put a word, the last at the end.
struct Gathered {
  std::uint64_t of_lanes[256];
  constexpr Gathered() : of_lanes{} {
    for (unsigned lanes = 0; lanes < 256; ++lanes) {
      std::uint64_t order = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((lanes >> lane & 1) != 0) order = order >> 8 | std::uint64_t{lane} << 56;
      }
      of_lanes[lanes] = order;
    }
  }
};
constexpr Gathered kGathered;

// The states before symbols of 2^log slots were decoded. A quotient is below 2^(32 - log), so that single
// precision finds it but for one.
inline __m256i pushed(__m256i state, __m256i symbol, int log, std::byte*& words) {
  const __m256i zero = _mm256_setzero_si256();
  const __m256i frequency = _mm256_and_si256(symbol, _mm256_set1_epi32(0xFFFF));
  const __m256i none = _mm256_cmpeq_epi32(frequency, zero);
  // Both sides are below 2^31.
  const __m256i stays = _mm256_cmpgt_epi32(frequency, _mm256_srli_epi32(state, 32 - log));
  const __m256i puts = _mm256_andnot_si256(_mm256_or_si256(stays, none), _mm256_set1_epi32(-1));
  const unsigned lanes = lanes_of(puts);
  const __m256i order = _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(kGathered.of_lanes[lanes])));
  const __m256i last = _mm256_and_si256(_mm256_permutevar8x32_epi32(state, order), _mm256_set1_epi32(0xFFFF));
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(last, last), 0x08);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(words - 16), _mm256_castsi256_si128(packed));
  words -= 2 * static_cast<std::size_t>(_mm_popcnt_u32(lanes));
  const __m256i left = _mm256_blendv_epi8(state, _mm256_srli_epi32(state, 16), puts);
  const __m256 dividend =
      _mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_srli_epi32(left, 16)), _mm256_set1_ps(65536)),
                    _mm256_cvtepi32_ps(_mm256_and_si256(left, _mm256_set1_epi32(0xFFFF))));
  __m256i quotient = _mm256_cvttps_epi32(_mm256_div_ps(dividend, _mm256_cvtepi32_ps(frequency)));
  __m256i rest = _mm256_sub_epi32(left, _mm256_mullo_epi32(quotient, frequency));
  // A mask is -1.
  const __m256i below = _mm256_cmpgt_epi32(zero, rest);
  quotient = _mm256_add_epi32(quotient, below);
  rest = _mm256_add_epi32(rest, _mm256_and_si256(below, frequency));
  const __m256i within = _mm256_cmpgt_epi32(frequency, rest);
  quotient = _mm256_add_epi32(quotient, _mm256_andnot_si256(within, _mm256_set1_epi32(1)));
  rest = _mm256_sub_epi32(rest, _mm256_andnot_si256(within, frequency));
  const __m256i next = _mm256_add_epi32(_mm256_add_epi32(_mm256_slli_epi32(quotient, log), rest),
                                        _mm256_srli_epi32(symbol, 16));
  return _mm256_blendv_epi8(next, state, none);
}

template <int kVectors>
std::byte* put_rows(const Spelling& from, std::size_t n, std::uint32_t* to, std::byte* words) {
  constexpr std::size_t kRow = 8 * kVectors;
  const auto symbols = [](const rans::Symbol* at) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  };
  __m256i states[kVectors];
  for (int v = 0; v < kVectors; ++v) states[v] = load(to + 8 * v);
  for (; n != 0; n -= kRow) {
    for (std::size_t k = RegisterCode::kPairs; k != 0; --k) {
      for (int v = kVectors; v-- != 0;)
        states[v] = pushed(states[v], symbols(from.symbols[k] + n - kRow + 8 * v), RegisterCode::kPairLog, words);
    }
    for (int v = kVectors; v-- != 0;)
      states[v] = pushed(states[v], symbols(from.symbols[0] + n - kRow + 8 * v), RegisterCode::kLetterLog, words);
  }
  for (int v = 0; v < kVectors; ++v) store(to + 8 * v, states[v]);
  return words;
}

std::byte* put_symbols(const Spelling& from, std::size_t n, std::uint32_t* states, std::size_t lanes,
                       std::byte* words) {
  switch (lanes) {
    case 8:
      return put_rows<1>(from, n, states, words);
    case 16:
      return put_rows<2>(from, n, states, words);
    case 32:
      return put_rows<4>(from, n, states, words);
    case 64:
      return put_rows<8>(from, n, states, words);
    default:
      return kScalar->put_symbols(from, n, states, lanes, words);
  }
}

std::size_t collect_value(const std::uint32_t* registers, std::byte* bits, std::size_t n,
                          std::uint32_t value) {
  const __m256i most = _mm256_set1_epi32(static_cast<int>(24 + value));
  std::size_t taken = 0;
  std::uint64_t buffer = 0;
  for (std::size_t i = 0; i < n; i += 8) {
    const __m256i r = load(registers + i);
    const __m256i shift = _mm256_sub_epi32(most, _mm256_srli_epi32(r, 24));
    const unsigned has = lanes_of(less(shift, 24));
    const unsigned seen = lanes_of(_mm256_slli_epi32(_mm256_srlv_epi32(r, shift), 31));
    buffer |= std::uint64_t{_pext_u32(seen, has)} << taken % 8;
    const auto word = static_cast<std::uint32_t>(buffer);
    std::memcpy(bits + taken / 8, &word, sizeof word);
    const std::size_t before = taken / 8;
    taken += static_cast<std::size_t>(_mm_popcnt_u32(has));
    buffer >>= 8 * (taken / 8 - before);
  }
  return taken;
}

// For each set of lanes, which of the next words each of them takes.
struct Order {
  std::uint64_t of_lanes[256];
  constexpr Order() : of_lanes{} {
    for (unsigned lanes = 0; lanes < 256; ++lanes) {
      std::uint64_t next = 0;
      for (unsigned lane = 0; lane < 8; ++lane) {
        if ((lanes >> lane & 1) != 0) of_lanes[lanes] |= next++ << 8 * lane;
      }
    }
  }
};
constexpr Order kOrder;

// The lanes below 2^16 take a word each, in their order.
inline __m256i refilled(__m256i state, const std::byte*& at) {
  const __m256i takes = _mm256_cmpeq_epi32(_mm256_srli_epi32(state, 16), _mm256_setzero_si256());
  const unsigned lanes = lanes_of(takes);
  const __m256i next = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
  const __m256i order =
      _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(kOrder.of_lanes[lanes])));
  at += 2 * static_cast<std::size_t>(_mm_popcnt_u32(lanes));
  const __m256i with_word = _mm256_or_si256(_mm256_slli_epi32(state, 16),
                                            _mm256_permutevar8x32_epi32(next, order));
  return _mm256_blendv_epi8(state, with_word, takes);
}

// frequency * (state >> log) + place
inline __m256i pulled(__m256i state, __m256i slot, int log) {
  return _mm256_add_epi32(
      _mm256_mullo_epi32(_mm256_srli_epi32(slot, 20), _mm256_srli_epi32(state, log)),
      _mm256_and_si256(_mm256_srli_epi32(slot, 8), _mm256_set1_epi32(0xFFF)));
}

// kVectors of 8 lanes.
template <int kVectors>
std::size_t take_rows(const RegisterCode& code, LaneReader& from, std::uint32_t* registers,
                      std::size_t first, std::size_t n) {
  constexpr std::size_t kRow = 8 * kVectors;
  const __m256i letter_mask = _mm256_set1_epi32((1 << RegisterCode::kLetterLog) - 1);
  const __m256i pair_mask = _mm256_set1_epi32((1 << RegisterCode::kPairLog) - 1);
  const __m256i byte = _mm256_set1_epi32(0xFF), low = _mm256_set1_epi32(15);
  const __m256i zero = _mm256_setzero_si256();
  // The highest bit of a nibble.
  const __m256i highest = _mm256_setr_epi8(0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 1, 1, 2,
                                           2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
  __m256i states[kVectors], letters[kVectors], windows[kVectors];
  for (int v = 0; v < kVectors; ++v) states[v] = load(from.states + 8 * v);
  const std::byte* at = from.at;
  for (; first < n && static_cast<std::size_t>(from.end - at) >= 8 * kRow; first += kRow) {
    for (int v = 0; v < kVectors; ++v) {
      const __m256i slot = gather(code.letter_slots, _mm256_and_si256(states[v], letter_mask));
      states[v] = pulled(states[v], slot, RegisterCode::kLetterLog);
      letters[v] = _mm256_and_si256(slot, byte);
      windows[v] = _mm256_and_si256(slot, low);
    }
    for (int v = 0; v < kVectors; ++v) states[v] = refilled(states[v], at);
    for (const auto& slots_of : code.slots_of_octave) {
      const __m256i lower = load(slots_of), upper = load(slots_of + 8);
      for (int v = 0; v < kVectors; ++v) {
        const __m256i begin = one_of(lower, upper, _mm256_srli_epi32(letters[v], 4));
        const __m256i slot =
            gather(code.pair_slots, _mm256_add_epi32(begin, _mm256_and_si256(states[v], pair_mask)));
        const __m256i none = _mm256_cmpeq_epi32(_mm256_and_si256(letters[v], low), zero);
        states[v] =
            _mm256_blendv_epi8(pulled(states[v], slot, RegisterCode::kPairLog), states[v], none);
        windows[v] = _mm256_or_si256(_mm256_slli_epi32(windows[v], 8), _mm256_and_si256(slot, byte));
      }
      for (int v = 0; v < kVectors; ++v) states[v] = refilled(states[v], at);
    }
    for (int v = 0; v < kVectors; ++v) {
      const __m256i nibble = _mm256_and_si256(letters[v], low);
      const __m256i sub =
          _mm256_and_si256(_mm256_shuffle_epi8(highest, nibble), _mm256_set1_epi32(3));
      const __m256i octave = _mm256_slli_epi32(_mm256_srli_epi32(letters[v], 4), 2);
      const __m256i value = _mm256_add_epi32(_mm256_add_epi32(octave, sub),
                                             _mm256_set1_epi32(4 * code.first_octave + 1));
      const __m256i window =
          _mm256_and_si256(_mm256_srlv_epi32(windows[v], sub), _mm256_set1_epi32(0xFFFFFF));
      store(registers + first + 8 * v,
            _mm256_andnot_si256(_mm256_cmpeq_epi32(nibble, zero),
                                _mm256_or_si256(_mm256_slli_epi32(value, 24), window)));
      for (unsigned escaped = lanes_of(_mm256_cmpeq_epi32(letters[v], zero)); escaped != 0;
           escaped &= escaped - 1) {
        from.escaped[from.escapes++] =
            static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(8 * v) + _tzcnt_u32(escaped);
      }
    }
  }
  for (int v = 0; v < kVectors; ++v) store(from.states + 8 * v, states[v]);
  from.at = at;
  return first;
}

std::size_t take_registers(const RegisterCode& code, LaneReader& from, std::uint32_t* registers,
                           std::size_t first, std::size_t n) {
  switch (from.lanes) {
    case 8:
      return take_rows<1>(code, from, registers, first, n);
    case 16:
      return take_rows<2>(code, from, registers, first, n);
    case 32:
      return take_rows<4>(code, from, registers, first, n);
    case 64:
      return take_rows<8>(code, from, registers, first, n);
    default:
      return kScalar->take_registers(code, from, registers, first, n);
  }
}

std::size_t mark_value(std::uint32_t* registers, const std::byte* bits, std::size_t n,
                       std::uint32_t value) {
  const __m256i most = _mm256_set1_epi32(static_cast<int>(24 + value));
  const __m256i lanes = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < n; i += 8) {
    const __m256i r = load(registers + i);
    const __m256i shift = _mm256_sub_epi32(most, _mm256_srli_epi32(r, 24));
    const unsigned has = lanes_of(less(shift, 24));
    std::uint32_t next;
    std::memcpy(&next, bits + taken / 8, sizeof next);
    const __m256i row = _mm256_set1_epi32(static_cast<int>(_pdep_u32(next >> taken % 8, has)));
    taken += static_cast<std::size_t>(_mm_popcnt_u32(has));
    const __m256i seen = _mm256_cmpeq_epi32(_mm256_and_si256(row, lanes), lanes);
    const __m256i bit = _mm256_sllv_epi32(_mm256_set1_epi32(1), shift);
    store(registers + i, _mm256_or_si256(r, _mm256_and_si256(bit, seen)));
  }
  return taken;
}

constexpr Kernels kVariant{"avx2",         hash_keys, merge_registers, insert_into_blocks,
                           find_in_blocks, find_ones, spell_registers, put_symbols,
                           take_registers, collect_value, mark_value, count_values};
}  // namespace
const Kernels* const kAvx2 = &kVariant;
}  // namespace sketch::simd

#else

namespace sketch::simd {
const Kernels* const kAvx2 = nullptr;
}  // namespace sketch::simd

#endif
