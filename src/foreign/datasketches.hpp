// SPDX-License-Identifier: PostgreSQL
//
// What the images of Apache DataSketches have in common: the number of the preamble's words, the
// version of the layout and the family in the first three bytes, all numbers little end first.
#pragma once

#include "cursor.hpp"
#include "sketch/core/murmur.hpp"

namespace sketch::foreign {

enum class DsFamily : std::uint8_t {
  compact_theta = 3,
  quantiles = 8,
  tuple = 9,
  frequency = 10,
  hll = 7,
  kll = 15,
  cpc = 16,
  req = 17,
  tdigest = 20,
};

struct DsPreamble {
  std::uint8_t words, version, family;
};

inline DsPreamble ds_preamble(Cursor& cursor) noexcept {
  const auto words = cursor.number<std::uint8_t>();
  const auto version = cursor.number<std::uint8_t>();
  return {words, version, cursor.number<std::uint8_t>()};
}

inline constexpr Status kOtherDsFamily{
    Code::wrong_family, "the bytes are a DataSketches image of another kind",
    "sketch_detect() tells which kind they are of."};

// What is wrong with the family, where the other one was expected.
inline Status ds_family(const DsPreamble& preamble, DsFamily wanted) noexcept {
  if (preamble.family == static_cast<std::uint8_t>(wanted)) return {};
  if (preamble.family == static_cast<std::uint8_t>(DsFamily::cpc)) {
    return {Code::wrong_family, "CPC sketches of DataSketches are not supported",
            "Convert them to HLL sketches where they come from."};
  }
  return kOtherDsFamily;
}

// The precision of a sketch of so many hashes, where another may be wanted. Their images don't tell
// which one they had.
int ds_precision(std::size_t hashes, int wanted) noexcept;

inline constexpr Status kOtherSeed{
    Code::wrong_domain, "the DataSketches image was hashed with another seed",
    "Only the default seed, 9001, is supported."};

}  // namespace sketch::foreign
