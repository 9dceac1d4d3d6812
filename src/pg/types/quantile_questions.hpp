// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of quantile sketches, as templates over the kernel. Each converts its arguments
// to plain arrays, asks a Distribution inside run(), and then converts the results to Datums.
#pragma once

#include <limits>
#include <optional>

#include "sketch/quantile/distribution.hpp"

#include "types/quantile.hpp"

namespace sketch::pg {

// ---- Questions

// Calls ask(distribution, host). Returns false if the sketch is empty, so that the result is NULL.
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

// What every sketch that isn't empty has.
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

// The result type for numbers if the caller names none: double precision if all values are that;
// numeric if they can be bigint too, because numeric holds both exactly.
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
      PG_NARGS() == 1 ? kNumber<Sketch> : known_argument_type(fcinfo, 1);
  PG_RETURN_DATUM(quantile_datum(summary.kind, key, type));
}

template <class Sketch>
Datum quantile_sum(FunctionCallInfo fcinfo, bool average) {
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  const bool finite = std::isfinite(quantile_number(summary.kind, summary.least)) &&
                      std::isfinite(quantile_number(summary.kind, summary.greatest));
  // As in sum() and avg().
  if (finite && !std::isfinite(summary.sum)) float_overflow_error();
  PG_RETURN_FLOAT8(average ? summary.sum / static_cast<double>(summary.n) : summary.sum);
}

// Quantiles as values of a type, or as numbers if there is none; NULL for an empty sketch.
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
  return q.array ? array_of(values, q.shape, result) : values[0];
}

// quantile(sketch, q or array of q [, type]).
template <class Sketch>
Datum quantile_quantile(FunctionCallInfo fcinfo, bool array) {
  if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) PG_RETURN_NULL();
  const Doubles q = fractions_argument(fcinfo, 1, array, "quantile");
  std::optional<Oid> type;
  if (PG_NARGS() > 2) type = known_argument_type(fcinfo, 2);
  return quantiles_of<Sketch>(fcinfo, image_argument(fcinfo), q, type);
}

// rank(sketch, value or array of values [, inclusive]).
template <class Sketch>
Datum quantile_rank(FunctionCallInfo fcinfo) {
  const bool below = PG_NARGS() > 2 && !PG_GETARG_BOOL(2);
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) {
    if (!is_text(fcinfo, 1)) values_argument(fcinfo, 1, "value");  // for its errors
    PG_RETURN_NULL();
  }
  const Values v = sought_argument(fcinfo, 1, "value", summary.kind, false, below);
  auto* ranks = static_cast<double*>(palloc(sizeof(double) * (v.count + 1)));
  asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host& host) {
    for (int i = 0; i < v.count; ++i) {
      host.pause();
      const bool none = below && v.keys[i] == std::numeric_limits<sketch::Key>::min();
      ranks[i] = none ? 0 : d.rank(v.keys[i]);
    }
  });
  PG_RETURN_DATUM(v.array ? doubles_array(ranks, v.shape) : Float8GetDatum(ranks[0]));
}

// Raises an error if splits don't ascend; with `strict`, also if two are equal.
inline void require_ascent(const Values& v, bool strict) {
  for (int i = 1; i < v.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    if (v.keys[i - 1] < v.keys[i] || (!strict && v.keys[i - 1] == v.keys[i])) continue;
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("splits must be in ascending order"),
             errhint("Sort the array and remove duplicates.")));
  }
}

// cdf(sketch, splits): the ranks of the splits, then 1. pmf(sketch, splits): the shares of values
// up to the first split, between splits, and after the last.
template <class Sketch>
Datum quantile_splits(FunctionCallInfo fcinfo, bool shares) {
  const bool text = is_text(fcinfo, 1);
  Values v = {};
  if (!text) {
    v = values_argument(fcinfo, 1, "split");
    require_ascent(v, true);
  }
  Summary summary;
  if (!summary_of<Sketch>(image_argument(fcinfo), summary)) PG_RETURN_NULL();
  v = sought_argument(fcinfo, 1, "split", summary.kind, true);
  // Different fractions can become the same integer.
  if (text) require_ascent(v, false);
  auto* ranks = static_cast<double*>(palloc(sizeof(double) * (v.count + 1)));
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
  PG_RETURN_DATUM(doubles_array(ranks, {1, {v.count + 1}, {1}}));
}

// f(sketch, lower, upper), about the values between two ranks.
template <class Sketch>
Datum quantile_between(FunctionCallInfo fcinfo,
                       double (Distribution::*question)(double, double) const noexcept) {
  const double lower = fractions_argument(fcinfo, 1, false, "lower bound").values[0];
  const double upper = fractions_argument(fcinfo, 2, false, "upper bound").values[0];
  if (!(lower < upper)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("the lower bound must be below the upper bound"),
                    errhint("Use 0.1 and 0.9, for example, to leave out the outer tenths.")));
  }
  double answer;
  sketch::Kind kind;
  bool finite;
  const bool some = asked<Sketch>(image_argument(fcinfo), [&](const Distribution& d, Host&) {
    kind = d.kind();
    finite = std::isfinite(sketch::number_of(kind, d.least())) &&
             std::isfinite(sketch::number_of(kind, d.greatest()));
    answer = (d.*question)(lower, upper);
  });
  if (!some) PG_RETURN_NULL();
  require_numbers(kind);
  if (finite && !std::isfinite(answer)) float_overflow_error();
  PG_RETURN_FLOAT8(answer);
}

