// SPDX-License-Identifier: PostgreSQL
//
// The argument that says how a sketch_tuple combines the values of a key.
#pragma once

#include "sketch/theta/tuple.hpp"

#include "guard.hpp"

namespace sketch::pg {

inline Mode mode_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return Mode::sum;
  const char* name =
      PG_ARGISNULL(argument) ? nullptr : text_to_cstring(PG_GETARG_TEXT_PP(argument));
  for (unsigned i = 0; name != nullptr && i < kModes; ++i) {
    const auto mode = static_cast<Mode>(i);
    if (std::strcmp(name, name_of(mode)) == 0) return mode;
  }
  ereport(
      ERROR,
      (errcode(name == nullptr ? ERRCODE_NULL_VALUE_NOT_ALLOWED : ERRCODE_INVALID_PARAMETER_VALUE),
       name == nullptr ? errmsg("mode must not be NULL") : errmsg("unknown mode \"%s\"", name),
       errhint("Use sum, min or max; the default is sum.")));
  pg_unreachable();
}

}  // namespace sketch::pg
