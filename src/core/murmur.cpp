// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/murmur.hpp"

#include <bit>
#include <cstring>

#include "sketch/core/bytes.hpp"

namespace sketch {
namespace {

constexpr std::uint64_t kFirst = 0x87C37B91114253D5, kSecond = 0x4CF5AD432745937F;

std::uint64_t mixed_first(std::uint64_t word) noexcept {
  return std::rotl(word * kFirst, 31) * kSecond;
}
std::uint64_t mixed_second(std::uint64_t word) noexcept {
  return std::rotl(word * kSecond, 33) * kFirst;
}

std::uint64_t finished(std::uint64_t h) noexcept {
  h = (h ^ (h >> 33)) * 0xFF51AFD7ED558CCD;
  h = (h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53;
  return h ^ (h >> 33);
}

}  // namespace

Murmur murmur3_128(const void* data, std::size_t size, std::uint64_t seed) noexcept {
  constexpr std::size_t kBlock = 16;
  const auto* at = static_cast<const std::byte*>(data);
  std::uint64_t a = seed, b = seed;
  std::size_t left = size;
  for (; left >= kBlock; left -= kBlock, at += kBlock) {
    a = std::rotl(a ^ mixed_first(load_le<std::uint64_t>(at)), 27);
    a = (a + b) * 5 + 0x52DCE729;
    b = std::rotl(b ^ mixed_second(load_le<std::uint64_t>(at + 8)), 31);
    b = (b + a) * 5 + 0x38495AB5;
  }
  // The rest as a block of its own that is filled up with zeros; a word of none of its bytes mixes
  // to 0.
  std::byte rest[kBlock] = {};
  if (left != 0) std::memcpy(rest, at, left);
  b ^= mixed_second(load_le<std::uint64_t>(rest + 8));
  a ^= mixed_first(load_le<std::uint64_t>(rest));
  a ^= size;
  b ^= size;
  a += b;
  b += a;
  a = finished(a);
  b = finished(b);
  a += b;
  return {a, b + a};
}

}  // namespace sketch
