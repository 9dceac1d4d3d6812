// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/distribution.hpp"

#include <algorithm>

namespace sketch {

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
  std::sort(points_.begin(), points_.end(),
            [](const Point& a, const Point& b) { return a.key < b.key; });
  std::uint64_t upto = 0;
  for (Point& point : points_) point.upto = upto += point.upto;
}

Key Distribution::quantile(double q) const noexcept {
  // The first point whose weight reaches q n, counted as percentile_disc() counts rows.
  const double wanted = std::ceil(q * static_cast<double>(n()));
  if (wanted <= 1) return least_;
  if (wanted >= static_cast<double>(n())) return greatest_;
  const auto at = std::partition_point(points_.begin(), points_.end(), [wanted](const Point& p) {
    return static_cast<double>(p.upto) < wanted;
  });
  return at == points_.end() ? greatest_ : std::clamp(at->key, least_, greatest_);
}

std::uint64_t Distribution::weight_upto(Key key) const noexcept {
  if (empty() || key < least_) return 0;
  if (key >= greatest_) return n();
  const auto at = std::partition_point(points_.begin(), points_.end(),
                                       [key](const Point& p) { return p.key <= key; });
  // The extremes are known even where the points that stood for them are gone.
  const std::uint64_t weight = at == points_.begin() ? 0 : (at - 1)->upto;
  return std::clamp<std::uint64_t>(weight, 1, n() == 1 ? 1 : n() - 1);
}

double Distribution::rank(Key key) const noexcept {
  return static_cast<double>(weight_upto(key)) / static_cast<double>(n());
}

double Distribution::trimmed_mean(double lower, double upper) const noexcept {
  const double from = lower * static_cast<double>(n()), to = upper * static_cast<double>(n());
  double sum = 0, begin = 0;
  for (const Point& point : points_) {
    const auto end = static_cast<double>(point.upto);
    const double inside = std::min(end, to) - std::max(begin, from);
    if (inside > 0) sum += inside * number_of(kind_, point.key);
    begin = end;
  }
  return sum / (to - from);
}

}  // namespace sketch
