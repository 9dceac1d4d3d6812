// SPDX-License-Identifier: PostgreSQL
//
// The working states of TopK: access to their parts, and writing counters into a state with room.
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
// A view of the state's own arrays, through which they may be changed.
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
          head.log2_cells == 0 ? nullptr : part_of<std::uint64_t>(state, at.priors),
          TopKCells(state.data() + at.cells, head.log2_cells, head.log2_width),
          head.log2_width,
          {},
          head.counters};
}

// What else a state needs room for, and whether an index is worth its cost.
struct Wants {
  std::size_t items, string_bytes;
  bool index;
};

State make(std::size_t capacity, TopK::ItemType type, Host& host);

// The state itself, or a new, empty one if it lacks the sizes that the counters need.
State fitted(State state, const TopKCounters& counters, const Wants& wants, Host& host);

// Writes counters into a state with room. It may be the state that they are in.
void write(State state, const TopKCounters& counters) noexcept;

// Makes counters of all items, prunes them if there are too many, and makes room for more.
State with_room(State state, std::size_t items, std::size_t string_bytes, Host& host);

}  // namespace sketch::topk_state
