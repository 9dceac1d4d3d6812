// SPDX-License-Identifier: PostgreSQL
//
// Arguments of the functions of sketch_tuple: the values of a key, and the mode that combines them.
#pragma once

#include <string_view>

#include "sketch/theta/tuple.hpp"

#include "guard.hpp"

namespace sketch::pg {

// A key's values, one for each column. They are finite, and none is -0.
struct TupleValues {
  double values[Tuple::kMaxColumns];
  int count;
};
TupleValues tuple_values(Datum value, bool array);

// Finds a mode by its name. Returns false if there is none.
bool find_mode(std::string_view name, Mode& mode) noexcept;

// The mode that an argument names; the default if there is no such argument.
Mode mode_argument(FunctionCallInfo fcinfo, int argument);

}  // namespace sketch::pg
