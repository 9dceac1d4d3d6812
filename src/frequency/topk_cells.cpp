// SPDX-License-Identifier: PostgreSQL
#include "topk_cells.hpp"

namespace sketch {

namespace {

std::uint64_t magnitude(std::int64_t value) noexcept {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

constexpr std::uint64_t kAll = ~std::uint64_t{0} >> 1;

}  // namespace

// The bound assumes that all weights fall into one cell; what cells really hold is much less.
unsigned TopKCells::width_for(unsigned log2_cells, std::uint64_t weight,
                              unsigned least) const noexcept {
  const unsigned folds = log2_cells_ > log2_cells ? log2_cells_ - log2_cells : 0;
  const auto needed = [&](std::uint64_t most) {
    return most > (kAll - weight) >> folds ? kAll : (most << folds) + weight;
  };
  if (exist() && needed(bound()) > limit(least)) {
    store_native(at_, greatest());
  }
  const std::uint64_t all = exist() ? needed(bound()) : weight;
  unsigned width = least;
  while (width < kWidest && all > limit(width)) ++width;
  return width;
}

std::uint64_t TopKCells::greatest() const noexcept {
  return with_width([n = size()]<class Cell>(const Cell* cells) {
    Cell low = 0, high = 0;
    for (std::size_t i = 0; i < n; ++i)
      low = std::min(low, cells[i]), high = std::max(high, cells[i]);
    return std::max(magnitude(low), magnitude(high));
  });
}

void TopKCells::add(const TopKCells& others) noexcept {
  const std::size_t n = std::min(size(), others.size());
  with_width([&]<class Cell>(Cell* cells) {
    others.with_width([&](const auto* theirs) {
      for (std::size_t first = 0; first < others.size(); first += n) {
        for (std::size_t i = 0; i < n; ++i)
          cells[i] = static_cast<Cell>(static_cast<std::uint64_t>(cells[i]) +
                                       static_cast<std::uint64_t>(theirs[first + i]));
      }
    });
  });
  // Only damaged images have fewer cells than the sketch they are added to.
  const unsigned folds =
      others.log2_cells() > log2_cells_ ? others.log2_cells() - log2_cells_ : 0;
  expect(others.bound() > (kAll - bound()) >> folds ? kAll - bound() : others.bound() << folds);
}

TopKCells TopKCells::make(const TopKCells& cells, unsigned log2_cells, std::uint64_t weight,
                          std::pmr::vector<std::uint64_t>& room) {
  const unsigned width =
      cells.width_for(log2_cells, weight, cells.exist() ? cells.log2_width() : kNarrowest);
  std::pmr::vector<std::uint64_t> words(bytes_of(log2_cells, width) / sizeof(std::uint64_t),
                                        room.get_allocator());
  TopKCells made(reinterpret_cast<std::byte*>(words.data()), log2_cells, width);
  if (cells.exist()) made.add(cells);
  room.swap(words);
  return made;
}

double TopKCells::squares() const noexcept {
  return with_width([n = size()](const auto* cells) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
      sum += static_cast<double>(cells[i]) * static_cast<double>(cells[i]);
    return sum;
  });
}

}  // namespace sketch
