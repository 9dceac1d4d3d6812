// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_sample.
#include "sketch/sample/sample.hpp"

#include <bit>
#include <cmath>
#include <optional>

#include "types/info.hpp"
#include "types/item_add.hpp"
#include "types/rows.hpp"
#include "types/type_io.hpp"

using sketch::Bytes;
using sketch::Host;
using sketch::ItemType;
using sketch::Sample;
using sketch::State;
using sketch::Status;
using sketch::pg::image_argument;
using sketch::pg::info_of;
using sketch::pg::ItemCoder;
using sketch::pg::run;
using sketch::pg::Source;

using Draw = Sample::Draw;

SKETCH_TYPE_FUNCTIONS(sketch_sample, Sample)
SKETCH_MERGE_FUNCTIONS(sketch_sample, Sample)

namespace {

// ---- Building

State of_type(State state, Draw draw, ItemType type) {
  run(Source::stored, [&](Host& host) { return Sample::take_type(state, draw, type, host); });
  return state;
}

State entered(State state, const Sample::Item& item) {
  run(Source::stored, [&](Host& host) { return Sample::enter(state, item, host); });
  return state;
}

State added(State state, const Sample::Row& row) {
  run(Source::stored, [&](Host& host) { return Sample::add(state, row, host); });
  return state;
}

// Whether one of these arguments is NULL; then the row is left out.
bool any_null(FunctionCallInfo fcinfo, int first, int last) {
  for (int i = first; i <= last; ++i)
    if (PG_ARGISNULL(i)) return true;
  return false;
}

// The state of a transition function, with this kind of draw and type of items. n is argument
// number `argument`, if there is one.
State transition_state(FunctionCallInfo fcinfo, int argument, Draw draw, ItemType type) {
  const int n = sketch::pg::parameter_argument<Sample>(fcinfo, argument);
  State state = PG_ARGISNULL(0) ? sketch::pg::created<Sample>(n)
                                : sketch::pg::state_argument<Sample>(fcinfo);
  if (PG_NARGS() > argument && n < Sample::parameter(state))
    state = sketch::pg::reduced<Sample>(state, n);
  return of_type(state, draw, type);
}

template <class Value>
[[gnu::noinline]] Datum unusual_transition(FunctionCallInfo fcinfo, Value value) {
  if (PG_ARGISNULL(1)) return sketch::pg::same_state(fcinfo);
  State state = transition_state(fcinfo, 2, Draw::uniform, value.type());
  if (Sample::pass(state, 1) == 0) state = entered(state, value(PG_GETARG_DATUM(1)));
  return PointerGetDatum(sketch::pg::varlena_of(state));
}

// transition(state, value [, n]). Most rows are not drawn, and their values aren't read.
template <class Value>
[[gnu::always_inline]] inline Datum transition(FunctionCallInfo fcinfo, Value value) {
  const NullableDatum* args = fcinfo->args;
  if (!args[0].isnull && !args[1].isnull && sketch::pg::owns_state(fcinfo)) [[likely]] {
    auto* stored = reinterpret_cast<varlena*>(DatumGetPointer(args[0].value));
    if (VARATT_IS_4B_U(stored) && Sample::is_state(sketch::pg::state_of(stored)) &&
        (PG_NARGS() == 2 ||
         (!args[2].isnull &&
          DatumGetInt32(args[2].value) == Sample::parameter(sketch::pg::state_of(stored)))) &&
        Sample::pass(sketch::pg::state_of(stored), 1) == 1) [[likely]] {
      return args[0].value;
    }
  }
  return unusual_transition(fcinfo, value);
}

// What is cached in fn_extra for a keyed transition.
struct KeyedCalls {
  ItemCoder values;
  sketch::pg::AnyHasher keys;
};

KeyedCalls& keyed_calls(FunctionCallInfo fcinfo) {
  auto* calls = static_cast<KeyedCalls*>(fcinfo->flinfo->fn_extra);
  if (calls != nullptr && calls->values.is_current()) return *calls;
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  calls = static_cast<KeyedCalls*>(MemoryContextAllocZero(lifetime, sizeof(KeyedCalls)));
  calls->values.find(sketch::pg::argument_type(fcinfo, 1), PG_GET_COLLATION(), lifetime);
  calls->keys.find(sketch::pg::argument_type(fcinfo, 2), PG_GET_COLLATION(), lifetime);
  fcinfo->flinfo->fn_extra = calls;
  return *calls;
}

// The weight of a row; 0 leaves it out.
double weight_argument(FunctionCallInfo fcinfo, int argument) {
  const double weight = PG_GETARG_FLOAT8(argument);
  if (weight == 0) return 0;
  if (weight >= Sample::kLeastWeight && weight <= Sample::kMostWeight) return weight;
  ereport(
      ERROR,
      (errcode(weight < 0 ? ERRCODE_INVALID_PARAMETER_VALUE : ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
       weight < 0 ? errmsg("weight must not be negative")
                  : errmsg("weight %g is out of range", weight),
       weight < 0 ? errhint("Leave such rows out with FILTER.")
                  : errhint("Use 0, or %g to %g.", Sample::kLeastWeight, Sample::kMostWeight)));
  pg_unreachable();
}

}  // namespace

SKETCH_FUNCTION(sketch_sample_transition) {
  return sketch::pg::item_step(
      fcinfo, [](FunctionCallInfo call, auto value) { return transition(call, value); });
}

// transition(state, value, weight [, n]).
SKETCH_FUNCTION(sketch_sample_transition_weighted) {
  if (any_null(fcinfo, 1, 2)) return sketch::pg::same_state(fcinfo);
  const double weight = weight_argument(fcinfo, 2);
  if (weight == 0) return sketch::pg::same_state(fcinfo);
  ItemCoder& coder = sketch::pg::coder_argument(fcinfo, 1);
  State state = transition_state(fcinfo, 3, Draw::weighted, coder.type());
  std::uint64_t key;
  if (Sample::draw_key(state, weight, key))
    state = added(state, {key, weight, coder(PG_GETARG_DATUM(1))});
  return PointerGetDatum(sketch::pg::varlena_of(state));
}

// transition(state, value, key [, n]).
SKETCH_FUNCTION(sketch_sample_transition_keyed) {
  if (any_null(fcinfo, 1, 2)) return sketch::pg::same_state(fcinfo);
  KeyedCalls& calls = keyed_calls(fcinfo);
  const std::uint64_t key = Sample::key_of(calls.keys(PG_GETARG_DATUM(2)));
  State state = transition_state(fcinfo, 3, Draw::keyed, calls.values.type());
  if (key < Sample::limit(state)) state = added(state, {key, 1, calls.values(PG_GETARG_DATUM(1))});
  return PointerGetDatum(sketch::pg::varlena_of(state));
}

template <>
State sketch::pg::with_item<Sample>(State state, ItemType type, const Sample::Item& item) {
  if (Sample::type(state).known() && Sample::draw(state) != Draw::uniform) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("a value can't be added to a weighted or keyed sample"),
                    errhint("Merge it with another sample: sketch | (SELECT "
                            "sketch_sample_agg_weighted(value, weight) FROM ...).")));
  }
  state = of_type(state, Draw::uniform, type);
  return Sample::pass(state, 1) == 0 ? entered(state, item) : state;
}
SKETCH_ITEM_ADD_FUNCTIONS(sketch_sample, Sample)

