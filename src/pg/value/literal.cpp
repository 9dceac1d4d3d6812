// SPDX-License-Identifier: PostgreSQL
#include "value/literal.hpp"

namespace sketch::pg {
namespace {

Oid type_of_class(ValueClass values) {
  switch (values) {
    case ValueClass::number:
      return NUMERICOID;
    case ValueClass::float8:
      return FLOAT8OID;
    case ValueClass::float4:
      return FLOAT4OID;
    case ValueClass::bytes:
      return BYTEAOID;
    case ValueClass::uuid:
      return UUIDOID;
    case ValueClass::boolean:
      return BOOLOID;
    case ValueClass::date:
      return DATEOID;
    case ValueClass::timestamp:
      return TIMESTAMPOID;
    case ValueClass::timestamptz:
      return TIMESTAMPTZOID;
    case ValueClass::time:
      return TIMEOID;
    case ValueClass::interval:
      return INTERVALOID;
    case ValueClass::inet:
      return INETOID;
    case ValueClass::jsonb:
      return JSONBOID;
    case ValueClass::none:
    case ValueClass::text:
      return TEXTOID;
    case ValueClass::other:
      break;
  }
  return InvalidOid;
}

// Error context callback: adds a hint to an error of the type's input function.
void hint_at_cast(void* type) {
  errhint(
      "The literal is read as %s because the sketch has such values. Cast it if it is of another "
      "type.",
      format_type_be(*static_cast<const Oid*>(type)));
}

}  // namespace

Datum value_of_literal(Datum literal, Oid type) {
  char* written = TextDatumGetCString(literal);
  Oid input, parameter;
  getTypeInputInfo(type, &input, &parameter);
  ErrorContextCallback callback = {error_context_stack, hint_at_cast, &type};
  error_context_stack = &callback;
  const Datum value = OidInputFunctionCall(input, written, parameter, -1);
  error_context_stack = callback.previous;
  return value;
}

Oid literal_type(ValueClass values, Domain domain, Oid collation) {
  Oid type = type_of_class(values);
  // DataSketches hashes integers of all types alike; other systems hash them by their width.
  if (values == ValueClass::number && domain != Domain::xxh3)
    type = domain == Domain::datasketches ? INT8OID : InvalidOid;
  // A literal has a nondeterministic collation only if the query says COLLATE, so it is text.
  if (values == ValueClass::other && !compares_bytes(collation)) type = TEXTOID;
  if (!OidIsValid(type)) {
    ereport(ERROR,
            (errcode(ERRCODE_INDETERMINATE_DATATYPE),
             errmsg("could not tell the type of a literal from the values of the sketch"),
             errdetail("They are of several types, or of a type whose literals are ambiguous."),
             errhint("Cast the literal, as in sketch_add(sketch, '...'::text).")));
  }
  return type;
}

}  // namespace sketch::pg
