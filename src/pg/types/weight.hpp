// SPDX-License-Identifier: PostgreSQL
//
// Weights of rows: integers from 0 on, as bigint, numeric (the type of sum(bigint)) or double
// precision. PostgreSQL converts other numbers to one of these.
#pragma once

#include <cstdint>

#include "compat.hpp"

namespace sketch::pg {

inline std::uint64_t checked_weight(int64 weight) {
  if (weight < 0) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("weight must not be negative"),
                    errhint("Leave such rows out with FILTER.")));
  }
  return static_cast<std::uint64_t>(weight);
}

// These raise an error for a weight that is beyond the range of bigint or has a fraction.
std::uint64_t weight_of_numeric(Datum value);
std::uint64_t weight_of_float8(float8 value);

inline std::uint64_t weight_bigint(Datum value) { return checked_weight(DatumGetInt64(value)); }
inline std::uint64_t weight_numeric(Datum value) { return weight_of_numeric(value); }
inline std::uint64_t weight_float8(Datum value) { return weight_of_float8(DatumGetFloat8(value)); }

}  // namespace sketch::pg
