// SPDX-License-Identifier: PostgreSQL
//
// TopK: the sketch of type sketch_topk. The most frequent items of a stream with bounds on how
// often each has come, and the items themselves.
//
// Algorithm: Misra and Gries ("Finding repeated elements", Science of Computer Programming 2, 1982)
// in batches: the state has counters and, behind them, the items without one in the order in which
// they came. When that room is full they are added up to counters of their own, and of more than
// the capacity M those stay that are ahead of the (M+1)-th. Nothing is subtracted from these; the
// sketch remembers the (M+1)-th count as its `offset`, the most that any item without a counter can
// have come. A counter begins at the offset of that moment, which it keeps as its error, as in
// Space-Saving (Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements
// in data streams", ICDT 2005, section 3.3):
//
//   count <= upper, count >= upper - error, and count <= offset for items without a counter.
//
// Merging adds both sides' bounds, an item without a counter counting as the side's offset, and
// prunes once (Agarwal et al., "Mergeable summaries", PODS 2012, section 3).
//
// Error: offset <= N / (M + 1) for a total weight of N, however the sketch was merged; on skewed
// data a fraction of that. While there are at most M items all counts are exact, and the canonical
// image is a function of the items and counts. Beyond, it depends on their order.
//
// Items are 64-bit words, or strings of bytes of up to kMostItemBytes; which of them, and of which
// type of value, all items of a sketch share (its item type). Words are known by their hash alone,
// which is a bijection. A string is known by its bytes, which are kept whole; or, where equal values
// may look different or are too long, by the 64-bit hash that the caller gives, and its bytes are
// but what is shown, those of the first that came. Where all strings take more than 1 kB a
// counter, fewer counters are kept: M in the error is then their number.
//
// The index has, for each value of a hash's upper bits, one counter whose hash begins so: that of
// the greatest count. The items of the others go behind the counters as if they had none, and are
// found to have one when they are added up. So an item is looked for in one place, and with words
// nothing has to be predicted. Where less than an eighth of the items are found, there is no index.
//
// Memory: 16 bytes for each of 3 M items (11 at first), 8 M bytes for errors once there are any,
// and 2 bytes for each of up to 6 M places of the index; for strings another 8 bytes an item, and
// the strings, at most twice 1 kB a counter. Cost: a look at the index and at a counter; for an
// item without one, a place behind the counters, and its share of adding up 2 M of them and
// pruning 3 M counters. Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/item.hpp"
#include "sketch/frequency/frequency.hpp"

namespace sketch {

class TopK {
 public:
  static constexpr Family kFamily = Family::topk;
  static constexpr const char* kParameterName = "capacity";
  static constexpr int kMinParameter = 1;
  static constexpr int kMaxParameter = 1 << 16;
  static constexpr int kDefaultParameter = 256;

  static constexpr std::uint64_t kMostWeight = INT64_MAX;

  // Of words hash_u64() is all that building looks at; strings are known by hash_bytes(), or by a hash of
  // the caller's.
  using Items = sketch::Items;
  using ItemType = sketch::ItemType;
  using Item = sketch::Item;

  // --- Building.

  // An empty working state without an item type.
  static State create(int capacity, Host& host);

  // The same with one.
  static State create(int capacity, ItemType type, Host& host);

  // Gives an item type to a state that has none; an error if it has another.
  static Status take_type(State& state, ItemType type, Host& host);
  static ItemType type(State state) noexcept;

  // Adds a weight above 0 to an item of the state's type. False, and nothing has changed, if the
  // state has no room.
  static bool add(State state, const Item& item, std::uint64_t weight) noexcept;

  // The same, making room; an error if the total would be above kMostWeight, or the string is too
  // long.
  static Status add(State& state, const Item& item, std::uint64_t weight, Host& host);

  // Adds words by their hashes, each with the weight 1: the same as one after the other.
  static Status add_all(State& state, std::span<const std::uint64_t> hashes, Host& host);

  // Fetches the place of the index that add() will look at; the state's head is there.
  static void prefetch(State state, std::uint64_t hash) noexcept;

  // The lower of the capacities is that of the result. On failure `state` is as it was; interrupted it
  // may hold a part of the image, too.
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int capacity, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  // The bytes of a state without its room, of packed_bytes(), made with next to no work; and the
  // very state again, of which no byte is another. They never leave the server.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;
  static Status unpack(Bytes packed, Host& host, State& state);

  // How many items the aggregate that the state is of is asked for, up to kMaxParameter: the most
  // that anyone wanted. 0 if nobody says.
  static void want(State state, std::uint32_t items) noexcept;

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form.

  // The bounds are certain. The estimate is between them: of a sketch without cells the upper one, and
  // 0 for items without a counter.
  static Status frequency(Bytes image, const Item& item, Host& host, Frequency& frequency);

  // The items with counters, as many as `ranking` has room for: the greatest estimates first;
  // among equals, words ascend as unsigned numbers, strings bytewise. Strings are those in the
  // image.
  struct Ranked {
    Item item;
    Frequency frequency;
  };
  static Status top(Bytes image, Host& host, std::span<Ranked> ranking, std::size_t& count);

  struct Info {
    const char* form;
    int capacity;
    ItemType type;  // in the image
    std::uint64_t total;
    std::uint64_t offset;
    std::size_t wanted;
    std::size_t counters;
    std::size_t cells;      // 0 where what has no counter is frequent enough to be bounded
    double standard_error;  // of an estimate from cells
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static bool is_state(State image) noexcept;
  static int parameter(State state) noexcept;

  // --- Layout of a working image: this head behind the envelope; the item type's name in a multiple
  // of 8 bytes; entries, errors, spans (of strings), the index, room for strings. Images start four
  // bytes behind a multiple of 8.
  static constexpr std::uint8_t kWorking = kFirstWorkingForm + 1;

  struct Head {
    std::uint64_t total;
    std::uint64_t offset;
    std::uint64_t added_up;  // what the total was then
    std::uint32_t capacity;
    std::uint32_t wanted;
    std::uint32_t counters;  // the first of the entries
    std::uint32_t entries;   // in use
    std::uint32_t room;
    std::uint32_t error_room;  // 0 while all errors are
    std::uint8_t log2_index;   // 0 without an index
    std::uint8_t log2_cells;   // 0 without cells
    std::uint8_t log2_width;   // of a cell in bytes
    std::uint8_t unused;
    std::uint32_t type_bytes;
    std::uint32_t string_bytes;  // in use
    std::uint32_t string_room;
  };
  struct Entry {
    std::uint64_t hash;
    std::uint64_t count;  // of a counter its upper bound, else a weight
  };
  struct Span {  // of a string
    std::uint32_t at, size : 30, by_hash : 1, cut : 1;
  };
  using Place = std::uint16_t;  // what the index has
};

}  // namespace sketch
