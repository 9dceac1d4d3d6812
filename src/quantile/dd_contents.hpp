// SPDX-License-Identifier: PostgreSQL
//
// DdContents: what an image of any form holds, unpacked.
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
  std::uint64_t n = 0;  // with the values
  Key least = 0, greatest = 0;
  std::span<Key> values;  // sorted only where they come from a canonical image
  std::span<Dd::Counted> buckets;

  // Any image, whatever its bytes are. What it gives is safe to compute with; whether it is
  // canonical is Dd::check()'s question.
  Status read(Bytes image);

  // The same as it is at rest: values, sorted, or buckets.
  Status read_settled(Bytes image);

  // Whether every value is kept as it is, and may be.
  bool exact() const noexcept { return buckets.empty() && n <= Dd::kExactValues; }

  // Values and another sketch's buckets become buckets of this one, of a level high enough for
  // there being not too many.
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
