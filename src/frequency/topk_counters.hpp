// SPDX-License-Identifier: PostgreSQL
//
// Counters of a sketch_topk with the items that have come behind them, wherever they are: in a
// state, or unpacked. How they are added up and pruned.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>

#include "sketch/core/scratch.hpp"
#include "sketch/frequency/topk.hpp"
#include "topk_cells.hpp"

namespace sketch {

// Whether the first and the last words are the same, which may overlap.
template <class Word>
inline bool equal_ends(Bytes a, Bytes b) noexcept {
  const std::size_t last = a.size() - sizeof(Word);
  return load_native<Word>(a.data()) == load_native<Word>(b.data()) &&
         load_native<Word>(a.data() + last) == load_native<Word>(b.data() + last);
}

// The span of an item's string, which is at `at`.
inline TopK::Span span_of(const TopK::Item& item, std::size_t at) noexcept {
  return {static_cast<std::uint32_t>(at),
          static_cast<std::uint32_t>(item.bytes.size()) & 0x3FFFFFFF, item.by_hash, item.cut};
}

// Of short strings in half the time of a call.
inline bool equal_bytes(Bytes a, Bytes b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size >= 8 && size <= 16) return equal_ends<std::uint64_t>(a, b);
  if (size >= 4 && size < 8) return equal_ends<std::uint32_t>(a, b);
  return size == 0 || std::memcmp(a.data(), b.data(), size) == 0;
}

// A hash table of the numbers of up to n items, at most a quarter full: with half, adding up takes
// a fourth longer.
class ItemTable {
 public:
  ItemTable(std::pmr::memory_resource* resource, std::size_t n) : array_(resource) {
    slots_ = array_.make(std::bit_ceil(4 * n + 1));
    std::memset(slots_.data(), 0, slots_.size_bytes());
  }

  // An item's number from 1, if same(number - 1) recognises it, or 0, to be set.
  template <class Same>
  std::uint32_t& find(std::uint64_t hash, Same same) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at] != 0 && !same(slots_[at] - 1)) at = (at + 1) & mask;
    return slots_[at];
  }
  // The place of an item that is not there.
  std::uint32_t& find_none(std::uint64_t hash) noexcept {
    return find(hash, [](std::uint32_t) { return false; });
  }

 private:
  ScratchArray<std::uint32_t, 4096> array_;
  std::span<std::uint32_t> slots_;
};

struct TopKCounters {
  TopK::Entry* entries;
  std::uint64_t* errors;     // of the first `known`; null if they are 0
  TopK::Span* spans;         // null for words
  const std::byte* strings;  // what the spans are in
  std::size_t size;
  std::size_t counters;  // the first of them; the others have weights
  std::size_t known;     // counters behind them have the offset as their error
  std::uint64_t offset;
  std::uint64_t* formers;  // of the first `known`, what is estimated of the error; null without cells
  TopKCells cells;
  unsigned cell_width;                     // what cells will have to have; 0 if there are none
  std::span<const TopK::Entry> dropped;  // and what they have yet to take
  std::size_t settled = 0;               // the first have been counters for longer

  std::uint64_t error(std::size_t i) const noexcept {
    return i >= known ? offset : errors == nullptr ? 0 : errors[i];
  }
  // What an item without a counter is estimated to have come.
  std::uint64_t estimate_without(std::uint64_t hash) const noexcept {
    return cells.exist() ? cells.estimate(hash, offset) : offset;
  }
  std::uint64_t former(std::size_t i) const noexcept {
    if (i >= known) return estimate_without(entries[i].hash);
    return formers == nullptr ? error(i) : formers[i];
  }
  std::uint64_t estimate(std::size_t i) const noexcept {
    return entries[i].count - errors[i] + formers[i];
  }

  Bytes string(std::size_t i) const noexcept {
    return spans == nullptr ? Bytes{} : Bytes{strings + spans[i].at, spans[i].size};
  }
  TopK::Item item(std::size_t i) const noexcept {
    if (spans == nullptr) return {entries[i].hash, 0, {}};
    return {entries[i].hash, 0, string(i), spans[i].by_hash != 0, spans[i].cut != 0};
  }
  bool is_item(std::size_t i, const TopK::Item& item) const noexcept {
    if (entries[i].hash != item.hash) return false;
    if (spans == nullptr) return true;
    return spans[i].by_hash == item.by_hash && (item.by_hash || equal_bytes(string(i), item.bytes));
  }
  std::size_t string_bytes() const noexcept {
    std::size_t bytes = 0;
    for (std::size_t i = 0; spans != nullptr && i < size; ++i) bytes += spans[i].size;
    return bytes;
  }

  // Copies entries and spans, so that they can be changed while those of a state stay.
  template <class Entries, class Spans>
  void move_to(Entries& entry_array, Spans& span_array) {
    entries = std::copy_n(entries, size, entry_array.make(size).data()) - size;
    if (spans != nullptr) spans = std::copy_n(spans, size, span_array.make(size).data()) - size;
  }
  // The same for errors and estimates, of all counters.
  template <class Errors>
  void know_errors(Errors& error_array, Errors& former_array) {
    std::uint64_t* all_errors = error_array.make(size).data();
    std::uint64_t* all_formers = former_array.make(size).data();
    for (std::size_t i = 0; i < size; ++i) {
      all_errors[i] = error(i);
      all_formers[i] = former(i);
    }
    errors = all_errors;
    formers = all_formers;
    known = size;
  }

  // Makes counters of all items.
  void add_up(std::pmr::memory_resource* resource);
  using Drops = ScratchArray<TopK::Entry, 1024>;
  // Of counters whose errors are all known, and which are too many, drops what is not ahead of the
  // (M+1)-th, M being the capacity or, if their strings take more than the budget, a lower number. Where
  // few are ahead, those of the others stay that have the greatest estimates, and what is dropped goes
  // to the cells.
  void prune(std::size_t capacity, std::size_t budget, Drops& drops,
             std::pmr::memory_resource* resource);

 private:
  class Spare;
  std::uint64_t count_behind(std::size_t keep, std::pmr::memory_resource* resource) const;
  std::uint64_t count_behind_budget(std::size_t keep, std::size_t budget,
                                    std::pmr::memory_resource* resource) const;
};

}  // namespace sketch
