// SPDX-License-Identifier: PostgreSQL
//
// For statistical tests of Kll and Req: sketches of the ranks 0 ... n - 1, built in one piece or
// merged.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "sketch/core/host.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

template <class Sketch>
std::vector<std::byte> frozen(State state, Host& host) {
  State image;
  EXPECT_TRUE(Sketch::freeze(state, host, image).ok());
  return {image.begin(), image.end()};
}

// The ranks 0 ... n - 1 in random order, as keys.
inline std::vector<Key> shuffled(std::size_t n, Random& random) {
  std::vector<Key> keys(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t j = random.below(static_cast<std::uint32_t>(i + 1));
    keys[i] = keys[j];
    keys[j] = static_cast<Key>(i);
  }
  return keys;
}

// Merged from stored parts: one after the other, or as a tree, in pairs whose results are stored
// and merged again.
template <class Sketch>
std::vector<std::byte> built(int parameter, std::size_t many, bool tree, std::span<const Key> keys) {
  std::vector<std::vector<std::byte>> parts;
  for (std::size_t i = 0; i < many; ++i) {
    TestHost host;
    const std::size_t begin = keys.size() * i / many, end = keys.size() * (i + 1) / many;
    State state = Sketch::create(parameter, host, Kind::bigint);
    parts.push_back(frozen<Sketch>(Sketch::add_all(state, keys.subspan(begin, end - begin), host), host));
  }
  while (parts.size() > 1) {
    std::vector<std::vector<std::byte>> merged;
    const std::size_t together = tree ? 2 : parts.size();
    for (std::size_t i = 0; i < parts.size(); i += together) {
      TestHost host;
      State state = Sketch::create(parameter, host, Kind::bigint);
      for (std::size_t j = i; j < std::min(i + together, parts.size()); ++j)
        EXPECT_TRUE(Sketch::merge(state, parts[j], host).ok());
      merged.push_back(frozen<Sketch>(state, host));
    }
    parts = std::move(merged);
  }
  return parts.front();
}

}  // namespace sketch::test
