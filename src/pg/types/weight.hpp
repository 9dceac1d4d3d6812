// SPDX-License-Identifier: PostgreSQL
//
// Weights of rows: whole numbers, 0 or more, of bigint, numeric (as sum() of a bigint is) or double
// precision, to which PostgreSQL brings smaller integers.
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

// A weight beyond the range of bigint is an error, and so is one with a fraction.
std::uint64_t weight_of_numeric(Datum value);
std::uint64_t weight_of_float8(float8 value);

inline std::uint64_t weight_bigint(Datum value) { return checked_weight(DatumGetInt64(value)); }
inline std::uint64_t weight_numeric(Datum value) { return weight_of_numeric(value); }
inline std::uint64_t weight_float8(Datum value) { return weight_of_float8(DatumGetFloat8(value)); }

}  // namespace sketch::pg
