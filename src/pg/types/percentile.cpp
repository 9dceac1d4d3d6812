// SPDX-License-Identifier: PostgreSQL
//
// approx_percentile(value, q or array of q [, accuracy]), approx_percentile_weighted(value, weight,
// q or array of q) and approx_median(value). They build a sketch_kll, and ask it in the final
// function. The state has the fractions before the sketch (percentile_front.hpp). In the batch
// executor a group has only the sketch, because the fractions are constant.
//
// approx_percentile() and its interpolated and descending forms differ only in the final function,
// so all of them share a state.
#include <algorithm>
#include <cstring>

#include "sketch/quantile/kll.hpp"

#include "batch/quantile.hpp"
#include "rewrite/rewrite.hpp"
#include "types/percentile_front.hpp"
#include "types/quantile_questions.hpp"

using sketch::Kll;
using sketch::State;
using sketch::pg::Source;

namespace sketch::pg {
namespace {

constexpr const char* kOrder =
    "The value comes first: approx_percentile(value, 0.99), or 0.5 for the median.";

// The number of the argument that is the fraction, or the array of fractions.
struct Asked {
  int argument;
  bool array;
};

// The fractions that a row gives.
Bytes asked_fractions(FunctionCallInfo fcinfo, Asked asked) {
  if (PG_ARGISNULL(asked.argument)) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("quantile must not be NULL"),
                    errhint("%s", kOrder)));
  }
  const Doubles q = fractions_argument(fcinfo, asked.argument, asked.array, "quantile", kOrder);
  if (q.count == 0) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("the array of quantiles is empty"),
             errhint("Use approx_percentile(value, ARRAY[0.5, 0.99]), for example.")));
  }
  return front_of(PG_GETARG_DATUM(asked.argument), asked.array);
}

void require_same(Bytes one, Bytes other) {
  if (std::equal(one.begin(), one.end(), other.begin(), other.end())) return;
  ereport(ERROR,
          (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
           errmsg("the quantiles must be the same for all rows of a group"),
           errhint("The value comes first: approx_percentile(value, 0.99). For quantiles that "
                   "differ, ask a sketch_kll with sketch_quantile().")));
}

// Whether a row gives the same fractions as the one before, which it usually does. This needs no
// copy: checking an array of three as a new one took as long as everything else for a row.
bool asks_same(FunctionCallInfo fcinfo, Asked asked, Bytes fractions) {
  const Bytes before = fractions.subspan(sizeof(FrontHead));
  if (PG_ARGISNULL(asked.argument)) return false;
  if (!asked.array)
    return before.size() == 8 &&
           load_native<double>(before.data()) == PG_GETARG_FLOAT8(asked.argument);
  const void* stored = PG_GETARG_POINTER(asked.argument);
  if (!VARATT_IS_4B_U(stored)) return false;
  // In an array without NULLs, dimensions and values follow the header, as they do in the state.
  const auto* array = static_cast<const ArrayType*>(stored);
  return !ARR_HASNULL(array) && VARSIZE(array) - sizeof(ArrayType) == before.size() &&
         static_cast<int>(load_native<FrontHead>(fractions.data()).dimensions) == ARR_NDIM(array) &&
         std::memcmp(ARR_DIMS(array), before.data(), before.size()) == 0;
}

// The range of accuracies.
const double kMostAccuracy = Kll::rank_error_of(Kll::kMinParameter),
             kLeastAccuracy = Kll::rank_error_of(Kll::kMaxParameter);

bool is_accuracy(double accuracy) {
  return accuracy >= kLeastAccuracy && accuracy <= kMostAccuracy;
}

