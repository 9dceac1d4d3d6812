// SPDX-License-Identifier: PostgreSQL
#include "topk_state.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sketch::topk_state {
namespace {

constexpr std::size_t kLeastStringRoom = 128;

// A growing state, with its varlena length word and a short type name, takes 2^i bytes, to which
// PostgreSQL's allocator rounds up anyway: 256 bytes for 11 words, 512 for 27.
constexpr std::size_t kFirstRoom = 11;
constexpr std::size_t next_room(std::size_t room) noexcept { return 2 * room + 5; }

// The number of entries at which a state of this capacity starts to prune. The more items are added
// up at once, the less each costs: adding up 2 M takes 10 % less time than M, for as much more
// memory. With cells nearly all items are new and a round has more to do, so the number is higher.
constexpr std::size_t most_room(std::size_t capacity, bool cells) noexcept {
  return std::max((cells ? 4 : 3) * capacity, kFirstRoom);
}

// An empty state with the sizes that the head gives.
State make(TopK::Head head, TopK::ItemType type, Host& host) {
  head.type_bytes = static_cast<std::uint32_t>(type.name.size());
  const std::size_t bytes = TopKLayout::of(head, type.items != TopK::Items::strings).bytes;
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0, bytes - head.string_room);
  write_envelope(state.data(), {Family::topk, Domain::xxh3, TopK::kWorking,
                                static_cast<std::uint8_t>(type.items)});
  head_of(state) = head;
  std::copy(type.name.begin(), type.name.end(), state.data() + TopKLayout::kName);
  return state;
}

}  // namespace

State make(std::size_t capacity, TopK::ItemType type, Host& host) {
  TopK::Head head{};
  head.capacity = static_cast<std::uint32_t>(capacity);
  head.room = type.known() ? kFirstRoom : 0;
  head.string_room = type.items == TopK::Items::strings ? kLeastStringRoom : 0;
  return make(head, type, host);
}

// Sets the sizes that a state needs to hold the counters and what is wanted in addition. At most M
// counters have an error other than the offset.
static void fit(TopK::Head& head, const TopKCounters& counters, const Wants& wants,
                bool words) noexcept {
  constexpr std::size_t kSoon = 59;  // many small rounds cost as much as a large one
  const std::size_t most = most_room(head.capacity, counters.cell_width != 0),
                    needed = counters.size + wants.items;
  std::size_t room = std::max<std::size_t>(head.room, kFirstRoom);
  while (room < needed || (room < most && (2 * needed > room || room < kSoon)))
    room = room < most ? std::min(next_room(room), most) : needed;
  head.room = static_cast<std::uint32_t>(room);
  const std::size_t errors = std::max(std::min<std::size_t>(room, head.capacity), counters.size);
  head.error_room = counters.offset == 0 ? 0 : static_cast<std::uint32_t>(errors);
  head.log2_index = wants.index ? static_cast<std::uint8_t>(std::bit_width(room)) : 0;
  head.log2_width = static_cast<std::uint8_t>(counters.cell_width);
  head.log2_cells =
      counters.cell_width == 0 ? 0 : static_cast<std::uint8_t>(TopKCells::log2_for(head.capacity));
  if (words) return;
  const std::size_t bytes = counters.string_bytes() + wants.string_bytes;
  const std::size_t most_bytes = 2 * string_budget(head.capacity);
  if (bytes > head.string_room || (3 * bytes > head.string_room && head.string_room < most_bytes)) {
    const std::size_t larger = std::bit_ceil(std::max(3 * bytes, kLeastStringRoom));
    head.string_room = static_cast<std::uint32_t>(std::max(bytes, std::min(larger, most_bytes)));
  }
}

// For each place, the index names the counter with the greatest count whose hash belongs to it.
static void write_index(State state) noexcept {
  const TopK::Head& head = head_of(state);
  if (head.log2_index == 0) return;
  const TopKLayout at = layout_of(state);
  auto* entries = part_of<TopK::Entry>(state, at.entries);
  auto* index = part_of<TopK::Place>(state, at.index);
  if (head.counters == 0) {
    // No item may be found before one has come. So place 0 refers to entry 1 and all other places
    // to entry 0, whose hashes belong to other places.
    entries[0].hash = 0;
    entries[1].hash = ~std::uint64_t{0};
  }
  // A growing state can have more counters than a Place can number.
  const std::size_t n = std::min(std::size_t{head.counters}, std::size_t{1} << 16);
  std::size_t last = 0;
  for (std::size_t i = 1; i < n; ++i) last = entries[i].count < entries[last].count ? i : last;
  std::fill_n(index, std::size_t{1} << head.log2_index, static_cast<TopK::Place>(last));
  if (head.counters == 0) index[0] = 1;
  for (std::size_t i = 0; i < n; ++i) {
    TopK::Place& place = index[entries[i].hash >> (64 - head.log2_index)];
    if (entries[i].count >= entries[place].count) place = static_cast<TopK::Place>(i);
  }
}

