// SPDX-License-Identifier: PostgreSQL
//
// Calls of an aggregate's own functions: what both ways to make them share, for each row as it comes
// (calls.cpp), and for the rows of a group in an order (ordered.cpp).
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

struct Ordering;  // ordered.cpp

struct Call {
  AggStatePerTransData* described;  // what transition functions find out
  AggState* caller;
  ExprContext** memory;  // of the set at work, or of the group that is put out
  FunctionCallInfo call;
  bool filtered;  // the first column only says which rows count
  int inputs;     // columns: the arguments, then what the rows are only ordered by
  int arguments;
  bool by_value;
  std::int16_t length;
  Datum initial;
  bool initial_null;
  FmgrInfo* serialize;  // of a state whose type is internal, for another process
  Ordering* ordering;   // or null: rows as they come
};

struct CallState {
  Datum value;
  std::uint32_t started;  // the state has its initial value, or a value of its own
  std::uint32_t known;    // it isn't NULL
};

inline CallState& state_of_call(std::byte* state) { return *reinterpret_cast<CallState*>(state); }
inline const CallState& state_of_call(const std::byte* state) {
  return *reinterpret_cast<const CallState*>(state);
}

inline NullableDatum* arguments_of(const Call& call) { return call.call->args + 1; }
inline MemoryContext temporary_of(const Call& call) {
  return call.caller->tmpcontext->ecxt_per_tuple_memory;
}

// Whether a row counts: a strict function sees no NULLs.
inline bool counts(const Call& call, const Column* columns, int row) {
  if (call.filtered && columns[-1].nulls[row]) return false;
  if (!call.described->transfn.fn_strict) return true;
  for (int i = 0; i < call.arguments; ++i)
    if (columns[i].nulls[row]) return false;
  return true;
}

// Between these, transition functions find out what they are called for.
void begin_calls(const Call& call);
void end_calls(const Call& call);

// Calls the transition function with the arguments that are there, of a row that counts.
void advance(const Call& call, CallState& state);

Datum called_value(const Transition& transition, const std::byte* state, bool* null);

// ordered.cpp
Ordering* make_ordering(BatchScan& scan, const Aggref* aggref);

}  // namespace sketch::pg
