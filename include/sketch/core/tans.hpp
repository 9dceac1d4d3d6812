// SPDX-License-Identifier: PostgreSQL
//
// Tabled asymmetric numeral systems (tANS; Duda, "Asymmetric numeral systems", 2013, section 4) for
// bytes of a known distribution. All tables are computed by the compiler, in integers: they are the
// same on every machine, and all processes share them.
//
// A state is a number in [2^kLog, 2^(kLog+1)), here kept less 2^kLog. Encoding a symbol moves some
// of the state's low bits to the stream; decoding takes them back, so that a decoder meets the
// symbols in the opposite order. PrependWriter therefore writes its stream from the end, and a
// BitReader reads it from its start. Several states take turns, since the next look-up of one
// needn't wait for another.
//
// Cost: about 1 ns a symbol to decode, 2 ns to encode. Loss: the distribution is rounded to
// multiples of 2^-kLog, and a symbol of lower probability gets 2^-kLog.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bits.hpp"
#include "sketch/core/bytes.hpp"

namespace sketch::tans {

inline constexpr unsigned kLog =
    12;  // 11 takes half the tables' memory, but 0.6 % more bytes for registers
inline constexpr std::uint32_t kStates = 1U << kLog;
inline constexpr unsigned kInterleaved = 4;

// Relative probabilities; a symbol of weight 0 can't be coded.
using Weights = std::array<std::uint32_t, 256>;
using Frequencies = std::array<std::uint16_t, 256>;

// Frequencies that sum to 2^kLog, at least 1 where the weight is not 0. What the least ones don't
// need is shared in proportion to the weights; of the rounding's remainder each unit is given or
// taken where the expected length, whose change is about weight / frequency, gains the most or
// loses the least.
constexpr Frequencies normalise(const Weights& weights) {
  std::uint64_t total = 0, shared = 0, states = kStates;
  for (const auto w : weights) total += w;
  for (const auto w : weights) {
    if (w != 0 && w * std::uint64_t{kStates} <= total) {
      --states;
    } else {
      shared += w;
    }
  }
  std::uint32_t f[256] = {};
  std::uint64_t sum = 0;
  for (std::size_t s = 0; s < 256; ++s) {
    const std::uint64_t w = weights[s];
    if (w == 0) continue;
    f[s] =
        w * kStates <= total ? 1 : static_cast<std::uint32_t>((w * states + shared / 2) / shared);
    if (f[s] == 0) f[s] = 1;
    sum += f[s];
  }
  while (sum != kStates) {
    const bool take = sum > kStates;
    std::size_t best = 256;
    std::uint64_t best_weight = 0, best_f = 1;
    for (std::size_t s = 0; s < 256; ++s) {
      if (f[s] <= (take ? 1U : 0U)) continue;
      const std::uint64_t mine = weights[s] * best_f, other = best_weight * f[s];
      if (best != 256 && (take ? mine >= other : mine <= other)) continue;
      best = s, best_weight = weights[s], best_f = f[s];
    }
    f[best] += take ? -1 : 1;
    sum += take ? -1 : 1;
  }
  Frequencies result{};
  for (std::size_t s = 0; s < 256; ++s) result[s] = static_cast<std::uint16_t>(f[s]);
  return result;
}

struct Table {
  struct Decode {
    std::uint16_t base;  // the next state but for the bits from the stream
    std::uint8_t bits;   // how many bits those are
    std::uint8_t symbol;
  };
  struct Encode {
    std::uint32_t bits;   // 0 for a symbol that can't be coded; else (state + this) >> 16 is the
                          // number of bits to move to the stream
    std::int32_t offset;  // where the symbol's next states start in `next`
  };

  Decode decode[kStates] = {};
  Encode encode[256] = {};
  std::uint16_t next[kStates] = {};

  constexpr explicit Table(const Frequencies& f) {
    std::uint8_t spread[kStates] = {};
    constexpr std::uint32_t kStep = (kStates >> 1) + (kStates >> 3) + 3;  // odd: visits every state
    std::uint32_t at = 0;
    for (std::size_t s = 0; s < 256; ++s) {
      for (std::uint32_t i = 0; i < f[s]; ++i) {
        spread[at] = static_cast<std::uint8_t>(s);
        at = (at + kStep) % kStates;
      }
    }
    std::uint32_t first[256] = {};
    std::uint32_t before = 0;
    for (std::size_t s = 0; s < 256; ++s) {
      first[s] = before;
      if (f[s] == 0) continue;
      const unsigned most =
          f[s] == 1 ? kLog : kLog + 1 - static_cast<unsigned>(std::bit_width(f[s] - 1U));
      encode[s].bits = (most << 16) - (static_cast<std::uint32_t>(f[s]) << most);
      encode[s].offset = static_cast<std::int32_t>(before) - f[s];
      before += f[s];
    }
    std::uint32_t seen[256] = {};
    for (std::uint32_t x = 0; x < kStates; ++x) {
      const std::uint8_t s = spread[x];
      next[first[s] + seen[s]] = static_cast<std::uint16_t>(kStates + x);
      const std::uint32_t sub = f[s] + seen[s]++;
      const unsigned bits = kLog + 1 - static_cast<unsigned>(std::bit_width(sub));
      decode[x] = {static_cast<std::uint16_t>((sub << bits) - kStates),
                   static_cast<std::uint8_t>(bits), s};
    }
  }
};

// Writes a bit stream from its end towards its start: what is put last is read first. The caller
// provides room; eight bytes below the stream's start may be overwritten.
class PrependWriter {
 public:
  explicit PrependWriter(std::byte* end) noexcept : at_(end), end_(end) {}

