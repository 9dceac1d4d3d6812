// SPDX-License-Identifier: PostgreSQL
//
// Memory of the groups: handed out in chunks without a header each, given back as a whole. What
// grows by doubling (sketches do) leaves pieces of a power of two behind, which are used again.
#pragma once

#include <sys/mman.h>

#include <bit>

#include "guard.hpp"

namespace sketch::pg {

inline constexpr std::size_t kCacheLine = 64;

// Asks for huge pages where there are any: groups are met in no order, and with small pages each
// of them costs an address translation that isn't cached.
inline void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kHugePage = std::uintptr_t{1} << 21;
  const auto start = (reinterpret_cast<std::uintptr_t>(memory) + kHugePage - 1) & ~(kHugePage - 1);
  const auto end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) & ~(kHugePage - 1);
  if (start < end) madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
#endif
}

class Arena {
 public:
  void init(MemoryContext parent) {
    *this = {};
    context_ = AllocSetContextCreate(parent, "sketch groups", ALLOCSET_DEFAULT_SIZES);
  }

  void destroy() { MemoryContextDelete(context_); }

  void reset() {
    const MemoryContext context = context_;
    MemoryContextReset(context);
    *this = {};
    context_ = context;
  }

  // All that was taken from PostgreSQL.
  std::size_t bytes() const noexcept { return bytes_; }

  // Aligned to 8 bytes, and to a cache line from 64 bytes on; null if there is no memory.
  void* try_allocate(std::size_t size) noexcept {
    const int power = std::bit_width(size) - 1;
    if (std::has_single_bit(size) && power < kPowers && free_[power] != nullptr) {
      Free* piece = free_[power];
      free_[power] = piece->next;
      return piece;
    }
    const std::uintptr_t alignment = size >= kCacheLine ? kCacheLine : 8;
    std::uintptr_t start = (at_ + alignment - 1) & ~(alignment - 1);
    if (at_ == 0 || start + size > end_) {
      if (!add_chunk(size)) return nullptr;
      start = (at_ + alignment - 1) & ~(alignment - 1);
    }
    at_ = start + size;
    return reinterpret_cast<void*>(start);
  }

  void* allocate(std::size_t size) {
    void* memory = try_allocate(size);
    if (memory == nullptr) raise_out_of_memory();
    return memory;
  }

  void release(void* piece, std::size_t size) noexcept {
    const int power = std::bit_width(size) - 1;
    if (!std::has_single_bit(size) || size < sizeof(Free) || power >= kPowers) return;
    free_[power] = new (piece) Free{free_[power]};
  }

 private:
  struct Free {
    Free* next;
  };
  static constexpr int kPowers = 16;
  static constexpr std::size_t kFirstChunk = 8192 - 64, kLargestChunk = std::size_t{1} << 24;

  bool add_chunk(std::size_t size) noexcept {
    if (size > MaxAllocHugeSize - 2 * kCacheLine) return false;
    if (chunk_ < kLargestChunk) chunk_ = chunk_ == 0 ? kFirstChunk : std::bit_ceil(2 * chunk_);
    const std::size_t wanted = size + kCacheLine > chunk_ ? size + kCacheLine : chunk_;
    void* memory =
        MemoryContextAllocExtended(context_, wanted, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
    if (memory == nullptr) return false;
    prefer_huge_pages(memory, wanted);
    at_ = reinterpret_cast<std::uintptr_t>(memory);
    end_ = at_ + wanted;
    bytes_ += wanted;
    return true;
  }

  MemoryContext context_ = nullptr;
  std::uintptr_t at_ = 0, end_ = 0;
  std::size_t chunk_ = 0, bytes_ = 0;
  Free* free_[kPowers] = {};
};

// Images as varlenas in an arena.
class ArenaHost final : public PgHost {
 public:
  explicit ArenaHost(Arena* arena) noexcept : arena_(arena) {}

  State allocate(std::size_t bytes) override {
    if (bytes > MaxAllocSize - VARHDRSZ) throw std::bad_alloc();
    void* memory = arena_->try_allocate(bytes + VARHDRSZ);
    if (memory == nullptr) throw std::bad_alloc();
    SET_VARSIZE(memory, bytes + VARHDRSZ);
    return state_of(static_cast<varlena*>(memory));
  }

 private:
  Arena* arena_;
};

}  // namespace sketch::pg
