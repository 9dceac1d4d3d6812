// SPDX-License-Identifier: PostgreSQL
//
// ThetaContents: what an image of any form holds, unpacked.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/core/status.hpp"
#include "sketch/theta/theta.hpp"

namespace sketch {

class ThetaContents {
 public:
  explicit ThetaContents(std::pmr::memory_resource* scratch) noexcept : room_(scratch) {}

  int precision = 0;
  std::uint64_t last = Theta::kAll;  // the last hash below theta
  std::span<std::uint64_t> hashes;   // ascending, distinct, truncated, at most `last`

  // Any image, whatever its bytes are. Hashes above `limit` may be left out.
  Status read(Bytes image, std::uint64_t limit = Theta::kAll);

  // A working image that is known to be one, as it is: there may be more than k hashes.
  void read_working(Bytes image);

  // Lowers theta, so that `new_last` is the last hash below it.
  void lower(std::uint64_t new_last) noexcept;

  // Makes it coarser, if its precision is above `to`.
  void reduce(int to) noexcept;

  // Keeps the k least hashes.
  void trim() noexcept;

  // The fraction of all hashes that is below theta.
  double theta() const noexcept { return (static_cast<double>(last) + 1) * 0x1p-64; }

 private:
  template <class Word>
  bool read_table(Bytes image);
  bool read_coded(Bytes body, bool sampled, std::uint64_t limit);

  ScratchArray<std::uint64_t, 512> room_;
};

// The canonical image of the contents, which are trimmed.
State canonical_image(ThetaContents& contents, Host& host);

}  // namespace sketch
