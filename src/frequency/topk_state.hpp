// SPDX-License-Identifier: PostgreSQL
//
// The working states of TopK: their parts, and how counters come into a state with room.
#pragma once

#include "topk_contents.hpp"

namespace sketch::topk_state {

inline TopK::Head& head_of(State state) noexcept {
  return *reinterpret_cast<TopK::Head*>(state.data() + kEnvelopeBytes);
}
inline bool has_words(State state) noexcept {
  return image_parameter(state.data()) == static_cast<std::uint8_t>(TopK::Items::words);
}
inline TopKLayout layout_of(State state) noexcept {
  return TopKLayout::of(head_of(state), has_words(state));
}
template <class T>
T* part_of(State state, std::size_t at) noexcept {
  return reinterpret_cast<T*>(state.data() + at);
}
// Its own arrays, which may be changed.
inline TopKCounters view_of(State state) noexcept {
  const TopK::Head& head = head_of(state);
  const TopKLayout at = layout_of(state);
  return {part_of<TopK::Entry>(state, at.entries),
          head.error_room == 0 ? nullptr : part_of<std::uint64_t>(state, at.errors),
          has_words(state) ? nullptr : part_of<TopK::Span>(state, at.spans),
          state.data() + at.strings,
          head.entries,
          head.counters,
          head.counters,
          head.offset,
          head.log2_cells == 0 ? nullptr : part_of<std::uint64_t>(state, at.formers),
          TopKCells(state.data() + at.cells, head.log2_cells, head.log2_width),
          head.log2_width,
          {},
          head.counters};
}

// What else there has to be room for, and whether an index is worth its while.
struct Wants {
  std::size_t items, string_bytes;
  bool index;
};

State make(std::size_t capacity, TopK::ItemType type, Host& host);

// The state, or an empty one if it does not have the rooms that the counters need.
State fitted(State state, const TopKCounters& counters, const Wants& wants, Host& host);

// Writes counters to a state with room, which may be the one that they are in.
void write(State state, const TopKCounters& counters) noexcept;

// All items as counters, pruned if there are too many, and room for more.
State with_room(State state, std::size_t items, std::size_t string_bytes, Host& host);

}  // namespace sketch::topk_state
