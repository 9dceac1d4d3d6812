// SPDX-License-Identifier: PostgreSQL
//
// A host for tests. Each image is an allocation of its own with its exact size, so that
// AddressSanitizer sees any access beyond it; images live as long as the host. Memory can be made
// to fail and the user to interrupt. Scratch memory that is not given back is counted.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <memory_resource>
#include <new>
#include <vector>

#include "sketch/core/hash.hpp"
#include "sketch/core/host.hpp"

namespace sketch::test {

class TestHost final : public Host {
 public:
  TestHost() : scratch_(*this) {}

  State allocate(std::size_t bytes) override {
    request(bytes);
    constexpr std::size_t kLengthWord = 4;  // images start four bytes after an aligned address
    images_.push_back(std::make_unique_for_overwrite<std::byte[]>(kLengthWord + bytes));
    return {images_.back().get() + kLengthWord, bytes};
  }

  bool interrupted() noexcept override { return pauses_++ >= interrupt_at_; }
  std::pmr::memory_resource* scratch() noexcept override { return &scratch_; }
  // The same sequence in every host, unless seed() changes it.
  std::uint64_t random() noexcept override { return hash_u64(++random_); }
  void seed(std::uint64_t seed) noexcept { random_ = seed; }

  // The allocation after the next k ones, and all that follow, throw bad_alloc.
  void fail_after(std::size_t k) noexcept { fail_at_ = requests_ + k; }
  // The user interrupts after the next k pauses.
  void interrupt_after(std::size_t k) noexcept { interrupt_at_ = pauses_ + k; }
  void all_well() noexcept { fail_at_ = interrupt_at_ = kNever; }

  std::size_t pauses() const noexcept { return pauses_; }
  std::size_t requests() const noexcept { return requests_; }
  std::size_t largest_request() const noexcept { return largest_; }
  std::size_t scratch_in_use() const noexcept { return scratch_.in_use; }

  // Frees all images.
  void clear() noexcept { images_.clear(); }

 private:
  static constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

  struct Scratch final : std::pmr::memory_resource {
    explicit Scratch(TestHost& owner) : host(owner) {}
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
      host.request(bytes);
      void* memory = std::pmr::new_delete_resource()->allocate(bytes, alignment);
      in_use += bytes;
      return memory;
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
      in_use -= bytes;
      std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
    }
    bool do_is_equal(const memory_resource& other) const noexcept override {
      return this == &other;
    }

    TestHost& host;
    std::size_t in_use = 0;
  };

  void request(std::size_t bytes) {
    if (requests_ >= fail_at_) throw std::bad_alloc();
    ++requests_;
    largest_ = bytes > largest_ ? bytes : largest_;
  }

  Scratch scratch_;
  std::vector<std::unique_ptr<std::byte[]>> images_;
  std::size_t requests_ = 0;
  std::size_t fail_at_ = kNever;
  std::size_t largest_ = 0;
  std::size_t pauses_ = 0;
  std::size_t interrupt_at_ = kNever;
  std::uint64_t random_ = 0;
};

}  // namespace sketch::test
