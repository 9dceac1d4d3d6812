// SPDX-License-Identifier: PostgreSQL
//
// Truncated hashes at rest. Within an octave the cells are all of one size, and as many as the bits
// behind the leading one can tell apart: the hashes there are a random set of cells, of which the
// numbers passed over between one and the next are Rice coded. Octaves have counts of their own, so
// the parameter follows the density, which halves from each octave to the one below in terms of
// cells.
//
//   number of hashes, then for each octave from theta's down its number of hashes, until these add
//   up; low bits of all gaps; high parts of all gaps in unary. Octaves and hashes ascend.
//
// Size: with k = 2^p hashes hash_bits(p) - p + 3.6 bits each on average, of which the counts are
// 0.05 at p = 12; the entropy is 3.44 instead of 3.6. Cost: see bench/micro. Who wants but the
// least hashes decodes only their octaves.
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
  // Reads the counts; false if they are malformed. Of hashes above `limit` those of higher octaves
  // are left out.
  bool open(Bytes coded, std::uint64_t last, std::uint64_t limit, int bits) noexcept;

  // The number of hashes that read() gives: no more than the bytes could hold.
  std::size_t count() const noexcept { return wanted_; }

  // False if the bytes are malformed; otherwise the hashes ascend.
  bool read(std::uint64_t* hashes) const noexcept;

 private:
  template <class Take>
  bool read_with(std::uint64_t* hashes, Take take) const noexcept;

  std::array<std::uint32_t, 64> counts_{};
  Bytes body_;
  std::size_t low_bits_ = 0;  // of all gaps
  std::size_t wanted_ = 0;
  int octaves_ = 0;  // to read
  int bits_ = 0;
};

}  // namespace sketch::theta_coder
