// SPDX-License-Identifier: PostgreSQL
//
// The cost of stored sketches: making them, merging them into a state as a rollup query does,
// intersecting them.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <vector>

#include "sketch/core/status.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

template <class Sketch>
State frozen(State state, Host& host) {
  State image;
  if (!Sketch::freeze(state, host, image).ok()) std::abort();
  return image;
}

// A few stored sketches; build(seed) gives their states.
template <class Sketch, class Build>
std::vector<State> stored(Host& host, Build build) {
  std::vector<State> images;
  for (std::uint64_t i = 0; i < 16; ++i) images.push_back(frozen<Sketch>(build(100 + i), host));
  return images;
}

template <class Sketch>
void merge_stored(benchmark::State& run, const std::vector<State>& images, State state,
                  Host& host) {
  std::size_t i = 0;
  for (auto _ : run) {
    if (!Sketch::merge(state, images[i++ % images.size()], host).ok()) std::abort();
    benchmark::DoNotOptimize(state.data());
  }
}

template <class Sketch>
void intersect_stored(benchmark::State& run, const std::vector<State>& images) {
  std::size_t i = 0;
  for (auto _ : run) {
    TestHost own;
    State both;
    ++i;
    const Status status =
        Sketch::intersection(images[i % images.size()], images[(i + 1) % images.size()], own, both);
    benchmark::DoNotOptimize(status.ok());
  }
}

}  // namespace sketch::test
