// SPDX-License-Identifier: PostgreSQL
//
// What the SQL functions of frequency sketches have in common.
#pragma once

#include <algorithm>

#include "sketch/frequency/frequency.hpp"

#include "types/type_io.hpp"
#include "types/weight.hpp"

namespace sketch::pg {

// The weight of a row; 0 leaves it out.
inline std::uint64_t weight_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return 1;
  return PG_ARGISNULL(argument) ? 0 : checked_weight(PG_GETARG_INT64(argument));
}

// A record of lower, estimate and upper.
inline Datum frequency_result(FunctionCallInfo fcinfo, const Frequency& frequency) {
  Datum values[] = {Int64GetDatum(static_cast<int64>(frequency.lower)),
                    Int64GetDatum(static_cast<int64>(frequency.estimate)),
                    Int64GetDatum(static_cast<int64>(frequency.upper))};
  return record_result(fcinfo, values);
}

// The number of items that approx_top_k() returns at most, and by default; and the capacity that
// makes the order of that many items reliable.
inline constexpr int32 kMostWanted = 8192, kUsuallyWanted = 10;
constexpr int capacity_for(int wanted) { return std::max(8 * wanted, 1024); }

}  // namespace sketch::pg

// The C functions of the type `stem` that return a frequency. They call frequency_of_value(fcinfo)
// and frequency_of_literal(fcinfo).
#define SKETCH_FREQUENCY_FUNCTIONS(stem)                                                \
  SKETCH_FUNCTION(stem##_frequency_value) {                                              \
    PG_RETURN_INT64(static_cast<int64>(frequency_of_value(fcinfo).estimate));           \
  }                                                                                     \
  SKETCH_FUNCTION(stem##_frequency_literal) {                                           \
    PG_RETURN_INT64(static_cast<int64>(frequency_of_literal(fcinfo).estimate));         \
  }                                                                                     \
  SKETCH_FUNCTION(stem##_frequency_bounds_value) {                                       \
    return sketch::pg::frequency_result(fcinfo, frequency_of_value(fcinfo));            \
  }                                                                                     \
  SKETCH_FUNCTION(stem##_frequency_bounds_literal) {                                    \
    return sketch::pg::frequency_result(fcinfo, frequency_of_literal(fcinfo));          \
  }
