// SPDX-License-Identifier: PostgreSQL
//
// The kernels of the quantile sketches, at default parameters, with lognormal values.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "sketch/quantile/dd.hpp"
#include "sketch/quantile/kll.hpp"
#include "sketch/quantile/req.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 100'000, kFew = 50;

std::vector<Key> random_keys(std::size_t n, std::uint64_t seed) {
  constexpr double kTau = 6.283185307179586;
  Random random(seed);
  std::vector<Key> keys(n);
  for (Key& key : keys) {
    const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
    key = key_of(std::exp(radius * std::cos(kTau * random.unit())));
  }
  return keys;
}

template <class Sketch>
State built(std::span<const Key> keys, Host& host) {
  return Sketch::add_all(Sketch::create(Sketch::kDefaultParameter, host), keys, host);
}

// Adds batches of values to a sketch of many.
template <class Sketch>
void update(benchmark::State& run) {
  constexpr std::size_t kBatch = 1024;
  TestHost host;
  const auto keys = random_keys(kMany, 1);
  State state = built<Sketch>(keys, host);
  std::size_t at = 0;
  for (auto _ : run) {
    state = Sketch::add_all(state, std::span(keys).subspan(at, kBatch), host);
    at = at + 2 * kBatch <= keys.size() ? at + kBatch : 0;
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kBatch));
}

template <class Sketch>
void merge(benchmark::State& run) {
  const auto items = static_cast<std::size_t>(run.range(0));
  TestHost host;
  const auto images = stored<Sketch>(
      host, [&](std::uint64_t seed) { return built<Sketch>(random_keys(items, seed), host); });
  merge_stored<Sketch>(run, images, built<Sketch>(random_keys(kMany, 2), host), host);
}

template <class Sketch>
void encode(benchmark::State& run) {
  TestHost host;
  const State state = built<Sketch>(random_keys(kMany, 3), host);
  for (auto _ : run) {
    TestHost own;
    benchmark::DoNotOptimize(frozen<Sketch>(state, own).data());
  }
}

// A stored sketch for questions.
template <class Sketch>
void decode(benchmark::State& run) {
  TestHost host;
  const State image = frozen<Sketch>(built<Sketch>(random_keys(kMany, 4), host), host);
  for (auto _ : run) {
    Distribution distribution(host.scratch());
    if (!Sketch::read(image, host, distribution).ok()) std::abort();
    benchmark::DoNotOptimize(distribution.quantile(0.5));
  }
  run.counters["bytes"] = static_cast<double>(image.size());
}

#define SKETCH_QUANTILE_BENCHMARKS(Sketch)                  \
  BENCHMARK_TEMPLATE(update, Sketch);                       \
  BENCHMARK_TEMPLATE(merge, Sketch)->Arg(kFew)->Arg(kMany); \
  BENCHMARK_TEMPLATE(encode, Sketch);                       \
  BENCHMARK_TEMPLATE(decode, Sketch)

SKETCH_QUANTILE_BENCHMARKS(Kll);
SKETCH_QUANTILE_BENCHMARKS(Req);
SKETCH_QUANTILE_BENCHMARKS(Dd);
SKETCH_QUANTILE_BENCHMARKS(TDigest);

}  // namespace
}  // namespace sketch::test
