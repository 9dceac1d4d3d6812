// SPDX-License-Identifier: PostgreSQL
//
// LeveledContents: the unpacked contents of an image of any form, and the compaction of levels.
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

// Levels of ascending keys, one after the other from level 0 up.
struct Levels {
  unsigned count = 0;
  std::array<std::uint32_t, kMostLevels> sizes{};
  std::span<Key> keys;
};

template <class Sketch>
class LeveledContents {
 public:
  explicit LeveledContents(std::pmr::memory_resource* scratch) noexcept
      : room_(scratch), spare_(scratch), weighted_(scratch), weighted_levels_(scratch) {}

  Kind kind = Kind::float8;
  std::uint32_t parameter = 0;
  std::uint64_t n = 0;
  Key least = 0, greatest = 0;
  double sum = 0;
  std::uint64_t pending = 0, coins = 0;
  Levels levels;
  std::span<Key> buffer;  // in the order of arrival
  using Weighted = typename Sketch::Weighted;
  std::span<Weighted> weighted;  // n, extremes and sum include them

  // Reads any image, whatever its bytes are. The contents are safe to compute with; whether they
  // are canonical is for Sketch::check() to say.
  Status read(Bytes image);
  // Reads a state that this code has made or checked (Leveled::check_state), without checking its
  // keys again.
  void read_own(Bytes state);

  // Counts values in n, extremes and sum. compact() will be given their keys.
  void count(std::uint64_t weight, Key from, Key to, double total) noexcept;

  // Whether `weight` more can be counted.
  bool counts(std::uint64_t weight) const noexcept { return can_count(n, weight); }

  // Empties the buffer, weighted keys and `other` into the levels, and compacts until there are at
  // most `times` as many keys as a stored image may have.
  void compact(const Levels& other, unsigned times);

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
  Levels levels_of_weighted();
  std::span<Key> sampled(unsigned level, Key* to) noexcept;
  Levels compacted(const Levels& own, const Levels& other, const Sample& sample,
                   const Spaces& spaces, unsigned times, std::size_t& left) noexcept;
  bool coin(unsigned level, std::span<const Key> keys) noexcept;

  ScratchArray<Key, 64> room_, spare_;
  ScratchArray<Weighted, 1> weighted_;
  ScratchArray<Key, 64> weighted_levels_;
};

}  // namespace sketch

#include "leveled_contents.inc"
