// SPDX-License-Identifier: PostgreSQL
#include "sort.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>

namespace sketch {
namespace {

constexpr unsigned kDigitBits = 8, kValues = 256, kAllDigits = 8;
// Three digits usually bring nearly all keys to their places.
constexpr unsigned kTopDigits = 3;
// For fewer keys, clearing and adding up the counts costs more than comparing.
constexpr std::size_t kFewKeys = 96;

constexpr std::uint64_t ordered(Key key) noexcept {
  return static_cast<std::uint64_t>(key) ^ std::uint64_t{1} << 63;
}

// Radix sort by kDigits digits, from bit `low` up.
template <unsigned kDigits>
void sort_by(unsigned low, std::span<Key> keys, std::span<Key> room) noexcept {
  const auto digit = [low](Key key, unsigned d) {
    return ordered(key) >> (low + kDigitBits * d) & (kValues - 1);
  };
  std::array<std::array<std::uint32_t, kValues>, kDigits> counts{};
  for (const Key key : keys) {
    for (unsigned d = 0; d < kDigits; ++d) ++counts[d][digit(key, d)];
  }
  Key* from = keys.data();
  Key* to = room.data();
  const std::size_t n = keys.size();
  const Key first = keys[0];
  for (unsigned d = 0; d < kDigits; ++d) {
    auto& count = counts[d];
    if (count[digit(first, d)] == n) continue;
    std::uint32_t at = 0;
    for (std::uint32_t& c : count) at += std::exchange(c, at);
    for (std::size_t i = 0; i < n; ++i) to[count[digit(from[i], d)]++] = from[i];
    std::swap(from, to);
  }
  if (from != keys.data()) std::copy_n(from, n, keys.data());
}

// Insertion sort for keys of which few are out of place; false if there are too many moves.
bool sort_rest(std::span<Key> keys) noexcept {
  std::size_t moves = 4 * keys.size();
  for (std::size_t i = 1; i < keys.size(); ++i) {
    const Key key = keys[i];
    std::size_t at = i;
    for (; at != 0 && keys[at - 1] > key; --at) {
      if (moves-- == 0) {
        keys[at] = key;
        return false;
      }
      keys[at] = keys[at - 1];
    }
    keys[at] = key;
  }
  return true;
}

}  // namespace

void sort_keys(std::span<Key> keys, std::span<Key> room) noexcept {
  if (keys.size() < kFewKeys) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  std::uint64_t different = 0;
  for (const Key key : keys) different |= static_cast<std::uint64_t>(key ^ keys[0]);
  const auto width = static_cast<unsigned>(std::bit_width(different));
  if (width <= kTopDigits * kDigitBits) {
    sort_by<kTopDigits>(0, keys, room);
  } else {
    sort_by<kTopDigits>(width - kTopDigits * kDigitBits, keys, room);
    if (!sort_rest(keys)) sort_by<kAllDigits>(0, keys, room);
  }
}

}  // namespace sketch
