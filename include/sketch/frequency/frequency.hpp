// SPDX-License-Identifier: PostgreSQL
//
// Frequency: how often a value has come, and bounds; each family says how certain they are.
#pragma once

#include <cstdint>

namespace sketch {

struct Frequency {
  std::uint64_t lower, estimate, upper;
};

}  // namespace sketch
