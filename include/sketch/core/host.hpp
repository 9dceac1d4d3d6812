// SPDX-License-Identifier: PostgreSQL
//
// Host: what a kernel needs from whoever owns the images: memory for a new image, scratch memory,
// and word that the user wants to stop. In PostgreSQL the memory is palloc'ed varlenas, in the unit
// tests and the library it comes from std::pmr.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

namespace sketch {

// The bytes of an image that may be changed in place: a working state.
using State = std::span<std::byte>;

// Thrown where a kernel stops because the user has cancelled. As with bad_alloc, the state is then
// valid: it stands for what it held, or a sample of that, and maybe for a part of what was coming.
struct Interrupted {};

class Host {
 public:
  // Room for an image of exactly `bytes` bytes; throws std::bad_alloc. The image starts four bytes
  // behind an 8-byte boundary (a varlena's length word precedes it), so that 32-bit words at image
  // offsets that are multiples of four are aligned.
  virtual State allocate(std::size_t bytes) = 0;

  // Whether the user has cancelled.
  virtual bool interrupted() noexcept = 0;

  // What takes long calls it now and then, every few milliseconds, where it could run out of memory
  // just as well: throws Interrupted.
  void pause() {
    if (interrupted()) throw Interrupted{};
  }

  // A random word, of which nobody else has a copy: for seeds.
  virtual std::uint64_t random() noexcept = 0;

  // Scratch memory: whatever is taken is given back before the kernel returns.
  virtual std::pmr::memory_resource* scratch() noexcept = 0;

 protected:
  ~Host() = default;
};

// Pauses at the first of every `each` steps of a loop.
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
