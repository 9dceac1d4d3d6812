// SPDX-License-Identifier: PostgreSQL
#include "sketch/sample/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "sample_traits.hpp"
#include "sketch/sample/sum_bounds.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

using Draw = Sample::Draw;

class SampleTest : public ::testing::Test {
 protected:
  static ItemType words() { return UniformWords::type(); }
  static ItemType strings() { return KeyedStrings::type(); }

  State typed(int n, Draw draw, ItemType type) {
    State state = Sample::create(n, host_);
    EXPECT_TRUE(Sample::take_type(state, draw, type, host_).ok());
    return state;
  }
  // Adds the rows first ... first + count - 1, as an aggregate does.
  void add_uniform(State& state, std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count;) {
      i += Sample::pass(state, count - i);
      if (i == count) return;
      ASSERT_TRUE(Sample::enter(state, Item::of(first + i++), host_).ok());
    }
  }
  void add_strings(State& state, Draw draw, std::size_t first, std::size_t count, std::size_t size) {
    for (std::size_t i = first; i < first + count; ++i) {
      const std::string text = std::to_string(i) + std::string(size, 'x');
      const std::uint64_t key = Sample::key_of(hash_u64(i));
      ASSERT_TRUE(Sample::take_type(state, draw, strings(), host_).ok());
      ASSERT_TRUE(Sample::add(state, {key, 1, Item::of(std::as_bytes(std::span(text)))}, host_).ok());
    }
  }
  Sample::Info info(Bytes image) {
    Sample::Info info{};
    EXPECT_TRUE(Sample::info(image, host_, info).ok());
    return info;
  }
  std::vector<Sample::Sampled> rows(Bytes image) {
    std::vector<Sample::Sampled> rows(info(image).sampled);
    std::size_t count = 0;
    EXPECT_TRUE(Sample::rows(image, host_, rows, count).ok());
    EXPECT_EQ(count, rows.size());
    return rows;
  }
  State frozen(Bytes image) {
    State canonical;
    EXPECT_TRUE(Sample::freeze(image, host_, canonical).ok());
    return canonical;
  }

  TestHost host_;
};

