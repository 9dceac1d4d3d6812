// SPDX-License-Identifier: PostgreSQL
//
// The definitions of Leveled's members, for the files that instantiate it.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "key_coder.hpp"
#include "leveled_contents.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace leveled {

// A working state may have twice as many keys as a stored image.
inline constexpr unsigned kWorkingTimes = 2, kStoredTimes = 1;

inline constexpr Status kOtherRanks{
    Code::wrong_domain, "sketches of accurate high ranks and of accurate low ranks can't be merged",
    "Build both with the same third argument, 'high' or 'low'."};

template <class Sketch>
State new_state(Kind kind, std::uint32_t parameter, std::size_t buffer, std::size_t levels_bytes,
                Host& host) {
  const State state = host.allocate(Sketch::kBufferOffset + sizeof(Key) * buffer + levels_bytes);
  std::memset(state.data(), 0, Sketch::kBufferOffset);
  write_envelope(state.data(), {Sketch::kFamily, Domain::xxh3, Sketch::kWorking,
                                static_cast<std::uint8_t>(kind)});
  typename Sketch::Head head{};
  head.parameter = static_cast<std::uint16_t>(parameter);
  head.room = static_cast<std::uint32_t>(buffer);
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  return state;
}

// The working image of compacted contents: in place if it fits, else a new one with room for the
// greatest size of the levels.
template <class Sketch>
State written(const LeveledContents<Sketch>& contents, State state, Host& host) {
  const std::size_t buffer = Sketch::full_buffer(contents.parameter);
  const std::size_t levels_bytes =
      sizeof contents.levels.sizes +
      sizeof(Key) * kWorkingTimes *
          Sketch::budget(contents.parameter, Sketch::room_for(contents.levels.count));
  typename Sketch::Head head;
  std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
  if (state.size() != Sketch::kBufferOffset + sizeof(Key) * buffer + levels_bytes) {
    state = new_state<Sketch>(contents.kind, contents.parameter, buffer, levels_bytes, host);
  }
  head.room = static_cast<std::uint32_t>(buffer);
  head.n = contents.n, head.least = contents.least, head.greatest = contents.greatest;
  head.sum = contents.sum, head.pending = contents.pending, head.coins = contents.coins;
  head.buffered = 0, head.parameter = static_cast<std::uint16_t>(contents.parameter),
  head.weighted = 0, head.levels = contents.levels.count;
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  std::byte* to = state.data() + Sketch::kBufferOffset + sizeof(Key) * buffer;
  std::memcpy(to, contents.levels.sizes.data(), sizeof contents.levels.sizes);
  to += sizeof contents.levels.sizes;
  const auto keys = contents.levels.keys;
  if (!keys.empty()) std::memcpy(to, keys.data(), keys.size_bytes());
  return state;
}

template <class Sketch>
double error_of(const LeveledContents<Sketch>& contents) noexcept {
  if (contents.levels.count <= 1) return 0;
  return Sketch::rank_error_of(static_cast<int>(Sketch::size_of(contents.parameter)));
}

template <class Sketch>
Status read_compacted(Bytes image, LeveledContents<Sketch>& contents) {
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.compact({}, kStoredTimes);
  return {};
}

}  // namespace leveled

// --- Building

template <class Sketch>
State Leveled<Sketch>::create(int parameter, Host& host, Kind kind) {
  return leveled::new_state<Sketch>(kind, static_cast<std::uint32_t>(parameter),
                                    Buffered<Sketch>::first_room(), 0, host);
}

template <class Sketch>
std::size_t Leveled<Sketch>::most_buffered(State state) noexcept {
  const Head* head = head_of(state);
  if (head->levels != 0) return head->room;
  const std::size_t full = Sketch::full_buffer(head->parameter),
                    weighted = kWeightedWords * std::size_t{head->weighted};
  return std::max<std::size_t>(head->room, full - std::min(full, weighted));
}

