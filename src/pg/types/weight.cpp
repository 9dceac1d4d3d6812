// SPDX-License-Identifier: PostgreSQL
#include "types/weight.hpp"

#include <cmath>

#include "guard.hpp"
#include "value/numeric.hpp"

namespace sketch::pg {
namespace {

constexpr double kTooLarge = 9223372036854775808.0;  // 2^63

[[noreturn]] void raise_fraction() {
  ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                  errmsg("a weight must be a whole number"),
                  errhint("A weight is the number of times that a value counts: round it, or "
                          "multiply all weights by the same number first.")));
  pg_unreachable();
}

[[noreturn]] void raise_too_large() {
  ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE), errmsg("weight is out of range"),
                  errhint("Use 0 to %lld.", static_cast<long long>(PG_INT64_MAX))));
  pg_unreachable();
}

}  // namespace

std::uint64_t weight_of_float8(float8 value) {
  if (value < 0) return checked_weight(-1);
  if (!(value < kTooLarge)) raise_too_large();  // NaN too
  if (std::floor(value) != value) raise_fraction();
  return static_cast<std::uint64_t>(value);
}

std::uint64_t weight_of_numeric(Datum value) {
  const varlena* stored = PG_DETOAST_DATUM_PACKED(value);
  const Bytes digits = image_of(stored);
  std::int64_t integer;
  if (integer_of_numeric(digits, integer)) return checked_weight(integer);
  const double number = double_of_numeric(digits);
  if (number < 0) return checked_weight(-1);
  if (!(number < kTooLarge)) raise_too_large();
  raise_fraction();
}

}  // namespace sketch::pg
