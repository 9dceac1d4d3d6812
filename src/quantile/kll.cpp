// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/kll.hpp"

#include "leveled.hpp"

namespace sketch {
namespace {

constexpr std::uint32_t kLeastCapacity = 2;

// A bound for 99 % of the errors of a rank, times k^0.95: measured at k = 8 to 1000 over streams
// and trees of merges (0.35 to 0.81, bench/accuracy/kll_accuracy.cpp), and rounded up.
constexpr double kRankError = 0.95;

}  // namespace

// About 4 k.
std::size_t Kll::full_buffer(std::uint32_t k) noexcept {
  return std::bit_ceil(std::size_t{4} * std::max(k, 32U));
}

std::uint32_t Kll::capacity(std::uint32_t k, unsigned depth, unsigned) noexcept {
  for (; depth != 0 && k > kLeastCapacity; --depth) k = k * 2 / 3;
  return std::max(k, kLeastCapacity);
}

std::uint32_t Kll::budget(std::uint32_t k, unsigned levels) noexcept {
  std::uint32_t all = 0, holds = k;
  for (unsigned h = 0; h < levels; ++h) {
    all += holds;
    holds = std::max(holds * 2 / 3, kLeastCapacity);
  }
  return std::max(3 * k, all);
}

double Kll::rank_error_of(int k) noexcept { return kRankError / std::pow(k, 0.95); }

int Kll::k_for_rank_error(double rank_error) noexcept {
  int from = kMinParameter, to = kMaxParameter;
  while (from < to) {
    const int middle = (from + to) / 2;
    if (rank_error_of(middle) <= rank_error) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return to;
}

template class Leveled<Kll>;

}  // namespace sketch
