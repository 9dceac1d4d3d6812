// SPDX-License-Identifier: PostgreSQL
//
// ScratchArray: uninitialised room for n trivial elements. A few are inside the object, more come
// from the memory resource. The destructor frees them.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <span>
#include <type_traits>

namespace sketch {

template <class T, std::size_t kInline>
class ScratchArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  explicit ScratchArray(std::pmr::memory_resource* resource) noexcept : resource_(resource) {}
  ScratchArray(const ScratchArray&) = delete;
  ScratchArray& operator=(const ScratchArray&) = delete;
  ~ScratchArray() { release(); }

  // Room for n elements. The former contents are lost.
  std::span<T> make(std::size_t n) {
    release();
    if (n > kInline) {
      far_ = static_cast<T*>(resource_->allocate(n * sizeof(T), alignof(T)));
      far_size_ = n;
    }
    return {far_ != nullptr ? far_ : near_, n};
  }

 private:
  void release() noexcept {
    if (far_ != nullptr) {
      resource_->deallocate(far_, far_size_ * sizeof(T), alignof(T));
      far_ = nullptr;
    }
  }

  std::pmr::memory_resource* resource_;
  T* far_ = nullptr;
  std::size_t far_size_ = 0;
  T near_[kInline];
};

}  // namespace sketch
