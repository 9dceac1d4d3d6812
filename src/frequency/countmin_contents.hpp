// SPDX-License-Identifier: PostgreSQL
//
// What an image of a CountMin holds, whatever its form. open() makes sure that nothing is read
// beyond the image's end; check() reads all of it, for what comes from outside.
#pragma once

#include <algorithm>
#include <cstdint>

#include "packed_numbers.hpp"
#include "sketch/frequency/countmin.hpp"

namespace sketch {

inline constexpr Status kDamagedCountMin{
    Code::malformed, "malformed sketch_countmin image",
    "The bytes were not written by this extension, or are damaged."};
inline constexpr Status kCountMinTotal{Code::out_of_range, "sketch_countmin total out of range",
                                       "A sketch counts to 2^56 - 1 at most."};

// Values whose cells, 37 at most, are found in a few milliseconds, wherever in the memory they are.
inline constexpr std::size_t kPauseValues = 4096;

class CountMinContents {
 public:
  Status open(Bytes image) noexcept;

  // Whether the image is one that freeze() writes.
  Status check() const noexcept;

  CountMin::Shape shape() const noexcept { return shape_; }
  std::uint64_t total() const noexcept { return total_; }
  ValueClass value_class() const noexcept { return value_class_; }
  bool has_values() const noexcept {
    return form_ == CountMin::kValues || form_ == CountMin::kWorkingValues || may_repeat();
  }
  // Whether a hash may be visited several times.
  bool may_repeat() const noexcept { return form_ == CountMin::kWorkingHashes; }
  bool working() const noexcept { return form_ >= kFirstWorkingForm; }

  // The number of distinct hashes, 0 for cells.
  std::size_t values() const noexcept;

  // Calls visit(hash, count) for each hash, in ascending order in canonical images. Counts of what
  // is visited several times add up.
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

  // Calls visit(index, count) for the cells that aren't 0.
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

  // Of images with cells.
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

  // How often a hash occurs: exactly, or the least of its cells.
  std::uint64_t frequency(std::uint64_t hash) const noexcept;

 private:
  Status open_working() noexcept;
  // Only in what is damaged, or has taken up what is, a count is above the most that is packed.
  static std::uint64_t possible(std::uint64_t count) noexcept {
    return std::min(count, CountMin::kMostTotal);
  }
  std::uint64_t hash(std::size_t i) const noexcept {
    return load_le<std::uint64_t>(hashes_.data() + 8 * i);
  }

  Bytes image_, rest_, hashes_;
  PackedNumbers numbers_;  // of canonical images: the counts, or the cells
  std::size_t items_ = 0;  // of working images: slots or cells
  CountMin::Shape shape_;
  std::uint64_t total_ = 0;
  std::uint8_t form_ = 0;
  ValueClass value_class_ = ValueClass::none;
};

}  // namespace sketch
