// SPDX-License-Identifier: PostgreSQL
//
// The kernel of samples, at the default size, over a stream that grows without end.
#include <benchmark/benchmark.h>

#include "stored.hpp"
#include "sketch/sample/sample.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {
namespace {

using Draw = Sample::Draw;
constexpr std::byte kName[] = {std::byte{20}};
constexpr std::uint64_t kBatch = 1024, kBefore = 1'000'000;

State sample(Draw draw, std::uint64_t seed, std::uint64_t rows, Host& host) {
  State state = Sample::create(Sample::kDefaultParameter, host);
  if (!Sample::take_type(state, draw, {Items::words, kName}, host).ok()) std::abort();
  for (std::uint64_t row = 0; row < rows; ++row) {
    const std::uint64_t key = Sample::key_of(hash_u64(hash_u64(seed) + row));
    if (!Sample::add(state, {key, 1, Item::of(row)}, host).ok()) std::abort();
  }
  return state;
}

// Batches of rows, most of which are passed over.
void sample_uniform(benchmark::State& run) {
  TestHost host;
  State state = sample(Draw::uniform, 1, kBefore, host);
  for (auto _ : run) {
    for (std::uint64_t i = 0; i < kBatch; ++i) {
      i += Sample::pass(state, kBatch - i);
      if (i < kBatch && !Sample::enter(state, Item::of(i), host).ok()) std::abort();
    }
    benchmark::DoNotOptimize(state.data());
  }
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(sample_uniform);

void sample_weighted(benchmark::State& run) {
  TestHost host;
  State state = Sample::create(Sample::kDefaultParameter, host);
  if (!Sample::take_type(state, Draw::weighted, {Items::words, kName}, host).ok()) std::abort();
  const auto add = [&](std::uint64_t rows) {
    for (std::uint64_t i = 0; i < rows; ++i) {
      std::uint64_t key;
      const double weight = 1 + static_cast<double>(i % 16);
      if (Sample::draw_key(state, weight, key) &&
          !Sample::add(state, {key, weight, Item::of(i)}, host).ok())
        std::abort();
    }
  };
  add(kBefore);
  for (auto _ : run) add(kBatch);
  run.SetItemsProcessed(run.iterations() * static_cast<std::int64_t>(kBatch));
}
BENCHMARK(sample_weighted);

void sample_merge(benchmark::State& run) {
  TestHost host;
  const auto images = stored<Sample>(
      host, [&](std::uint64_t seed) { return sample(Draw::keyed, seed, 10'000, host); });
  const State first = images[0];
  for (std::size_t i = 0; auto _ : run) {
    TestHost own;
    State state;
    if (!Sample::thaw(first, own, state).ok() ||
        !Sample::merge(state, images[++i % images.size()], own).ok())
      std::abort();
    benchmark::DoNotOptimize(state.data());
  }
}
BENCHMARK(sample_merge);

}  // namespace
}  // namespace sketch::test
