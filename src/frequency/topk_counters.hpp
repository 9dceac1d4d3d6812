// SPDX-License-Identifier: PostgreSQL
//
// TopKCounters: a view of the counters of a sketch_topk and of the entries without a counter behind
// them, in a state or unpacked; adding up and pruning.
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

// Whether the first word and the last word are equal. The two may overlap.
template <class Word>
inline bool equal_ends(Bytes a, Bytes b) noexcept {
  const std::size_t last = a.size() - sizeof(Word);
  return load_native<Word>(a.data()) == load_native<Word>(b.data()) &&
         load_native<Word>(a.data() + last) == load_native<Word>(b.data() + last);
}

// The span of an item's string that is stored at `at`.
inline TopK::Span span_of(const TopK::Item& item, std::size_t at) noexcept {
  return {static_cast<std::uint32_t>(at),
          static_cast<std::uint32_t>(item.bytes.size()) & 0x3FFFFFFF, item.by_hash, item.cut};
}

// Compares short strings in half the time of a call.
inline bool equal_bytes(Bytes a, Bytes b) noexcept {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size >= 8 && size <= 16) return equal_ends<std::uint64_t>(a, b);
  if (size >= 4 && size < 8) return equal_ends<std::uint32_t>(a, b);
  return size == 0 || std::memcmp(a.data(), b.data(), size) == 0;
}

// A hash table with the numbers of up to n items, at most a quarter full. If it were half full,
// adding up would take a fourth longer.
class ItemTable {
 public:
  ItemTable(std::pmr::memory_resource* resource, std::size_t n) : array_(resource) {
    slots_ = array_.make(std::bit_ceil(4 * n + 1));
    std::memset(slots_.data(), 0, slots_.size_bytes());
  }

  // The slot of an item: its number plus 1 if same(number) recognises it, else 0, to be set by the
  // caller.
  template <class Same>
  std::uint32_t& find(std::uint64_t hash, Same same) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at] != 0 && !same(slots_[at] - 1)) at = (at + 1) & mask;
    return slots_[at];
  }
  // The empty slot for an item that is not in the table.
  std::uint32_t& find_none(std::uint64_t hash) noexcept {
    return find(hash, [](std::uint32_t) { return false; });
  }

 private:
  ScratchArray<std::uint32_t, 4096> array_;
  std::span<std::uint32_t> slots_;
};

struct TopKCounters {
  TopK::Entry* entries;
  std::uint64_t* errors;     // of the first `with_errors` counters; null if all are 0
  TopK::Span* spans;         // null for words
  const std::byte* strings;  // the bytes that spans refer to
  std::size_t size;
  std::size_t counters;  // number of counters; entries behind them have only a weight
  // The number of counters whose error is stored. The error of later ones is the offset.
  std::size_t with_errors;
  std::uint64_t offset;
  // Of the first `with_errors`, the priors: the estimated weight of the item from before it got its
  // counter, which is a part of the error. Null without cells.
  std::uint64_t* priors;
  TopKCells cells;
  unsigned cell_width;                     // the width that cells will need; 0 without cells
  std::span<const TopK::Entry> dropped;  // weights that the cells have yet to take
  std::size_t previous = 0;              // number of counters that were there before adding up

  std::uint64_t error(std::size_t i) const noexcept {
    return i >= with_errors ? offset : errors == nullptr ? 0 : errors[i];
  }
  // The estimate for an item without a counter.
  std::uint64_t estimate_without(std::uint64_t hash) const noexcept {
    return cells.exist() ? cells.estimate(hash, offset) : offset;
  }
  std::uint64_t prior(std::size_t i) const noexcept {
    if (i >= with_errors) return estimate_without(entries[i].hash);
    return priors == nullptr ? error(i) : priors[i];
  }
  std::uint64_t estimate(std::size_t i) const noexcept {
    return entries[i].count - errors[i] + priors[i];
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

  // Copies entries and spans, so that they can be changed without changing the state.
  template <class Entries, class Spans>
  void move_to(Entries& entry_array, Spans& span_array) {
    entries = std::copy_n(entries, size, entry_array.make(size).data()) - size;
    if (spans != nullptr) spans = std::copy_n(spans, size, span_array.make(size).data()) - size;
  }
  // Copies errors and priors, which are then stored for all counters.
  template <class Errors>
  void store_errors(Errors& error_array, Errors& prior_array) {
    std::uint64_t* all_errors = error_array.make(size).data();
    std::uint64_t* all_priors = prior_array.make(size).data();
    for (std::size_t i = 0; i < size; ++i) {
      all_errors[i] = error(i);
      all_priors[i] = prior(i);
    }
    errors = all_errors;
    priors = all_priors;
    with_errors = size;
  }

  // Makes a counter of every item.
  void add_up(std::pmr::memory_resource* resource);
  using Drops = ScratchArray<TopK::Entry, 1024>;
  // Drops all counters but those above the (M+1)-th count, if there are too many. M is the
  // capacity, or a lower number if strings exceed the budget. The errors of all must be stored. If
  // few counters are left, others with the greatest estimates stay as well; whatever is dropped
  // then goes to the cells.
  void prune(std::size_t capacity, std::size_t budget, Drops& drops,
             std::pmr::memory_resource* resource);

 private:
  class SparePlaces;
  std::uint64_t count_behind(std::size_t keep, std::pmr::memory_resource* resource) const;
  std::uint64_t count_behind_budget(std::size_t keep, std::size_t budget,
                                    std::pmr::memory_resource* resource) const;
};

}  // namespace sketch
