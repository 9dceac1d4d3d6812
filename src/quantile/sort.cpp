// SPDX-License-Identifier: PostgreSQL
#include "sort.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sketch {
namespace {

constexpr unsigned kDigits = 8, kValues = 256;
// Below, clearing and adding up the counts costs more than comparing.
constexpr std::size_t kFewKeys = 96;

constexpr std::uint64_t ordered(Key key) noexcept {
  return static_cast<std::uint64_t>(key) ^ std::uint64_t{1} << 63;
}

}  // namespace

void sort_keys(std::span<Key> keys, std::span<Key> room) noexcept {
  if (keys.size() < kFewKeys) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  std::array<std::array<std::uint32_t, kValues>, kDigits> counts{};
  for (const Key key : keys) {
    const std::uint64_t bits = ordered(key);
    for (unsigned d = 0; d < kDigits; ++d) ++counts[d][bits >> 8 * d & 0xFF];
  }
  Key* from = keys.data();
  Key* to = room.data();
  const std::size_t n = keys.size();
  const std::uint64_t first = ordered(keys[0]);
  for (unsigned d = 0; d < kDigits; ++d) {
    auto& count = counts[d];
    if (count[first >> 8 * d & 0xFF] == n) continue;
    std::uint32_t at = 0;
    for (std::uint32_t& c : count) {
      const std::uint32_t begin = at;
      at += c;
      c = begin;
    }
    for (std::size_t i = 0; i < n; ++i) to[count[ordered(from[i]) >> 8 * d & 0xFF]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys.data()) std::copy_n(from, n, keys.data());
}

}  // namespace sketch
