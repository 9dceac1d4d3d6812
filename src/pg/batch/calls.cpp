// SPDX-License-Identifier: PostgreSQL
//
// Aggregates without a kind of their own: sum(numeric), min(text), array_agg(), users' aggregates.
// Their own transition functions are called row by row, as in an Agg node. AggCheckCallContext(),
// AggGetAggref() and similar functions need an AggState; one is made here just for them.
#include "batch/calls.hpp"

namespace sketch::pg {
namespace {

bool is_own_object(const Call& call, Datum value) {
  return DatumIsReadWriteExpandedObject(value, false, call.length) &&
         MemoryContextGetParent(DatumGetEOHP(value)->eoh_context) == memory_of(call);
}

Datum kept(const Call& call, Datum value) {
  if (call.by_value || is_own_object(call, value)) return value;
  const MemoryContext before = MemoryContextSwitchTo(memory_of(call));
  const Datum copy = datumCopy(value, call.by_value, call.length);
  MemoryContextSwitchTo(before);
  return copy;
}

void drop(const Call& call, Datum value) {
  if (DatumIsReadWriteExpandedObject(value, false, call.length)) {
    DeleteExpandedObject(value);
  } else {
    pfree(DatumGetPointer(value));
  }
}

// Stores the transition function's result, and frees the old value unless it is the same.
void replace_value(const Call& call, CallState& state, Datum value, bool null) {
  if (!call.by_value && (null || !state.has_value || value != state.value)) {
    const Datum old = state.value;
    const bool had_value = state.has_value != 0;
    value = null ? Datum{0} : kept(call, value);
    if (had_value) drop(call, old);
  }
  state.value = null ? Datum{0} : value;
  state.has_value = !null;
}

}  // namespace

void begin_calls(const Call& call) {
  call.caller->curaggcontext = *call.memory;
  call.caller->curpertrans = call.described;
  call.caller->curperagg = nullptr;
}

void end_calls(const Call& call) {
  MemoryContextReset(temporary_of(call));
  call.caller->curpertrans = nullptr;
}

void advance(const Call& call, CallState& state) {
  const bool strict = call.described->transfn.fn_strict;
  FunctionCallInfo info = call.call;
  if (!state.started) {
    state.started = 1;
    const bool takes_value = strict && call.initial_null;
    const Datum first = takes_value ? info->args[1].value : call.initial;
    state.has_value = takes_value || !call.initial_null;
    if (state.has_value) state.value = kept(call, first);
    if (takes_value) return;
  }
  if (strict && !state.has_value) return;
  info->args[0] = {state.value, !state.has_value};
  info->isnull = false;
  const Datum value = FunctionCallInvoke(info);
  replace_value(call, state, value, info->isnull);
}

namespace {

void update_called(const Transition& transition, const Step& step) {
  constexpr int kRowsBetweenResets = 16;
  const Call& call = *transition.call;
  const Column* columns = step.columns + call.filtered;
  begin_calls(call);
  const MemoryContext temporary = temporary_of(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  for (int i = 0; i < step.rows; ++i) {
    if (i % kRowsBetweenResets == 0) {
      MemoryContextReset(temporary);
      CHECK_FOR_INTERRUPTS();
    }
    if (!counts(call, columns, i)) continue;
    for (int a = 0; a < call.arguments; ++a)
      arguments_of(call)[a] = {Datum{columns[a].words[i]}, columns[a].nulls[i]};
    advance(call, state_of_call(state_at(step.groups[i], transition)));
  }
  MemoryContextSwitchTo(before);
  end_calls(call);
}

}  // namespace

FmgrInfo* support_call(Oid function, Expr* expression) {
  auto* info = make_array<FmgrInfo>(1);
  fmgr_info(function, info);
  fmgr_info_set_expr(reinterpret_cast<Node*>(expression), info);
  return info;
}

Datum call_with_states(const Call& call, FmgrInfo* function, NullableDatum first,
                       NullableDatum second, bool* null) {
  LOCAL_FCINFO(info, 2);
  InitFunctionCallInfoData(*info, function, function->fn_nargs, call.described->aggCollation,
                           reinterpret_cast<Node*>(call.caller), nullptr);
  info->args[0] = first;
  info->args[1] = second;
  const Datum value = FunctionCallInvoke(info);
  *null = info->isnull;
  return value;
}

Datum called_value(const Transition& transition, const std::byte* state, bool* null) {
  const Call& call = *transition.call;
  const CallState& s = state_of_call(state);
  Datum value = s.value;
  *null = s.has_value == 0;
  if (!s.started) {
    value = call.initial;
    *null = call.initial_null;
  }
  if (*null) return 0;
  if (call.serialize != nullptr)
    return call_with_states(call, call.serialize, {value, false}, {}, null);
  return MakeExpandedObjectReadOnly(value, false, call.length);
}

namespace {

// Whether the state's value points to memory, which has to be packed. A state of type internal can
// be a null pointer without being NULL.
bool points(const Call& call, const CallState& state) {
  return state.has_value != 0 && (call.packing != nullptr ? state.value != 0 : !call.by_value);
}

std::size_t called_bytes(const Transition& transition, const std::byte* state) {
  const CallState& s = state_of_call(state);
  const Call& call = *transition.call;
  if (!points(call, s)) return 0;
  if (call.packing != nullptr) return packed_size(call, s.value);
  return datumGetSize(s.value, false, call.length);
}

void pack_called(const Transition& transition, const std::byte* state, std::byte* to) {
  const CallState& s = state_of_call(state);
  if (!points(*transition.call, s)) return;
  if (transition.call->packing != nullptr) return pack_state(*transition.call, s.value, to);
  const std::size_t bytes = called_bytes(transition, state);
  if (DatumIsReadWriteExpandedObject(s.value, false, transition.call->length)) {
    EOH_flatten_into(DatumGetEOHP(s.value), to, bytes);
  } else {
    std::memcpy(to, DatumGetPointer(s.value), bytes);
  }
}

void unpack_called(const Transition& transition, std::byte* state, const std::byte* from,
                   std::size_t bytes, Arena&) {
  const Call& call = *transition.call;
  CallState& s = state_of_call(state);
  if (!points(call, s)) return;
  if (call.packing != nullptr) {
    s.value = unpack_state(call, from, bytes);
    return;
  }
  void* copy = MemoryContextAlloc(memory_of(call), bytes);
  std::memcpy(copy, from, bytes);
  s.value = PointerGetDatum(copy);
}

// ---- The first value of a group (kFirst)

void update_first(const Transition& transition, const Step& step) {
  const Column& column = step.columns[0];
  for (int i = 0; i < step.rows; ++i) {
    CallState& state = state_of_call(state_at(step.groups[i], transition));
    if (state.started) continue;
    state.started = 1;
    state.has_value = !step.nulls[i];
    state.value = step.words[i];
    if (!state.has_value || column.by_value) continue;
    const std::size_t bytes = datumGetSize(state.value, false, column.length);
    void* copy = step.arena->allocate(MAXALIGN(bytes));
    std::memcpy(copy, DatumGetPointer(state.value), bytes);
    state.value = PointerGetDatum(copy);
  }
}

Datum first_value(const Transition&, const std::byte* state, bool* null) {
  *null = !state_of_call(state).has_value;
  return state_of_call(state).value;
}

std::size_t first_bytes(const Transition& transition, const std::byte* state) {
  const CallState& s = state_of_call(state);
  return s.has_value && transition.length != 0 ? datumGetSize(s.value, false, transition.length)
                                               : 0;
}

void pack_first(const Transition& transition, const std::byte* state, std::byte* to) {
  std::memcpy(to, DatumGetPointer(state_of_call(state).value), first_bytes(transition, state));
}

void unpack_first(const Transition&, std::byte* state, const std::byte* from, std::size_t bytes,
                  Arena& arena) {
  if (bytes == 0) return;
  void* copy = arena.allocate(MAXALIGN(bytes));
  std::memcpy(copy, from, bytes);
  state_of_call(state).value = PointerGetDatum(copy);
}

// ---- Setting up

Datum initial_value(Oid aggregate, Oid type, bool* null) {
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggregate));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const Datum written = SysCacheGetAttr(AGGFNOID, tuple, Anum_pg_aggregate_agginitval, null);
  Datum value = 0;
  if (!*null) {
    Oid input, parameter;
    getTypeInputInfo(type, &input, &parameter);
    char* string = TextDatumGetCString(written);
    value = OidInputFunctionCall(input, string, parameter, -1);
  }
  ReleaseSysCache(tuple);
  return value;
}

FmgrInfo* serialize_function(const Aggref* aggref) {
  if (!DO_AGGSPLIT_SERIALIZE(aggref->aggsplit) || aggref->aggtranstype != INTERNALOID)
    return nullptr;
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const Oid function = reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple))->aggserialfn;
  ReleaseSysCache(tuple);
  if (!OidIsValid(function)) raise_internal();
  Expr* expression;
  build_aggregate_serialfn_expr(function, &expression);
  return support_call(function, expression);
}