// Buckets of equal width between the least and the greatest value.
struct Histogram {
  double least, greatest;
  int32 buckets;  // 0 if there are no values
  double counts[];

  // The bound between buckets i - 1 and i. It computes with halves, because the difference of two
  // doubles can overflow.
  double bound(int32 i) const {
    return i == buckets ? greatest : 2 * (least / 2 + i * ((greatest / 2 - least / 2) / buckets));
  }
};

template <class Sketch>
Histogram* histogram_of(Bytes image, int32 buckets) {
  constexpr int32 kMostBuckets = 100000;
  if (buckets < 1 || buckets > kMostBuckets) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("number of buckets %d is out of range", buckets),
                    errhint("Use 1 to %d.", kMostBuckets)));
  }
  auto* histogram = static_cast<Histogram*>(palloc0(sizeof(Histogram) + sizeof(double) * buckets));
  Summary summary;
  if (!summary_of<Sketch>(image, summary)) return histogram;
  histogram->least = quantile_number(summary.kind, summary.least);
  histogram->greatest = quantile_number(summary.kind, summary.greatest);
  if (!std::isfinite(histogram->least) || !std::isfinite(histogram->greatest)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("a histogram needs finite values"),
                    errhint("The sketch has infinities or NaN; sketch_cdf() takes splits.")));
  }
  histogram->buckets = histogram->least < histogram->greatest ? buckets : 1;
  // A bucket has values above its lower bound and up to its upper bound, as ranks count them.
  asked<Sketch>(image, [&](const Distribution& d, Host& host) {
    double before = 0;
    for (int32 i = 0; i < histogram->buckets; ++i) {
      host.pause();
      const sketch::Key key =
          key_among(d.kind(), sketch::Kind::float8, sketch::key_of(histogram->bound(i + 1)));
      const bool last = i + 1 == histogram->buckets;
      const auto upto = static_cast<double>(last ? d.n() : d.weight_upto(key));
      histogram->counts[i] = upto - before;
      before = upto;
    }
  });
  return histogram;
}

// histogram(sketch, buckets): a set of (lower, upper, count).
template <class Sketch>
Datum quantile_histogram(FunctionCallInfo fcinfo) {
  FuncCallContext* call;
  if (SRF_IS_FIRSTCALL()) {
    call = SRF_FIRSTCALL_INIT();
    const MemoryContext before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
    TupleDesc columns;
    if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE) raise_internal();
    call->tuple_desc = BlessTupleDesc(columns);
    const Histogram* made = histogram_of<Sketch>(image_argument(fcinfo), PG_GETARG_INT32(1));
    call->max_calls = static_cast<std::uint64_t>(made->buckets);
    call->user_fctx = const_cast<Histogram*>(made);
    MemoryContextSwitchTo(before);
  }
  call = SRF_PERCALL_SETUP();
  if (call->call_cntr >= call->max_calls) SRF_RETURN_DONE(call);
  const auto* histogram = static_cast<const Histogram*>(call->user_fctx);
  const auto i = static_cast<int32>(call->call_cntr);
  Datum values[] = {Float8GetDatum(histogram->bound(i)), Float8GetDatum(histogram->bound(i + 1)),
                    Float8GetDatum(histogram->counts[i])};
  bool nulls[] = {false, false, false};
  const Datum row = HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, values, nulls));
  SRF_RETURN_NEXT(call, row);
}

// The keys that a sketch keeps, in ascending order and without repetition, with their weights.
struct Kept {
  sketch::Kind kind;
  std::size_t count;
  sketch::Key* keys;
  int64* weights;
};

template <class Sketch>
Kept kept_of(Bytes image) {
  Kept kept = {};
  asked<Sketch>(image, [&](const Distribution& d, Host&) { kept.count = d.points().size(); });
  kept.keys = static_cast<sketch::Key*>(palloc(sizeof(sketch::Key) * (kept.count + 1)));
  kept.weights = static_cast<int64*>(palloc(sizeof(int64) * (kept.count + 1)));
  asked<Sketch>(image, [&](const Distribution& d, Host&) {
    kept.kind = d.kind();
    std::uint64_t before = 0;
    std::size_t n = 0;
    for (const Distribution::Point& point : d.points()) {
      const auto weight = static_cast<int64>(point.cumulative - before);
      before = point.cumulative;
      if (n != 0 && kept.keys[n - 1] == point.key) {
        kept.weights[n - 1] += weight;
      } else {
        kept.keys[n] = point.key, kept.weights[n++] = weight;
      }
    }
    kept.count = n;
  });
  return kept;
}

