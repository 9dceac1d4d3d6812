// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/frequency/countmin.hpp"
#include "support/subject.hpp"

namespace sketch::test {

struct CountMinTraits {
  using Sketch = CountMin;

  static constexpr std::uint64_t kFingerprint = 0xB3B7947027218429;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = false;
  static constexpr bool kSampled = false;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 200;

  static int default_parameter() { return CountMin::kDefaultParameter; }
  static std::pair<int, std::size_t> large() { return {CountMinShape{200'000, 5}.parameter(), 400'000}; }
  static std::vector<int> parameters() {
    return {CountMinShape{3, 1}.parameter(), CountMinShape{270, 2}.parameter(),
            CountMinShape{2700, 5}.parameter()};
  }

  static std::vector<std::size_t> sizes(int parameter) {
    const std::size_t most = CountMinShape::of(parameter).most_values();
    if (most == 0) return {0, 1, 2, 100};
    if (most > 100) return {0, 1, most, most + 1, 3 * most};
    return {0, 1, 5, 6, 7, most - 1, most, most + 1, 2 * most, 20 * most};
  }

  // Adds some items more than once.
  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> hashes(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t item = first + i;
      hashes[i] = hash_u64(item % 3 == 0 ? item / 9 : item);
    }
    return CountMin::add_all(state, hashes, host);
  }

  static double answer(Bytes image, Host& host) {
    CountMin::Info info{};
    const Status status = CountMin::info(image, host, info);
    EXPECT_TRUE(status.ok()) << status.message;
    return static_cast<double>(info.total);
  }

  static void ask(Bytes image, Host& host) {
    CountMin::Info info{};
    Frequency frequency{};
    double product = -1;
    const bool readable = CountMin::info(image, host, info).ok();
    EXPECT_EQ(CountMin::frequency(image, hash_u64(1), host, frequency).ok(), readable);
    // inner_product() freezes working images, and so reads more of them.
    const bool multiplied = CountMin::inner_product(image, image, host, product).ok();
    EXPECT_LE(multiplied, readable);
    if (!readable) return;
    EXPECT_EQ(info.bytes, image.size());
    EXPECT_LE(frequency.lower, frequency.estimate);
    EXPECT_EQ(frequency.upper, frequency.estimate);
    EXPECT_EQ(product >= 0, multiplied);
  }
};

}  // namespace sketch::test
