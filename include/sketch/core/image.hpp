// SPDX-License-Identifier: PostgreSQL
//
// The envelope that every image starts with; docs/format.md is its specification.
//
//   byte 0   format version (1, low nibble); class of the values (high nibble)
//   byte 1   family
//   byte 2   form: canonical forms below 8, working forms from 8 on (low nibble);
//            hash domain (high nibble)
//   byte 3   the family's first parameter (precision, log2 k ...)
//
// A canonical form is what is stored: the same set gives the same bytes on every machine. A working
// form is what an aggregate changes in place; it never leaves the server, and its words are in the
// machine's byte order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "sketch/core/bytes.hpp"
#include "sketch/core/host.hpp"
#include "sketch/core/status.hpp"

namespace sketch {

enum class Family : std::uint8_t {
  hll = 1,
  theta = 2,
  tuple = 3,
  kll = 4,
  tdigest = 5,
  dd = 6,
  topk = 7,
  countmin = 8,
  bloom = 9,
  sample = 10,
  req = 11,
};

// How the values of a sketch were hashed (docs/format.md, "Hashing"). Sketches of one domain merge.
enum class Domain : std::uint8_t {
  xxh3 = 0,            // XXH3_64bits, seed 0, of the normalised value
  datasketches = 1,    // Apache DataSketches: MurmurHash3 x64-128, seed 9001
  postgresql_hll = 2,  // postgresql-hll: the first half of MurmurHash3 x64-128, seed 0
  parquet = 3,         // Apache Parquet: XXH64, seed 0
  redis = 4,           // Redis: MurmurHash64A, seed 0xADC83B19
};
inline constexpr unsigned kDomains = 5;

// As SQL calls it.
const char* name_of(Domain domain) noexcept;

// Which domains there are sketches of: what other systems hash for theirs.
bool has_domain(Family family, Domain domain) noexcept;

// What is wrong with two sketches of different domains.
Status domain_mismatch(Family family, Domain a, Domain b) noexcept;

// What values a sketch of hashes is of, so that a literal can be read as one of them. Families that
// keep the values themselves know more, and have no class.
enum class ValueClass : std::uint8_t {
  none = 0,  // of no values, or of nobody knows which
  number = 1,  // integers and numeric
  float8 = 2,
  float4 = 3,
  text = 4,
  bytes = 5,
  uuid = 6,
  boolean = 7,
  date = 8,
  timestamp = 9,
  timestamptz = 10,
  time = 11,
  interval = 12,
  inet = 13,
  jsonb = 14,
  other = 15,  // another class, or values of several
};
inline constexpr unsigned kValueClasses = 16;

// As SQL calls it.
const char* name_of(ValueClass values) noexcept;

// Whether images of a family say of which class their values are.
bool has_class(Family family) noexcept;

// The class of the values of two sketches.
constexpr ValueClass merged(ValueClass a, ValueClass b) noexcept {
  if (a == b || b == ValueClass::none) return a;
  return a == ValueClass::none ? b : ValueClass::other;
}

inline constexpr std::uint8_t kFormatVersion = 1;
inline constexpr std::uint8_t kFirstWorkingForm = 8;
inline constexpr std::size_t kEnvelopeBytes = 4;

struct Envelope {
  Family family{};
  Domain domain{};
  std::uint8_t form = 0;
  std::uint8_t parameter = 0;
  ValueClass values = ValueClass::none;

  bool working() const noexcept { return form >= kFirstWorkingForm; }
};

inline std::uint8_t image_form(const std::byte* image) noexcept {
  return std::to_integer<std::uint8_t>(image[2]) & 0x0F;
}

inline Domain image_domain(const std::byte* image) noexcept {
  return static_cast<Domain>(std::to_integer<std::uint8_t>(image[2]) >> 4);
}

inline ValueClass image_values(const std::byte* image) noexcept {
  return static_cast<ValueClass>(std::to_integer<std::uint8_t>(image[0]) >> 4);
}

inline void set_image_values(std::byte* image, ValueClass values) noexcept {
  image[0] = static_cast<std::byte>(kFormatVersion | static_cast<unsigned>(values) << 4);
}

// The state, which is of values of this class, too.
inline State of_values(State state, ValueClass values) noexcept {
  set_image_values(state.data(), merged(image_values(state.data()), values));
  return state;
}

inline std::uint8_t image_parameter(const std::byte* image) noexcept {
  return std::to_integer<std::uint8_t>(image[3]);
}

void write_envelope(std::byte* to, const Envelope& envelope) noexcept;

// Checks length, version, family, class and domain; forms and parameters are the family's to check.
Status read_envelope(Bytes image, Family family, Envelope& envelope) noexcept;

// Whether bytes from outside are exactly the image that freeze(State&) makes of them; `otherwise`
// if it makes another.
template <class Freeze>
Status check_frozen(Bytes image, const Status& otherwise, Freeze freeze) {
  State again;
  if (const Status status = freeze(again); !status.ok()) return status;
  return std::equal(image.begin(), image.end(), again.begin(), again.end()) ? Status{} : otherwise;
}

}  // namespace sketch
