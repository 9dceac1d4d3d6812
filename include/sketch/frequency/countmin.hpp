// SPDX-License-Identifier: PostgreSQL
//
// CountMin: how often each value occurs, never too low and rarely much too high.
//
// Algorithm: Cormode, Muthukrishnan, "An improved data stream summary: the count-min sketch and its
// applications", J. Algorithms 55 (2005). A value counts in one cell of each of depth rows of width
// cells; the least of its cells is the estimate. The rows' cells come from two halves of one hash
// (Kirsch, Mitzenmacher, "Less hashing, same performance", ESA 2006). Ours is that few values are
// kept as they are, each hash with its count:
//
//   state                            kept                            at rest
//   <= 61 values                     their hashes as they come       as the next
//   <= cells / 16 distinct hashes    open-addressed table, 16 bytes  sorted hashes, packed counts
//   more, total < 2^32               cells of 32 bits                packed cells
//   more                             cells of 64 bits                packed cells
//
// Invariants:
//   1. A canonical image is a function of the shape and of the multiset of values: cells are plain
//      sums, and hashes are kept exactly as long as there are at most cells / 16 distinct ones,
//      where either form takes about the same number of bytes at rest.
//   2. Every row's cells sum up to the total. So while the total fits 32 bits each cell does, and
//      none is ever tested for overflow. The total is at most 2^56 - 1.
//   3. merge is commutative and associative.
//   4. A hash's cell in a row of k w cells, over k, is its cell in one of w. So k cells next to each
//      other add up to one of a narrower sketch, and the first rows of many are those of few:
//      sketches of different shapes fold to the least of each, if the widths are multiples.
//
// Error: exact while hashes are kept; then, with probability 1 - exp(-depth), an estimate is at
// most total * e / width too high. Memory: 4 bytes for each cell, 8 beyond a total of 2^32. Cost:
// an add is an append at first, then one random memory access, then depth of them. Format:
// docs/format.md.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/frequency/frequency.hpp"

namespace sketch {

// How many rows of how many cells.
struct CountMinShape {
  std::uint32_t width = 0, depth = 0;

  bool operator==(const CountMinShape&) const = default;
  constexpr std::uint64_t cells() const noexcept { return std::uint64_t{width} * depth; }
  // The number of distinct hashes that are kept as they are.
  constexpr std::uint64_t most_values() const noexcept { return cells() / 16; }

  // The shape as one number, which is the family's parameter.
  constexpr int parameter() const noexcept { return static_cast<int>(depth << kWidthBits | width); }
  static constexpr CountMinShape of(int parameter) noexcept {
    const auto bits = static_cast<std::uint32_t>(parameter);
    return {bits & ((std::uint32_t{1} << kWidthBits) - 1), bits >> kWidthBits};
  }

 private:
  static constexpr int kWidthBits = 23;
};

class CountMin {
 public:
  static constexpr Family kFamily = Family::countmin;
  static constexpr bool kOrderFree = true;  // the bytes depend on nothing but the values
  // 16 MB of cells of 32 bits.
  static constexpr std::uint64_t kMostCells = std::uint64_t{1} << 22;
  // 1 - confidence is at least 2^-53, which is above exp(-37).
  static constexpr int kMostDepth = 37;
  // What a bit stream takes at a time (bits.hpp): 72 million billion rows.
  static constexpr std::uint64_t kMostTotal = (std::uint64_t{1} << 56) - 1;
  static constexpr double kDefaultError = 0.001, kDefaultConfidence = 0.99;

  using Shape = CountMinShape;
  // The shape of an error, relative to the total, that is kept with this confidence: the same on
  // every machine.
  static Status shape_of(double error, double confidence, Shape& shape) noexcept;

  // The shape of a width and a depth.
  static Status shape_with(std::int64_t width, std::int64_t depth, Shape& shape) noexcept;

  static constexpr const char* kParameterName = "error and confidence";
  static constexpr int kDefaultParameter = Shape{2719, 5}.parameter();

  // --- Building. A State is a working image; functions that return one return the same bytes, or
  // new ones from the host where the old had no room.

