// SPDX-License-Identifier: PostgreSQL
//
// A fixture that builds and reads quantile sketches of numbers.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "sketch/core/bytes.hpp"
#include "sketch/quantile/buffered.hpp"
#include "sketch/quantile/distribution.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

template <class Sketch>
class QuantileTest : public ::testing::Test {
 protected:
  State build(int parameter, const std::vector<double>& values) {
    std::vector<Key> keys;
    for (const double value : values) keys.push_back(key_of(value));
    return Sketch::add_all(Sketch::create(parameter, host_), keys, host_);
  }

  void read(Bytes image, Distribution& distribution) {
    const Status status = Sketch::read(image, host_, distribution);
    ASSERT_TRUE(status.ok()) << status.message;
  }

  // Checks ranks of values whose weights are independent of the values.
  void expect_accurate_weighted_ranks(int parameter, double error) {
    constexpr std::size_t kValues = 20'000;
    State state = Sketch::create(parameter, host_);
    std::vector<double> weights(kValues);
    Random random(11);
    for (std::size_t i = 0; i < kValues; ++i) {
      const std::size_t value = i * 7919 % kValues;
      const std::uint64_t weight = 1 + random.below(3000);
      weights[value] = static_cast<double>(weight);
      ASSERT_TRUE(Sketch::add_weighted(state, key_of(static_cast<double>(value)), weight, host_).ok());
    }
    double below = 0, all = 0;
    for (const double weight : weights) all += weight;
    Distribution distribution(host_.scratch());
    read(state, distribution);
    ASSERT_EQ(static_cast<double>(distribution.n()), all);
    for (std::size_t value = 0; value < kValues; ++value) {
      below += weights[value];
      if (value % 100 != 0) continue;
      EXPECT_NEAR(distribution.rank(key_of(static_cast<double>(value))), below / all, error) << value;
    }
  }

  // Checks that the parser refuses a sum that n values from `least` to `greatest` can't have. The
  // sum is stored at offset `at` of the image.
  void expect_possible_sums(Bytes image, std::size_t at, double n, double least, double greatest) {
    const auto accepts = [&](double sum) {
      std::vector<std::byte> changed(image.begin(), image.end());
      store_le(changed.data() + at, std::bit_cast<std::uint64_t>(sum));
      return Sketch::check(changed, host_).ok();
    };
    EXPECT_TRUE(accepts(n * least) && accepts(n * greatest) && accepts(n * (least + greatest) / 2));
    EXPECT_TRUE(accepts(n * greatest * (1 + 1e-15)));
    const double some = 1e-6 * n * std::max(std::abs(least), std::abs(greatest));
    for (const double sum : {n * least - some, n * greatest + some, 1e300, -1e300,
                             std::numeric_limits<double>::infinity(), std::nan("")}) {
      EXPECT_FALSE(accepts(sum)) << sum;
    }
  }

  // Damages a state's head: a number of keys that exceeds its room, then a number of values and
  // extremes that don't fit the summary. Every operation on it must give an error or a sketch.
  void expect_error_of_damaged_state(int parameter) {
    const std::vector<double> values(50'000, 1.0);
    const std::vector<Key> more(50'000, key_of(2));
    const auto damaged = [&](auto damage) {
      const State state = build(parameter, values);
      auto head = load_native<BufferHead>(state.data() + kEnvelopeBytes);
      damage(head);
      store_native(state.data() + kEnvelopeBytes, head);
      return state;
    };
    const auto beyond = [](BufferHead& head) { head.buffered = head.room + 1; };
    EXPECT_THROW(Sketch::reduce(damaged(beyond), Sketch::kMinParameter, host_), Status);
    const auto lower = [](BufferHead& head) { head.greatest = key_of(0); };
    const auto miscounted = [](BufferHead& head) { head.n += 1; };
    State canonical;
    EXPECT_FALSE(Sketch::freeze(damaged(lower), host_, canonical).ok());
    const auto expect_error_or_sketch = [&](State state, auto change) {
      try {
        const bool frozen = Sketch::freeze(change(state), host_, canonical).ok();
        EXPECT_TRUE(!frozen || Sketch::check(canonical, host_).ok());
      } catch (const Status&) {
      }
    };
    for (int which = 0; which < 2; ++which) {
      const auto made = [&] { return which == 0 ? damaged(lower) : damaged(miscounted); };
      expect_error_or_sketch(made(), [](State state) { return state; });
      expect_error_or_sketch(made(), [&](State state) { return Sketch::add_all(state, more, host_); });
      expect_error_or_sketch(made(), [&](State state) { return Sketch::reduce(state, Sketch::kMinParameter, host_); });
    }
    EXPECT_EQ(host_.scratch_in_use(), 0U);
  }

  TestHost host_;
};

}  // namespace sketch::test
