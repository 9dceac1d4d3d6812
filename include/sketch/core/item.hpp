// SPDX-License-Identifier: PostgreSQL
//
// Items: values that a sketch keeps as they are. 64-bit words, or strings of bytes of up to
// kMostItemBytes; which of them, and of which type of value, all items of a sketch share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"
#include "sketch/core/hash.hpp"
#include "sketch/core/status.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {

inline constexpr std::size_t kMostItemBytes = std::size_t{1} << 16;
inline constexpr std::size_t kMostTypeBytes = 512;

// What items are: numbers in the envelope.
enum class Items : std::uint8_t { unknown = 0, words = 1, strings = 2 };

// What kind of items, and a name of their type, 1 to kMostTypeBytes bytes. The first byte is the
// type's number: sketches merge if it is the same. The others are a label, which nobody looks up.
struct ItemType {
  Items items = Items::unknown;
  Bytes name;

  bool known() const noexcept { return items != Items::unknown; }
  bool same_as(const ItemType& other) const noexcept {
    return items == other.items && name[0] == other.name[0];
  }
};

inline constexpr Status kOtherItemType{Code::wrong_domain, "sketches have items of different types",
                                       "Cast the values to one type before they are added."};
inline constexpr Status kItemTooLong{Code::out_of_range, "item is too long for a sketch",
                                     "Items may have at most 64 kB."};

// An item with its hash: of words hash_u64(), of strings hash_bytes(), unless they are known by a
// hash of the caller's.
struct Item {
  std::uint64_t hash;
  std::uint64_t word;
  Bytes bytes;
  bool by_hash = false;
  bool cut = false;  // the bytes are but the beginning of a longer string

  static Item of(std::uint64_t word) noexcept { return {hash_u64(word), word, {}}; }
  static Item of(Bytes bytes) noexcept { return {hash_bytes(bytes.data(), bytes.size()), 0, bytes}; }
  static Item of(std::uint64_t hash, Bytes shown, bool cut) noexcept {
    return {hash, 0, shown, true, cut};
  }
};

// The most bytes that the strings of a sketch of so many items take at rest.
constexpr std::size_t string_budget(std::size_t items) noexcept {
  constexpr std::size_t kEach = 1024;
  return items * kEach < kMostItemBytes ? kMostItemBytes : items * kEach;
}

// Takes so many bytes off the front; false if there are fewer.
inline bool take_bytes(Bytes& from, std::uint64_t count, Bytes& taken) noexcept {
  if (count > from.size()) return false;
  taken = from.first(count);
  from = from.subspan(count);
  return true;
}

// ---- Strings at rest: their length, in whose lowest two bits is how they are known; the hash, if by
// that; the bytes.
inline constexpr std::uint64_t kStringByHash = 1, kStringCut = 2;
inline constexpr unsigned kStringLengthShift = 2;

inline std::byte* put_string(std::byte* to, const Item& item) noexcept {
  to = put_varint(to, item.bytes.size() << kStringLengthShift | (item.by_hash ? kStringByHash : 0) |
                          (item.cut ? kStringCut : 0));
  if (item.by_hash) {
    store_le(to, item.hash);
    to += sizeof item.hash;
  }
  return std::copy(item.bytes.begin(), item.bytes.end(), to);
}

// Takes a string off the front; false if there is none.
inline bool take_string(Bytes& from, Item& item) noexcept {
  std::uint64_t length;
  Bytes hash, bytes;
  if (!take_varint(from, length)) return false;
  const bool by_hash = (length & kStringByHash) != 0, cut = (length & kStringCut) != 0;
  const std::uint64_t size = length >> kStringLengthShift;
  if (size > kMostItemBytes || (by_hash && !take_bytes(from, sizeof item.hash, hash)) ||
      !take_bytes(from, size, bytes))
    return false;
  item = by_hash ? Item::of(load_le<std::uint64_t>(hash.data()), bytes, cut) : Item::of(bytes);
  item.cut = cut;
  return true;
}

}  // namespace sketch
