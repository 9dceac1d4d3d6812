// SPDX-License-Identifier: PostgreSQL
//
// Working images of theta and tuple sketches: creating, filling, growing and merging their tables.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch::working {

constexpr std::size_t word_bytes(int precision, Grain grain) noexcept {
  return packs(precision, grain) ? sizeof(std::uint32_t) : sizeof(std::uint64_t);
}

// The layout of a working image: header, words, values.
struct Layout {
  std::size_t words;  // offset of the words
  std::size_t word_bytes;
  std::size_t columns;
  std::size_t slots_at_most;
  std::size_t slots = 0;

  // A coarse or whole table has up to two slots for each hash to be kept, so that hashes above the
  // k least seldom have to be removed. A fine table never holds more than k hashes.
  Layout(Family family, int precision, Grain grain, Shape shape) noexcept
      : words(family == Family::theta ? Theta::kWordsOffset : Tuple::kWordsOffset),
        word_bytes(working::word_bytes(precision, grain)),
        columns(shape.columns),
        slots_at_most(Theta::most_hashes(precision) * (grain == Grain::fine ? 5 : 8) / 4) {}
  explicit Layout(State state) noexcept;

  std::size_t slot_bytes() const noexcept { return word_bytes + columns * sizeof(double); }
  std::size_t slots_in(std::size_t bytes) const noexcept { return (bytes - words) / slot_bytes(); }
  std::size_t most_bytes() const noexcept { return words + slots_at_most * slot_bytes(); }
  std::size_t values() const noexcept { return words + slots * word_bytes; }
};

Family family_of(State state) noexcept;

inline Grain grain_of(State state) noexcept { return Theta::grain(state.data()); }

State create(Family family, int precision, Grain grain, Shape shape, Host& host);

// A new state with the contents.
State with_contents(const ThetaContents& contents, Host& host);

// Rebuilds the state's table with the contents.
void fill(State state, const ThetaContents& contents) noexcept;

// A state with room for `hashes` hashes, or for as many as the largest table holds. If a coarse
// table is as large as it gets, hashes above the k least are removed.
State with_room(State state, std::size_t hashes, Host& host);

// A state with room for one more hash. A fine state with k hashes becomes coarse.
State grow(State state, Host& host);

State coarsened(State state, Host& host);

State reduce(State state, int to, Host& host);

std::size_t packed_bytes(State state) noexcept;
void pack(State state, std::byte* to) noexcept;

// Merges an image. add(state, contents, first, count) adds `count` of its hashes and gives the
// state. It is called in steps with pauses between them, because chosen hashes could make adding
// slow.
template <class Add>
Status merge(State& state, Bytes image, Host& host, Add add) {
  ThetaContents other(host, family_of(state));
  if (const Status status = other.read(image, hash_table::last(state.data())); !status.ok())
    return status;
  const Domain domain = domain_of(grain_of(state));
  if (other.domain() != domain) return domain_mismatch(family_of(state), domain, other.domain());
  host.pause();
  state = of_values(reduce(state, other.precision, host), other.value_class);
  if (other.shape.known()) {
    if (const Status status = Tuple::take_shape(state, other.shape, host); !status.ok())
      return status;
  }
  other.reduce(image_parameter(state.data()));
  if (other.grain == Grain::coarse && grain_of(state) == Grain::fine)
    state = coarsened(state, host);
  if (grain_of(state) == Grain::coarse) other.coarsen();
  // A sketch of the empty set may lack the shape that the state has.
  if (other.hashes.empty() && other.last == Theta::kAll) return {};
  // An empty state with theta 1 takes over the image's contents; nothing has to be looked up.
  if (hash_table::count(state.data()) == 0 && hash_table::last(state.data()) == Theta::kAll) {
    other.trim();
    other.value_class = image_values(state.data());
    state = with_contents(other, host);
    return {};
  }
  if (other.last < hash_table::last(state.data())) {
    ThetaContents mine(host, other.family);
    demand(mine.read(state));
    mine.lower(other.last);
    fill(state, mine);
  }
  other.lower(hash_table::last(state.data()));
  const std::size_t hashes = hash_table::count(state.data()) + other.hashes.size();
  const Layout layout(state);
  if (state.size() < layout.most_bytes() && hash_table::room_of(layout.slots) < hashes)
    state = with_room(state, hashes, host);
  constexpr std::size_t kStep = 4096;
  for (std::size_t i = 0; i < other.hashes.size(); i += kStep) {
    host.pause();
    state = add(state, other, i, std::min(kStep, other.hashes.size() - i));
  }
  return {};
}

template <class Sketch>
Status thaw(Bytes image, Host& host, State& state) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Sketch::kFamily, envelope); !status.ok())
    return status;
  const int p = std::clamp<int>(envelope.parameter, Sketch::kMinPrecision, Sketch::kMaxPrecision);
  state = Sketch::create(envelope.domain, p, host);
  return Sketch::merge(state, image, host);
}

}  // namespace sketch::working
