// SPDX-License-Identifier: PostgreSQL
//
// The hash of a numeric, from its stored digits: PostgreSQL has no function that gives a numeric as
// an integer if it is one, without raising an error if it isn't.
#pragma once

#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch::pg {

// `stored` is what follows a numeric's length word.
std::uint64_t hash_numeric_digits(Bytes stored);

}  // namespace sketch::pg
