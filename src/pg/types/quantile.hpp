// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of quantile sketches, templates over the kernel. Whatever is asked goes to a
// Distribution, inside of run(); arguments are brought to plain arrays before, results to Datums
// afterwards.
#pragma once

#include <optional>

#include "sketch/quantile/distribution.hpp"

#include "types/aggregate.hpp"
#include "value/quantile.hpp"
#include "types/type_io.hpp"
#include "types/weight.hpp"

namespace sketch::pg {

// ---- Aggregates

// What is a weight goes to an aggregate of its own.
template <class Sketch>
constexpr const char* kWeighted = Sketch::kFamily == Family::kll  ? "sketch_kll_agg_weighted"
                                  : Sketch::kFamily == Family::dd ? "sketch_dd_agg_weighted"
                                                                  : "sketch_tdigest_agg_weighted";

// Raises an error for a parameter: it is NULL, or the text is none of its values.
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
           errhint("%s A weight for each row is for %s(value, weight).", range,
                   kWeighted<Sketch>)));
  pg_unreachable();
}

// An argument that is the sketch's parameter, or an accuracy that gives it.
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
    return parameter;
  }
}

// The state with a value more, `weight` times. A row may ask for a parameter, with an argument.
template <class Sketch, class Value>
Datum with_value(FunctionCallInfo fcinfo, int parameter, bool asks, std::uint64_t weight) {
  const auto item = Value::item(PG_GETARG_DATUM(1));
  const bool fresh = PG_ARGISNULL(0);
  State state = fresh ? State{} : state_argument<Sketch>(fcinfo);
  const bool coarser = !fresh && asks && parameter < Sketch::parameter(state);
  if (Sketch::kOneParameter && !fresh && asks && parameter != Sketch::parameter(state)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("%s must be the same for all rows", Sketch::kParameterName),
                    errhint("A weight for each row is for %s(value, weight).",
                            kWeighted<Sketch>)));
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

inline Datum same_state(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  return PG_GETARG_DATUM(0);
}

// transition(state, value [, parameter]); Value says what the values are.
template <class Sketch, class Value>
[[gnu::noinline]] Datum unusual_quantile_transition(FunctionCallInfo fcinfo) {
  const int parameter = quantile_parameter<Sketch>(fcinfo, 2);
  if (PG_ARGISNULL(1)) return same_state(fcinfo);
  return with_value<Sketch, Value>(fcinfo, parameter, PG_NARGS() > 2, 1);
}

// weighted_transition(state, value, weight [, parameter]): the row counts as often as its weight
// says, which weight_of() reads; where that is 0 or NULL there might as well be none.
template <class Sketch, class Value, class Weight>
[[gnu::noinline]] Datum weighted_quantile_transition(FunctionCallInfo fcinfo, Weight weight_of) {
  const int parameter = quantile_parameter<Sketch>(fcinfo, 3);
  const std::uint64_t weight =
      PG_ARGISNULL(1) || PG_ARGISNULL(2) ? 0 : weight_of(PG_GETARG_DATUM(2));
  if (weight == 0) return same_state(fcinfo);
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

// ---- Arguments

// An argument that is one double precision, or an array of them without NULLs.
struct Doubles {
  double* values;
  int count;
  bool array;
};
Doubles doubles_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name);
// The same, each of them 0 to 1.
Doubles fractions_argument(FunctionCallInfo fcinfo, int argument, bool array, const char* name,
                           const char* hint = "The median is 0.5, the 99th percentile 0.99.");

// An argument that is a value of any type that quantile sketches take, or an array of them.
struct Values {
  sketch::Key* keys;
  int count;
  sketch::Kind kind;
  bool array;
};
Values values_argument(FunctionCallInfo fcinfo, int argument, const char* name);

// Their keys as those of a sketch of another kind, where the kinds go together.
void seek_among(sketch::Kind kind, const Values& values);

// An array of values of a type.
Datum array_of(Datum* values, int count, Oid type);

Datum doubles_result(const double* values, int count, bool array);

// ---- Questions

