// SPDX-License-Identifier: PostgreSQL
//
// Writes states of type internal to files.
//
// - array_agg() and string_agg(): the core's headers declare their states, which are written as
//   they are. Their serial functions, where they exist, would use the client's encoding.
// - Other aggregates of the core: by their serial functions. A state that is read back is combined
//   with no state, as a Finalize Aggregate does it. The result takes further rows: by the manual a
//   combine function returns a running state. This is exact for the core's aggregates: sums of
//   numeric, of integers, of intervals.
// - Aggregates of others make no such promise. Their states stay in memory.
#include "batch/calls.hpp"

namespace sketch::pg {

struct Packing {
  std::size_t (*size)(const Call&, Datum state);
  void (*pack)(const Call&, Datum state, std::byte* to);
  Datum (*unpack)(const Call&, const std::byte* from, std::size_t bytes);
  FmgrInfo *serialize, *deserialize, *combine;
  const varlena* serialized;
};

namespace {

template <class T>
std::byte* put(std::byte* to, const T& value) {
  std::memcpy(to, &value, sizeof value);
  return to + sizeof value;
}

template <class T>
T take(const std::byte*& from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  from += sizeof value;
  return value;
}

// ---- string_agg()

const StringInfoData& string_of(Datum state) {
  return *reinterpret_cast<StringInfo>(DatumGetPointer(state));
}

std::size_t string_size(const Call&, Datum state) {
  return sizeof(StringInfoData::cursor) + static_cast<std::size_t>(string_of(state).len);
}

void pack_string(const Call&, Datum state, std::byte* to) {
  const StringInfoData& string = string_of(state);
  std::memcpy(put(to, string.cursor), string.data, static_cast<std::size_t>(string.len));
}

Datum unpack_string(const Call& call, const std::byte* from, std::size_t bytes) {
  const MemoryContext before = MemoryContextSwitchTo(memory_of(call));
  const StringInfo string = makeStringInfo();
  MemoryContextSwitchTo(before);
  string->cursor = take<decltype(StringInfoData::cursor)>(from);
  appendBinaryStringInfo(string, reinterpret_cast<const char*>(from),
                         static_cast<int>(bytes - sizeof(StringInfoData::cursor)));
  return PointerGetDatum(string);
}

// ---- array_agg(), except of arrays

const ArrayBuildState& array_of(Datum state) {
  return *reinterpret_cast<ArrayBuildState*>(DatumGetPointer(state));
}

constexpr int kElementsBetweenPauses = 1024;

std::size_t element_size(const ArrayBuildState& array, int i) {
  return array.typbyval ? sizeof(Datum) : datumGetSize(array.dvalues[i], false, array.typlen);
}

std::size_t array_size(const Call&, Datum state) {
  const ArrayBuildState& array = array_of(state);
  std::size_t bytes = sizeof(Oid) + sizeof(int);
  for (int i = 0; i < array.nelems; ++i) {
    if (i % kElementsBetweenPauses == 0) CHECK_FOR_INTERRUPTS();
    bytes += sizeof(bool);
    if (!array.dnulls[i]) bytes += sizeof(std::uint32_t) + element_size(array, i);
  }
  return bytes;
}

void pack_array(const Call&, Datum state, std::byte* to) {
  const ArrayBuildState& array = array_of(state);
  to = put(put(to, array.element_type), array.nelems);
  for (int i = 0; i < array.nelems; ++i) {
    if (i % kElementsBetweenPauses == 0) CHECK_FOR_INTERRUPTS();
    to = put(to, array.dnulls[i]);
    if (array.dnulls[i]) continue;
    const std::size_t bytes = element_size(array, i);
    to = put(to, static_cast<std::uint32_t>(bytes));
    const Datum value = array.dvalues[i];
    std::memcpy(to, array.typbyval ? static_cast<const void*>(&value) : DatumGetPointer(value),
                bytes);
    to += bytes;
  }
}

Datum unpack_array(const Call& call, const std::byte* from, std::size_t) {
  const MemoryContext memory = memory_of(call), temporary = temporary_of(call);
  const auto type = take<Oid>(from);
  const auto elements = take<int>(from);
  ArrayBuildState* array = initArrayResult(type, memory, false);
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  for (int i = 0; i < elements; ++i) {
    if (i % kElementsBetweenPauses == 0) {
      CHECK_FOR_INTERRUPTS();
      MemoryContextReset(temporary);
    }
    const auto null = take<bool>(from);
    Datum value = 0;
    if (!null) {
      const std::size_t bytes = take<std::uint32_t>(from);
      void* to = array->typbyval ? static_cast<void*>(&value) : palloc(bytes);
      std::memcpy(to, from, bytes);
      from += bytes;
      if (!array->typbyval) value = PointerGetDatum(to);
    }
    accumArrayResult(array, value, null, type, memory);
  }
  MemoryContextSwitchTo(before);
  MemoryContextReset(temporary);
  return PointerGetDatum(array);
}

// ---- Serial functions

std::size_t serialized_size(const Call& call, Datum state) {
  Packing& packing = *call.packing;
  begin_calls(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary_of(call));
  bool null;
  packing.serialized = reinterpret_cast<const varlena*>(
      DatumGetPointer(call_with_states(call, packing.serialize, {state, false}, {}, &null)));
  MemoryContextSwitchTo(before);
  if (null) raise_internal();
  return VARSIZE_ANY_EXHDR(packing.serialized);
}

void pack_serialized(const Call& call, Datum, std::byte* to) {
  const varlena* serialized = call.packing->serialized;
  std::memcpy(to, VARDATA_ANY(serialized), VARSIZE_ANY_EXHDR(serialized));
  end_calls(call);
}

Datum unpack_serialized(const Call& call, const std::byte* from, std::size_t bytes) {
  const Packing& packing = *call.packing;
  begin_calls(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary_of(call));
  auto* serialized = static_cast<varlena*>(palloc(bytes + VARHDRSZ));
  SET_VARSIZE(serialized, bytes + VARHDRSZ);
  std::memcpy(VARDATA(serialized), from, bytes);
  bool null;
  // The second argument is a dummy of type internal.
  Datum state = call_with_states(call, packing.deserialize, {PointerGetDatum(serialized), false},
                                 {0, false}, &null);
  if (!null) state = call_with_states(call, packing.combine, {0, true}, {state, false}, &null);
  MemoryContextSwitchTo(before);
  end_calls(call);
  if (null) raise_internal();
  return state;
}

FmgrInfo* built_call(Oid function, void (*build)(Oid, Expr**)) {
  Expr* expression;
  build(function, &expression);
  return support_call(function, expression);
}

Packing* serial_packing(const Aggref* aggref) {
  if (aggref->aggfnoid >= FirstNormalObjectId) return nullptr;
  const HeapTuple tuple = SearchSysCache1(AGGFNOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const FormData_pg_aggregate aggregate = *reinterpret_cast<Form_pg_aggregate>(GETSTRUCT(tuple));
  ReleaseSysCache(tuple);
  if (!OidIsValid(aggregate.aggserialfn) || !OidIsValid(aggregate.aggdeserialfn) ||
      !OidIsValid(aggregate.aggcombinefn))
    return nullptr;
  auto* packing = make_array<Packing>(1);
  *packing = {serialized_size, pack_serialized, unpack_serialized, nullptr, nullptr,
              nullptr,         nullptr};
  packing->serialize = built_call(aggregate.aggserialfn, build_aggregate_serialfn_expr);
  packing->deserialize = built_call(aggregate.aggdeserialfn, build_aggregate_deserialfn_expr);
  Oid state = INTERNALOID;
  Expr* expression;
  build_aggregate_transfn_expr(&state, 1, 0, false, state, aggref->inputcollid,
                               aggregate.aggcombinefn, InvalidOid, &expression, nullptr);
  packing->combine = support_call(aggregate.aggcombinefn, expression);
  return packing;
}

}  // namespace

Packing* make_packing(const Aggref* aggref, Oid transition_function) {
  constexpr Packing kString = {string_size, pack_string, unpack_string, nullptr,
                               nullptr,     nullptr,     nullptr};
  constexpr Packing kArray = {array_size, pack_array, unpack_array, nullptr,
                              nullptr,    nullptr,    nullptr};
  auto* packing = make_array<Packing>(1);
  switch (transition_function) {
    case F_STRING_AGG_TRANSFN:
    case F_BYTEA_STRING_AGG_TRANSFN:
      *packing = kString;
      return packing;
    case F_ARRAY_AGG_TRANSFN:
    case F_RANGE_AGG_TRANSFN:
    case F_MULTIRANGE_AGG_TRANSFN:
      *packing = kArray;
      return packing;
    default:
      return serial_packing(aggref);
  }
}

std::size_t packed_size(const Call& call, Datum state) { return call.packing->size(call, state); }

void pack_state(const Call& call, Datum state, std::byte* to) {
  call.packing->pack(call, state, to);
}

Datum unpack_state(const Call& call, const std::byte* from, std::size_t bytes) {
  return call.packing->unpack(call, from, bytes);
}

}  // namespace sketch::pg
