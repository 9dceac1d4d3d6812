// SPDX-License-Identifier: PostgreSQL
//
// Are theta sketches as accurate as theory says? Prints what it measures.
//
// If k hashes of a set are kept, theta is about k / set. The number of hashes below theta that
// belong to n of its values has the relative variance (1 - theta) / (n theta). Seeds are fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "sketch/theta/theta.hpp"
#include "support/errors.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr double kTolerance = 0.03;

double kept(int precision) { return static_cast<double>(Theta::most_hashes(precision)); }

State with_random(State state, Random& random, std::size_t n, Host& host) {
  std::vector<std::uint64_t> hashes(n);
  for (auto& hash : hashes) hash = random();
  return Theta::add_all(state, hashes, host);
}

State frozen(Bytes image, Host& host) {
  State canonical;
  EXPECT_TRUE(Theta::freeze(image, host, canonical).ok());
  return canonical;
}

void record(Errors& errors, Bytes image, Host& host) {
  Estimate e{};
  EXPECT_TRUE(Theta::bounds(image, 0.95, host, e).ok());
  errors.add(e.value, e.lower <= errors.n() && errors.n() <= e.upper);
}

// If there are only a few hashes, `hashes` on average, counts are too coarse for bounds of exactly
// this confidence, which may then hold more often.
void expect(int precision, const Errors& errors, double hashes = 1e6) {
  constexpr double kFew = 30;
  errors.print(precision);
  errors.expect_theory(kTolerance);
  hashes < kFew ? errors.expect_coverage_at_least() : errors.expect_coverage();
}

// The error relative to n of the values of a set; theta is `lower` times that of one sketch.
double theory(int precision, double set, double n, double lower = 1) {
  const double k = kept(precision);
  return std::sqrt((1 - k / set) * lower * set / n / (k - 1));
}

void count(int precision, std::size_t n, int trials) {
  const auto set = static_cast<double>(n);
  Errors errors(set, theory(precision, set, set));
  Random random(100 + static_cast<std::uint64_t>(precision));
  TestHost host;
  for (int i = 0; i < trials; ++i) {
    record(errors, with_random(Theta::create(precision, host), random, n, host), host);
    host.clear();
  }
  expect(precision, errors);
}

