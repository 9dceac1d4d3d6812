// SPDX-License-Identifier: PostgreSQL
//
// DdContents: the unpacked contents of an image of any form.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/scratch.hpp"
#include "sketch/quantile/dd.hpp"

namespace sketch {

inline constexpr Status kMalformedDd{Code::malformed, "sketch_dd image is malformed",
                                     "The bytes are truncated or damaged."};

class DdContents {
 public:
  explicit DdContents(std::pmr::memory_resource* scratch) noexcept
      : scratch_(scratch), values_(scratch), room_(scratch), merged_(scratch) {}

  int level = 0;
  std::uint64_t n = 0;  // including the values
  Key least = 0, greatest = 0;
  std::span<Key> values;  // sorted only if they come from a canonical image
  std::span<Dd::Counted> buckets;

  // Reads any image, whatever its bytes are. The contents are safe to compute with; whether they
  // are canonical is for Dd::check() to say.
  Status read(Bytes image);

  // The same, brought to the stored form: sorted values, or buckets only.
  Status read_as_stored(Bytes image);

  // Whether all values are kept, and may be.
  bool exact() const noexcept { return buckets.empty() && n <= Dd::kExactValues; }

  // Counts the values and another sketch's buckets in buckets of this sketch, and raises the level
  // until there are not too many.
  void count(std::span<const Dd::Counted> other, int other_level);

 private:
  bool read_values(Bytes body);
  bool read_buckets(Bytes body);
  bool read_working(Bytes image);
  bool in_order() noexcept;
  std::size_t count_values(std::span<Dd::Counted> to) const noexcept;
  void collapse(int levels) noexcept;

  std::pmr::memory_resource* scratch_;
  ScratchArray<Key, 128> values_;
  ScratchArray<Dd::Counted, 64> room_, merged_;
};

}  // namespace sketch
