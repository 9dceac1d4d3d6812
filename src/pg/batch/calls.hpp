// SPDX-License-Identifier: PostgreSQL
//
// Calling an aggregate's own functions. This header is what calls.cpp (row by row, as they come)
// and ordered.cpp (sorted rows of a complete group) share.
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

struct Ordering;  // ordering.hpp
struct Packing;   // packing.cpp

struct Call {
  // For AggGetAggref() and similar calls in the transition function.
  AggStatePerTransData* described;
  AggState* caller;
  ExprContext** memory;  // of the state: of the current set, or of the group that is put out
  FunctionCallInfo call;
  bool filtered;  // a column before the inputs says which rows pass the FILTER
  int inputs;     // the number of columns: arguments, then expressions of ORDER BY alone
  int arguments;
  bool by_value;
  std::int16_t length;
  Datum initial;
  bool initial_null;
  // Serial function, in a partial aggregate with a state of type internal; or null.
  FmgrInfo* serialize;
  Ordering* ordering;   // null if rows are taken as they come
  Packing* packing;     // how a state of type internal is written to files; or null
};

struct CallState {
  Datum value;
  std::uint32_t started;  // whether the state has been initialised
  std::uint32_t has_value;  // whether it isn't NULL
};

inline CallState& state_of_call(std::byte* state) { return *reinterpret_cast<CallState*>(state); }
inline const CallState& state_of_call(const std::byte* state) {
  return *reinterpret_cast<const CallState*>(state);
}

inline NullableDatum* arguments_of(const Call& call) { return call.call->args + 1; }
inline MemoryContext memory_of(const Call& call) { return (*call.memory)->ecxt_per_tuple_memory; }
inline MemoryContext temporary_of(const Call& call) {
  return call.caller->tmpcontext->ecxt_per_tuple_memory;
}

// Whether the transition function is called for a row: it passes the FILTER, and has no NULL
// argument if the function is strict.
inline bool counts(const Call& call, const Column* columns, int row) {
  if (call.filtered && columns[-1].nulls[row]) return false;
  if (!call.described->transfn.fn_strict) return true;
  for (int i = 0; i < call.arguments; ++i)
    if (columns[i].nulls[row]) return false;
  return true;
}

// Between these two calls AggGetAggref() and similar calls in the transition function work.
void begin_calls(const Call& call);
void end_calls(const Call& call);

// Calls the transition function with arguments_of(), for a row for which counts() is true.
void advance(const Call& call, CallState& state);

Datum called_value(const Transition& transition, const std::byte* state, bool* null);

// Prepares a serial, deserial or combine function, and calls it with one or two states.
FmgrInfo* support_call(Oid function, Expr* expression);
Datum call_with_states(const Call& call, FmgrInfo* function, NullableDatum first,
                       NullableDatum second, bool* null);

// ordering.cpp
Ordering* make_ordering(BatchScan& scan, const Aggref* aggref);

// packing.cpp: turns a state that isn't NULL into bytes and back. pack_state() has to follow
// packed_size() of the same state.
// Null if the state can't be packed.
Packing* make_packing(const Aggref* aggref, Oid transition_function);
std::size_t packed_size(const Call& call, Datum state);
void pack_state(const Call& call, Datum state, std::byte* to);
Datum unpack_state(const Call& call, const std::byte* from, std::size_t bytes);

}  // namespace sketch::pg
