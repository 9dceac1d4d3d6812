// SPDX-License-Identifier: PostgreSQL
//
// TDigestContents: the unpacked contents of an image of any form, and the uniting of centroids.
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
  // The precision of stored means. They are off by at most 2^-(kMeanBits + 1) of the distance to
  // the nearer neighbour, which is 5e-4 of all ranks at the median, and by 0.2 % of the value.
  static constexpr unsigned kMeanBits = 5, kMostSpareBits = 44;

  using Centroid = TDigest::Centroid;

  explicit TDigestContents(std::pmr::memory_resource* scratch) noexcept
      : scratch_(scratch), keys_(scratch), room_(scratch), united_(scratch) {}

  std::uint32_t compression = 0;
  std::uint64_t n = 0;  // not including the buffer
  Key least = 0, greatest = 0;
  double sum = 0;
  std::span<Centroid> centroids;
  std::span<Key> buffer;

  // Reads any image, whatever its bytes are. The contents are safe to compute with; whether they
  // are canonical is for TDigest::check() to say.
  Status read(Bytes image);
  // Reads a state that this code has made or checked, without checking its values again.
  void read_own(Bytes state);

  // Turns the buffer into centroids and unites neighbours, up to 1 / fineness of the stored size.
  void compress(unsigned fineness);

  // Rounds means as they are stored. Rounding twice changes nothing.
  void round_means() noexcept;

  // The stored body (tdigest_coder.cpp), once means are rounded: whether it consists of values, the
  // most bytes it takes, and writing it, which gives its end.
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
