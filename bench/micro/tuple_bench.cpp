// SPDX-License-Identifier: PostgreSQL
//
// The kernel of tuple sketches, at the default precision, with one value for each key.
#include <benchmark/benchmark.h>

#include <vector>

#include "sketch/theta/tuple.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 1'000'000;

State of_random(std::size_t n, std::uint64_t seed, Host& host) {
  State state = Tuple::create(Tuple::kDefaultPrecision, host);
  if (!Tuple::take_shape(state, {Mode::sum, 1}, host).ok()) std::abort();
  Random random(seed);
  for (std::size_t i = 0; i < n; ++i) {
    const auto value = static_cast<double>(random.below(1000));
    state = Tuple::add(state, random(), &value, host);
  }
  return state;
}

std::vector<State> stored_of(std::size_t items, Host& host) {
  return stored<Tuple>(host, [&](std::uint64_t seed) { return of_random(items, seed, host); });
}

// Adds up to a million random keys to a new sketch, where each key is below theta at first.
void tuple_build(benchmark::State& run) {
  for (auto _ : run) {
    TestHost host;
    benchmark::DoNotOptimize(of_random(kMany, 1, host).data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kMany));
}
BENCHMARK(tuple_build);

void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  merge_stored<Tuple>(run, stored_of(items, host), of_random(kMany, 2, host), host);
}
void tuple_merge_small(benchmark::State& run) { merge(run, 50); }
void tuple_merge_full(benchmark::State& run) { merge(run, kMany); }
BENCHMARK(tuple_merge_small);
BENCHMARK(tuple_merge_full);

void tuple_intersection(benchmark::State& run) {
  TestHost host;
  intersect_stored<Tuple>(run, stored_of(kMany, host));
}
BENCHMARK(tuple_intersection);

}  // namespace
}  // namespace sketch::test
