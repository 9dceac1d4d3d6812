// SPDX-License-Identifier: PostgreSQL
//
// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014).
// It gives the same numbers from the same seed on every machine, which the distributions of
// <random> don't promise. Its output takes the place of hashes of distinct values.
#pragma once

#include <cstdint>

namespace sketch::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t operator()() noexcept {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  // A number below n, by multiplication: the bias is n / 2^32.
  std::uint32_t below(std::uint32_t n) noexcept {
    return static_cast<std::uint32_t>((operator()() >> 32) * n >> 32);
  }

  // A number in [0, 1).
  double unit() noexcept { return static_cast<double>(operator()() >> 11) * 0x1p-53; }

  // A hash with at least `zeros` leading zeros.
  std::uint64_t hash_below(unsigned zeros) noexcept {
    return zeros >= 64 ? 0 : operator()() >> zeros;
  }

 private:
  std::uint64_t state_;
};

}  // namespace sketch::test
