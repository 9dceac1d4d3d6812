// SPDX-License-Identifier: PostgreSQL
#include "sketch/sample/sum_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace sketch {

void DrawnSums::add(double x, double probability) noexcept {
  rows += 1;
  sum += x;
  drawn += x * probability;
  negatives += x < 0 ? 1 : 0;
  if (probability < 1) variance += x * x * (1 - probability);
  else sure += x;
}

void DrawnSums::add(const DrawnSums& other) noexcept {
  rows += other.rows;
  sum += other.sum;
  sure += other.sure;
  drawn += other.drawn;
  negatives += other.negatives;
  variance += other.variance;
}

void UniformSums::add(double x) noexcept {
  sum += x;
  squares += x * x;
}

void UniformSums::add(const UniformSums& other) noexcept {
  sum += other.sum;
  squares += other.squares;
}

double UniformSums::covariance() const noexcept {
  return size > 1 ? (1 - probability) / (size - 1) * (squares - sum * sum) : 0;
}

std::size_t add_up_samples(std::span<UniformSums> sums) noexcept {
  std::sort(sums.begin(), sums.end(),
            [](const UniformSums& a, const UniformSums& b) { return a.sample < b.sample; });
  std::size_t n = 0;
  for (const UniformSums& next : sums) {
    if (n > 0 && sums[n - 1].sample == next.sample) sums[n - 1].add(next);
    else sums[n++] = next;
  }
  return n;
}

Estimate bounds_of_sum(const DrawnSums& all, std::span<const UniformSums> uniform,
                       double confidence) noexcept {
  const double z = two_sided_normal_quantile(confidence);
  double variance = all.variance;
  for (const UniformSums& sample : uniform) variance += sample.covariance();
  variance = std::max(variance, 0.0);
  const double guessed = all.sum - all.sure;
  if (all.negatives > 0 || !(guessed > 0)) {
    const double half = z * std::sqrt(variance);
    return {all.sum - half, all.sum, all.sum + half};
  }
  // Let x be the true sum of the rows not drawn with certainty. Its variance is assumed to be 2 c x
  // / z^2, so the bounds are the solutions of (guessed - x)^2 = 2 c x.
  const double c = z * z * variance / guessed / 2;
  const double half = std::sqrt(c * (2 * guessed + c));
  return {std::min(all.sum, std::max(all.sum + c - half, all.drawn)), all.sum, all.sum + c + half};
}

}  // namespace sketch
