// SPDX-License-Identifier: PostgreSQL
//
// The SQL functions of sketch_topk.
#include "sketch/frequency/topk.hpp"

#include <algorithm>
#include <cstring>

#include "types/frequency.hpp"
#include "types/info.hpp"
#include "types/item_add.hpp"
#include "types/type_io.hpp"

using sketch::Bytes;
using sketch::Host;
using sketch::State;
using sketch::TopK;
using sketch::pg::image_argument;
using sketch::pg::info_of;
using sketch::pg::ItemReader;
using sketch::pg::run;
using sketch::pg::Source;

SKETCH_TYPE_FUNCTIONS(sketch_topk, TopK)
SKETCH_MERGE_FUNCTIONS(sketch_topk, TopK)

namespace {

// ---- Building

bool has_type(State state, TopK::ItemType type) {
  return TopK::type(state).same_as(type);
}

State with_item(State state, TopK::ItemType type, const TopK::Item& item, std::uint64_t weight) {
  run(Source::stored, [&](Host& host) {
    if (const auto status = TopK::take_type(state, type, host); !status.ok()) return status;
    return TopK::add(state, item, weight, host);
  });
  return state;
}

// The number of items that approx_top_k() or approx_top_sum() returns.
int32 wanted_argument(FunctionCallInfo fcinfo, int argument) {
  if (PG_NARGS() <= argument) return sketch::pg::kUsuallyWanted;
  if (PG_ARGISNULL(argument)) {
    ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("k must not be NULL"),
                    errhint("Use 1 to %d.", sketch::pg::kMostWanted)));
  }
  const int32 wanted = PG_GETARG_INT32(argument);
  if (wanted < 1 || wanted > sketch::pg::kMostWanted) {
    ereport(ERROR,
            (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("k %d is out of range", wanted),
             errhint("Use 1 to %d, or sketch_topk_agg() and sketch_top().",
                     sketch::pg::kMostWanted)));
  }
  return wanted;
}

// The forms of transition functions.
enum class Adds {
  values,  // (state, value [, capacity [, weight]])
  wanted,  // (state, value [, k])
  sums     // (state, value, weight, k)
};

// A weight of bigint or double precision (numeric is converted to that); 0 leaves the row out.
std::uint64_t summand_argument(FunctionCallInfo fcinfo) {
  if (PG_ARGISNULL(2)) return 0;
  const bool whole = sketch::pg::argument_type(fcinfo, 2) == INT8OID;
  return whole ? sketch::pg::weight_bigint(PG_GETARG_DATUM(2))
               : sketch::pg::weight_float8(PG_GETARG_DATUM(2));
}

// Every case except a single value for a state with room.
template <class Value>
[[gnu::noinline]] Datum unusual_transition(FunctionCallInfo fcinfo, Adds adds, Value value) {
  const bool wanting = adds != Adds::values;
  const int32 wanted = wanting ? wanted_argument(fcinfo, adds == Adds::sums ? 3 : 2) : 0;
  const int capacity = wanting ? sketch::pg::capacity_for(wanted)
                               : sketch::pg::parameter_argument<TopK>(fcinfo, 2);
  std::uint64_t weight = 0;
  if (!PG_ARGISNULL(1)) {
    weight = adds == Adds::sums ? summand_argument(fcinfo)
                                : sketch::pg::weight_argument(fcinfo, 3);
  }
  if (weight == 0) return sketch::pg::same_state(fcinfo);
  State state = PG_ARGISNULL(0) ? sketch::pg::created<TopK>(capacity)
                                : sketch::pg::state_argument<TopK>(fcinfo);
  if (PG_NARGS() > 2 && !wanting && capacity < TopK::parameter(state))
    state = sketch::pg::reduced<TopK>(state, capacity);
  TopK::want(state, static_cast<std::uint32_t>(wanted));
  state = with_item(state, value.type(), value(PG_GETARG_DATUM(1)), weight);
  return PointerGetDatum(sketch::pg::varlena_of(state));
}

