// SPDX-License-Identifier: PostgreSQL
//
// SQL values as keys of quantile sketches, and back.
#pragma once

#include "sketch/quantile/value.hpp"

#include "compat.hpp"

namespace sketch::pg {

inline sketch::Key quantile_key_int2(Datum value) { return DatumGetInt16(value); }
inline sketch::Key quantile_key_int4(Datum value) { return DatumGetInt32(value); }
inline sketch::Key quantile_key_int8(Datum value) { return DatumGetInt64(value); }
inline sketch::Key quantile_key_float4(Datum value) {
  return sketch::key_of(static_cast<double>(DatumGetFloat4(value)));
}
inline sketch::Key quantile_key_float8(Datum value) {
  return sketch::key_of(DatumGetFloat8(value));
}
inline sketch::Key quantile_key_timestamptz(Datum value) { return DatumGetTimestampTz(value); }
inline sketch::Key quantile_key_timestamp(Datum value) { return DatumGetTimestamp(value); }
inline sketch::Key quantile_key_time(Datum value) { return DatumGetTimeADT(value); }
inline sketch::Key quantile_key_date(Datum value) { return DatumGetDateADT(value); }
// A numeric becomes the nearest double (double_of_numeric).
sketch::Key quantile_key_numeric(Datum value);
// A month is 30 days, as in PostgreSQL's comparison of intervals.
sketch::Key quantile_key_interval(Datum value);

constexpr bool is_number(sketch::Kind kind) {
  return kind == sketch::Kind::bigint || kind == sketch::Kind::float8;
}

// A type of value/quantile_types.def, or a domain over one.
struct QuantileType {
  Oid type;
  sketch::Kind kind;
  sketch::Key (*key)(Datum value);
};

// Raises an error for any other type.
QuantileType quantile_type_of(Oid type);

// Converts a value's key to a key of a sketch of another kind. Only integers and floating-point
// numbers can be converted into each other; all others raise an error. A value between two keys
// gives the lower one.
sketch::Key key_among(sketch::Kind kind, sketch::Kind value_kind, sketch::Key value);

// The greatest possible key below a value; INT64_MIN if there is none.
sketch::Key key_below(sketch::Kind kind, sketch::Kind value_kind, sketch::Key value);

// A key as a value of a type. Raises an error if the sketch's values aren't of that type.
Datum quantile_datum(sketch::Kind kind, sketch::Key key, Oid type);

// A key as double precision. Raises an error with a hint for times.
double quantile_number(sketch::Kind kind, sketch::Key key);
void require_numbers(sketch::Kind kind);

}  // namespace sketch::pg
