// SPDX-License-Identifier: PostgreSQL
//
// The kernel of count-min sketches, at the default shape of 5 x 2719 cells.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/frequency/countmin.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 1'000'000;

// Hashes of values whose frequencies fall as 1 / rank (log-uniform ranks), or that are all
// distinct.
std::vector<std::uint64_t> hashes_of(std::size_t n, std::uint64_t seed, bool zipf) {
  Random random(seed);
  std::vector<std::uint64_t> hashes(n);
  for (auto& hash : hashes) {
    hash = random();
    if (zipf) {
      constexpr double kTwo64 = 18446744073709551616.0;
      hash = hash_u64(static_cast<std::uint64_t>(
          std::exp(static_cast<double>(hash) / kTwo64 * std::log(static_cast<double>(kMany)))));
    }
  }
  return hashes;
}

State of_random(std::size_t n, std::uint64_t seed, Host& host) {
  return CountMin::add_all(CountMin::create(CountMin::kDefaultParameter, host),
                           hashes_of(n, seed, true), host);
}

// Adds to a state of cells: in batches, or one by one like PostgreSQL's own aggregation.
template <bool kZipf, bool kBatch>
void add(benchmark::State& run) {
  TestHost host;
  State state = of_random(kMany, 1, host);
  const auto hashes = hashes_of(kMany, 2, kZipf);
  for (auto _ : run) {
    if (kBatch) {
      state = CountMin::add_all(state, hashes, host);
    } else {
      for (const std::uint64_t hash : hashes) {
        while (!CountMin::add(state, hash)) state = CountMin::grow(state, host);
      }
    }
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kMany));
}
void countmin_insert(benchmark::State& run) { add<true, true>(run); }
void countmin_insert_distinct(benchmark::State& run) { add<false, true>(run); }
void countmin_add(benchmark::State& run) { add<true, false>(run); }
BENCHMARK(countmin_insert);
BENCHMARK(countmin_insert_distinct);
BENCHMARK(countmin_add);

// Groups of 50 values, each with a state of its own, which is then stored.
void countmin_small(benchmark::State& run) {
  const auto hashes = hashes_of(kMany, 3, false);
  for (auto _ : run) {
    TestHost host;
    for (std::size_t i = 0; i + 50 <= hashes.size(); i += 50) {
      const State state = CountMin::add_all(CountMin::create(CountMin::kDefaultParameter, host),
                                            {hashes.data() + i, 50}, host);
      benchmark::DoNotOptimize(frozen<CountMin>(state, host).data());
      if (i % 10'000 == 0) host.clear();
    }
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kMany));
}
BENCHMARK(countmin_small);

std::vector<State> stored_of(std::size_t items, Host& host) {
  return stored<CountMin>(host, [&](std::uint64_t seed) { return of_random(items, seed, host); });
}

void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  merge_stored<CountMin>(run, stored_of(items, host), of_random(kMany, 2, host), host);
}
void countmin_merge_small(benchmark::State& run) { merge(run, 50); }
void countmin_merge_full(benchmark::State& run) { merge(run, kMany); }
BENCHMARK(countmin_merge_small);
BENCHMARK(countmin_merge_full);

void countmin_freeze(benchmark::State& run) {
  TestHost host;
  const State state = of_random(kMany, 1, host);
  for (auto _ : run) {
    TestHost own;
    benchmark::DoNotOptimize(frozen<CountMin>(state, own).data());
  }
}
BENCHMARK(countmin_freeze);

// Asks a stored sketch.
void frequency(benchmark::State& run, std::size_t items) {
  TestHost host;
  const State image = frozen<CountMin>(of_random(items, 1, host), host);
  std::uint64_t hash = 1;
  for (auto _ : run) {
    Frequency answer;
    hash = hash_u64(hash);
    if (!CountMin::frequency(image, hash, host, answer).ok()) std::abort();
    benchmark::DoNotOptimize(answer);
  }
  run.counters["bytes"] = static_cast<double>(image.size());
}
void countmin_frequency_small(benchmark::State& run) { frequency(run, 500); }
void countmin_frequency_full(benchmark::State& run) { frequency(run, kMany); }
BENCHMARK(countmin_frequency_small);
BENCHMARK(countmin_frequency_full);

void countmin_inner_product(benchmark::State& run) {
  TestHost host;
  const auto images = stored_of(kMany, host);
  for (auto _ : run) {
    TestHost own;
    double product;
    if (!CountMin::inner_product(images[0], images[1], own, product).ok()) std::abort();
    benchmark::DoNotOptimize(product);
  }
}
BENCHMARK(countmin_inner_product);

}  // namespace
}  // namespace sketch::test
