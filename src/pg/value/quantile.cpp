// SPDX-License-Identifier: PostgreSQL
#include "value/quantile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "guard.hpp"
#include "value/numeric.hpp"

namespace sketch::pg {
namespace {

using sketch::Key;
using sketch::Kind;

[[noreturn]] void raise_range(const char* type) {
  ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("%s out of range", type)));
  pg_unreachable();
}

Datum integer_datum(Key key, Oid type) {
  if (type == INT8OID) return Int64GetDatum(key);
  if (type == INT4OID) {
    if (key < PG_INT32_MIN || key > PG_INT32_MAX) raise_range("integer");
    return Int32GetDatum(static_cast<int32>(key));
  }
  if (key < PG_INT16_MIN || key > PG_INT16_MAX) raise_range("smallint");
  return Int16GetDatum(static_cast<int16>(key));
}

// The shortest decimal number that is read as this double. PostgreSQL's own cast gives 15 digits.
Datum shortest_numeric(double number) {
  char text[DOUBLE_SHORTEST_DECIMAL_LEN];
  double_to_shortest_decimal_buf(number, text);
  return DirectFunctionCall3(numeric_in, CStringGetDatum(text), ObjectIdGetDatum(InvalidOid),
                             Int32GetDatum(-1));
}

Datum time_datum(Kind kind, Key key) {
  switch (kind) {
    case Kind::timestamptz:
    case Kind::timestamp:  // both are microseconds in an int64
      if (!TIMESTAMP_NOT_FINITE(key) && !IS_VALID_TIMESTAMP(key)) raise_range("timestamp");
      return TimestampTzGetDatum(key);
    case Kind::date: {
      const auto day = static_cast<DateADT>(key);
      if (day != key || (!DATE_NOT_FINITE(day) && !IS_VALID_DATE(day))) raise_range("date");
      return DateADTGetDatum(day);
    }
    case Kind::time:
      if (key < 0 || key > USECS_PER_DAY) raise_range("time");
      return TimeADTGetDatum(key);
    default: {
      auto* interval = static_cast<Interval*>(palloc0(sizeof(Interval)));
      interval->day = static_cast<int32>(key / USECS_PER_DAY);
      interval->time = key % USECS_PER_DAY;
      return IntervalPGetDatum(interval);
    }
  }
}

}  // namespace

Key quantile_key_numeric(Datum value) {
  const auto* stored = reinterpret_cast<const varlena*>(DatumGetPointer(value));
  if (VARATT_IS_EXTENDED(stored) && !VARATT_IS_SHORT(stored))
    stored = PG_DETOAST_DATUM_PACKED(value);
  const sketch::Key key = sketch::key_of(double_of_numeric(image_of(stored)));
  if (stored != reinterpret_cast<const varlena*>(DatumGetPointer(value)))
    pfree(const_cast<varlena*>(stored));
  return key;
}

Key quantile_key_interval(Datum value) {
  const Interval* interval = DatumGetIntervalP(value);
  __extension__ using Wide = __int128;
  const Wide days = static_cast<Wide>(interval->month) * DAYS_PER_MONTH + interval->day;
  const Wide span = days * USECS_PER_DAY + interval->time;
  if (span < PG_INT64_MIN || span > PG_INT64_MAX) {
    ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
                    errmsg("interval out of range of a quantile sketch"),
                    errhint("Intervals of up to 290,000 years are supported.")));
  }
  return static_cast<Key>(span);
}

QuantileType quantile_type_of(Oid type) {
  const Oid base = getBaseType(type);
  switch (base) {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  case oid:                                        \
    return {base, Kind::kind, quantile_key_##name};
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
    default:
      ereport(
          ERROR,
          (errcode(ERRCODE_DATATYPE_MISMATCH),
           errmsg("quantile sketches don't take values of type %s",
                  OidIsValid(type) ? format_type_be(type) : "unknown"),
           errhint("Cast the value to a number, timestamptz, timestamp, date, time or interval.")));
  }
  pg_unreachable();
}

Key key_among(Kind kind, Kind value_kind, Key value) {
  if (kind == value_kind) return value;
  if (kind == Kind::float8 && value_kind == Kind::bigint)
    return sketch::key_of(static_cast<double>(value));
  if (kind == Kind::bigint && value_kind == Kind::float8) {
    const double floor = std::floor(sketch::double_of(value));
    constexpr double kBeyond = 9223372036854775808.0;  // 2^63
    if (!(floor < kBeyond)) return std::numeric_limits<Key>::max();
    return floor < -kBeyond ? std::numeric_limits<Key>::min() : static_cast<Key>(floor);
  }
  ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                  errmsg("the sketch has values of type %s, not %s", sketch::name_of(kind),
                         sketch::name_of(value_kind)),
                  errhint("Cast the value to %s.", sketch::name_of(kind))));
  pg_unreachable();
}

Key key_below(Kind kind, Kind value_kind, Key value) {
  constexpr Key kLeast = std::numeric_limits<Key>::min();
  if (kind == Kind::bigint && value_kind == Kind::float8) {
    // The greatest integer below a fraction is the one below the next integer.
    const double next = std::ceil(sketch::double_of(value));
    constexpr double kBeyond = 9223372036854775808.0;  // 2^63
    if (!(next < kBeyond)) return std::numeric_limits<Key>::max();
    return next <= -kBeyond ? kLeast : static_cast<Key>(next) - 1;
  }
  const Key key = key_among(kind, value_kind, value);
  return key == kLeast ? kLeast : key - 1;
}

void require_numbers(Kind kind) {
  if (kind == Kind::float8 || kind == Kind::bigint) return;
  ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                  errmsg("the sketch has values of type %s, not numbers", sketch::name_of(kind)),
                  errhint("Ask for quantiles of that type: sketch_quantile(sketch, 0.5, NULL::%s).",
                          sketch::name_of(kind))));
}

double quantile_number(Kind kind, Key key) {
  require_numbers(kind);
  return sketch::number_of(kind, key);
}

Datum quantile_datum(Kind kind, Key key, Oid type) {
  const Oid base = getBaseType(type);
  const QuantileType wanted = quantile_type_of(base);
  const bool integers = kind == Kind::bigint && wanted.kind == Kind::bigint;
  const bool numbers = kind <= Kind::bigint && wanted.kind == Kind::float8;
  if (kind != wanted.kind && !numbers) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("the sketch has values of type %s, not %s", sketch::name_of(kind),
                           format_type_be(type)),
                    errhint("Ask for NULL::%s.", sketch::name_of(kind))));
  }
  if (integers) return integer_datum(key, base);
  if (!numbers) return time_datum(kind, key);
  if (base == NUMERICOID && kind == Kind::bigint)
    return DirectFunctionCall1(int8_numeric, Int64GetDatum(key));
  const Datum number = Float8GetDatum(sketch::number_of(kind, key));
  if (base == NUMERICOID) return shortest_numeric(DatumGetFloat8(number));
  return base == FLOAT4OID ? DirectFunctionCall1(dtof, number) : number;
}

}  // namespace sketch::pg
