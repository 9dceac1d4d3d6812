// SPDX-License-Identifier: PostgreSQL
//
// Items: values that a sketch keeps, not only their hashes. An item is a 64-bit word or a string of
// up to kMostItemBytes bytes. All items of a sketch are of one kind and one type of value.
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

// The kind of items, as numbered in the envelope.
enum class Items : std::uint8_t { unknown = 0, words = 1, strings = 2 };

// Numbers of item types from this one on are those of rows: the hash of their columns follows.
inline constexpr std::uint8_t kFirstRowNumber = 64;
inline constexpr std::size_t kColumnsHashBytes = 8;

// The kind and the type of a sketch's items. The type is named by 1 to kMostTypeBytes bytes: its
// number, for rows the hash of their columns, and a label. Sketches merge if kind, number and
// columns agree; the label is not compared.
struct ItemType {
  Items items = Items::unknown;
  Bytes name;

  bool known() const noexcept { return items != Items::unknown; }
  bool has_columns() const noexcept {
    return std::to_integer<std::uint8_t>(name[0]) >= kFirstRowNumber;
  }
  // The number and the hash of the columns. A damaged image may lack the hash.
  Bytes identity() const noexcept {
    return name.first(std::min(name.size(), has_columns() ? 1 + kColumnsHashBytes : 1));
  }
  bool same_as(const ItemType& other) const noexcept {
    return items == other.items && std::ranges::equal(identity(), other.identity());
  }
};

inline constexpr Status kOtherItemType{Code::wrong_domain, "sketches have items of different types",
                                       "Cast the values to one type before they are added."};
inline constexpr Status kOtherColumns{Code::wrong_domain, "sketches have rows of different columns",
                                      "Read each as a composite type that has its columns."};

// The error of sketches whose item types differ.
inline Status other_type(const ItemType& one, const ItemType& other) noexcept {
  return one.has_columns() && other.has_columns() ? kOtherColumns : kOtherItemType;
}
inline constexpr Status kItemTooLong{Code::out_of_range, "item is too long for a sketch",
                                     "An item can have at most 64 kB."};

// An item and its hash: hash_u64() of a word, hash_bytes() of a string. If by_hash is set the
// caller has supplied the hash, and it alone identifies the item.
struct Item {
  std::uint64_t hash;
  std::uint64_t word;
  Bytes bytes;
  bool by_hash = false;
  bool cut = false;  // the bytes are only the beginning of a longer string

  static Item of(std::uint64_t word) noexcept { return {hash_u64(word), word, {}}; }
  static Item of(Bytes bytes) noexcept {
    return {hash_bytes(bytes.data(), bytes.size()), 0, bytes};
  }
  static Item of(std::uint64_t hash, Bytes shown, bool cut) noexcept {
    return {hash, 0, shown, true, cut};
  }
};

// The most bytes that the strings of a canonical image with this many items may take together.
constexpr std::size_t string_budget(std::size_t items) noexcept {
  constexpr std::size_t kEach = 1024;
  return items * kEach < kMostItemBytes ? kMostItemBytes : items * kEach;
}

// Takes `count` bytes off the front of `from`; false if there are fewer.
inline bool take_bytes(Bytes& from, std::uint64_t count, Bytes& taken) noexcept {
  if (count > from.size()) return false;
  taken = from.first(count);
  from = from.subspan(count);
  return true;
}

// ---- Strings in canonical images: a varint of 4 * length and two flag bits, the hash if the first
// flag is set, then the bytes.
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

// Takes a string off the front; false if the bytes don't begin with one.
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
