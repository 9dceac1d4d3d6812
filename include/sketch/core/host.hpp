// SPDX-License-Identifier: PostgreSQL
//
// Host: what a kernel asks of its caller. The caller allocates new images, lends scratch memory,
// supplies random words and says when the user has cancelled. In PostgreSQL images are palloc'ed
// varlenas; in the unit tests and the library they come from std::pmr.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

namespace sketch {

// A working state: the bytes of an image that is changed in place.
using State = std::span<std::byte>;

// Thrown by a kernel that stops because the user has cancelled. As after bad_alloc, the state is
// still valid. It holds what it held before, or a sample of that, and perhaps a part of the input.
struct Interrupted {};

class Host {
 public:
  // Allocates an image of exactly `bytes` bytes, or throws std::bad_alloc. The image starts four
  // bytes after an 8-byte boundary, because a varlena's length word precedes it. So 32-bit words at
  // offsets that are multiples of four are aligned.
  virtual State allocate(std::size_t bytes) = 0;

  // Whether the user has cancelled.
  virtual bool interrupted() noexcept = 0;

  // Throws Interrupted if the user has cancelled. Long loops call this every few milliseconds, at
  // points where std::bad_alloc could be thrown as well.
  void pause() {
    if (interrupted()) throw Interrupted{};
  }

  // A random word, for seeds. No two states may get the same one.
  virtual std::uint64_t random() noexcept = 0;

  // Scratch memory. A kernel gives back all of it before it returns.
  virtual std::pmr::memory_resource* scratch() noexcept = 0;

 protected:
  ~Host() = default;
};

// Calls Host::pause() once in every `each` steps of a loop, the first time at its first step.
class Pace {
 public:
  Pace(Host& host, std::size_t each) noexcept : host_(host), each_(each) {}

  [[gnu::always_inline]] void step() {
    if (left_ == 0) {
      host_.pause();
      left_ = each_;
    }
    --left_;
  }

 private:
  Host& host_;
  std::size_t each_, left_ = 0;
};

}  // namespace sketch
