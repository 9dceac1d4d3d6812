// SPDX-License-Identifier: PostgreSQL
//
// Dd: the quantile sketch of type sketch_dd, whose values have a relative error. Use it if values
// span decades and a percentile has to be right to a percent; use kll if the error of ranks counts,
// and for times.
//
// Algorithm: DDSketch (Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch with
// relative-error guarantees", VLDB 2019) counts values in buckets whose bounds grow by a factor of
// gamma. Machines compute logarithms differently, so the bucket comes from the exponent and a cubic
// of the mantissa instead (the paper, section 4, "cubically interpolated"), which only adds and
// multiplies; it takes 1 % more buckets. Buckets exist on levels: level 0 has 4480 in each octave,
// ln gamma <= 2^-7 * 0.02; on each higher level two neighbours become one bucket. So sketches of
// any accuracies merge, to the coarser. If there are too many buckets, the whole sketch goes up one
// level (Epicoco et al., "UDDSketch", IEEE Access 2020) instead of giving up the accuracy of its
// lower end.
//
// Up to kExactValues values are kept as they are.
//
// Invariants:
//   1. A canonical image is a function of the values, their weights and the highest level that took
//      part, whatever the order, the grouping of merges or the machine.
//   2. The level is the lowest one, not below those asked for, with at most kMostBuckets buckets in
//      use.
//   3. merge is commutative and associative.
//
// Error: with ln gamma = 0.02 * 2^(level - 7), a value is off by at most tanh(ln gamma / 2), just
// below 1 % on level 7. Memory: 16 bytes for each bucket in use, and a buffer. Format:
// docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/quantile/buffered.hpp"
#include "sketch/quantile/distribution.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

class DdContents;

class Dd : public Buffered<Dd> {
 public:
  static constexpr bool kOrderFree = true;  // the bytes depend on the values alone
  static constexpr bool kNumbers = true;  // all keys are those of doubles

  // The parameter is the fineness, kFinest - level: a lower parameter is coarser.
  static constexpr Family kFamily = Family::dd;
  static constexpr const char* kParameterName = "accuracy";
  static constexpr int kFinest = 12;
  static constexpr int kMinParameter = 1;
  static constexpr int kMaxParameter = kFinest;
  static constexpr int kDefaultParameter = 5;
  static constexpr bool kOneParameter = false;  // rows may differ; the coarsest one counts
  static constexpr double kDefaultAccuracy = 0.01, kMinAccuracy = 0.0001, kMaxAccuracy = 0.3;

  // The coarsest parameter that is at least as accurate.
  static int parameter_of(double accuracy) noexcept;
  static double accuracy_of(int parameter) noexcept;

  // --- Building, as in distinct/hll.hpp. Keys are those of doubles.
  static State create(int parameter, Host& host, Kind kind = Kind::float8);

  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);
  static Status merge(State& state, Bytes image, Host& host);

  // A bucket of a histogram: `count` values above `lower` and up to `upper`. They are taken to be
  // spread evenly over the bucket. If it has no relative accuracy, because it is open or contains
  // zero, they are placed at its upper bound, or at the lower one if there is no upper one. At
  // least one bound is finite.
  struct Range {
    double lower, upper;
    std::uint64_t count;
  };
  // The sketch of ascending ranges. It is as accurate as the widest range that has an accuracy.
  static Status from_ranges(std::span<const Range> ranges, Host& host, State& state);
  static State reduce(State state, int parameter, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Questions, for images of any form.

  // The sum is that of the buckets' middles. If all values have the same sign, its relative error
  // is at most that of a value.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // The relative error of a value; 0 while all values are kept.
  static Status error(Bytes image, Host& host, double& relative_error);

  struct Info {
    const char* form;  // "values" while all are kept, or "buckets"
    double accuracy;
    std::uint64_t n;
    std::size_t buckets;
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept { return kFinest - image_parameter(state.data()); }
  static Kind kind(State) noexcept { return Kind::float8; }

  // The buckets of an image: their number; and the bounds and count of each, in ascending order.
  // The bound nearer to zero belongs to the bucket. A value that is kept is a bucket whose bounds
  // are equal.
  static Status count_ranges(Bytes image, Host& host, std::size_t& count);
  static Status get_ranges(Bytes image, Host& host, std::span<Range> ranges);

  // --- Buckets. Their numbers ascend with the values in them: 0 for zero, positive numbers for
  // positive values, their negatives for the opposite values. Infinities and NaN have numbers of
  // their own.
  using Bucket = std::int32_t;
  static constexpr Bucket kNan = 0x7FFFFFFF, kInfinity = 0x7FFFFFFE;
  static constexpr int kMaxLevel = 24;
  static Bucket bucket_of(Key key, int level) noexcept;
  static Bucket coarser(Bucket bucket, int levels) noexcept;
  // The value with the least maximum relative distance to the values in the bucket.
  static Key middle_of(Bucket bucket, int level) noexcept;
  // The bounds of a bucket, by magnitude: the smaller one belongs to it.
  static std::pair<double, double> bounds_of(Bucket bucket, int level) noexcept;

  static constexpr std::size_t kExactValues = 64;
  static constexpr std::uint64_t kMostRepeats = kExactValues;  // as many as may be kept
  static constexpr std::size_t kMostBuckets = 65536;
  static constexpr std::size_t kMostBuffered = 1024;

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t { kValues = 0, kBuckets = 1, kWorking = 8 };

  struct Counted {
    Bucket bucket;
    std::uint32_t unused;
    std::uint64_t count;
  };
  // A working image: envelope, head, buffer, and then the buckets, the summary of buffered.hpp.
  struct Head : BufferHead {
    std::uint32_t buckets, bucket_room;
  };
  static constexpr std::size_t kBufferOffset = kEnvelopeBytes + sizeof(Head);

 private:
  friend class Buffered<Dd>;
  static std::size_t most_buffered(State) noexcept { return kMostBuffered; }
  static State with_buffer(State state, std::size_t room, Host& host);
  static bool summarised(State state) noexcept { return head_of(state)->buckets != 0; }
  static State emptied(State state, Host& host);
  static bool add_to_bucket(State state, Key key, std::uint64_t weight) noexcept;
  // The working image of contents without values: in place if it fits, else a new one.
  static State written(const DdContents& contents, State state, Host& host);
};

}  // namespace sketch