  // The low `count` bits of value, the others being 0; count <= 32.
  void put(std::uint64_t value, unsigned count) noexcept {
    push(value, count);
    flush();
  }

  // put() in two steps: at most 32 bits may be pushed between flushes.
  void push(std::uint64_t value, unsigned count) noexcept {
    buffer_ = buffer_ << count | value;
    used_ += count;
  }
  void flush() noexcept {
    if (used_ >= 32) {
      used_ -= 32;
      at_ -= 4;
      store_le(at_, static_cast<std::uint32_t>(buffer_ >> used_));
    }
  }

  // A number that BitReader::take_unary reads.
  void put_unary(std::uint64_t value) noexcept {
    put(1, 1);
    for (; value > 32; value -= 32) put(0, 32);
    put(0, static_cast<unsigned>(value));
  }

  // Closes the stream with a 1 bit above as many 0 bits as fill its first byte.
  Bytes finish() noexcept {
    put(1, 1);
    const unsigned padding = (8 - used_ % 8) % 8;
    put(0, padding);
    for (; used_ != 0; used_ -= 8) *--at_ = static_cast<std::byte>(buffer_ >> (used_ - 8));
    return {at_, static_cast<std::size_t>(end_ - at_)};
  }

 private:
  std::byte* at_;
  std::byte* end_;
  std::uint64_t buffer_ = 0;
  unsigned used_ = 0;
};

// The states of an encoder; symbol i of a run is coded by state i modulo kInterleaved.
class Encoder {
 public:
  // Encodes symbol(0) ... symbol(n - 1).
  template <class Symbol>
  void run(const Table& table, std::size_t n, PrependWriter& to, Symbol symbol) noexcept {
    static_assert(kInterleaved == 4 && 2 * kLog <= 32);
    for (; n % kInterleaved != 0; --n) {
      const std::size_t k = (n - 1) % kInterleaved;
      state_[k] = push(table, symbol(n - 1), state_[k], to);
      to.flush();
    }
    std::uint32_t s0 = state_[0], s1 = state_[1], s2 = state_[2], s3 = state_[3];
    for (; n != 0; n -= kInterleaved) {
      s3 = push(table, symbol(n - 1), s3, to);
      s2 = push(table, symbol(n - 2), s2, to);
      to.flush();
      s1 = push(table, symbol(n - 3), s1, to);
      s0 = push(table, symbol(n - 4), s0, to);
      to.flush();
    }
    state_[0] = s0, state_[1] = s1, state_[2] = s2, state_[3] = s3;
  }

  void finish(PrependWriter& to) const noexcept {
    for (unsigned k = kInterleaved; k-- != 0;) to.put(state_[k] - kStates, kLog);
  }

 private:
  static std::uint32_t push(const Table& table, std::uint8_t symbol, std::uint32_t state,
                            PrependWriter& to) noexcept {
    const Table::Encode& step = table.encode[symbol];
    const unsigned bits = (state + step.bits) >> 16;
    to.push(state & ((1U << bits) - 1), bits);
    return table
        .next[static_cast<std::size_t>(static_cast<std::int32_t>(state >> bits) + step.offset)];
  }

  std::uint32_t state_[kInterleaved] = {kStates, kStates, kStates, kStates};
};

class Decoder {
 public:
  explicit Decoder(BitReader& from) noexcept {
    for (auto& state : state_) state = static_cast<std::uint32_t>(from.take(kLog));
  }

  // Decodes n symbols, giving each to store(i, symbol).
  template <class Store>
  void run(const Table& table, std::size_t n, BitReader& from, Store store) noexcept {
    static_assert(kInterleaved * kLog <= 57);
    std::uint32_t s0 = state_[0], s1 = state_[1], s2 = state_[2], s3 = state_[3];
    std::size_t i = 0;
    for (; i + kInterleaved <= n; i += kInterleaved) {
      std::uint64_t bits = from.peek();
      const Table::Decode e0 = table.decode[s0], e1 = table.decode[s1];
      const Table::Decode e2 = table.decode[s2], e3 = table.decode[s3];
      s0 = take(e0, bits);
      s1 = take(e1, bits);
      s2 = take(e2, bits);
      s3 = take(e3, bits);
      from.skip(std::size_t{e0.bits} + e1.bits + e2.bits + e3.bits);
      store(i, e0.symbol);
      store(i + 1, e1.symbol);
      store(i + 2, e2.symbol);
      store(i + 3, e3.symbol);
    }
    state_[0] = s0, state_[1] = s1, state_[2] = s2, state_[3] = s3;
    for (unsigned k = 0; i < n; ++i, ++k) {
      const Table::Decode e = table.decode[state_[k]];
      std::uint64_t bits = from.peek();
      state_[k] = take(e, bits);
      from.skip(e.bits);
      store(i, e.symbol);
    }
  }

  // Whether the states are where an encoder starts: after the last run of an intact stream they
  // are.
  bool finished() const noexcept { return (state_[0] | state_[1] | state_[2] | state_[3]) == 0; }

 private:
  static std::uint32_t take(const Table::Decode& e, std::uint64_t& bits) noexcept {
    const auto state =
        e.base + static_cast<std::uint32_t>(bits & ((std::uint64_t{1} << e.bits) - 1));
    bits >>= e.bits;
    return state;
  }

  std::uint32_t state_[kInterleaved];
};

}  // namespace sketch::tans
