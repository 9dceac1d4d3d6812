// SPDX-License-Identifier: PostgreSQL
//
// What all images of Apache DataSketches share. Their first three bytes are the number of 8-byte
// words in the preamble, the version of the layout, and the family. Numbers are little-endian.
#pragma once

#include <cmath>
#include <cstdlib>

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

// The error for an image of another family than the expected one.
inline Status ds_family(const DsPreamble& preamble, DsFamily wanted) noexcept {
  if (preamble.family == static_cast<std::uint8_t>(wanted)) return {};
  if (preamble.family == static_cast<std::uint8_t>(DsFamily::cpc)) {
    return {Code::wrong_family, "CPC sketches of DataSketches are not supported",
            "Convert them to HLL sketches in the system that made them."};
  }
  return kOtherDsFamily;
}

// Decides what items of eight bytes are, because their image doesn't record it. Integers below
// 2^53, read as doubles, are close to 0 or NaN. Doubles of any usual size, read as integers, are
// beyond 2^61. In between both are possible.
struct EightBytes {
  bool integers = true, numbers = true;

  void see(std::int64_t word) noexcept {
    integers = integers && std::abs(word >> 1) < std::int64_t{1} << 52;
    const double size = std::abs(std::bit_cast<double>(word));
    numbers = numbers && (size == 0 || std::isinf(size) || (size > 1e-100 && size < 1e100));
  }
  bool known() const noexcept { return integers || numbers; }
};

// The same for items of four bytes. Floats from 1e-6 to 1e12, read as integers, are above 890
// million. Integers up to 2^27, read as floats, are close to 0 or NaN.
struct FourBytes {
  bool integers = true, numbers = true;

  void see(std::int32_t word) noexcept {
    integers = integers && std::abs(static_cast<std::int64_t>(word)) < std::int64_t{1} << 27;
    const float size = std::abs(std::bit_cast<float>(word));
    numbers = numbers && (size == 0 || std::isinf(size) || (size > 1e-6F && size < 1e12F));
  }
  bool known() const noexcept { return integers || numbers; }
};

inline constexpr Status kWhichItems{
    Code::out_of_range,
    "the items of the DataSketches image may be integers or floating-point numbers",
    "Say which: 'datasketches long' or 'datasketches double'."};
inline constexpr Status kWhichShortItems{
    Code::out_of_range,
    "the items of the DataSketches image may be integers or floating-point numbers",
    "Say which: 'datasketches long' or 'datasketches float'."};

// Flags and theta of theta and tuple sketches. Hashes have 63 bits; the image has those below
// theta.
struct DsTheta {
  static constexpr std::uint8_t kBigEndian = 1, kReadOnly = 2, kEmpty = 4, kCompact = 8,
                                kOrdered = 16;
  static constexpr std::uint64_t kOne = (std::uint64_t{1} << 63) - 1;

  // Conversions to Theta's terms (sketch/theta/theta.hpp): the word of a hash, and the last hash
  // below theta.
  static constexpr std::uint64_t word_of(std::uint64_t hash) noexcept { return hash << 1; }
  static constexpr std::uint64_t last_of(std::uint64_t theta) noexcept {
    return theta == kOne ? ~std::uint64_t{0} : (theta << 1) - 1;
  }
  static constexpr std::uint64_t theta_of(std::uint64_t last) noexcept {
    return last == ~std::uint64_t{0} ? kOne : (last + 1) >> 1;
  }
  static constexpr bool is_theta(std::uint64_t theta) noexcept {
    return theta != 0 && theta <= kOne;
  }
};

// The head of theta and tuple sketches.
struct DsSample {
  std::uint8_t flags = 0;
  std::uint16_t seed = 0;
  std::uint64_t theta = DsTheta::kOne, count = 0;

  bool empty() const noexcept { return (flags & DsTheta::kEmpty) != 0; }
  // An empty sketch may have any seed.
  bool of_default_seed() const noexcept { return empty() || seed == kDataSketchesSeedHash; }

  // Reads the rest of a preamble of `words` words: the number of hashes, and theta if it is there.
  // One word alone means an empty sketch or a single hash.
  bool take_counts(Cursor& cursor, unsigned words) noexcept {
    count = words == 1 && !empty() ? 1 : 0;
    if (words > 1) {
      count = cursor.number<std::uint32_t>();
      cursor.bytes(4);
    }
    if (words > 2) theta = cursor.number<std::uint64_t>();
    return cursor.good() && normalise();
  }
  // In an empty set theta has no meaning.
  bool normalise() noexcept {
    if (!DsTheta::is_theta(theta) || (flags & DsTheta::kBigEndian) != 0) return false;
    if (empty()) theta = DsTheta::kOne;
    return !empty() || count == 0;
  }
};

// The precision for a sketch with this many hashes, or the wanted one. Images don't record the
// precision they had.
int ds_precision(std::size_t hashes, int wanted) noexcept;

inline constexpr Status kOtherSeed{
    Code::wrong_domain, "the DataSketches image was hashed with another seed",
    "Only the default seed, 9001, is supported."};

}  // namespace sketch::foreign
