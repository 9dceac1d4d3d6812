// SPDX-License-Identifier: PostgreSQL
//
// Transition functions for the aggregates of contrib/sketch_compat_tdigest.sql, whose arguments are in
// another order than ours.
#include "compat.hpp"

extern "C" {
Datum sketch_percentile_transition_float8(PG_FUNCTION_ARGS);
Datum sketch_percentiles_transition_float8(PG_FUNCTION_ARGS);
}

namespace {

// transition(state, value, compression, q) as transition(state, value, q): the sketch is a sketch_kll,
// which has no compression.
Datum without_compression(FunctionCallInfo fcinfo, PGFunction transition) {
  LOCAL_FCINFO(call, 3);
  InitFunctionCallInfoData(*call, fcinfo->flinfo, 3, fcinfo->fncollation, fcinfo->context,
                           fcinfo->resultinfo);
  call->args[0] = fcinfo->args[0];
  call->args[1] = fcinfo->args[1];
  call->args[2] = fcinfo->args[3];
  const Datum result = transition(call);
  fcinfo->isnull = call->isnull;
  return result;
}

}  // namespace

SKETCH_FUNCTION(sketch_compat_percentile) {
  return without_compression(fcinfo, sketch_percentile_transition_float8);
}
SKETCH_FUNCTION(sketch_compat_percentiles) {
  return without_compression(fcinfo, sketch_percentiles_transition_float8);
}
