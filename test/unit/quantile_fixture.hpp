// SPDX-License-Identifier: PostgreSQL
//
// Quantile sketches of numbers, built and read.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "sketch/core/bytes.hpp"
#include "sketch/quantile/buffered.hpp"
#include "sketch/quantile/distribution.hpp"
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

  // An image of n values, with its sum at `at`: what is no sum of values from `least` to `greatest`
  // is refused.
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

  // A state whose head was overwritten, by extremes that its summary can't have.
  void expect_error_of_damaged_state(int parameter) {
    const std::vector<double> values(50'000, 1.0);
    const State state = build(parameter, values);
    store_native(state.data() + kEnvelopeBytes + offsetof(BufferHead, greatest), key_of(0));
    const std::vector<Key> more(50'000, key_of(2));
    EXPECT_THROW(Sketch::add_all(state, more, host_), Status);
    EXPECT_THROW(Sketch::reduce(state, Sketch::kMinParameter, host_), Status);
    EXPECT_EQ(host_.scratch_in_use(), 0U);
  }

  TestHost host_;
};

}  // namespace sketch::test
