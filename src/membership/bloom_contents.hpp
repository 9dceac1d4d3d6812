// SPDX-License-Identifier: PostgreSQL
//
// BloomContents: the unpacked contents of an image of any form.
#pragma once

#include <cstdint>
#include <span>

#include "sketch/core/scratch.hpp"
#include "sketch/membership/bloom.hpp"

namespace sketch {

inline constexpr Status kMalformedBloom{Code::malformed, "sketch_bloom image is malformed",
                                        "The bytes are truncated or damaged."};

// Loads a stored cell of `bytes` bytes.
inline std::uint64_t load_cell(const std::byte* from, std::size_t bytes) noexcept {
  std::uint64_t cell = 0;
  for (std::size_t i = 0; i < bytes; ++i)
    cell |= std::to_integer<std::uint64_t>(from[i]) << 8 * i;
  return cell;
}

class BloomContents {
 public:
  explicit BloomContents(Host& host) noexcept : host_(host), room_(host.scratch()) {}

  Domain domain{};
  ValueClass values = ValueClass::none;
  int log2_blocks = 0;
  Bytes blocks;                     // points into the image; empty if there are cells
  std::span<std::uint64_t> cells;  // ascending if the image is canonical

  // Reads any image, whatever its bytes are.
  Status read(Bytes image);

 private:
  bool read_cells(Bytes body);
  bool read_slots(Bytes image);
  bool read_blocks(Bytes body, bool working);

  Host& host_;
  ScratchArray<std::uint64_t, 64> room_;
};

}  // namespace sketch
