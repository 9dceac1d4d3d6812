// SPDX-License-Identifier: PostgreSQL
#include "types/quantile.hpp"

#include "value/numeric.hpp"

namespace sketch::pg {
namespace {

[[noreturn]] void raise_null(const char* name) {
  ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not be NULL", name),
                  errhint("Take NULLs out of the array with array_remove(array, NULL).")));
  pg_unreachable();
}

// The elements of an array. NULLs raise an error that has `name`, or are left out if it is null.
int elements_of(ArrayType* array, Oid type, Datum*& elements, const char* name) {
  std::int16_t length;
  bool by_value;
  char alignment;
  get_typlenbyvalalign(type, &length, &by_value, &alignment);
  bool* nulls;
  int count;
  deconstruct_array(array, type, length, by_value, alignment, &elements, &nulls, &count);
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    if (nulls[i] && name != nullptr) raise_null(name);
    if (!nulls[i]) elements[kept++] = elements[i];
  }
  return kept;
}

// The type that a literal is read as, for a sketch of this kind. Numbers are read as numeric.
Oid type_to_read(sketch::Kind kind, bool array) {
  switch (kind) {
    case sketch::Kind::timestamptz:
      return array ? TIMESTAMPTZARRAYOID : TIMESTAMPTZOID;
    case sketch::Kind::timestamp:
      return array ? TIMESTAMPARRAYOID : TIMESTAMPOID;
    case sketch::Kind::date:
      return array ? DATEARRAYOID : DATEOID;
    case sketch::Kind::time:
      return array ? TIMEARRAYOID : TIMEOID;
    case sketch::Kind::interval:
      return array ? INTERVALARRAYOID : INTERVALOID;
    default:
      return array ? NUMERICARRAYOID : NUMERICOID;
  }
}

// The greatest key of `kind` that is at most the value, or, with `below`, that is below it. A
// numeric is compared with integers exactly.
sketch::Key key_sought(sketch::Kind kind, const QuantileType& how, Datum value, bool below) {
  std::int64_t integer;
  if (how.type == NUMERICOID && kind == sketch::Kind::bigint &&
      integer_of_numeric(image_of(PG_DETOAST_DATUM_PACKED(value)), integer))
    return below ? key_below(kind, sketch::Kind::bigint, integer) : integer;
  const sketch::Key key = how.key(value);
  return below ? key_below(kind, how.kind, key) : key_among(kind, how.kind, key);
}

}  // namespace

bool is_text(FunctionCallInfo fcinfo, int argument) {
  return known_argument_type(fcinfo, argument) == TEXTOID;
}

Shape shape_of(const ArrayType* array) {
  Shape shape = {};
  shape.dimensions = ARR_NDIM(array);
  std::copy_n(ARR_DIMS(array), shape.dimensions, shape.lengths);
  std::copy_n(ARR_LBOUND(array), shape.dimensions, shape.bounds);
  return shape;
}

Doubles doubles_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name) {
  Doubles result = {nullptr, 1, array};
  Datum one = PG_GETARG_DATUM(argument);
  if (!array && is_text(fcinfo, argument))
    one = DirectFunctionCall1(float8in, CStringGetDatum(TextDatumGetCString(one)));
  Datum* values = &one;
  if (array) {
    ArrayType* given = PG_GETARG_ARRAYTYPE_P(argument);
    result.count = elements_of(given, FLOAT8OID, values, name);
    result.shape = shape_of(given);
  }
  result.values = static_cast<double*>(palloc(sizeof(double) * (result.count + 1)));
  for (int i = 0; i < result.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    result.values[i] = DatumGetFloat8(values[i]);
  }
  return result;
}

Doubles fractions_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name,
                           const char* hint) {
  const Doubles result = doubles_argument(fcinfo, argument, array, name);
  for (int i = 0; i < result.count; ++i) {
    const double value = result.values[i];
    if (is_fraction(value)) continue;
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                    errmsg("%s %g is not between 0 and 1", name, value),
                    errhint("%s", hint)));
  }
  return result;
}

Counts counts_argument(FunctionCallInfo fcinfo, int argument, const char* name) {
  Datum* values;
  Counts result;
  result.count = elements_of(PG_GETARG_ARRAYTYPE_P(argument), INT8OID, values, name);
  result.values = static_cast<int64*>(palloc(sizeof(int64) * (result.count + 1)));
  for (int i = 0; i < result.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    result.values[i] = DatumGetInt64(values[i]);
    if (result.values[i] >= 0) continue;
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s must not be negative", name)));
  }
  return result;
}

Values values_argument(FunctionCallInfo fcinfo, int argument, const char* name) {
  const Oid type = getBaseType(known_argument_type(fcinfo, argument));
  const Oid element = OidIsValid(type) ? get_element_type(type) : InvalidOid;
  const QuantileType how = quantile_type_of(OidIsValid(element) ? element : type);
  Values result = {nullptr, 1, how.kind, OidIsValid(element)};
  Datum one = PG_GETARG_DATUM(argument);
  Datum* values = &one;
  if (result.array)
    result.count = elements_of(PG_GETARG_ARRAYTYPE_P(argument), element, values, name);
  result.keys = static_cast<sketch::Key*>(palloc(sizeof(sketch::Key) * (result.count + 1)));
  for (int i = 0; i < result.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    result.keys[i] = how.key(values[i]);
  }
  return result;
}

