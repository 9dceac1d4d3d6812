// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_theta.
#include "sketch/theta/theta.hpp"

#include "types/distinct.hpp"
#include "types/domain.hpp"
#include "types/info.hpp"

using sketch::Bytes;
using sketch::Host;
using sketch::Theta;
using sketch::pg::image_argument;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_theta, Theta)
SKETCH_AGGREGATE_FUNCTIONS(sketch_theta, Theta)
SKETCH_DISTINCT_FUNCTIONS(sketch_theta, Theta)

SKETCH_FUNCTION(sketch_theta_domain_transition) {
  return sketch::pg::domain_transition<Theta>(fcinfo, 3);
}
SKETCH_FUNCTION(sketch_theta_empty) { return sketch::pg::domain_empty<Theta>(fcinfo, 1); }

SKETCH_FUNCTION(sketch_theta_intersect) {
  return sketch::pg::set_operation<Theta>(fcinfo, Theta::intersection);
}
SKETCH_FUNCTION(sketch_theta_except) {
  return sketch::pg::set_operation<Theta>(fcinfo, Theta::difference);
}

SKETCH_FUNCTION(sketch_theta_jaccard) {
  const Bytes a = image_argument(fcinfo, 0), b = image_argument(fcinfo, 1);
  const double confidence = PG_GETARG_FLOAT8(2);
  sketch::Estimate estimate;
  run(Source::stored, [&](Host& host) { return Theta::jaccard(a, b, confidence, host, estimate); });
  return sketch::pg::estimate_result(fcinfo, estimate);
}

static Datum contains(Bytes image, std::uint64_t hash, FunctionCallInfo fcinfo) {
  Theta::Answer answer;
  run(Source::stored, [&](Host& host) { return Theta::contains(image, hash, host, answer); });
  if (answer == Theta::Answer::unknown) PG_RETURN_NULL();
  PG_RETURN_BOOL(answer == Theta::Answer::yes);
}

SKETCH_FUNCTION(sketch_theta_contains) {
  const Bytes image = image_argument(fcinfo);
  const sketch::Domain domain = sketch::pg::envelope_of(image, Theta::kFamily).domain;
  auto& values = sketch::pg::domain_values(fcinfo, 1, domain, Theta::kFamily);
  return contains(image, values.hash(PG_GETARG_DATUM(1), PG_GET_COLLATION()), fcinfo);
}

SKETCH_FUNCTION(sketch_theta_contains_literal) {
  const Bytes image = image_argument(fcinfo);
  const sketch::pg::LiteralType type(fcinfo, image, Theta::kFamily);
  return contains(image, type.hash_of(PG_GETARG_DATUM(1)), fcinfo);
}

SKETCH_FUNCTION(sketch_theta_info) {
  const auto info = sketch::pg::info_of<Theta>(image_argument(fcinfo));
  return sketch::pg::InfoWriter(Theta::kFamily)
      .text("domain", name_of(info.domain))
      .text("form", info.form)
      .count("precision", info.precision)
      .number("estimate", info.estimate)
      .number("standard_error", info.standard_error, 4)
      .number("theta", info.theta)
      .count("hashes", info.hashes)
      .count("bytes", info.bytes)
      .written();
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::theta_batch_functions() {
  using Batch = BatchSketch<Theta>;
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {sketch_theta_transition, Batch::adding(oid, value_hash_##name), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_theta_domain_transition, Batch::adding_of_domain()},
      {sketch_theta_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