inline constexpr Status kNotComparable{Code::wrong_domain,
                                       "sketches of values of different types can't be compared",
                                       "Cast the values to one type before they are summarised."};

// ks(a, b): the greatest difference between a value's ranks in two sketches, with bounds for the
// true difference.
template <class Sketch>
Datum quantile_ks(FunctionCallInfo fcinfo) {
  const Bytes a = image_argument(fcinfo, 0), b = image_argument(fcinfo, 1);
  double distance = 0, error = 0;
  bool some = false;
  run(Source::stored, [&](Host& host) {
    Distribution one(host.scratch()), other(host.scratch());
    if (const Status status = Sketch::read(a, host, one); !status.ok()) return status;
    if (const Status status = Sketch::read(b, host, other); !status.ok()) return status;
    some = !one.empty() && !other.empty();
    if (!some) return Status{};
    if (one.kind() != other.kind()) return kNotComparable;
    distance = one.distance(other, host);
    double errors[2] = {0, 0};
    if (const Status status = Sketch::error(a, host, errors[0]); !status.ok()) return status;
    if (const Status status = Sketch::error(b, host, errors[1]); !status.ok()) return status;
    error = errors[0] + errors[1];
    return Status{};
  });
  if (!some) PG_RETURN_NULL();
  Datum values[] = {Float8GetDatum(std::max(distance - error, 0.0)), Float8GetDatum(distance),
                    Float8GetDatum(std::min(distance + error, 1.0))};
  return record_result(fcinfo, values);
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

// add(sketch, value), or all values of an array; a NULL sketch is empty.
template <class Sketch>
Datum quantile_add(FunctionCallInfo fcinfo, Added added) {
  const Bytes image = PG_ARGISNULL(0) ? Bytes{} : image_argument(fcinfo);
  Summary summary;
  // A family that only takes numbers has one kind.
  const bool some =
      !Sketch::kNumbers && !PG_ARGISNULL(0) && summary_of<Sketch>(image, summary);
  Values v = {nullptr, 0, sketch::Kind::float8, false};
  if (!PG_ARGISNULL(1))
    v = added_argument(fcinfo, 1, some ? summary.kind : sketch::Kind::float8, added);
  // Integers can be added to floating-point numbers; no other kind can be added to another.
  const bool numbers = Sketch::kNumbers || (some && summary.kind == sketch::Kind::float8 &&
                                            v.kind == sketch::Kind::bigint);
  if (numbers) {
    for (int i = 0; i < v.count; ++i)
      v.keys[i] = key_among(sketch::Kind::float8, v.kind, v.keys[i]);
    v.kind = sketch::Kind::float8;
  }
  State canonical;
  run(Source::stored, [&](Host& host) {
    // The values become a sketch. Merging converts it to the same kind, or reports an error.
    State state = Sketch::create(Sketch::kDefaultParameter, host, v.kind);
    if (!PG_ARGISNULL(0)) {
      if (const Status status = Sketch::thaw(image, host, state); !status.ok()) return status;
    }
    State more = Sketch::create(Sketch::parameter(state), host, v.kind);
    more = Sketch::add_all(more, {v.keys, static_cast<std::size_t>(v.count)}, host);
    if (const Status status = Sketch::merge(state, more, host); !status.ok()) return status;
    return Sketch::freeze(state, host, canonical);
  });
  return PointerGetDatum(varlena_of(canonical));
}

}  // namespace sketch::pg

#define SKETCH_QUANTILE_ADD(name, Sketch, added)                                  \
  SKETCH_FUNCTION(name) {                                                         \
    return sketch::pg::quantile_add<Sketch>(fcinfo, sketch::pg::Added::added);    \
  }

// The C functions of the quantile sketch type `stem`, except its transition functions.
#define SKETCH_QUANTILE_FUNCTIONS(stem, Sketch)                                                \
  SKETCH_MERGE_FUNCTIONS(stem, Sketch)                                                         \
  SKETCH_QUANTILE_ADD(stem##_add, Sketch, value)                                               \
  SKETCH_QUANTILE_ADD(stem##_add_all, Sketch, array)                                           \
  SKETCH_QUANTILE_ADD(stem##_add_literal, Sketch, literal)                                     \
  SKETCH_QUANTILE_ADD(stem##_add_literals, Sketch, literals)                                   \
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
  SKETCH_FUNCTION(stem##_trimmed_mean) {                                                    \
    return sketch::pg::quantile_between<Sketch>(fcinfo, &sketch::Distribution::trimmed_mean); \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_trimmed_sum) {                                                     \
    return sketch::pg::quantile_between<Sketch>(fcinfo, &sketch::Distribution::trimmed_sum); \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_winsorized_mean) {                                                 \
    return sketch::pg::quantile_between<Sketch>(fcinfo, &sketch::Distribution::winsorized_mean); \
  }                                                                                            \
  SKETCH_FUNCTION(stem##_histogram) { return sketch::pg::quantile_histogram<Sketch>(fcinfo); } \
  SKETCH_FUNCTION(stem##_error) { return sketch::pg::quantile_error<Sketch>(fcinfo); }
