// SPDX-License-Identifier: PostgreSQL
//
// A column of values at rest: integers as such, all else as the bits of a double, less those that
// are 0 at the end of all; of these units each is stored as its distance from the least, in as many
// bits as the greatest takes. So counts cost what they tell, a constant nothing.
//
//   code, least unit (signed), bits a unit; the units, the last byte padded with 0 bits
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"

namespace sketch::value_coder {

// What a column takes at least, and for n values at most.
inline constexpr std::size_t kLeastBytes = 3;
std::size_t max_bytes(std::size_t n) noexcept;

// Writes n > 0 finite values that are `stride` apart; gives the number of bytes.
std::size_t encode(const double* values, std::size_t n, std::size_t stride, std::byte* to,
                   Host& host);

// Takes them off the front of the bytes; false if they are malformed, or not finite.
bool decode(Bytes& from, double* values, std::size_t n, std::size_t stride, Host& host);

}  // namespace sketch::value_coder
