// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_tdigest.
#include "sketch/quantile/tdigest.hpp"

#include "batch/quantile.hpp"
#include "types/info.hpp"
#include "types/quantile_questions.hpp"
#include "types/rows.hpp"
#include "types/type_io.hpp"

using sketch::TDigest;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_tdigest, TDigest)
SKETCH_QUANTILE_FUNCTIONS(sketch_tdigest, TDigest)
SKETCH_QUANTILE_TRANSITIONS(sketch_tdigest, TDigest)

SKETCH_FUNCTION(sketch_tdigest_ks) { return sketch::pg::quantile_ks<TDigest>(fcinfo); }

// centroids(sketch): a set of (mean, weight).
SKETCH_FUNCTION(sketch_tdigest_centroids) {
  return sketch::pg::rows_result(fcinfo, [fcinfo] {
    const auto kept = sketch::pg::kept_of<TDigest>(sketch::pg::image_argument(fcinfo));
    const auto rows = sketch::pg::new_rows(kept.count, 2);
    for (std::size_t i = 0; i < kept.count; ++i) {
      CHECK_FOR_INTERRUPTS();
      rows.values[2 * i] = Float8GetDatum(sketch::double_of(kept.keys[i]));
      rows.values[2 * i + 1] = Int64GetDatum(kept.weights[i]);
    }
    return rows;
  });
}

// from_centroids(means, weights [, compression]).
SKETCH_FUNCTION(sketch_tdigest_from_centroids) {
  const auto means = sketch::pg::doubles_argument(fcinfo, 0, true, "mean");
  const auto weights = sketch::pg::counts_argument(fcinfo, 1, "weight");
  const int compression = sketch::pg::quantile_parameter<TDigest>(fcinfo, 2);
  if (means.count != weights.count) {
    ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
                    errmsg("there are %d means, but %d weights", means.count, weights.count),
                    errhint("Give a weight for each mean.")));
  }
  auto* centroids = static_cast<TDigest::Centroid*>(
      palloc(sizeof(TDigest::Centroid) * (static_cast<std::size_t>(means.count) + 1)));
  std::size_t n = 0;
  for (int i = 0; i < means.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    const auto weight = static_cast<std::uint64_t>(weights.values[i]);
    if (weight != 0) centroids[n++] = {sketch::key_of(means.values[i]), weight, 0};
  }
  sketch::State canonical;
  run(Source::stored, [&](sketch::Host& host) {
    sketch::State state = TDigest::create(compression, host);
    const auto status = TDigest::add_centroids(state, {centroids, n}, host);
    return status.ok() ? TDigest::freeze(state, host, canonical) : status;
  });
  PG_RETURN_POINTER(sketch::pg::varlena_of(canonical));
}

SKETCH_FUNCTION(sketch_tdigest_info) {
  const auto info = sketch::pg::info_of<TDigest>(sketch::pg::image_argument(fcinfo));
  return sketch::pg::InfoWriter(TDigest::kFamily)
      .text("form", info.form)
      .count("compression", info.compression)
      .count("n", info.n)
      .count("centroids", info.centroids)
      .count("pure", info.pure)
      .number("rank_error", info.rank_error, 4)
      .count("bytes", info.bytes)
      .written();
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::tdigest_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_NUMBERS_##kind(SKETCH_QUANTILE_RECIPES(sketch_tdigest, TDigest, name, oid, kind))
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_tdigest_merge_transition, BatchSketch<TDigest>::merging()},
  };
  return kFunctions;
}
