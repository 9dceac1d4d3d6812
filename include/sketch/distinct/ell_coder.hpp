// SPDX-License-Identifier: PostgreSQL
//
// The stored form of ExaLogLog registers (t = 2, d = 24): entropy-coded by rANS in lanes
// (core/rans.hpp) under a static model (src/distinct/ell_model.hpp). Of the model only a one-byte
// scale is stored. docs/format.md is the specification.
//
// The four update values of one octave form a nibble, the highest value in its highest bit. A
// register is coded as four symbols
//
//   letter    the octave o of its largest value and the nibble there, or "empty", or an escape
//   3 pairs   the nibbles of the octaves o-1 and o-2, o-3 and o-4, o-5 and o-6; the 24 values that
//             a register remembers reach into the last one
//
// and one raw bit: whether it has seen the value that is as likely to have occurred as not. Raw
// bits fill the 16 bits that each lane carries at its start (core/rans.hpp):
//
//   +-------+----------------------------+-------------------+------------------------------+
//   | scale | states: 5 to 9 bytes for   | 16-bit words that | raw bits beyond the lanes',  |
//   |       | two lanes                  | the lanes take    | escaped registers            |
//   +-------+----------------------------+-------------------+------------------------------+
//
// Lane i has the registers i, i + lanes, i + 2 lanes ...; there is a lane for each 16 registers, at
// most 64. A vector of lanes is decoded at once.
//
// Size: 18.2 bits a register for n >> m, entropy 17.65; 1170 bytes at m = 512. Cost at m = 512:
// about 1.7 us to decode and 2.3 us to encode with AVX-512 (bench/micro).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/bytes.hpp"
#include "sketch/distinct/ell_kernels.hpp"

namespace sketch::ell_coder {

// The most bytes that encode() may write, including what it uses as work space.
std::size_t max_bytes(std::size_t registers) noexcept;

// Encodes 2^precision registers, each valid (Ell::valid). The result lies somewhere in `room`. All
// kernels give the same bytes.
Bytes encode(std::span<const std::uint32_t> registers, std::span<std::byte> room,
             std::pmr::memory_resource* scratch, const EllKernels& kernels = ell_kernels());

// Decodes registers; false if encode() can't have written the bytes. Whatever the bytes are, each
// register is one that some updates could produce.
bool decode(Bytes coded, std::span<std::uint32_t> registers, std::pmr::memory_resource* scratch,
            const EllKernels& kernels = ell_kernels());

}  // namespace sketch::ell_coder
