// SPDX-License-Identifier: PostgreSQL
//
// The common part of all fuzzers. An input is either the bytes of an image (raw-* in the corpus),
// or a recipe (recipe-*) that says how to make a valid image and which of its bytes to change. With
// recipes the search gets past the coders' own checks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/core/image.hpp"
#include "support/test_host.hpp"

namespace sketch::test {

inline void require(bool condition) {
  if (!condition) std::abort();
}

class FuzzInput {
 public:
  explicit FuzzInput(Bytes bytes) noexcept : bytes_(bytes) {}

  bool empty() const noexcept { return bytes_.empty(); }
  Bytes rest() const noexcept { return bytes_; }

  std::uint32_t byte() noexcept {
    if (bytes_.empty()) return 0;
    const auto value = std::to_integer<std::uint32_t>(bytes_.front());
    bytes_ = bytes_.subspan(1);
    return value;
  }
  std::uint32_t word() noexcept {
    const std::uint32_t low = byte();
    return low | byte() << 8;
  }

 private:
  Bytes bytes_;
};

// The image of an input. make(parameter in [0, 255], number of items, host) makes a valid one.
template <class Make>
std::vector<std::byte> image_of_input(Bytes data, Host& host, Make make) {
  FuzzInput input(data);
  if (input.byte() % 2 == 0) {
    const Bytes rest = input.rest();
    return {rest.begin(), rest.end()};
  }
  const std::uint32_t parameter = input.byte();
  const std::uint32_t items = input.word();
  const State made = make(parameter, items, host);
  std::vector<std::byte> image(made.begin(), made.end());
  // All classes of values occur.
  if (items != 0 && image.size() > 1 && has_class(static_cast<Family>(image[1])))
    set_image_values(image.data(), static_cast<ValueClass>(items % kValueClasses));
  const std::uint32_t cut = input.byte();
  if (cut < image.size() && cut % 4 == 3) image.resize(image.size() - cut);
  while (!input.empty() && !image.empty()) {
    const std::uint32_t at = input.word();
    image[at % image.size()] = static_cast<std::byte>(input.byte());
  }
  return image;
}

// The domain of the image if it is `other`, else our own: sketches of different domains don't
// merge.
inline Domain domain_or_ours(Bytes image, Domain other) noexcept {
  return image.size() >= kEnvelopeBytes && image_domain(image.data()) == other ? other : Domain::xxh3;
}

// Whatever the bytes are, check() accepts only what freeze() makes, and accepted images survive all
// operations. Unchecked images give an error or work; they don't crash, and leave a state that can
// be stored. `ask` asks all questions of the family.
template <class Sketch, class Ask>
void try_image(Bytes image, State state, TestHost& host, Ask ask) {
  State frozen, thawed;
  const bool good = Sketch::check(image, host).ok();
  if (good) {
    require(Sketch::freeze(image, host, frozen).ok());
    require(std::equal(frozen.begin(), frozen.end(), image.begin(), image.end()));
  }
  ask(image, host);
  const bool thaws = Sketch::thaw(image, host, thawed).ok();
  const ValueClass before = image_values(state.data());
  const bool merges = Sketch::merge(state, image, host).ok();
  require(!good || (thaws && merges));
  if (good) {
    const ValueClass values = image_values(image.data());
    require(image_values(thawed.data()) == values);
    require(image_values(state.data()) == merged(before, values));
  }
  if (thaws) {
    // Merges with itself, and both ways with a state that has merged it. Sums of weights may
    // overflow.
    static_cast<void>(Sketch::merge(thawed, image, host));
    static_cast<void>(Sketch::merge(thawed, state, host));
    static_cast<void>(Sketch::merge(state, thawed, host));
  } else {
    thawed = {};
  }
  for (const State built : {state, thawed}) {
    if (built.empty()) continue;
    require(Sketch::freeze(built, host, frozen).ok());
    require(!good || Sketch::check(frozen, host).ok());
    ask(frozen, host);
  }
  require(host.scratch_in_use() == 0);
  // A damaged image alone must not cause large allocations.
  require(host.largest_request() <= (std::size_t{1} << 23) + 64 * image.size());
}

}  // namespace sketch::test
