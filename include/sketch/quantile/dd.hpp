// SPDX-License-Identifier: PostgreSQL
//
// Dd: the quantile sketch of type sketch_dd, with a relative error of values. Use it where values
// span decades and a percentile has to be right to a percent; use kll where ranks count, and for
// times.
//
// Algorithm: DDSketch (Masson, Rim, Lee, "DDSketch: a fast and fully-mergeable quantile sketch with
// relative-error guarantees", VLDB 2019): values are counted in buckets whose bounds grow by a
// factor of gamma. Instead of a logarithm, which every machine computes in its own way, the bucket
// comes from the exponent and a cubic of the mantissa (the paper, section 4, "cubically
// interpolated"), which adds and multiplies alone; it takes 1 % more buckets. Buckets exist on
// levels: on level 0 there are 4480 in each octave, ln gamma <= 2^-7 * 0.02; on each further level
// two neighbours are one. So sketches of any accuracies merge, to the coarser, and when there are
// too many buckets the whole sketch goes a level up (Epicoco et al., "UDDSketch", IEEE Access 2020)
// instead of giving up its lower end.
//
// Up to kExactValues values are kept as they are.
//
// Invariants:
//   1. A canonical image is a function of the values, their weights and the highest level that took
//      part, whatever the order, the grouping of merges or the machine.
//   2. The level is the lowest one, from those asked for on, with at most kMostBuckets buckets in
//   use.
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
  static constexpr bool kOrderFree = true;  // the bytes depend on nothing but the values
  static constexpr bool kNumbers = true;  // whether all keys are those of double precision values

  // The parameter is the fineness: kFinest - level, so that the lower one is the coarser.
  static constexpr Family kFamily = Family::dd;
  static constexpr const char* kParameterName = "accuracy";
  static constexpr int kFinest = 12;
  static constexpr int kMinParameter = 1;
  static constexpr int kMaxParameter = kFinest;
  static constexpr int kDefaultParameter = 5;
  static constexpr bool kOneParameter = false;  // the coarsest that a row asks for
  static constexpr double kDefaultAccuracy = 0.01, kMinAccuracy = 0.0001, kMaxAccuracy = 0.3;

  // The coarsest parameter that is as accurate as this.
  static int parameter_of(double accuracy) noexcept;
  static double accuracy_of(int parameter) noexcept;

  // --- Building, as in distinct/hll.hpp. Keys are those of double precision values.
  static State create(int parameter, Host& host, Kind kind = Kind::float8);

  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);
  static Status merge(State& state, Bytes image, Host& host);

  // A histogram's bucket: so many values above `lower` and up to `upper`. They are taken to be
  // spread evenly over it. Where the bucket has no relative accuracy, for it is open or has zero in
  // it, they are at its upper bound, or at the lower one if there is no upper one. One of them is
  // finite.
  struct Range {
    double lower, upper;
    std::uint64_t count;
  };
  // The sketch of ascending ranges, which is no more accurate than the widest of those that have an
  // accuracy.
  static Status from_ranges(std::span<const Range> ranges, Host& host, State& state);
  static State reduce(State state, int parameter, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form. The sum is that of the buckets' middles, as accurate as a value
  // is where all of them have one sign.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // The relative error of a value; 0 while every value is kept.
  static Status error(Bytes image, Host& host, double& relative_error);

  struct Info {
    const char* form;  // "values", while all are kept, or "buckets"
    double accuracy;
    std::uint64_t n;
    std::size_t buckets;
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept { return kFinest - image_parameter(state.data()); }
  static Kind kind(State) noexcept { return Kind::float8; }

  // How many buckets an image has, of each its bounds and count, in ascending order. The bound that
  // is nearer to zero is in it. Both are one where it is a value that is kept as it is.
  static Status count_ranges(Bytes image, Host& host, std::size_t& count);
  static Status get_ranges(Bytes image, Host& host, std::span<Range> ranges);

  // --- Buckets. Ascending numbers, as the values in them ascend: 0 holds zero, positive numbers
  // positive values, their negatives the opposite values; infinities and NaN have numbers of their
  // own.
  using Bucket = std::int32_t;
  static constexpr Bucket kNan = 0x7FFFFFFF, kInfinity = 0x7FFFFFFE;
  static constexpr int kMaxLevel = 24;
  static Bucket bucket_of(Key key, int level) noexcept;
  static Bucket coarser(Bucket bucket, int levels) noexcept;
  // The value whose relative distance to all in the bucket is least.
  static Key middle_of(Bucket bucket, int level) noexcept;
  // The bounds of a bucket, in the order of magnitudes: of which it holds the lesser one.
  static std::pair<double, double> bounds_of(Bucket bucket, int level) noexcept;

  static constexpr std::size_t kExactValues = 64;
  static constexpr std::uint64_t kFewTimes = kExactValues;  // what might be kept as it is has to be
  static constexpr std::size_t kMostBuckets = 65536;
  static constexpr std::size_t kMostBuffered = 1024;

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t { kValues = 0, kBuckets = 1, kWorking = 8 };

  struct Counted {
    Bucket bucket;
    std::uint32_t unused;
    std::uint64_t count;
  };
  // A working image: envelope, head, buffer; the summary is room for buckets.
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
  // The working image of contents without values: in place where it fits, else a new one.
  static State written(const DdContents& contents, State state, Host& host);
};

}  // namespace sketch
