// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/req.hpp"

#include "leveled.hpp"

namespace sketch {
namespace {

constexpr unsigned kLeastSections = 3;
// Up to this many times k, all values are kept.
constexpr std::uint32_t kKeptAll = 24;

// A bound for 99 % of the errors of a rank, times k and relative to the distance from the accurate
// end: measured at k = 4 to 100 over streams and trees of merges (bench/accuracy/req_accuracy.cpp),
// and rounded up.
constexpr double kRankError = 0.28;

constexpr unsigned sections(unsigned depth) noexcept { return std::max(kLeastSections, depth + 1); }

// sqrt(12 s) in 256ths for each level from the highest down, and the sum over the levels above.
constexpr unsigned kFraction = 8;
struct Capacities {
  std::array<std::uint32_t, Req::kMaxLevels> each{};
  std::array<std::uint32_t, Req::kMaxLevels + 1> above{};
};
constexpr Capacities kCapacities = [] {
  Capacities all;
  std::uint32_t root = 0;
  for (unsigned depth = 0; depth < Req::kMaxLevels; ++depth) {
    const std::uint32_t square = 12 * sections(depth) << 2 * kFraction;
    while ((root + 1) * (root + 1) <= square) ++root;
    all.each[depth] = root;
    all.above[depth + 1] = all.above[depth] + root;
  }
  return all;
}();

}  // namespace

std::size_t Req::full_buffer(std::uint32_t parameter) noexcept {
  return std::bit_ceil(std::size_t{64} * size_of(parameter));
}

std::uint32_t Req::capacity(std::uint32_t parameter, unsigned depth, unsigned times) noexcept {
  return times * size_of(parameter) * kCapacities.each[depth] >> kFraction;
}

std::uint32_t Req::budget(std::uint32_t parameter, unsigned levels) noexcept {
  const std::uint32_t k = size_of(parameter);
  return std::max(kKeptAll * k, k * kCapacities.above[levels] >> kFraction);
}

// Half of the keys stay, and those of the other half's sections that are not compacted. One section
// is always compacted, and one more for each low 1 bit of `random`.
std::uint32_t Req::staying(std::uint32_t parameter, unsigned depth, unsigned times,
                           std::uint64_t random) noexcept {
  const unsigned all = sections(depth);
  const std::uint32_t holds = capacity(parameter, depth, times);
  const auto compacted = std::min(static_cast<unsigned>(std::countr_one(random)) + 1, all);
  return holds - std::max(holds * compacted / (2 * all), 1U);
}

double Req::rank_error_of(int k) noexcept { return kRankError / k; }

template class Leveled<Req>;

}  // namespace sketch
