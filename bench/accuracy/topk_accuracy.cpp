// SPDX-License-Identifier: PostgreSQL
//
// How large are the errors of top-k sketches, and how large are the sketches? Prints what it
// measures, for 5 million rows of a million items by Zipf's law with exponent 1. Seeds are fixed.
//
// With counters of Misra and Gries the error is at most the weight of all but the k most frequent
// items, divided by M + 1 - k, for each k below M (Berinde, Cormode, Indyk, Strauss, "Space-optimal
// heavy hitters with strong error bounds", PODS 2009, theorem 2).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

#include "sketch/frequency/topk.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kItems = 1'000'000, kRows = 5'000'000;
constexpr std::byte kName[] = {std::byte{1}};

using Counts = std::vector<std::uint64_t>;

// Item i has a frequency proportional to 1 / (i + 1).
std::vector<std::uint32_t> zipf(Counts& counts) {
  std::vector<double> sums(kItems);
  double sum = 0;
  for (std::size_t i = 0; i < kItems; ++i) sums[i] = sum += 1 / (static_cast<double>(i) + 1);
  std::vector<std::uint32_t> rows(kRows);
  counts.assign(kItems, 0);
  Random random(1);
  for (auto& row : rows) {
    const auto at = std::upper_bound(sums.begin(), sums.end() - 1, random.unit() * sum);
    row = static_cast<std::uint32_t>(at - sums.begin());
    ++counts[row];
  }
  return rows;
}

std::uint64_t bound_of_theory(Counts counts, std::size_t capacity) {
  std::sort(counts.begin(), counts.end(), std::greater<>());
  std::uint64_t rest = kRows, least = kRows;
  for (std::size_t k = 0; k < capacity; rest -= counts[k++])
    least = std::min(least, rest / (capacity + 1 - k));
  return least;
}

struct Measured {
  std::size_t bytes = 0;
  std::uint64_t error = 0;
};

// Measures a sketch of the rows in an order; its bounds must be right.
void measure(const char* order, const std::vector<std::uint32_t>& rows, const Counts& counts,
             int capacity, Measured& measured) {
  TestHost host;
  State state = TopK::create(capacity, {TopK::Items::words, kName}, host);
  std::vector<std::uint64_t> hashes(1000);
  for (std::size_t i = 0; i < rows.size(); i += hashes.size()) {
    for (std::size_t j = 0; j < hashes.size(); ++j) hashes[j] = hash_u64(rows[i + j]);
    ASSERT_TRUE(TopK::add_all(state, hashes, host).ok());
  }
  State image;
  ASSERT_TRUE(TopK::freeze(state, host, image).ok());
  TopK::Info info{};
  ASSERT_TRUE(TopK::info(image, host, info).ok());
  std::vector<TopK::Ranked> ranking(static_cast<std::size_t>(capacity));
  std::size_t count = 0;
  ASSERT_TRUE(TopK::top(image, host, ranking, count).ok());
  ranking.resize(count);
  std::vector<bool> has_counter(kItems);
  std::size_t exact = 0;
  for (const auto& [item, frequency] : ranking) {
    has_counter[item.word] = true;
    ASSERT_LE(frequency.lower, counts[item.word]);
    ASSERT_GE(frequency.upper, counts[item.word]);
    exact += frequency.lower == frequency.upper;
  }
  std::size_t among = 0, hundred = std::min<std::size_t>(100, static_cast<std::size_t>(capacity));
  for (std::size_t i = 0; i < kItems; ++i) {
    if (has_counter[i]) among += i < hundred;
    else ASSERT_LE(counts[i], info.offset);
  }
  const std::uint64_t theory = bound_of_theory(counts, static_cast<std::size_t>(capacity));
  std::printf("%s, capacity %5d: error N/%-6.0f (theory N/%-6.0f), %6zu bytes, %4zu counters, %4zu "
              "of them exact, %3zu of the first %zu\n",
              order, capacity, static_cast<double>(kRows) / static_cast<double>(info.offset),
              static_cast<double>(kRows) / static_cast<double>(theory), image.size(), count, exact,
              among, hundred);
  EXPECT_LE(info.offset, theory);
  measured = {image.size(), info.offset};
}

TEST(TopKAccuracy, ErrorsByBytes) {
  Counts counts;
  std::vector<std::uint32_t> rows = zipf(counts);
  Measured measured;
  for (const int capacity : {16, 64, 256, 1024, 4096, 16384})
    measure("random order", rows, counts, capacity, measured);

  // DataSketches' frequent items sketch at lg 12 guarantees N/4931 here, and takes 41.9 kB.
  measure("random order", rows, counts, 5000, measured);
  EXPECT_LE(measured.bytes, 41'900U / 3);
  EXPECT_LE(measured.error, kRows / (5 * 4931));

  // The worst order we know: the rarest items first, and all rows of an item together.
  std::sort(rows.begin(), rows.end(), std::greater<>());
  for (const int capacity : {256, 4096}) measure("rarest first", rows, counts, capacity, measured);
  std::reverse(rows.begin(), rows.end());
  for (const int capacity : {256, 4096}) measure("rarest last", rows, counts, capacity, measured);
}

}  // namespace
}  // namespace sketch::test