void merge_first(const Transition& transition, std::byte* state, const std::byte* other,
                 Arena& arena) {
  CallState& into = state_of_call(state);
  const CallState& from = state_of_call(other);
  if (into.started || !from.started) return;
  into = from;
  const std::size_t bytes = first_bytes(transition, other);
  if (bytes == 0) return;
  void* copy = arena.allocate(MAXALIGN(bytes));
  std::memcpy(copy, DatumGetPointer(from.value), bytes);
  into.value = PointerGetDatum(copy);
}

}  // namespace

const Kind kCalled = {sizeof(CallState), update_called, called_value,  nullptr,
                      called_bytes,      pack_called,   unpack_called};
const Kind kFirst = {sizeof(CallState), update_first, first_value, nullptr,
                     first_bytes,       pack_first,   unpack_first, merge_first};

AggState* make_caller(BatchScan& scan, EState* estate) {
  auto* caller = makeNode(AggState);
  caller->ss.ps.state = estate;
  caller->ss.ps.plan = scan.css.ss.ps.plan;
  caller->pertrans = make_array<AggStatePerTransData>(
      list_length(reinterpret_cast<CustomScan*>(caller->ss.ps.plan)->custom_scan_tlist));
  return caller;
}

int call_columns(const Aggref* aggref) {
  return list_length(aggref->args) + (aggref->aggfilter != nullptr || aggref->args == NIL);
}

