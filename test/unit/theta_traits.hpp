// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/core/murmur.hpp"
#include "sketch/theta/theta.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct ThetaTraits {
  using Sketch = Theta;

  static constexpr std::uint64_t kFingerprint = 0x34CCF9B4CA912DBA;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = true;
  static constexpr bool kSampled = true;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 200;

  static int default_parameter() { return Theta::kDefaultPrecision; }
  // Above precision 14 a slot has 64 bits. All of these precisions but the first two have different
  // numbers of hash bits.
  static std::pair<int, std::size_t> large() { return {20, 1'500'000}; }
  static std::vector<int> parameters() { return {4, 7, 13, 15}; }

  static std::vector<std::size_t> sizes(int precision) {
    const std::size_t k = Theta::most_hashes(precision);
    if (precision > 7) return {0, 1, k, 2 * k};
    return {0, 1, 2, k / 2, k - 1, k, k + 1, 2 * k, 20 * k};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> hashes(count);
    for (std::size_t i = 0; i < count; ++i) hashes[i] = hash_u64(first + i);
    return Theta::add_all(state, hashes, host);
  }

  static double answer(Bytes image, Host& host) {
    double value = -1;
    const Status status = Theta::cardinality(image, host, value);
    EXPECT_TRUE(status.ok()) << status.message;
    return value;
  }

  static void ask(Bytes image, Host& host) {
    double value = 0;
    Estimate estimate{}, similarity{};
    Theta::Info info{};
    Theta::Answer found{};
    State both, rest;
    // Some questions read only the head.
    const bool head = Theta::cardinality(image, host, value).ok();
    EXPECT_EQ(Theta::bounds(image, 0.95, host, estimate).ok(), head);
    EXPECT_EQ(Theta::info(image, host, info).ok(), head);
    const bool readable = Theta::jaccard(image, image, 0.95, host, similarity).ok();
    EXPECT_TRUE(head || !readable);
    EXPECT_EQ(Theta::intersection(image, image, host, both).ok(), readable);
    EXPECT_EQ(Theta::difference(image, image, host, rest).ok(), readable);
    if (Theta::contains(image, hash_u64(1), host, found).ok() < readable) ADD_FAILURE();
    if (!readable) return;
    EXPECT_GE(value, 0);
    EXPECT_LE(estimate.lower, estimate.value);
    EXPECT_EQ(estimate.value, value);
    EXPECT_LE(estimate.value, estimate.upper);
    EXPECT_EQ(similarity.value, 1);
    EXPECT_EQ(answer(rest, host), 0);
    EXPECT_TRUE(Theta::check(both, host).ok());
    EXPECT_TRUE(Theta::check(rest, host).ok());
    EXPECT_EQ(info.bytes, image.size());
  }
};

// A sketch_theta of the domain datasketches.
struct WholeTheta : Theta {
  static State create(int precision, Host& host) {
    return Theta::create(Domain::datasketches, precision, host);
  }
};

struct WholeThetaTraits : ThetaTraits {
  using Sketch = WholeTheta;

  static constexpr std::uint64_t kFingerprint = 0x6C8FD3FD758F5E12;

  static std::pair<int, std::size_t> large() { return {20, 1'200'000}; }
  static std::vector<int> parameters() { return {4, 7, 12}; }
  static std::vector<std::uint8_t> working_forms() { return {Theta::kWorkingWhole}; }

  static std::uint64_t hash_of(std::uint64_t number) {
    const std::uint64_t bytes = little_endian(number);
    return murmur3_128(&bytes, sizeof bytes, kDataSketchesSeed).first & ~std::uint64_t{1};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> hashes(count);
    for (std::size_t i = 0; i < count; ++i) hashes[i] = hash_of(first + i);
    return Theta::add_all(state, hashes, host);
  }
};

}  // namespace sketch::test
