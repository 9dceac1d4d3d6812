// SPDX-License-Identifier: PostgreSQL
//
// The table of a working image that samples hashes: what Theta and Tuple have in common. Behind the
// envelope stand the number of hashes, the last hash below theta and the scale of places, then what
// the family adds, then the words, one a slot: 0 if it is empty, else that of a truncated hash.
//
// Slots are probed linearly from the place that a hash has among all those up to theta, so that a
// scan of the table meets them almost sorted.
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

// Seven eighths of the slots: long probes within a few cache lines are cheaper than a table of
// twice the size.
constexpr std::size_t room_of(std::size_t slots) noexcept { return slots * 7 / 8; }

inline std::size_t first_slot(const std::byte* image, std::uint64_t hash) noexcept {
  const auto scale = load_native<std::uint64_t>(image + kScaleOffset);
  return static_cast<std::size_t>(static_cast<unsigned __int128>(hash) * scale >> 64);
}

// Where the word of a truncated hash is, or where it goes.
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

// Puts the word where find() says; false when there are as many as there may be.
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