template <class Value>
[[gnu::always_inline]] inline Datum transition(FunctionCallInfo fcinfo, Adds adds, Value value) {
  const NullableDatum* args = fcinfo->args;
  if (PG_NARGS() == 2 && !args[0].isnull && !args[1].isnull && sketch::pg::owns_state(fcinfo)) {
    auto* stored = reinterpret_cast<varlena*>(DatumGetPointer(args[0].value));
    if (VARATT_IS_4B_U(stored) && TopK::is_state(sketch::pg::state_of(stored))) {
      const State state = sketch::pg::state_of(stored);
      if (const TopK::ItemType type = value.type(); has_type(state, type)) [[likely]] {
        const TopK::Item item = value(args[1].value);
        if (TopK::add(state, item, 1)) [[likely]]
          return args[0].value;
        return PointerGetDatum(sketch::pg::varlena_of(with_item(state, type, item, 1)));
      }
    }
  }
  return unusual_transition(fcinfo, adds, value);
}

// ---- Asking

using Ranking = std::span<TopK::Ranked>;

// The items that have counters, at most n.
Ranking ranking_of(Bytes image, const TopK::Info& info, std::size_t n) {
  n = std::min(n, info.counters);
  auto* ranking = static_cast<TopK::Ranked*>(palloc(std::max<Size>(n, 1) * sizeof(TopK::Ranked)));
  std::size_t count = 0;
  run(Source::stored, [&](Host& host) { return TopK::top(image, host, {ranking, n}, count); });
  return {ranking, count};
}

// Finds an item with a label by its text form. Types are never looked up by their label, so an item
// that isn't found may be there with another text form; the caller raises converted_item()'s error
// then.
bool find_shown(Bytes image, const TopK::Info& info, Datum value, sketch::Frequency& frequency) {
  const Bytes text = sketch::pg::image_of(PG_DETOAST_DATUM_PACKED(value));
  for (const TopK::Ranked& ranked : ranking_of(image, info, info.counters)) {
    const Bytes shown = ranked.item.bytes;
    if (ranked.item.cut || shown.size() != text.size() ||
        memcmp(shown.data(), text.data(), text.size()) != 0) {
      continue;
    }
    frequency = ranked.frequency;
    return true;
  }
  return false;
}

// frequency(sketch, value) for a value of type `given`.
sketch::Frequency frequency_of(FunctionCallInfo fcinfo, Oid given) {
  const Bytes image = image_argument(fcinfo);
  const TopK::Info info = info_of<TopK>(image);
  Datum value = PG_GETARG_DATUM(1);
  sketch::Frequency frequency{0, 0, 0};
  if (!info.type.known()) return frequency;
  if (sketch::pg::is_taken_as_text(given)) {
    value = sketch::pg::taken_as_text(value, given);
    given = TEXTOID;
  }
  if (given == TEXTOID && !OidIsValid(sketch::pg::own_type_of(info.type)) &&
      find_shown(image, info, value, frequency)) {
    return frequency;
  }
  const TopK::Item item =
      sketch::pg::converted_item(value, given, info.type, PG_GET_COLLATION(), false);
  run(Source::stored, [&](Host& host) { return TopK::frequency(image, item, host, frequency); });
  return frequency;
}

sketch::Frequency frequency_of_value(FunctionCallInfo fcinfo) {
  return frequency_of(fcinfo, sketch::pg::coder_argument(fcinfo, 1).oid());
}

// A literal is treated as text, which is read as the type of the items.
sketch::Frequency frequency_of_literal(FunctionCallInfo fcinfo) {
  return frequency_of(fcinfo, TEXTOID);
}

// The rows of a set-returning function.
struct Rows {
  Ranking ranking;
  TopK::ItemType type;
  ItemReader* read;  // null if the items' column is text
};

