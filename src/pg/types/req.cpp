// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_req.
#include "sketch/quantile/req.hpp"

#include "types/leveled.hpp"

using sketch::Req;

SKETCH_LEVELED_FUNCTIONS(sketch_req, Req, "req")

#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_QUANTILE_TRANSITIONS(sketch_req, Req, name, kind)
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::req_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  {sketch_req_transition_##name, BatchQuantile<Req, sketch_req_value_##name>::adding()},
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_req_merge_transition, BatchSketch<Req>::merging()},
  };
  return kFunctions;
}
