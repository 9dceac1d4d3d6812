// SPDX-License-Identifier: PostgreSQL
//
// Set-returning functions that make all rows in the first call.
#pragma once

#include <algorithm>

#include "guard.hpp"

namespace sketch::pg {

// The values of all rows, one row after the other. `nulls` says which are NULL; it is null if none
// is.
struct Rows {
  std::size_t count;
  Datum* values;
  bool* nulls = nullptr;
};

// Returns the rows that make() returns. It is called in the multi-call memory context.
template <class Make>
Datum rows_result(FunctionCallInfo fcinfo, Make make) {
  FuncCallContext* call;
  if (SRF_IS_FIRSTCALL()) {
    call = SRF_FIRSTCALL_INIT();
    const MemoryContext before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
    TupleDesc columns;
    if (get_call_result_type(fcinfo, nullptr, &columns) != TYPEFUNC_COMPOSITE) raise_internal();
    call->tuple_desc = BlessTupleDesc(columns);
    auto* rows = static_cast<Rows*>(palloc(sizeof(Rows)));
    *rows = make();
    call->user_fctx = rows;
    call->max_calls = rows->count;
    MemoryContextSwitchTo(before);
  }
  call = SRF_PERCALL_SETUP();
  if (call->call_cntr >= call->max_calls) SRF_RETURN_DONE(call);
  const auto columns = static_cast<std::size_t>(call->tuple_desc->natts);
  const auto& rows = *static_cast<const Rows*>(call->user_fctx);
  const std::size_t first = call->call_cntr * columns;
  bool* nulls = rows.nulls != nullptr ? rows.nulls + first
                                      : static_cast<bool*>(palloc0(sizeof(bool) * columns));
  SRF_RETURN_NEXT(call,
                  HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, rows.values + first, nulls)));
}

inline Rows new_rows(std::size_t count, int columns) {
  const std::size_t values = std::max<std::size_t>(count, 1) * static_cast<std::size_t>(columns);
  return {count, static_cast<Datum*>(palloc(sizeof(Datum) * values))};
}

}  // namespace sketch::pg
