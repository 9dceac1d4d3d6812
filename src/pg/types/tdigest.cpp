// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_tdigest.
#include "sketch/quantile/tdigest.hpp"

#include "batch/quantile.hpp"
#include "types/quantile.hpp"
#include "types/type_io.hpp"

using sketch::TDigest;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_tdigest, TDigest)
SKETCH_QUANTILE_FUNCTIONS(sketch_tdigest, TDigest)

#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_NUMBERS_##kind(SKETCH_QUANTILE_TRANSITIONS(sketch_tdigest, TDigest, name, kind))
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE

SKETCH_FUNCTION(sketch_tdigest_info) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  TDigest::Info info;
  run(Source::stored, [&](sketch::Host& host) { return TDigest::info(image, host, info); });
  StringInfoData json;
  initStringInfo(&json);
  appendStringInfo(&json,
                   "{\"family\": \"tdigest\", \"version\": %d, \"form\": \"%s\", "
                   "\"compression\": %d, \"n\": %llu, \"centroids\": %zu, \"pure\": %zu, "
                   "\"rank_error\": %.4g, \"bytes\": %zu}",
                   sketch::kFormatVersion, info.form, info.compression,
                   static_cast<unsigned long long>(info.n), info.centroids, info.pure,
                   info.rank_error, info.bytes);
  PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::tdigest_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind)         \
  SKETCH_NUMBERS_##kind({sketch_tdigest_transition_##name, \
                         BatchQuantile<TDigest, sketch_tdigest_value_##name>::adding()}, )
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_tdigest_merge_transition, BatchSketch<TDigest>::merging()},
  };
  return kFunctions;
}
