// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_hll.
#include "sketch/distinct/hll.hpp"

#include <cmath>

#include "types/distinct.hpp"
#include "types/domain.hpp"
#include "types/info.hpp"

using sketch::Hll;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_hll, Hll)
SKETCH_AGGREGATE_FUNCTIONS(sketch_hll, Hll)
SKETCH_DISTINCT_FUNCTIONS(sketch_hll, Hll)

namespace {

constexpr double kMostError = 0.5;
double least_error() { return Hll::standard_error(Hll::kMaxPrecision); }
bool is_error(double error) { return error >= least_error() && error <= kMostError; }

// The lowest precision whose relative standard error isn't above the argument.
int precision_for_error(FunctionCallInfo fcinfo, int argument) {
  const double error = PG_ARGISNULL(argument) ? 0 : PG_GETARG_FLOAT8(argument);
  if (!is_error(error)) {
    const double least = least_error();
    // The hint's least error is rounded up.
    ereport(ERROR, (errcode(PG_ARGISNULL(argument) ? ERRCODE_NULL_VALUE_NOT_ALLOWED
                                                   : ERRCODE_INVALID_PARAMETER_VALUE),
                    PG_ARGISNULL(argument) ? errmsg("error must not be NULL")
                                           : errmsg("error %g is out of range", error),
                    errhint("Use a relative standard error of %.5f to %g, or an integer of %d to "
                            "%d for the precision. To count combinations of columns, use a row: "
                            "approx_count_distinct((a, b)).",
                            least + 5e-6, kMostError, Hll::kMinPrecision,
                            Hll::kMaxPrecision)));
  }
  return Hll::precision_for(error);
}

// transition(state, value, error).
template <class Value>
Datum error_transition(FunctionCallInfo fcinfo, Value value) {
  return sketch::pg::unusual_transition<Hll>(fcinfo, value, precision_for_error(fcinfo, 2));
}

}  // namespace

SKETCH_FUNCTION(sketch_hll_error_transition) {
  return sketch::pg::value_step(
      fcinfo, [](FunctionCallInfo call, auto value) { return error_transition(call, value); });
}

SKETCH_FUNCTION(sketch_hll_domain_transition) {
  return sketch::pg::domain_transition<Hll>(fcinfo, 3);
}
SKETCH_FUNCTION(sketch_hll_empty) { return sketch::pg::domain_empty<Hll>(fcinfo, 1); }

// hash(value, domain): the word that a sketch_hll of the domain gets for the value.
// hash_transition(state, hash [, precision [, domain]]) adds such words; its defaults are those of
// postgresql-hll.
SKETCH_FUNCTION(sketch_hash) {
  const sketch::Domain domain = sketch::pg::domain_argument(fcinfo, 1, Hll::kFamily);
  auto& values = sketch::pg::domain_values(fcinfo, 0, domain, Hll::kFamily);
  PG_RETURN_INT64(static_cast<int64>(values.hash(PG_GETARG_DATUM(0), PG_GET_COLLATION())));
}

SKETCH_FUNCTION(sketch_hll_hash_transition) {
  constexpr int kTheirPrecision = 11;
  const sketch::Domain domain = PG_NARGS() > 3
                                    ? sketch::pg::domain_argument(fcinfo, 3, Hll::kFamily)
                                    : sketch::Domain::postgresql_hll;
  const int precision =
      PG_NARGS() > 2 ? sketch::pg::domain_precision<Hll>(fcinfo, 2, domain) : kTheirPrecision;
  return sketch::pg::add_hash<Hll>(fcinfo, domain, precision);
}

SKETCH_FUNCTION(sketch_hll_add_hash) {
  sketch::State state = sketch::pg::thawed<Hll>(PG_GETARG_DATUM(0));
  const auto hash = static_cast<std::uint64_t>(PG_GETARG_INT64(1));
  sketch::pg::require_word(sketch::image_domain(state.data()), hash);
  return sketch::pg::frozen<Hll>(
      sketch::pg::with_hash<Hll>(state, hash, sketch::ValueClass::other));
}

// The estimate as count() would return it: an integer, and 0 without rows.
SKETCH_FUNCTION(sketch_hll_final_count) {
  if (PG_ARGISNULL(0)) PG_RETURN_INT64(0);
  const double count =
      std::round(sketch::pg::cardinality_of<Hll>(sketch::pg::image_argument(fcinfo)));
  constexpr double kBeyond = 9223372036854775808.0;  // 2^63
  PG_RETURN_INT64(count < kBeyond ? static_cast<int64>(count) : PG_INT64_MAX);
}

SKETCH_FUNCTION(sketch_hll_info) {
  const sketch::Bytes image = sketch::pg::image_argument(fcinfo);
  const auto info = sketch::pg::info_of<Hll>(image);
  sketch::pg::InfoWriter writer(Hll::kFamily);
  writer.text("domain", name_of(info.domain))
      .text("form", info.form)
      .count("precision", info.precision)
      .number("estimate", sketch::pg::cardinality_of<Hll>(image))
      .number("standard_error", info.standard_error, 4)
      .count("bytes", info.bytes);
  if (info.tokens != 0)
    writer.count(info.domain == sketch::Domain::xxh3 ? "tokens" : "values", info.tokens);
  return writer.written();
}

// ---- The batch executor

static bool take_error(const sketch::pg::Arguments& arguments, sketch::pg::Recognised& recognised) {
  double error;
  if (arguments.extra.size() != 1 || !sketch::pg::take_fixed(arguments.extra[0], error) ||
      !is_error(error))
    return false;
  recognised.parameter = Hll::precision_for(error);
  return true;
}

std::span<const sketch::pg::FamilyFunction> sketch::pg::hll_batch_functions() {
  using Batch = BatchSketch<Hll>;
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid)                              \
  {sketch_hll_transition, Batch::adding(oid, value_hash_##name), oid}, \
      {sketch_hll_error_transition, Batch::adding(oid, value_hash_##name, take_error), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_hll_domain_transition, Batch::adding_of_domain()},
      {sketch_hll_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
