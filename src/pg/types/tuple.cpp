// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_tuple.
#include "sketch/quantile/kll.hpp"
#include "sketch/theta/tuple.hpp"

#include "types/distinct.hpp"
#include "types/domain.hpp"
#include "types/info.hpp"
#include "types/tuple.hpp"

using sketch::Bytes;
using sketch::Domain;
using sketch::Estimate;
using sketch::Host;
using sketch::Shape;
using sketch::State;
using sketch::Status;
using sketch::Tuple;
using sketch::pg::image_argument;
using sketch::pg::mode_argument;
using sketch::pg::run;
using sketch::pg::Source;
using sketch::pg::TupleValues;
using sketch::pg::tuple_values;

SKETCH_TYPE_FUNCTIONS(sketch_tuple, Tuple)
SKETCH_MERGE_FUNCTIONS(sketch_tuple, Tuple)
SKETCH_DISTINCT_FUNCTIONS(sketch_tuple, Tuple)

namespace {

// ---- Arguments

// A column's number, from 1, as an index from 0. Kernels check that it isn't too large.
std::size_t column_argument(FunctionCallInfo fcinfo, int argument) {
  const int32 column = PG_GETARG_INT32(argument);
  if (column < 1) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("column %d is out of range", column),
             errhint("Columns are numbered from 1.")));
  }
  return static_cast<std::size_t>(column) - 1;
}

// ---- Building

// A key's hash, and its class.
struct KeyHash {
  std::uint64_t hash;
  sketch::ValueClass values;
};

KeyHash key_argument(FunctionCallInfo fcinfo, Domain domain) {
  auto& values = sketch::pg::domain_values(fcinfo, 1, domain, Tuple::kFamily);
  return {values.hash(PG_GETARG_DATUM(1), PG_GET_COLLATION()), values.values};
}

State with_key(State state, KeyHash key, Shape shape, const TupleValues& values) {
  run(Source::stored, [&](Host& host) {
    if (const Status status = Tuple::take_shape(state, shape, host); !status.ok()) return status;
    state = of_values(Tuple::add(state, key.hash, values.values, host), key.values);
    return Status{};
  });
  return state;
}

// transition(state, key, value or array [, precision] [, mode] [, domain]).
Datum transition(FunctionCallInfo fcinfo, bool array, bool mode_alone = false) {
  const bool has_precision = PG_NARGS() > 3 && !mode_alone;
  const int precision = has_precision ? sketch::pg::parameter_argument<Tuple>(fcinfo, 3)
                                      : Tuple::kDefaultPrecision;
  const sketch::Mode mode = mode_argument(fcinfo, mode_alone ? 3 : 4);
  const bool has_domain = PG_NARGS() > 5;
  Domain domain =
      has_domain ? sketch::pg::domain_argument(fcinfo, 5, Tuple::kFamily) : Domain::xxh3;
  if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return sketch::pg::same_state(fcinfo);
  const TupleValues values = tuple_values(PG_GETARG_DATUM(2), array);
  State state = PG_ARGISNULL(0) ? sketch::pg::created<Tuple>(domain, precision)
                                : sketch::pg::state_argument<Tuple>(fcinfo);
  if (has_domain)
    sketch::pg::require_domain(state, domain);
  else
    domain = sketch::image_domain(state.data());
  const KeyHash key = key_argument(fcinfo, domain);
  if (has_precision && precision < Tuple::parameter(state))
    state = sketch::pg::reduced<Tuple>(state, precision);
  const Shape shape{mode, static_cast<std::uint8_t>(values.count)};
  return PointerGetDatum(sketch::pg::varlena_of(with_key(state, key, shape, values)));
}

// A literal as a key's value or array of values.
TupleValues literal_values(FunctionCallInfo fcinfo, int argument) {
  Datum literal = PG_GETARG_DATUM(argument);
  const Bytes text = sketch::pg::image_of(PG_DETOAST_DATUM_PACKED(literal));
  const bool array = std::find(text.begin(), text.end(), std::byte{'{'}) != text.end();
  const Datum value = sketch::pg::value_of_literal(literal, array ? FLOAT8ARRAYOID : FLOAT8OID);
  return tuple_values(value, array);
}

