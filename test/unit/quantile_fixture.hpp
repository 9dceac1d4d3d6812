// SPDX-License-Identifier: PostgreSQL
//
// Quantile sketches of numbers, built and read.
#pragma once

#include <gtest/gtest.h>

#include <vector>

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

  TestHost host_;
};

}  // namespace sketch::test