static void write_cells(State state, const TopKCounters& counters) noexcept {
  const TopK::Head& head = head_of(state);
  TopKCells cells(state.data() + layout_of(state).cells, head.log2_cells, head.log2_width);
  if (!cells.exist()) return;
  if (counters.cells.at() != cells.at()) {
    std::memset(cells.at(), 0, TopKCells::bytes_of(head.log2_cells, head.log2_width));
    if (counters.cells.exist()) cells.add(counters.cells);
  }
  for (const auto& [hash, weight] : counters.dropped) {
    cells.add(hash, weight);
    cells.expect(weight);
  }
}

void write(State state, const TopKCounters& counters) noexcept {
  TopK::Head& head = head_of(state);
  const TopKLayout at = layout_of(state);
  if (counters.size != 0) {
    std::memmove(part_of<std::byte>(state, at.entries), counters.entries,
                 counters.size * sizeof(TopK::Entry));
  }
  auto* errors = part_of<std::uint64_t>(state, at.errors);
  auto* priors = part_of<std::uint64_t>(state, at.priors);
  for (std::size_t i = 0; head.error_room != 0 && i < counters.size; ++i) {
    if (head.log2_cells != 0) priors[i] = counters.prior(i);
    errors[i] = counters.error(i);
  }
  write_cells(state, counters);
  // Moves each string down, over those that are gone.
  std::byte* strings = part_of<std::byte>(state, at.strings);
  auto* spans = part_of<TopK::Span>(state, at.spans);
  head.string_bytes = 0;
  for (std::size_t i = 0; counters.spans != nullptr && i < counters.size; ++i) {
    const Bytes string = counters.string(i);
    if (!string.empty())
      std::memmove(strings + head.string_bytes, string.data(), string.size());
    spans[i] = span_of(counters.item(i), head.string_bytes);
    head.string_bytes += spans[i].size;
  }
  head.counters = head.entries = static_cast<std::uint32_t>(counters.size);
  head.offset = counters.offset;
  head.added_up = head.total;
  write_index(state);
}

State fitted(State state, const TopKCounters& counters, const Wants& wants, Host& host) {
  const TopK::Head& head = head_of(state);
  TopK::Head fitting = head;
  fit(fitting, counters, wants, has_words(state));
  const bool fits = fitting.room == head.room && fitting.error_room == head.error_room &&
                    fitting.log2_index == head.log2_index &&
                    fitting.string_room == head.string_room &&
                    fitting.log2_cells == head.log2_cells && fitting.log2_width == head.log2_width;
  return fits ? state : make(fitting, TopK::type(state), host);
}

// The given state is unchanged until all memory for its successor has been allocated.
State with_room(State state, std::size_t items, std::size_t string_bytes, Host& host) {
  constexpr std::size_t kUsual = 1024;
  const TopK::Head& head = head_of(state);
  TopKCounters counters = view_of(state);
  ScratchArray<TopK::Entry, kUsual> entries(host.scratch());
  ScratchArray<TopK::Span, kUsual> spans(host.scratch());
  ScratchArray<std::uint64_t, kUsual> errors(host.scratch()), priors(host.scratch());
  TopKCounters::Drops drops(host.scratch());
  counters.move_to(entries, spans);
  const std::size_t appended = head.entries - head.counters;
  counters.add_up(host.scratch());
  const std::uint64_t found = head.total - head.added_up - (counters.size - head.counters);
  const bool index = appended == 0 ? head.log2_index != 0 : found > appended / 8;
  const bool crowded =
      counters.size > head.capacity &&
      (head.room >= most_room(head.capacity, head.log2_cells != 0) || head.offset != 0);
  const std::size_t budget = string_budget(head.capacity);
  const bool long_strings =
      counters.spans != nullptr && counters.string_bytes() + string_bytes > 2 * budget;
  if (crowded || long_strings) {
    counters.store_errors(errors, priors);
    counters.prune(head.capacity, budget, drops, host.scratch());
  }
  if (counters.cells.exist() && counters.dropped.empty()) {
    counters.cell_width = counters.cells.width_for(TopKCells::log2_for(head.capacity), 0,
                                                   counters.cells.log2_width());
  }
  const State larger = fitted(state, counters, {items, string_bytes, index}, host);
  write(larger, counters);
  return larger;
}

}  // namespace sketch::topk_state
