// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_bloom.
#include "sketch/membership/bloom.hpp"

#include "batch/sketch.hpp"
#include "types/aggregate.hpp"
#include "types/domain.hpp"
#include "types/info.hpp"
#include "types/type_io.hpp"

using sketch::Bloom;
using sketch::Bytes;
using sketch::Domain;
using sketch::Host;
using sketch::State;
using sketch::pg::image_argument;
using sketch::pg::run;
using sketch::pg::Source;

namespace sketch::pg {
namespace {

bool is_expected(int64 expected) { return expected >= 1; }
bool is_error(double error) { return error >= Bloom::kMinError && error <= Bloom::kMaxError; }

int log2_for(int64 expected, double error) {
  // The last answer is cached: rows usually give the same arguments, and computing it takes some
  // thousand steps.
  static int64 last_expected = Bloom::kDefaultExpected;
  static double last_error = Bloom::kDefaultError;
  static int last = Bloom::kDefaultParameter;
  if (expected == last_expected && error == last_error) return last;
  if (!is_expected(expected)) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
             errmsg("expected %lld is out of range", static_cast<long long>(expected)),
             errhint("It is the expected number of distinct values, at least 1; the default is "
                     "%lld.",
                     static_cast<long long>(Bloom::kDefaultExpected))));
  }
  if (!is_error(error)) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("error %g is out of range", error),
             errhint("It is the probability of a false positive, %g to %g; the default is %g.",
                     Bloom::kMinError, Bloom::kMaxError, Bloom::kDefaultError)));
  }
  int log2_blocks;
  if (!Bloom::log2_for(static_cast<double>(expected), error, log2_blocks)) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
             errmsg("a filter of %lld values with an error of %g would be larger than 128 MB",
                    static_cast<long long>(expected), error),
             errhint("Use several filters with fewer values, for example one for each month, or a "
                     "larger error.")));
  }
  last_expected = expected, last_error = error;
  return last = log2_blocks;
}

}  // namespace

// The size for [expected [, error]].
template <>
int parameter_argument<Bloom>(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return Bloom::kDefaultParameter;
  const bool error_given = PG_NARGS() > argument + 1;
  if (PG_ARGISNULL(argument) || (error_given && PG_ARGISNULL(argument + 1))) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                    errmsg("%s must not be NULL", Bloom::kParameterName),
                    errhint("Leave them out for the defaults, %lld and %g.",
                            static_cast<long long>(Bloom::kDefaultExpected),
                            Bloom::kDefaultError)));
  }
  return log2_for(PG_GETARG_INT64(argument),
                  error_given ? PG_GETARG_FLOAT8(argument + 1) : Bloom::kDefaultError);
}

// The same for constant arguments.
template <>
bool fixed_parameter<Bloom>(std::span<const Fixed> arguments, Domain, int& parameter) {
  int64 expected;
  double error = Bloom::kDefaultError;
  return (arguments.size() == 1 || (arguments.size() == 2 && take_fixed(arguments[1], error))) &&
         take_fixed(arguments[0], expected) && is_expected(expected) && is_error(error) &&
         Bloom::log2_for(static_cast<double>(expected), error, parameter);
}

}  // namespace sketch::pg

SKETCH_TYPE_FUNCTIONS(sketch_bloom, Bloom)
SKETCH_AGGREGATE_FUNCTIONS(sketch_bloom, Bloom)

// transition(state, value, expected, error, domain).
SKETCH_FUNCTION(sketch_bloom_domain_transition) {
  return sketch::pg::domain_transition<Bloom>(fcinfo, 4);
}

// empty(expected, error, domain).
SKETCH_FUNCTION(sketch_bloom_empty) { return sketch::pg::domain_empty<Bloom>(fcinfo, 2); }

// ---- Questions

namespace {

// What is cached for a call of contains() in fn_extra: how values are hashed, and the detoasted
// filter, because a query usually asks the same filter for many rows.
struct ContainsCalls : sketch::pg::DomainArgument {
  varatt_external where;
  const varlena* fetched;
};

Bytes filter_argument(FunctionCallInfo fcinfo) {
  const auto* value = reinterpret_cast<const varlena*>(DatumGetPointer(PG_GETARG_DATUM(0)));
  auto* calls = static_cast<ContainsCalls*>(fcinfo->flinfo->fn_extra);
  if (calls == nullptr) {
    calls = static_cast<ContainsCalls*>(
        MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(ContainsCalls)));
    fcinfo->flinfo->fn_extra = calls;
  }
  if (!VARATT_IS_EXTERNAL_ONDISK(value)) return image_argument(fcinfo);
  varatt_external where;
  VARATT_EXTERNAL_GET_POINTER(where, value);
  if (calls->fetched == nullptr || std::memcmp(&where, &calls->where, sizeof where) != 0) {
    if (calls->fetched != nullptr) pfree(const_cast<varlena*>(calls->fetched));
    calls->fetched = nullptr;
    const MemoryContext before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
    calls->fetched = PG_DETOAST_DATUM(PG_GETARG_DATUM(0));
    MemoryContextSwitchTo(before);
    calls->where = where;
  }
  return sketch::pg::image_of(calls->fetched);
}

}  // namespace

static Datum contains(Bytes image, std::uint64_t hash) {
  bool found = false;
  const sketch::Status status = Bloom::contains(image, hash, found);
  if (!status.ok()) sketch::pg::raise(status, Source::stored);
  PG_RETURN_BOOL(found);
}

SKETCH_FUNCTION(sketch_bloom_contains) {
  const Bytes image = filter_argument(fcinfo);
  const Domain domain = sketch::pg::envelope_of(image, Bloom::kFamily).domain;
  const std::uint64_t hash = sketch::pg::domain_values(fcinfo, 1, domain, Bloom::kFamily)
                                 .hash(PG_GETARG_DATUM(1), PG_GET_COLLATION());
  return contains(image, hash);
}

SKETCH_FUNCTION(sketch_bloom_contains_literal) {
  const Bytes image = filter_argument(fcinfo);
  const sketch::pg::LiteralType type(fcinfo, image, Bloom::kFamily);
  return contains(image, type.hash_of(PG_GETARG_DATUM(1)));
}

static Bloom::Info info_argument(FunctionCallInfo fcinfo) {
  return sketch::pg::info_of<Bloom>(image_argument(fcinfo));
}

SKETCH_FUNCTION(sketch_bloom_cardinality) { PG_RETURN_FLOAT8(info_argument(fcinfo).values); }

SKETCH_FUNCTION(sketch_bloom_error) { PG_RETURN_FLOAT8(info_argument(fcinfo).error); }

SKETCH_FUNCTION(sketch_bloom_info) {
  const Bloom::Info info = info_argument(fcinfo);
  return sketch::pg::InfoWriter(Bloom::kFamily)
      .text("form", info.form)
      .text("domain", sketch::name_of(info.domain))
      .count("blocks", std::uint64_t{1} << info.log2_blocks)
      .number("values", info.values)
      .number("fill", info.fill, 6)
      .number("error", info.error, 4)
      .count("bytes", info.bytes)
      .written();
}

// ---- The batch executor

std::span<const sketch::pg::FamilyFunction> sketch::pg::bloom_batch_functions() {
  using Batch = BatchSketch<Bloom>;
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {sketch_bloom_transition, Batch::adding(oid, value_hash_##name), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_bloom_domain_transition, Batch::adding_of_domain()},
      {sketch_bloom_merge_transition, Batch::merging()},
  };
  return kFunctions;
}
