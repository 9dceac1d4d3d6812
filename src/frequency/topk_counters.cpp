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
    const TopK::Item item = this->item(i);
    std::uint32_t& number =
        table.find(entry.hash, [&](std::size_t j) { return is_item(j, item); });
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

// The (keep + 1)-th count, or the offset if that is higher. Most counts are little above the
// offset.
std::uint64_t TopKCounters::count_behind(std::size_t keep,
                                         std::pmr::memory_resource* resource) const {
  constexpr std::uint64_t kNear = 4;
  for (std::uint64_t count = offset; count <= offset + kNear; ++count) {
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

// Like count_behind(), but with strings: in descending order, the count of the first item that
// doesn't fit into the budget, or of the (keep + 1)-th; at least the offset.
std::uint64_t TopKCounters::count_behind_budget(std::size_t keep, std::size_t budget,
                                                std::pmr::memory_resource* resource) const {
  std::pmr::vector<std::pair<std::uint64_t, std::size_t>> order(size, resource);
  for (std::size_t i = 0; i < size; ++i) order[i] = {entries[i].count, string(i).size()};
  std::sort(order.begin(), order.end(), std::greater<>());
  std::size_t first = 0;
  for (std::size_t bytes = 0; bytes + order[first].second <= budget; ++first)
    bytes += order[first].second;
  return std::max(offset, order[std::min(first, keep)].first);
}

// Decides which of the counters not above the threshold stay nevertheless: those with the greatest
// estimates, as many as there is room for and as their strings fit into the budget.
class TopKCounters::SparePlaces {
 public:
  SparePlaces(const TopKCounters& counters, std::uint64_t threshold, std::size_t room,
              std::size_t budget, std::pmr::memory_resource* resource) {
    if (room == 0) return;
    ScratchArray<std::uint64_t, 1024> array(resource);
    const std::span<std::uint64_t> rest = array.make(counters.size);
    std::size_t n = 0, bytes = 0;
    // If the counters that were there before fill the room, a newer one can only stay if its
    // estimate is at least as high as the least of theirs. Few are, which makes the selection
    // cheap.
    std::uint64_t least_previous = ~std::uint64_t{0};
    for (std::size_t i = 0; i < counters.previous; ++i) {
      const std::uint64_t estimate = counters.estimate(i);
      const bool behind = counters.entries[i].count <= threshold;
      rest[n] = estimate;
      n += behind;
      least_previous = behind ? std::min(least_previous, estimate) : least_previous;
    }
    if (n < room) least_previous = 0;
    for (std::size_t i = counters.previous; i < counters.size; ++i) {
      const std::uint64_t estimate = counters.estimate(i);
      rest[n] = estimate;
      n += estimate >= least_previous && counters.entries[i].count <= threshold;
    }
    for (std::size_t i = 0; counters.spans != nullptr && i < counters.size; ++i)
      bytes += counters.entries[i].count > threshold ? counters.string(i).size() : 0;
    budget_ = bytes < budget ? budget - bytes : 0;
    room = std::min(room, n);
    if (room == 0) return;
    const auto last = rest.begin() + static_cast<std::ptrdiff_t>(room - 1);
    std::nth_element(rest.begin(), last, rest.begin() + static_cast<std::ptrdiff_t>(n),
                     std::greater<>());
    least_ = *last;
    const auto greater = [this](std::uint64_t estimate) { return estimate > least_; };
    equal_ = room - static_cast<std::size_t>(std::count_if(rest.begin(), last, greater));
  }
  bool takes(std::uint64_t estimate, std::size_t bytes) noexcept {
    if (estimate < least_ || bytes > budget_ || (estimate == least_ && equal_ == 0)) return false;
    equal_ -= estimate == least_;
    budget_ -= bytes;
    return true;
  }

 private:
  std::uint64_t least_ = ~std::uint64_t{0};
  std::size_t equal_ = 0, budget_ = 0;
};

// Counters above the threshold are "few" if they are less than a fourth of the capacity.
void TopKCounters::prune(std::size_t capacity, std::size_t budget, Drops& drops,
                         std::pmr::memory_resource* resource) {
  std::uint64_t threshold;
  if (string_bytes() > budget) {
    threshold = count_behind_budget(capacity, budget, resource);
  } else if (size > capacity) {
    threshold = count_behind(capacity, resource);
  } else {
    return;
  }
  std::size_t ahead = 0;
  for (std::size_t i = 0; i < size; ++i) ahead += entries[i].count > threshold;
  const bool few = cells.exist() || ahead < std::max<std::size_t>(capacity / 4, 1);
  SparePlaces spare(*this, threshold, few ? capacity - ahead : 0, budget, resource);
  const std::span<TopK::Entry> out = drops.make(few ? size : 0);
  std::size_t left = 0, gone = 0;
  std::uint64_t weight = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const TopK::Entry entry = entries[i];
    const bool stays =
        entry.count > threshold || (few && spare.takes(estimate(i), string(i).size()));
    if (few && !stays) {
      out[gone++] = {entry.hash, entry.count - errors[i]};
      weight += entry.count - errors[i];
    }
    entries[left] = entry;
    errors[left] = errors[i];
    priors[left] = priors[i];
    if (spans != nullptr) spans[left] = spans[i];
    left += stays;
  }
  size = counters = with_errors = left;
  offset = threshold;
  if (!few) return;
  dropped = out.first(gone);
  const unsigned least = cells.exist() ? cells.log2_width() : TopKCells::kNarrowest;
  cell_width = cells.width_for(TopKCells::log2_for(capacity), weight, least);
}

}  // namespace sketch
