// SPDX-License-Identifier: PostgreSQL
//
// TopK: the sketch of type sketch_topk. It keeps the most frequent items of a stream, and bounds on
// how often each has occurred.
//
// Algorithm: Misra and Gries ("Finding repeated elements", Science of Computer Programming 2,
// 1982), in batches. With M the capacity:
//
//   - Entries. The state is an array: first the counters, and behind them the items that came
//     without one, each with its weight, in the order of arrival.
//   - Adding up. When the array is full, entries of the same item are added up. Every item then has
//     a counter.
//   - Pruning. If there are more than M counters, those above the (M+1)-th count stay. Unlike in
//     Misra and Gries, nothing is subtracted from them.
//   - Offset. The (M+1)-th count becomes the sketch's offset: no item without a counter can have
//     occurred more often.
//   - Error. A new counter starts at the offset of that moment, which it keeps as its error, as in
//     Space-Saving (Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k
//     elements in data streams", ICDT 2005, section 3.3).
//
// So an item with a counter has occurred between upper - error and upper times, and one without at
// most offset times. Merging adds the bounds of both sides, where an item without a counter has the
// side's offset as its upper bound, and prunes once (Agarwal et al., "Mergeable summaries", PODS
// 2012, section 3). If pruning leaves few counters, others are kept in addition, and the weights of
// dropped items are estimated by a count sketch (src/frequency/topk_cells.hpp).
//
// Error: offset <= N / (M + 1) for a total weight of N, however the sketch was merged; a fraction
// of that on skewed data. While there are at most M items all counts are exact and the canonical
// image is a function of items and counts. Beyond that it depends on their order.
//
// Items are words or strings (core/item.hpp); all items of a sketch have the same item type. A word
// is identified by its hash, which is a bijection. A string is identified by its bytes, which are
// kept whole. If equal values may look different, or strings are too long, the caller's 64-bit hash
// identifies it, and the bytes, those of the first that came, are only for display. If the strings
// take more than 1 kB a counter, fewer counters are kept, and M in the error is their number.
//
// The index speeds up adding. For each value of a hash's upper bits it names one counter whose hash
// begins with them: the one with the greatest count. An item is looked for there and nowhere else;
// any other item is appended, and found to have a counter when entries are added up. So looking up
// a word takes no branch that could be mispredicted. There is no index if less than an eighth of
// the items are found.
//
// Memory: 16 bytes for each of 3 M entries (11 at first), 8 M bytes for errors once there are any,
// and 2 bytes for each of up to 6 M places of the index; for strings another 8 bytes an entry, and
// the strings, at most twice 1 kB a counter. Cost: a look at the index and at a counter; for an
// item without one, an entry and its share of adding up 2 M entries and pruning 3 M counters.
// Format: docs/format.md.
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

  // Words are known by hash_u64(), and building looks at nothing else. Strings are known by
  // hash_bytes(), or by a hash of the caller's.
  using Items = sketch::Items;
  using ItemType = sketch::ItemType;
  using Item = sketch::Item;

  // --- Building.

  // An empty working state without an item type.
  static State create(int capacity, Host& host);

  // The same with an item type.
  static State create(int capacity, ItemType type, Host& host);

  // Sets the item type of a state that has none; an error if it has another one.
  static Status take_type(State& state, ItemType type, Host& host);
  static ItemType type(State state) noexcept;

  // Adds a weight above 0 to an item of the state's type. False, with nothing changed, if the state
  // has no room.
  static bool add(State state, const Item& item, std::uint64_t weight) noexcept;

  // The same, making room if necessary; an error if the total would exceed kMostWeight, or if the
  // string is too long.
  static Status add(State& state, const Item& item, std::uint64_t weight, Host& host);

  // Adds words by their hashes, each with weight 1. The result is that of adding them one by one.
  static Status add_all(State& state, std::span<const std::uint64_t> hashes, Host& host);

  // Prefetches the place of the index that add() will look at. The head's line must be cached
  // already.
  static void prefetch(State state, std::uint64_t hash) noexcept;

  // Merges an image; the lower capacity is that of the result. On failure `state` is unchanged; if
  // interrupted it may also hold a part of the image.
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int capacity, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  // pack() copies a state quickly into packed_bytes() bytes, without its free room. unpack()
  // restores the state byte for byte. Packed states never leave the server.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;
  static Status unpack(Bytes packed, Host& host, State& state);

  // Records the number of items that the aggregate was asked for, up to kMaxParameter. The greatest
  // number counts; 0 if nobody asked.
  static void want(State state, std::uint32_t items) noexcept;

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Questions, for images of any form.

  // The bounds are certain, and the estimate is between them. Without cells the estimate is the
  // upper bound for an item with a counter, and 0 for any other.
  static Status frequency(Bytes image, const Item& item, Host& host, Frequency& frequency);

  // The items with counters, as many as `ranking` has room for, by descending estimates. Of equal
  // ones, words ascend as unsigned numbers and strings bytewise. Strings point into the image.
  struct Ranked {
    Item item;
    Frequency frequency;
  };
  static Status top(Bytes image, Host& host, std::span<Ranked> ranking, std::size_t& count);

  struct Info {
    const char* form;
    int capacity;
    ItemType type;  // points into the image
    std::uint64_t total;
    std::uint64_t offset;
    std::size_t wanted;
    std::size_t counters;
    std::size_t cells;      // 0 without cells
    double standard_error;  // of an estimate from the cells
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  // Whether an image, which this code has made, is a working state.
  static bool is_state(State image) noexcept;
  static int parameter(State state) noexcept;

  // --- Layout of a working image, which starts four bytes after a multiple of 8 (core/host.hpp).
  // Parts that a sketch doesn't need are empty.
  //
  //  +----------+------+-----------+---------+--------+---------+-------+-------+-------+---------+
  //  | envelope | Head | type name | entries | errors | priors  | spans | index | cells | strings |
  //  |          |      | (to 8 B)  |         |        |         |       |       |       |         |
  //  +----------+------+-----------+---------+--------+---------+-------+-------+-------+---------+
  //
  //   entries   Entry: the counters, then items without one
  //   errors    8 bytes a counter
  //   priors    8 bytes a counter, with cells: the item's estimated weight from before
  //   spans     Span: where the string of an entry is
  //   index     Place: the number of a counter, by the upper bits of a hash
  //   cells     the count sketch (src/frequency/topk_cells.hpp)
  static constexpr std::uint8_t kWorking = kFirstWorkingForm + 1;

  struct Head {
    std::uint64_t total;
    std::uint64_t offset;
    std::uint64_t added_up;  // the total when entries were last added up
    std::uint32_t capacity;
    std::uint32_t wanted;
    std::uint32_t counters;  // number of counters, the first of the entries
    std::uint32_t entries;   // number of entries in use
    std::uint32_t room;
    std::uint32_t error_room;  // 0 while all errors are 0
    std::uint8_t log2_index;   // 0 without an index
    std::uint8_t log2_cells;   // 0 without cells
    std::uint8_t log2_width;   // of a cell in bytes
    std::uint8_t unused;
    std::uint32_t type_bytes;
    std::uint32_t string_bytes;  // bytes in use
    std::uint32_t string_room;
  };
  struct Entry {
    std::uint64_t hash;
    std::uint64_t count;  // upper bound of a counter, or the weight of an entry without one
  };
  struct Span {  // place and size of a string
    std::uint32_t at, size : 30, by_hash : 1, cut : 1;
  };
  using Place = std::uint16_t;  // number of a counter
};

}  // namespace sketch