  // An empty working state. The parameter is that of a shape.
  static State create(int parameter, Host& host);

  // Adds a hash in place; false when there is no room: grow, and add again.
  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    switch (image_form(state.data())) {
      case kWorkingHashes:
        return add_hash(state, hash);
      case kWorkingValues:
        return add_value(state, hash, 1);
      case kWorkingCells32:
        return add_cells<std::uint32_t>(state, hash, 1);
      default:
        return add_cells<std::uint64_t>(state, hash, 1);
    }
  }

  // Fetches the cache lines that add() will touch; the one with the state's head is there.
  static void prefetch(State state, std::uint64_t hash) noexcept;

  // A larger state with the same contents.
  static State grow(State state, Host& host);

  // Adds many hashes; grows as it must.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds a hash as often as its weight says.
  static Status add_weighted(State& state, std::uint64_t hash, std::uint64_t weight, Host& host);

  // Folds a state to the least width and depth of its own and another shape; an error, if the one
  // width is no multiple of the other.
  static Status fold(State& state, Shape shape, Host& host);
  // The same to a parameter that is known to be possible.
  static State reduce(State state, int parameter, Host& host) {
    return fold(state, Shape::of(parameter), host).ok() ? state : State{};
  }

  // Adds whatever an image of any form holds, folding as it must. On failure `state` is still a valid state that holds
  // at least what it held.
  static Status merge(State& state, Bytes image, Host& host);

  // A working state with the contents of an image.
  static Status thaw(Bytes image, Host& host, State& state);

  // A short image of a state, of packed_bytes(), made with next to no work: a table without its
  // empty slots. It is no state itself, but thaw() and merge() take it.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);

  // Whether bytes from outside are exactly an image that freeze() makes.
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form.
  // How often a value occurs: never more than upper, which is the estimate, and with probability
  // 1 - exp(-depth) not less than lower.
  static Status frequency(Bytes image, std::uint64_t hash, Host& host, Frequency& frequency);

  // Of both as if they were folded: the sum over all values of the products of their frequencies; never too low, but for the
  // rounding of the result.
  static Status inner_product(Bytes a, Bytes b, Host& host, double& product);

  struct Info {
    const char* form;  // "values" or "cells"
    Shape shape;
    std::uint64_t total;
    std::uint64_t values;  // distinct ones, 0 for cells
    double error, confidence;
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  // The cell of a hash in a row.
  static constexpr std::uint32_t cell_of(std::uint64_t hash, std::uint32_t row,
                                         std::uint32_t width) noexcept {
    const auto a = static_cast<std::uint32_t>(hash);
    const auto b = static_cast<std::uint32_t>(hash >> 32) | 1;
    return static_cast<std::uint32_t>(std::uint64_t{a + row * b} * width >> 32);
  }

  static int parameter(State state) noexcept { return shape(state).parameter(); }

  // Whether bytes that this code has made are a working state.
  static bool is_state(State image) noexcept {
    return image.size() >= kItemsOffset && image_form(image.data()) >= kFirstWorkingForm;
  }

  // --- Forms and layout (docs/format.md). The envelope's parameter is the depth.
  enum Form : std::uint8_t {
    kValues = 0,
    kCells = 1,
    kWorkingValues = 8,
    kWorkingCells32 = 9,
    kWorkingCells64 = 10,
    kWorkingHashes = 11,
  };

  // A working image: envelope, head, then hashes, slots or cells.
  struct Head {
    std::uint32_t width;
    std::uint32_t values;  // hashes or slots in use
    std::uint64_t total;
  };
  static constexpr std::size_t kItemsOffset = kEnvelopeBytes + sizeof(Head);

  // A slot of the table, whose count is 0 if it is empty.
  struct Slot {
    std::uint64_t hash, count;
  };

  // So many hashes fill, with the length word of a varlena, 512 bytes. A table of as many values
  // takes 2 kB, and a state of a small group is mostly waited for.
  static constexpr std::size_t kMostHashes = 61;

  template <class Item>
  static Item item_at(Bytes image, std::size_t at) noexcept {
    return load_native<Item>(image.data() + kItemsOffset + sizeof(Item) * at);
  }

