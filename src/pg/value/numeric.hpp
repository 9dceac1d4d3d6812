// SPDX-License-Identifier: PostgreSQL
//
// What a numeric is, from its stored digits: its hash, and the nearest double. PostgreSQL has no
// function that gives a numeric as an integer if it is one, and none that gives it as a double,
// without raising an error where it isn't one.
#pragma once

#include <cstdint>

#include "sketch/core/bytes.hpp"

namespace sketch::pg {

// `stored` is what follows a numeric's length word.
std::uint64_t hash_numeric_digits(Bytes stored);

// The nearest double: of what is beyond the greatest one that one, and of what is nearer to zero
// than any the least one, so that signs and order stay.
double double_of_numeric(Bytes stored);

// Whether it is an integer that fits 64 bits, and which.
bool integer_of_numeric(Bytes stored, std::int64_t& integer);

}  // namespace sketch::pg
