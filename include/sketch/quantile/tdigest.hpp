// SPDX-License-Identifier: PostgreSQL
//
// TDigest: the quantile sketch of type sketch_tdigest, small, and sharpest at the tails. Use it for
// high percentiles of smooth data; use kll where an error has to be guaranteed whatever the data
// are, and dd where it has to be relative to the value.
//
// Algorithm: the merging t-digest (Dunning, Ertl, "Computing extremely accurate quantiles using
// t-digests", 2019; Dunning, "The t-digest: Efficient estimates of distributions", 2021) with the
// scale function k2. Values are appended to a buffer, sorted, merged into ascending centroids, each
// with a mean and a weight, and neighbours are united as long as the odds q / (1 - q) of the ranks
// where the result begins and ends differ by a factor of at most exp(Z / compression), where Z =
// 4 ln(n / compression) + 24. So centroids are the smaller the nearer they are to an end, and
// between two of them ranks rise evenly (distribution.hpp). Ours differs in four ways:
//
//   - a centroid all of whose weight is on one value is pure, and says so: it is no slope but a
//     step. Equal values always meet in one pure centroid, however heavy;
//   - nothing is united as long as there are no more than compression / 2 different values;
//   - what is merged is gathered, and united a few sketches at a time;
//   - a state at work has smaller centroids than a stored image, so that what is stored is cut out
//     of small pieces, and full.
//
// At rest pure values are exact, and the means of the others are rounded to a fraction of the
// distance to the nearer neighbour.
//
// Invariants:
//   1. The weights of all centroids, and 1 for each value in the buffer, add up to n < 2^64.
//   2. n is exact; the least and the greatest value are pure centroids.
//   3. Means ascend (but at work); of equal ones the pure one is first, and there are no two pure
//   ones.
//   4. Infinities and NaN are pure.
//   5. A canonical image has an empty buffer, no two neighbours that could be united, and no mean
//      that could be rounded.
//
// What decides about bytes adds, multiplies and divides alone: the same rows in the same order give
// the same bytes on every machine. Memory: 24 bytes for each of some 1.5 compression centroids, 4
// where sketches are merged, and a buffer. Format: docs/format.md.
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
  static constexpr bool kNumbers = true;  // whether all keys are those of double precision values

  static constexpr Family kFamily = Family::tdigest;
  static constexpr const char* kParameterName = "compression";
  static constexpr int kMinParameter = 20;
  static constexpr int kMaxParameter = 4000;
  static constexpr int kDefaultParameter = 400;
  // Rows that ask for another compression than those before are an error: it may be meant as a
  // weight.
  static constexpr bool kOneParameter = true;

  // --- Building, as in distinct/hll.hpp. Keys are those of double precision values.
  static State create(int compression, Host& host, Kind kind = Kind::float8);

  // Adds a key with a weight of at least 1; out_of_range beyond n = 3 * 2^62.
  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);

  static Status merge(State& state, Bytes image, Host& host);
  struct Centroid {
    Key mean;
    std::uint64_t weight;
    std::uint64_t mixed;  // 1 if there are several values in it, 0 if it is pure
  };
  // Adds means of so many values each, in any order, none of weight 0: what a centroid of more
  // than one value hides, the sketch doesn't know either. Of the least and the greatest one value
  // is taken to be there.
  static Status add_centroids(State& state, std::span<Centroid> means, Host& host);
  static State reduce(State state, int compression, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form, whose answers are those of the canonical one.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // What the error of any rank stays below, as a fraction of n, as long as centroids don't overlap,
  // which those of a stream hardly do; 0 while all are pure. It is a bound for any data: where they
  // are smooth, errors are some fifty times smaller.
  static Status error(Bytes image, Host& host, double& rank_error);

  struct Info {
    const char* form;  // "values", while all centroids are pure, or "centroids"
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
  static constexpr std::uint64_t kFewTimes = 3;  // they take less room than a centroid

  enum Form : std::uint8_t { kValues = 0, kCentroids = 1, kWorking = 8 };

  // A working image: envelope, head, buffer; the summary is room for centroids. Those that were
  // merged last may stand behind the others, in an order of their own.
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
