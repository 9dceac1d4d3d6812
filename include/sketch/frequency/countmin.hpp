// SPDX-License-Identifier: PostgreSQL
//
// CountMin: how often each value occurs, never too low and rarely much too high.
//
// Algorithm: Cormode, Muthukrishnan, "An improved data stream summary: the count-min sketch and its
// applications", J. Algorithms 55 (2005). There are `depth` rows of `width` cells. A value is
// counted in one cell of each row; the least of its cells is the estimate. The two halves of one
// hash choose the cells of all rows (Kirsch, Mitzenmacher, "Less hashing, same performance", ESA
// 2006). Unlike there, few values are kept as hashes with counts:
//
//   while there are                  working state                   stored
//   <= 61 values                     hashes in order of arrival      sorted hashes, packed counts
//   <= cells / 16 distinct hashes    open-addressed table, 16 bytes  sorted hashes, packed counts
//   more, total < 2^32               cells of 32 bits                packed cells
//   more                             cells of 64 bits                packed cells
//
// Invariants:
//   1. A canonical image is a function of the shape and of the multiset of values: cells are plain
//      sums, and hashes are kept exactly as long as there are at most cells / 16 distinct ones. At
//      that point both stored forms take about the same number of bytes.
//   2. The cells of each row add up to the total. So no cell overflows 32 bits as long as the total
//      doesn't, and cells need no check. The total is at most 2^56 - 1.
//   3. merge is commutative and associative.
//   4. The cell of a hash in a row of k w cells, divided by k, is its cell in a row of w. So k
//      neighbouring cells add up to one cell of a narrower sketch, and the first rows of a deeper
//      sketch are those of a shallower one. Sketches of different shapes fold to the least width
//      and depth, if the larger width is a multiple of the smaller.
//
// Error: none while hashes are kept; then, with probability 1 - exp(-depth), an estimate is at most
// total * e / width too high. Memory: 4 bytes a cell, 8 beyond a total of 2^32. Cost: an add is an
// append at first, then one random memory access, then `depth` of them. Format: docs/format.md.
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

// The dimensions of the array of cells.
struct CountMinShape {
  std::uint32_t width = 0, depth = 0;

  bool operator==(const CountMinShape&) const = default;
  constexpr std::uint64_t cells() const noexcept { return std::uint64_t{width} * depth; }
  // The most distinct hashes that are kept instead of cells.
  constexpr std::uint64_t most_values() const noexcept { return cells() / 16; }

  // The shape as one number, the family's parameter.
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
  static constexpr bool kOrderFree = true;  // the bytes depend on the values alone
  // 16 MB of 32-bit cells.
  static constexpr std::uint64_t kMostCells = std::uint64_t{1} << 22;
  // A confidence is at most 1 - 2^-53, and exp(-37) is less than 2^-53.
  static constexpr int kMostDepth = 37;
  // The most that a bit stream takes at a time (bits.hpp): a total of 72 million billion.
  static constexpr std::uint64_t kMostTotal = (std::uint64_t{1} << 56) - 1;
  static constexpr double kDefaultError = 0.001, kDefaultConfidence = 0.99;

  using Shape = CountMinShape;
  // The shape for an error, relative to the total, that is kept with this confidence. It is the
  // same on every machine.
  static Status shape_of(double error, double confidence, Shape& shape) noexcept;

  // The shape with a width and a depth.
  static Status shape_with(std::int64_t width, std::int64_t depth, Shape& shape) noexcept;

  static constexpr const char* kParameterName = "error and confidence";
  static constexpr int kDefaultParameter = Shape{2719, 5}.parameter();

  // --- Building. A State is a working image. A function that returns a State changes the given one
  // and returns it, or returns a new one from the host if there was no room.

  // An empty working state. The parameter must be that of a shape.
  static State create(int parameter, Host& host);

  // Adds a hash in place; false if there is no room: then grow() and add again.
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

  // Prefetches the cache lines that add() will touch. The head's line must be cached already.
  static void prefetch(State state, std::uint64_t hash) noexcept;

  // A larger state with the same contents.
  static State grow(State state, Host& host);

  // Adds many hashes, growing the state if necessary.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds a hash `weight` times.
  static Status add_weighted(State& state, std::uint64_t hash, std::uint64_t weight, Host& host);

  // Folds a state to the smaller of its own and another width, and of the depths. An error if the
  // larger width is no multiple of the smaller.
  static Status fold(State& state, Shape shape, Host& host);
  // The same for a parameter that is known to be possible.
  static State reduce(State state, int parameter, Host& host) {
    return fold(state, Shape::of(parameter), host).ok() ? state : State{};
  }

  // Adds the contents of an image of any form, folding if necessary. On failure `state` is still
  // valid and holds at least what it held before.
  static Status merge(State& state, Bytes image, Host& host);

  // A working state with the contents of an image.
  static Status thaw(Bytes image, Host& host, State& state);

  // Packs a state quickly into packed_bytes() bytes, leaving out the empty slots of its table. A
  // packed image is not a state, but thaw() and merge() read it.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);

  // Checks that an image from outside is exactly one that freeze() makes.
  static Status check(Bytes image, Host& host);

  // --- Questions, for images of any form.

  // How often a value occurs. `upper`, which is also the estimate, is never too low; `lower` is not
  // too high with probability 1 - exp(-depth).
  static Status frequency(Bytes image, std::uint64_t hash, Host& host, Frequency& frequency);

  // The sum, over all values, of the products of their frequencies in both sketches, after folding
  // to a common shape. It is never too low, apart from rounding.
  static Status inner_product(Bytes a, Bytes b, Host& host, double& product);

  struct Info {
    const char* form;  // "values" or "cells"
    Shape shape;
    std::uint64_t total;
    std::uint64_t values;  // distinct hashes, 0 for cells
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

  // Whether an image, which this code has made, is a working state.
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
    std::uint32_t values;  // number of hashes or used slots
    std::uint64_t total;
  };
  static constexpr std::size_t kItemsOffset = kEnvelopeBytes + sizeof(Head);

  // A slot of the table; its count is 0 if it is empty.
  struct Slot {
    std::uint64_t hash, count;
  };

  // This many hashes fill 512 bytes, including the varlena's length word. A table with as many
  // values takes 2 kB, and states of small groups are mostly out of the cache.
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

  // Linear probing, from the slot at the same relative position as the hash among all hashes. So a
  // scan of the table meets the hashes almost sorted.
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
  // Seven eighths of the slots. At least one slot is empty and ends a search. Never more than the
  // shape allows.
  static constexpr std::uint64_t most_loaded(std::size_t slots) noexcept {
    return slots - (slots + 7) / 8;
  }
  static constexpr std::uint64_t value_limit(std::size_t slots, Shape shape) noexcept {
    return std::min(most_loaded(slots), shape.most_values());
  }
};

}  // namespace sketch
