// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <string>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/frequency/topk.hpp"
#include "support/subject.hpp"

namespace sketch::test {

inline Bytes bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

// Item i of a skewed stream.
inline std::uint64_t skewed(std::uint64_t item) { return hash_u64(item) % (1 + item % 97 * 11); }

template <TopK::Items kItems>
struct TopKTraits {
  using Sketch = TopK;

  static constexpr bool kWords = kItems == TopK::Items::words;
  static constexpr std::uint64_t kFingerprint = kWords ? 0xFFB14ABE444FD5CB : 0xA57C13E6F0C56FF9;

  static constexpr bool kOrderFree = false;
  static constexpr bool kIdempotent = false;
  static constexpr bool kSampled = false;
  static constexpr bool kMergesDown = false;
  static constexpr std::size_t kExactUpTo = 200;

  static TopK::ItemType type() {
    static const std::string name = kWords ? "\x14" : "a type of text";
    return {kItems, bytes_of(name)};
  }
  static std::string text(std::uint64_t item) {
    return std::string(item % 40, 'x') + std::to_string(item);
  }

  static int default_parameter() { return TopK::kDefaultParameter; }
  static std::pair<int, std::size_t> large() { return {50'000, 200'000}; }
  static std::vector<int> parameters() { return {1, 7, 100}; }
  static std::vector<std::size_t> sizes(int capacity) {
    const auto m = static_cast<std::size_t>(capacity);
    return {0, 1, 2, m, m + 1, 2 * m, 40 * m};
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    for (std::uint64_t i = first; i < first + count; ++i) {
      EXPECT_TRUE(TopK::take_type(state, type(), host).ok());
      const std::string name = text(skewed(i));
      const auto item = kWords ? TopK::Item::of(skewed(i)) : TopK::Item::of(bytes_of(name));
      EXPECT_TRUE(TopK::add(state, item, 1, host).ok());
    }
    return state;
  }

  static double answer(Bytes image, Host& host) {
    TopK::Info info{};
    const Status status = TopK::info(image, host, info);
    EXPECT_TRUE(status.ok()) << status.message;
    return static_cast<double>(info.total);
  }

  // Both must have the same total, and overlapping bounds for the same items.
  static void expect_alike(const Image& one, const Image& other) {
    TestHost host;
    TopK::Info a{}, b{};
    ASSERT_TRUE(TopK::info(one, host, a).ok() && TopK::info(other, host, b).ok());
    ASSERT_EQ(a.total, b.total);
    for (const auto& [image, to] : {std::pair(&one, &other), std::pair(&other, &one)}) {
      std::vector<TopK::Ranked> ranking(static_cast<std::size_t>(TopK::kMaxParameter));
      std::size_t count = 0;
      ASSERT_TRUE(TopK::top(*image, host, ranking, count).ok());
      for (std::size_t i = 0; i < count; ++i) {
        Frequency there{};
        ASSERT_TRUE(TopK::frequency(*to, ranking[i].item, host, there).ok());
        ASSERT_LE(there.lower, ranking[i].frequency.upper);
        ASSERT_LE(ranking[i].frequency.lower, there.upper);
      }
    }
    if (a.offset == 0 && b.offset == 0 && a.capacity == b.capacity) {
      ASSERT_EQ(one, other);
    }
  }

  static void ask(Bytes image, Host& host) {
    TopK::Info info{};
    Frequency frequency{};
    TopK::Ranked ranking[10];
    std::size_t count = 0;
    const bool readable = TopK::info(image, host, info).ok();
    EXPECT_EQ(TopK::frequency(image, TopK::Item::of(3), host, frequency).ok(), readable);
    EXPECT_EQ(TopK::top(image, host, ranking, count).ok(), readable);
    if (!readable) return;
    EXPECT_EQ(info.bytes, image.size());
    EXPECT_LE(count, info.counters);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_LE(ranking[i].frequency.lower, ranking[i].frequency.upper);
      EXPECT_LE(ranking[i].frequency.upper, info.total);
    }
  }
};

}  // namespace sketch::test
