// SPDX-License-Identifier: PostgreSQL
//
// The top-k sketch's kernel, at the default capacity.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "sketch/frequency/topk.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::byte kName[] = {std::byte{1}};
constexpr std::size_t kMany = 1 << 20;

// Zipf's law with the exponent 1 over a million items.
std::vector<std::uint64_t> zipf(std::size_t n, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::uint64_t> items(n);
  for (auto& item : items) item = static_cast<std::uint64_t>(std::pow(1e6, random.unit()));
  return items;
}

void insert(benchmark::State& run, const std::vector<std::uint64_t>& words) {
  TestHost host;
  State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, host);
  for (auto _ : run) {
    for (const std::uint64_t word : words) {
      const TopK::Item item = TopK::Item::of(word);
      if (!TopK::add(state, item, 1))
        benchmark::DoNotOptimize(TopK::add(state, item, 1, host).ok());
    }
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(words.size()));
}

void topk_zipf(benchmark::State& run) { insert(run, zipf(kMany, 1)); }
BENCHMARK(topk_zipf);

void topk_distinct(benchmark::State& run) {
  std::vector<std::uint64_t> words(kMany);
  for (std::size_t i = 0; i < kMany; ++i) words[i] = hash_u64(i);
  insert(run, words);
}
BENCHMARK(topk_distinct);

// Strings of 16 bytes.
void topk_zipf_strings(benchmark::State& run) {
  TestHost host;
  std::vector<std::string> strings;
  for (const std::uint64_t item : zipf(kMany, 1)) {
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
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(strings.size()));
}
BENCHMARK(topk_zipf_strings);

// Merging stored sketches of so many items of a skewed stream.
void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  const auto images = stored<TopK>(host, [&](std::uint64_t seed) {
    State state = TopK::create(TopK::kDefaultParameter, {TopK::Items::words, kName}, host);
    for (const std::uint64_t word : zipf(items, seed))
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
