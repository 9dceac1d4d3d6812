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
  std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
    return a.key < b.key || (a.key == b.key && a.spread < b.spread);
  });
  std::uint64_t upto = 0;
  for (Point& point : points_) point.upto = upto += point.upto;
}

// What lies between point i - 1, or the least value, and point i, or the greatest.
Distribution::Slope Distribution::slope(std::size_t i) const noexcept {
  const auto begin = [this](std::size_t j) { return j == 0 ? 0 : points_[j - 1].upto; };
  const auto middle = [&](std::size_t j) {
    return static_cast<double>(begin(j)) + static_cast<double>(points_[j].upto - begin(j)) / 2;
  };
  const bool first = i == 0, last = i == points_.size();
  return {first ? least_ : points_[i - 1].key, last ? greatest_ : points_[i].key,
          !first && points_[i - 1].spread ? middle(i - 1) : static_cast<double>(begin(i)),
          !last && points_[i].spread ? middle(i) : static_cast<double>(begin(i))};
}

Key Distribution::quantile(double q) const noexcept {
  // The first point whose weight reaches q n, counted as percentile_disc() counts rows.
  const double wanted = std::ceil(q * static_cast<double>(n()));
  if (wanted <= 1) return least_;
  if (wanted >= static_cast<double>(n())) return greatest_;
  const auto at = std::partition_point(points_.begin(), points_.end(), [wanted](const Point& p) {
    return static_cast<double>(p.upto) < wanted;
  });
  if (at == points_.end()) return greatest_;
  if (!at->spread) return std::clamp(at->key, least_, greatest_);
  // Rows stand in the middle of their share of a slope.
  const double place = wanted - 0.5;
  auto i = static_cast<std::size_t>(at - points_.begin());
  if (place > slope(i).high) ++i;
  const Slope s = slope(i);
  const double from = double_of(s.from), to = double_of(s.to);
  if (!std::isfinite(from) || !std::isfinite(to)) return at->key;
  // Halved, for the difference of two doubles may be beyond them.
  const double part = (place - s.low) / (s.high - s.low);
  const double value = 2 * (from / 2 + (to / 2 - from / 2) * part);
  return std::clamp(key_of(value), std::max(s.from, least_), std::min(s.to, greatest_));
}

std::uint64_t Distribution::weight_upto(Key key) const noexcept {
  if (empty() || key < least_) return 0;
  if (key >= greatest_) return n();
  const auto at = std::partition_point(points_.begin(), points_.end(),
                                       [key](const Point& p) { return p.key <= key; });
  std::uint64_t weight = at == points_.begin() ? 0 : (at - 1)->upto;
  if ((at != points_.begin() && (at - 1)->spread) || (at != points_.end() && at->spread)) {
    const Slope s = slope(static_cast<std::size_t>(at - points_.begin()));
    const double from = double_of(s.from), to = double_of(s.to);
    // Beside an infinity all is at the finite end.
    double part = std::isfinite(to) ? 0 : 1;
    if (std::isfinite(from) && std::isfinite(to))
      part = (double_of(key) / 2 - from / 2) / (to / 2 - from / 2);
    const double rounded = std::floor(s.low + (s.high - s.low) * part + 0.5);
    weight = static_cast<std::uint64_t>(std::clamp(rounded, s.low, s.high));
  }
  // The extremes are known even where the points that stood for them are gone.
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