TEST_F(SampleTest, RowsAreDifferentOnesAndStandForAll) {
  for (const std::uint64_t n : {1U, 99U, 100U, 101U, 500U, 100'000U}) {
    host_.clear();
    State state = typed(100, Draw::uniform, words());
    add_uniform(state, 1000, n);
    const auto sampled = rows(state);
    ASSERT_EQ(sampled.size(), std::min<std::size_t>(n, 100));
    std::set<std::uint64_t> values;
    double sum = 0;
    for (const auto& row : sampled) {
      EXPECT_GE(row.item.word, 1000);
      EXPECT_LT(row.item.word, 1000 + n);
      values.insert(row.item.word);
      sum += row.weight;
      EXPECT_NEAR(row.probability * row.weight, 1, 1e-12);
    }
    EXPECT_EQ(values.size(), sampled.size());
    EXPECT_NEAR(sum, static_cast<double>(n), 1e-6 * static_cast<double>(n));
    EXPECT_EQ(info(state).rows, static_cast<double>(n));
    EXPECT_EQ(info(state).complete, n <= 100);
  }
}

// Each state has its own seed, also after being stored and thawed.
TEST_F(SampleTest, StatesAreIndependent) {
  const auto sample = [this] {
    State state = typed(10, Draw::uniform, words());
    add_uniform(state, 0, 10'000);
    return state;
  };
  const State one = frozen(sample()), other = frozen(sample());
  EXPECT_FALSE(std::equal(one.begin(), one.end(), other.begin(), other.end()));
  State a, b;
  ASSERT_TRUE(Sample::thaw(one, host_, a).ok() && Sample::thaw(one, host_, b).ok());
  add_uniform(a, 0, 100'000);
  add_uniform(b, 0, 100'000);
  const State after = frozen(a), beside = frozen(b);
  EXPECT_FALSE(std::equal(after.begin(), after.end(), beside.begin(), beside.end()));
}

// With long strings, as many rows are kept as fit, at least one, and memory stays bounded.
TEST_F(SampleTest, BytesAreBounded) {
  for (const int n : {1, 4, 100}) {
    for (const std::size_t size : {900U, 1024U, 20'000U, 65'000U}) {
      for (const Draw draw : {Draw::uniform, Draw::keyed}) {
        host_.clear();
        SCOPED_TRACE(::testing::Message() << n << " of " << size);
        State state = Sample::create(n, host_);
        std::size_t largest = 0;
        for (std::size_t i = 0; i < 400; ++i) {
          add_strings(state, draw, i, 1, size);
          largest = std::max(largest, state.size());
        }
        const auto capacity = static_cast<std::size_t>(n);
        EXPECT_LE(largest, 2 * string_budget(capacity) + kMostItemBytes + 24 * (2 * capacity + 20));
        const auto sampled = rows(state);
        EXPECT_GE(sampled.size(), 1);
        EXPECT_GE(sampled.size(), std::min(capacity, string_budget(capacity) / (size + 4)));
        EXPECT_LE(sampled.size(), std::min(capacity, string_budget(capacity) / size));
        EXPECT_LE(frozen(state).size(), string_budget(capacity) + 40 * capacity + 100);
        // In another order, and merged from parts.
        State parts = Sample::create(n, host_), part = Sample::create(n, host_);
        add_strings(parts, draw, 250, 150, size);
        add_strings(part, draw, 0, 250, size);
        ASSERT_TRUE(Sample::merge(parts, frozen(part), host_).ok());
        const State one = frozen(state), other = frozen(parts);
        EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin(), other.end()));
      }
    }
  }
}

TEST_F(SampleTest, LongItemsAreRefused) {
  State state = typed(3, Draw::keyed, strings());
  const std::string text(kMostItemBytes + 1, 'x');
  const Item item{0, 0, std::as_bytes(std::span(text))};
  EXPECT_EQ(Sample::add(state, {1, 1, item}, host_).code, Code::out_of_range);
}

// A row drawn with certainty represents only itself.
TEST_F(SampleTest, GreatWeightsAreCertain) {
  State state = typed(20, Draw::weighted, words());
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const double weight = i % 1000 == 7 ? 1e6 : 1;
    std::uint64_t key = 0;
    if (Sample::draw_key(state, weight, key)) {
      ASSERT_TRUE(Sample::add(state, {key, weight, Item::of(i)}, host_).ok());
    }
  }
  int great = 0;
  double others = 0;
  for (const auto& row : rows(state)) {
    if (row.item.word % 1000 != 7) {
      EXPECT_LT(row.probability, 1);
      others += row.weight;
      continue;
    }
    ++great;
    EXPECT_EQ(row.weight, 1e6);
    EXPECT_EQ(row.probability, 1);
  }
  EXPECT_EQ(great, 5);
  EXPECT_EQ(info(state).rows, 5000);
  EXPECT_GT(others, 1000);
  EXPECT_LT(others, 25'000);
}

// A key counts once. Of its rows the least item is kept, in any order.
TEST_F(SampleTest, KeysCountOnce) {
  State up = typed(50, Draw::keyed, words()), down = typed(50, Draw::keyed, words());
  constexpr std::uint64_t kRows = 20'000, kKeys = 1000;
  const auto add = [this](State& state, std::uint64_t i) {
    const std::uint64_t key = Sample::key_of(hash_u64(i % kKeys));
    ASSERT_TRUE(Sample::add(state, {key, 1, Item::of(i)}, host_).ok());
  };
  for (std::uint64_t i = 0; i < kRows; ++i) {
    add(up, i);
    add(down, kRows - 1 - i);
  }
  const State one = frozen(up), other = frozen(down);
  EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin(), other.end()));
  const auto sampled = rows(up);
  EXPECT_EQ(sampled.size(), 50);
  for (const auto& row : sampled) EXPECT_LT(row.item.word, kKeys);
  EXPECT_NEAR(info(up).rows, kKeys, 4 * kKeys / std::sqrt(50.0));
}

