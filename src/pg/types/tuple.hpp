// SPDX-License-Identifier: PostgreSQL
//
// Arguments of a sketch_tuple: the values of a key, and how they are combined.
#pragma once

#include <string_view>

#include "sketch/theta/tuple.hpp"

#include "guard.hpp"

namespace sketch::pg {

// A key's values, of which an array has one for each column. They are finite, and none is -0.
struct TupleValues {
  double values[Tuple::kMaxColumns];
  int count;
};
TupleValues tuple_values(Datum value, bool array);

// False if there is no mode of that name.
bool find_mode(std::string_view name, Mode& mode) noexcept;

// The mode that an argument of the running call asks for; the usual one if there is no such argument.
Mode mode_argument(FunctionCallInfo fcinfo, int argument);

}  // namespace sketch::pg
