// SPDX-License-Identifier: PostgreSQL
#include "topk_counters.hpp"

#include <utility>
#include <vector>

namespace sketch {

void TopKCounters::add_up(std::pmr::memory_resource* resource) {
  if (counters == size) return;
  ItemTable table(resource, size);
  for (std::size_t i = 0; i < counters; ++i)
    table.find_none(entries[i].hash) = static_cast<std::uint32_t>(i + 1);
  for (std::size_t i = counters; i < size; ++i) {
    const TopK::Entry entry = entries[i];
    const Bytes bytes = string(i);
    std::uint32_t& number =
        table.find(entry.hash, [&](std::size_t j) { return is_item(j, entry.hash, bytes); });
    if (number != 0) {
      entries[number - 1].count += entry.count;
      continue;
    }
    entries[counters] = {entry.hash, entry.count + offset};
    if (spans != nullptr) spans[counters] = spans[i];
    number = static_cast<std::uint32_t>(++counters);
  }
  size = counters;
}

// The (keep + 1)-th count, all being above the offset. Most counts are little above it.
std::uint64_t TopKCounters::count_behind(std::size_t keep,
                                         std::pmr::memory_resource* resource) const {
  constexpr std::uint64_t kNear = 4;
  for (std::uint64_t count = offset + 1; count <= offset + kNear; ++count) {
    std::size_t ahead = 0;
    for (std::size_t i = 0; i < size; ++i) ahead += entries[i].count > count;
    if (ahead <= keep) return count;
  }
  std::pmr::vector<std::uint64_t> counts(size, resource);
  for (std::size_t i = 0; i < size; ++i) counts[i] = entries[i].count;
  const auto at = counts.begin() + static_cast<std::ptrdiff_t>(keep);
  std::nth_element(counts.begin(), at, counts.end(), std::greater<>());
  return *at;
}

// The count of the first, in descending order, whose string is too much, or of the (keep + 1)-th.
std::uint64_t TopKCounters::count_behind_budget(std::size_t keep, std::size_t budget,
                                                std::pmr::memory_resource* resource) const {
  std::pmr::vector<std::pair<std::uint64_t, std::size_t>> order(size, resource);
  for (std::size_t i = 0; i < size; ++i) order[i] = {entries[i].count, spans[i].size};
  std::sort(order.begin(), order.end(), std::greater<>());
  std::size_t first = 0;
  for (std::size_t bytes = 0; bytes + order[first].second <= budget; ++first)
    bytes += order[first].second;
  return order[std::min(first, keep)].first;
}

void TopKCounters::prune(std::size_t capacity, std::size_t budget,
                         std::pmr::memory_resource* resource) {
  std::uint64_t threshold = offset;
  if (string_bytes() > budget) {
    threshold = count_behind_budget(capacity, budget, resource);
  } else if (size > capacity) {
    threshold = count_behind(capacity, resource);
  }
  std::size_t left = 0;
  const auto keep = [&](std::size_t i, std::uint64_t error) {
    const bool stays = entries[i].count > threshold;
    entries[left] = entries[i];
    if (spans != nullptr) spans[left] = spans[i];
    if (errors != nullptr && stays) errors[left] = error;
    left += stays;
  };
  for (std::size_t i = 0; i < known; ++i) keep(i, errors == nullptr ? 0 : errors[i]);
  for (std::size_t i = known; i < size; ++i) keep(i, offset);
  size = counters = known = left;
  offset = threshold;
}

}  // namespace sketch
