// SPDX-License-Identifier: PostgreSQL
//
// TDigestContents: what an image of any form holds, unpacked, and the uniting of centroids.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>

#include "key_coder.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/quantile/tdigest.hpp"

namespace sketch {

inline constexpr Status kMalformedTDigest{Code::malformed, "sketch_tdigest image is malformed",
                                          "The bytes are truncated or damaged."};

class TDigestContents {
 public:
  // As fine as means are stored: off by at most 2^-(kMeanBits + 1) of the distance to the nearer
  // neighbour, which is 5e-4 of all ranks at the median, and by 0.2 % of the value.
  static constexpr unsigned kMeanBits = 5, kMostSpareBits = 44;

  using Centroid = TDigest::Centroid;

  explicit TDigestContents(std::pmr::memory_resource* scratch) noexcept
      : scratch_(scratch), keys_(scratch), room_(scratch), united_(scratch) {}

  std::uint32_t compression = 0;
  std::uint64_t n = 0;  // without the buffer
  Key least = 0, greatest = 0;
  double sum = 0;
  std::span<Centroid> centroids;
  std::span<Key> buffer;

  // Any image, whatever its bytes are. What it gives is safe to compute with; whether it is
  // canonical is TDigest::check()'s question.
  Status read(Bytes image);
  // A state that this code has made, or has checked: its values are not looked at again.
  void read_own(Bytes state);

  // The buffer becomes centroids, and neighbours are united up to 1 / fineness of the size at rest.
  void settle(unsigned fineness);

  // Rounds means as they are stored. What has been rounded stays what it is.
  void round_means() noexcept;

  // What stands behind the envelope at rest (tdigest_coder.cpp), means being rounded: whether it is
  // values, the most bytes that it can take, and writing it, which gives where it ends.
  bool few_values() const noexcept;
  std::size_t max_bytes() const noexcept;
  std::byte* write_values(std::byte* to) const;
  std::byte* write_centroids(std::byte* to) const;

 private:
  bool read_values(Bytes body);
  bool read_centroids(Bytes body);
  bool read_runs(BitReader& bits) noexcept;
  bool read_weights(BitReader& bits) noexcept;
  bool read_means(BitReader& bits, const Units& units);
  bool read_working(Bytes image);
  bool good_buffer() const noexcept;
  bool in_order() const noexcept;
  unsigned spare_bits(std::size_t i) const noexcept;
  std::span<Centroid> gathered();
  std::span<Centroid> united(std::span<Centroid> items, unsigned fineness) const noexcept;

  std::pmr::memory_resource* scratch_;
  ScratchArray<Key, 64> keys_;
  ScratchArray<Centroid, 64> room_, united_;
};

}  // namespace sketch
