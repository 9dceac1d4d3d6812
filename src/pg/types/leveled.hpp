// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_kll and sketch_req, whose kernels have levels, as templates over the
// kernel.
#pragma once

#include <algorithm>

#include "batch/quantile.hpp"
#include "types/info.hpp"
#include "types/quantile_questions.hpp"
#include "types/rows.hpp"
#include "types/type_io.hpp"

namespace sketch::pg {

// bounds(sketch, q [, type]): the values at the lowest and the highest rank that the quantile may
// have.
template <class Sketch>
Datum leveled_bounds(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) PG_RETURN_NULL();
  const sketch::Bytes image = image_argument(fcinfo);
  const double q = fractions_argument(fcinfo, 1, false, "quantile").values[0];
  const auto info = info_of<Sketch>(image);
  const double error = Sketch::error_at(info.parameter, info.rank_error, q);
  sketch::Key keys[3];
  sketch::Kind kind;
  const bool some =
      asked<Sketch>(image, [&](const sketch::Distribution& d, sketch::Host&) {
        kind = d.kind();
        keys[0] = d.quantile(std::max(q - error, 0.0));
        keys[1] = d.quantile(q);
        keys[2] = d.quantile(std::min(q + error, 1.0));
      });
  if (!some) PG_RETURN_NULL();
  if (PG_NARGS() == 2) require_numbers(kind);
  const Oid type =
      PG_NARGS() > 2 ? known_argument_type(fcinfo, 2) : kNumber<Sketch>;
  Datum values[3];
  for (int i = 0; i < 3; ++i) values[i] = quantile_datum(kind, keys[i], type);
  PG_RETURN_DATUM(record_result(fcinfo, values));
}

// values(sketch [, type]): a set of (value, weight).
template <class Sketch>
Datum leveled_values(FunctionCallInfo fcinfo) {
  return rows_result(fcinfo, [fcinfo] {
    if (PG_ARGISNULL(0)) return new_rows(0, 2);
    const auto kept = kept_of<Sketch>(image_argument(fcinfo));
    const auto rows = new_rows(kept.count, 2);
    if (PG_NARGS() == 1 && kept.count != 0) require_numbers(kept.kind);
    const Oid type =
        PG_NARGS() > 1 ? known_argument_type(fcinfo, 1) : kNumber<Sketch>;
    for (std::size_t i = 0; i < kept.count; ++i) {
      CHECK_FOR_INTERRUPTS();
      rows.values[2 * i] = quantile_datum(kept.kind, kept.keys[i], type);
      rows.values[2 * i + 1] = Int64GetDatum(kept.weights[i]);
    }
    return rows;
  });
}

template <class Sketch>
Datum leveled_info(FunctionCallInfo fcinfo) {
  const auto info = info_of<Sketch>(image_argument(fcinfo));
  InfoWriter writer(Sketch::kFamily);
  writer.text("form", info.form).text("values", sketch::name_of(info.kind)).count("k", info.k);
  if constexpr (requires { Sketch::kLowRanks; })
    writer.text("accurate", Sketch::low_ranks(info.parameter) ? "low" : "high");
  return writer.count("n", info.n)
      .count("levels", info.levels)
      .count("kept", info.keys)
      .number("rank_error", info.rank_error, 4)
      .count("bytes", info.bytes)
      .written();
}

}  // namespace sketch::pg

// The C functions of the type `stem`.
#define SKETCH_LEVELED_FUNCTIONS(stem, Sketch)                                           \
  SKETCH_TYPE_FUNCTIONS(stem, Sketch)                                                    \
  SKETCH_QUANTILE_FUNCTIONS(stem, Sketch)                                                \
  SKETCH_FUNCTION(stem##_bounds) { return sketch::pg::leveled_bounds<Sketch>(fcinfo); }  \
  SKETCH_FUNCTION(stem##_values) { return sketch::pg::leveled_values<Sketch>(fcinfo); }  \
  SKETCH_FUNCTION(stem##_ks) { return sketch::pg::quantile_ks<Sketch>(fcinfo); }         \
  SKETCH_FUNCTION(stem##_info) { return sketch::pg::leveled_info<Sketch>(fcinfo); }
