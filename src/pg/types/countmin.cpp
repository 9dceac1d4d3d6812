// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_countmin.
#include "sketch/frequency/countmin.hpp"

#include "types/aggregate.hpp"
#include "batch/sketch.hpp"
#include "types/frequency.hpp"
#include "types/info.hpp"
#include "types/type_io.hpp"

using sketch::Bytes;
using sketch::CountMin;
using sketch::Host;
using sketch::State;
using sketch::Status;
using sketch::pg::image_argument;
using sketch::pg::run;
using sketch::pg::Source;

namespace sketch::pg {

// Raises the kernel's error for a number, with the number.
[[noreturn]] static void raise_out_of_range(const char* name, double value, const Status& status) {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("%s %.10g is out of range", name, value), errhint("%s", status.hint)));
  pg_unreachable();
}

// The parameter for [error [, confidence]].
template <>
int parameter_argument<CountMin>(FunctionCallInfo fcinfo, int argument) {
  double asked[] = {CountMin::kDefaultError, CountMin::kDefaultConfidence};
  if (PG_NARGS() <= argument) return CountMin::kDefaultParameter;
  for (int i = argument; i < std::min<int>(PG_NARGS(), argument + 2); ++i) {
    if (PG_ARGISNULL(i)) {
      ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                      errmsg("%s must not be NULL", CountMin::kParameterName),
                      errhint("Leave them out for the defaults, %g and %g.",
                              CountMin::kDefaultError, CountMin::kDefaultConfidence)));
    }
    asked[i - argument] = PG_GETARG_FLOAT8(i);
  }
  CountMin::Shape shape;
  const Status status = CountMin::shape_of(asked[0], asked[1], shape);
  constexpr const char* kNames[] = {"error", "confidence"};
  for (int i = 0; i < 2 && !status.ok(); ++i)
    if (!(asked[i] > 0 && asked[i] < 1)) raise_out_of_range(kNames[i], asked[i], status);
  run(Source::stored, [&](Host&) { return status; });
  return shape.parameter();
}

// The same for constant arguments.
template <>
bool fixed_parameter<CountMin>(std::span<const Fixed> arguments, Domain, int& parameter) {
  double error, confidence = CountMin::kDefaultConfidence;
  CountMin::Shape shape;
  if (arguments.size() > 2 || !take_fixed(arguments[0], error) ||
      (arguments.size() == 2 && !take_fixed(arguments[1], confidence)) ||
      !CountMin::shape_of(error, confidence, shape).ok())
    return false;
  parameter = shape.parameter();
  return true;
}

// Rows that give different parameters.
template <>
State reduced<CountMin>(State state, int parameter) {
  run(Source::stored,
      [&](Host& host) { return CountMin::fold(state, CountMin::Shape::of(parameter), host); });
  return state;
}

}  // namespace sketch::pg

SKETCH_TYPE_FUNCTIONS(sketch_countmin, CountMin)
SKETCH_MERGE_FUNCTIONS(sketch_countmin, CountMin)
SKETCH_ADD_FUNCTIONS(sketch_countmin, CountMin)

namespace {

// The parameter for (width, depth).
int shape_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_ARGISNULL(argument) || PG_ARGISNULL(argument + 1)) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                    errmsg("width and depth must not be NULL"),
                    errhint("Leave them out for the default, 2719 cells in each of 5 rows.")));
  }
  CountMin::Shape shape;
  const int32 width = PG_GETARG_INT32(argument), depth = PG_GETARG_INT32(argument + 1);
  const Status status = CountMin::shape_with(width, depth, shape);
  if (status.ok()) return shape.parameter();
  const bool deep = depth < 1 || depth > CountMin::kMostDepth;
  sketch::pg::raise_out_of_range(deep ? "depth" : "width", deep ? depth : width, status);
}

// transition(state, value, error, confidence [, weight]), or with width and depth.
template <class Value>
Datum shaped_transition(FunctionCallInfo fcinfo, int parameter, Value value) {
  const std::uint64_t weight = PG_ARGISNULL(1) ? 0 : sketch::pg::weight_argument(fcinfo, 4);
  if (weight == 0) return sketch::pg::same_state(fcinfo);
  State state = PG_ARGISNULL(0) ? sketch::pg::created<CountMin>(parameter)
                                : sketch::pg::state_argument<CountMin>(fcinfo);
  if (parameter != CountMin::parameter(state))
    state = sketch::pg::reduced<CountMin>(state, parameter);
  const std::uint64_t hash = value(PG_GETARG_DATUM(1));
  state = of_values(state, value.values());
  run(Source::stored,
      [&](Host& host) { return CountMin::add_weighted(state, hash, weight, host); });
  return PointerGetDatum(sketch::pg::varlena_of(state));
}

