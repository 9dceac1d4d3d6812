// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_dd.
#include "sketch/quantile/dd.hpp"

#include "batch/quantile.hpp"
#include "types/quantile.hpp"
#include "types/type_io.hpp"

using sketch::Dd;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_dd, Dd)
SKETCH_QUANTILE_FUNCTIONS(sketch_dd, Dd)

#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_NUMBERS_##kind(SKETCH_QUANTILE_TRANSITIONS(sketch_dd, Dd, name, kind))
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE

// bounds(sketch, q): what the true quantile can be, given that the estimate is off by at most the
// accuracy.
SKETCH_FUNCTION(sketch_dd_bounds) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  const double q = sketch::pg::fractions_argument(fcinfo, 1, false, "quantile").values[0];
  double error = 0, lower, estimate, upper;
  run(Source::stored, [&](sketch::Host& host) { return Dd::error(image, host, error); });
  const bool some = sketch::pg::asked<Dd>(image, [&](const sketch::Distribution& d, sketch::Host&) {
    const double least = sketch::double_of(d.least()), greatest = sketch::double_of(d.greatest());
    estimate = sketch::double_of(d.quantile(q));
    // |estimate - true| <= error |true|; quantiles 0 and 1 are exact.
    const bool exact = d.quantile(q) == d.least() && q == 0;
    const double nearer = estimate / (1 + error), farther = estimate / (1 - error);
    lower = estimate < 0 ? farther : nearer;
    upper = estimate < 0 ? nearer : farther;
    if (exact || q == 1) lower = upper = estimate;
    if (lower < least) lower = least;
    if (upper > greatest) upper = greatest;
  });
  if (!some) PG_RETURN_NULL();
  Datum values[] = {Float8GetDatum(lower), Float8GetDatum(estimate), Float8GetDatum(upper)};
  PG_RETURN_DATUM(sketch::pg::record_result(fcinfo, values));
}

SKETCH_FUNCTION(sketch_dd_info) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  Dd::Info info;
  run(Source::stored, [&](sketch::Host& host) { return Dd::info(image, host, info); });
  StringInfoData json;
  initStringInfo(&json);
  appendStringInfo(&json,
                   "{\"family\": \"dd\", \"version\": %d, \"form\": \"%s\", \"accuracy\": %.4g, "
                   "\"n\": %llu, \"buckets\": %zu, \"bytes\": %zu}",
                   sketch::kFormatVersion, info.form, info.accuracy,
                   static_cast<unsigned long long>(info.n), info.buckets, info.bytes);
  PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::dd_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_NUMBERS_##kind(                           \
      {sketch_dd_transition_##name, BatchQuantile<Dd, sketch_dd_value_##name>::adding()}, )
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_dd_merge_transition, BatchSketch<Dd>::merging()},
  };
  return kFunctions;
}
