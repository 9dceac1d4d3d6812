// SPDX-License-Identifier: PostgreSQL
//
// Literals and untyped parameters. What is compared with a column takes the column's type; what is handed to a
// function with a sketch would become text. So functions that take a value of any type have one more form, for
// the type sketch_literal, which the parser prefers for what has no type: the text as it was written, read as a
// value of the class that the sketch holds (sketch/core/image.hpp).
#pragma once

#include "sketch/core/bytes.hpp"
#include "sketch/core/image.hpp"

#include "value/hash.hpp"

namespace sketch::pg {

// The class of a type's values, which is that of its literals; `other` where a literal of the type could be
// read as another value.
constexpr ValueClass class_of_type(Oid base) {
  switch (base) {
    case BOOLOID:
      return ValueClass::boolean;
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case NUMERICOID:
    case OIDOID:
      return ValueClass::number;
    case FLOAT4OID:
      return ValueClass::float4;
    case FLOAT8OID:
      return ValueClass::float8;
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case NAMEOID:
    case CHAROID:
      return ValueClass::text;
    case BYTEAOID:
      return ValueClass::bytes;
    case UUIDOID:
      return ValueClass::uuid;
    case DATEOID:
      return ValueClass::date;
    case TIMESTAMPOID:
      return ValueClass::timestamp;
    case TIMESTAMPTZOID:
      return ValueClass::timestamptz;
    case TIMEOID:
      return ValueClass::time;
    case INTERVALOID:
      return ValueClass::interval;
    case INETOID:
    case CIDROID:
      return ValueClass::inet;
    case JSONBOID:
      return ValueClass::jsonb;
    default:
      return ValueClass::other;
  }
}

// The same of values under a collation: a literal has none, and would be compared by its bytes.
inline ValueClass value_class(Oid base, Oid collation) {
  const ValueClass values = class_of_type(base);
  return values == ValueClass::text && collation != DEFAULT_COLLATION_OID && !compares_bytes(collation)
             ? ValueClass::other
             : values;
}

// A literal as a value of a type; an error with a hint if it is none.
Datum value_of_literal(Datum literal, Oid type);

// The type that a literal has for a sketch of a class and a domain: text if the sketch is empty, or if COLLATE says so; an error with
// a hint if what it holds doesn't tell.
Oid literal_type(ValueClass values, Domain domain, Oid collation);

}  // namespace sketch::pg
