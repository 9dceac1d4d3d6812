// SPDX-License-Identifier: PostgreSQL
//
// The kernel of top-k sketches, at the default capacity.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "sketch/frequency/topk.hpp"
#include "sketch/simd/kernels.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::byte kName[] = {std::byte{1}};
constexpr std::size_t kMany = 1 << 20;

// Zipf's law over a million items, the exponent given in tenths; hashes are in no particular order.
std::vector<std::uint64_t> zipf(std::size_t n, std::int64_t tenths, std::uint64_t seed) {
  constexpr std::size_t kItems = 1'000'000;
  std::vector<double> sums(kItems);
  double sum = 0;
  for (std::size_t i = 0; i < kItems; ++i)
    sums[i] = sum += std::pow(static_cast<double>(i) + 1, -0.1 * static_cast<double>(tenths));
  Random random(seed);
  std::vector<std::uint64_t> items(n);
  for (auto& item : items) {
    const auto at = std::upper_bound(sums.begin(), sums.end() - 1, random.unit() * sum);
    item = static_cast<std::uint64_t>(at - sums.begin());
  }
  return items;
}

void count_items(benchmark::State& run, std::size_t items) {
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(items));
}

// Adds in batches, including hashing.
void insert(benchmark::State& run, const std::vector<std::uint64_t>& words) {
  TestHost host;
  State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, host);
  std::vector<std::uint64_t> hashes(1024);
  for (auto _ : run) {
    for (std::size_t i = 0; i < words.size(); i += hashes.size()) {
      simd::kernels().hash_u64(words.data() + i, hashes.data(), hashes.size());
      benchmark::DoNotOptimize(TopK::add_all(state, hashes, host).ok());
    }
  }
  count_items(run, words.size());
}

void topk_zipf(benchmark::State& run) { insert(run, zipf(kMany, run.range(0), 1)); }
BENCHMARK(topk_zipf)->Arg(10)->Arg(15);

void topk_distinct(benchmark::State& run) {
  std::vector<std::uint64_t> words(kMany);
  for (std::size_t i = 0; i < kMany; ++i) words[i] = hash_u64(i);
  insert(run, words);
}
BENCHMARK(topk_distinct);

// Adds one by one.
void topk_zipf_single(benchmark::State& run) {
  TestHost host;
  State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, host);
  const auto words = zipf(kMany, run.range(0), 1);
  for (auto _ : run) {
    for (const std::uint64_t word : words) {
      const TopK::Item item = TopK::Item::of(word);
      if (!TopK::add(state, item, 1))
        benchmark::DoNotOptimize(TopK::add(state, item, 1, host).ok());
    }
  }
  count_items(run, words.size());
}
BENCHMARK(topk_zipf_single)->Arg(10)->Arg(15);

// Strings of 16 bytes.
void topk_zipf_strings(benchmark::State& run) {
  TestHost host;
  std::vector<std::string> strings;
  for (const std::uint64_t item : zipf(kMany, run.range(0), 1)) {
    std::string digits = std::to_string(item);
    strings.push_back(std::string(16 - digits.size(), 'k') + digits);
  }
  State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::strings, kName}, host);
  for (auto _ : run) {
    for (const std::string& string : strings) {
      const TopK::Item item = TopK::Item::of(std::as_bytes(std::span(string)));
      if (!TopK::add(state, item, 1))
        benchmark::DoNotOptimize(TopK::add(state, item, 1, host).ok());
    }
  }
  count_items(run, strings.size());
}
BENCHMARK(topk_zipf_strings)->Arg(10)->Arg(15);

// Merges stored sketches of this many items of a skewed stream.
void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  const auto images = stored<TopK>(host, [&](std::uint64_t seed) {
    State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, host);
    for (const std::uint64_t word : zipf(items, 10, seed))
      benchmark::DoNotOptimize(TopK::add(state, TopK::Item::of(word), 1, host).ok());
    return state;
  });
  TestHost scratch;
  State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, scratch);
  merge_stored<TopK>(run, images, state, scratch);
}
void topk_merge_small(benchmark::State& run) { merge(run, 50); }
void topk_merge_full(benchmark::State& run) { merge(run, 100'000); }
BENCHMARK(topk_merge_small);
BENCHMARK(topk_merge_full);

}  // namespace
}  // namespace sketch::test