// add(sketch, key, value or array). A NULL sketch is an empty one whose mode is sum.
enum class Added { value, array, literal };
Datum add(FunctionCallInfo fcinfo, bool literal_key, Added added) {
  State state = sketch::pg::added_to<Tuple>(fcinfo);
  if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2)) {
    const TupleValues values = added == Added::literal
                              ? literal_values(fcinfo, 2)
                              : tuple_values(PG_GETARG_DATUM(2), added == Added::array);
    KeyHash key;
    if (literal_key) {
      const sketch::pg::LiteralType type(fcinfo, state, Tuple::kFamily);
      key = {type.hash_of(PG_GETARG_DATUM(1)), type.values()};
    } else {
      key = key_argument(fcinfo, sketch::image_domain(state.data()));
    }
    const Shape shape{Tuple::shape(state).mode, static_cast<std::uint8_t>(values.count)};
    state = with_key(state, key, shape, values);
  }
  return sketch::pg::frozen<Tuple>(state);
}

// ---- Questions

double in_range(double value) {
  if (std::isinf(value)) float_overflow_error();
  return value;
}

double total_of(Bytes image, std::size_t column) {
  constexpr double kAny = 0.5;  // any confidence: only the estimate is used
  Estimate estimate;
  run(Source::stored, [&](Host& host) { return Tuple::sum(image, column, kAny, host, estimate); });
  return in_range(estimate.value);
}

// Returns false if there is no key.
bool mean_of(Bytes image, std::size_t column, double& mean) {
  bool some = false;
  run(Source::stored, [&](Host& host) { return Tuple::mean(image, column, host, some, mean); });
  if (some) in_range(mean);
  return some;
}

