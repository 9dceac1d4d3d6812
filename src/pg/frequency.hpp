// SPDX-License-Identifier: PostgreSQL
//
// What the SQL functions of sketches of frequencies have in common.
#pragma once

#include "sketch/frequency/frequency.hpp"

#include "type_io.hpp"

namespace sketch::pg {

// A record of lower, estimate and upper.
inline Datum frequency_result(FunctionCallInfo fcinfo, const Frequency& frequency) {
  Datum values[] = {Int64GetDatum(static_cast<int64>(frequency.lower)),
                    Int64GetDatum(static_cast<int64>(frequency.estimate)),
                    Int64GetDatum(static_cast<int64>(frequency.upper))};
  return record_result(fcinfo, values);
}

}  // namespace sketch::pg