// Two keyed samples share the common keys whose hashes are below the lower limit.
TEST_F(SampleTest, KeyedSamplesMeet) {
  State a = typed(200, Draw::keyed, words()), b = typed(100, Draw::keyed, words());
  for (std::uint64_t i = 0; i < 30'000; ++i) {
    const std::uint64_t key = Sample::key_of(hash_u64(i));
    ASSERT_TRUE(Sample::add(a, {key, 1, Item::of(i)}, host_).ok());
    if (i % 3 == 0) {
      ASSERT_TRUE(Sample::add(b, {key, 1, Item::of(i)}, host_).ok());
    }
  }
  std::set<std::uint64_t> of_a;
  double weight_a = 0, weight_b = 0, common = 0;
  for (const auto& row : rows(a)) of_a.insert(row.item.word), weight_a = row.weight;
  for (const auto& row : rows(b)) {
    weight_b = row.weight;
    if (of_a.contains(row.item.word)) common += std::max(weight_a, weight_b);
  }
  EXPECT_NEAR(common, 10'000, 4 * 10'000 / std::sqrt(100.0 / 2));
}

TEST_F(SampleTest, WhatDoesNotGoTogetherIsAnError) {
  State uniform = typed(5, Draw::uniform, words());
  add_uniform(uniform, 0, 3);
  EXPECT_EQ(Sample::take_type(uniform, Draw::keyed, words(), host_).code, Code::wrong_domain);
  EXPECT_EQ(Sample::take_type(uniform, Draw::uniform, strings(), host_).code, Code::wrong_domain);
  State keyed = typed(5, Draw::keyed, words());
  EXPECT_TRUE(Sample::merge(uniform, keyed, host_).ok()) << "an empty one is of any kind";
  ASSERT_TRUE(Sample::add(keyed, {1, 1, Item::of(std::uint64_t{1})}, host_).ok());
  EXPECT_EQ(Sample::merge(uniform, keyed, host_).code, Code::wrong_domain);
  State texts = typed(5, Draw::uniform, strings());
  add_strings(texts, Draw::uniform, 0, 1, 1);
  EXPECT_EQ(Sample::merge(uniform, texts, host_).code, Code::wrong_domain);
}

// If all rows count the same, the bounds of a sum are binomial.
TEST_F(SampleTest, BoundsOfSums) {
  constexpr double kSize = 100, kRows = 1e6;
  const auto bounds = [&](int counted) {
    DrawnSums sums{};
    UniformSums uniform{1, kSize, kSize / kRows, 0, 0};
    for (int i = 0; i < counted; ++i) {
      sums.add(kRows / kSize, kSize / kRows);
      uniform.add(kRows / kSize);
    }
    return bounds_of_sum(sums, {&uniform, 1}, 0.95);
  };
  const Estimate all = bounds(100), half = bounds(50), one = bounds(1);
  EXPECT_NEAR(all.lower, kRows, 1e-3);
  EXPECT_NEAR(all.upper, kRows, 1e-3);
  EXPECT_NEAR((half.upper - half.lower) / kRows, 2 * 1.96 * 0.05, 0.002);
  EXPECT_GT(one.lower, 0);
  EXPECT_NEAR(one.upper, 5.6e4, 3e3);
  // Parts of both signs have a normal interval.
  DrawnSums sums{};
  for (const double x : {4.0, -2.0}) sums.add(x, 0.5);
  const Estimate both = bounds_of_sum(sums, {}, 0.95);
  EXPECT_NEAR(both.upper - both.value, both.value - both.lower, 1e-12);
  EXPECT_NEAR(both.upper, 2 + 1.96 * std::sqrt(10.0), 1e-3);
  // Rows drawn with certainty add no uncertainty.
  DrawnSums sure{};
  sure.add(7, 1);
  const Estimate certain = bounds_of_sum(sure, {}, 0.95);
  EXPECT_EQ(certain.lower, 7);
  EXPECT_EQ(certain.upper, 7);
  sure.add(2, 0.25);
  EXPECT_GE(bounds_of_sum(sure, {}, 0.95).lower, 7.5);
}

TEST_F(SampleTest, SumsOfSamples) {
  std::vector<UniformSums> sums;
  for (int i = 0; i < 20; ++i) sums.push_back({static_cast<double>(i % 3), 10, 0.5, 1.0 * i, 2.0 * i});
  ASSERT_EQ(add_up_samples(sums), 3U);
  for (int sample = 0; sample < 3; ++sample) {
    double sum = 0;
    for (int i = sample; i < 20; i += 3) sum += i;
    EXPECT_EQ(sums[sample].sample, sample);
    EXPECT_EQ(sums[sample].sum, sum);
    EXPECT_EQ(sums[sample].squares, 2 * sum);
  }
  EXPECT_EQ(add_up_samples({}), 0U);
}

}  // namespace
}  // namespace sketch::test