Datum array_of(const Tuple::PerColumn& columns) {
  Datum values[Tuple::kMaxColumns];
  for (std::size_t i = 0; i < columns.count; ++i)
    values[i] = Float8GetDatum(in_range(columns.values[i]));
  return PointerGetDatum(construct_array(values, static_cast<int>(columns.count), FLOAT8OID,
                                         sizeof(float8), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

}  // namespace

SKETCH_FUNCTION(sketch_tuple_transition) { return transition(fcinfo, false); }
SKETCH_FUNCTION(sketch_tuple_transition_array) { return transition(fcinfo, true); }
SKETCH_FUNCTION(sketch_tuple_transition_mode) { return transition(fcinfo, false, true); }
SKETCH_FUNCTION(sketch_tuple_transition_array_mode) { return transition(fcinfo, true, true); }
SKETCH_FUNCTION(sketch_tuple_empty) { return sketch::pg::domain_empty<Tuple>(fcinfo, 1); }
SKETCH_FUNCTION(sketch_tuple_add) { return add(fcinfo, false, Added::value); }
SKETCH_FUNCTION(sketch_tuple_add_array) { return add(fcinfo, false, Added::array); }
SKETCH_FUNCTION(sketch_tuple_add_literal) { return add(fcinfo, false, Added::literal); }
SKETCH_FUNCTION(sketch_tuple_literal_add) { return add(fcinfo, true, Added::value); }
SKETCH_FUNCTION(sketch_tuple_literal_add_array) { return add(fcinfo, true, Added::array); }
SKETCH_FUNCTION(sketch_tuple_literal_add_literal) { return add(fcinfo, true, Added::literal); }
SKETCH_FUNCTION(sketch_tuple_intersect) {
  return sketch::pg::set_operation<Tuple>(fcinfo, Tuple::intersection);
}
SKETCH_FUNCTION(sketch_tuple_except) {
  return sketch::pg::set_operation<Tuple>(fcinfo, Tuple::difference);
}

SKETCH_FUNCTION(sketch_tuple_sum) {
  PG_RETURN_FLOAT8(total_of(image_argument(fcinfo), column_argument(fcinfo, 1)));
}

SKETCH_FUNCTION(sketch_tuple_sums) {
  const Bytes image = image_argument(fcinfo);
  Tuple::PerColumn sums;
  run(Source::stored, [&](Host& host) { return Tuple::sums(image, host, sums); });
  return array_of(sums);
}

SKETCH_FUNCTION(sketch_tuple_sum_bounds) {
  const Bytes image = image_argument(fcinfo);
  const std::size_t column = column_argument(fcinfo, 1);
  const double confidence = PG_GETARG_FLOAT8(2);
  Estimate estimate;
  run(Source::stored,
      [&](Host& host) { return Tuple::sum(image, column, confidence, host, estimate); });
  in_range(estimate.value);
  return sketch::pg::estimate_result(fcinfo, estimate);
}

SKETCH_FUNCTION(sketch_tuple_mean) {
  double mean;
  if (!mean_of(image_argument(fcinfo), column_argument(fcinfo, 1), mean)) PG_RETURN_NULL();
  PG_RETURN_FLOAT8(mean);
}

SKETCH_FUNCTION(sketch_tuple_means) {
  const Bytes image = image_argument(fcinfo);
  Tuple::PerColumn means;
  bool some = false;
  run(Source::stored, [&](Host& host) { return Tuple::means(image, host, some, means); });
  if (!some) PG_RETURN_NULL();
  return array_of(means);
}

SKETCH_FUNCTION(sketch_tuple_variances) {
  const Bytes image = image_argument(fcinfo);
  Tuple::PerColumn variances;
  bool some = false;
  run(Source::stored, [&](Host& host) { return Tuple::variances(image, host, some, variances); });
  if (!some) PG_RETURN_NULL();
  return array_of(variances);
}

SKETCH_FUNCTION(sketch_tuple_variance) {
  const Bytes image = image_argument(fcinfo);
  const std::size_t column = column_argument(fcinfo, 1);
  total_of(image, column);  // for its errors
  Tuple::PerColumn variances;
  bool some = false;
  run(Source::stored, [&](Host& host) { return Tuple::variances(image, host, some, variances); });
  if (!some) PG_RETURN_NULL();
  PG_RETURN_FLOAT8(in_range(variances.values[column]));
}

SKETCH_FUNCTION(sketch_tuple_keys) {
  const Bytes image = image_argument(fcinfo);
  State keys;
  run(Source::stored, [&](Host& host) { return Tuple::keys_of(image, host, keys); });
  PG_RETURN_POINTER(sketch::pg::varlena_of(keys));
}

SKETCH_FUNCTION(sketch_tuple_filter) {
  const Bytes image = image_argument(fcinfo);
  const std::size_t column = column_argument(fcinfo, 1);
  const double lower = PG_GETARG_FLOAT8(2), upper = PG_GETARG_FLOAT8(3);
  State filtered;
  run(Source::stored, [&](Host& host) {
    return Tuple::filtered(image, column, lower, upper, host, filtered);
  });
  PG_RETURN_POINTER(sketch::pg::varlena_of(filtered));
}

// kll(sketch, column): the distribution of a column over the keys.
SKETCH_FUNCTION(sketch_tuple_kll) {
  using sketch::Kll;
  const Bytes image = image_argument(fcinfo);
  const std::size_t column = column_argument(fcinfo, 1);
  std::size_t count = 0;
  run(Source::stored, [&](Host& host) { return Tuple::count_keys(image, host, count); });
  auto* values = static_cast<double*>(
      MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * (count + 1)));
  auto* keys = static_cast<sketch::Key*>(
      MemoryContextAllocHuge(CurrentMemoryContext, sizeof(sketch::Key) * (count + 1)));
  State canonical;
  run(Source::stored, [&](Host& host) {
    if (const Status status = Tuple::column_values(image, column, host, {values, count});
        !status.ok())
      return status;
    for (std::size_t i = 0; i < count; ++i) keys[i] = sketch::key_of(values[i]);
    const State state =
        Kll::add_all(Kll::create(Kll::kDefaultParameter, host), {keys, count}, host);
    return Kll::freeze(state, host, canonical);
  });
  PG_RETURN_POINTER(sketch::pg::varlena_of(canonical));
}

SKETCH_FUNCTION(sketch_tuple_quantile) {
  const Bytes image = image_argument(fcinfo);
  const double q = PG_GETARG_FLOAT8(1);
  const std::size_t column = column_argument(fcinfo, 2);
  bool some = false;
  double value;
  run(Source::stored,
      [&](Host& host) { return Tuple::quantile(image, column, q, host, some, value); });
  if (!some) PG_RETURN_NULL();
  PG_RETURN_FLOAT8(value);
}

SKETCH_FUNCTION(sketch_tuple_info) {
  const auto info = sketch::pg::info_of<Tuple>(image_argument(fcinfo));
  return sketch::pg::InfoWriter(Tuple::kFamily)
      .text("domain", name_of(info.keys.domain))
      .text("form", info.keys.form)
      .count("precision", info.keys.precision)
      .text("mode", sketch::name_of(info.shape.mode))
      .count("columns", info.shape.columns)
      .number("estimate", info.keys.estimate)
      .number("standard_error", info.keys.standard_error, 4)
      .number("theta", info.keys.theta)
      .count("hashes", info.keys.hashes)
      .count("bytes", info.keys.bytes)
      .written();
}
