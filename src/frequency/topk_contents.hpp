// SPDX-License-Identifier: PostgreSQL
//
// TopKContents: the unpacked counters of a sketch_topk image of any form, and their coding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "sketch/core/status.hpp"
#include "topk_counters.hpp"

namespace sketch {

// The number of strings, of at most 64 kB each, that are copied between two pauses: a few
// milliseconds.
inline constexpr std::size_t kPauseItems = 256;

struct TopKContents {
  explicit TopKContents(std::pmr::memory_resource* resource)
      : entries(resource), errors(resource), priors(resource), spans(resource),
        cell_words(resource), joined(resource), ranked(resource) {}

  // Reads an image, and checks all that doesn't take a comparison of all items.
  Status read(Bytes image);
  // Whether no item occurs twice.
  bool distinct() const;

  // Adds another sketch's counters to these: the bounds of both sides are added.
  void join(const TopKContents& other, Host& host);
  // Prunes to the capacity.
  void prune();

  // Prunes, and puts the counters into their stored order.
  void rank();
  // The canonical image; the counters must be ranked.
  State encode(Host& host) const;

  // The arrays as TopKCounters, all of whose entries are counters. Must not be changed through it
  // if this is const.
  TopKCounters view() const noexcept;
  TopK::Item item(std::size_t i) const noexcept;

  bool working = false;
  std::size_t capacity = 0;
  TopK::ItemType type;
  std::uint64_t total = 0;
  std::uint64_t offset = 0;
  std::uint32_t wanted = 0;
  std::pmr::vector<TopK::Entry> entries;
  std::pmr::vector<std::uint64_t> errors, priors;
  std::pmr::vector<TopK::Span> spans;
  TopKCells cells;  // stored in cell_words
  std::pmr::vector<std::uint64_t> cell_words;
  const std::byte* strings = nullptr;
  std::pmr::vector<std::byte> joined;  // the strings of both after join()

  std::pmr::vector<TopK::Ranked> ranked;

 private:
  bool has_strings() const noexcept { return type.items == TopK::Items::strings; }
  std::pmr::memory_resource* resource() const noexcept {
    return entries.get_allocator().resource();
  }
  void take(const TopKCounters& counters);
  Status read_working(Bytes image);
  Status read_canonical(Bytes image);
  Status read_cells(Bytes& from);
  void join_cells(const TopKCells& others);
  Status check_counters() const noexcept;
};

// The offsets of the parts of a working image (topk.hpp has a picture).
struct TopKLayout {
  std::size_t entries, errors, priors, spans, index, cells, strings, bytes;

  static constexpr std::size_t kName = kEnvelopeBytes + sizeof(TopK::Head);
  static TopKLayout of(const TopK::Head& head, bool words) noexcept {
    const auto room = std::size_t{head.room};
    TopKLayout at;
    at.entries = kName + (std::size_t{head.type_bytes} + 7) / 8 * 8;
    at.errors = at.entries + room * sizeof(TopK::Entry);
    const std::size_t errors = std::size_t{head.error_room} * sizeof(std::uint64_t);
    at.priors = at.errors + errors;
    at.spans = at.priors + (head.log2_cells == 0 ? 0 : errors);
    at.index = at.spans + (words ? 0 : room * sizeof(TopK::Span));
    at.cells = at.index + (head.log2_index == 0 ? 0 : sizeof(TopK::Place) << head.log2_index);
    at.strings = at.cells + TopKCells::bytes_of(head.log2_cells, head.log2_width);
    at.bytes = at.strings + head.string_room;
    return at;
  }
};

}  // namespace sketch
