// SPDX-License-Identifier: PostgreSQL
//
// Distribution: the unpacked contents of a quantile sketch, from which all questions are answered.
// It consists of points: keys in ascending order, each with the weight of everything up to it. The
// answers are those that exact PostgreSQL gives for the values represented: quantile() is
// percentile_disc(), between() percentile_cont(), rank() cume_dist().
//
// A point's weight is at its key, or, if it is a mixed centroid of a t-digest, around its key: then
// half of it is below the key, and ranks rise evenly from there to the neighbouring points.
//
//   1. quantile() is monotone in q; 0 gives the least value and 1 the greatest, both exact.
//   2. rank() is monotone, 0 below the least value, and 1 from the greatest on.
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
    std::uint64_t cumulative;  // weight up to the key; before finish(), the point's own weight
    bool mixed = false;        // a mixed centroid: only for doubles, and never for the extremes
  };

  explicit Distribution(std::pmr::memory_resource* scratch) noexcept : room_(scratch) {}

  // Building: make() gives room for n points, which the caller fills in; finish() sorts them and
  // adds up their weights.
  std::span<Point> make(std::size_t n) { return room_.make(n); }
  void finish(std::span<Point> points, Kind kind, Key least, Key greatest, double sum) noexcept;

  bool empty() const noexcept { return points_.empty(); }
  Kind kind() const noexcept { return kind_; }
  std::uint64_t n() const noexcept { return points_.empty() ? 0 : points_.back().cumulative; }
  Key least() const noexcept { return least_; }
  Key greatest() const noexcept { return greatest_; }
  double sum() const noexcept { return sum_; }
  std::span<const Point> points() const noexcept { return points_; }

  // The functions up to trimmed_mean() need a distribution that is not empty, and q from 0 to 1.
  Key quantile(double q) const noexcept;
  // The same for values sorted in descending order.
  Key quantile_descending(double q) const noexcept;

  // Where percentile_cont(q) interpolates: between two values, and how far from the first to the
  // second.
  struct Between {
    Key from, to;
    double part;
  };
  Between between(double q, bool descending) const noexcept;

  // The weight of all values up to `key`.
  std::uint64_t weight_upto(Key key) const noexcept;
  double rank(Key key) const noexcept;

  // The distance of Kolmogorov and Smirnov: the greatest difference between the ranks of a value in
  // both. Neither may be empty; both must be of the same kind.
  double distance(const Distribution& other, Host& host) const;

  // The mean and the sum of the values between two ranks, lower < upper. For the winsorized mean,
  // values outside are replaced by the nearest one between the ranks.
  double trimmed_mean(double lower, double upper) const noexcept;
  double trimmed_sum(double lower, double upper) const noexcept;
  double winsorized_mean(double lower, double upper) const noexcept;

 private:
  // A stretch over which ranks rise evenly: two keys, and the weights up to them.
  struct Slope {
    Key from, to;
    double low, high;
  };
  Slope slope(std::size_t i) const noexcept;
  // The value of a row, counted from 1 to n in ascending order.
  Key at(double row) const noexcept;
  double part_of_sum(double lower, double upper, bool all, double scale) const noexcept;

  ScratchArray<Point, 1024> room_;
  std::span<Point> points_;
  Kind kind_ = Kind::float8;
  Key least_ = 0, greatest_ = 0;
  double sum_ = 0;
};

}  // namespace sketch
