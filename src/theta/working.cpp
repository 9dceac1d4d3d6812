// SPDX-License-Identifier: PostgreSQL
#include "working.hpp"

#include <cstring>

namespace sketch::working {
namespace {

using hash_table::room_of;

// A working image with everything in the contents except the hashes.
State blank(const ThetaContents& contents, std::size_t bytes, Host& host) {
  const auto& [mode, columns] = contents.shape;
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0,
              Layout(contents.family, contents.precision, contents.grain, contents.shape).words);
  write_envelope(state.data(),
                 {contents.family, contents.domain(), Theta::working_form_of(contents.grain),
                  static_cast<std::uint8_t>(contents.precision), contents.value_class});
  if (contents.family == Family::tuple) {
    state[Tuple::kShapeOffset] = static_cast<std::byte>(mode);
    state[Tuple::kShapeOffset + 1] = static_cast<std::byte>(columns);
  }
  return state;
}

// Writes the hashes into an empty table. Calls pause() now and then.
template <class Word, class Pause>
void fill_table(State state, const ThetaContents& contents, Pause pause) {
  const Layout layout(state);
  const std::size_t slots = layout.slots;
  const int bits = contents.bits();
  const std::uint64_t last = contents.last;
  // floor(slots * 2^64 / (last + 1)), so that the last hash's slot is within the table. If `last`
  // is below `slots`, which only happens in a forged image, any scale will do.
  const auto all = static_cast<unsigned __int128>(slots) << 64;
  const std::uint64_t scale =
      last < slots ? Theta::kAll
                   : static_cast<std::uint64_t>(all / (static_cast<unsigned __int128>(last) + 1));
  std::memset(state.data() + layout.words, 0, slots * sizeof(Word));
  store_native(state.data() + hash_table::kCountOffset,
               static_cast<std::uint32_t>(contents.hashes.size()));
  store_native(state.data() + hash_table::kLastOffset, last);
  store_native(state.data() + hash_table::kScaleOffset, scale);
  const auto slot = [&](std::size_t at) { return state.data() + layout.words + sizeof(Word) * at; };
  const std::size_t row_bytes = layout.columns * sizeof(double);
  std::byte* const values = state.data() + layout.values();
  std::size_t next = 0;  // every slot from here on is empty
  std::size_t free = 0;  // for hashes that don't fit before the table's end
  for (std::size_t i = 0; i < contents.hashes.size(); ++i) {
    if (i % kPauseRows == 0) pause();
    const std::uint64_t hash = contents.hashes[i];
    std::size_t at = std::max(hash_table::first_slot(state.data(), hash), next);
    if (at < slots) {
      next = at + 1;
    } else {
      while (load_native<Word>(slot(free)) != 0) ++free;
      at = free;
    }
    store_native(slot(at), word_of<Word>(hash, bits));
    if (row_bytes != 0) std::memcpy(values + at * row_bytes, contents.row(i), row_bytes);
  }
}

template <class Pause>
void fill_words(State state, const ThetaContents& contents, Pause pause) {
  packs(contents.precision, contents.grain) ? fill_table<std::uint32_t>(state, contents, pause)
                                            : fill_table<std::uint64_t>(state, contents, pause);
}

// A new state may be left half done, because nobody owns it yet.
void fill_new(State state, const ThetaContents& contents, Host& host) {
  fill_words(state, contents, [&host] { host.pause(); });
}

// The size of a table for this many hashes. A state and its length word take 2^i bytes, to which
// PostgreSQL's allocator rounds up anyway.
std::size_t bytes_for(const Layout& layout, std::size_t hashes, std::size_t bytes) noexcept {
  const std::size_t most = layout.most_bytes();
  while (bytes < most && room_of(layout.slots_in(bytes)) < hashes)
    bytes = std::min(2 * bytes + sizeof(std::uint32_t), most);
  return bytes;
}

std::size_t first_bytes(Family family, const Layout& layout) noexcept {
  if (family == Family::theta) return Theta::kFirstBytes;
  // A few slots, so that state and length word take a power of two; without columns no slots.
  constexpr std::size_t kSlots = 4;
  if (layout.columns == 0) return layout.words;
  return std::bit_ceil(layout.words + kSlots * layout.slot_bytes()) - sizeof(std::uint32_t);
}

}  // namespace

Family family_of(State state) noexcept {
  return static_cast<Family>(std::to_integer<std::uint8_t>(state[1]));
}

Layout::Layout(State state) noexcept
    : Layout(family_of(state), image_parameter(state.data()), grain_of(state),
             family_of(state) == Family::tuple ? Tuple::shape(state) : Shape{}) {
  slots = slots_in(state.size());
}

State create(Family family, int precision, Grain grain, Shape shape, Host& host) {
  ThetaContents none(host, family);
  none.precision = precision;
  none.grain = grain;
  none.shape = shape;
  return with_contents(none, host);
}

State with_contents(const ThetaContents& contents, Host& host) {
  const Layout layout(contents.family, contents.precision, contents.grain, contents.shape);
  const std::size_t bytes =
      bytes_for(layout, contents.hashes.size(), first_bytes(contents.family, layout));
  const State state = blank(contents, bytes, host);
  fill_new(state, contents, host);
  return state;
}

void fill(State state, const ThetaContents& contents) noexcept {
  fill_words(state, contents, []() noexcept {});
}

State with_room(State state, std::size_t hashes, Host& host) {
  const std::size_t bytes = bytes_for(Layout(state), hashes, state.size());
  ThetaContents contents(host, family_of(state));
  demand(contents.read(state));
  if (bytes == state.size()) {
    host.pause();
    fill(state, contents);
    return state;
  }
  const State larger = blank(contents, bytes, host);
  fill_new(larger, contents, host);
  return larger;
}

State grow(State state, Host& host) {
  const std::size_t hashes = hash_table::count(state.data()) + 1;
  if (grain_of(state) == Grain::fine && hashes > Theta::most_hashes(image_parameter(state.data())))
    return coarsened(state, host);
  return with_room(state, hashes, host);
}

State coarsened(State state, Host& host) {
  ThetaContents contents(host, family_of(state));
  demand(contents.read(state));
  contents.coarsen();
  return with_contents(contents, host);
}

State reduce(State state, int to, Host& host) {
  if (image_parameter(state.data()) <= to) return state;
  ThetaContents contents(host, family_of(state));
  demand(contents.read(state));
  contents.reduce(to);
  contents.trim();
  return with_contents(contents, host);
}

std::size_t packed_bytes(State state) noexcept {
  const Layout layout(state);
  return layout.words + hash_table::count(state.data()) * layout.slot_bytes();
}

void pack(State state, std::byte* to) noexcept {
  const Layout layout(state);
  const std::size_t row_bytes = layout.columns * sizeof(double);
  const std::byte* const values = state.data() + layout.values();
  std::byte* row = to + layout.words + hash_table::count(state.data()) * layout.word_bytes;
  std::memcpy(to, state.data(), layout.words);
  to += layout.words;
  for (std::size_t i = 0; i < layout.slots; ++i) {
    constexpr std::byte kEmpty[sizeof(std::uint64_t)] = {};
    const std::byte* word = state.data() + layout.words + layout.word_bytes * i;
    if (std::memcmp(word, kEmpty, layout.word_bytes) == 0) continue;
    std::memcpy(to, word, layout.word_bytes);
    to += layout.word_bytes;
    if (row_bytes != 0) std::memcpy(row, values + i * row_bytes, row_bytes);
    row += row_bytes;
  }
}

}  // namespace sketch::working
