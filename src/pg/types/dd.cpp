// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_dd.
#include "sketch/quantile/dd.hpp"

#include <cmath>
#include <limits>

#include "batch/quantile.hpp"
#include "types/info.hpp"
#include "types/quantile_questions.hpp"
#include "types/rows.hpp"
#include "types/type_io.hpp"

using sketch::Dd;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_dd, Dd)
SKETCH_QUANTILE_FUNCTIONS(sketch_dd, Dd)
SKETCH_QUANTILE_TRANSITIONS(sketch_dd, Dd)

// bounds(sketch, q): the range of the true quantile, whose relative error is at most the accuracy.
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

// buckets(sketch): set of (lower, upper, count).
SKETCH_FUNCTION(sketch_dd_buckets) {
  return sketch::pg::rows_result(fcinfo, [fcinfo] {
    const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
    std::size_t count = 0;
    run(Source::stored, [&](sketch::Host& host) { return Dd::count_ranges(image, host, count); });
    auto* ranges = static_cast<Dd::Range*>(palloc(sizeof(Dd::Range) * (count + 1)));
    run(Source::stored, [&](sketch::Host& host) {
      return Dd::get_ranges(image, host, {ranges, count});
    });
    // All occurrences of one value are one row.
    const auto one_value = [](const Dd::Range& a, const Dd::Range& b) {
      return sketch::key_of(a.lower) == sketch::key_of(b.upper) &&
             sketch::key_of(b.lower) == sketch::key_of(b.upper);
    };
    std::size_t n = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (n != 0 && one_value(ranges[n - 1], ranges[i])) {
        ranges[n - 1].count += ranges[i].count;
      } else {
        ranges[n++] = ranges[i];
      }
    }
    const auto rows = sketch::pg::new_rows(n, 3);
    for (std::size_t i = 0; i < n; ++i) {
      CHECK_FOR_INTERRUPTS();
      rows.values[3 * i] = Float8GetDatum(ranges[i].lower);
      rows.values[3 * i + 1] = Float8GetDatum(ranges[i].upper);
      rows.values[3 * i + 2] = Int64GetDatum(static_cast<int64>(ranges[i].count));
    }
    return rows;
  });
}

// ---- Histograms

namespace {

Datum sketch_of_ranges(const Dd::Range* ranges, std::size_t count) {
  sketch::State canonical;
  run(Source::stored, [&](sketch::Host& host) {
    sketch::State state;
    const auto status = Dd::from_ranges({ranges, count}, host, state);
    return status.ok() ? Dd::freeze(state, host, canonical) : status;
  });
  return PointerGetDatum(sketch::pg::varlena_of(canonical));
}

// Turns cumulative counts into counts of single buckets.
void decumulate(const sketch::pg::Counts& counts) {
  int64 before = 0;
  for (int i = 0; i < counts.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    const int64 upto = counts.values[i];
    if (upto < before) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                      errmsg("cumulative counts must not decrease"),
                      errhint("Leave out \"cumulative\" if each count is for one bucket only.")));
    }
    counts.values[i] = upto - before;
    before = upto;
  }
}

}  // namespace

// from_buckets(bounds, counts [, cumulative]). The first bucket ends at the first bound, and so on.
// If there is one count more than bounds, the last bucket is above the last bound.
SKETCH_FUNCTION(sketch_dd_from_buckets) {
  const auto bounds = sketch::pg::doubles_argument(fcinfo, 0, true, "bound");
  const auto counts = sketch::pg::counts_argument(fcinfo, 1, "count");
  if (PG_GETARG_BOOL(2)) decumulate(counts);
  if (bounds.count == 0 || (counts.count != bounds.count && counts.count != bounds.count + 1)) {
    ereport(ERROR, (errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
                    errmsg("there are %d bounds, but %d counts", bounds.count, counts.count),
                    errhint("Give one count for each upper bound, and optionally one for the "
                            "values above the last.")));
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  auto* ranges = static_cast<Dd::Range*>(
      palloc(sizeof(Dd::Range) * static_cast<std::size_t>(counts.count)));
  for (int i = 0; i < counts.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    const double lower = i == 0 ? -kInfinity : bounds.values[i - 1];
    const double upper = i < bounds.count ? bounds.values[i] : kInfinity;
    if (!(lower < upper) || (i == 0 && upper == kInfinity)) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                      errmsg("bounds must be numbers in ascending order"),
                      errhint("The last one may be infinity; the first one must be finite.")));
    }
    ranges[i] = {lower, upper, static_cast<std::uint64_t>(counts.values[i])};
  }
  return sketch_of_ranges(ranges, static_cast<std::size_t>(counts.count));
}

// from_exponential(scale, offset, counts [, zero_count]). Bucket i, from the offset on, has values
// above b^i and up to b^(i + 1), where b = 2^(2^-scale).
SKETCH_FUNCTION(sketch_dd_from_exponential) {
  const int32 scale = PG_GETARG_INT32(0), offset = PG_GETARG_INT32(1);
  const auto counts = sketch::pg::counts_argument(fcinfo, 2, "count");
  const int64 zeros = PG_GETARG_INT64(3);
  constexpr int32 kLeastScale = -10, kMostScale = 20;
  if (scale < kLeastScale || scale > kMostScale) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("scale %d is out of range", scale),
             errhint("Use %d to %d.", kLeastScale, kMostScale)));
  }
  sketch::pg::checked_weight(zeros);
  auto* ranges = static_cast<Dd::Range*>(
      palloc(sizeof(Dd::Range) * (static_cast<std::size_t>(counts.count) + 1)));
  const auto bound = [&](std::int64_t index) {
    return std::exp2(std::ldexp(static_cast<double>(index), -scale));
  };
  constexpr double kGreatest = std::numeric_limits<double>::max(),
                   kLeast = std::numeric_limits<double>::denorm_min();
  std::size_t n = 0;
  ranges[n++] = {-1, 0, static_cast<std::uint64_t>(zeros)};
  for (int i = 0; i < counts.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    if (counts.values[i] == 0) continue;
    const double lower = std::max(bound(std::int64_t{offset} + i), kLeast);
    const double upper = std::min(bound(std::int64_t{offset} + i + 1), kGreatest);
    if (!(lower < upper)) {
      ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                      errmsg("a bucket is beyond the range of double precision"),
                      errhint("Check the scale and the offset.")));
    }
    ranges[n++] = {lower, upper, static_cast<std::uint64_t>(counts.values[i])};
  }
  return sketch_of_ranges(ranges, n);
}

SKETCH_FUNCTION(sketch_dd_info) {
  const auto info = sketch::pg::info_of<Dd>(sketch::pg::image_argument(fcinfo));
  return sketch::pg::InfoWriter(Dd::kFamily)
      .text("form", info.form)
      .number("accuracy", info.accuracy, 4)
      .count("n", info.n)
      .count("buckets", info.buckets)
      .count("bytes", info.bytes)
      .written();
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::dd_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_NUMBERS_##kind(SKETCH_QUANTILE_RECIPES(sketch_dd, Dd, name, oid, kind))
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_dd_merge_transition, BatchSketch<Dd>::merging()},
  };
  return kFunctions;
}
