// SPDX-License-Identifier: PostgreSQL
//
// KllContents: what an image of any form holds, unpacked, and the halving of levels.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "counting.hpp"
#include "key_coder.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/quantile/kll.hpp"

namespace sketch {

inline constexpr Status kMalformedKll{Code::malformed, "sketch_kll image is malformed",
                                      "The bytes are truncated or damaged."};

// Levels of ascending keys, one behind the other from level 0 up.
struct KllLevels {
  unsigned count = 0;
  std::array<std::uint32_t, Kll::kMaxLevels> sizes{};
  std::span<Key> keys;
};

class KllContents {
 public:
  explicit KllContents(std::pmr::memory_resource* scratch) noexcept
      : room_(scratch), spare_(scratch) {}

  Kind kind = Kind::float8;
  std::uint32_t k = 0;
  std::uint64_t n = 0;
  Key least = 0, greatest = 0;
  double sum = 0;
  std::uint64_t pending = 0, coins = 0;
  KllLevels levels;
  std::span<Key> buffer;  // in the order in which the values came

  // Any image, whatever its bytes are. What it gives is safe to compute with; whether it is
  // canonical is Kll::check()'s question.
  Status read(Bytes image);

  // Counts values whose keys settle() is going to be given: n, extremes and sum.
  void count(std::uint64_t weight, Key from, Key to, double total) noexcept;

  // Whether so much more weight can be counted.
  bool counts(std::uint64_t weight) const noexcept { return can_count(n, weight); }

  // Empties the buffer into the levels, and `other` too; halves until there are no more than
  // `times` the budget at rest.
  void settle(const KllLevels& other, unsigned times);

 private:
  bool read_levels(Bytes body);
  bool read_working(Bytes image);
  bool in_order() const noexcept;

  struct Sample {
    unsigned level = 0;
    std::span<Key> keys;
  };
  struct Spaces {
    Key *first, *second, *carry, *out;
  };
  std::span<Key> sampled(unsigned level, Key* to) noexcept;
  KllLevels halved(const KllLevels& own, const KllLevels& other, const Sample& sample,
                   const Spaces& spaces, unsigned times, std::size_t& left) noexcept;
  bool coin(unsigned level, std::span<const Key> keys) noexcept;

  ScratchArray<Key, 64> room_, spare_;
};

}  // namespace sketch
