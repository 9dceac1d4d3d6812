// SPDX-License-Identifier: PostgreSQL
//
// Memory of the groups. An arena cuts pieces from chunks of a memory context. Pieces have no
// header, which saves memory where there are many small ones. A piece that is given back goes to
// the free list of its size class, so a state that keeps growing and shrinking doesn't use up
// memory. Resetting the memory context frees everything.
//
//   chunk (1 kB, then twice the last, up to 16 MB)      free lists, one for each size class
//   +-------+-------+-----------+-------------+          8 bytes: piece -> piece
//   | piece | piece |   piece   |   unused    |         16 bytes: piece
//   +-------+-------+-----------+-------------+         ...
//                               at_           end_      larger than a quarter of a chunk: palloc
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <bit>

#include "guard.hpp"

namespace sketch::pg {

inline constexpr std::size_t kCacheLine = 64;

// Asks the kernel for huge pages. Groups are accessed in random order; with small pages almost
// every access would miss the TLB.
inline void prefer_huge_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kHugePage = std::uintptr_t{1} << 21;
  const auto start = (reinterpret_cast<std::uintptr_t>(memory) + kHugePage - 1) & ~(kHugePage - 1);
  const auto end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) & ~(kHugePage - 1);
  if (start < end) madvise(reinterpret_cast<void*>(start), end - start, MADV_HUGEPAGE);
#endif
}

// The size class of a piece: its number, and the size that pieces of this class have. Up to a cache
// line the size is a multiple of 8 bytes. Above that it is a multiple of a cache line, with up to
// eight classes between two powers of two.
struct PieceClass {
  static constexpr int kSmall = 8;  // the number of classes up to a cache line
  int number;
  std::size_t bytes;

  static constexpr PieceClass of(std::size_t size) noexcept {
    if (size <= kCacheLine) {
      const std::size_t words = std::max<std::size_t>((size + 7) / 8, 1);
      return {static_cast<int>(words) - 1, 8 * words};
    }
    const int power = std::bit_width(size - 1) - 1;  // 2^power < size <= 2^(power + 1)
    const std::size_t below = std::size_t{1} << power;
    const std::size_t step = std::max(below / 8, kCacheLine);
    const std::size_t steps = (size - below + step - 1) / step;  // 1 to 8
    return {kSmall + 8 * (power - 6) + static_cast<int>(steps) - 1, below + steps * step};
  }
};

class Arena {
 public:
  // `limit` is the memory that all groups may take. A chunk is an eighth of it at most, but may be
  // 8 kB.
  void init(MemoryContext context, std::size_t limit) {
    *this = {};
    context_ = context;
    largest_chunk_ = std::clamp(std::bit_floor(limit / 8), kLeastChunk, kLargestChunk);
  }

  // Called after the memory context has been reset.
  void forget() {
    at_ = end_ = chunk_ = 0;
    free_ = nullptr;
  }

  // Returns null if there is no memory. A piece of at least a cache line is aligned to one, unless
  // it is large; others are aligned to 8 bytes.
  void* try_allocate(std::size_t size) noexcept {
    const PieceClass wanted = PieceClass::of(size);
    if (is_large(wanted)) return take(size);
    if (Free* piece = free_ == nullptr ? nullptr : free_[wanted.number]; piece != nullptr) {
      free_[wanted.number] = piece->next;
      return piece;
    }
    const std::uintptr_t alignment = wanted.bytes >= kCacheLine ? kCacheLine : 8;
    std::uintptr_t start = (at_ + alignment - 1) & ~(alignment - 1);
    if (at_ == 0 || start + wanted.bytes > end_) {
      if (!add_chunk(wanted.bytes)) return nullptr;
      start = (at_ + alignment - 1) & ~(alignment - 1);
    }
    at_ = start + wanted.bytes;
    return reinterpret_cast<void*>(start);
  }

  void* allocate(std::size_t size) {
    void* memory = try_allocate(size);
    if (memory == nullptr) raise_out_of_memory();
    return memory;
  }