Datum next_row(FunctionCallInfo fcinfo) {
  FuncCallContext* call = SRF_PERCALL_SETUP();
  const auto* rows = static_cast<const Rows*>(call->user_fctx);
  if (call->call_cntr >= rows->ranking.size()) SRF_RETURN_DONE(call);
  const TopK::Ranked& ranked = rows->ranking[call->call_cntr];
  bool nulls[4] = {};
  const Datum item =
      rows->read != nullptr
          ? (*rows->read)(ranked.item, nulls)
          : CStringGetTextDatum(sketch::pg::text_of_item(ranked.item, rows->type));
  Datum values[] = {item, Int64GetDatum(static_cast<int64>(ranked.frequency.estimate)),
                    Int64GetDatum(static_cast<int64>(ranked.frequency.lower)),
                    Int64GetDatum(static_cast<int64>(ranked.frequency.upper))};
  SRF_RETURN_NEXT(call, HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, values, nulls)));
}

// Begins a set of rows: the n most frequent items for which keep(frequency, info) is true.
template <class Keep>
Datum begin_rows(FunctionCallInfo fcinfo, std::size_t n, Keep keep) {
  FuncCallContext* call = SRF_FIRSTCALL_INIT();
  const MemoryContext before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
  auto* rows = static_cast<Rows*>(palloc0(sizeof(Rows)));
  const Bytes image = sketch::pg::image_of(PG_DETOAST_DATUM_COPY(PG_GETARG_DATUM(0)));
  const TopK::Info info = info_of<TopK>(image);
  rows->ranking = ranking_of(image, info, n);
  const auto end =
      std::remove_if(rows->ranking.begin(), rows->ranking.end(),
                     [&](const auto& ranked) { return !keep(ranked.frequency, info); });
  rows->ranking = {rows->ranking.begin(), end};
  rows->type = info.type;
  TupleDesc columns;
  if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE)
    sketch::pg::raise_internal();
  call->tuple_desc = BlessTupleDesc(columns);
  const Oid column = TupleDescAttr(columns, 0)->atttypid;
  if (info.type.known() && PG_NARGS() == 3 &&
      sketch::pg::known_argument_type(fcinfo, 2) == column)
    rows->read = new (palloc(sizeof(ItemReader))) ItemReader(info.type, column);
  call->user_fctx = rows;
  MemoryContextSwitchTo(before);
  return next_row(fcinfo);
}

}  // namespace

template <Adds adds>
static Datum topk_step(FunctionCallInfo fcinfo) {
  return sketch::pg::item_step(
      fcinfo, [](FunctionCallInfo call, auto value) { return transition(call, adds, value); });
}

SKETCH_FUNCTION(sketch_topk_transition) { return topk_step<Adds::values>(fcinfo); }
SKETCH_FUNCTION(sketch_topk_transition_k) { return topk_step<Adds::wanted>(fcinfo); }
SKETCH_FUNCTION(sketch_topk_transition_sum) { return topk_step<Adds::sums>(fcinfo); }

template <>
State sketch::pg::with_item<TopK>(State state, TopK::ItemType type, const TopK::Item& item) {
  return ::with_item(state, type, item, 1);
}
SKETCH_ITEM_ADD_FUNCTIONS(sketch_topk, TopK)

SKETCH_FUNCTION(sketch_topk_empty) { return sketch::pg::empty<TopK>(fcinfo); }

// top(sketch, n [, any value of the items' type]).
SKETCH_FUNCTION(sketch_topk_top) {
  if (!SRF_IS_FIRSTCALL()) return next_row(fcinfo);
  if (PG_ARGISNULL(0) || PG_ARGISNULL(1)) {
    FuncCallContext* call = SRF_FIRSTCALL_INIT();
    SRF_RETURN_DONE(call);
  }
  const int32 n = PG_GETARG_INT32(1);
  if (n < 0) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("n must not be negative")));
  }
  return begin_rows(fcinfo, static_cast<std::size_t>(n),
                    [](const auto&, const auto&) { return true; });
}