// The least k whose rank error is below the accuracy (kll.hpp).
int k_for_accuracy(FunctionCallInfo fcinfo, int argument) {
  const double accuracy = PG_ARGISNULL(argument) ? 0 : PG_GETARG_FLOAT8(argument);
  constexpr double kUp = 5e-6;  // the hint shows numbers that are rounded up
  if (!is_accuracy(accuracy)) {
    ereport(ERROR, (errcode(PG_ARGISNULL(argument) ? ERRCODE_NULL_VALUE_NOT_ALLOWED
                                                   : ERRCODE_INVALID_PARAMETER_VALUE),
                    PG_ARGISNULL(argument) ? errmsg("accuracy must not be NULL")
                                           : errmsg("accuracy %g is out of range", accuracy),
                    errhint("The error of a rank stays below it. Use %.5f to %.2f; the default is "
                            "%.4f.",
                            kLeastAccuracy + kUp, kMostAccuracy,
                            Kll::rank_error_of(Kll::kDefaultParameter))));
  }
  return Kll::k_for_rank_error(accuracy);
}

void require_same_accuracy(State state, int k) {
  if (Kll::parameter(state) == k) return;
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("the accuracy must be the same for all rows of a group")));
}

// The first argument as a state that may be changed, itself or a copy; sets `fractions` to its
// fractions.
State percentile_state(FunctionCallInfo fcinfo, Bytes& fractions) {
  auto* stored = reinterpret_cast<varlena*>(PG_GETARG_POINTER(0));
  const bool own = owns_state(fcinfo) && VARATT_IS_4B_U(stored);
  if (!own) stored = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
  const Bytes whole = image_of(stored);
  fractions = front_of_state(whole);
  State state = own ? state_of(stored).subspan(fractions.size()) : State{};
  // The bytea may be anything, such as the initial value of a user's aggregate.
  if (Kll::can_add(state)) return state;
  run(
      Source::stored,
      [&](Host& host) { return Kll::thaw(whole.subspan(fractions.size()), host, state); },
      PercentileHost(fractions));
  return state;
}

// Adds the value, which is the second argument, `weight` times. An accuracy may follow the
// fractions.
template <class Value>
Datum percentile_transition(FunctionCallInfo fcinfo, Asked asked, std::uint64_t weight = 1) {
  if (PG_ARGISNULL(1) || weight == 0) return same_state(fcinfo);
  const bool accurate = PG_NARGS() > asked.argument + 1;
  const int k =
      accurate ? k_for_accuracy(fcinfo, asked.argument + 1) : Kll::kDefaultParameter;
  Bytes fractions;
  State state;
  if (PG_ARGISNULL(0)) {
    fractions = asked_fractions(fcinfo, asked);
  } else {
    state = percentile_state(fcinfo, fractions);
    if (accurate) require_same_accuracy(state, k);
    if (!asks_same(fcinfo, asked, fractions))
      require_same(fractions, asked_fractions(fcinfo, asked));
  }
  const sketch::Key key = Value::item(PG_GETARG_DATUM(1));
  if (!state.empty() && Kll::add(state, key, weight)) [[likely]]
    return value_of(state, fractions);
  run(
      Source::stored,
      [&](Host& host) {
        if (state.empty()) state = Kll::create(k, host, Value::kKind);
        if (const Status status = Kll::check_state(state, host); !status.ok()) return status;
        return Kll::add_weighted(state, key, weight, host);
      },
      PercentileHost(fractions));
  return value_of(state, fractions);
}

// transition(state, value, weight, q or array of q).
template <class Value, class Weight>
Datum weighted_percentile_transition(FunctionCallInfo fcinfo, bool array, Weight weight_of) {
  const std::uint64_t weight = PG_ARGISNULL(2) ? 0 : weight_of(PG_GETARG_DATUM(2));
  return percentile_transition<Value>(fcinfo, {3, array}, weight);
}

// A final function's state: fractions and sketch.
struct Parts {
  Doubles q;
  Bytes sketch;
};

Parts parts_of_state(FunctionCallInfo fcinfo, bool array) {
  const Bytes whole = image_of(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0)));
  const Bytes front = front_of_state(whole);
  const auto [count, dimensions] = load_native<FrontHead>(front.data());
  if (array != (dimensions != 0)) raise_malformed_percentile();
  auto* q = static_cast<double*>(palloc(sizeof(double) * count));
  std::memcpy(q, front.last(sizeof(double) * count).data(), sizeof(double) * count);
  return {{q, static_cast<int>(count), array, shape_of_front(front)}, whole.subspan(front.size())};
}

