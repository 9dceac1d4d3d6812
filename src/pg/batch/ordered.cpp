// SPDX-License-Identifier: PostgreSQL
//
// Aggregates that see the rows of a group in an order: those with DISTINCT or ORDER BY, and
// ordered-set aggregates, whose states are sorts. They are computed when their group is complete,
// one group after the other. Until then the rows are kept:
//
//   batch --> sort by group number (keep_rows)
//                  |  groups are put out, in order of their numbers (compute_ordered)
//                  v
//             rows of one group --> a sort for each aggregate --> transition function
//                               --> transition function, if there is nothing to sort
//
// As in an Agg node, each aggregate sorts its rows on its own. If there is only one group, rows go
// to these sorts at once.
#include "batch/ordering.hpp"

namespace sketch::pg {
namespace {

// The state of such an aggregate until its group is complete.
struct Kept {
  std::uint64_t counted;  // the rows that count
  std::uint64_t rows;  // the rows that are kept for the group; only set in the first such aggregate
};
static_assert(sizeof(Kept) == sizeof(CallState));

constexpr int kBeforeInputs = 1;  // see Ordering::first

Kept& kept_of(const Transition& transition, Group* group) {
  return *reinterpret_cast<Kept*>(state_at(group, transition));
}

// ---- Rows

// Whether a recent row of the same group had the same inputs, to the byte. Long inputs aren't
// remembered.
bool came_lately(const BatchScan& scan, const GroupingSet& set, const Ordering& ordering,
                 const Group* group) {
  Recent*& recent = set.ordered->recent[ordering.number];
  if (recent == nullptr)
    recent = static_cast<Recent*>(MemoryContextAllocZero(scan.sorts, sizeof(Recent)));
  if (!recent->is_worthwhile()) return false;
  char bytes[Recent::kBytes];
  std::size_t length = 0;
  const auto append = [&](const void* from, std::size_t size) {
    if (size > sizeof bytes - length) return false;
    std::memcpy(bytes + length, from, size);
    length += size;
    return true;
  };
  append(&group->number, sizeof group->number);
  for (int i = 0; i < ordering.described->natts; ++i) {
    const auto* attribute = TupleDescAttr(ordering.described, i);
    const bool null = ordering.written->tts_isnull[i];
    const Datum value = ordering.written->tts_values[i];
    if (!append(&null, sizeof null)) return false;
    if (null) continue;
    const bool fits = attribute->attbyval ? append(&value, sizeof value)
                                          : append(DatumGetPointer(value),
                                                   datumGetSize(value, false, attribute->attlen));
    if (!fits) return false;
  }
  ++recent->tried;
  Recent::Row& row = recent->row[hash_bytes(bytes, length) % Recent::kRows];
  if (row.length == length && std::memcmp(row.bytes, bytes, length) == 0) {
    ++recent->found;
    return true;
  }
  row.length = static_cast<std::uint8_t>(length);
  std::memcpy(row.bytes, bytes, length);
  return false;
}

// Puts an aggregate's inputs in a row of the batch into ordering.written. Returns false if the row
// doesn't count, or is known to be a repeated one.
bool read_inputs(const BatchScan& scan, const GroupingSet& set, const Transition& transition,
                 int row) {
  const Call& call = *transition.call;
  const Ordering& ordering = *call.ordering;
  const Column* columns = scan.columns + transition.column + call.filtered;
  if (!counts(call, columns, row)) return false;
  for (int i = 0; i < call.inputs; ++i) {
    ordering.written->tts_values[i] = columns[i].words[row];
    ordering.written->tts_isnull[i] = columns[i].nulls[row];
  }
  return ordering.equal == nullptr || !scan.remembers ||
         !came_lately(scan, set, ordering, scan.group[row]);
}

// Copies the inputs from ordering.written to the row that is kept; take_inputs() copies them back.
void write_inputs(const BatchScan& scan, const Ordering& ordering) {
  const auto inputs = static_cast<std::size_t>(ordering.described->natts);
  const int at = ordering.first + kBeforeInputs;
  std::memcpy(scan.kept_written->tts_values + at, ordering.written->tts_values,
              sizeof(Datum) * inputs);
  std::memcpy(scan.kept_written->tts_isnull + at, ordering.written->tts_isnull, inputs);
}

void take_inputs(const TupleTableSlot* row, const Ordering& ordering) {
  const auto inputs = static_cast<std::size_t>(ordering.described->natts);
  const int at = ordering.first + kBeforeInputs;
  std::memcpy(ordering.written->tts_values, row->tts_values + at, sizeof(Datum) * inputs);
  std::memcpy(ordering.written->tts_isnull, row->tts_isnull + at, inputs);
}

void add_kept(const BatchScan& scan, const GroupingSet& set, const Group* group) {
  TupleTableSlot* row = scan.kept_written;
  row->tts_values[0] = Int64GetDatum(group->number);
  row->tts_isnull[0] = false;
  add_to_sort(row, sort_by_group(scan, set));
}

}  // namespace

void keep_rows(const BatchScan& scan, const GroupingSet& set) {
  constexpr int kRowsBetweenPauses = 16;
  TupleTableSlot* kept = scan.kept_written;
  const auto columns = static_cast<std::size_t>(kept->tts_tupleDescriptor->natts);
  for (int i = 0; i < scan.rows; ++i) {
    if (i % kRowsBetweenPauses == 0) CHECK_FOR_INTERRUPTS();
    Group* group = scan.group[i];
    bool any = false;
    std::fill_n(kept->tts_isnull, columns, true);
    for (int t = scan.first_ordered; t < scan.transitions; ++t) {
      if (!is_ordered_at(scan, t)) continue;
      const Transition& transition = scan.transition[t];
      const Ordering& ordering = *transition.call->ordering;
      if (!read_inputs(scan, set, transition, i)) continue;
      ++kept_of(transition, group).counted;
      if (has_one_group(set, ordering)) {
        add_to_group(scan, set, ordering);
        continue;
      }
      any = true;
      kept->tts_isnull[ordering.first] = false;
      kept->tts_values[ordering.first] = BoolGetDatum(true);
      write_inputs(scan, ordering);
    }
    if (!any) continue;
    ++kept_of(scan.transition[scan.first_ordered], group).rows;
    add_kept(scan, set, group);
  }
}

// ---- Groups

namespace {

void call_with(const Call& call, CallState& state, const Datum* values, const bool* nulls) {
  for (int a = 0; a < call.arguments; ++a) arguments_of(call)[a] = {values[a], nulls[a]};
  const MemoryContext temporary = temporary_of(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  advance(call, state);
  MemoryContextReset(temporary);
  MemoryContextSwitchTo(before);
}

bool is_same(const Call& call, const Ordering& ordering, Datum a, Datum b) {
  const MemoryContext temporary = temporary_of(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  const bool same =
      DatumGetBool(FunctionCall2Coll(ordering.equal, call.described->aggCollation, a, b));
  MemoryContextReset(temporary);
  MemoryContextSwitchTo(before);
  return same;
}

// Calls the transition function with the sorted values of a single input.
void call_with_values(const Call& call, CallState& state, Tuplesortstate* sort) {
  const Ordering& ordering = *call.ordering;
  Datum last = 0, last_abbreviated = 0, value, abbreviated = 0;
  bool last_null = false, any = false, null;
  while (next_sorted_datum(sort, &value, &null, &abbreviated)) {
    CHECK_FOR_INTERRUPTS();
    const bool repeated = ordering.equal != nullptr && any &&
                          (null || last_null ? null == last_null
                                             : abbreviated == last_abbreviated &&
                                                   is_same(call, ordering, last, value));
    if (!repeated) call_with(call, state, &value, &null);
    // A by-reference value is freed: this one if it is repeated, otherwise the last one.
    if (!ordering.by_value) {
      const bool dropped_null = repeated ? null : last_null;
      if ((repeated || any) && !dropped_null) pfree(DatumGetPointer(repeated ? value : last));
    }
    if (repeated) continue;
    any = true;
    last = value;
    last_null = null;
    last_abbreviated = abbreviated;
  }
  if (!ordering.by_value && any && !last_null) pfree(DatumGetPointer(last));
}

bool is_same_row(const Call& call, const Ordering& ordering, TupleTableSlot* a, TupleTableSlot* b) {
  slot_getallattrs(a);
  slot_getallattrs(b);
  bool same = true;
  const MemoryContext temporary = temporary_of(call);
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  for (int i = ordering.sort_columns - 1; same && i >= 0; --i) {
    const int at = ordering.column[i] - 1;
    same = a->tts_isnull[at] || b->tts_isnull[at]
               ? a->tts_isnull[at] == b->tts_isnull[at]
               : DatumGetBool(FunctionCall2Coll(&ordering.equal[i], ordering.collations[i],
                                                a->tts_values[at], b->tts_values[at]));
  }
  MemoryContextReset(temporary);
  MemoryContextSwitchTo(before);
  return same;
}

void call_with_rows(const Call& call, CallState& state, Tuplesortstate* sort) {
  Ordering& ordering = *call.ordering;
  const bool distinct = ordering.equal != nullptr;
  bool any = false;
  while (tuplesort_gettupleslot(sort, true, distinct, ordering.read, nullptr)) {
    CHECK_FOR_INTERRUPTS();
    if (distinct && any && is_same_row(call, ordering, ordering.last, ordering.read)) continue;
    slot_getallattrs(ordering.read);
    call_with(call, state, ordering.read->tts_values, ordering.read->tts_isnull);
    any = true;
    if (distinct) std::swap(ordering.read, ordering.last);
  }
  ExecClearTuple(ordering.read);
  ExecClearTuple(ordering.last);
}

// The next kept row. It has to be one of this group.
TupleTableSlot* next_kept(const BatchScan& scan, const GroupingSet& set, const Group* group) {
  TupleTableSlot* row = scan.kept_read;
  bool null;
  if (!tuplesort_gettupleslot(set.ordered->kept, true, false, row, nullptr) ||
      DatumGetInt64(slot_getattr(row, 1, &null)) != static_cast<int64>(group->number)) {
    raise_internal();
  }
  return row;
}

// Hands the kept rows of a group to the aggregates, or to their sorts if there is something to
// sort.
void hand_out(const BatchScan& scan, const GroupingSet& set, Group* group, std::uint64_t rows) {
  for (; rows != 0; --rows) {
    CHECK_FOR_INTERRUPTS();
    TupleTableSlot* row = next_kept(scan, set, group);
    slot_getallattrs(row);
    for (int t = scan.first_ordered; t < scan.transitions; ++t) {
      if (!is_ordered_at(scan, t)) continue;
      const Transition& transition = scan.transition[t];
      const Call& call = *transition.call;
      const Ordering& ordering = *call.ordering;
      if (row->tts_isnull[ordering.first]) continue;
      if (ordering.sort_columns != 0 && ordering.count > 1) {
        take_inputs(row, ordering);
        add_to_group(scan, set, ordering);
        continue;
      }
      const int at = ordering.first + kBeforeInputs;
      begin_calls(call);
      call_with(call, state_of_call(state_at(group, transition)), row->tts_values + at,
                row->tts_isnull + at);
    }
  }
  ExecClearTuple(scan.kept_read);
}

}  // namespace

const Kind kOrdered = {sizeof(CallState), nullptr, called_value, nullptr,
                       nullptr,           nullptr, nullptr};

void compute_ordered(BatchScan& scan, const GroupingSet& set, Group* group) {
  if (scan.ordered == 0) return;
  ReScanExprContext(scan.group_calls);
  const std::uint64_t rows = kept_of(scan.transition[scan.first_ordered], group).rows;
  for (int t = scan.first_ordered; t < scan.transitions; ++t) {
    if (!is_ordered_at(scan, t)) continue;
    Kept& kept = kept_of(scan.transition[t], group);
    scan.transition[t].call->ordering->count = kept.counted;
    kept = {};
  }
  hand_out(scan, set, group, rows);
  for (int t = scan.first_ordered; t < scan.transitions; ++t) {
    if (!is_ordered_at(scan, t)) continue;
    const Call& call = *scan.transition[t].call;
    const Ordering& ordering = *call.ordering;
    if (ordering.sort_columns == 0 || ordering.count <= (has_one_group(set, ordering) ? 0 : 1))
      continue;
    Tuplesortstate* sort = set.ordered->of_group[ordering.number];
    tuplesort_performsort(sort);
    note_memory(scan, set);
    CallState& state = state_of_call(state_at(group, scan.transition[t]));
    begin_calls(call);
    if (ordering.single) {
      call_with_values(call, state, sort);
    } else {
      call_with_rows(call, state, sort);
    }
    tuplesort_reset(sort);
  }
  scan.caller->curpertrans = nullptr;
}

// ---- Spilling

std::uint64_t kept_rows(const BatchScan& scan, const std::byte* group) {
  if (scan.ordered == 0) return 0;
  Kept kept;
  std::memcpy(&kept, group + scan.transition[scan.first_ordered].offset, sizeof kept);
  return kept.rows;
}

MinimalTuple take_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group) {
  bool owned;
  return ExecFetchSlotMinimalTuple(next_kept(scan, set, group), &owned);
}

void restore_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group,
                      MinimalTuple row) {
  TupleTableSlot *read = scan.kept_read, *written = scan.kept_written;
  ExecStoreMinimalTuple(row, read, false);
  slot_getallattrs(read);
  const auto columns = static_cast<std::size_t>(read->tts_tupleDescriptor->natts);
  std::memcpy(written->tts_values, read->tts_values, sizeof(Datum) * columns);
  std::memcpy(written->tts_isnull, read->tts_isnull, columns);
  add_kept(scan, set, group);
  ExecClearTuple(read);
}

}  // namespace sketch::pg
