// SPDX-License-Identifier: PostgreSQL
//
// The counters of a sketch_topk image of any form, unpacked; and how they are pruned and coded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "sketch/core/status.hpp"
#include "sketch/frequency/topk.hpp"

namespace sketch {

// The most bytes that the strings of a sketch at rest take.
constexpr std::size_t topk_string_budget(std::size_t capacity) noexcept {
  constexpr std::size_t kEach = 1024;
  return capacity * kEach < TopK::kMostKeyBytes ? TopK::kMostKeyBytes : capacity * kEach;
}

// Drops what is not ahead of the (M+1)-th count, M being the capacity or, if their strings take
// more than the budget, a lower number. Gives the new offset.
std::uint64_t prune(std::pmr::vector<TopK::Slot>& counters, std::size_t capacity,
                    std::size_t budget, std::uint64_t offset);

struct TopKContents {
  explicit TopKContents(std::pmr::memory_resource* resource) : counters(resource) {}

  // Reads and checks everything that does not take a comparison of all keys.
  Status read(Bytes image);
  // Whether no key is there twice.
  bool distinct() const;

  // Prunes to the capacity and puts the counters in their order at rest.
  void rank();
  // The canonical image of ranked counters.
  State encode(Host& host) const;

  Bytes string(const TopK::Slot& slot) const noexcept { return {strings + slot.at, slot.size}; }
  bool same_key(const TopK::Slot& slot, const TopK::Item& item) const noexcept;
  TopK::Item item(const TopK::Slot& slot) const noexcept;

  bool working = false;
  std::size_t capacity = 0;
  TopK::ItemType type;
  std::uint64_t total = 0;
  std::uint64_t offset = 0;
  std::uint32_t wanted = 0;
  std::pmr::vector<TopK::Slot> counters;
  const std::byte* strings = nullptr;  // slots say how far behind it theirs are

 private:
  Status read_working(Bytes image);
  Status read_canonical(Bytes image);
  Status check_counters() const noexcept;
};

}  // namespace sketch
