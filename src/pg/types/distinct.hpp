// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions that all sketches of sets have. A Sketch is a class like sketch::Hll.
#pragma once

#include "sketch/core/interval.hpp"

#include "types/aggregate.hpp"
#include "batch/sketch.hpp"
#include "types/type_io.hpp"

namespace sketch::pg {

template <class Sketch>
double cardinality_of(Bytes image) {
  double result = 0;
  run(Source::stored, [&](Host& host) { return Sketch::cardinality(image, host, result); });
  return result;
}

// A record of lower, estimate and upper.
inline Datum estimate_result(FunctionCallInfo fcinfo, const Estimate& estimate) {
  Datum values[] = {Float8GetDatum(estimate.lower), Float8GetDatum(estimate.value),
                    Float8GetDatum(estimate.upper)};
  return record_result(fcinfo, values);
}

// bounds(sketch, confidence).
template <class Sketch>
Datum distinct_bounds(FunctionCallInfo fcinfo) {
  const Bytes image = image_argument(fcinfo);
  const double confidence = PG_GETARG_FLOAT8(1);
  Estimate bounds;
  run(Source::stored, [&](Host& host) { return Sketch::bounds(image, confidence, host, bounds); });
  return estimate_result(fcinfo, bounds);
}

// Calls a set operation with two sketches. NULL is an empty set, unless both are NULL.
template <class Sketch>
Datum set_operation(FunctionCallInfo fcinfo, Status (*operation)(Bytes, Bytes, Host&, State&)) {
  if (PG_ARGISNULL(0) && PG_ARGISNULL(1)) PG_RETURN_NULL();
  const Bytes a = PG_ARGISNULL(0) ? Bytes{} : image_argument(fcinfo, 0);
  const Bytes b = PG_ARGISNULL(1) ? Bytes{} : image_argument(fcinfo, 1);
  State empty, result;
  run(Source::stored, [&](Host& host) {
    if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) {
      // The empty sketch gets the precision and the domain of the other one, which hasn't been
      // checked yet.
      const Bytes other = PG_ARGISNULL(0) ? b : a;
      const bool known = other.size() >= kEnvelopeBytes;
      const int precision = known ? image_parameter(other.data()) : Sketch::kDefaultPrecision;
      empty = Sketch::create(known ? image_domain(other.data()) : Domain::xxh3,
                             std::clamp(precision, Sketch::kMinPrecision, Sketch::kMaxPrecision),
                             host);
    }
    return operation(PG_ARGISNULL(0) ? Bytes{empty} : a, PG_ARGISNULL(1) ? Bytes{empty} : b, host,
                     result);
  });
  PG_RETURN_POINTER(varlena_of(result));
}

}  // namespace sketch::pg

#define SKETCH_DISTINCT_FUNCTIONS(stem, Sketch)                                               \
  SKETCH_FUNCTION(stem##_cardinality) {                                                       \
    PG_RETURN_FLOAT8(sketch::pg::cardinality_of<Sketch>(sketch::pg::image_argument(fcinfo))); \
  }                                                                                           \
  SKETCH_FUNCTION(stem##_bounds) { return sketch::pg::distinct_bounds<Sketch>(fcinfo); }