// Calls ask(distribution, host); false, for NULL, if the sketch is empty.
template <class Sketch, class Ask>
bool asked(Bytes image, Ask ask) {
  bool answered = false;
  run(Source::stored, [&](Host& host) {
    Distribution distribution(host.scratch());
    if (const Status status = Sketch::read(image, host, distribution); !status.ok()) return status;
    if (distribution.empty()) return Status{};
    answered = true;
    ask(static_cast<const Distribution&>(distribution), host);
    return Status{};
  });
  return answered;
}

// What is known of every sketch that isn't empty.
struct Summary {
  sketch::Kind kind;
  std::uint64_t n;
  double sum;
  sketch::Key least, greatest;
};

template <class Sketch>
bool summary_of(Bytes image, Summary& summary) {
  return asked<Sketch>(image, [&](const Distribution& d, Host&) {
    summary = {d.kind(), d.n(), d.sum(), d.least(), d.greatest()};
  });
}

template <class Sketch>
Datum quantile_n(FunctionCallInfo fcinfo) {
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_INT64(0);
  if (summary.n > PG_INT64_MAX) {
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("bigint out of range"),
                    errdetail("The weights in the sketch add up to 2^63 or more.")));
  }
  PG_RETURN_INT64(static_cast<int64>(summary.n));
}

// What numbers are where the caller names no type: double precision where that is what all values
// are; numeric where they can be of type bigint, too, for that holds both as they are.
template <class Sketch>
constexpr Oid kNumber = Sketch::kNumbers ? FLOAT8OID : NUMERICOID;

// min(sketch [, type]), and max.
template <class Sketch>
Datum quantile_extreme(FunctionCallInfo fcinfo, bool greatest) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  const sketch::Key key = greatest ? summary.greatest : summary.least;
  if (PG_NARGS() == 1) require_numbers(summary.kind);
  const Oid type =
      PG_NARGS() == 1 ? kNumber<Sketch> : get_fn_expr_argtype(fcinfo->flinfo, 1);
  PG_RETURN_DATUM(quantile_datum(summary.kind, key, type));
}

template <class Sketch>
Datum quantile_sum(FunctionCallInfo fcinfo, bool average) {
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  const bool finite = std::isfinite(quantile_number(summary.kind, summary.least)) &&
                      std::isfinite(quantile_number(summary.kind, summary.greatest));
  // As sum() and avg() of the values themselves.
  if (finite && !std::isfinite(summary.sum)) float_overflow_error();
  PG_RETURN_FLOAT8(average ? summary.sum / static_cast<double>(summary.n) : summary.sum);
}

// Quantiles as values of a type, or, without one, as numbers; NULL of an empty sketch.
template <class Sketch>
Datum quantiles_of(FunctionCallInfo fcinfo, Bytes image, const Doubles& q, std::optional<Oid> type,
                   bool descending = false) {
  auto* keys = static_cast<sketch::Key*>(palloc(sizeof(sketch::Key) * (q.count + 1)));
  sketch::Kind kind;
  const bool some = asked<Sketch>(image, [&](const Distribution& d, Host& host) {
    kind = d.kind();
    for (int i = 0; i < q.count; ++i) {
      host.pause();
      keys[i] = descending ? d.quantile_descending(q.values[i]) : d.quantile(q.values[i]);
    }
  });
  if (!some) PG_RETURN_NULL();
  if (!type) require_numbers(kind);
  const Oid result = type.value_or(kNumber<Sketch>);
  auto* values = static_cast<Datum*>(palloc(sizeof(Datum) * (q.count + 1)));
  for (int i = 0; i < q.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    values[i] = quantile_datum(kind, keys[i], result);
  }
  return q.array ? array_of(values, q.count, result) : values[0];
}

// quantile(sketch, q or array of q [, type]).
template <class Sketch>
Datum quantile_quantile(FunctionCallInfo fcinfo, bool array) {
  if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) PG_RETURN_NULL();
  const Doubles q = fractions_argument(fcinfo, 1, array, "quantile");
  std::optional<Oid> type;
  if (PG_NARGS() > 2) type = get_fn_expr_argtype(fcinfo->flinfo, 2);
  return quantiles_of<Sketch>(fcinfo, image_argument(fcinfo), q, type);
}

