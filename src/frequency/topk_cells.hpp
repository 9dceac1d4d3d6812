// SPDX-License-Identifier: PostgreSQL
//
// TopKCells: how often items without a counter have come, estimated by a count sketch (Charikar, Chen,
// Farach-Colton, "Finding frequent items in data streams", ICALP 2002) of one row. An item's weight
// is added to one cell or subtracted from it, as its hash says; what the others in that cell add is
// as likely to be above zero as below. Its standard error is the root of the sum of their squares
// over the number of cells. Frequent items have counters and are not in it, so one row does: more
// rows, each of fewer cells, had larger errors for the same bytes.
//
// In memory: a bound of what the cells hold, 8 bytes; the cells, of 2 bytes while they fit, then of 4
// or 8. Cells add up; half as many are had by adding the upper half to the lower.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <vector>

#include "sketch/core/bytes.hpp"

namespace sketch {

class TopKCells {
  template <class Do>
  decltype(auto) with_width(Do act) const noexcept {
    std::byte* const cells = at_ + sizeof(std::uint64_t);
    switch (log2_width_) {
      case 1:
        return act(reinterpret_cast<std::int16_t*>(cells));
      case 2:
        return act(reinterpret_cast<std::int32_t*>(cells));
      default:
        return act(reinterpret_cast<std::int64_t*>(cells));
    }
  }

 public:
  // 32 cells a counter.
  static constexpr unsigned log2_for(std::size_t capacity) noexcept {
    return static_cast<unsigned>(std::bit_width(32 * capacity - 1));
  }
  static constexpr std::size_t bytes_of(unsigned log2_cells, unsigned log2_width) noexcept {
    return log2_cells == 0 ? 0 : sizeof(std::uint64_t) + (std::size_t{1} << log2_cells << log2_width);
  }
  static constexpr unsigned kNarrowest = 1, kWidest = 3;

  TopKCells() = default;
  TopKCells(std::byte* at, unsigned log2_cells, unsigned log2_width) noexcept
      : at_(at), log2_cells_(log2_cells), log2_width_(log2_width) {}

  bool exist() const noexcept { return log2_cells_ != 0; }
  unsigned log2_cells() const noexcept { return log2_cells_; }
  unsigned log2_width() const noexcept { return log2_width_; }
  std::byte* at() const noexcept { return at_; }
  std::size_t size() const noexcept { return std::size_t{1} << log2_cells_; }

  std::int64_t cell(std::size_t i) const noexcept {
    return with_width([&](auto* cells) -> std::int64_t { return cells[i]; });
  }
  std::int64_t estimate(std::uint64_t hash) const noexcept {
    return static_cast<std::int64_t>(signed_by(hash, static_cast<std::uint64_t>(cell(place(hash)))));
  }
  // What an item has come that weighs at most so much, up to 2^63 - 1.
  std::uint64_t estimate(std::uint64_t hash, std::uint64_t most) const noexcept {
    const std::int64_t sum = std::max<std::int64_t>(estimate(hash), 0);
    return static_cast<std::uint64_t>(std::min(sum, static_cast<std::int64_t>(most)));
  }

  // Adds a weight that fits.
  void add(std::uint64_t hash, std::uint64_t weight) noexcept {
    add_to(place(hash), signed_by(hash, weight));
  }
  // Takes a weight to come into account.
  void expect(std::uint64_t weight) noexcept { store_native(at_, bound() + weight); }
  // Adds other cells, of which there are as many, or more; all their sums fit.
  void add(const TopKCells& others) noexcept;
  // Sets all cells: fill(cells), of their width.
  template <class Fill>
  void fill(Fill fill) noexcept {
    with_width(fill);
    store_native(at_, greatest());
  }
  // The width of cells of so many bits.
  static constexpr unsigned width_of(unsigned bits) noexcept { return bits <= 16 ? 1 : bits <= 32 ? 2 : 3; }

  // How wide so many cells have to be, and at least so wide, to take the weights that these have and
  // such a weight more; these may be none.
  unsigned width_for(unsigned log2_cells, std::uint64_t weight, unsigned least) const noexcept;
  // Cells in `room`, wide enough for such a weight more: those of `cells`, if there are any.
  static TopKCells make(const TopKCells& cells, unsigned log2_cells, std::uint64_t weight,
                        std::pmr::vector<std::uint64_t>& room);

  std::uint64_t bound() const noexcept { return load_native<std::uint64_t>(at_); }
  // The sum of the squares of the cells.
  double squares() const noexcept;

 private:
  std::uint64_t greatest() const noexcept;
  // The number, or what makes 0 with it, as the hash says. Signs are as good as random: nothing branches on them.
  static std::uint64_t signed_by(std::uint64_t hash, std::uint64_t number) noexcept {
    const std::uint64_t mask = 0 - (hash >> 40 & 1);
    return (number ^ mask) - mask;
  }
  std::size_t place(std::uint64_t hash) const noexcept { return hash & (size() - 1); }
  static std::uint64_t limit(unsigned log2_width) noexcept {
    return ~std::uint64_t{0} >> (65 - (8U << log2_width));
  }
  void add_to(std::size_t i, std::uint64_t change) noexcept {
    with_width([&]<class Cell>(Cell* cells) {
      cells[i] = static_cast<Cell>(static_cast<std::uint64_t>(cells[i]) + change);
    });
  }
  std::byte* at_ = nullptr;
  unsigned log2_cells_ = 0, log2_width_ = 0;
};

}  // namespace sketch
