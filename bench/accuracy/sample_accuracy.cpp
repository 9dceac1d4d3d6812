// SPDX-License-Identifier: PostgreSQL
//
// Is each row equally likely to be sampled, and are sums over sampled rows as accurate as promised?
// Tests samples built in one piece or merged from uneven stored parts; with long values, of which
// fewer fit; weighted and keyed. Prints the bias, the ratio of the error to theory, and how often
// bounds hold the true sum.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "sketch/sample/sample.hpp"
#include "sketch/sample/sum_bounds.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

using Draw = Sample::Draw;

enum class Built { whole, parts };

struct Population {
  Draw draw;
  Built built;
  std::uint64_t rows;
  int n;
  std::size_t text = 0;  // greatest length of a text value; 0 for numbers
  int trials = 5000;
};

// Some weights are a hundred times as great as others.
double weight_of(std::uint64_t row) {
  static const std::vector<double> weights = [] {
    std::vector<double> made(10'000);
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = std::pow(1 - Random(i).unit(), -0.7);
    return made;
  }();
  return weights[row];
}

class Sampler {
 public:
  explicit Sampler(const Population& population) : population_(population) {}

  // The stored sample of a trial.
  State operator()(int trial, TestHost& host) {
    host.clear();
    host.seed(hash_u64(static_cast<std::uint64_t>(trial)));
    trial_ = static_cast<std::uint64_t>(trial);
    const std::uint64_t rows = population_.rows;
    if (population_.built == Built::whole) return stored(0, rows, host);
    State all = Sample::create(population_.n, host);
    for (const auto& [begin, end] : {std::pair{rows / 10, rows / 2}, {rows / 2, rows}, {rows / 100, rows / 10},
                                     {std::uint64_t{0}, rows / 100}})
      EXPECT_TRUE(Sample::merge(all, stored(begin, end, host), host).ok());
    State canonical;
    EXPECT_TRUE(Sample::freeze(all, host, canonical).ok());
    return canonical;
  }

  // The row that an item stands for.
  std::uint64_t row_of(const Item& item) const {
    return population_.text == 0 ? item.word : load_le<std::uint64_t>(item.bytes.data());
  }

 private:
  Item item_of(std::uint64_t row) {
    if (population_.text == 0) return Item::of(row);
    text_.assign(8 + Random(row).below(static_cast<std::uint32_t>(population_.text)), std::byte{'x'});
    store_le(text_.data(), row);
    return Item::of(Bytes(text_));
  }

  State stored(std::uint64_t begin, std::uint64_t end, TestHost& host) {
    static constexpr std::byte kName[] = {std::byte{20}};
    State state = Sample::create(population_.n, host), canonical;
    const Items items = population_.text == 0 ? Items::words : Items::strings;
    EXPECT_TRUE(Sample::take_type(state, population_.draw, {items, kName}, host).ok());
    for (std::uint64_t row = begin; row < end; ++row) {
      std::uint64_t key = 0;
      double weight = 1;
      switch (population_.draw) {
        case Draw::uniform:
          row += Sample::pass(state, end - row);
          if (row < end) {
            EXPECT_TRUE(Sample::enter(state, item_of(row), host).ok());
          }
          continue;
        case Draw::weighted:
          weight = weight_of(row);
          if (!Sample::draw_key(state, weight, key)) continue;
          break;
        case Draw::keyed:
          key = Sample::key_of(hash_u64(hash_u64(row) + trial_));
          break;
      }
      EXPECT_TRUE(Sample::add(state, {key, weight, item_of(row)}, host).ok());
    }
    EXPECT_TRUE(Sample::freeze(state, host, canonical).ok());
    return canonical;
  }

  Population population_;
  std::uint64_t trial_ = 0;
  std::vector<std::byte> text_;
};

std::vector<Sample::Sampled> rows_of(State image, TestHost& host, Sample::Info& info) {
  EXPECT_TRUE(Sample::info(image, host, info).ok());
  std::vector<Sample::Sampled> rows(info.sampled);
  std::size_t count = 0;
  EXPECT_TRUE(Sample::rows(image, host, rows, count).ok());
  return rows;
}

class SampleAccuracy : public ::testing::TestWithParam<Population> {};
class EqualChances : public SampleAccuracy {};

// For simple random samples without replacement, the sum of squared differences from the mean
// count, divided by the variance and times (N - 1) / N, has a chi-square distribution with N - 1
// degrees of freedom.
TEST_P(EqualChances, ChiSquare) {
  const Population& population = GetParam();
  Sampler sampler(population);
  TestHost host;
  std::vector<double> counts(population.rows);
  for (int trial = 0; trial < population.trials; ++trial) {
    Sample::Info info{};
    for (const auto& row : rows_of(sampler(trial, host), host, info))
      counts[sampler.row_of(row.item)] += 1;
  }
  const auto rows = static_cast<double>(population.rows);
  const double p = population.n / rows, mean = population.trials * p, freedom = rows - 1;
  double sum = 0;
  for (const double count : counts) sum += (count - mean) * (count - mean);
  const double chi_square = sum / (mean * (1 - p)) * freedom / rows;
  // Wilson, Hilferty 1931.
  const double z = (std::cbrt(chi_square / freedom) - (1 - 2 / (9 * freedom))) / std::sqrt(2 / (9 * freedom));
  std::printf("%6.0f rows, n = %4d, %s: chi-square %.0f of %.0f degrees of freedom, z = %.2f\n", rows,
              population.n, population.built == Built::whole ? "whole" : "parts", chi_square, freedom, z);
  EXPECT_LT(std::abs(z), 3.29);  // a probability of 0.001
}

INSTANTIATE_TEST_SUITE_P(All, EqualChances,
                         ::testing::Values(Population{Draw::uniform, Built::whole, 300, 20},
                                           Population{Draw::uniform, Built::parts, 300, 20},
                                           Population{Draw::uniform, Built::whole, 5000, 100},
                                           Population{Draw::uniform, Built::parts, 5000, 100},
                                           Population{Draw::uniform, Built::parts, 1000, 1},
                                           Population{Draw::keyed, Built::parts, 1000, 50}));

// Sums over a tenth to half of the rows: of the weights in a weighted sample, of the bytes if
// values are long, otherwise of the number of rows.
TEST_P(SampleAccuracy, SubsetSums) {
  const Population& population = GetParam();
  Sampler sampler(population);
  TestHost host;
  const auto in_subset = [](std::uint64_t row) { return hash_u64(row) % 3 == 0; };
  const bool weighted = population.draw == Draw::weighted;
  const auto part = [&](std::uint64_t row) {
    return population.text == 0 ? 1.0 : 1.0 + Random(row).below(static_cast<std::uint32_t>(population.text));
  };
  const double trials = population.trials;
  double truth = 0;
  for (std::uint64_t row = 0; row < population.rows; ++row)
    if (in_subset(row)) truth += weighted ? weight_of(row) : part(row);
  double sum = 0, squares = 0, variance = 0, held = 0, sampled = 0;
  for (int trial = 0; trial < population.trials; ++trial) {
    Sample::Info info{};
    DrawnSums sums{};
    UniformSums uniform{0, 0, 1, 0, 0};
    const auto rows = rows_of(sampler(trial, host), host, info);
    for (const auto& row : rows) {
      uniform.size = static_cast<double>(rows.size());
      uniform.probability = row.probability;
      if (!in_subset(sampler.row_of(row.item))) continue;
      const double x = weighted ? row.weight : row.weight * part(sampler.row_of(row.item));
      sums.add(x, row.probability);
      uniform.add(x);
    }
    const bool together = population.draw == Draw::uniform;
    const Estimate bounds = bounds_of_sum(sums, {&uniform, together ? 1U : 0U}, 0.95);
    const double off = bounds.value - truth;
    sum += off, squares += off * off;
    variance += sums.variance + (together ? uniform.covariance() : 0);
    held += bounds.lower <= truth && truth <= bounds.upper ? 1 : 0;
    sampled += static_cast<double>(rows.size()) / trials;
  }
  const double deviation = std::sqrt(squares / trials), theory = std::sqrt(variance / trials);
  const double bias = sum / trials / deviation, coverage = 100 * held / trials;
  std::printf("%s of %6.0f rows, %5.1f sampled, %s: error %.2f %%, bias %+.3f sigma, error over theory %.3f, "
              "bounds hold in %.1f %%\n",
              weighted ? "weights" : population.draw == Draw::keyed ? "keys   " : "rows   ",
              static_cast<double>(population.rows), sampled,
              population.built == Built::whole ? "whole" : "parts", 100 * deviation / truth, bias,
              deviation / theory, coverage);
  EXPECT_LT(std::abs(bias), 5 / std::sqrt(trials));  // five standard deviations of the mean
  EXPECT_GT(deviation / theory, 0.95);
  EXPECT_LT(deviation / theory, 1.05);
  EXPECT_GT(coverage, 94);
  EXPECT_LT(coverage, 96);
}

INSTANTIATE_TEST_SUITE_P(
    All, SampleAccuracy,
    ::testing::Values(Population{Draw::uniform, Built::whole, 5000, 200},
                      Population{Draw::uniform, Built::parts, 5000, 200},
                      Population{Draw::uniform, Built::parts, 1000, 100, 3000, 2500},
                      Population{Draw::weighted, Built::whole, 5000, 200},
                      Population{Draw::weighted, Built::parts, 5000, 200},
                      Population{Draw::weighted, Built::parts, 1000, 400},
                      Population{Draw::keyed, Built::parts, 5000, 200}));

}  // namespace
}  // namespace sketch::test
