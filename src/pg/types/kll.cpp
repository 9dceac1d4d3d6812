// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_kll.
#include "sketch/quantile/kll.hpp"

#include <algorithm>

#include "batch/quantile.hpp"
#include "types/quantile_questions.hpp"
#include "types/rows.hpp"
#include "types/type_io.hpp"

using sketch::Kind;
using sketch::Kll;
using sketch::Status;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_kll, Kll)
SKETCH_QUANTILE_FUNCTIONS(sketch_kll, Kll)

#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_QUANTILE_TRANSITIONS(sketch_kll, Kll, name, kind)
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE

// bounds(sketch, q [, type]): the values at the ranks that the quantile's rank may have for all we
// know.
SKETCH_FUNCTION(sketch_kll_bounds) {
  if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) PG_RETURN_NULL();
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  const double q = sketch::pg::fractions_argument(fcinfo, 1, false, "quantile").values[0];
  double error = 0;
  run(Source::stored, [&](sketch::Host& host) { return Kll::error(image, host, error); });
  sketch::Key keys[3];
  Kind kind;
  const bool some =
      sketch::pg::asked<Kll>(image, [&](const sketch::Distribution& d, sketch::Host&) {
        kind = d.kind();
        keys[0] = d.quantile(std::max(q - error, 0.0));
        keys[1] = d.quantile(q);
        keys[2] = d.quantile(std::min(q + error, 1.0));
      });
  if (!some) PG_RETURN_NULL();
  if (PG_NARGS() == 2) sketch::pg::require_numbers(kind);
  const Oid type =
      PG_NARGS() > 2 ? get_fn_expr_argtype(fcinfo->flinfo, 2) : sketch::pg::kNumber<Kll>;
  Datum values[3];
  for (int i = 0; i < 3; ++i) values[i] = sketch::pg::quantile_datum(kind, keys[i], type);
  PG_RETURN_DATUM(sketch::pg::record_result(fcinfo, values));
}

// values(sketch [, type]): set of (value, weight).
SKETCH_FUNCTION(sketch_kll_values) {
  return sketch::pg::rows_result(fcinfo, [fcinfo] {
    if (PG_ARGISNULL(0)) return sketch::pg::new_rows(0, 2);
    const auto kept = sketch::pg::kept_of<Kll>(sketch::pg::image_argument(fcinfo));
    const auto rows = sketch::pg::new_rows(kept.count, 2);
    if (PG_NARGS() == 1 && kept.count != 0) sketch::pg::require_numbers(kept.kind);
    const Oid type =
        PG_NARGS() > 1 ? get_fn_expr_argtype(fcinfo->flinfo, 1) : sketch::pg::kNumber<Kll>;
    for (std::size_t i = 0; i < kept.count; ++i) {
      CHECK_FOR_INTERRUPTS();
      rows.values[2 * i] = sketch::pg::quantile_datum(kept.kind, kept.keys[i], type);
      rows.values[2 * i + 1] = Int64GetDatum(kept.weights[i]);
    }
    return rows;
  });
}

SKETCH_FUNCTION(sketch_kll_ks) { return sketch::pg::quantile_ks<Kll>(fcinfo); }

SKETCH_FUNCTION(sketch_kll_info) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  Kll::Info info;
  run(Source::stored, [&](sketch::Host& host) { return Kll::info(image, host, info); });
  StringInfoData json;
  initStringInfo(&json);
  appendStringInfo(&json,
                   "{\"family\": \"kll\", \"version\": %d, \"form\": \"%s\", \"values\": \"%s\", "
                   "\"k\": %d, \"n\": %llu, \"levels\": %u, \"kept\": %zu, "
                   "\"rank_error\": %.4g, \"bytes\": %zu}",
                   sketch::kFormatVersion, info.form, sketch::name_of(info.kind), info.k,
                   static_cast<unsigned long long>(info.n), info.levels, info.keys, info.rank_error,
                   info.bytes);
  PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::kll_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  {sketch_kll_transition_##name, BatchQuantile<Kll, sketch_kll_value_##name>::adding()},
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_kll_merge_transition, BatchSketch<Kll>::merging()},
  };
  return kFunctions;
}
