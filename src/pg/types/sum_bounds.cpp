// SPDX-License-Identifier: PostgreSQL
//
// sketch_sum_bounds: an aggregate over the rows of samples (sketch_values). Its state is a bytea:
// four bytes for alignment, the head, and room for sums over the rows of uniform samples, one for
// each sample.
//
// The rows of a sample usually come together, so only the last sums are looked at. If they don't, a
// sample can have several sums. These are added up when the room is full, and at the end.
#include "sketch/sample/sum_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "types/aggregate.hpp"
#include "types/type_io.hpp"

using sketch::DrawnSums;
using sketch::UniformSums;

namespace {

struct Head {
  double confidence;
  DrawnSums all;        // over all rows
  std::uint64_t count;  // the number of sums after the head
};

constexpr std::size_t kHead = 4 + sizeof(Head);
constexpr double kUsualConfidence = 0.95;

varlena* new_state(std::size_t room) {
  const Size bytes = VARHDRSZ + kHead + room * sizeof(UniformSums);
  if (!AllocSizeIsValid(bytes)) sketch::pg::raise_out_of_memory();
  auto* state = static_cast<varlena*>(palloc0(bytes));
  SET_VARSIZE(state, bytes);
  return state;
}

Head& head_of(varlena* state) { return *reinterpret_cast<Head*>(VARDATA(state) + 4); }

std::span<UniformSums> room_of(varlena* state) {
  const std::size_t n = (VARSIZE(state) - VARHDRSZ - kHead) / sizeof(UniformSums);
  return {reinterpret_cast<UniformSums*>(VARDATA(state) + kHead), n};
}

std::span<UniformSums> samples_of(varlena* state) {
  return room_of(state).first(head_of(state).count);
}

// An argument as a state that may be changed: the aggregate's own, or a copy.
varlena* state_argument(FunctionCallInfo fcinfo, int argument) {
  const bool own = argument == 0 && sketch::pg::owns_state(fcinfo);
  varlena* state = own ? PG_GETARG_BYTEA_P(argument) : PG_GETARG_BYTEA_P_COPY(argument);
  const std::size_t bytes = VARSIZE(state) - VARHDRSZ;
  if (bytes < kHead || (bytes - kHead) % sizeof(UniformSums) != 0 ||
      head_of(state).count > room_of(state).size() ||
      !sketch::check_confidence(head_of(state).confidence).ok()) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("invalid state of sketch_sum_bounds")));
  }
  return state;
}

void add_up(varlena* state) {
  head_of(state).count = sketch::add_up_samples(samples_of(state));
}

void add_sums(varlena*& state, const UniformSums& sums) {
  std::uint64_t& count = head_of(state).count;
  if (count > 0 && room_of(state)[count - 1].sample == sums.sample) {
    room_of(state)[count - 1].add(sums);
    return;
  }
  if (count == room_of(state).size()) {
    CHECK_FOR_INTERRUPTS();
    add_up(state);
    if (count >= room_of(state).size() / 2) {
      varlena* larger = new_state(std::max<std::size_t>(1, 2 * room_of(state).size()));
      memcpy(VARDATA(larger), VARDATA(state), VARSIZE(state) - VARHDRSZ);
      state = larger;
    }
  }
  room_of(state)[head_of(state).count++] = sums;
}

// A value of the type sketch_draw.
struct Drawn {
  double probability;
  bool together;
  double size, sample;
};

Drawn draw_argument(FunctionCallInfo fcinfo, int argument) {
  const HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(argument);
  bool no_probability, no_size, no_sample;
  const Datum probability = GetAttributeByNum(row, 1, &no_probability);
  const Datum size = GetAttributeByNum(row, 2, &no_size);
  const Datum sample = GetAttributeByNum(row, 3, &no_sample);
  Drawn drawn = {no_probability ? 0 : DatumGetFloat8(probability), !no_size && !no_sample, 0, 0};
  if (drawn.together) {
    drawn.size = DatumGetInt32(size);
    drawn.sample = static_cast<double>(DatumGetInt64(sample));
  }
  if (!(drawn.probability > 0 && drawn.probability <= 1)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("the probability of a draw must be above 0 and at most 1"),
                    errhint("Use the column draw of sketch_values().")));
  }
  return drawn;
}

double confidence_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return kUsualConfidence;
  if (PG_ARGISNULL(argument)) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
                    errmsg("confidence must not be NULL"), errhint("Use 0.95, for example.")));
  }
  const double confidence = PG_GETARG_FLOAT8(argument);
  sketch::pg::run(sketch::pg::Source::stored,
                  [&](sketch::Host&) { return sketch::check_confidence(confidence); });
  return confidence;
}

}  // namespace

// transition(state, weight, draw [, confidence]).
SKETCH_FUNCTION(sketch_sum_bounds_transition) {
  const double confidence = confidence_argument(fcinfo, 3);
  if (PG_ARGISNULL(1) || PG_ARGISNULL(2)) return sketch::pg::same_state(fcinfo);
  const double weight = PG_GETARG_FLOAT8(1);
  if (!std::isfinite(weight)) {
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                    errmsg("a weight must be a finite number")));
  }
  const Drawn drawn = draw_argument(fcinfo, 2);
  varlena* state = PG_ARGISNULL(0) ? new_state(0) : state_argument(fcinfo, 0);
  head_of(state).confidence = confidence;
  head_of(state).all.add(weight, drawn.probability);
  if (drawn.together)
    add_sums(state, {drawn.sample, drawn.size, drawn.probability, weight, weight * weight});
  PG_RETURN_POINTER(state);
}

SKETCH_FUNCTION(sketch_sum_bounds_combine) {
  if (PG_ARGISNULL(1)) return sketch::pg::same_state(fcinfo);
  varlena* other = state_argument(fcinfo, 1);
  if (PG_ARGISNULL(0)) PG_RETURN_POINTER(other);
  varlena* state = state_argument(fcinfo, 0);
  head_of(state).confidence = head_of(other).confidence;
  head_of(state).all.add(head_of(other).all);
  for (const UniformSums& sums : samples_of(other)) add_sums(state, sums);
  PG_RETURN_POINTER(state);
}

SKETCH_FUNCTION(sketch_sum_bounds_final) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  varlena* state = state_argument(fcinfo, 0);
  add_up(state);
  const sketch::Estimate bounds =
      sketch::bounds_of_sum(head_of(state).all, samples_of(state), head_of(state).confidence);
  Datum values[] = {Float8GetDatum(bounds.lower), Float8GetDatum(bounds.value),
                    Float8GetDatum(bounds.upper)};
  return sketch::pg::record_result(fcinfo, values);
}
