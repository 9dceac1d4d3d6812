// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_hll.
#include "sketch/distinct/hll.hpp"

#include <cmath>

#include "types/distinct.hpp"

using sketch::Hll;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_hll, Hll)
SKETCH_AGGREGATE_FUNCTIONS(sketch_hll, Hll)
SKETCH_DISTINCT_FUNCTIONS(sketch_hll, Hll)

#define SKETCH_VALUE_TYPE(name, sql, oid)                              \
  SKETCH_FUNCTION(sketch_hll_transition_##name) {                      \
    return sketch::pg::transition<Hll>(fcinfo, [fcinfo](Datum value) { \
      return sketch::pg::argument_hash<oid, sketch::pg::value_hash_##name>(fcinfo, value); \
    });                                                                \
  }
#include "value/types.def"
#undef SKETCH_VALUE_TYPE

// The estimate as count() would give it: a whole number, 0 over no row.
SKETCH_FUNCTION(sketch_hll_final_count) {
  if (PG_ARGISNULL(0)) PG_RETURN_INT64(0);
  const double count =
      std::round(sketch::pg::cardinality_of<Hll>(sketch::pg::image_argument(fcinfo)));
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  PG_RETURN_INT64(count < kBeyond ? static_cast<int64>(count) : PG_INT64_MAX);
}

SKETCH_FUNCTION(sketch_hll_info) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  Hll::Info info;
  run(Source::stored, [&](sketch::Host& host) { return Hll::info(image, host, info); });
  const double estimate = sketch::pg::cardinality_of<Hll>(image);
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
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_hll_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