Datum percentile_final(FunctionCallInfo fcinfo, Oid type, bool array, bool descending) {
  const Parts parts = parts_of_state(fcinfo, array);
  return quantiles_of<Kll>(fcinfo, parts.sketch, parts.q, type, descending);
}

// Interpolates as percentile_cont() does: intervals give an interval, all numbers give double
// precision.
Datum interpolated(FunctionCallInfo fcinfo, const Parts& parts, bool descending) {
  const Doubles& q = parts.q;
  auto* between =
      static_cast<Distribution::Between*>(palloc(sizeof(Distribution::Between) * (q.count + 1)));
  sketch::Kind kind;
  const bool some = asked<Kll>(parts.sketch, [&](const Distribution& d, Host& host) {
    kind = d.kind();
    for (int i = 0; i < q.count; ++i) {
      host.pause();
      between[i] = d.between(q.values[i], descending);
    }
  });
  if (!some) PG_RETURN_NULL();
  const bool interval = kind == sketch::Kind::interval;
  // A user may call the function with a state for values of another type.
  const Oid result = get_func_rettype(fcinfo->flinfo->fn_oid);
  if (interval != (result == INTERVALOID || result == INTERVALARRAYOID)) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("the state has values of type %s", sketch::name_of(kind))));
  }
  if (!interval) require_numbers(kind);
  auto* values = static_cast<Datum*>(palloc(sizeof(Datum) * (q.count + 1)));
  for (int i = 0; i < q.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    const auto [from, to, part] = between[i];
    const double low = sketch::number_of(kind, from), high = sketch::number_of(kind, to);
    if (interval) {
      const auto step = static_cast<sketch::Key>(std::llround(part * (high - low)));
      values[i] = quantile_datum(kind, from + step, INTERVALOID);
    } else {
      values[i] = Float8GetDatum(from == to ? low : low + part * (high - low));
    }
  }
  return q.array ? array_of(values, q.shape, interval ? INTERVALOID : FLOAT8OID) : values[0];
}

// ---- Ordered-set aggregates: the state is a sketch_kll, the fractions are direct arguments

// Whether WITHIN GROUP (ORDER BY ...) is descending.
bool values_descend(FunctionCallInfo fcinfo) {
  const Aggref* aggref = AggGetAggref(fcinfo);
  if (aggref == nullptr || aggref->aggorder == NIL) return false;
  return sorts_descending(linitial_node(SortGroupClause, aggref->aggorder));
}

Parts parts_of_call(FunctionCallInfo fcinfo, bool array) {
  return {fractions_argument(fcinfo, 1, array, "quantile"), image_argument(fcinfo)};
}

Datum within_disc_final(FunctionCallInfo fcinfo, Oid type, bool array) {
  const Parts parts = parts_of_call(fcinfo, array);
  return quantiles_of<Kll>(fcinfo, parts.sketch, parts.q, type, values_descend(fcinfo));
}

Datum within_cont_final(FunctionCallInfo fcinfo, bool array) {
  return interpolated(fcinfo, parts_of_call(fcinfo, array), values_descend(fcinfo));
}

Datum median_final(FunctionCallInfo fcinfo, Oid type) {
  double median = 0.5;
  return quantiles_of<Kll>(fcinfo, image_argument(fcinfo), {&median, 1, false}, type);
}

// ---- The batch executor

// Takes constant fractions, and an accuracy.
bool take_fractions(const Arguments& arguments, Recognised& recognised) {
  const std::span<const Fixed> extra = arguments.extra;
  const Fixed& q = extra[0];
  if (q.null) return false;
  const auto one = DatumGetFloat8(q.type == FLOAT8OID ? q.value : Datum{0});
  const double* values = &one;
  int count = 1;
  if (q.type == FLOAT8ARRAYOID) {
    ArrayType* array = DatumGetArrayTypeP(q.value);
    if (array_contains_nulls(array)) return false;
    values = reinterpret_cast<const double*>(ARR_DATA_PTR(array));
    count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
  }
  if (count == 0) return false;
  for (int i = 0; i < count; ++i) {
    CHECK_FOR_INTERRUPTS();
    if (!is_fraction(values[i])) return false;
  }
  if (extra.size() > 1) {
    double accuracy;
    if (!take_fixed(extra[1], accuracy) || !is_accuracy(accuracy)) return false;
    recognised.parameter = Kll::k_for_rank_error(accuracy);
  }
  recognised.front = front_of(q.value, q.type == FLOAT8ARRAYOID);
  return true;
}

