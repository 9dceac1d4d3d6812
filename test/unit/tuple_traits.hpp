// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/theta/tuple.hpp"
#include "support/subject.hpp"
#include "theta_traits.hpp"

namespace sketch::test {

// Item i has the key i and three values, each of which is coded in a different way.
inline std::array<double, 3> values_of(std::uint64_t item) {
  const auto i = static_cast<double>(item);
  return {i - 500, 1, 0.25 * i + 0.125};
}

template <Mode kMode>
struct TupleTraits {
  using Sketch = Tuple;
  static constexpr Shape kShape{kMode, 3};

  static constexpr std::uint64_t kFingerprint =
      kMode == Mode::sum ? 0x2CCC68B5CC4F6193 : 0x742E3CACA43DFB7A;

  static constexpr bool kOrderFree = true;  // all sums are exact
  static constexpr bool kIdempotent = kMode != Mode::sum;
  static constexpr bool kSampled = true;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 200;

  static int default_parameter() { return Tuple::kDefaultPrecision; }
  static std::pair<int, std::size_t> large() { return {17, 150'000}; }
  static std::vector<int> parameters() { return {4, 7, 15}; }
  static std::vector<std::size_t> sizes(int precision) {
    const std::size_t k = Theta::most_hashes(precision);
    if (precision > 7) return {0, 1, 2 * k};
    return {0, 1, 2, k / 2, k - 1, k, k + 1, 2 * k, 20 * k};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    if (count == 0) return state;
    const Status status = Tuple::take_shape(state, kShape, host);
    EXPECT_TRUE(status.ok()) << status.message;
    for (std::uint64_t i = first; i < first + count; ++i)
      state = Tuple::add(state, hash_u64(i), values_of(i).data(), host);
    return state;
  }

  static double answer(Bytes image, Host& host) {
    double value = -1;
    const Status status = Tuple::cardinality(image, host, value);
    EXPECT_TRUE(status.ok()) << status.message;
    return value;
  }

  static void ask(Bytes image, Host& host) {
    double value = 0, mean = 0, median = 0;
    bool some = false, some_too = false;
    Estimate estimate{}, total{};
    Tuple::Info info{};
    Shape shape{};
    State both, rest;
    // Some questions read only the head.
    const bool head = Tuple::cardinality(image, host, value).ok();
    EXPECT_EQ(Tuple::bounds(image, 0.95, host, estimate).ok(), head);
    EXPECT_EQ(Tuple::info(image, host, info).ok(), head);
    EXPECT_EQ(Tuple::shape(image, host, shape).ok(), head);
    const bool readable = Tuple::sum(image, 0, 0.95, host, total).ok();
    EXPECT_TRUE(head || !readable);
    EXPECT_EQ(Tuple::mean(image, 0, host, some, mean).ok(), readable);
    EXPECT_EQ(Tuple::quantile(image, 0, 0.5, host, some_too, median).ok(), readable);
    EXPECT_EQ(Tuple::intersection(image, image, host, both).ok(), readable);
    EXPECT_EQ(Tuple::difference(image, image, host, rest).ok(), readable);
    if (!readable) return;
    EXPECT_EQ(some, info.keys.hashes != 0);
    EXPECT_EQ(some_too, some);
    EXPECT_EQ(estimate.value, value);
    EXPECT_TRUE(total.lower <= total.value && total.value <= total.upper);
    EXPECT_EQ(answer(rest, host), 0);
    EXPECT_TRUE(Tuple::check(both, host).ok());
    EXPECT_TRUE(Tuple::check(rest, host).ok());
    EXPECT_EQ(info.keys.bytes, image.size());
    EXPECT_EQ(info.shape, shape);
  }
};

// A sketch_tuple of the domain datasketches.
struct WholeTuple : Tuple {
  static State create(int precision, Host& host) {
    return Tuple::create(Domain::datasketches, precision, host);
  }
};

struct WholeTupleTraits : TupleTraits<Mode::sum> {
  using Sketch = WholeTuple;

  static constexpr std::uint64_t kFingerprint = 0xBD1C79AA8D6D8116;

  static std::vector<int> parameters() { return {4, 7}; }
  static std::vector<std::uint8_t> working_forms() { return {Theta::kWorkingWhole}; }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    if (count == 0) return state;
    const Status status = Tuple::take_shape(state, kShape, host);
    EXPECT_TRUE(status.ok()) << status.message;
    for (std::uint64_t i = first; i < first + count; ++i)
      state = Tuple::add(state, WholeThetaTraits::hash_of(i), values_of(i).data(), host);
    return state;
  }
};

}  // namespace sketch::test
