// SPDX-License-Identifier: PostgreSQL
//
// How often a value occurs, with bounds; each family says how certain they are.
#pragma once

#include <cstdint>

namespace sketch {

struct Frequency {
  std::uint64_t lower, estimate, upper;
};

}  // namespace sketch
