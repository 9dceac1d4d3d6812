// SPDX-License-Identifier: PostgreSQL
//
// Buffered: the working states that all quantile sketches share. Values are appended to a buffer,
// which grows until a batch is worth sorting, so that few values take little memory. A full buffer
// is emptied into a summary of everything before:
//
//   0          4
//   +----------+--------------------+--------------------------+---------------------------------+
//   | envelope | Head: BufferHead   | buffer: `room` keys,     | summary: empty until the buffer |
//   |          | and the sketch's   | `buffered` of them used  | has been emptied once           |
//   +----------+--------------------+--------------------------+---------------------------------+
//
// Everything but the envelope consists of 8-byte words. What add() touches is in front, in the
// cache line of the envelope.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

struct BufferHead {
  std::uint32_t buffered, room;
  std::uint64_t n;  // not including the buffer
  Key least, greatest;
};

// The class Sketch provides
//
//   Head                             a BufferHead, and what else the sketch keeps before the buffer
//   most_buffered(state)             the greatest number of keys in the buffer
//   kMostRepeats                        up to this weight, a value is added repeatedly
//   with_buffer(state, room, host)   the state with a larger buffer
//   summarised(state)                whether there is anything but the buffer's values
//   emptied(state, host)             the state with its buffer summarised, and the largest buffer
template <class Sketch>
class Buffered {
 public:
  // Appends a valid key of the state's kind; false if the buffer is full.
  [[gnu::always_inline]] static bool add(State state, Key key) noexcept {
    auto* head = head_of(state);
    if (head->buffered == head->room) return false;
    buffer_of(state)[head->buffered++] = key;
    return true;
  }

  // Appends a key `weight` times; false if there is no room for all, or if weight > kMostRepeats.
  [[gnu::always_inline]] static bool add(State state, Key key, std::uint64_t weight) noexcept {
    auto* head = head_of(state);
    if (weight > Sketch::kMostRepeats || weight > head->room - head->buffered) return false;
    std::fill_n(buffer_of(state) + head->buffered, weight, key);
    head->buffered += static_cast<std::uint32_t>(weight);
    return true;
  }

  static State add_all(State state, std::span<const Key> keys, Host& host) {
    while (!keys.empty()) {
      host.pause();
      state = with_room(state, keys.size(), host);
      auto* head = head_of(state);
      const std::size_t count = std::min<std::size_t>(keys.size(), head->room - head->buffered);
      std::memcpy(buffer_of(state) + head->buffered, keys.data(), sizeof(Key) * count);
      head->buffered += static_cast<std::uint32_t>(count);
      keys = keys.subspan(count);
    }
    return state;
  }

  // Adds a value a few times. High weights are for the summary.
  static State add_times(State state, Key key, std::uint64_t times, Host& host) {
    for (; times != 0; --times) {
      if (!add(state, key)) state = add_all(state, {&key, 1}, host);
    }
    return state;
  }

  // Prefetches the place that add() will write to. The state's head must be cached already.
  [[gnu::always_inline]] static void prefetch(State state) noexcept {
    __builtin_prefetch(buffer_of(state) + head_of(state)->buffered, 1);
  }
  static bool is_dense(State) noexcept { return false; }

  // pack() copies a state quickly into packed_bytes() bytes, without the free room of its buffer.
  // unpack() restores the state; what comes of it later doesn't depend on whether it was packed.
  // Packed states never leave the server.
  static std::size_t packed_bytes(State state) noexcept {
    return Sketch::summarised(state) ? state.size()
                                     : offset() + sizeof(Key) * head_of(state)->buffered;
  }
  static void pack(State state, std::byte* to) noexcept {
    std::memcpy(to, state.data(), packed_bytes(state));
  }
  static Status unpack(Bytes packed, Host& host, State& state) {
    const auto head = load_native<typename Sketch::Head>(packed.data() + kEnvelopeBytes);
    state = host.allocate(std::max(packed.size(), offset() + sizeof(Key) * head.room));
    std::memcpy(state.data(), packed.data(), packed.size());
    return {};
  }

  static bool is_state(State image) noexcept {
    return image.size() >= kFirstBytes && image_form(image.data()) >= kFirstWorkingForm;
  }

  // The smallest working state, with its varlena length word, fills 128 bytes.
  static constexpr std::size_t kFirstBytes = 124;

 protected:
  // States and images start four bytes after an 8-byte boundary (core/host.hpp).
  static auto* head_of(State state) noexcept {
    return reinterpret_cast<typename Sketch::Head*>(state.data() + kEnvelopeBytes);
  }
  static Key* buffer_of(State state) noexcept {
    return reinterpret_cast<Key*>(state.data() + offset());
  }
  static constexpr std::size_t offset() noexcept {
    return kEnvelopeBytes + sizeof(typename Sketch::Head);
  }
  static constexpr std::size_t first_room() noexcept {
    return (kFirstBytes - offset()) / sizeof(Key);
  }

  // Moves the buffer's values to another state, whose buffer is empty and large enough.
  static State moved(State state, State larger) noexcept {
    const std::uint32_t buffered = head_of(state)->buffered;
    std::memcpy(buffer_of(larger), buffer_of(state), sizeof(Key) * buffered);
    head_of(larger)->buffered = buffered;
    return larger;
  }

  // A state with room for at least one more value, and for `more` values if the buffer may grow
  // that far.
  static State with_room(State state, std::size_t more, Host& host) {
    const auto* head = head_of(state);
    const std::size_t most = Sketch::most_buffered(state);
    const std::size_t wanted = std::min(head->buffered + more, most);
    if (wanted <= head->room && head->buffered < head->room) return state;
    // The buffer is emptied only when it is full, so that the batches don't depend on how values
    // are handed over.
    if (head->room >= most) return Sketch::emptied(state, host);
    // A growing state, with its length word, takes 2^i bytes, to which PostgreSQL's allocator
    // rounds up anyway.
    constexpr std::size_t kLengthWord = 4;
    const std::size_t bytes = std::bit_ceil(offset() + kLengthWord + sizeof(Key) * wanted);
    const std::size_t room = std::min(most, (bytes - kLengthWord - offset()) / sizeof(Key));
    return Sketch::with_buffer(state, room, host);
  }
};

}  // namespace sketch