// rank(sketch, value or array of values).
template <class Sketch>
Datum quantile_rank(FunctionCallInfo fcinfo) {
  const Values v = values_argument(fcinfo, 1, "value");
  auto* ranks = static_cast<double*>(palloc(sizeof(double) * (v.count + 1)));
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  seek_among(summary.kind, v);
  asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host& host) {
    for (int i = 0; i < v.count; ++i) {
      host.pause();
      ranks[i] = d.rank(v.keys[i]);
    }
  });
  PG_RETURN_DATUM(doubles_result(ranks, v.count, v.array));
}

// cdf(sketch, splits): the ranks of the splits, and 1. pmf: the shares of what lies between them,
// up to the first, after the last.
template <class Sketch>
Datum quantile_splits(FunctionCallInfo fcinfo, bool shares) {
  const Values v = values_argument(fcinfo, 1, "split");
  for (int i = 1; i < v.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    if (v.keys[i - 1] < v.keys[i]) continue;
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("splits must ascend"),
                    errhint("Sort the array, and leave out what is in it twice.")));
  }
  auto* ranks = static_cast<double*>(palloc(sizeof(double) * (v.count + 1)));
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  seek_among(summary.kind, v);
  asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host& host) {
    double before = 0;
    for (int i = 0; i <= v.count; ++i) {
      host.pause();
      const double upto =
          i == v.count ? static_cast<double>(d.n()) : static_cast<double>(d.weight_upto(v.keys[i]));
      ranks[i] = (upto - (shares ? before : 0)) / static_cast<double>(d.n());
      before = upto;
    }
  });
  PG_RETURN_DATUM(doubles_result(ranks, v.count + 1, true));
}

// trimmed_mean(sketch, lower, upper).
template <class Sketch>
Datum quantile_trimmed_mean(FunctionCallInfo fcinfo) {
  const double lower = fractions_argument(fcinfo, 1, false, "lower bound").values[0];
  const double upper = fractions_argument(fcinfo, 2, false, "upper bound").values[0];
  if (!(lower < upper)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("the lower bound must be below the upper bound"),
                    errhint("Use 0.1 and 0.9, for example, to leave out the outer tenths.")));
  }
  double mean;
  sketch::Kind kind;
  const bool some = asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host&) {
    kind = d.kind();
    mean = d.trimmed_mean(lower, upper);
  });
  if (!some) PG_RETURN_NULL();
  require_numbers(kind);
  PG_RETURN_FLOAT8(mean);
}

