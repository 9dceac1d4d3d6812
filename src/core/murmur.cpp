// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/murmur.hpp"

#include <cstring>

#include "sketch/core/bytes.hpp"

namespace sketch {

Murmur murmur3_128(const void* data, std::size_t size, std::uint64_t seed) noexcept {
  using namespace murmur;
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
  std::byte rest[kBlock] = {};
  if (left != 0) std::memcpy(rest, at, left);
  return ended(a, b, load_le<std::uint64_t>(rest), load_le<std::uint64_t>(rest + 8), size);
}

std::uint64_t murmur2_64a(const void* data, std::size_t size, std::uint64_t seed) noexcept {
  constexpr std::uint64_t kFactor = 0xC6A4A7935BD1E995;
  constexpr int kShift = 47;
  const auto* at = static_cast<const std::byte*>(data);
  std::uint64_t h = seed ^ size * kFactor;
  std::size_t left = size;
  for (; left >= sizeof h; left -= sizeof h, at += sizeof h) {
    const std::uint64_t word = load_le<std::uint64_t>(at) * kFactor;
    h = (h ^ (word ^ word >> kShift) * kFactor) * kFactor;
  }
  if (left != 0) {
    std::byte rest[sizeof h] = {};
    std::memcpy(rest, at, left);
    h = (h ^ load_le<std::uint64_t>(rest)) * kFactor;
  }
  h = (h ^ h >> kShift) * kFactor;
  return h ^ h >> kShift;
}

}  // namespace sketch
