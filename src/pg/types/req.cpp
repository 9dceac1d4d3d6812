// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_req.
#include "sketch/quantile/req.hpp"

#include "types/leveled.hpp"

using sketch::Req;

SKETCH_LEVELED_FUNCTIONS(sketch_req, Req)
SKETCH_QUANTILE_TRANSITIONS(sketch_req, Req)

// ---- The batch executor

template <>
bool sketch::pg::fixed_parameter<Req>(std::span<const Fixed> arguments, Domain, int& k) {
  bool low = false;
  std::string_view accurate;
  if (arguments.size() > 2 || !take_fixed(arguments[0], k) || k < Req::kMinParameter ||
      k > Req::kMaxParameter ||
      (arguments.size() == 2 &&
       !(take_fixed(arguments[1], accurate) && is_accurate(accurate, low))))
    return false;
  if (low) k |= Req::kLowRanks;
  return true;
}

std::span<const sketch::pg::FamilyFunction> sketch::pg::req_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_QUANTILE_TYPE(name, sql, oid, kind) \
  SKETCH_QUANTILE_RECIPES(sketch_req, Req, name, oid, kind)
#include "value/quantile_types.def"
#undef SKETCH_QUANTILE_TYPE
      {sketch_req_merge_transition, BatchSketch<Req>::merging()},
  };
  return kFunctions;
}
