// SPDX-License-Identifier: PostgreSQL
#pragma once

#include <bit>
#include <string>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/sample/sample.hpp"
#include "support/subject.hpp"

namespace sketch::test {

// Rows are numbered; their keys are functions of the number, so that the bytes depend on nothing
// else.
template <Sample::Draw kDraw, Items kItems, std::uint64_t fingerprint>
struct SampleTraits {
  using Sketch = Sample;

  static constexpr bool kWords = kItems == Items::words;
  static constexpr std::uint64_t kFingerprint = fingerprint;

  static constexpr bool kOrderFree = true;
  static constexpr bool kIdempotent = kDraw == Sample::Draw::keyed;
  static constexpr bool kSampled = false;
  static constexpr bool kMergesDown = true;
  static constexpr std::size_t kExactUpTo = 100;

  static ItemType type() {
    static const std::string name = kWords ? "\x14" : "a type of text";
    return {kItems, std::as_bytes(std::span(name))};
  }
  static std::string text(std::uint64_t item) {
    return std::string(item % 40, 'x') + std::to_string(item);
  }

  static int default_parameter() { return Sample::kDefaultParameter; }
  static std::pair<int, std::size_t> large() { return {Sample::kMaxParameter, 200'000}; }
  static std::vector<int> parameters() { return {1, 7, 100}; }
  static std::vector<std::size_t> sizes(int parameter) {
    const auto n = static_cast<std::size_t>(parameter);
    return {0, 1, 2, n, n + 1, 2 * n + 10, 40 * n};
  }

  static double weight(std::uint64_t item) { return 1.0 + static_cast<double>(item % 7); }
  static std::uint64_t key(std::uint64_t item) {
    const std::uint64_t hash = Sample::key_of(hash_u64(item));
    if (kDraw != Sample::Draw::weighted) return hash;
    return std::bit_cast<std::uint64_t>((static_cast<double>(hash) + 0.5) * 0x1p-64 / weight(item));
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    for (std::uint64_t i = first; i < first + count; ++i) {
      EXPECT_TRUE(Sample::take_type(state, kDraw, type(), host).ok());
      const std::string name = text(i);
      const Item item = kWords ? Item::of(i) : Item::of(std::as_bytes(std::span(name)));
      EXPECT_TRUE(Sample::add(state, {key(i), weight(i), item}, host).ok());
    }
    return state;
  }

  static double answer(Bytes image, Host& host) {
    Sample::Info info{};
    const Status status = Sample::info(image, host, info);
    EXPECT_TRUE(status.ok()) << status.message;
    return info.rows;
  }

  static void ask(Bytes image, Host& host) {
    Sample::Info info{};
    Sample::Sampled rows[10];
    std::size_t count = 0;
    const bool readable = Sample::info(image, host, info).ok();
    EXPECT_EQ(Sample::rows(image, host, rows, count).ok(), readable);
    if (!readable) return;
    EXPECT_EQ(info.bytes, image.size());
    EXPECT_LE(count, info.sampled);
    EXPECT_LE(static_cast<double>(info.sampled), info.rows);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_GT(rows[i].weight, 0);
      EXPECT_GT(rows[i].probability, 0);
      EXPECT_LE(rows[i].probability, 1);
      if (info.complete) {
        EXPECT_EQ(rows[i].probability, 1);
      }
    }
  }
};

using UniformWords = SampleTraits<Sample::Draw::uniform, Items::words, 0x382C9F05B044CFDC>;
using WeightedStrings = SampleTraits<Sample::Draw::weighted, Items::strings, 0xECA9B80E802750B9>;
using KeyedStrings = SampleTraits<Sample::Draw::keyed, Items::strings, 0xC9AEA86AAD09CEC1>;

}  // namespace sketch::test