Call* make_call(BatchScan& scan, int transition, const Aggref* aggref) {
  Call* call = make_array<Call>(1);
  call->described = &scan.caller->pertrans[transition];
  AggStatePerTransData& described = *call->described;
  described.aggref = const_cast<Aggref*>(aggref);
  described.transfn_oid = transition_function(aggref->aggfnoid);
  described.aggCollation = aggref->inputcollid;
  described.aggtranstype = aggref->aggtranstype;
  call->inputs = described.numInputs = list_length(aggref->args);
  call->arguments = described.numTransInputs =
      list_length(aggref->aggargtypes) - list_length(aggref->aggdirectargs);
  call->filtered = call_columns(aggref) > call->inputs;
  call->caller = scan.caller;
  call->memory = &scan.calls;
  get_typlenbyval(aggref->aggtranstype, &call->length, &call->by_value);
  call->initial = initial_value(aggref->aggfnoid, aggref->aggtranstype, &call->initial_null);

  fmgr_info(described.transfn_oid, &described.transfn);
  Oid types[FUNC_MAX_ARGS];
  const int count = get_aggregate_argtypes(const_cast<Aggref*>(aggref), types);
  Expr* expression;
  build_aggregate_transfn_expr(types, count, list_length(aggref->aggdirectargs),
                               aggref->aggvariadic, aggref->aggtranstype, aggref->inputcollid,
                               described.transfn_oid, InvalidOid, &expression, nullptr);
  fmgr_info_set_expr(reinterpret_cast<Node*>(expression), &described.transfn);
  call->call = static_cast<FunctionCallInfo>(palloc0(SizeForFunctionCallInfo(call->arguments + 1)));
  InitFunctionCallInfoData(*call->call, &described.transfn,
                           static_cast<short>(call->arguments + 1), aggref->inputcollid,
                           reinterpret_cast<Node*>(scan.caller), nullptr);
  call->serialize = serialize_function(aggref);
  if (!is_ordered(scan, aggref)) {
    if (aggref->aggtranstype == INTERNALOID)
      call->packing = make_packing(aggref, described.transfn_oid);
    return call;
  }
  call->memory = &scan.group_calls;
  call->ordering = make_ordering(scan, aggref);
  return call;
}

AggStatePerAggData* make_final_call(const Aggref* aggref, int transition) {
  auto* described = make_array<AggStatePerAggData>(1);
  described->aggref = const_cast<Aggref*>(aggref);
  described->transno = transition;
  return described;
}

}  // namespace sketch::pg