TEST(ThetaAccuracy, Counts) {
  count(6, 10'000, 10'000);
  count(8, 20'000, 5000);
  count(12, 100'000, 2000);
  count(12, 1'000'000, 300);
  count(15, 1'000'000, 300);
}

// Bounds around the change from all hashes to a sample. They hold more often while all hashes are
// kept, and when there are only one or two values more, which the lower bound can hardly miss.
TEST(ThetaAccuracy, BoundsHoldAtEveryCount) {
  for (const int precision : {4, 6, 8, 10, 12, 14}) {
    const std::size_t k = Theta::most_hashes(precision);
    const std::size_t counts[] = {k / 2,  k - 1,  k,      k + 1,     k + 2, k + 3, k + 5,
                                  k + 10, k + 20, k + 50, k + k / 8, 2 * k, 5 * k};
    std::vector<Coverage> coverage;
    for (const std::size_t n : counts) coverage.emplace_back(static_cast<double>(n));
    Random random(600 + static_cast<std::uint64_t>(precision));
    TestHost host;
    const int trials = std::clamp((1 << 21) >> precision, 500, 5000);
    for (int trial = 0; trial < trials; ++trial) {
      State state = Theta::create(precision, host);
      std::size_t n = 0;
      for (std::size_t i = 0; i < coverage.size(); ++i) {
        if (counts[i] < n) continue;
        state = with_random(state, random, counts[i] - n, host);
        n = counts[i];
        coverage[i].add([&](double confidence, Estimate& e) {
          return Theta::bounds(state, confidence, host, e);
        });
      }
      host.clear();
    }
    for (std::size_t i = 0; i < coverage.size(); ++i) {
      if (i == 0 || counts[i] > *std::max_element(counts, counts + i))
        coverage[i].expect(precision, counts[i] <= k + 2);
    }
  }
}

// Up to k values only shared cells lose values: k^2 / (6 * 2^bits) of them.
TEST(ThetaAccuracy, UpToKNextToNothingIsLost) {
  for (const int precision : {12, 14, 16}) {
    const std::size_t k = Theta::most_hashes(precision);
    Random random(200);
    TestHost host;
    double missed = 0;
    constexpr int kTrials = 200;
    for (int i = 0; i < kTrials; ++i) {
      double value = 0;
      const State state = with_random(Theta::create(precision, host), random, k, host);
      ASSERT_TRUE(Theta::cardinality(state, host, value).ok());
      missed += static_cast<double>(k) - value;
      host.clear();
    }
    const double mean = std::ldexp(kept(precision) * kept(precision) / 6,
                                   -hash_bits(precision, Grain::fine));
    std::printf("p = %d: %.5f of %zu missed, theory %.5f\n", precision, missed / kTrials, k, mean);
    EXPECT_LE(missed, 1);
  }
}

TEST(ThetaAccuracy, UnionOfHundreds) {
  constexpr int kPrecision = 12, kSketches = 300;
  // Half of each set is its own; the other half is shared with a neighbour.
  constexpr std::size_t kHalf = 2500;
  constexpr double kAll = (kSketches + 1) * kHalf;
  Errors errors(kAll, theory(kPrecision, kAll, kAll));
  Random random(300);
  TestHost host;
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<std::uint64_t> hashes(2 * kHalf);
    for (auto& hash : hashes) hash = random();
    State state = Theta::create(kPrecision, host);
    for (int i = 0; i < kSketches; ++i) {
      std::copy(hashes.begin() + kHalf, hashes.end(), hashes.begin());
      for (std::size_t j = kHalf; j < 2 * kHalf; ++j) hashes[j] = random();
      const State part = Theta::add_all(Theta::create(kPrecision, host), hashes, host);
      ASSERT_TRUE(Theta::merge(state, frozen(part, host), host).ok());
    }
    record(errors, state, host);
    host.clear();
  }
  expect(kPrecision, errors);
}

// Two sets of equal size with a given similarity; the stored images are asked.
void overlap(int precision, double similarity, double either, int trials) {
  const auto both = static_cast<std::size_t>(similarity * either);
  const auto own = static_cast<std::size_t>((1 - similarity) * either / 2);
  const auto set = static_cast<double>(both + own), n = static_cast<double>(both);
  const double k = kept(precision);
  // Theta is the lower of two: on average by the mean of the maximum of two normal variables, 1 /
  // sqrt(pi), times the deviation of what is not in both sets.
  const double lower = 1 + std::sqrt((1 - n / set) / k / std::numbers::pi);
  Errors common(n, theory(precision, set, n, lower));
  Errors rest(static_cast<double>(own), theory(precision, set, static_cast<double>(own), lower));
  // Among the hashes below theta that are in either set, those in both are a sample of a
  // proportion.
  Errors jaccard(similarity, theory(precision, set, n, lower) * std::sqrt(1 - similarity));
  Random random(400 + static_cast<std::uint64_t>(1000 * similarity));
  TestHost host;
  for (int i = 0; i < trials; ++i) {
    Random common_to_a(random());
    Random common_to_b = common_to_a;
    const State a = with_random(Theta::create(precision, host), common_to_a, both, host);
    const State b = with_random(Theta::create(precision, host), common_to_b, both, host);
    const State image_a = frozen(with_random(a, random, own, host), host);
    const State image_b = frozen(with_random(b, random, own, host), host);
    State result;
    ASSERT_TRUE(Theta::intersection(image_a, image_b, host, result).ok());
    record(common, result, host);
    ASSERT_TRUE(Theta::difference(image_a, image_b, host, result).ok());
    record(rest, result, host);
    Estimate e{};
    ASSERT_TRUE(Theta::jaccard(image_a, image_b, 0.95, host, e).ok());
    jaccard.add(e.value, e.lower <= similarity && similarity <= e.upper);
    host.clear();
  }
  std::printf("similarity %.2f: intersection, difference, similarity\n", similarity);
  expect(precision, common, k * n / set);
  expect(precision, rest);
  expect(precision, jaccard, k * n / set);
}

// Disjoint sets share some cells by chance; the bounds take that into account.
TEST(ThetaAccuracy, DisjointSets) {
  constexpr int kPrecision = 12, kTrials = 1000;
  const double mean =
      std::ldexp(kept(kPrecision) * kept(kPrecision) / 3, -hash_bits(kPrecision, Grain::coarse));
  Random random(500);
  TestHost host;
  double hashes = 0, wrong = 0;
  for (int i = 0; i < kTrials; ++i) {
    const State a = with_random(Theta::create(kPrecision, host), random, 50'000, host);
    const State b = with_random(Theta::create(kPrecision, host), random, 50'000, host);
    State both;
    Theta::Info info{};
    Estimate e{}, similarity{};
    ASSERT_TRUE(Theta::intersection(a, b, host, both).ok());
    ASSERT_TRUE(Theta::info(both, host, info).ok());
    ASSERT_TRUE(Theta::bounds(both, 0.95, host, e).ok());
    ASSERT_TRUE(Theta::jaccard(a, b, 0.95, host, similarity).ok());
    hashes += static_cast<double>(info.hashes);
    wrong += e.lower > 0 || similarity.lower > 0;
    host.clear();
  }
  std::printf("by chance %.3f hashes in both, theory %.3f\n", hashes / kTrials, mean);
  EXPECT_NEAR(hashes, kTrials * mean, 4.5 * std::sqrt(kTrials * mean));
  EXPECT_LT(wrong, 0.05 * kTrials);
}

TEST(ThetaAccuracy, Overlaps) {
  for (const double similarity : {0.01, 0.1, 0.5}) {
    overlap(12, similarity, 50'000, 1000);
    overlap(8, similarity, 10'000, 2000);
  }
  overlap(14, 0.01, 200'000, 300);
  overlap(16, 0.01, 400'000, 150);
}

}  // namespace
}  // namespace sketch::test
