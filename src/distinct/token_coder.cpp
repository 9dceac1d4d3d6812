// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/token_coder.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "sketch/core/bits.hpp"
#include "sketch/simd/ones.hpp"

namespace sketch::token_coder {
namespace {

// n is stored in groups of 7 bits. Images hold at most 2^18 tokens, so three bytes suffice.
constexpr std::size_t kMaxCountBytes = 3;
constexpr std::size_t kMaxTokens = std::size_t{1} << 18;

unsigned low_bits(std::size_t n) noexcept {
  const auto ratio = (std::uint64_t{1} << kTokenIndexBits) / n;
  return static_cast<unsigned>(std::bit_width(ratio)) - 1;
}

std::size_t put_count(std::size_t n, std::byte* to) noexcept {
  std::size_t bytes = 0;
  for (; n >= 128; n >>= 7) to[bytes++] = static_cast<std::byte>(n | 128);
  to[bytes++] = static_cast<std::byte>(n);
  return bytes;
}

// The number of bytes of the count; 0 if it is malformed.
std::size_t get_count(Bytes coded, std::size_t& n) noexcept {
  n = 0;
  for (std::size_t i = 0; i < kMaxCountBytes && i < coded.size(); ++i) {
    const auto byte = std::to_integer<std::size_t>(coded[i]);
    n |= (byte & 127) << (7 * i);
    if (byte < 128) return n <= kMaxTokens ? i + 1 : 0;
  }
  return 0;
}

}  // namespace

std::size_t max_bytes(std::size_t n) noexcept {
  if (n == 0) return 1;
  const std::size_t high = n + (std::size_t{1} << kTokenIndexBits >> low_bits(n));
  const std::size_t bits = n * low_bits(n) + high + n * (kTokenMaxZeros + 1);
  return kMaxCountBytes + bits / 8 + 1 + sizeof(std::uint64_t);  // BitWriter's spare bytes
}

std::size_t encode(std::span<const Token> tokens, std::byte* to) noexcept {
  const std::size_t head = put_count(tokens.size(), to);
  if (tokens.empty()) return head;
  const unsigned low = low_bits(tokens.size());
  const std::uint32_t mask = (std::uint32_t{1} << low) - 1;
  BitWriter bits(to + head);
  for (const Token token : tokens) bits.put(token_index(token) & mask, low);
  std::uint32_t before = 0;
  for (const Token token : tokens) {
    const std::uint32_t high = token_index(token) >> low;
    bits.put_unary(high - before);
    before = high;
  }
  for (const Token token : tokens) bits.put_unary(token_zeros(token));
  return head + bits.finish();
}

std::ptrdiff_t count(Bytes coded) noexcept {
  std::size_t n;
  const std::size_t head = get_count(coded, n);
  // A token takes at least two bits. A larger count than the bytes can hold must not allocate
  // memory.
  if (head == 0 || n > 4 * (coded.size() - head)) return -1;
  return static_cast<std::ptrdiff_t>(n);
}

bool decode(Bytes coded, std::span<Token> tokens) noexcept {
  std::size_t n;
  const std::size_t head = get_count(coded, n);
  if (head == 0 || n != tokens.size()) return false;
  if (n == 0) return true;
  const Bytes body = coded.subspan(head);
  const unsigned low = low_bits(n);
  if (n * low > 8 * body.size()) return false;

  BitReader lows(body);
  Token* at = tokens.data();
  lows.take_all(low, n, [&at](std::uint64_t part) { *at++ = static_cast<Token>(part); });
  BitReader bits(body, n * low);
  std::size_t highest;
  const auto add_high = [to = tokens.data(), low](std::size_t i, std::uint64_t high) {
    to[i] = static_cast<Token>(high << low | to[i]) << 6;
  };
  if (!simd::take_ascending(bits, n, highest, add_high)) return false;
  if (highest > kTokenIndexMask >> low) return false;
  at = tokens.data();
  std::size_t next = 0, most = 0;
  const auto add_zeros = [&](const std::uint32_t* places, std::size_t count, std::size_t base) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t zeros = base + places[i] - next;
      next += zeros + 1;
      most = std::max(most, zeros);
      at[i] |= static_cast<Token>(zeros);
    }
    at += count;
  };
  return simd::take_runs_of_ones(bits, n, add_zeros) && most <= kTokenMaxZeros;
}

}  // namespace sketch::token_coder
