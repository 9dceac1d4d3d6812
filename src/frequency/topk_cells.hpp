// SPDX-License-Identifier: PostgreSQL
//
// TopKCells: a count sketch of one row (Charikar, Chen, Farach-Colton, "Finding frequent items in
// data streams", ICALP 2002). It estimates how often items without a counter have occurred. An
// item's hash chooses a cell, and whether its weight is added to that cell or subtracted. So the
// other items of the cell are as likely to raise an estimate as to lower it. The standard error is
// the root of (the sum of the squares of their weights / the number of cells). Frequent items have
// counters instead and don't disturb, so one row is enough: several rows with fewer cells each had
// larger errors for the same bytes.
//
// In memory: 8 bytes for a bound on the cells' values, then the cells, of 2 bytes each while that
// is enough, then 4 or 8. Cells of two sketches add up. Adding the upper half to the lower gives
// half as many cells.
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
  // 32 cells for each counter.
  static constexpr unsigned log2_for(std::size_t capacity) noexcept {
    return static_cast<unsigned>(std::bit_width(32 * capacity - 1));
  }
  static constexpr std::size_t bytes_of(unsigned log2_cells, unsigned log2_width) noexcept {
    return log2_cells == 0 ? 0
                           : sizeof(std::uint64_t) + (std::size_t{1} << log2_cells << log2_width);
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
    return static_cast<std::int64_t>(
        signed_by(hash, static_cast<std::uint64_t>(cell(place(hash)))));
  }
  // The estimate for an item that is known to weigh at most `most`, up to 2^63 - 1.
  std::uint64_t estimate(std::uint64_t hash, std::uint64_t most) const noexcept {
    const std::int64_t sum = std::max<std::int64_t>(estimate(hash), 0);
    return static_cast<std::uint64_t>(std::min(sum, static_cast<std::int64_t>(most)));
  }

  // Adds a weight; the cells must be wide enough.
  void add(std::uint64_t hash, std::uint64_t weight) noexcept {
    add_to(place(hash), signed_by(hash, weight));
  }
  // Raises the bound by a weight that is added.
  void expect(std::uint64_t weight) noexcept { store_native(at_, bound() + weight); }
  // Adds other cells, at least as many as these; the sums must fit.
  void add(const TopKCells& others) noexcept;
  // Sets all cells by calling fill() with the array of cells.
  template <class Fill>
  void fill(Fill fill) noexcept {
    with_width(fill);
    store_native(at_, greatest());
  }
  // The width code for cells of `bits` bits.
  static constexpr unsigned width_of(unsigned bits) noexcept {
    return bits <= 16 ? 1 : bits <= 32 ? 2 : 3;
  }

  // The width that 2^log2_cells cells need, and at least `least`, to hold the weights of these
  // cells (there may be none) and an additional weight.
  unsigned width_for(unsigned log2_cells, std::uint64_t weight, unsigned least) const noexcept;
  // Makes cells in `room`, wide enough for an additional weight, with the values of `cells` if
  // there are any.
  static TopKCells make(const TopKCells& cells, unsigned log2_cells, std::uint64_t weight,
                        std::pmr::vector<std::uint64_t>& room);

  std::uint64_t bound() const noexcept { return load_native<std::uint64_t>(at_); }
  // The sum of the squares of all cells.
  double squares() const noexcept;

 private:
  std::uint64_t greatest() const noexcept;
  // The number, or its negative modulo 2^64, as the hash says. Signs are as good as random, so
  // there is no branch.
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
