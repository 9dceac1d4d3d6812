// SPDX-License-Identifier: PostgreSQL
//
// Turns histograms into sketches, and lists a sketch's own buckets.
#include <algorithm>
#include <cmath>
#include <memory_resource>
#include <vector>

#include "counting.hpp"
#include "dd_contents.hpp"

namespace sketch {
namespace {

using Range = Dd::Range;

// Whether the range determines its values with some relative accuracy.
bool is_relative(const Range& range) noexcept {
  return std::isfinite(range.lower) && std::isfinite(range.upper) &&
         (range.lower > 0 || range.upper < 0);
}

// The value at which any other range is placed.
double value_of(const Range& range) noexcept {
  return std::isfinite(range.upper) ? range.upper : range.lower;
}

// The key of a value if it is in the bucket, else the bucket's middle.
Key end_in(Dd::Bucket bucket, double value, int level) noexcept {
  const Key key = key_of(value);
  return Dd::bucket_of(key, level) == bucket ? key : Dd::middle_of(bucket, level);
}

// The finest level that is no more accurate than the widest range.
int level_of(std::span<const Range> ranges) noexcept {
  double widest = 0;
  for (const Range& range : ranges) {
    if (range.count == 0 || !is_relative(range)) continue;
    // |upper - lower| / |upper + lower|, evaluated without overflow.
    const double ratio = range.lower / range.upper;
    widest = std::max(widest, std::abs(1 - ratio) / (1 + ratio));
  }
  int level = Dd::kFinest - Dd::kMaxParameter;
  while (level < Dd::kMaxLevel && Dd::accuracy_of(Dd::kFinest - level) < widest) ++level;
  return level;
}

// Distributes the values of a range over the sketch's buckets, in ascending order of magnitudes.
class RangeBuckets {
 public:
  RangeBuckets(const Range& range, int level) noexcept
      : level_(level),
        sign_(range.upper < 0 ? -1 : 1),
        from_(range.upper < 0 ? -range.upper : range.lower),
        to_(range.upper < 0 ? -range.lower : range.upper),
        count_(range.count),
        last_(Dd::bucket_of(key_of(to_), level)),
        bucket_(std::min(Dd::bucket_of(key_of(from_), level), last_)) {}

  // The next bucket and its count; false if there is none.
  bool next(Dd::Counted& counted) noexcept {
    while (bucket_ <= last_) {
      const std::uint64_t upto = bucket_ == last_ ? count_ : cumulative_count();
      counted = {static_cast<Dd::Bucket>(sign_ * bucket_), 0, upto - done_};
      done_ = upto;
      ++bucket_;
      if (counted.count != 0) return true;
    }
    return false;
  }

 private:
  // The number of the range's values below the upper bound of the bucket.
  std::uint64_t cumulative_count() const noexcept {
    const double bound = Dd::bounds_of(bucket_, level_).second;
    const double share = (bound - from_) / (to_ - from_);
    const double upto = std::floor(static_cast<double>(count_) * std::clamp(share, 0.0, 1.0) + 0.5);
    constexpr double kBeyond = 0x1p64;
    return upto >= kBeyond ? count_
                           : std::clamp(static_cast<std::uint64_t>(upto), done_, count_);
  }

  int level_, sign_;
  double from_, to_;
  std::uint64_t count_, done_ = 0;
  Dd::Bucket last_, bucket_;
};

}  // namespace

Status Dd::from_ranges(std::span<const Range> ranges, Host& host, State& state) {
  DdContents contents(host.scratch());
  contents.level = level_of(ranges);
  std::pmr::vector<Counted> all(host.scratch());
  for (const Range& range : ranges) {
    host.pause();
    if (range.count == 0) continue;
    if (!can_count(contents.n, range.count)) return kTooMany;
    contents.n += range.count;
    if (!is_relative(range)) {
      all.push_back({bucket_of(key_of(value_of(range)), contents.level), 0, range.count});
      continue;
    }
    RangeBuckets in_range(range, contents.level);
    Counted counted;
    while (in_range.next(counted)) all.push_back(counted);
  }
  state = create(kFinest - contents.level, host);
  if (all.empty()) return {};
  std::sort(all.begin(), all.end(),
            [](const Counted& a, const Counted& b) { return a.bucket < b.bucket; });
  // The extremes are the bounds of the first and last range in use; the middle of a bucket if the
  // bound is outside of it.
  const auto used = [](const Range& range) { return range.count != 0; };
  const Range& lowest = *std::find_if(ranges.begin(), ranges.end(), used);
  const Range& highest = *std::find_if(ranges.rbegin(), ranges.rend(), used);
  contents.least = end_in(all.front().bucket, is_relative(lowest) ? lowest.lower : value_of(lowest),
                          contents.level);
  contents.greatest = end_in(
      all.back().bucket, is_relative(highest) ? highest.upper : value_of(highest), contents.level);
  contents.count(all, contents.level);
  state = written(contents, state, host);
  return {};
}

Status Dd::count_ranges(Bytes image, Host& host, std::size_t& count) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  count = contents.values.size() + contents.buckets.size();
  return {};
}

Status Dd::get_ranges(Bytes image, Host& host, std::span<Range> ranges) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  std::size_t n = 0;
  for (const Key key : contents.values) {
    if (n == ranges.size()) return {};
    ranges[n++] = {double_of(key), double_of(key), 1};
  }
  const double least = double_of(contents.least), greatest = double_of(contents.greatest);
  for (const Counted& b : contents.buckets) {
    if (n == ranges.size()) return {};
    auto [lower, upper] = bounds_of(b.bucket, contents.level);
    if (b.bucket < 0) std::swap(lower, upper);
    // The extremes are known. NaN is above all other values.
    if (b.bucket != kNan && !std::isnan(greatest)) upper = std::min(upper, greatest);
    if (b.bucket != kNan) lower = std::max(lower, std::isnan(least) ? lower : least);
    ranges[n++] = {lower, upper, b.count};
  }
  return {};
}

}  // namespace sketch