template <class Sketch>
State Leveled<Sketch>::with_buffer(State state, std::size_t room, Host& host) {
  const Head* head = head_of(state);
  const std::size_t weighted = kWeightedWords * std::size_t{head->weighted};
  const State larger =
      leveled::new_state<Sketch>(kind(state), head->parameter, room + weighted, 0, host);
  *head_of(larger) = *head;
  head_of(larger)->room = static_cast<std::uint32_t>(room);
  std::memcpy(Buffered<Sketch>::buffer_of(larger) + room,
              Buffered<Sketch>::buffer_of(state) + head->room, sizeof(Key) * weighted);
  return Buffered<Sketch>::moved(state, larger);
}

template <class Sketch>
State Leveled<Sketch>::emptied(State state, Host& host) {
  LeveledContents<Sketch> contents(host.scratch());
  contents.read_own(state);
  contents.compact({}, leveled::kWorkingTimes);
  return leveled::written(contents, state, host);
}

template <class Sketch>
Status Leveled<Sketch>::add_weighted(State& state, Key key, std::uint64_t weight, Host& host) {
  if (weight <= kMostRepeats) {
    state = Buffered<Sketch>::add_times(state, key, weight, host);
    return {};
  }
  if (!can_count(head_of(state)->n, weight)) return kTooMany;
  const auto has_room = [&] {
    return head_of(state)->room - head_of(state)->buffered >= kWeightedWords &&
           head_of(state)->weighted != UINT16_MAX;
  };
  if (!has_room()) state = Buffered<Sketch>::with_room(state, kWeightedWords, host);
  if (!has_room()) state = emptied(state, host);
  Head* head = head_of(state);
  head->room -= kWeightedWords;
  ++head->weighted;
  const Weighted added{key, weight};
  std::memcpy(Buffered<Sketch>::buffer_of(state) + head->room, &added, sizeof added);
  head->least = head->n == 0 ? key : std::min(head->least, key);
  head->greatest = head->n == 0 ? key : std::max(head->greatest, key);
  head->sum += static_cast<double>(weight) * number_of(kind(state), key);
  head->n += weight;
  return {};
}

template <class Sketch>
State Leveled<Sketch>::reduce(State state, int asked, Host& host) {
  const std::uint32_t own = head_of(state)->parameter;
  const std::uint32_t k = Sketch::size_of(static_cast<std::uint32_t>(asked));
  if (Sketch::size_of(own) <= k) return state;
  LeveledContents<Sketch> contents(host.scratch());
  contents.read_own(state);
  contents.parameter = Sketch::with_size(own, k);
  contents.compact({}, leveled::kWorkingTimes);
  const auto reduced = static_cast<int>(contents.parameter);
  return leveled::written(contents, create(reduced, host, contents.kind), host);
}

template <class Sketch>
Status Leveled<Sketch>::merge(State& state, Bytes image, Host& host) {
  LeveledContents<Sketch> other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  if (other.n == 0 && other.buffer.empty()) {
    state = reduce(state, static_cast<int>(other.parameter), host);
    return {};
  }
  const bool alike = Sketch::mergeable(head_of(state)->parameter, other.parameter);
  if (other.kind != kind(state) || !alike) {
    if (head_of(state)->n != 0 || head_of(state)->buffered != 0)
      return alike ? kOtherKind : leveled::kOtherRanks;
    const std::uint32_t k = Sketch::size_of(head_of(state)->parameter);
    state = create(static_cast<int>(Sketch::with_size(other.parameter, k)), host, other.kind);
  }
  state = reduce(state, static_cast<int>(other.parameter), host);
  // Values that are still single join those in the buffer.
  if (head_of(state)->weighted != 0) state = emptied(state, host);
  if (other.levels.count <= 1 && other.weighted.empty() &&
      other.levels.keys.size() + other.buffer.size() <= most_buffered(state)) {
    state = Buffered<Sketch>::add_all(state, other.levels.keys, host);
    state = Buffered<Sketch>::add_all(state, other.buffer, host);
    return {};
  }
  LeveledContents<Sketch> contents(host.scratch());
  contents.read_own(state);
  other.parameter = contents.parameter;
  other.compact({}, leveled::kWorkingTimes);
  if (!contents.counts(other.n)) return kTooMany;
  contents.count(other.n, other.least, other.greatest, other.sum);
  contents.compact(other.levels, leveled::kWorkingTimes);
  state = leveled::written(contents, state, host);
  return {};
}

