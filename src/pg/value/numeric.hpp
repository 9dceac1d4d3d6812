// SPDX-License-Identifier: PostgreSQL
//
// Reads a numeric from its stored digits: its hash, the nearest double, the integer. PostgreSQL's
// own functions raise an error if a numeric isn't an integer, or is beyond the range of a double.
#pragma once

#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch::pg {

// `stored` is what follows a numeric's length word.
std::uint64_t hash_numeric_digits(Bytes stored);

// The nearest double that keeps sign and order: the greatest double for a larger number, and the
// least one for a number that is nearer to zero.
double double_of_numeric(Bytes stored);

// Whether the number is an integer that fits 64 bits; sets `integer`.
bool integer_of_numeric(Bytes stored, std::int64_t& integer);

}  // namespace sketch::pg
