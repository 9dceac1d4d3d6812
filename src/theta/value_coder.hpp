// SPDX-License-Identifier: PostgreSQL
//
// The stored form of a column of values. Each value becomes an integer, its unit: the value itself
// if all values are integers, else the bits of the double without the low bits that are 0 in all of
// them. Units are stored as differences from the least one, in as many bits as the greatest
// difference needs. So small counts take few bits and a constant takes none.
//
//   code, least unit (signed), bits a unit; the units, the last byte padded with 0 bits
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"

namespace sketch::value_coder {

// The fewest bytes that a column takes, and the most that one of n values takes.
inline constexpr std::size_t kLeastBytes = 3;
std::size_t max_bytes(std::size_t n) noexcept;

// Writes n > 0 finite values, `stride` doubles apart; gives the number of bytes.
std::size_t encode(const double* values, std::size_t n, std::size_t stride, std::byte* to,
                   Host& host);

// Takes n values off the front; false if they are malformed or not finite.
bool decode(Bytes& from, double* values, std::size_t n, std::size_t stride, Host& host);

}  // namespace sketch::value_coder