  void release(void* piece, std::size_t size) noexcept {
    const PieceClass of = PieceClass::of(size);
    if (is_large(of)) {
      pfree(piece);
    } else if (free_ != nullptr || make_lists()) {
      free_[of.number] = new (piece) Free{free_[of.number]};
    }
  }

 private:
  struct Free {
    Free* next;
  };
  static constexpr std::size_t kFirstChunk = 1024, kLeastChunk = 8192,
                               kLargestChunk = std::size_t{1} << 24;
  static constexpr int kClasses = PieceClass::of(kLargestChunk / 4).number + 1;

  // Large pieces are palloc'd: cut from chunks, they would leave much of a chunk unused.
  bool is_large(PieceClass of) const noexcept { return of.bytes > largest_chunk_ / 4; }

  bool make_lists() noexcept {
    constexpr int kHow = MCXT_ALLOC_ZERO | MCXT_ALLOC_NO_OOM;
    free_ = static_cast<Free**>(
        MemoryContextAllocExtended(context_, sizeof(Free*) * kClasses, kHow));
    return free_ != nullptr;
  }

  void* take(std::size_t size) noexcept {
    if (size > MaxAllocHugeSize) return nullptr;
    void* memory =
        MemoryContextAllocExtended(context_, size, MCXT_ALLOC_HUGE | MCXT_ALLOC_NO_OOM);
    if (memory != nullptr) prefer_huge_pages(memory, size);
    return memory;
  }

  // Puts the rest of the current chunk into the free lists.
  void give_back_rest() noexcept {
    std::uintptr_t start = (at_ + kCacheLine - 1) & ~(kCacheLine - 1);
    while (start + kCacheLine <= end_) {
      const std::size_t bytes = std::min(std::bit_floor(end_ - start), largest_chunk_ / 4);
      release(reinterpret_cast<void*>(start), bytes);
      start += bytes;
    }
  }

  bool add_chunk(std::size_t size) noexcept {
    chunk_ = chunk_ == 0 ? kFirstChunk : std::min(2 * chunk_, largest_chunk_);
    const std::size_t wanted = std::max(size + kCacheLine, chunk_);
    void* memory = take(wanted);
    if (memory == nullptr) return false;
    give_back_rest();
    at_ = reinterpret_cast<std::uintptr_t>(memory);
    end_ = at_ + wanted;
    return true;
  }

  MemoryContext context_ = nullptr;
  std::uintptr_t at_ = 0, end_ = 0;
  std::size_t chunk_ = 0, largest_chunk_ = kLeastChunk;
  Free** free_ = nullptr;  // a list for each class; null until a piece is given back
};

// Lets a kernel allocate images as varlenas in an arena. A kernel that grows a state several times
// leaves the old images behind. All of them are listed in `made`, and keep() gives back all but the
// result.
class ArenaHost final : public PgHost {
 public:
  struct Made {
    Made* next;
    void* image;
    std::size_t bytes;
  };

  ArenaHost(Arena* arena, Made** made) noexcept : arena_(arena), made_(made) {}

  State allocate(std::size_t bytes) override {
    if (bytes > MaxAllocSize - VARHDRSZ) throw std::bad_alloc();
    void* node = arena_->try_allocate(sizeof(Made));
    if (node == nullptr) throw std::bad_alloc();
    *made_ = new (node) Made{*made_, nullptr, bytes + VARHDRSZ};
    void* memory = arena_->try_allocate(bytes + VARHDRSZ);
    if (memory == nullptr) throw std::bad_alloc();
    (*made_)->image = memory;
    SET_VARSIZE(memory, bytes + VARHDRSZ);
    return state_of(static_cast<varlena*>(memory));
  }

  static void keep(Arena& arena, Made* made, const void* result) noexcept {
    while (made != nullptr) {
      Made* next = made->next;
      if (made->image != nullptr && made->image != result) arena.release(made->image, made->bytes);
      arena.release(made, sizeof(Made));
      made = next;
    }
  }

 private:
  Arena* arena_;
  Made** made_;
};

}  // namespace sketch::pg
