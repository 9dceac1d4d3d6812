// SPDX-License-Identifier: PostgreSQL
//
// The stored form of tokens: a sorted set of n tokens whose indexes are Elias-Fano coded (Elias
// 1974; Vigna, "Quasi-succinct indices", WSDM 2013, section 3). Leading zeros are geometrically
// distributed and stored in unary, which is the ideal code for that.
//
//   n             1 to 3 bytes, 7 bits each, low first, the top bit set on all but the last
//   low parts     n times l bits, l = floor(log2(2^24 / n)): the low bits of the token indexes
//   high parts    for each index the difference of (index >> l) from the one before, in unary
//   zeros         for each token its leading zeros, in unary
//
// The three sections follow each other without padding. A unary number is that many 0 bits and a 1.
// Bits fill each byte from its low end; the last byte is padded with 0 bits. Size: at most (l + 3)
// + 2 bits a token on average: 32 bytes for 10, 267 for 100 tokens. Cost: some 2 ns a token either
// way.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <span>

#include "sketch/core/bytes.hpp"
#include "sketch/core/status.hpp"
#include "sketch/distinct/token.hpp"

namespace sketch::token_coder {

// The most bytes that n tokens can take.
std::size_t max_bytes(std::size_t n) noexcept;

// Writes strictly increasing tokens; gives the number of bytes.
std::size_t encode(std::span<const Token> tokens, std::byte* to) noexcept;

// The number of tokens, or -1 if the count is malformed or more than the bytes can hold.
std::ptrdiff_t count(Bytes coded) noexcept;

// Reads count() tokens. Whatever the bytes are, it reads nothing outside of `coded`. False if they
// end too early or hold an impossible token; the order is not checked.
bool decode(Bytes coded, std::span<Token> tokens) noexcept;

}  // namespace sketch::token_coder
