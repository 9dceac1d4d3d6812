// SPDX-License-Identifier: PostgreSQL
//
// The kernel of Bloom filters, at the default size, which fits into a cache.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "sketch/membership/bloom.hpp"
#include "sketch/membership/bloom_kernels.hpp"
#include "sketch/simd/kernels.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

constexpr int kLog2 = Bloom::kDefaultParameter;
constexpr std::size_t kBatch = 1024;

std::vector<std::uint64_t> random_hashes(std::size_t n, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::uint64_t> hashes(n);
  for (auto& hash : hashes) hash = random();
  return hashes;
}

State full(Host& host) {
  return Bloom::add_all(Bloom::create(kLog2, host), random_hashes(Bloom::kDefaultExpected, 1),
                        host);
}

// Inserts batches of keys, including hashing.
void bloom_insert(benchmark::State& run) {
  TestHost host;
  State state = full(host);
  std::vector<std::uint64_t> keys(kBatch), hashes(kBatch);
  std::uint64_t next = 0;
  for (auto _ : run) {
    for (auto& key : keys) key = next++;
    simd::kernels().hash_u64(keys.data(), hashes.data(), keys.size());
    state = Bloom::add_all(state, hashes, host);
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(bloom_insert);

void bloom_probe(benchmark::State& run) {
  TestHost host;
  const State state = full(host);
  const auto hashes = random_hashes(kBatch, 2);
  const auto found = std::make_unique<bool[]>(kBatch);
  for (auto _ : run) {
    bloom_kernels().find(state.data() + Bloom::kBlocksOffset, kLog2, hashes.data(), kBatch,
                         found.get());
    benchmark::DoNotOptimize(found.get());
    benchmark::ClobberMemory();
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(bloom_probe);

}  // namespace
}  // namespace sketch::test
