// SPDX-License-Identifier: PostgreSQL
//
// The contents of a CountMin image of any form. open() makes sure that nothing is read beyond the
// image's end. check() validates everything, for images from outside.
#pragma once

#include <algorithm>
#include <cstdint>

#include "packed_numbers.hpp"
#include "sketch/frequency/countmin.hpp"

namespace sketch {

inline constexpr Status kDamagedCountMin{
    Code::malformed, "sketch_countmin image is malformed",
    "The bytes were not written by this extension, or are damaged."};
inline constexpr Status kCountMinTotal{Code::out_of_range, "sketch_countmin total out of range",
                                       "A sketch can count up to 2^56 - 1."};

// The number of values, of up to 37 cells each, that are looked up between two pauses: a few
// milliseconds even if no cell is in the cache.
inline constexpr std::size_t kPauseValues = 4096;

class CountMinContents {
 public:
  Status open(Bytes image) noexcept;

  // Checks that the image is one that freeze() writes.
  Status check() const noexcept;

  CountMin::Shape shape() const noexcept { return shape_; }
  std::uint64_t total() const noexcept { return total_; }
  ValueClass value_class() const noexcept { return value_class_; }
  bool has_values() const noexcept {
    return form_ == CountMin::kValues || form_ == CountMin::kWorkingValues || may_repeat();
  }
  // Whether visit_values() may visit a hash several times.
  bool may_repeat() const noexcept { return form_ == CountMin::kWorkingHashes; }
  bool working() const noexcept { return form_ >= kFirstWorkingForm; }

  // The number of distinct hashes; 0 if there are cells.
  std::size_t values() const noexcept;

  // Calls visit(hash, count) for each hash, ascending in canonical images. If a hash is visited
  // several times its counts add up.
  template <class Visit>
  void visit_values(Visit visit) const {
    if (form_ == CountMin::kValues) {
      numbers_.visit([&](std::size_t i, std::uint64_t count) { visit(hash(i), count); });
    } else if (form_ == CountMin::kWorkingHashes) {
      for (std::size_t i = 0; i < items_; ++i)
        visit(CountMin::item_at<std::uint64_t>(image_, i), std::uint64_t{1});
    } else if (form_ == CountMin::kWorkingValues) {
      for (std::size_t i = 0; i < items_; ++i) {
        const auto slot = CountMin::item_at<CountMin::Slot>(image_, i);
        if (slot.count != 0) visit(slot.hash, possible(slot.count));
      }
    }
  }

  // Calls visit(index, count) for each cell that is not 0.
  template <class Visit>
  void visit_cells(Visit visit) const {
    if (form_ == CountMin::kCells) {
      numbers_.visit(visit);
    } else if (!has_values()) {
      for (std::size_t i = 0; i < items_; ++i) {
        if (const std::uint64_t count = cell(i); count != 0) visit(i, count);
      }
    }
  }

  // A cell, of images with cells.
  std::uint64_t cell(std::size_t at) const noexcept {
    switch (form_) {
      case CountMin::kCells:
        return numbers_[at];
      case CountMin::kWorkingCells32:
        return CountMin::item_at<std::uint32_t>(image_, at);
      default:
        return possible(CountMin::item_at<std::uint64_t>(image_, at));
    }
  }

  // How often a hash occurs: the exact number, or the least of its cells.
  std::uint64_t frequency(std::uint64_t hash) const noexcept;

 private:
  Status open_working() noexcept;
  // Counts above this can't be packed. They occur only in damaged images, and in states that have
  // merged one.
  static std::uint64_t possible(std::uint64_t count) noexcept {
    return std::min(count, CountMin::kMostTotal);
  }
  std::uint64_t hash(std::size_t i) const noexcept {
    return load_le<std::uint64_t>(hashes_.data() + 8 * i);
  }

  Bytes image_, rest_, hashes_;
  PackedNumbers numbers_;  // of canonical images: counts or cells
  std::size_t items_ = 0;  // of working images: hashes, slots or cells
  CountMin::Shape shape_;
  std::uint64_t total_ = 0;
  std::uint8_t form_ = 0;
  ValueClass value_class_ = ValueClass::none;
};

}  // namespace sketch