// The group's state is a sketch without fractions; they are in Transition::front.
template <class Value>
struct BatchPercentile : BatchQuantile<Kll, Value> {
  using Base = BatchQuantile<Kll, Value>;

  static Datum value(const Transition& transition, const std::byte* state, bool* null) {
    std::byte* image = Base::stored_image(state);
    *null = image == nullptr;
    if (*null) return 0;
    const State sketch = Base::state_from(image);
    auto* whole = static_cast<varlena*>(palloc(VARHDRSZ + transition.front.size() + sketch.size()));
    SET_VARSIZE(whole, VARHDRSZ + transition.front.size() + sketch.size());
    const State to = state_of(whole);
    std::memcpy(to.data(), transition.front.data(), transition.front.size());
    std::memcpy(to.data() + transition.front.size(), sketch.data(), sketch.size());
    return PointerGetDatum(whole);
  }

  static constexpr Kind kind_of(decltype(Kind::update) update) {
    return {sizeof(std::byte*), update,     value,       nullptr,
            Base::packed_bytes, Base::pack, Base::unpack};
  }
  static constexpr Kind kAdd = kind_of(Base::add);
  template <std::uint64_t (*weight_of)(Datum)>
  static constexpr Kind kAddWeighted = kind_of(Base::template add_weighted<weight_of>);

  static constexpr Recipe adding(Oid type) {
    Recipe recipe = Base::adding(type, kAdd);
    recipe.take = take_fractions;
    return recipe;
  }
  template <std::uint64_t (*weight_of)(Datum)>
  static constexpr Recipe weighted(Oid type, Read weight_read) {
    Recipe recipe = Base::template weighted<weight_of>(type, weight_read, kAddWeighted<weight_of>);
    recipe.take = [](const Arguments& arguments, Recognised& recognised) {
      return take_fractions({arguments.type, arguments.extra.subspan(1)}, recognised);
    };
    return recipe;
  }
};

}  // namespace
}  // namespace sketch::pg

SKETCH_FUNCTION(sketch_percentile_combine) {
  using namespace sketch::pg;
  const sketch::Bytes other = image_of(PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1)));
  const sketch::Bytes theirs = front_of_state(other);
  sketch::Bytes fractions;
  State state = percentile_state(fcinfo, fractions);
  require_same(fractions, theirs);
  run(
      Source::stored,
      [&](sketch::Host& host) {
        if (const sketch::Status status = Kll::check_state(state, host); !status.ok())
          return status;
        return Kll::merge(state, other.subspan(theirs.size()), host);
      },
      PercentileHost(fractions));
  return value_of(state, fractions);
}

SKETCH_FUNCTION(sketch_interpolated_final) {
  using namespace sketch::pg;
  return interpolated(fcinfo, parts_of_state(fcinfo, false), false);
}
SKETCH_FUNCTION(sketch_interpolateds_final) {
  using namespace sketch::pg;
  return interpolated(fcinfo, parts_of_state(fcinfo, true), false);
}
SKETCH_FUNCTION(sketch_interpolated_descending_final) {
  using namespace sketch::pg;
  return interpolated(fcinfo, parts_of_state(fcinfo, false), true);
}
SKETCH_FUNCTION(sketch_interpolateds_descending_final) {
  using namespace sketch::pg;
  return interpolated(fcinfo, parts_of_state(fcinfo, true), true);
}
SKETCH_FUNCTION(sketch_within_cont_final) {
  return sketch::pg::within_cont_final(fcinfo, false);
}
SKETCH_FUNCTION(sketch_within_conts_final) { return sketch::pg::within_cont_final(fcinfo, true); }

