// SPDX-License-Identifier: PostgreSQL
//
// Subject: a sketch under test, whatever its family. The family is known through a traits struct:
//
//   using Sketch                           the kernel, e.g. sketch::Hll
//   parameters()                           values of the family's first parameter to test,
//   ascending default_parameter() sizes(parameter)                       numbers of items,
//   ascending, around each change of
//                                          representation
//   add(state, first, count, host)         adds items number first ... first + count - 1; returns
//   the
//                                          state
//   large()                                a parameter and a number of items of a large sketch
//   kOrderFree                             the bytes depend on nothing but the items; if not,
//   expect_alike(a, b)                     says what two images of the same items have in common
//   kIdempotent                            adding an item twice is adding it once
//   kSampled                               answer() is an estimate from a sample, which half of a
//   merge may
//                                          make a smaller one
//   kMergesDown                            sketches of different parameters merge to the lower one
//   kExactUpTo                             answer() is exact up to so many items at the default
//                                          parameter
//   answer(image, host)                    the family's main question, as a number
//   ask(image, host)                       every question; whatever comes back, no crash
//   working_forms()                        the numbers of the forms that are refused from outside
//   kFingerprint                           of the canonical images (laws.hpp)
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "sketch/core/bytes.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/status.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

using Image = std::vector<std::byte>;

inline Image copy_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

template <class Traits>
class Subject {
 public:
  using Sketch = typename Traits::Sketch;

  explicit Subject(int parameter) : state_(Sketch::create(parameter, host_)) {}
  Subject(int parameter, std::uint64_t first, std::size_t count) : Subject(parameter) {
    add(first, count);
  }

  Subject& add(std::uint64_t first, std::size_t count) {
    state_ = Traits::add(state_, first, count, host_);
    return *this;
  }

  Subject& merge(Bytes image) {
    const Status status = Sketch::merge(state_, image, host_);
    EXPECT_TRUE(status.ok()) << status.message;
    return *this;
  }
  Subject& merge(const Subject& other) { return merge(other.working()); }

  Bytes working() const { return state_; }
  State& state() { return state_; }
  TestHost& host() { return host_; }

  Image frozen() {
    State canonical;
    const Status status = Sketch::freeze(state_, host_, canonical);
    EXPECT_TRUE(status.ok()) << status.message;
    return copy_of(canonical);
  }

  double answer() { return Traits::answer(state_, host_); }

 private:
  TestHost host_;
  State state_;
};

// Two images of the same items.
template <class Traits>
void expect_same(const Image& a, const Image& b) {
  if constexpr (Traits::kOrderFree) {
    ASSERT_EQ(a, b);
  } else {
    Traits::expect_alike(a, b);
  }
}

template <class Traits>
bool accepts(Bytes image) {
  TestHost host;
  const bool ok = Traits::Sketch::check(image, host).ok();
  EXPECT_EQ(host.scratch_in_use(), 0U);
  return ok;
}

// The sum of an image's bytes and of their order, for a fingerprint: FNV-1a.
inline std::uint64_t fingerprint(std::uint64_t seed, Bytes bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), seed, [](std::uint64_t h, std::byte b) {
    return (h ^ std::to_integer<std::uint64_t>(b)) * 0x100000001B3;
  });
}
inline constexpr std::uint64_t kEmptyFingerprint = 0xCBF29CE484222325;

}  // namespace sketch::test
