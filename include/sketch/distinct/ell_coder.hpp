// SPDX-License-Identifier: PostgreSQL
//
// ExaLogLog registers (t = 2, d = 24) at rest: entropy-coded by tANS (core/tans.hpp) under a static
// model (src/distinct/ell_model.hpp), so that nothing but a one-byte scale is stored of the model.
//
// A register's four update values of one octave form a nibble, the highest value in its highest
// bit; all four are equally likely. A register is coded as
//   letter   the octave o of its largest value and the nibble there (some 5.7 bits), or "empty", or
//   an
//            escape, which the largest value follows;
//   nibbles  of the octaves o-1 ... o-6, as far as these exist: the 24 values that it remembers
//   reach
//            into the last one, where what it doesn't remember is written as is likelier.
// Nibbles are coded plane by plane. Plane j has the nibbles of octave j of all registers that have
// one, ordered by o and then by index: a plane is then a contiguous part of the order, and each
// register's nibbles lie in contiguous runs, whatever its octave. Two nibbles make a symbol. In
// planes of high rate, where almost every value has occurred, the positions of those that haven't
// are coded instead.
//
//   byte 0   scale
//   then a bit stream, in this order: four tANS states, letters, largest values of escapes, planes
//   from the highest octave down, positions in the planes of high rate (docs/format.md).
//
// Size: 17.9 bits a register for n >> m, entropy 17.65; 1147 bytes at m = 512.
// Cost at m = 512: see bench/micro (about 3 us to decode, 5 us to encode).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/bytes.hpp"

namespace sketch::ell_coder {

// The most bytes that encode() may write.
std::size_t max_bytes(std::size_t registers) noexcept;

// Writes 2^precision registers, each valid (Ell::valid); gives the bytes, which lie somewhere in
// `room`.
Bytes encode(std::span<const std::uint32_t> registers, std::span<std::byte> room,
             std::pmr::memory_resource* scratch);

// Reads registers; each is a register that some updates could make, whatever the bytes are. False
// if the bytes are not of the coder's making.
bool decode(Bytes coded, std::span<std::uint32_t> registers, std::pmr::memory_resource* scratch);

}  // namespace sketch::ell_coder