// histogram(sketch, buckets): set of (lower, upper, count).
template <class Sketch>
Datum quantile_histogram(FunctionCallInfo fcinfo) {
  struct Rows {
    double least, greatest;
    int32 buckets;
    double counts[];

    // Between buckets i - 1 and i. In halves, as the difference of two doubles may be beyond them.
    double bound(int32 i) const {
      return i == buckets ? greatest : 2 * (least / 2 + i * ((greatest / 2 - least / 2) / buckets));
    }
  };
  FuncCallContext* call;
  if (SRF_IS_FIRSTCALL()) {
    call = SRF_FIRSTCALL_INIT();
    const MemoryContext before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
    TupleDesc columns;
    if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE) raise_internal();
    call->tuple_desc = BlessTupleDesc(columns);
    const int32 buckets = PG_GETARG_INT32(1);
    constexpr int32 kMostBuckets = 100000;
    if (buckets < 1 || buckets > kMostBuckets) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                      errmsg("number of buckets %d is out of range", buckets),
                      errhint("Use 1 to %d.", kMostBuckets)));
    }
    auto* rows = static_cast<Rows*>(palloc0(sizeof(Rows) + sizeof(double) * buckets));
    Summary summary;
    if (summary_of<Sketch>(image_argument(fcinfo), summary)) {
      rows->least = quantile_number(summary.kind, summary.least);
      rows->greatest = quantile_number(summary.kind, summary.greatest);
      if (!std::isfinite(rows->least) || !std::isfinite(rows->greatest)) {
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("a histogram needs finite values"),
                        errhint("The sketch has infinities or NaN; sketch_cdf() takes splits.")));
      }
      rows->buckets = rows->least < rows->greatest ? buckets : 1;
      call->max_calls = static_cast<std::uint64_t>(rows->buckets);
      // Buckets hold what is above their lower and up to their upper end, as ranks do.
      asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host& host) {
        double before = 0;
        for (int32 i = 0; i < rows->buckets; ++i) {
          host.pause();
          const sketch::Key key =
              key_among(d.kind(), sketch::Kind::float8, sketch::key_of(rows->bound(i + 1)));
          const bool last = i + 1 == rows->buckets;
          const auto upto = static_cast<double>(last ? d.n() : d.weight_upto(key));
          rows->counts[i] = upto - before;
          before = upto;
        }
      });
    }
    call->user_fctx = rows;
    MemoryContextSwitchTo(before);
  }
  call = SRF_PERCALL_SETUP();
  if (call->call_cntr >= call->max_calls) SRF_RETURN_DONE(call);
  const auto* rows = static_cast<const Rows*>(call->user_fctx);
  const auto i = static_cast<int32>(call->call_cntr);
  Datum values[] = {Float8GetDatum(rows->bound(i)), Float8GetDatum(rows->bound(i + 1)),
                    Float8GetDatum(rows->counts[i])};
  bool nulls[] = {false, false, false};
  const Datum row = HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, values, nulls));
  SRF_RETURN_NEXT(call, row);
}

template <class Sketch>
Datum quantile_error(FunctionCallInfo fcinfo) {
  const Bytes image = image_argument(fcinfo);
  double error = 0;
  run(Source::stored, [&](Host& host) { return Sketch::error(image, host, error); });
  PG_RETURN_FLOAT8(error);
}

// ---- The type

template <class Sketch>
Datum quantile_empty(FunctionCallInfo fcinfo) {
  const int parameter = quantile_parameter<Sketch>(fcinfo, 0);
  State image;
  run(Source::stored,
      [&](Host& host) { return Sketch::freeze(Sketch::create(parameter, host), host, image); });
  PG_RETURN_POINTER(varlena_of(image));
}

// add(sketch, value or array of values), where a NULL sketch is empty and NULL values are ignored.
template <class Sketch>
Datum quantile_add(FunctionCallInfo fcinfo) {
  Values v = {nullptr, 0, sketch::Kind::float8, false};
  if (!PG_ARGISNULL(1)) v = values_argument(fcinfo, 1, nullptr);
  const Bytes image = PG_ARGISNULL(0) ? Bytes{} : image_argument(fcinfo);
  // Integers can join floating-point numbers, but nothing else another kind.
  Summary summary;
  const bool numbers =
      Sketch::kNumbers || (!PG_ARGISNULL(0) && summary_of<Sketch>(image, summary) &&
                           summary.kind == sketch::Kind::float8 && v.kind == sketch::Kind::bigint);
  if (numbers) {
    for (int i = 0; i < v.count; ++i)
      v.keys[i] = key_among(sketch::Kind::float8, v.kind, v.keys[i]);
    v.kind = sketch::Kind::float8;
  }
  State canonical;
  run(Source::stored, [&](Host& host) {
    // The values as a sketch of their own, which merging brings to the same kind or refuses.
    State state = Sketch::create(Sketch::kDefaultParameter, host, v.kind);
    if (!PG_ARGISNULL(0)) {
      if (const Status status = Sketch::thaw(image, host, state); !status.ok()) return status;
    }
    State added = Sketch::create(Sketch::parameter(state), host, v.kind);
    added = Sketch::add_all(added, {v.keys, static_cast<std::size_t>(v.count)}, host);
    if (const Status status = Sketch::merge(state, added, host); !status.ok()) return status;
    return Sketch::freeze(state, host, canonical);
  });
  return PointerGetDatum(varlena_of(canonical));
}

}  // namespace sketch::pg

