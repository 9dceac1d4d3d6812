// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_hll.
#include "sketch/distinct/hll.hpp"

#include <cmath>

#include "aggregate.hpp"
#include "batch_sketch.hpp"
#include "type_io.hpp"

using sketch::Estimate;
using sketch::Hll;
using sketch::Host;
using sketch::State;
using sketch::Status;
using sketch::pg::image_of;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_hll, Hll)
SKETCH_AGGREGATE_FUNCTIONS(sketch_hll, Hll)

#define SKETCH_VALUE_TYPE(name, sql, oid)                              \
  SKETCH_FUNCTION(sketch_hll_transition_##name) {                      \
    return sketch::pg::transition<Hll>(fcinfo, [fcinfo](Datum value) { \
      return sketch::pg::value_hash_##name(value, PG_GET_COLLATION()); \
    });                                                                \
  }
#include "value_types.def"
#undef SKETCH_VALUE_TYPE

namespace {

double cardinality_of(Datum value) {
  const sketch::Bytes image = image_of(PG_DETOAST_DATUM_PACKED(value));
  double result = 0;
  run(Source::stored, [&](Host& host) { return Hll::cardinality(image, host, result); });
  return result;
}

}  // namespace

SKETCH_FUNCTION(sketch_hll_cardinality) { PG_RETURN_FLOAT8(cardinality_of(PG_GETARG_DATUM(0))); }

// The estimate as count() would give it: a whole number, 0 over no row.
SKETCH_FUNCTION(sketch_hll_final_count) {
  if (PG_ARGISNULL(0)) PG_RETURN_INT64(0);
  const double count = std::round(cardinality_of(PG_GETARG_DATUM(0)));
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  PG_RETURN_INT64(count < kBeyond ? static_cast<int64>(count) : PG_INT64_MAX);
}

SKETCH_FUNCTION(sketch_hll_empty) {
  const int precision = sketch::pg::parameter_argument<Hll>(fcinfo, 0);
  State image;
  run(Source::stored,
      [&](Host& host) { return Hll::freeze(Hll::create(precision, host), host, image); });
  PG_RETURN_POINTER(sketch::pg::varlena_of(image));
}

SKETCH_FUNCTION(sketch_hll_bounds) {
  const sketch::Bytes image = image_of(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0)));
  const double confidence = PG_GETARG_FLOAT8(1);
  Estimate bounds;
  run(Source::stored, [&](Host& host) { return Hll::bounds(image, confidence, host, bounds); });
  TupleDesc columns;
  if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE)
    sketch::pg::raise_internal();
  Datum values[] = {Float8GetDatum(bounds.lower), Float8GetDatum(bounds.value),
                    Float8GetDatum(bounds.upper)};
  bool nulls[] = {false, false, false};
  PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(columns), values, nulls)));
}

SKETCH_FUNCTION(sketch_hll_info) {
  const varlena* value = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
  Hll::Info info;
  run(Source::stored, [&](Host& host) { return Hll::info(image_of(value), host, info); });
  const double estimate = cardinality_of(PointerGetDatum(value));
  StringInfoData json;
  initStringInfo(&json);
  appendStringInfo(&json,
                   "{\"family\": \"hll\", \"version\": %d, \"form\": \"%s\", \"precision\": %d, "
                   "\"estimate\": %.15g, "
                   "\"standard_error\": %.4g, \"bytes\": %zu",
                   sketch::kFormatVersion, info.form, info.precision, estimate, info.standard_error,
                   info.bytes);
  if (info.tokens != 0) appendStringInfo(&json, ", \"tokens\": %zu", info.tokens);
  appendStringInfoChar(&json, '}');
  PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::hll_batch_functions() {
  using Batch = BatchSketch<Hll>;
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {sketch_hll_transition_##name, Batch::adding(oid, value_hash_##name)},
#include "value_types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_hll_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
