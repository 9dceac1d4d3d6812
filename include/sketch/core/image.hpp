// SPDX-License-Identifier: PostgreSQL
//
// The envelope: four bytes at the start of every image. docs/format.md is its specification.
//
//             high nibble        low nibble
//           +------------------+------------------+
//   byte 0  | class of values  | format version   |
//           +------------------+------------------+
//   byte 1  | family                              |
//           +------------------+------------------+
//   byte 2  | hash domain      | form             |   form 0 to 7: canonical, 8 to 15: working
//           +------------------+------------------+
//   byte 3  | the family's parameter              |   precision, depth, type of the keys ...
//           +-------------------------------------+
//           | body: depends on family and form    |
//
// An image in a canonical form is what is stored; its bytes are the same on every machine. An image
// in a working form is the state that an aggregate changes in place. It never leaves the server,
// and its words are in the machine's byte order.
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

// How the values of a sketch were hashed (docs/format.md, "Hashing"). Only sketches of one domain
// merge.
enum class Domain : std::uint8_t {
  xxh3 = 0,            // XXH3_64bits, seed 0, of the normalised value
  datasketches = 1,    // Apache DataSketches: MurmurHash3 x64-128, seed 9001
  postgresql_hll = 2,  // postgresql-hll: the first half of MurmurHash3 x64-128, seed 0
  parquet = 3,         // Apache Parquet: XXH64, seed 0
  redis = 4,           // Redis: MurmurHash64A, seed 0xADC83B19
};
inline constexpr unsigned kDomains = 5;

// The domain's name in SQL.
const char* name_of(Domain domain) noexcept;

// Whether the family has sketches of the domain.
bool has_domain(Family family, Domain domain) noexcept;

// The error for two sketches of different domains.
Status domain_mismatch(Family family, Domain a, Domain b) noexcept;

// The type of the values behind a sketch's hashes, so that a literal can be read as one of them.
// Families that keep the values themselves know the type anyway and have no class.
enum class ValueClass : std::uint8_t {
  none = 0,  // the sketch is empty, or the class is not known yet
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
  other = 15,  // any other type, or values of several classes
};
inline constexpr unsigned kValueClasses = 16;

// The class's name in SQL.
const char* name_of(ValueClass values) noexcept;

// Whether images of the family have a class.
bool has_class(Family family) noexcept;

// The class of a sketch that holds the values of two others.
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

// Records that the state now also holds values of this class; gives the state.
inline State of_values(State state, ValueClass values) noexcept {
  set_image_values(state.data(), merged(image_values(state.data()), values));
  return state;
}

inline std::uint8_t image_parameter(const std::byte* image) noexcept {
  return std::to_integer<std::uint8_t>(image[3]);
}

void write_envelope(std::byte* to, const Envelope& envelope) noexcept;

// Checks length, version, family, class and domain. Forms and parameters are for the family to
// check.
Status read_envelope(Bytes image, Family family, Envelope& envelope) noexcept;

// Checks that an image from outside is canonical: freeze(State&) must give the same bytes again. If
// it doesn't, the status is `otherwise`.
template <class Freeze>
Status check_frozen(Bytes image, const Status& otherwise, Freeze freeze) {
  State again;
  if (const Status status = freeze(again); !status.ok()) return status;
  return std::equal(image.begin(), image.end(), again.begin(), again.end()) ? Status{} : otherwise;
}

}  // namespace sketch
