// SPDX-License-Identifier: PostgreSQL
//
// Bloom: the sketch of type sketch_bloom, which tells whether a value has been added. It never
// gives a false negative, and gives a false positive with a probability that its parameter decides.
//
// It is a split-block Bloom filter of 2^b blocks (split_block.hpp): an operation touches one cache
// line. As long as there are at most 4 * 2^b distinct values, cells are kept instead, in no more
// memory. A cell is the part of a hash that the filter uses, its upper b and lower 32 bits. So few
// values cost little and are exact, apart from a probability of 2^-(b + 32). Cells become a filter
// at the same number of values in whatever order they came, so the same set gives the same bytes.
//
// Filters of different sizes merge: the larger one is folded. Since the upper bits of the hash
// number the blocks, two neighbouring blocks become one. In a cell the lower half of the hash comes
// first, so that folding shifts the block number by one bit and keeps the order:
//
//            63                             31            0
//   hash     | upper b bits |    unused     | lower 32 bits |
//
//            b + 31          b            0
//   cell     | lower 32 bits | upper b bits |
//
// Invariants:
//   1. Every value that was added is found.
//   2. A state of cells has at most most_cells(b) of them. A state of blocks has had more, or comes
//      from another system.
//   3. In each block either all words have a bit set, or none has.
//
// Error: with n values in 2^b blocks, the number of values in a block is Poisson distributed; 1.26
// % at 10 bits a value, 0.13 % at 16. Memory: 32 bytes a block, 37 while there are cells. Format:
// docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/membership/split_block.hpp"

namespace sketch {

class Bloom {
 public:
  static constexpr Family kFamily = Family::bloom;
  static constexpr bool kOfSets = true;  // order and repetitions change nothing

  // The parameter is b, the logarithm of the number of blocks.
  static constexpr const char* kParameterName = "expected, error";
  static constexpr int kLeastLog2 = 0;
  static constexpr int kMostLog2 = 22;
  static constexpr int kDefaultParameter = 12;
  static constexpr std::int64_t kDefaultExpected = 50'000;
  static constexpr double kDefaultError = 0.01;
  static constexpr double kMinError = 1e-6, kMaxError = 0.5;

  // The least b whose error is at most `error` with `expected` values; false if there is none.
  static bool log2_for(double expected, double error, int& log2_blocks) noexcept;
  // The theoretical error of n values in 2^b blocks.
  static double error_of(double n, int log2_blocks) noexcept;

