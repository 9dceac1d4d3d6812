// SPDX-License-Identifier: PostgreSQL
//
// The kernel of the distinct counter, at the default precision.
#include <benchmark/benchmark.h>

#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/distinct/hll.hpp"
#include "sketch/simd/kernels.hpp"
#include "stored.hpp"
#include "support/ell_theory.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr std::size_t kMany = 1'000'000;

State of_random_hashes(int precision, std::size_t n, std::uint64_t seed, Host& host) {
  Random random(seed);
  std::vector<std::uint64_t> hashes(n);
  for (auto& hash : hashes) hash = random();
  return Hll::add_all(Hll::create(precision, host), hashes, host);
}

// A host that reuses its images, so that allocation isn't measured.
class OneImageHost final : public Host {
 public:
  State allocate(std::size_t bytes) override {
    if (room_.size() < bytes + 8) room_.resize(bytes + 8);
    return {room_.data() + 4, bytes};
  }
  bool interrupted() noexcept override { return false; }
  std::pmr::memory_resource* scratch() noexcept override { return std::pmr::new_delete_resource(); }
  std::uint64_t random() noexcept override { return 1; }

 private:
  std::vector<std::byte> room_;
};

// Inserts batches of keys into one sketch, including hashing.
void hll_insert(benchmark::State& run) {
  TestHost host;
  std::vector<std::uint64_t> keys(1024), hashes(1024);
  State state = of_random_hashes(Hll::kDefaultPrecision, kMany, 1, host);
  std::uint64_t next = 0;
  for (auto _ : run) {
    for (auto& key : keys) key = next++;
    simd::kernels().hash_u64(keys.data(), hashes.data(), keys.size());
    state = Hll::add_all(state, hashes, host);
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(keys.size()));
}
BENCHMARK(hll_insert);

void hll_encode(benchmark::State& run) {
  TestHost host;
  const State state = of_random_hashes(Hll::kDefaultPrecision, kMany, 2, host);
  OneImageHost one;
  for (auto _ : run) {
    State image;
    benchmark::DoNotOptimize(Hll::freeze(state, one, image).ok());
  }
}
BENCHMARK(hll_encode);

// Merges into a dense state.
void merge(benchmark::State& run, std::size_t items) {
  TestHost host;
  const auto images = stored<Hll>(host, [&](std::uint64_t seed) {
    return of_random_hashes(Hll::kDefaultPrecision, items, seed, host);
  });
  merge_stored<Hll>(run, images, of_random_hashes(Hll::kDefaultPrecision, kMany, 3, host), host);
}
void hll_merge_small(benchmark::State& run) { merge(run, 50); }
void hll_merge_dense(benchmark::State& run) { merge(run, kMany); }
BENCHMARK(hll_merge_small);
BENCHMARK(hll_merge_dense);

// Merges a working image, without decoding.
void hll_merge_working(benchmark::State& run) {
  TestHost host;
  const State other = of_random_hashes(Hll::kDefaultPrecision, kMany, 5, host);
  State state = of_random_hashes(Hll::kDefaultPrecision, kMany, 3, host);
  for (auto _ : run) benchmark::DoNotOptimize(Hll::merge(state, other, host).ok());
}
BENCHMARK(hll_merge_working);

void hll_cardinality(benchmark::State& run) {
  TestHost host;
  const State image = frozen<Hll>(of_random_hashes(Hll::kDefaultPrecision, kMany, 6, host), host);
  double value = 0;
  for (auto _ : run) {
    benchmark::DoNotOptimize(Hll::cardinality(image, host, value).ok());
    benchmark::DoNotOptimize(value);
  }
}
BENCHMARK(hll_cardinality);

// The memory-variance product of stored sketches: 8 x bytes x squared relative standard error. The
// error is that of theory, which bench/accuracy checks.
void hll_mvp(benchmark::State& run) {
  const int precision = static_cast<int>(run.range(0));
  constexpr int kSketches = 20;
  double bytes = 0;
  for (auto _ : run) {
    bytes = 0;
    for (int i = 0; i < kSketches; ++i) {
      TestHost host;
      const auto seed = static_cast<std::uint64_t>(1000 + i);
      bytes += static_cast<double>(
          frozen<Hll>(of_random_hashes(precision, kMany, seed, host), host).size());
    }
  }
  const double error = EllTheory<StoredEll>::standard_error(kMany, precision);
  run.counters["value"] = 8 * bytes / kSketches * error * error;
}
BENCHMARK(hll_mvp)->Arg(9)->Arg(12)->Iterations(1);

}  // namespace
}  // namespace sketch::test
