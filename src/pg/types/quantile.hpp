// SPDX-License-Identifier: PostgreSQL
//
// Aggregates of quantile sketches, as templates over the kernel. Arguments of their SQL functions,
// as plain arrays.
#pragma once

#include <optional>
#include <string_view>

#include "types/aggregate.hpp"
#include "types/family.hpp"
#include "value/quantile.hpp"
#include "types/type_io.hpp"
#include "types/weight.hpp"

namespace sketch::pg {

// ---- Aggregates

// Raises an error for a parameter that is NULL or out of range; `text` is its value.
template <class Sketch>
[[noreturn]] void raise_parameter(bool null, const char* text) {
  char range[80];
  if constexpr (requires { Sketch::parameter_of(0.01); }) {
    snprintf(range, sizeof range, "Use %g to %g; the default is %g.", Sketch::kMinAccuracy,
             Sketch::kMaxAccuracy, Sketch::kDefaultAccuracy);
  } else {
    snprintf(range, sizeof range, "Use %d to %d; the default is %d.", Sketch::kMinParameter,
             Sketch::kMaxParameter, Sketch::kDefaultParameter);
  }
  ereport(ERROR,
          (errcode(null ? ERRCODE_NULL_VALUE_NOT_ALLOWED : ERRCODE_INVALID_PARAMETER_VALUE),
           null ? errmsg("%s must not be NULL", Sketch::kParameterName)
                : errmsg("%s %s is out of range", Sketch::kParameterName, text),
           errhint("%s To give each row a weight, use sketch_%s_agg_weighted(value, weight).",
                   range, family_name(Sketch::kFamily))));
  pg_unreachable();
}

// Reads 'low' or 'high', the ranks that a sketch_req is accurate for. Returns false for another
// word.
bool is_accurate(std::string_view word, bool& low);
// The same for an argument.
bool low_ranks_argument(FunctionCallInfo fcinfo, int argument);

// The sketch's parameter, from an argument that is the parameter or an accuracy.
template <class Sketch>
int quantile_parameter(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return Sketch::kDefaultParameter;
  if (PG_ARGISNULL(argument)) raise_parameter<Sketch>(true, "");
  if constexpr (requires { Sketch::parameter_of(0.01); }) {
    const double accuracy = PG_GETARG_FLOAT8(argument);
    if (!(accuracy >= Sketch::kMinAccuracy && accuracy <= Sketch::kMaxAccuracy))
      raise_parameter<Sketch>(false, psprintf("%g", accuracy));
    return Sketch::parameter_of(accuracy);
  } else {
    const int32 parameter = PG_GETARG_INT32(argument);
    if (parameter < Sketch::kMinParameter || parameter > Sketch::kMaxParameter)
      raise_parameter<Sketch>(false, psprintf("%d", parameter));
    if constexpr (requires { Sketch::kLowRanks; }) {
      if (PG_NARGS() > argument + 1 && low_ranks_argument(fcinfo, argument + 1))
        return parameter | Sketch::kLowRanks;
    }
    return parameter;
  }
}

// Adds a value to the state, `weight` times. `asks`: an argument of the row gives the parameter.
template <class Sketch, class Value>
Datum with_value(FunctionCallInfo fcinfo, int parameter, bool asks, std::uint64_t weight) {
  const auto item = Value::item(PG_GETARG_DATUM(1));
  const bool fresh = PG_ARGISNULL(0);
  State state = fresh ? State{} : state_argument<Sketch>(fcinfo);
  const bool coarser = !fresh && asks && parameter < Sketch::parameter(state);
  if (Sketch::kOneParameter && !fresh && asks && parameter != Sketch::parameter(state)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s must be the same for all rows", Sketch::kParameterName),
                    errhint("To give each row a weight, use sketch_%s_agg_weighted(value, weight).",
                            family_name(Sketch::kFamily))));
  }
  run(Source::stored, [&](Host& host) {
    if (fresh) {
      state = Sketch::create(parameter, host, Value::kKind);
    } else if (Sketch::kind(state) != Value::kKind) {
      return kOtherKind;
    } else if (coarser) {
      state = Sketch::reduce(state, parameter, host);
    }
    return Sketch::add_weighted(state, item, weight, host);
  });
  return PointerGetDatum(varlena_of(state));
}