template <class Sketch>
Status Leveled<Sketch>::thaw(Bytes image, Host& host, State& state) {
  LeveledContents<Sketch> contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = create(static_cast<int>(contents.parameter), host, contents.kind);
  return merge(state, image, host);
}

// --- Storing

template <class Sketch>
Status Leveled<Sketch>::freeze(Bytes image, Host& host, State& canonical) {
  LeveledContents<Sketch> contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.compact({}, leveled::kStoredTimes);
  const auto keys = contents.levels.keys;

  constexpr std::size_t kHeadBytes =
      2 + 8 + Units::kMaxBytes + kMaxVarintBytes + 2 * kMaxLevels + 2 * sizeof(std::uint64_t);
  ScratchArray<std::byte, 8192> room(host.scratch());
  std::byte* const begin = room.make(kHeadBytes + key_coder::max_bits(keys.size()) / 8).data();
  store_le(begin, static_cast<std::uint16_t>(contents.parameter));
  std::byte* to = put_varint(begin + 2, contents.n);
  if (contents.n != 0) {
    constexpr std::uint64_t kNan = 0x7FF8000000000000;
    store_le(to, std::isnan(contents.sum) ? kNan : std::bit_cast<std::uint64_t>(contents.sum));
    const Units units = Units::of(contents.kind, contents.least, contents.greatest, keys);
    to = units.put(to + 8);
    for (unsigned h = 0; h < contents.levels.count; ++h)
      to = put_varint(to, contents.levels.sizes[h]);
    BitWriter bits(to);
    for (std::size_t at = 0, h = 0; h < contents.levels.count; at += contents.levels.sizes[h++]) {
      key_coder::encode(keys.subspan(at, contents.levels.sizes[h]), units, bits);
    }
    to = bits.end();
  }
  const auto bytes = static_cast<std::size_t>(to - begin);
  canonical = host.allocate(kEnvelopeBytes + bytes);
  write_envelope(canonical.data(), {Sketch::kFamily, Domain::xxh3, kLevels,
                                    static_cast<std::uint8_t>(contents.kind)});
  std::memcpy(canonical.data() + kEnvelopeBytes, begin, bytes);
  return {};
}

template <class Sketch>
Status Leveled<Sketch>::check(Bytes image, Host& host) {
  return check_frozen(image, Sketch::kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

template <class Sketch>
Status Leveled<Sketch>::check_state(State state, Host& host) {
  LeveledContents<Sketch> contents(host.scratch());
  return can_add(state) ? contents.read(state) : Sketch::kMalformed;
}

// --- Questions

template <class Sketch>
Status Leveled<Sketch>::read(Bytes image, Host& host, Distribution& distribution) {
  LeveledContents<Sketch> contents(host.scratch());
  if (const Status status = leveled::read_compacted(image, contents); !status.ok()) return status;
  const auto points = distribution.make(contents.levels.keys.size());
  std::size_t at = 0;
  for (unsigned h = 0; h < contents.levels.count; ++h) {
    for (std::uint32_t i = 0; i < contents.levels.sizes[h]; ++i, ++at)
      points[at] = {contents.levels.keys[at], std::uint64_t{1} << h};
  }
  distribution.finish(points, contents.kind, contents.least, contents.greatest, contents.sum);
  return {};
}

template <class Sketch>
Status Leveled<Sketch>::error(Bytes image, Host& host, double& rank_error) {
  LeveledContents<Sketch> contents(host.scratch());
  if (const Status status = leveled::read_compacted(image, contents); !status.ok()) return status;
  rank_error = leveled::error_of(contents);
  return {};
}

template <class Sketch>
Status Leveled<Sketch>::info(Bytes image, Host& host, Info& info) {
  LeveledContents<Sketch> contents(host.scratch());
  if (const Status status = leveled::read_compacted(image, contents); !status.ok()) return status;
  info = {contents.levels.count > 1 ? "levels" : "values",
          contents.kind,
          static_cast<int>(contents.parameter),
          static_cast<int>(Sketch::size_of(contents.parameter)),
          contents.n,
          contents.levels.count,
          contents.levels.keys.size(),
          image.size(),
          leveled::error_of(contents)};
  return {};
}

}  // namespace sketch
