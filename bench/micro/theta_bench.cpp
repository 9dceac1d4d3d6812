// SPDX-License-Identifier: PostgreSQL
//
// The kernel of theta sketches, at the default precision.
#include <benchmark/benchmark.h>

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/simd/kernels.hpp"
#include "sketch/theta/theta.hpp"
#include "stored.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 1'000'000;
constexpr int kPrecision = Theta::kDefaultPrecision;

State of_random_hashes(std::size_t n, std::uint64_t seed, Host& host) {
  Random random(seed);
  std::vector<std::uint64_t> hashes(n);
  for (auto& hash : hashes) hash = random();
  return Theta::add_all(Theta::create(kPrecision, host), hashes, host);
}

std::vector<State> stored_of(std::size_t items, Host& host) {
  return stored<Theta>(host,
                       [&](std::uint64_t seed) { return of_random_hashes(items, seed, host); });
}

// Inserts batches of keys into one sketch, including hashing.
void theta_insert(benchmark::State& run) {
  TestHost host;
  std::vector<std::uint64_t> keys(1024), hashes(1024);
  State state = of_random_hashes(kMany, 1, host);
  std::uint64_t next = 0;
  for (auto _ : run) {
    for (auto& key : keys) key = next++;
    simd::kernels().hash_u64(keys.data(), hashes.data(), keys.size());
    state = Theta::add_all(state, hashes, host);
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(keys.size()));
}
BENCHMARK(theta_insert);

// Inserts up to a million keys into a new sketch, where each key is below theta at first.
void theta_build(benchmark::State& run) {
  std::vector<std::uint64_t> hashes(kMany);
  Random random(2);
  for (auto& hash : hashes) hash = random();
  for (auto _ : run) {
    TestHost host;
    benchmark::DoNotOptimize(Theta::add_all(Theta::create(kPrecision, host), hashes, host).data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kMany));
}
BENCHMARK(theta_build);

void theta_encode(benchmark::State& run) {
  TestHost host;
  const State state = of_random_hashes(kMany, 3, host);
  for (auto _ : run) {
    TestHost own;
    benchmark::DoNotOptimize(frozen<Theta>(state, own).data());
  }
}
BENCHMARK(theta_encode);

void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  merge_stored<Theta>(run, stored_of(items, host), of_random_hashes(kMany, 4, host), host);
}
void theta_merge_small(benchmark::State& run) { merge(run, 50); }
void theta_merge_full(benchmark::State& run) { merge(run, kMany); }
BENCHMARK(theta_merge_small);
BENCHMARK(theta_merge_full);

void theta_intersection(benchmark::State& run) {
  TestHost host;
  intersect_stored<Theta>(run, stored_of(kMany, host));
}
BENCHMARK(theta_intersection);

}  // namespace
}  // namespace sketch::test