SKETCH_FUNCTION(sketch_sample_empty) { return sketch::pg::empty<Sample>(fcinfo); }

// ---- Asking

namespace {

// How a row was drawn, as a value of type sketch_draw.
Datum draw_of(TupleDesc columns, const Sample::Info& info, double probability,
              std::uint64_t sample) {
  const bool together = info.draw == Draw::uniform && !info.complete;
  Datum values[] = {Float8GetDatum(probability), Int32GetDatum(static_cast<int32>(info.sampled)),
                    Int64GetDatum(static_cast<int64>(sample))};
  bool nulls[] = {false, !together, !together};
  return HeapTupleGetDatum(heap_form_tuple(columns, values, nulls));
}

// The rows of a sample: value, weight, draw.
sketch::pg::Rows rows_of(Bytes image, Oid typed, Oid draw_type) {
  constexpr int kColumns = 3;
  const Sample::Info info = info_of<Sample>(image);
  auto* sampled =
      static_cast<Sample::Sampled*>(palloc(sizeof(Sample::Sampled) * (info.sampled + 1)));
  std::size_t count;
  run(Source::stored,
      [&](Host& host) { return Sample::rows(image, host, {sampled, info.sampled}, count); });
  sketch::pg::Rows rows = sketch::pg::new_rows(count, kColumns);
  rows.nulls = static_cast<bool*>(palloc0(sizeof(bool) * kColumns * (count + 1)));
  // 53 bits, which double precision holds exactly.
  const std::uint64_t id = sketch::hash_bytes(image.data(), image.size()) >> 11;
  const TupleDesc draw = lookup_rowtype_tupdesc(draw_type, -1);
  std::optional<sketch::pg::ItemReader> read;
  if (OidIsValid(typed) && info.type.known()) read.emplace(info.type, typed);
  for (std::size_t i = 0; i < count; ++i) {
    CHECK_FOR_INTERRUPTS();
    Datum* row = rows.values + i * kColumns;
    const Sample::Item& item = sampled[i].item;
    row[0] = read.has_value()
                 ? (*read)(item, rows.nulls + i * kColumns)
                 : CStringGetTextDatum(sketch::pg::text_of_item(item, info.type));
    row[1] = Float8GetDatum(sampled[i].weight);
    row[2] = draw_of(draw, info, sampled[i].probability, id);
  }
  ReleaseTupleDesc(draw);
  return rows;
}

}  // namespace

// values(sketch [, any value of the items' type]).
SKETCH_FUNCTION(sketch_sample_values) {
  return sketch::pg::rows_result(fcinfo, [&] {
    if (PG_ARGISNULL(0)) return sketch::pg::new_rows(0, 3);
    TupleDesc columns;
    if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE)
      sketch::pg::raise_internal();
    const Oid typed = PG_NARGS() > 1 ? sketch::pg::argument_type(fcinfo, 1) : InvalidOid;
    return rows_of(sketch::pg::canonical_argument<Sample>(PG_GETARG_DATUM(0)), typed,
                   TupleDescAttr(columns, 2)->atttypid);
  });
}

SKETCH_FUNCTION(sketch_sample_n) {
  PG_RETURN_INT64(
      static_cast<int64>(std::min(info_of<Sample>(image_argument(fcinfo)).rows, 0x1p62)));
}

SKETCH_FUNCTION(sketch_sample_info) {
  constexpr const char* kDraws[] = {"uniform", "weighted", "keyed"};
  const Sample::Info info = info_of<Sample>(image_argument(fcinfo));
  sketch::pg::InfoWriter writer(Sample::kFamily);
  writer.text("draw", kDraws[static_cast<unsigned>(info.draw)])
      .count("n", info.n)
      .number("rows", std::round(info.rows), 17)
      .count("sampled", info.sampled)
      .flag("complete", info.complete)
      .count("bytes", info.bytes);
  return writer.items(info.type).written();
}
