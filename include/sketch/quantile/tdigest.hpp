// SPDX-License-Identifier: PostgreSQL
//
// TDigest: the quantile sketch of type sketch_tdigest, small and most accurate at the tails. Use it
// for high percentiles of smooth data; use kll if an error has to be guaranteed whatever the data,
// and dd if it has to be relative to the value.
//
// Algorithm: the merging t-digest (Dunning, Ertl, "Computing extremely accurate quantiles using
// t-digests", 2019; Dunning, "The t-digest: Efficient estimates of distributions", 2021) with the
// scale function k2. Values are appended to a buffer, sorted, and merged into ascending centroids,
// each with a mean and a weight. Neighbours are united as long as the odds q / (1 - q) of the ranks
// at which the united centroid begins and ends differ by a factor of at most exp(Z / compression),
// Z = 4 ln(n / compression) + 24. So centroids are smaller towards the ends. Between two centroids
// ranks rise evenly (distribution.hpp). There are four differences from the papers:
//
//   - A centroid is pure if all of its weight is on one value. It is marked, and is a step of the
//     distribution instead of a slope. Equal values always meet in one pure centroid, however
//     heavy.
//   - Nothing is united as long as there are at most compression / 2 different values.
//   - Merged sketches are gathered, and united a few at a time.
//   - A working state has smaller centroids than a stored image, so that stored centroids are put
//     together from small pieces and are filled up.
//
// In a stored image pure values are exact. The means of mixed centroids are rounded to a fraction
// of the distance to the nearer neighbour.
//
// Invariants:
//   1. The weights of all centroids, and 1 for each value in the buffer, add up to n < 2^64.
//   2. n is exact; the least and the greatest value are pure centroids.
//   3. Means ascend (except in a working state). Of equal means only the first may be pure.
//   4. Infinities and NaN are pure.
//   5. A canonical image has an empty buffer, no two neighbours that could be united, and no mean
//      that could be rounded further.
//
// All arithmetic that decides about bytes only adds, multiplies and divides: the same rows in the
// same order give the same bytes on every machine. Memory: 24 bytes for each of some 1.5
// compression centroids, 4 compression if sketches are merged, and a buffer. Format:
// docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/quantile/buffered.hpp"
#include "sketch/quantile/distribution.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

class TDigest : public Buffered<TDigest> {
 public:
  static constexpr bool kNumbers = true;  // all keys are those of doubles

  static constexpr Family kFamily = Family::tdigest;
  static constexpr const char* kParameterName = "compression";
  static constexpr int kMinParameter = 20;
  static constexpr int kMaxParameter = 4000;
  static constexpr int kDefaultParameter = 400;
  // It is an error if rows ask for different compressions: the argument may be meant as a weight.
  static constexpr bool kOneParameter = true;

  // --- Building, as in distinct/hll.hpp. Keys are those of doubles.
  static State create(int compression, Host& host, Kind kind = Kind::float8);

  // Adds a key with a weight of at least 1; out_of_range beyond n = 3 * 2^62.
  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);

  static Status merge(State& state, Bytes image, Host& host);
  struct Centroid {
    Key mean;
    std::uint64_t weight;
    std::uint64_t mixed;  // 1 if its values may differ, 0 if it is pure
  };
  // Adds centroids of another sketch in any order; none has weight 0. The values behind a mean are
  // unknown. One value is assumed to lie at the least mean, and one at the greatest.
  static Status add_centroids(State& state, std::span<Centroid> means, Host& host);
  static State reduce(State state, int compression, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Questions, for images of any form. The answers are those of the canonical image.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // An upper bound on the error of any rank, as a fraction of n, for any data; 0 while all
  // centroids are pure. It assumes that centroids don't overlap, which is almost true for those of
  // one stream. For smooth data, errors are some fifty times smaller.
  static Status error(Bytes image, Host& host, double& rank_error);

  struct Info {
    const char* form;  // "values" while all centroids are pure, or "centroids"
    int compression;
    std::uint64_t n;
    std::size_t centroids, pure;
    std::size_t bytes;
    double rank_error;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept {
    return static_cast<int>(head_of(state)->compression);
  }
  static Kind kind(State) noexcept { return Kind::float8; }

  // --- Forms and layout (docs/format.md).
  static constexpr std::uint64_t kMostRepeats = 3;  // three values take less room than a centroid

  enum Form : std::uint8_t { kValues = 0, kCentroids = 1, kWorking = 8 };

  // A working image: envelope, head, buffer, and then the centroids, the summary of buffered.hpp.
  // Centroids merged last may follow the others, ascending by themselves.
  struct Head : BufferHead {
    double sum;
    std::uint32_t compression, centroids, centroid_room, unused;
  };
  static constexpr std::size_t kBufferOffset = kEnvelopeBytes + sizeof(Head);

 private:
  friend class Buffered<TDigest>;
  static std::size_t most_buffered(State state) noexcept;
  static State with_buffer(State state, std::size_t room, Host& host);
  static bool summarised(State state) noexcept { return head_of(state)->centroids != 0; }
  static State emptied(State state, Host& host);
  static State written(const class TDigestContents& contents, State state, std::size_t more,
                       Host& host);
  static State resized(State state, std::size_t keys, std::size_t centroids, Host& host);
  static State with_centroid_room(State state, std::size_t more, Host& host);
  static Centroid* centroids_of(State state) noexcept {
    return reinterpret_cast<Centroid*>(buffer_of(state) + head_of(state)->room);
  }
  struct Added {
    std::uint64_t n;
    Key least, greatest;
    double sum;
    std::span<const Centroid> centroids;
  };
  static Status append(State& state, const Added& added, Host& host);
};

}  // namespace sketch
