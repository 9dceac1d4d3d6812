// SPDX-License-Identifier: PostgreSQL
//
// The open-addressed table of truncated hashes in the working images of Theta and Tuple:
//
//   0          4       8               16      24              (header: kHeaderBytes)
//   +----------+-------+---------------+-------+-------------------+------------------+
//   | envelope | count | last hash     | scale | what the family   | one word a slot, |
//   |          |       | below theta   |       | adds              | 0 if empty       |
//   +----------+-------+---------------+-------+-------------------+------------------+
//
// Linear probing starts at hash * scale / 2^64, the slot at the hash's relative position among all
// hashes up to theta. So a scan of the table meets the hashes almost sorted.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"
#include "sketch/core/image.hpp"

namespace sketch::hash_table {

inline constexpr std::size_t kCountOffset = kEnvelopeBytes;
inline constexpr std::size_t kLastOffset = kEnvelopeBytes + 4;
inline constexpr std::size_t kScaleOffset = kEnvelopeBytes + 12;
inline constexpr std::size_t kHeaderBytes = kEnvelopeBytes + 20;

inline std::uint32_t count(const std::byte* image) noexcept {
  return load_native<std::uint32_t>(image + kCountOffset);
}
inline std::uint64_t last(const std::byte* image) noexcept {
  return load_native<std::uint64_t>(image + kLastOffset);
}

// How many words a table may hold: seven eighths of its slots. Long probes within a few cache lines
// are cheaper than a table of twice the size.
constexpr std::size_t room_of(std::size_t slots) noexcept { return slots * 7 / 8; }

inline std::size_t first_slot(const std::byte* image, std::uint64_t hash) noexcept {
  const auto scale = load_native<std::uint64_t>(image + kScaleOffset);
  return static_cast<std::size_t>(static_cast<unsigned __int128>(hash) * scale >> 64);
}

// The slot that holds a word, or the empty slot where it belongs.
template <std::unsigned_integral Word>
struct Place {
  std::byte* slot;
  std::size_t at;
  bool found;
};

template <std::unsigned_integral Word>
[[gnu::always_inline]] inline Place<Word> find(std::byte* image, std::size_t words,
                                               std::size_t slots, std::uint64_t cell,
                                               Word word) noexcept {
  std::size_t at = first_slot(image, cell);
  for (;;) {
    std::byte* slot = image + words + sizeof(Word) * at;
    const auto there = load_native<Word>(slot);
    if (there == word) return {slot, at, true};
    if (there == 0) return {slot, at, false};
    at = at + 1 == slots ? 0 : at + 1;
  }
}

// Stores the word in the slot that find() gave; false if the table already holds `most` words.
template <std::unsigned_integral Word>
[[gnu::always_inline]] inline bool put(std::byte* image, const Place<Word>& place, std::size_t most,
                                       Word word) noexcept {
  const std::uint32_t n = count(image);
  if (n >= most) return false;
  store_native(place.slot, word);
  store_native(image + kCountOffset, n + 1);
  return true;
}

}  // namespace sketch::hash_table