bool is_accurate(std::string_view word, bool& low) {
  low = word == "low";
  return low || word == "high";
}

bool low_ranks_argument(FunctionCallInfo fcinfo, int argument) {
  const char* word =
      PG_ARGISNULL(argument) ? nullptr : text_to_cstring(PG_GETARG_TEXT_PP(argument));
  bool low = false;
  if (word == nullptr || !is_accurate(word, low)) {
    ereport(ERROR, (errcode(word == nullptr ? ERRCODE_NULL_VALUE_NOT_ALLOWED
                                            : ERRCODE_INVALID_PARAMETER_VALUE),
                    word == nullptr ? errmsg("accurate must not be NULL")
                                    : errmsg("invalid value for accurate: \"%s\"", word),
                    errhint("Use 'high' or 'low'.")));
  }
  return low;
}

Values sought_argument(FunctionCallInfo fcinfo, int argument, const char* name, sketch::Kind kind,
                       bool array, bool below) {
  Oid type = getBaseType(known_argument_type(fcinfo, argument));
  Datum one = PG_GETARG_DATUM(argument);
  if (type == TEXTOID) {
    type = type_to_read(kind, array);
    one = value_of_literal(one, type);
  }
  const Oid element = OidIsValid(type) ? get_element_type(type) : InvalidOid;
  const QuantileType how = quantile_type_of(OidIsValid(element) ? element : type);
  Values result = {nullptr, 1, kind, OidIsValid(element)};
  Datum* values = &one;
  if (result.array) {
    ArrayType* given = DatumGetArrayTypeP(one);
    result.count = elements_of(given, element, values, name);
    result.shape = shape_of(given);
  }
  result.keys = static_cast<sketch::Key*>(palloc(sizeof(sketch::Key) * (result.count + 1)));
  for (int i = 0; i < result.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    result.keys[i] = key_sought(kind, how, values[i], below);
  }
  return result;
}

// The values of a literal. They are integers only if the sketch's values are.
static Values added_literals(Datum literal, sketch::Kind kind, bool array) {
  const Oid type = type_to_read(kind, array);
  Datum one = value_of_literal(literal, type);
  const QuantileType how = quantile_type_of(array ? get_element_type(type) : type);
  Values result = {nullptr, 1, how.kind, array};
  Datum* values = &one;
  if (array)
    result.count = elements_of(DatumGetArrayTypeP(one), how.type, values, nullptr);
  result.keys = static_cast<sketch::Key*>(palloc(sizeof(sketch::Key) * (result.count + 1)));
  bool integers = kind == sketch::Kind::bigint;
  for (int i = 0; i < result.count && integers; ++i) {
    CHECK_FOR_INTERRUPTS();
    integers = integer_of_numeric(image_of(PG_DETOAST_DATUM_PACKED(values[i])), result.keys[i]);
  }
  if (integers) {
    result.kind = kind;
    return result;
  }
  for (int i = 0; i < result.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    result.keys[i] = how.key(values[i]);
  }
  return result;
}

Values added_argument(FunctionCallInfo fcinfo, int argument, sketch::Kind kind, Added added) {
  if (added == Added::literal || added == Added::literals)
    return added_literals(PG_GETARG_DATUM(argument), kind, added == Added::literals);
  const Values values = values_argument(fcinfo, argument, nullptr);
  if (values.array && added == Added::value) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("the value is an array"),
                    errhint("To add the elements of an array, use sketch_add_all().")));
  }
  return values;
}

Datum array_of(Datum* values, const Shape& shape, Oid type) {
  std::int16_t length;
  bool by_value;
  char alignment;
  get_typlenbyvalalign(type, &length, &by_value, &alignment);
  return PointerGetDatum(construct_md_array(values, nullptr, shape.dimensions,
                                            const_cast<int*>(shape.lengths),
                                            const_cast<int*>(shape.bounds), type, length, by_value,
                                            alignment));
}

Datum doubles_array(const double* values, const Shape& shape) {
  const int count = ArrayGetNItems(shape.dimensions, shape.lengths);
  auto* datums = static_cast<Datum*>(palloc(sizeof(Datum) * (count + 1)));
  for (int i = 0; i < count; ++i) {
    CHECK_FOR_INTERRUPTS();
    datums[i] = Float8GetDatum(values[i]);
  }
  return array_of(datums, shape, FLOAT8OID);
}

Datum other_quantile_transition(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  const QuantileType type = quantile_type_of(argument_type(fcinfo, 1));
  ereport(ERROR,
          (errcode(ERRCODE_DATATYPE_MISMATCH),
           errmsg("a sketch of numbers doesn't take values of type %s", format_type_be(type.type)),
           errhint("A sketch_kll or a sketch_req does.")));
  pg_unreachable();
}

}  // namespace sketch::pg

SKETCH_FUNCTION(sketch_quantile_final_text) {
  sketch::pg::quantile_type_of(TEXTOID);
  PG_RETURN_NULL();
}
