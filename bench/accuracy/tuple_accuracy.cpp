// SPDX-License-Identifier: PostgreSQL
//
// Are totals of tuple sketches as accurate as theory says? Prints what it measures.
//
// A total over n keys, each of which is in the sample with probability theta, has the variance (1 -
// theta) / theta times the sum of squares; theta is about k / n. Seeds are fixed.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "sketch/theta/tuple.hpp"
#include "support/errors.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kKeys = 100'000;
constexpr int kPrecision = 12;

// The values of the keys, the same in each trial; the keys differ.
template <class Value>
void totals(const char* name, Value value, int trials) {
  std::vector<double> values(kKeys);
  Random choice(1);
  double sum = 0, squares = 0;
  for (double& v : values) {
    v = value(choice);
    sum += v;
    squares += v * v;
  }
  // The expected theta: the (k + 1)st least of n hashes.
  const auto k = static_cast<double>(Theta::most_hashes(kPrecision));
  const double theory = std::sqrt((static_cast<double>(kKeys) / (k - 1) - 1) * squares) / sum;
  Errors errors(sum, theory);
  Random random(2);
  TestHost host;
  for (int i = 0; i < trials; ++i) {
    State state = Tuple::create(kPrecision, host);
    ASSERT_TRUE(Tuple::take_shape(state, {Mode::sum, 1}, host).ok());
    for (const double v : values) state = Tuple::add(state, random(), &v, host);
    Estimate e{};
    ASSERT_TRUE(Tuple::sum(state, 0, 0.95, host, e).ok());
    errors.add(e.value, e.lower <= sum && sum <= e.upper);
    host.clear();
  }
  std::printf("%s: ", name);
  errors.print(kPrecision);
  errors.expect_theory();
  errors.expect_coverage();
}

TEST(TupleAccuracy, Totals) {
  totals(
      "uniform", [](Random& random) { return random.unit(); }, 1000);
  totals(
      "constant", [](Random&) { return 1.0; }, 1000);
  totals(
      "exponential", [](Random& random) { return -std::log(1 - random.unit()); }, 1000);
  // The largest values are a thousand times the mean of the others.
  totals(
      "one of 500", [](Random& random) { return random.below(500) == 0 ? 1000.0 : 1.0; }, 1000);
}

}  // namespace
}  // namespace sketch::test
