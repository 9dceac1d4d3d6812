// SPDX-License-Identifier: PostgreSQL
//
// The stored form of truncated hashes. Within an octave all cells have the same size, and there are
// as many as the bits behind the leading one can tell apart. The hashes of an octave are a random
// set of these cells; the gaps between them are Rice coded. Each octave has its own count, and so a
// Rice parameter that fits its density: from each octave to the next lower one the fraction of
// occupied cells halves.
//
//   n, counts    number of hashes; then that of each octave, from theta's octave down, until they
//                add up to n
//   low parts    low bits of all gaps, in ascending order of hashes
//   high parts   the other bits of all gaps, in unary
//
// Size: with k = 2^p hashes hash_bits(p) - p + 3.6 bits each on average, of which the counts are
// 0.05 at p = 12; the entropy is 3.44 instead of 3.6. Cost: see bench/micro. A reader who needs
// only the least hashes decodes only their octaves.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/bytes.hpp"

namespace sketch::theta_coder {

// The most bytes that encode() may write for n hashes.
std::size_t max_bytes(std::size_t n, int bits) noexcept;

// Writes ascending hashes that are truncated to `bits` and at most `last`; gives the number of
// bytes.
std::size_t encode(std::span<const std::uint64_t> hashes, std::uint64_t last, int bits,
                   std::byte* to) noexcept;

class Decoder {
 public:
  // Reads the counts; false if they are malformed. Octaves above that of `limit` will be skipped.
  bool open(Bytes coded, std::uint64_t last, std::uint64_t limit, int bits) noexcept;

  // The number of hashes that read() gives. It is no more than the bytes can hold.
  std::size_t count() const noexcept { return wanted_; }

  // Reads the hashes, in ascending order; false if the bytes are malformed.
  bool read(std::uint64_t* hashes) const noexcept;

 private:
  template <class Take>
  bool read_with(std::uint64_t* hashes, Take take) const noexcept;

  std::array<std::uint32_t, 64> counts_{};
  Bytes body_;
  std::size_t low_bits_ = 0;  // of all gaps
  std::size_t wanted_ = 0;
  int octaves_ = 0;  // number of octaves to read
  int bits_ = 0;
};

}  // namespace sketch::theta_coder