// frequent(sketch, share, no_false_negatives).
SKETCH_FUNCTION(sketch_topk_frequent) {
  if (!SRF_IS_FIRSTCALL()) return next_row(fcinfo);
  const double share = PG_GETARG_FLOAT8(1);
  const bool all = PG_GETARG_BOOL(2);
  if (!(share >= 0 && share <= 1)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("share must be from 0 to 1"),
                    errhint("0.01 asks for items that are more than 1 %% of the total weight.")));
  }
  return begin_rows(fcinfo, TopK::kMaxParameter, [=](const auto& frequency, const auto& info) {
    const double least = share * static_cast<double>(info.total);
    if (all && least < static_cast<double>(info.offset)) {
      ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                      errmsg("the sketch can't tell which items are above a share of %g", share),
                      errhint("The least share is %g; use a larger capacity, or no_false_negatives "
                              "=> false.",
                              static_cast<double>(info.offset) / static_cast<double>(info.total))));
    }
    return static_cast<double>(all ? frequency.upper : frequency.lower) > least;
  });
}

SKETCH_FREQUENCY_FUNCTIONS(sketch_topk)

// final(state, a value of the type, ...): the most frequent items, as JSON.
SKETCH_FUNCTION(sketch_topk_final_k) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  const Bytes image = image_argument(fcinfo);
  const TopK::Info info = info_of<TopK>(image);
  const Ranking ranking = ranking_of(image, info, info.wanted);
  if (ranking.empty()) PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum("[]")));
  const Oid own = sketch::pg::own_type_of(info.type);
  const ItemReader read(info.type,
                        OidIsValid(own) ? own : sketch::pg::argument_type(fcinfo, 1));
  StringInfoData json;
  initStringInfo(&json);
  appendStringInfoChar(&json, '[');
  for (const TopK::Ranked& ranked : ranking) {
    CHECK_FOR_INTERRUPTS();
    appendStringInfoString(&json, json.len > 1 ? ", {\"item\": " : "{\"item\": ");
    appendStringInfoString(&json, sketch::pg::json_of_item(ranked.item, read));
    appendStringInfo(&json, ", \"estimate\": %llu, \"lower\": %llu, \"upper\": %llu}",
                     static_cast<unsigned long long>(ranked.frequency.estimate),
                     static_cast<unsigned long long>(ranked.frequency.lower),
                     static_cast<unsigned long long>(ranked.frequency.upper));
  }
  appendStringInfoChar(&json, ']');
  PG_RETURN_DATUM(DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data)));
}

// final(state, a value of the type): the most frequent item.
SKETCH_FUNCTION(sketch_topk_final_mode) {
  if (PG_ARGISNULL(0)) PG_RETURN_NULL();
  const Bytes image = image_argument(fcinfo);
  const TopK::Info info = info_of<TopK>(image);
  const Ranking ranking = ranking_of(image, info, 1);
  if (ranking.empty()) PG_RETURN_NULL();
  bool null;
  const ItemReader read(info.type, sketch::pg::argument_type(fcinfo, 1));
  const Datum value = read(ranking[0].item, &null);
  if (null) PG_RETURN_NULL();
  return value;
}

SKETCH_FUNCTION(sketch_topk_info) {
  const TopK::Info info = info_of<TopK>(image_argument(fcinfo));
  sketch::pg::InfoWriter writer(TopK::kFamily);
  writer.text("form", info.form)
      .count("capacity", info.capacity)
      .count("total", info.total)
      .count("error", info.offset)
      .count("counters", info.counters)
      .count("bytes", info.bytes);
  if (info.cells != 0)
    writer.count("cells", info.cells).number("standard_error", info.standard_error, 3);
  return writer.items(info.type).written();
}