 private:
  static constexpr std::uint64_t kMostTotal32 = std::numeric_limits<std::uint32_t>::max();

  static Head head(Bytes state) noexcept {
    return load_native<Head>(state.data() + kEnvelopeBytes);
  }
  static void set_head(State state, const Head& head) noexcept {
    store_native(state.data() + kEnvelopeBytes, head);
  }
  static Shape shape(Bytes state) noexcept {
    return {head(state).width, image_parameter(state.data())};
  }
  template <class Item>
  static void set_item(State state, std::size_t at, Item item) noexcept {
    store_native(state.data() + kItemsOffset + sizeof(Item) * at, item);
  }

  static bool is_small(State state) noexcept {
    return image_form(state.data()) == kWorkingHashes || image_form(state.data()) == kWorkingValues;
  }
  static std::size_t hash_room(Bytes state) noexcept {
    return (state.size() - kItemsOffset) / sizeof(std::uint64_t);
  }
  static Status merge_into(State& state, Bytes image, Host& host);
  static State with_table(State state, Host& host);
  static State make(Form form, Shape shape, ValueClass values, std::size_t item_bytes, Host& host);
  static State with_room(State state, std::size_t values, Host& host);
  static State with_cells(State state, std::uint64_t total, Host& host);
  template <class To>
  static void move_cells(State from, State to, Host& host);
  template <class Count>
  static void count(State state, std::span<const std::uint64_t> hashes) noexcept;

  [[gnu::always_inline]] static bool add_hash(State state, std::uint64_t hash) noexcept {
    Head h = head(state);
    if (h.values == hash_room(state)) return false;
    set_item(state, h.values, hash);
    h.total = ++h.values;
    set_head(state, h);
    return true;
  }

  // Slots are probed linearly from the place that the hash has in the order of all hashes, so that
  // a scan of the table meets them almost sorted.
  [[gnu::always_inline]] static bool add_value(State state, std::uint64_t hash,
                                               std::uint64_t weight) noexcept {
    Head h = head(state);
    const std::size_t slots = slot_count(state.size());
    std::size_t at = first_slot(hash, slots);
    for (;;) {
      auto slot = item_at<Slot>(state, at);
      if (slot.count == 0) {
        if (h.values >= value_limit(slots, shape(state))) return false;
        ++h.values;
        slot.hash = hash;
      }
      if (slot.hash == hash) {
        slot.count += weight;
        set_item(state, at, slot);
        h.total += weight;
        set_head(state, h);
        return true;
      }
      at = at + 1 == slots ? 0 : at + 1;
    }
  }

  template <class Count>
  [[gnu::always_inline]] static bool add_cells(State state, std::uint64_t hash,
                                               std::uint64_t weight) noexcept {
    Head h = head(state);
    const std::uint32_t width = h.width;
    if (sizeof(Count) == 4 && weight > kMostTotal32 - h.total) return false;
    h.total += weight;
    set_head(state, h);
    const std::uint32_t depth = image_parameter(state.data());
    std::size_t first = 0;
    for (std::uint32_t row = 0; row < depth; ++row, first += width) {
      const std::size_t at = first + cell_of(hash, row, width);
      set_item<Count>(state, at, static_cast<Count>(item_at<Count>(state, at) + weight));
    }
    return true;
  }

  static constexpr std::size_t slot_count(std::size_t image_bytes) noexcept {
    return (image_bytes - kItemsOffset) / sizeof(Slot);
  }
  static constexpr std::size_t first_slot(std::uint64_t hash, std::size_t slots) noexcept {
    return static_cast<std::size_t>((hash >> 32) * slots >> 32);
  }
  // Seven eighths of the slots, so that one at least is empty and ends a search, and never more
  // than the shape keeps.
  static constexpr std::uint64_t most_loaded(std::size_t slots) noexcept {
    return slots - (slots + 7) / 8;
  }
  static constexpr std::uint64_t value_limit(std::size_t slots, Shape shape) noexcept {
    return std::min(most_loaded(slots), shape.most_values());
  }
};

}  // namespace sketch