  // --- Building, as in Hll.
  static State create(int log2_blocks, Host& host);
  static State create(Domain domain, int log2_blocks, Host& host);

  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    if (!is_dense(state)) return add_cell(state, hash);
    apply(dense_update(state.data(), parameter(state), hash));
    return true;
  }

  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    const std::byte* image = state.data();
    __builtin_prefetch(
        is_dense(state)
            ? image + kBlocksOffset + split_block::kBlockBytes *
                                          split_block::block_of(hash, image_parameter(image))
            : image + kSlotsOffset + sizeof(Slot) * first_slot(hash, slots_of(state.size())),
        1);
  }

  static bool is_dense(State state) noexcept {
    return image_form(state.data()) == kWorkingBlocks;
  }
  struct DenseUpdate {
    std::byte* place;
    std::uint32_t value;
  };
  [[gnu::always_inline]] static DenseUpdate dense_update(std::byte* image, int log2_blocks,
                                                         std::uint64_t hash) noexcept {
    const std::size_t block = split_block::block_of(hash, static_cast<unsigned>(log2_blocks));
    return {image + kBlocksOffset + split_block::kBlockBytes * block,
            static_cast<std::uint32_t>(hash)};
  }
  [[gnu::always_inline]] static void apply(DenseUpdate update) noexcept {
    split_block::insert(update.place, update.value);
  }

  static State grow(State state, Host& host);
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);
  static Status merge(State& state, Bytes image, Host& host);
  // Folds the state to 2^b blocks, if it has more.
  static State reduce(State state, int log2_blocks, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // A sketch of another system's filter, whose hashes are those of the domain and whose 2^b blocks
  // are given.
  static Status of_blocks(Domain domain, Bytes blocks, Host& host, State& canonical);
  // The blocks of an image of any form.
  static Status to_blocks(Bytes image, Host& host, State& blocks);

  // --- Questions, for images of any form.

  // Whether the value of a hash may be in the set; a no is certain. Reads no more of the image than
  // necessary.
  static Status contains(Bytes image, std::uint64_t hash, bool& found);

  struct Info {
    const char* form;  // "values" or "blocks"
    Domain domain;
    int log2_blocks;
    double values;  // number of distinct values; an estimate if there are blocks
    double fill;    // fraction of the filter's bits that are set
    double error;   // present probability of a false positive
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept { return image_parameter(state.data()); }
  static bool is_state(State image) noexcept {
    return image.size() >= kFirstBytes && image_form(image.data()) >= kFirstWorkingForm;
  }

  static constexpr std::size_t most_cells(int log2_blocks) noexcept {
    return std::size_t{4} << log2_blocks;
  }
  // The bytes of a stored cell.
  static constexpr std::size_t cell_bytes(int log2_blocks) noexcept {
    return (static_cast<std::size_t>(log2_blocks) + 32 + 7) / 8;
  }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t {
    kCells = 0,
    kBlocks = 1,
    kWorkingCells = 8,
    kWorkingBlocks = 9,
  };
  using Slot = std::uint64_t;  // 0 if empty, else a cell plus 1

  // A working image:
  //
  //   0          4                                  0          4        8        12
  //   +----------+----------------------------+   +----------+--------+--------+------------------+
  //   | envelope | blocks of 32 bytes         |   | envelope | cells  | unused | slots of 8 bytes |
  //   |          | (form 9)                   |   |          | (count)|        | (form 8)         |
  //   +----------+----------------------------+   +----------+--------+--------+------------------+
  static constexpr std::size_t kCountOffset = kEnvelopeBytes;
  static constexpr std::size_t kSlotsOffset = kEnvelopeBytes + 8;
  static constexpr std::size_t kBlocksOffset = kEnvelopeBytes;
  static constexpr std::size_t kFirstBytes = 60;
  static_assert(kFirstBytes > kBlocksOffset + split_block::kBlockBytes);

  static constexpr std::uint64_t cell_of(std::uint64_t hash, int log2_blocks) noexcept {
    const auto b = static_cast<unsigned>(log2_blocks);
    return (hash & 0xFFFFFFFF) << b | split_block::block_of(hash, b);
  }
  // A hash with this cell.
  static constexpr std::uint64_t hash_of(std::uint64_t cell, int log2_blocks) noexcept {
    const auto b = static_cast<unsigned>(log2_blocks);
    const std::uint64_t block = cell & ((std::uint64_t{1} << b) - 1);
    return block << 32 << (32 - b) | cell >> b;
  }

  static constexpr std::size_t slots_of(std::size_t bytes) noexcept {
    return (bytes - kSlotsOffset) / sizeof(Slot);
  }
  // Seven eighths of the slots, at least one of which stays empty, and at most most_cells().
  static constexpr std::size_t room_of(std::size_t slots, int log2_blocks) noexcept {
    const std::size_t loaded = slots - slots / 8 - 1, most = most_cells(log2_blocks);
    return loaded < most ? loaded : most;
  }

 private:
  // The slot at the same relative position as the cell among all cells: a scan meets cells almost
  // sorted.
  static constexpr std::size_t first_slot(std::uint64_t hash, std::size_t slots) noexcept {
    return (hash & 0xFFFFFFFF) * slots >> 32;
  }

  static bool add_cell(State state, std::uint64_t hash) noexcept {
    std::byte* image = state.data();
    const int b = parameter(state);
    const Slot wanted = cell_of(hash, b) + 1;
    const std::size_t slots = slots_of(state.size());
    for (std::size_t at = first_slot(hash, slots);;) {
      std::byte* slot = image + kSlotsOffset + sizeof(Slot) * at;
      const auto found = load_native<Slot>(slot);
      if (found == wanted) return true;
      if (found == 0) {
        const auto count = load_native<std::uint32_t>(image + kCountOffset);
        if (count >= room_of(slots, b)) return false;
        store_native(slot, wanted);
        store_native(image + kCountOffset, count + 1);
        return true;
      }
      at = at + 1 == slots ? 0 : at + 1;
    }
  }

  static State with_slots(State state, std::size_t bytes, Host& host);
  static State with_room(State state, std::size_t more, Host& host);
  static State add_cells(State state, std::span<const std::uint64_t> cells, int log2_blocks,
                         Host& host);
  static State with_blocks(State state, Host& host);
};

}  // namespace sketch
