// SPDX-License-Identifier: PostgreSQL
//
// Calls of an aggregate's own functions: what both ways to make them share, for each row as it comes
// (calls.cpp), and for the rows of a group in an order (ordered.cpp).
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

struct Ordering;  // ordered.cpp
struct Packing;   // packing.cpp

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
  Packing* packing;     // of a state whose type is internal, for files; or null
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
inline MemoryContext memory_of(const Call& call) { return (*call.memory)->ecxt_per_tuple_memory; }
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

// A function of states, and what it makes of one or two of them.
FmgrInfo* support_call(Oid function, Expr* expression);
Datum call_with_states(const Call& call, FmgrInfo* function, NullableDatum first, NullableDatum second, bool* null);

// ordered.cpp
Ordering* make_ordering(BatchScan& scan, const Aggref* aggref);

// packing.cpp: a state that is there, as bytes and back. What is packed is what packed_size() was asked of last.
Packing* make_packing(const Aggref* aggref, Oid transition_function);  // null where there is no way
std::size_t packed_size(const Call& call, Datum state);
void pack_state(const Call& call, Datum state, std::byte* to);
Datum unpack_state(const Call& call, const std::byte* from, std::size_t bytes);

}  // namespace sketch::pg
