// SPDX-License-Identifier: PostgreSQL
//
// Sorting keys, the bulk of what a quantile sketch costs: by the uppermost 24 bits that not all
// keys share, a byte at a time, and then by moving the few that are still out of place; where there
// are many of those, by all bytes.
#pragma once

#include <cstddef>
#include <span>

#include "sketch/quantile/value.hpp"

namespace sketch {

// Sorts in ascending order; `room` has as many elements as `keys`, and its contents are lost.
void sort_keys(std::span<Key> keys, std::span<Key> room) noexcept;

}  // namespace sketch
