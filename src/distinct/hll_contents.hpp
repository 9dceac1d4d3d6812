// SPDX-License-Identifier: PostgreSQL
//
// HllContents: the unpacked contents of an image of any form.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/scratch.hpp"
#include "sketch/core/status.hpp"
#include "sketch/distinct/hll.hpp"

namespace sketch {

inline constexpr Status kMalformed{Code::malformed, "sketch_hll image is malformed",
                                   "The bytes are truncated or damaged."};
inline constexpr Status kNotCanonical{
    Code::malformed, "sketch_hll image is not in its canonical form",
    "The bytes were not written by this extension, or are damaged."};
inline constexpr Status kBadPrecision{Code::malformed,
                                      "sketch_hll image has a precision outside 4 to 18",
                                      "The bytes are damaged, or are not a sketch_hll."};

class HllContents {
 public:
  explicit HllContents(std::pmr::memory_resource* scratch) noexcept
      : room_(scratch), scratch_(scratch) {}

  bool registers = false;
  int precision = 0;
  ValueClass values = ValueClass::none;
  std::span<std::uint32_t>
      words;  // registers, or tokens; tokens are sorted if the image is canonical

  // Reads any image, whatever its bytes are. It reads nothing outside of the image, and every word
  // is safe to compute with. Whether the words are possible is for Hll::check() to say.
  Status read(Bytes image);

 private:
  bool read_table(Bytes image);
  bool read_array(Bytes bytes, bool little);

  ScratchArray<std::uint32_t, 1024> room_;
  std::pmr::memory_resource* scratch_;
};

}  // namespace sketch
