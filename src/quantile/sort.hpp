// SPDX-License-Identifier: PostgreSQL
//
// Sorting of keys, the main cost of a quantile sketch. Keys are radix-sorted by the upper 24 of the
// bits in which they differ, a byte at a time; an insertion sort then moves the few that are still
// out of place. If there are many of those, all bytes are radix-sorted.
#pragma once

#include <cstddef>
#include <span>

#include "sketch/quantile/value.hpp"

namespace sketch {

// Sorts in ascending order. `room` has the size of `keys` and is overwritten.
void sort_keys(std::span<Key> keys, std::span<Key> room) noexcept;

}  // namespace sketch