// transition(state, value [, parameter]). Value is the type of the values (QuantileValue).
template <class Sketch, class Value>
[[gnu::noinline]] Datum unusual_quantile_transition(FunctionCallInfo fcinfo) {
  const int parameter = quantile_parameter<Sketch>(fcinfo, 2);
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  return with_value<Sketch, Value>(fcinfo, parameter, PG_NARGS() > 2, 1);
}

// weighted_transition(state, value, weight [, parameter]): adds the value as many times as the
// weight says, which weight_of() reads. A row whose weight is 0 or NULL is left out.
template <class Sketch, class Value, class Weight>
[[gnu::noinline]] Datum weighted_quantile_transition(FunctionCallInfo fcinfo, Weight weight_of) {
  const int parameter = quantile_parameter<Sketch>(fcinfo, 3);
  const std::uint64_t weight =
      PG_ARGISNULL(1) || PG_ARGISNULL(2) ? 0 : weight_of(PG_GETARG_DATUM(2));
  if (weight == 0) return same_state(fcinfo);
  if (PG_NARGS() == 3 && !PG_ARGISNULL(0) && owns_state(fcinfo)) {
    auto* stored = reinterpret_cast<varlena*>(PG_GETARG_POINTER(0));
    if (VARATT_IS_4B_U(stored) && Sketch::is_state(state_of(stored)) &&
        Sketch::kind(state_of(stored)) == Value::kKind &&
        Sketch::add(state_of(stored), Value::item(PG_GETARG_DATUM(1)), weight))
      return PG_GETARG_DATUM(0);
  }
  return with_value<Sketch, Value>(fcinfo, parameter, PG_NARGS() > 3, weight);
}

template <class Sketch, class Value>
[[gnu::always_inline]] inline Datum quantile_transition(FunctionCallInfo fcinfo) {
  const NullableDatum* args = fcinfo->args;
  if (PG_NARGS() == 2 && !args[0].isnull && !args[1].isnull && owns_state(fcinfo)) [[likely]] {
    auto* stored = reinterpret_cast<varlena*>(DatumGetPointer(args[0].value));
    if (VARATT_IS_4B_U(stored) && Sketch::is_state(state_of(stored)) &&
        Sketch::add(state_of(stored), Value::item(args[1].value))) [[likely]] {
      return args[0].value;
    }
  }
  return unusual_quantile_transition<Sketch, Value>(fcinfo);
}

// How values of a type of value/quantile_types.def become keys, and the keys' kind. Sketches of
// numbers take all numbers as double precision.
template <class Sketch, sketch::Kind kind, sketch::Key (*key)(Datum)>
struct QuantileValue {
  static constexpr sketch::Kind kKind = Sketch::kNumbers ? sketch::Kind::float8 : kind;
  static sketch::Key item(Datum value) {
    return Sketch::kNumbers && kind == sketch::Kind::bigint
               ? sketch::key_of(static_cast<double>(key(value)))
               : key(value);
  }
};

// The transition function for types that the family doesn't take. It ignores NULLs, because an
// untyped NULL comes as text, and raises an error with a hint for values.
Datum other_quantile_transition(FunctionCallInfo fcinfo);

// Calls step(fcinfo, value) for the value's type (typed_step() in value/any.hpp); value is a
// QuantileValue.
template <class Sketch, class Step>
Datum quantile_step(FunctionCallInfo fcinfo, Step) {
  static constexpr TypedStep kSteps[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind)                                            \
  {oid, [](FunctionCallInfo call) {                                                           \
     if constexpr (Sketch::kNumbers && !is_number(sketch::Kind::kind))                        \
       return other_quantile_transition(call);                                                \
     else                                                                                     \
       return Step{}(call, QuantileValue<Sketch, sketch::Kind::kind, quantile_key_##name>{}); \
   }},
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
  };
  return typed_step(fcinfo, kSteps, other_quantile_transition);
}

// transition(state, value [, parameter]) for a value of any type.
template <class Sketch>
Datum any_quantile_transition(FunctionCallInfo fcinfo) {
  return quantile_step<Sketch>(fcinfo, [](FunctionCallInfo call, auto value) {
    return quantile_transition<Sketch, decltype(value)>(call);
  });
}

// ---- Arguments

// The dimensions of an array. An array of questions is answered by an array of the same shape.
struct Shape {
  int dimensions;
  int lengths[MAXDIM], bounds[MAXDIM];
};
Shape shape_of(const ArrayType* array);

