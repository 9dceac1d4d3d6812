// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/distribution.hpp"

#include <algorithm>

namespace sketch {
namespace {

// Where a value lies between two others, from 0 to 1. The values are halved only if their
// difference overflows, because halving the least double gives 0.
double share_below(double value, double from, double to) noexcept {
  const double width = to - from;
  return std::isfinite(width) ? (value - from) / width
                              : (value / 2 - from / 2) / (to / 2 - from / 2);
}

}  // namespace

const char* name_of(Kind kind) noexcept {
  switch (kind) {
    case Kind::float8:
      return "double precision";
    case Kind::bigint:
      return "bigint";
    case Kind::timestamptz:
      return "timestamptz";
    case Kind::date:
      return "date";
    case Kind::interval:
      return "interval";
    case Kind::timestamp:
      return "timestamp";
    case Kind::time:
      return "time";
  }
  return "";
}

void Distribution::finish(std::span<Point> points, Kind kind, Key least, Key greatest,
                          double sum) noexcept {
  points_ = points;
  kind_ = kind;
  least_ = least;
  greatest_ = greatest;
  sum_ = sum;
  const auto precedes = [](const Point& a, const Point& b) {
    return a.key < b.key || (a.key == b.key && a.mixed < b.mixed);
  };
  if (!std::is_sorted(points_.begin(), points_.end(), precedes))
    std::sort(points_.begin(), points_.end(), precedes);
  std::uint64_t upto = 0;
  for (Point& point : points_) point.cumulative = upto += point.cumulative;
}

// The slope between point i - 1 and point i.
Distribution::Slope Distribution::slope(std::size_t i) const noexcept {
  const auto half = [this](std::size_t j) {
    if (!points_[j].mixed) return 0.0;
    return static_cast<double>(points_[j].cumulative - points_[j - 1].cumulative) / 2;
  };
  const auto border = static_cast<double>(points_[i - 1].cumulative);
  return {points_[i - 1].key, points_[i].key, border - half(i - 1), border + half(i)};
}

// Rows are counted as in percentile_disc() and percentile_cont().
Key Distribution::quantile(double q) const noexcept {
  return at(std::ceil(q * static_cast<double>(n())));
}

Key Distribution::quantile_descending(double q) const noexcept {
  const auto rows = static_cast<double>(n());
  return at(rows + 1 - std::ceil(q * rows));
}

Distribution::Between Distribution::between(double q, bool descending) const noexcept {
  const auto rows = static_cast<double>(n());
  const double place = q * (rows - 1);
  const double before = std::floor(place), behind = std::ceil(place);
  const double part = place - before;
  return descending ? Between{at(rows - before), at(rows - behind), part}
                    : Between{at(before + 1), at(behind + 1), part};
}

Key Distribution::at(double wanted) const noexcept {
  // The first point whose weight reaches the row.
  if (wanted <= 1) return least_;
  if (wanted >= static_cast<double>(n())) return greatest_;
  const auto at = std::partition_point(points_.begin(), points_.end(), [wanted](const Point& p) {
    return static_cast<double>(p.cumulative) < wanted;
  });
  if (at == points_.end()) return greatest_;
  if (!at->mixed) return std::clamp(at->key, least_, greatest_);
  // A row is at the middle of its share of a slope.
  const double place = wanted - 0.5;
  auto i = static_cast<std::size_t>(at - points_.begin());
  if (place > slope(i).high) ++i;
  const Slope s = slope(i);
  const double from = double_of(s.from), to = double_of(s.to);
  if (!std::isfinite(from) || !std::isfinite(to)) return at->key;
  // The values are halved, because their difference may overflow.
  const double part = (place - s.low) / (s.high - s.low);
  const double value = 2 * (from / 2 + (to / 2 - from / 2) * part);
  return std::clamp(key_of(value), s.from, s.to);
}

std::uint64_t Distribution::weight_upto(Key key) const noexcept {
  if (empty() || key < least_) return 0;
  if (key >= greatest_) return n();
  const auto at = std::partition_point(points_.begin(), points_.end(),
                                       [key](const Point& p) { return p.key <= key; });
  std::uint64_t weight = at == points_.begin() ? 0 : (at - 1)->cumulative;
  const bool between = at != points_.begin() && at != points_.end();
  if (between && ((at - 1)->mixed || at->mixed)) {
    const Slope s = slope(static_cast<std::size_t>(at - points_.begin()));
    const double from = double_of(s.from), to = double_of(s.to);
    // Next to an infinity, all weight is at the finite end.
    double part = std::isfinite(to) ? 0 : 1;
    if (std::isfinite(from) && std::isfinite(to))
      part = share_below(double_of(key), from, to);
    const double rounded = std::floor(s.low + (s.high - s.low) * part + 0.5);
    weight = static_cast<std::uint64_t>(std::clamp(rounded, s.low, s.high));
  }
  // The extremes are exact, even if no point represents them any more.
  return std::clamp<std::uint64_t>(weight, 1, n() == 1 ? 1 : n() - 1);
}

double Distribution::rank(Key key) const noexcept {
  return static_cast<double>(weight_upto(key)) / static_cast<double>(n());
}

double Distribution::distance(const Distribution& other, Host& host) const {
  // Between two points of either distribution ranks stay constant or rise evenly, so the greatest
  // difference is at a point.
  double most = 0;
  constexpr std::size_t kEach = 4096;
  Pace pace(host, kEach);
  const auto compare = [&](Key key) {
    pace.step();
    most = std::max(most, std::abs(rank(key) - other.rank(key)));
  };
  for (const Distribution* d : {this, &other}) {
    compare(d->least_);
    for (const Point& point : d->points_) compare(point.key);
  }
  return most;
}

// The sum of the values between two ranks, times `scale`. With `all`, values outside count as the
// nearest one between the ranks.
double Distribution::part_of_sum(double lower, double upper, bool all,
                                 double scale) const noexcept {
  const double from = lower * static_cast<double>(n()), to = upper * static_cast<double>(n());
  double sum = 0, begin = 0, last = 0;
  bool first = true;
  for (const Point& point : points_) {
    const auto end = static_cast<double>(point.cumulative);
    const double inside = std::min(end, to) - std::max(begin, from);
    begin = end;
    if (!(inside > 0)) continue;
    last = number_of(kind_, point.key) * scale;
    sum += (all && first ? inside + from : inside) * last;
    first = false;
  }
  return all ? sum + (static_cast<double>(n()) - to) * last : sum;
}

namespace {

// The sum may overflow although the mean doesn't; n is below 2^64.
template <class Mean>
double mean_in_steps(Mean mean) noexcept {
  constexpr double kScale = 0x1p-64;
  const double plain = mean(1.0);
  return std::isfinite(plain) ? plain : mean(kScale) / kScale;
}

}  // namespace

double Distribution::trimmed_sum(double lower, double upper) const noexcept {
  return part_of_sum(lower, upper, false, 1);
}

double Distribution::trimmed_mean(double lower, double upper) const noexcept {
  const double count = (upper - lower) * static_cast<double>(n());
  return mean_in_steps(
      [&](double scale) { return part_of_sum(lower, upper, false, scale) / count; });
}

double Distribution::winsorized_mean(double lower, double upper) const noexcept {
  return mean_in_steps([&](double scale) {
    return part_of_sum(lower, upper, true, scale) / static_cast<double>(n());
  });
}

}  // namespace sketch
