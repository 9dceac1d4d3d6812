// SPDX-License-Identifier: PostgreSQL
//
// Builds our quantile sketches from the parts of other systems' sketches. The parts become a
// working image, which is then read like any other: if it can't be read, the input is malformed.
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <vector>

#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"
#include "sketch/quantile/kll.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch::foreign {

// Keys on levels; a key of level h represents 2^h values. Levels and keys may come in any order.
class LevelParts {
 public:
  LevelParts(Kind kind, std::uint32_t k, Host& host)
      : host_(host), keys_(host.scratch()), kind_(kind), k_(k) {}

  void put(unsigned level, Key key) { keys_.push_back({level, key}); }

  // The sketch of n values between two extremes. It keeps all keys if a sketch can. The sum is that
  // of the weighted keys, because other systems record none.
  Status assemble(std::uint64_t n, Key least, Key greatest, State& canonical);

 private:
  struct Kept {
    unsigned level;
    Key key;
    friend bool operator<(const Kept& a, const Kept& b) noexcept {
      return a.level != b.level ? a.level < b.level : a.key < b.key;
    }
  };

  Host& host_;
  std::pmr::vector<Kept> keys_;
  Kind kind_;
  std::uint32_t k_;
};

// Means with weights, in any order. A weight of 1 is a single value.
class CentroidParts {
 public:
  explicit CentroidParts(Host& host) : host_(host), centroids_(host.scratch()) {}

  // False if the mean is NaN or infinite, or the weight is 0.
  bool put(double mean, std::uint64_t weight);
  std::size_t size() const noexcept { return centroids_.size(); }

  // The sketch of values between two extremes. The first and the last centroid give up one value
  // each for the extremes, which our sketches keep.
  Status assemble(std::uint32_t compression, double least, double greatest, State& canonical);
  // The same if the extremes are unknown: the first and the last mean take their place.
  Status assemble(std::uint32_t compression, State& canonical);

 private:
  void split_ends(Key least, Key greatest);

  Host& host_;
  std::pmr::vector<TDigest::Centroid> centroids_;
};

// Our compression for a digest of another system with this many centroids and this compression. It
// keeps all centroids without uniting them, if possible.
constexpr std::uint32_t compression_for(std::size_t centroids, double theirs) noexcept {
  const auto wanted = static_cast<double>(2 * centroids) > 4 * theirs
                          ? 2 * static_cast<double>(centroids)
                          : 4 * theirs;
  if (!(wanted > TDigest::kMinParameter)) return TDigest::kMinParameter;
  return wanted < TDigest::kMaxParameter ? static_cast<std::uint32_t>(wanted)
                                         : TDigest::kMaxParameter;
}

}  // namespace sketch::foreign
