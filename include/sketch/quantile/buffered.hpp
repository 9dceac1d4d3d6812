// SPDX-License-Identifier: PostgreSQL
//
// Buffered: what quantile sketches have in common at work. A working image is the envelope, a head,
// a buffer of keys, and behind it, once the buffer has been emptied, a summary of everything
// before. Values go to the buffer, which grows until a batch is worth its sorting; few values cost
// little memory. All of it but the envelope is words of 8 bytes. What add() touches is in front, in
// the cache line of the envelope.
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
  std::uint64_t n;  // without the buffer's values
  Key least, greatest;
};

// A Sketch has
//
//   Head                             a BufferHead, and whatever it keeps in front of the buffer
//   most_buffered(state)             how far the buffer grows
//   kFewTimes                        a value of no greater weight is added so often
//   with_buffer(state, room, host)   the state with a larger buffer
//   summarised(state)                whether there is anything but the buffer's values
//   emptied(state, host)             the state with its buffer summarised, and all the room it gets
template <class Sketch>
class Buffered {
 public:
  // Appends a valid key of the state's kind; false when the buffer is full.
  [[gnu::always_inline]] static bool add(State state, Key key) noexcept {
    auto* head = head_of(state);
    if (head->buffered == head->room) return false;
    buffer_of(state)[head->buffered++] = key;
    return true;
  }

  // Appends it so often; false where there is no room for all of them, or where they are many.
  [[gnu::always_inline]] static bool add(State state, Key key, std::uint64_t weight) noexcept {
    auto* head = head_of(state);
    if (weight > Sketch::kFewTimes || weight > head->room - head->buffered) return false;
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

  // Few repetitions of a value; many are for the summary.
  static State add_times(State state, Key key, std::uint64_t times, Host& host) {
    for (; times != 0; --times) {
      if (!add(state, key)) state = add_all(state, {&key, 1}, host);
    }
    return state;
  }

  // For the batch executor: fetches the place that add() writes to, the state's head being there.
  [[gnu::always_inline]] static void prefetch(State state) noexcept {
    __builtin_prefetch(buffer_of(state) + head_of(state)->buffered, 1);
  }
  static bool is_dense(State) noexcept { return false; }

  // The bytes of a state without what is free of its buffer, of packed_bytes(), made with next to no
  // work; and the very state again: what comes of it later doesn't show that it was packed. They
  // never leave the server.
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

  // With its varlena length word the least working state fills 128 bytes.
  static constexpr std::size_t kFirstBytes = 124;

 protected:
  // State and image start four bytes behind an 8-byte boundary (core/host.hpp).
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

  // The buffer's values in another state, whose buffer has the room and is empty.
  static State moved(State state, State larger) noexcept {
    const std::uint32_t buffered = head_of(state)->buffered;
    std::memcpy(buffer_of(larger), buffer_of(state), sizeof(Key) * buffered);
    head_of(larger)->buffered = buffered;
    return larger;
  }

  // A state with room for at least one value more, and for `more` if the buffer may grow so far.
  static State with_room(State state, std::size_t more, Host& host) {
    const auto* head = head_of(state);
    const std::size_t most = Sketch::most_buffered(state);
    const std::size_t wanted = std::min(head->buffered + more, most);
    if (wanted <= head->room && head->buffered < head->room) return state;
    // Never before it is full: however values are handed over, they are summarised together.
    if (head->room >= most) return Sketch::emptied(state, host);
    // With its length word a growing state takes 2^i bytes, as PostgreSQL's allocator does anyway.
    constexpr std::size_t kLengthWord = 4;
    const std::size_t bytes = std::bit_ceil(offset() + kLengthWord + sizeof(Key) * wanted);
    const std::size_t room = std::min(most, (bytes - kLengthWord - offset()) / sizeof(Key));
    return Sketch::with_buffer(state, room, host);
  }
};

}  // namespace sketch