namespace {

template <bool array>
Datum percentile_step(FunctionCallInfo fcinfo) {
  return sketch::pg::quantile_step<Kll>(fcinfo, [](FunctionCallInfo call, auto value) {
    return sketch::pg::percentile_transition<decltype(value)>(call, {2, array});
  });
}

template <bool array, std::uint64_t (*weight_of)(Datum)>
Datum weighted_percentile_step(FunctionCallInfo fcinfo) {
  return sketch::pg::quantile_step<Kll>(fcinfo, [](FunctionCallInfo call, auto value) {
    return sketch::pg::weighted_percentile_transition<decltype(value)>(call, array, weight_of);
  });
}

}  // namespace

SKETCH_FUNCTION(sketch_percentile_transition) { return percentile_step<false>(fcinfo); }
SKETCH_FUNCTION(sketch_percentiles_transition) { return percentile_step<true>(fcinfo); }

// transition(state, value, compression, q), for contrib/sketch_compat_tdigest.sql. The compression
// is ignored, because the sketch is a sketch_kll.
using CompatValue =
    sketch::pg::QuantileValue<Kll, sketch::Kind::float8, sketch::pg::quantile_key_float8>;
SKETCH_FUNCTION(sketch_compat_percentile) {
  return sketch::pg::percentile_transition<CompatValue>(fcinfo, {3, false});
}
SKETCH_FUNCTION(sketch_compat_percentiles) {
  return sketch::pg::percentile_transition<CompatValue>(fcinfo, {3, true});
}

#define SKETCH_WEIGHTED_PERCENTILE(weight)                                                       \
  SKETCH_FUNCTION(sketch_percentile_weighted_transition_##weight) {                              \
    return weighted_percentile_step<false, sketch::pg::weight_##weight>(fcinfo);                 \
  }                                                                                              \
  SKETCH_FUNCTION(sketch_percentiles_weighted_transition_##weight) {                             \
    return weighted_percentile_step<true, sketch::pg::weight_##weight>(fcinfo);                  \
  }
SKETCH_WEIGHTED_PERCENTILE(bigint)
SKETCH_WEIGHTED_PERCENTILE(numeric)
SKETCH_WEIGHTED_PERCENTILE(float8)

#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind)                                          \
  SKETCH_FUNCTION(sketch_percentile_final_##name) {                                         \
    return sketch::pg::percentile_final(fcinfo, oid, false, false);                         \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_percentiles_final_##name) {                                        \
    return sketch::pg::percentile_final(fcinfo, oid, true, false);                          \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_percentile_descending_final_##name) {                              \
    return sketch::pg::percentile_final(fcinfo, oid, false, true);                          \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_percentiles_descending_final_##name) {                             \
    return sketch::pg::percentile_final(fcinfo, oid, true, true);                           \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_within_disc_final_##name) {                                        \
    return sketch::pg::within_disc_final(fcinfo, oid, false);                               \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_within_discs_final_##name) {                                       \
    return sketch::pg::within_disc_final(fcinfo, oid, true);                                \
  }                                                                                         \
  SKETCH_FUNCTION(sketch_median_final_##name) { return sketch::pg::median_final(fcinfo, oid); }
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE

std::span<const sketch::pg::FamilyFunction> sketch::pg::percentile_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_PERCENTILE_RECIPES(oid, ...)                                                      \
  {sketch_percentile_transition, __VA_ARGS__::adding(oid), oid},                                 \
      {sketch_percentiles_transition, __VA_ARGS__::adding(oid), oid},                            \
      SKETCH_WEIGHTED_RECIPES(sketch_percentile_weighted_transition, oid, __VA_ARGS__)           \
      SKETCH_WEIGHTED_RECIPES(sketch_percentiles_weighted_transition, oid, __VA_ARGS__)
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_PERCENTILE_RECIPES(                       \
      oid, BatchPercentile<QuantileValue<Kll, sketch::Kind::kind, quantile_key_##name>>)
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
  };
  return kFunctions;
}
