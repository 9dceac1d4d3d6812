// SPDX-License-Identifier: PostgreSQL
//
// Do the rank errors of REQ sketches stay within the published bound, relative to the distance from
// the accurate end? Prints a bound for 99 % of the errors, times k and relative to that distance,
// and a bound for 95 % of the errors at some ranks, in percent of n. Values come in random order,
// sorted, reversed, or from both ends to the middle.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "sketch/quantile/req.hpp"
#include "support/leveled_accuracy.hpp"

namespace sketch::test {
namespace {

enum class Order { shuffled, sorted, reversed, zoomed };
constexpr const char* kOrders[] = {"shuffled", "sorted", "reversed", "zoomed"};

struct Case {
  Order order;
  int k;
  std::size_t n;
  std::size_t parts;  // stored sketches that are merged; 1 means a stream
  bool tree;          // merged in pairs whose results are stored and merged
  bool low;
};

class ReqAccuracy : public ::testing::TestWithParam<Case> {};

std::vector<Key> keys_in(Order order, std::size_t n, Random& random) {
  auto keys = shuffled(n, random);
  if (order == Order::shuffled) return keys;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t down = n - 1 - i;
    keys[i] = static_cast<Key>(order == Order::sorted     ? i
                               : order == Order::reversed ? down
                               : i % 2 == 0               ? i / 2
                                                          : n - 1 - i / 2);
  }
  return keys;
}

// The rank, in values, at a distance of 0 to 1 from the accurate end.
std::size_t place(const Case& c, double distance) {
  const auto n = static_cast<double>(c.n);
  const auto away = static_cast<std::size_t>(distance * n);
  return std::min(c.low ? away : c.n - 1 - std::min(away, c.n - 1), c.n - 1);
}

TEST_P(ReqAccuracy, IsAsPublished) {
  const Case& c = GetParam();
  constexpr int kTrials = 40;
  constexpr std::array kShown = {0.5, 0.1, 0.01, 0.001, 0.0001};
  std::vector<double> errors;
  std::array<std::vector<double>, kShown.size()> shown;
  double published = 0, bytes = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    Random random(static_cast<std::uint64_t>(1000 * trial + c.k));
    auto keys = keys_in(c.order, c.n, random);
    // Coins depend on the values, so sorted values must differ from trial to trial.
    for (Key& key : keys) key += 1'000'003 * trial;
    const auto image =
        built<Req>(c.low ? c.k | Req::kLowRanks : c.k, c.parts, c.tree, keys);
    TestHost host;
    Distribution distribution(host.scratch());
    ASSERT_TRUE(Req::read(image, host, distribution).ok());
    ASSERT_TRUE(Req::error(image, host, published).ok());
    ASSERT_EQ(distribution.n(), c.n);
    const auto error_at = [&](double distance) {
      const std::size_t i = place(c, distance);
      const double exact = static_cast<double>(i + 1) / static_cast<double>(c.n);
      return std::abs(distribution.rank(static_cast<Key>(i) + 1'000'003 * trial) - exact);
    };
    for (double distance = 1; distance * static_cast<double>(c.n) > 1; distance /= 1.05)
      errors.push_back(error_at(distance) / distance);
    for (std::size_t i = 0; i < kShown.size(); ++i) shown[i].push_back(error_at(kShown[i]));
    bytes += static_cast<double>(image.size()) / kTrials;
  }
  std::sort(errors.begin(), errors.end());
  const double in_99 = errors[errors.size() * 99 / 100];
  std::printf("%-8s %-4s k %4d  n %7zu in %4zu  99 %% below %.2f / k, published %.2f;  95 %% at", kOrders[static_cast<int>(c.order)],
              c.low ? "low" : "high", c.k, c.n, c.parts, in_99 * c.k, published * c.k);
  for (std::size_t i = 0; i < kShown.size(); ++i) {
    std::sort(shown[i].begin(), shown[i].end());
    std::printf(" %g: %.5f %%", kShown[i], 100 * shown[i][shown[i].size() * 95 / 100]);
  }
  std::printf("  %5.0f B\n", bytes);
  EXPECT_LT(in_99, published);
}

INSTANTIATE_TEST_SUITE_P(
    All, ReqAccuracy,
    ::testing::Values(Case{Order::shuffled, 4, 100'000, 1, false, false},
                      Case{Order::shuffled, 12, 10'000, 1, false, false},
                      Case{Order::shuffled, 12, 1'000'000, 1, false, false},
                      Case{Order::sorted, 12, 1'000'000, 1, false, false},
                      Case{Order::reversed, 12, 1'000'000, 1, false, false},
                      Case{Order::zoomed, 12, 1'000'000, 1, false, false},
                      Case{Order::shuffled, 12, 1'000'000, 1, false, true},
                      Case{Order::sorted, 12, 1'000'000, 1, false, true},
                      Case{Order::shuffled, 50, 1'000'000, 1, false, false},
                      Case{Order::shuffled, 100, 1'000'000, 1, false, false},
                      Case{Order::shuffled, 12, 1'000'000, 1000, false, false},
                      Case{Order::shuffled, 12, 300'000, 256, true, false},
                      Case{Order::sorted, 12, 1'000'000, 256, true, false},
                      Case{Order::shuffled, 50, 300'000, 64, true, true}));

}  // namespace
}  // namespace sketch::test