template <class Value>
Datum any_shape_transition(FunctionCallInfo fcinfo, bool by_shape, Value value) {
  using sketch::pg::parameter_argument;
  if (by_shape) return shaped_transition(fcinfo, shape_argument(fcinfo, 2), value);
  if (PG_NARGS() > 4)
    return shaped_transition(fcinfo, parameter_argument<CountMin>(fcinfo, 2), value);
  return sketch::pg::transition<CountMin>(fcinfo, value);
}

}  // namespace

SKETCH_FUNCTION(sketch_countmin_transition) {
  return sketch::pg::value_step(fcinfo, [](FunctionCallInfo call, auto value) {
    return any_shape_transition(call, false, value);
  });
}
SKETCH_FUNCTION(sketch_countmin_transition_shape) {
  return sketch::pg::value_step(fcinfo, [](FunctionCallInfo call, auto value) {
    return any_shape_transition(call, true, value);
  });
}

SKETCH_FUNCTION(sketch_countmin_empty) { return sketch::pg::empty<CountMin>(fcinfo); }

SKETCH_FUNCTION(sketch_countmin_empty_shape) {
  return sketch::pg::frozen<CountMin>(sketch::pg::created<CountMin>(shape_argument(fcinfo, 0)));
}

static sketch::Frequency frequency_of(Bytes image, std::uint64_t hash) {
  sketch::Frequency frequency;
  run(Source::stored,
      [&](Host& host) { return CountMin::frequency(image, hash, host, frequency); });
  return frequency;
}

static sketch::Frequency frequency_of_value(FunctionCallInfo fcinfo) {
  return frequency_of(image_argument(fcinfo),
                      sketch::pg::any_argument(fcinfo, 1)(PG_GETARG_DATUM(1)));
}

static sketch::Frequency frequency_of_literal(FunctionCallInfo fcinfo) {
  const Bytes image = image_argument(fcinfo);
  const sketch::pg::LiteralType type(fcinfo, image, CountMin::kFamily);
  return frequency_of(image, type.hash_of(PG_GETARG_DATUM(1)));
}

SKETCH_FREQUENCY_FUNCTIONS(sketch_countmin)

SKETCH_FUNCTION(sketch_countmin_inner_product) {
  const Bytes a = image_argument(fcinfo, 0), b = image_argument(fcinfo, 1);
  double product;
  run(Source::stored, [&](Host& host) { return CountMin::inner_product(a, b, host, product); });
  PG_RETURN_FLOAT8(product);
}

SKETCH_FUNCTION(sketch_countmin_info) {
  const auto info = sketch::pg::info_of<CountMin>(image_argument(fcinfo));
  sketch::pg::InfoWriter writer(CountMin::kFamily);
  writer.text("form", info.form)
      .count("width", info.shape.width)
      .count("depth", info.shape.depth)
      .number("error", info.error, 4)
      .number("confidence", info.confidence, 4)
      .count("total", info.total)
      .count("bytes", info.bytes);
  if (info.values != 0) writer.count("values", info.values);
  return writer.written();
}

// ---- The batch executor

static bool take_shape(const sketch::pg::Arguments& arguments, sketch::pg::Recognised& recognised) {
  int32 width, depth;
  CountMin::Shape shape;
  if (arguments.extra.size() != 2 || !sketch::pg::take_fixed(arguments.extra[0], width) ||
      !sketch::pg::take_fixed(arguments.extra[1], depth) ||
      !CountMin::shape_with(width, depth, shape).ok())
    return false;
  recognised.parameter = shape.parameter();
  return true;
}

std::span<const sketch::pg::FamilyFunction> sketch::pg::countmin_batch_functions() {
  using Batch = BatchSketch<CountMin>;
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid)                                           \
  {sketch_countmin_transition, Batch::adding(oid, value_hash_##name), oid},         \
      {sketch_countmin_transition_shape, Batch::adding(oid, value_hash_##name, take_shape), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_countmin_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
