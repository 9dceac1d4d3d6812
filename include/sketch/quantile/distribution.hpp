// SPDX-License-Identifier: PostgreSQL
//
// Distribution: what a quantile sketch knows, unpacked for questions: keys in ascending order, each
// with the weight of everything up to it. Its answers are those of exact PostgreSQL over the values
// that it stands for: quantile() is percentile_disc(), between() percentile_cont(), rank() is cume_dist(). A point's weight is
// at its key; or it is spread, and the key is the mean of values of which half are below it: then
// ranks rise evenly from there to the point's neighbours.
//
//   1. quantile() is monotone in q, 0 gives the least value and 1 the greatest, both exact.
//   2. rank() is monotone, 0 below the least value and 1 from the greatest on.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

class Distribution {
 public:
  struct Point {
    Key key;
    std::uint64_t upto;   // while it is built, the key's own weight
    bool spread = false;  // of double precision values alone; the extremes are not
  };

  explicit Distribution(std::pmr::memory_resource* scratch) noexcept : room_(scratch) {}

  // Building: room for n points, which the caller fills, and then finish(), which sorts and adds
  // up.
  std::span<Point> make(std::size_t n) { return room_.make(n); }
  void finish(std::span<Point> points, Kind kind, Key least, Key greatest, double sum) noexcept;

  bool empty() const noexcept { return points_.empty(); }
  Kind kind() const noexcept { return kind_; }
  std::uint64_t n() const noexcept { return points_.empty() ? 0 : points_.back().upto; }
  Key least() const noexcept { return least_; }
  Key greatest() const noexcept { return greatest_; }
  double sum() const noexcept { return sum_; }
  std::span<const Point> points() const noexcept { return points_; }

  // The rest up to trimmed_mean() is not for an empty one; q is 0 to 1.
  Key quantile(double q) const noexcept;
  // The same over values that are sorted from the greatest to the least.
  Key quantile_descending(double q) const noexcept;

  // Where percentile_cont(q) interpolates: between two values, and how far on the way.
  struct Between {
    Key from, to;
    double part;
  };
  Between between(double q, bool descending) const noexcept;

  // The weight of all values up to `key`.
  std::uint64_t weight_upto(Key key) const noexcept;
  double rank(Key key) const noexcept;

  // The greatest difference of the two's ranks of any value (Kolmogorov and Smirnov); neither is
  // empty, and their kinds are the same.
  double distance(const Distribution& other, Host& host) const;

  // Of what is between two ranks, lower < upper: the mean and the sum; and the mean of all values,
  // what is below or above being taken for the nearest that is between.
  double trimmed_mean(double lower, double upper) const noexcept;
  double trimmed_sum(double lower, double upper) const noexcept;
  double winsorized_mean(double lower, double upper) const noexcept;

 private:
  // Where ranks rise evenly: between two keys, the weights up to them.
  struct Slope {
    Key from, to;
    double low, high;
  };
  Slope slope(std::size_t i) const noexcept;
  // The value of a row, from 1 to n, in ascending order.
  Key at(double row) const noexcept;
  double part_of_sum(double lower, double upper, bool all, double scale) const noexcept;

  ScratchArray<Point, 1024> room_;
  std::span<Point> points_;
  Kind kind_ = Kind::float8;
  Key least_ = 0, greatest_ = 0;
  double sum_ = 0;
};

}  // namespace sketch