// An argument that is a double precision number, a text that can be read as one, or an array of
// them without NULLs.
struct Doubles {
  double* values;
  int count;
  bool array;
  Shape shape = {};
};
Doubles doubles_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name);
// The same; each number has to be from 0 to 1.
inline bool is_fraction(double value) { return value >= 0 && value <= 1; }
Doubles fractions_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name,
                           const char* hint = "The median is 0.5, the 99th percentile 0.99.");

// An argument that is an array of counts: bigints from 0 on, without NULLs.
struct Counts {
  int64* values;
  int count;
};
Counts counts_argument(FunctionCallInfo fcinfo, int argument, const char* name);

// An argument that is a value of any type that quantile sketches take, or an array of them.
struct Values {
  sketch::Key* keys;
  int count;
  sketch::Kind kind;
  bool array;
  Shape shape = {};
};
Values values_argument(FunctionCallInfo fcinfo, int argument, const char* name);

// The same, converted to keys of a sketch of some kind; raises an error if they can't be. An
// untyped literal or parameter comes as text, and is read as a value of that kind, or as an array
// if the function takes one. With `below`, each key is the greatest one below the value; INT64_MIN
// if there is none.
Values sought_argument(FunctionCallInfo fcinfo, int argument, const char* name, sketch::Kind kind,
                       bool array, bool below = false);
bool is_text(FunctionCallInfo fcinfo, int argument);

// The values that sketch_add() or sketch_add_all() adds to a sketch whose values are of some kind:
// a value, the elements of an array that are not NULL, or what a literal is read as.
enum class Added { value, array, literal, literals };
Values added_argument(FunctionCallInfo fcinfo, int argument, sketch::Kind kind, Added added);

// An array of values of a type.
Datum array_of(Datum* values, const Shape& shape, Oid type);

Datum doubles_array(const double* values, const Shape& shape);

}  // namespace sketch::pg

// SKETCH_NUMBERS_<kind>(...) is its arguments for kinds that are numbers, and nothing for other
// kinds.
#define SKETCH_NUMBERS_bigint(...) __VA_ARGS__
#define SKETCH_NUMBERS_float8(...) __VA_ARGS__
#define SKETCH_NUMBERS_timestamptz(...)
#define SKETCH_NUMBERS_timestamp(...)
#define SKETCH_NUMBERS_date(...)
#define SKETCH_NUMBERS_time(...)
#define SKETCH_NUMBERS_interval(...)

// The transitions of a family.
#define SKETCH_QUANTILE_TRANSITIONS(stem, Sketch)               \
  SKETCH_FUNCTION(stem##_transition) {                          \
    return sketch::pg::any_quantile_transition<Sketch>(fcinfo); \
  }                                                             \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, bigint)              \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, numeric)             \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, float8)

// The batch executor's recipes for weighted transitions; the last argument is the batch class.
#define SKETCH_WEIGHTED_RECIPES(transition, oid, ...)                                      \
  {transition##_bigint, __VA_ARGS__::weighted<weight_bigint>(oid, Read::word), oid},       \
      {transition##_numeric, __VA_ARGS__::weighted<weight_numeric>(oid, Read::datum), oid}, \
      {transition##_float8, __VA_ARGS__::weighted<weight_float8>(oid, Read::word), oid},

// The batch executor's recipes for all transitions, for a type of value/quantile_types.def.
#define SKETCH_QUANTILE_RECIPES(stem, Sketch, name, oid, kind)                                    \
  {stem##_transition,                                                                             \
   BatchQuantile<Sketch, QuantileValue<Sketch, sketch::Kind::kind, quantile_key_##name>>::adding( \
       oid),                                                                                      \
   oid},                                                                                          \
      SKETCH_WEIGHTED_RECIPES(                                                                    \
          stem##_weighted_transition, oid,                                                        \
          BatchQuantile<Sketch, QuantileValue<Sketch, sketch::Kind::kind, quantile_key_##name>>)

#define SKETCH_WEIGHTED_TRANSITION(stem, Sketch, weight)                              \
  SKETCH_FUNCTION(stem##_weighted_transition_##weight) {                              \
    return sketch::pg::quantile_step<Sketch>(fcinfo, [](FunctionCallInfo call, auto value) { \
      return sketch::pg::weighted_quantile_transition<Sketch, decltype(value)>(       \
          call, sketch::pg::weight_##weight);                                         \
    });                                                                               \
  }
