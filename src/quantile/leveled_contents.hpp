// SPDX-License-Identifier: PostgreSQL
//
// LeveledContents: what an image of any form holds, unpacked, and the compaction of levels.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory_resource>
#include <span>
#include <utility>

#include "counting.hpp"
#include "key_coder.hpp"
#include "sketch/core/hash.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/quantile/leveled.hpp"
#include "sort.hpp"

namespace sketch {

// Levels of ascending keys, one behind the other from level 0 up.
struct Levels {
  unsigned count = 0;
  std::array<std::uint32_t, kMostLevels> sizes{};
  std::span<Key> keys;
};

template <class Sketch>
class LeveledContents {
 public:
  explicit LeveledContents(std::pmr::memory_resource* scratch) noexcept
      : room_(scratch), spare_(scratch), weighted_(scratch), spread_(scratch) {}

  Kind kind = Kind::float8;
  std::uint32_t parameter = 0;
  std::uint64_t n = 0;
  Key least = 0, greatest = 0;
  double sum = 0;
  std::uint64_t pending = 0, coins = 0;
  Levels levels;
  std::span<Key> buffer;  // in the order in which the values came
  using Weighted = typename Sketch::Weighted;
  std::span<Weighted> weighted;  // n, extremes and sum know of them

  // Any image, whatever its bytes are. What it gives is safe to compute with; whether it is
  // canonical is Sketch::check()'s question.
  Status read(Bytes image);
  // A state that this code has made, or has checked (Leveled::check_state): its keys are not looked at again.
  void read_own(Bytes state);

  // Counts values whose keys settle() is going to be given: n, extremes and sum.
  void count(std::uint64_t weight, Key from, Key to, double total) noexcept;

  // Whether so much more weight can be counted.
  bool counts(std::uint64_t weight) const noexcept { return can_count(n, weight); }

  // Empties the buffer into the levels, and weighted keys or `other` too; compacts until there are no more than
  // `times` the budget at rest.
  void settle(const Levels& other, unsigned times);

 private:
  bool read_levels(Bytes body);
  bool read_working(Bytes image);
  bool good_keys() const noexcept;
  bool in_order() const noexcept;

  struct Sample {
    unsigned level = 0;
    std::span<Key> keys;
  };
  struct Spaces {
    Key *first, *second, *carry, *out;
  };
  Levels spread();
  std::span<Key> sampled(unsigned level, Key* to) noexcept;
  Levels compacted(const Levels& own, const Levels& other, const Sample& sample,
                   const Spaces& spaces, unsigned times, std::size_t& left) noexcept;
  bool coin(unsigned level, std::span<const Key> keys) noexcept;

  ScratchArray<Key, 64> room_, spare_;
  ScratchArray<Weighted, 1> weighted_;
  ScratchArray<Key, 64> spread_;
};

}  // namespace sketch

#include "leveled_contents.inc"
