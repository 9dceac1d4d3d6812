// SPDX-License-Identifier: PostgreSQL
//
// Kll: the quantile sketch of type sketch_kll, with a rank error that holds for any data. Use dd if
// the error of values counts and values span decades, req if the ranks of the tail count.
//
// Algorithm: lazy KLL (Karnin, Lang, Liberty, "Optimal quantile approximation in streams", FOCS
// 2016) on the levels of leveled.hpp. The level d below the highest may hold k (2/3)^d keys, and
// all levels together 3 k when stored, so that up to 3 k values are kept as they are. Compaction
// takes all keys of a level. Once a key of the highest level weighs more than 2^7 values, the
// buffer is sampled before it is sorted: one value out of each 2^s consecutive ones. This adds some
// 15 % to the error, and most values of a large table are never sorted.
//
// Error: 99 % of the rank errors are below 0.95 / k^0.95, 0.62 % at k = 200 (measured; the greatest
// error over all ranks is 0.41 % on average). Memory: 10 k words at most.
#pragma once

#include "sketch/quantile/leveled.hpp"

namespace sketch {

class Kll : public Leveled<Kll> {
 public:
  static constexpr Family kFamily = Family::kll;
  static constexpr int kMinParameter = 8;
  static constexpr int kMaxParameter = 4096;
  static constexpr int kDefaultParameter = 200;
  static constexpr unsigned kSampledAbove = 7;

  static constexpr Status kMalformed{Code::malformed, "sketch_kll image is malformed",
                                     "The bytes are truncated or damaged."};
  static constexpr Status kNotCanonical{
      Code::malformed, "sketch_kll image is not in its canonical form",
      "The bytes were not written by this extension, or are damaged."};

  // A bound for 99 % of the errors of a single rank, as a fraction of n, once there are more than 3
  // k values; it holds for any data and any tree of merges. And the least k with at most a given
  // error.
  static double rank_error_of(int k) noexcept;
  static int k_for_rank_error(double rank_error) noexcept;
  // The error of the rank q, if sketch_error is `error`.
  static double error_at(int, double error, double) noexcept { return error; }

  // --- For Leveled.
  static bool valid_parameter(std::uint32_t parameter) noexcept {
    return parameter >= kMinParameter && parameter <= kMaxParameter;
  }
  static std::uint32_t size_of(std::uint32_t parameter) noexcept { return parameter; }
  static bool mergeable(std::uint32_t, std::uint32_t) noexcept { return true; }
  static std::uint32_t with_size(std::uint32_t, std::uint32_t k) noexcept { return k; }
  static std::size_t full_buffer(std::uint32_t k) noexcept;
  static std::uint32_t capacity(std::uint32_t k, unsigned depth, unsigned times) noexcept;
  static std::uint32_t budget(std::uint32_t k, unsigned levels) noexcept;
  static unsigned room_for(unsigned) noexcept { return kMaxLevels; }
  static std::uint32_t staying(std::uint32_t, unsigned, unsigned, std::uint64_t) noexcept {
    return 0;
  }
  static bool greatest_stay(std::uint32_t) noexcept { return false; }
};

extern template class Leveled<Kll>;

}  // namespace sketch
