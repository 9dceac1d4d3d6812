// SPDX-License-Identifier: PostgreSQL
#include <cmath>
#include <cstring>

#include "types/tuple.hpp"

namespace sketch::pg {
namespace {

double checked_value(double value) {
  if (!std::isfinite(value)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("value must be finite"),
                    errhint("Leave rows with NaN or infinity out with FILTER.")));
  }
  return value + 0.0;  // not -0
}

}  // namespace

TupleValues tuple_values(Datum value, bool array) {
  TupleValues result;
  if (!array) {
    result.values[0] = checked_value(DatumGetFloat8(value));
    result.count = 1;
    return result;
  }
  ArrayType* values = DatumGetArrayTypeP(value);
  result.count = ARR_NDIM(values) == 1 ? ARR_DIMS(values)[0] : 0;
  if (result.count < 1 || result.count > Tuple::kMaxColumns) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("values must be an array of one dimension, of 1 to %d elements",
                           Tuple::kMaxColumns),
                    errhint("Use ARRAY[price, quantity], for example.")));
  }
  if (array_contains_nulls(values)) {
    ereport(ERROR,
            (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("values must not contain NULL"),
             errhint("Use coalesce() on the elements, or leave such rows out with FILTER.")));
  }
  std::memcpy(result.values, ARR_DATA_PTR(values),
              sizeof(double) * static_cast<std::size_t>(result.count));
  for (double& value : std::span(result.values, static_cast<std::size_t>(result.count)))
    value = checked_value(value);
  return result;
}

bool find_mode(std::string_view name, Mode& mode) noexcept {
  for (unsigned i = 0; i < kModes; ++i) {
    mode = static_cast<Mode>(i);
    if (name == name_of(mode)) return true;
  }
  return false;
}

Mode mode_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return Mode::sum;
  const char* name =
      PG_ARGISNULL(argument) ? nullptr : text_to_cstring(PG_GETARG_TEXT_PP(argument));
  Mode mode;
  if (name != nullptr && find_mode(name, mode)) return mode;
  ereport(
      ERROR,
      (errcode(name == nullptr ? ERRCODE_NULL_VALUE_NOT_ALLOWED : ERRCODE_INVALID_PARAMETER_VALUE),
       name == nullptr ? errmsg("mode must not be NULL") : errmsg("unknown mode \"%s\"", name),
       errhint("Use sum, min or max; the default is sum.")));
  pg_unreachable();
}

}  // namespace sketch::pg
