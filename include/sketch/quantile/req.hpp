// SPDX-License-Identifier: PostgreSQL
//
// Req: the quantile sketch of type sketch_req. The error of a rank is relative to its distance from
// one end: the 99.99th percentile is as accurate, in proportion, as the 90th, for any data. By
// default that end is the greatest value; it can be the least.
//
// Algorithm: REQ (Cormode, Karnin, Liberty, Thaler, Vesely, "Relative error streaming quantiles",
// JACM 2023), on the levels of leveled.hpp. A level consists of sections. It never compacts the
// half nearest to the accurate end. Of the other half, it always compacts the section farthest from
// that end, the next one every second time, and so on. (A hash decides this; a counter would have
// to be stored and merged.) A level that has compacted 2^s times has s sections, at least 3, and
// sections become shorter by the square root as their number grows. So the level d below the
// highest, which has compacted some 2^d times, may hold k sqrt(12 s) keys, s = max(3, d + 1).
//
// Error: 99 % of the errors of the rank r are below 0.28 / k (1 - r); with accurate low ranks,
// below 0.28 / k r.
#pragma once

#include <algorithm>

#include "sketch/quantile/leveled.hpp"

namespace sketch {

class Req : public Leveled<Req> {
 public:
  static constexpr Family kFamily = Family::req;
  static constexpr int kMinParameter = 4;
  static constexpr int kMaxParameter = 1024;
  static constexpr int kDefaultParameter = 12;
  static constexpr unsigned kSampledAbove = kMaxLevels;

  static constexpr Status kMalformed{Code::malformed, "sketch_req image is malformed",
                                     "The bytes are truncated or damaged."};
  static constexpr Status kNotCanonical{
      Code::malformed, "sketch_req image is not in its canonical form",
      "The bytes were not written by this extension, or are damaged."};

  // A parameter is k, plus this bit if low ranks are the accurate ones.
  static constexpr int kLowRanks = 1 << 15;
  static bool low_ranks(int parameter) noexcept { return (parameter & kLowRanks) != 0; }

  // A bound for 99 % of the errors of a rank, as a fraction of its distance from the accurate end,
  // for any data and any tree of merges.
  static double rank_error_of(int k) noexcept;
  // The error of the rank q, if sketch_error is `error`.
  static double error_at(int parameter, double error, double q) noexcept {
    return error * (low_ranks(parameter) ? q : 1 - q);
  }

  // --- For Leveled.
  static bool valid_parameter(std::uint32_t parameter) noexcept {
    const std::uint32_t k = parameter & ~std::uint32_t{kLowRanks};
    return k >= kMinParameter && k <= kMaxParameter;
  }
  static std::uint32_t size_of(std::uint32_t parameter) noexcept {
    return parameter & (kLowRanks - 1);
  }
  static bool mergeable(std::uint32_t a, std::uint32_t b) noexcept {
    return ((a ^ b) & kLowRanks) == 0;
  }
  static std::uint32_t with_size(std::uint32_t parameter, std::uint32_t k) noexcept {
    return (parameter & kLowRanks) | k;
  }
  static std::size_t full_buffer(std::uint32_t parameter) noexcept;
  static std::uint32_t capacity(std::uint32_t parameter, unsigned depth, unsigned times) noexcept;
  static std::uint32_t budget(std::uint32_t parameter, unsigned levels) noexcept;
  // The sketch, and so its state, grows with the logarithm of n.
  static unsigned room_for(unsigned levels) noexcept {
    constexpr unsigned kStep = 8;
    return std::min((levels + kStep) / kStep * kStep, kMaxLevels);
  }
  static std::uint32_t staying(std::uint32_t parameter, unsigned depth,
                               unsigned times, std::uint64_t random) noexcept;
  static bool greatest_stay(std::uint32_t parameter) noexcept {
    return (parameter & kLowRanks) == 0;
  }
};

extern template class Leveled<Req>;

}  // namespace sketch
