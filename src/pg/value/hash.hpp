// SPDX-License-Identifier: PostgreSQL
//
// Hashes of SQL values. Values of one type have the same hash if and only if they are equal by `=`,
// however they are stored (toasted, compressed, with a short header). Values of different types
// have the same hash if they are the same number, the same bytes of a string, or the same
// microseconds of a date or timestamp. docs/format.md, "Hashing", says which bytes are hashed.
//
// The functions are value_hash_<C name of the type>(value, collation). Only text depends on the
// collation, and only for a collation other than the default one is there a catalog lookup.
#pragma once

#include <cmath>
#include <cstdint>

#include "sketch/core/hash.hpp"

#include "compat.hpp"

namespace sketch::pg {

using ValueHash = std::uint64_t (*)(Datum value, Oid collation);

// Hashes many values of a by-value type. Words are the values, integers with their sign. `hashes`
// may be `words`.
using HashWords = void (*)(const std::uint64_t* words, std::uint64_t* hashes, std::size_t n);

inline std::uint64_t hash_integer(std::int64_t value) noexcept {
  return hash_u64(static_cast<std::uint64_t>(value));
}

// A floating-point number that is an integer is hashed as that integer, so 1.0 is 1 and -0.0 is 0.
inline std::uint64_t hash_float(double value) noexcept {
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  if (value >= -kBeyond && value < kBeyond) {
    const auto integer = static_cast<std::int64_t>(value);
    if (static_cast<double>(integer) == value) return hash_integer(integer);
  }
  constexpr std::uint64_t kNaN = 0x7FF8000000000000;
  return hash_u64(std::isnan(value) ? kNaN : std::bit_cast<std::uint64_t>(value));
}

inline std::uint64_t value_hash_bool(Datum value, Oid) { return hash_integer(DatumGetBool(value)); }
inline std::uint64_t value_hash_int2(Datum value, Oid) {
  return hash_integer(DatumGetInt16(value));
}
inline std::uint64_t value_hash_int4(Datum value, Oid) {
  return hash_integer(DatumGetInt32(value));
}
inline std::uint64_t value_hash_int8(Datum value, Oid) {
  return hash_integer(DatumGetInt64(value));
}
inline std::uint64_t value_hash_oid(Datum value, Oid) {
  return hash_integer(DatumGetObjectId(value));
}
inline std::uint64_t value_hash_float4(Datum value, Oid) {
  return hash_float(DatumGetFloat4(value));
}
inline std::uint64_t value_hash_float8(Datum value, Oid) {
  return hash_float(DatumGetFloat8(value));
}
inline std::uint64_t value_hash_time(Datum value, Oid) {
  return hash_integer(DatumGetTimeADT(value));
}
inline std::uint64_t value_hash_timestamp(Datum value, Oid) {
  return hash_integer(DatumGetTimestamp(value));
}
inline std::uint64_t value_hash_timestamptz(Datum value, Oid) {
  return hash_integer(DatumGetTimestampTz(value));
}
inline std::uint64_t value_hash_uuid(Datum value, Oid) {
  return hash_bytes(DatumGetUUIDP(value), UUID_LEN);
}

// The hash of a sequence, from the hash of the sequence without its last item and the hash of that
// item. The hash of a NULL item is 0.
inline std::uint64_t joined(std::uint64_t sequence, std::uint64_t item) noexcept {
  std::byte bytes[16];
  store_le(bytes, sequence);
  store_le(bytes + 8, item);
  return hash_bytes(bytes, sizeof bytes);
}

// Frees the detoasted copy of a value, if there is one.
inline void free_copy(const void* copy, Datum value) {
  if (copy != DatumGetPointer(value)) [[unlikely]]
    pfree(const_cast<void*>(copy));
}

std::uint64_t value_hash_numeric(Datum value, Oid);
std::uint64_t value_hash_bytea(Datum value, Oid);
std::uint64_t value_hash_date(Datum value, Oid);
std::uint64_t value_hash_interval(Datum value, Oid);
std::uint64_t value_hash_inet(Datum value, Oid);
std::uint64_t value_hash_jsonb(Datum value, Oid);
std::uint64_t value_hash_char(Datum value, Oid);

// Whether `=` on text under this collation compares bytes.
bool compares_bytes(Oid collation);
std::uint64_t hash_text_by_collation(Datum value, Oid collation);

inline std::uint64_t value_hash_text(Datum value, Oid collation) {
  if (collation != DEFAULT_COLLATION_OID && !compares_bytes(collation)) [[unlikely]] {
    return hash_text_by_collation(value, collation);
  }
  return value_hash_bytea(value, InvalidOid);
}

// The hash function of a built-in type that isn't an array, row, range or enum; null for all other
// types.
ValueHash value_hash_of(Oid type);

}  // namespace sketch::pg
