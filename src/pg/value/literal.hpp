// SPDX-License-Identifier: PostgreSQL
//
// Literals and untyped parameters. A literal that is compared with a column gets the column's type,
// but as an argument of a function that takes any type it would become text. So functions with a
// sketch and a value of any type have one more form, for the type sketch_literal, which the parser
// prefers for untyped arguments. It has the text as it was written. The function reads it as a
// value of the class that the sketch holds (ValueClass in sketch/core/image.hpp).
#pragma once

#include "sketch/core/bytes.hpp"
#include "sketch/core/image.hpp"

#include "value/hash.hpp"

namespace sketch::pg {

// The class of a type's values, as which literals are read; `other` if a literal of the type could
// be read as a different value.
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

// The same for values under a collation; `other` if it is nondeterministic, because a literal would
// be compared by its bytes.
inline ValueClass value_class(Oid base, Oid collation) {
  const ValueClass values = class_of_type(base);
  return values == ValueClass::text && collation != DEFAULT_COLLATION_OID &&
                 !compares_bytes(collation)
             ? ValueClass::other
             : values;
}

// Reads a literal as a value of a type. Raises an error with a hint if it isn't one.
Datum value_of_literal(Datum literal, Oid type);

// The type that a literal is read as, for a sketch with this class and domain: text if the sketch
// is empty or the query says COLLATE. Raises an error with a hint if the class doesn't determine
// the type.
Oid literal_type(ValueClass values, Domain domain, Oid collation);

}  // namespace sketch::pg
