// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/image.hpp"

#include <algorithm>

namespace sketch {
namespace {

#define SKETCH_HASH_ALIKE(values, call)                                                       \
  "Hash the " values                                                                          \
  " alike: the aggregates that build sketches take the name of a domain, as in " call "."

// How to build a sketch whose values are hashed as `domain` does, which is another system's.
const char* domain_hint(Family family, Domain domain) noexcept {
  switch (family) {
    case Family::theta:
      return SKETCH_HASH_ALIKE("values", "sketch_theta_agg(value, 12, 'datasketches')");
    case Family::tuple:
      return SKETCH_HASH_ALIKE("keys", "sketch_tuple_agg(key, value, 12, 'sum', 'datasketches')");
    case Family::bloom:
      return SKETCH_HASH_ALIKE("values", "sketch_bloom_agg(value, 50000, 0.01, 'parquet')");
    default:
      break;
  }
  switch (domain) {
    case Domain::redis:
      return SKETCH_HASH_ALIKE("values", "sketch_hll_agg(value, 14, 'redis')");
    case Domain::postgresql_hll:
      return SKETCH_HASH_ALIKE("values", "sketch_hll_agg(value, 11, 'postgresql-hll')");
    default:
      return SKETCH_HASH_ALIKE("values", "sketch_hll_agg(value, 12, 'datasketches')");
  }
}

#undef SKETCH_HASH_ALIKE

}  // namespace

const char* name_of(Domain domain) noexcept {
  constexpr const char* kNames[kDomains] = {"sketch", "datasketches", "postgresql-hll", "parquet",
                                              "redis"};
  return kNames[static_cast<unsigned>(domain)];
}

Status domain_mismatch(Family family, Domain a, Domain b) noexcept {
  // The message for each pair of domains that some family has.
  constexpr const char* kMessages[kDomains][kDomains] = {
      {"", "sketches of the hash domains sketch and datasketches can't be combined",
       "sketches of the hash domains sketch and postgresql-hll can't be combined",
       "sketches of the hash domains sketch and parquet can't be combined",
       "sketches of the hash domains sketch and redis can't be combined"},
      {"", "", "sketches of the hash domains datasketches and postgresql-hll can't be combined", "",
       "sketches of the hash domains datasketches and redis can't be combined"},
      {"", "", "", "", "sketches of the hash domains postgresql-hll and redis can't be combined"}};
  const auto low = static_cast<unsigned>(std::min(a, b)),
             high = static_cast<unsigned>(std::max(a, b));
  return {Code::wrong_domain, kMessages[low][high], domain_hint(family, std::max(a, b))};
}

void write_envelope(std::byte* to, const Envelope& envelope) noexcept {
  set_image_values(to, envelope.values);
  to[1] = static_cast<std::byte>(envelope.family);
  to[2] = static_cast<std::byte>(envelope.form | static_cast<unsigned>(envelope.domain) << 4);
  to[3] = static_cast<std::byte>(envelope.parameter);
}

const char* name_of(ValueClass values) noexcept {
  constexpr const char* kNames[kValueClasses] = {
      "none", "numeric",   "double precision", "real", "text",     "bytea", "uuid",  "boolean",
      "date", "timestamp", "timestamptz",      "time", "interval", "inet",  "jsonb", "other"};
  return kNames[static_cast<unsigned>(values)];
}

bool has_class(Family family) noexcept {
  return family == Family::hll || family == Family::theta || family == Family::tuple ||
         family == Family::countmin || family == Family::bloom;
}

bool has_domain(Family family, Domain domain) noexcept {
  switch (domain) {
    case Domain::xxh3:
      return true;
    case Domain::datasketches:
      return family == Family::hll || family == Family::theta || family == Family::tuple;
    case Domain::postgresql_hll:
    case Domain::redis:
      return family == Family::hll;
    case Domain::parquet:
      return family == Family::bloom;
  }
  return false;
}

Status read_envelope(Bytes image, Family family, Envelope& envelope) noexcept {
  if (image.size() < kEnvelopeBytes) {
    return {Code::malformed, "sketch image is shorter than its header",
            "The bytes are truncated, or are not a sketch."};
  }
  constexpr Status kWrongVersion{
      Code::wrong_version, "sketch image has an unknown format version",
      "It was written by a newer version of the extension, or is not a sketch."};
  if ((image[0] & std::byte{0x0F}) != std::byte{kFormatVersion}) return kWrongVersion;
  if (image[1] != static_cast<std::byte>(family)) {
    return {Code::wrong_family, "sketch image is of another type",
            "Sketches of different types can't be converted into each other. sketch_detect() "
            "names the type of a bytea."};
  }
  // The version nibble is right; whether the other nibble is a class depends on the family.
  envelope.values = image_values(image.data());
  if (envelope.values != ValueClass::none && !has_class(family)) return kWrongVersion;
  const auto packed = std::to_integer<unsigned>(image[2]);
  const auto domain = static_cast<Domain>(packed >> 4);
  if (packed >> 4 >= kDomains || !has_domain(family, domain)) {
    return {Code::wrong_domain, "sketch image is of an unknown hash domain",
            "It was written by a newer version of the extension, or is damaged."};
  }
  envelope.family = family;
  envelope.domain = domain;
  envelope.form = static_cast<std::uint8_t>(packed & 0x0F);
  envelope.parameter = image_parameter(image.data());
  return {};
}

}  // namespace sketch
