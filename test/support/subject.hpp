// SPDX-License-Identifier: PostgreSQL
//
// Kernel: a family as the laws see it. Subject: a sketch of the family under test. Laws are
// compiled once for all families, so a family is a table of functions. It is made from a traits
// struct with
//
//   using Sketch             the kernel, e.g. sketch::Hll
//   parameters()             the values of the family's parameter to test, ascending
//   default_parameter()
//   sizes(parameter)         numbers of items, ascending, around each change of representation
//   add(state, first, count, host)
//                            adds the items first ... first + count - 1; gives the state
//   large()                  parameter and number of items of a large sketch
//   kOrderFree               the bytes depend only on the items; if not, expect_alike(a, b) checks
//                            what two images of the same items have in common
//   kIdempotent              adding an item twice equals adding it once
//   kSampled                 answer() is an estimate from a sample, which may become smaller if a
//                            merge stops halfway
//   kMergesDown              sketches of different parameters merge to the lower one
//   kExactUpTo               answer() is exact up to this many items at the default parameter
//   answer(image, host)      the answer to the family's main question, as a number
//   ask(image, host)         asks every question; any result is fine, but no crash
//   kFingerprint             the fingerprint of the canonical images (laws_test.cpp)
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <ostream>
#include <utility>
#include <vector>

#include "sketch/core/bytes.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/status.hpp"
#include "support/random.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

using Image = std::vector<std::byte>;

inline Image copy_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

struct Kernel {
  const char* name;
  Family family;
  bool order_free, idempotent, sampled, merges_down;
  std::size_t exact_up_to;
  std::uint64_t fingerprint;
  int default_parameter;
  std::pair<int, std::size_t> large;
  std::vector<int> parameters;
  std::vector<std::size_t> (*sizes)(int parameter);
  State (*create)(int parameter, Host&);
  State (*add)(State, std::uint64_t first, std::size_t count, Host&);
  Status (*merge)(State&, Bytes image, Host&);
  State (*reduce)(State, int parameter, Host&);  // only if the family merges down
  Status (*freeze)(Bytes, Host&, State& canonical);
  Status (*thaw)(Bytes, Host&, State& working);
  Status (*check)(Bytes, Host&);
  Image (*pack)(State);
  Status (*unpack)(Bytes, Host&, State&);
  double (*answer)(Bytes, Host&);
  void (*ask)(Bytes, Host&);
  void (*expect_alike)(const Image&, const Image&);
};

inline std::ostream& operator<<(std::ostream& out, const Kernel& kernel) { return out << kernel.name; }

template <class Traits>
Kernel kernel_of(const char* name) {
  using S = typename Traits::Sketch;
  Kernel k{};
  k.name = name;
  k.family = S::kFamily;
  k.order_free = Traits::kOrderFree;
  k.idempotent = Traits::kIdempotent;
  k.sampled = Traits::kSampled;
  k.merges_down = Traits::kMergesDown;
  k.exact_up_to = Traits::kExactUpTo;
  k.fingerprint = Traits::kFingerprint;
  k.default_parameter = Traits::default_parameter();
  k.large = Traits::large();
  k.parameters = Traits::parameters();
  k.sizes = [](int parameter) { return std::vector<std::size_t>(Traits::sizes(parameter)); };
  k.create = [](int parameter, Host& host) -> State { return S::create(parameter, host); };
  k.add = Traits::add;
  k.merge = [](State& state, Bytes image, Host& host) -> Status { return S::merge(state, image, host); };
  if constexpr (Traits::kMergesDown)
    k.reduce = [](State state, int parameter, Host& host) -> State { return S::reduce(state, parameter, host); };
  k.freeze = [](Bytes image, Host& host, State& to) -> Status { return S::freeze(image, host, to); };
  k.thaw = [](Bytes image, Host& host, State& to) -> Status { return S::thaw(image, host, to); };
  k.check = [](Bytes image, Host& host) -> Status { return S::check(image, host); };
  k.pack = [](State state) {
    Image image(S::packed_bytes(state));
    S::pack(state, image.data());
    return image;
  };
  k.unpack = [](Bytes image, Host& host, State& to) -> Status {
    if constexpr (requires { S::unpack(image, host, to); }) return S::unpack(image, host, to);
    else return S::thaw(image, host, to);
  };
  k.answer = Traits::answer;
  k.ask = Traits::ask;
  if constexpr (!Traits::kOrderFree) k.expect_alike = Traits::expect_alike;
  return k;
}

class Subject {
 public:
  Subject(const Kernel& kernel, int parameter)
      : kernel_(&kernel), state_(kernel.create(parameter, host_)) {}
  Subject(const Kernel& kernel, int parameter, std::uint64_t first, std::size_t count)
      : Subject(kernel, parameter) {
    add(first, count);
  }

  Subject& add(std::uint64_t first, std::size_t count) {
    state_ = kernel_->add(state_, first, count, host_);
    return *this;
  }

  Subject& merge(Bytes image) {
    const Status status = kernel_->merge(state_, image, host_);
    EXPECT_TRUE(status.ok()) << status.message;
    return *this;
  }
  Subject& merge(const Subject& other) { return merge(other.working()); }

  Bytes working() const { return state_; }
  State& state() { return state_; }
  TestHost& host() { return host_; }

  Image frozen() {
    State canonical;
    const Status status = kernel_->freeze(state_, host_, canonical);
    EXPECT_TRUE(status.ok()) << status.message;
    return copy_of(canonical);
  }

  double answer() { return kernel_->answer(state_, host_); }

 private:
  const Kernel* kernel_;
  TestHost host_;
  State state_;
};

inline bool accepts(const Kernel& kernel, Bytes image) {
  TestHost host;
  const bool ok = kernel.check(image, host).ok();
  EXPECT_EQ(host.scratch_in_use(), 0U);
  return ok;
}

// A fingerprint of the image's bytes and their order: FNV-1a.
inline std::uint64_t fingerprint(std::uint64_t seed, Bytes bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), seed, [](std::uint64_t h, std::byte b) {
    return (h ^ std::to_integer<std::uint64_t>(b)) * 0x100000001B3;
  });
}
inline constexpr std::uint64_t kEmptyFingerprint = 0xCBF29CE484222325;

}  // namespace sketch::test
