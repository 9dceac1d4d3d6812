// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_kll.
#include "sketch/quantile/kll.hpp"

#include "types/leveled.hpp"

using sketch::Kll;

SKETCH_LEVELED_FUNCTIONS(sketch_kll, Kll)
SKETCH_QUANTILE_TRANSITIONS(sketch_kll, Kll)

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::kll_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_QUANTILE_RECIPES(sketch_kll, Kll, name, oid, kind)
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_kll_merge_transition, BatchSketch<Kll>::merging()},
  };
  return kFunctions;
}