// The C functions that a quantile sketch of type `stem` needs but for the transitions of values.
#define SKETCH_QUANTILE_FUNCTIONS(stem, Sketch)                                                \
  SKETCH_MERGE_FUNCTIONS(stem, Sketch)                                                         \
  SKETCH_FUNCTION(stem##_add) { return sketch::pg::quantile_add<Sketch>(fcinfo); }             \
  SKETCH_FUNCTION(stem##_empty) { return sketch::pg::quantile_empty<Sketch>(fcinfo); }         \
  SKETCH_FUNCTION(stem##_n) { return sketch::pg::quantile_n<Sketch>(fcinfo); }                 \
  SKETCH_FUNCTION(stem##_min) { return sketch::pg::quantile_extreme<Sketch>(fcinfo, false); }  \
  SKETCH_FUNCTION(stem##_max) { return sketch::pg::quantile_extreme<Sketch>(fcinfo, true); }   \
  SKETCH_FUNCTION(stem##_sum) { return sketch::pg::quantile_sum<Sketch>(fcinfo, false); }      \
  SKETCH_FUNCTION(stem##_avg) { return sketch::pg::quantile_sum<Sketch>(fcinfo, true); }       \
  SKETCH_FUNCTION(stem##_quantile) {                                                           \
    return sketch::pg::quantile_quantile<Sketch>(fcinfo, false);                               \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_quantiles) {                                                          \
    return sketch::pg::quantile_quantile<Sketch>(fcinfo, true);                                \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_rank) { return sketch::pg::quantile_rank<Sketch>(fcinfo); }           \
  SKETCH_FUNCTION(stem##_cdf) { return sketch::pg::quantile_splits<Sketch>(fcinfo, false); }   \
  SKETCH_FUNCTION(stem##_pmf) { return sketch::pg::quantile_splits<Sketch>(fcinfo, true); }    \
  SKETCH_FUNCTION(stem##_trimmed_mean) {                                                       \
    return sketch::pg::quantile_trimmed_mean<Sketch>(fcinfo);                                  \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_histogram) { return sketch::pg::quantile_histogram<Sketch>(fcinfo); } \
  SKETCH_FUNCTION(stem##_error) { return sketch::pg::quantile_error<Sketch>(fcinfo); }

// Passes its arguments on for the types of value/quantile_types.def that are numbers, by their kinds.
#define SKETCH_NUMBERS_bigint(...) __VA_ARGS__
#define SKETCH_NUMBERS_float8(...) __VA_ARGS__
#define SKETCH_NUMBERS_timestamptz(...)
#define SKETCH_NUMBERS_timestamp(...)
#define SKETCH_NUMBERS_date(...)
#define SKETCH_NUMBERS_interval(...)

// The transitions of values of a type of value/quantile_types.def whose keys are of a kind.
#define SKETCH_QUANTILE_TRANSITIONS(stem, Sketch, name, kind)                                  \
  namespace {                                                                                  \
  struct stem##_value_##name {                                                                 \
    static constexpr sketch::Kind kKind =                                                      \
        Sketch::kNumbers ? sketch::Kind::float8 : sketch::Kind::kind;                          \
    static sketch::Key item(Datum value) {                                                     \
      const sketch::Key key = sketch::pg::quantile_key_##name(value);                          \
      return Sketch::kNumbers && sketch::Kind::kind == sketch::Kind::bigint                    \
                 ? sketch::key_of(static_cast<double>(key))                                    \
                 : key;                                                                        \
    }                                                                                          \
  };                                                                                           \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_transition_##name) {                                                  \
    return sketch::pg::quantile_transition<Sketch, stem##_value_##name>(fcinfo);               \
  }                                                                                            \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, name, bigint)                                       \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, name, numeric)                                      \
  SKETCH_WEIGHTED_TRANSITION(stem, Sketch, name, float8)

#define SKETCH_WEIGHTED_TRANSITION(stem, Sketch, name, weight)                        \
  SKETCH_FUNCTION(stem##_weighted_transition_##name##_##weight) {                     \
    return sketch::pg::weighted_quantile_transition<Sketch, stem##_value_##name>(     \
        fcinfo, sketch::pg::weight_##weight);                                         \
  }
