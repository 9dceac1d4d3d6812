// SPDX-License-Identifier: PostgreSQL
//
// The tuple sketch's kernel, at the default precision, with one value a key.
#include <benchmark/benchmark.h>

#include <vector>

#include "sketch/theta/tuple.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 1'000'000;

State with_random(State state, std::size_t n, std::uint64_t seed, Host& host) {
  if (!Tuple::take_shape(state, {Mode::sum, 1}, host).ok()) std::abort();
  Random random(seed);
  for (std::size_t i = 0; i < n; ++i) {
    const auto value = static_cast<double>(random.below(1000));
    state = Tuple::add(state, random(), &value, host);
  }
  return state;
}

std::vector<State> stored(std::size_t items, Host& host) {
  std::vector<State> images(16);
  for (std::size_t i = 0; i < images.size(); ++i) {
    const State state =
        with_random(Tuple::create(Tuple::kDefaultPrecision, host), items, 100 + i, host);
    if (!Tuple::freeze(state, host, images[i]).ok()) std::abort();
  }
  return images;
}

// Random keys into a new sketch, to a million: each below theta at first.
void tuple_build(benchmark::State& run) {
  for (auto _ : run) {
    TestHost host;
    const State state = Tuple::create(Tuple::kDefaultPrecision, host);
    benchmark::DoNotOptimize(with_random(state, kMany, 1, host).data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kMany));
}
BENCHMARK(tuple_build);

// Stored sketches into a state: what a rollup query does.
void merge_stored(benchmark::State& run, std::size_t items) {
  TestHost host;
  const std::vector<State> images = stored(items, host);
  State state = with_random(Tuple::create(Tuple::kDefaultPrecision, host), kMany, 2, host);
  std::size_t i = 0;
  for (auto _ : run)
    benchmark::DoNotOptimize(Tuple::merge(state, images[i++ % images.size()], host).ok());
}
void tuple_merge_small(benchmark::State& run) { merge_stored(run, 50); }
void tuple_merge_full(benchmark::State& run) { merge_stored(run, kMany); }
BENCHMARK(tuple_merge_small);
BENCHMARK(tuple_merge_full);

void tuple_intersection(benchmark::State& run) {
  TestHost host;
  const std::vector<State> images = stored(kMany, host);
  std::size_t i = 0;
  for (auto _ : run) {
    TestHost own;
    State both;
    ++i;
    const Status status =
        Tuple::intersection(images[i % images.size()], images[(i + 1) % images.size()], own, both);
    benchmark::DoNotOptimize(status.ok());
  }
}
BENCHMARK(tuple_intersection);

}  // namespace
}  // namespace sketch::test
