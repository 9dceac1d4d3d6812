// SPDX-License-Identifier: PostgreSQL
//
// Aggregates that see the rows of a group in an order: those with DISTINCT or ORDER BY, and ordered-set
// aggregates, whose states are sorts. None of them is computed before its group is complete, and then
// one group after the other. Until then rows are kept, with what all of these aggregates need of them, in
// one sort by the number of the group. The rows of a group are sorted again as each aggregate asks for, as
// in an Agg node. Where there is but one group, rows go to these sorts at once.
#include "batch/calls.hpp"

namespace sketch::pg {

struct Ordering {
  int number;           // among those of the node
  int first;            // of its columns in a row that is kept: whether it counts, then the inputs
  TupleDesc described;  // of the inputs
  TupleTableSlot *written, *read, *last;
  int sort_columns;  // none for an ordered-set aggregate, which sorts for itself
  AttrNumber* column;
  Oid *operators, *collations;
  bool* nulls_first;
  FmgrInfo* equal;      // for each of them, if the aggregate is of DISTINCT rows
  bool single;          // its only input is what it is sorted by
  bool by_value;        // that is,
  std::int16_t length;  // and so long
  std::uint64_t count;  // rows of the group at hand
};

// Rows of DISTINCT aggregates that were kept lately, as bytes: those that come again change nothing.
struct Recent {
  static constexpr std::size_t kRows = 1024, kBytes = 47;
  static constexpr std::uint32_t kTried = 4096, kFewest = kTried / 8;
  struct Row {
    std::uint8_t length;
    char bytes[kBytes];
  };
  std::uint32_t tried, found;
  Row row[kRows];

  bool is_worthwhile() const { return tried < kTried || found >= kFewest; }
};

struct OrderedRows {
  Tuplesortstate* kept;
  bool complete;  // they are sorted
  Tuplesortstate** of_group;  // for each aggregate
  Recent** recent;
};

// The state of such an aggregate until its group is complete.
struct Kept {
  std::uint64_t counted;
  std::uint64_t rows;  // kept of the group; only the first of the aggregates knows
};
static_assert(sizeof(Kept) == sizeof(CallState));

namespace {

constexpr int kBeforeInputs = 1;  // column of an aggregate, which isn't NULL where the row counts

bool is_ordered_at(const BatchScan& scan, int transition) {
  return scan.transition[transition].kind == &kOrdered;
}

Kept& kept_of(const Transition& transition, Group* group) {
  return *reinterpret_cast<Kept*>(state_at(group, transition));
}

// Whether rows are sorted as the aggregate asks for to begin with.
bool has_one_group(const GroupingSet& set, const Ordering& ordering) {
  return set.groups.keys == 0 && ordering.sort_columns != 0;
}

int kilobytes(std::size_t bytes) {
  constexpr std::size_t kLeast = 64;
  return static_cast<int>(std::clamp(bytes / 1024, kLeast, static_cast<std::size_t>(MAX_KILOBYTES)));
}

// ---- Sorts

Tuplesortstate* sort_of_group(const BatchScan& scan, const GroupingSet& set, const Ordering& ordering) {
  Tuplesortstate*& sort = set.ordered->of_group[ordering.number];
  if (sort != nullptr) return sort;
  const MemoryContext before = MemoryContextSwitchTo(scan.sorts);
  const int memory = kilobytes(scan.group_sort_memory);
  sort = ordering.single
             ? tuplesort_begin_datum(TupleDescAttr(ordering.described, 0)->atttypid, ordering.operators[0],
                                     ordering.collations[0], ordering.nulls_first[0], memory, nullptr, kPlainSort)
             : tuplesort_begin_heap(ordering.described, ordering.sort_columns, ordering.column, ordering.operators,
                                    ordering.collations, ordering.nulls_first, memory, nullptr, kPlainSort);
  MemoryContextSwitchTo(before);
  return sort;
}

Tuplesortstate* sort_by_group(const BatchScan& scan, const GroupingSet& set) {
  OrderedRows& rows = *set.ordered;
  if (rows.kept != nullptr) return rows.kept;
  AttrNumber column = 1;
  Oid operator_ = Int8LessOperator, collation = InvalidOid;
  bool nulls_first = false;
  const MemoryContext before = MemoryContextSwitchTo(scan.sorts);
  rows.kept = tuplesort_begin_heap(scan.kept_written->tts_tupleDescriptor, 1, &column, &operator_, &collation,
                                   &nulls_first, kilobytes(scan.kept_memory), nullptr, kPlainSort);
  rows.complete = false;
  MemoryContextSwitchTo(before);
  return rows.kept;
}

void end_sort(BatchScan& scan, Tuplesortstate*& sort) {
  if (sort == nullptr) return;
  TuplesortInstrumentation used;
  tuplesort_get_stats(sort, &used);
  if (used.spaceType == SORT_SPACE_TYPE_DISK)
    scan.figures.spilled_bytes += static_cast<std::uint64_t>(used.spaceUsed) * 1024;
  tuplesort_end(sort);
  sort = nullptr;
}

void note_memory(BatchScan& scan, const GroupingSet& set) {
  const std::size_t bytes = set.groups.bytes() + ordered_bytes(scan);
  scan.figures.peak_bytes = std::max(scan.figures.peak_bytes, bytes);
}

// Adds the row that is written to.
void add_to_sort(TupleTableSlot* written, Tuplesortstate* sort) {
  ExecStoreVirtualTuple(written);
  tuplesort_puttupleslot(sort, written);
  ExecClearTuple(written);
}

void add_to_group(const BatchScan& scan, const GroupingSet& set, const Ordering& ordering) {
  Tuplesortstate* sort = sort_of_group(scan, set, ordering);
  TupleTableSlot* inputs = ordering.written;
  if (ordering.single) {
    tuplesort_putdatum(sort, inputs->tts_values[0], inputs->tts_isnull[0]);
  } else {
    add_to_sort(inputs, sort);
  }
}

// ---- Rows

// Whether the inputs were those of one of the last rows of the group, to the byte. Long ones aren't kept
// in mind.
bool came_lately(const BatchScan& scan, const GroupingSet& set, const Ordering& ordering, const Group* group) {
  Recent*& recent = set.ordered->recent[ordering.number];
  if (recent == nullptr) recent = static_cast<Recent*>(MemoryContextAllocZero(scan.sorts, sizeof(Recent)));
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
    const bool fits = attribute->attbyval
                          ? append(&value, sizeof value)
                          : append(DatumGetPointer(value), datumGetSize(value, false, attribute->attlen));
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

// The aggregate's inputs of a row of the batch, or false if it doesn't count.
bool read_inputs(const BatchScan& scan, const GroupingSet& set, const Transition& transition, int row) {
  const Call& call = *transition.call;
  const Ordering& ordering = *call.ordering;
  const Column* columns = scan.columns + transition.column + call.filtered;
  if (!counts(call, columns, row)) return false;
  for (int i = 0; i < call.inputs; ++i) {
    ordering.written->tts_values[i] = columns[i].words[row];
    ordering.written->tts_isnull[i] = columns[i].nulls[row];
  }
  return ordering.equal == nullptr || !scan.remembers || !came_lately(scan, set, ordering, scan.group[row]);
}

// Of the aggregate's inputs, and back.
void write_inputs(const BatchScan& scan, const Ordering& ordering) {
  const auto inputs = static_cast<std::size_t>(ordering.described->natts);
  const int at = ordering.first + kBeforeInputs;
  std::memcpy(scan.kept_written->tts_values + at, ordering.written->tts_values, sizeof(Datum) * inputs);
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
  const bool same = DatumGetBool(FunctionCall2Coll(ordering.equal, call.described->aggCollation, a, b));
  MemoryContextReset(temporary);
  MemoryContextSwitchTo(before);
  return same;
}

// One input: of its kind, sorted values can be had without rows around them.
void call_with_values(const Call& call, CallState& state, Tuplesortstate* sort) {
  const Ordering& ordering = *call.ordering;
  Datum last = 0, last_abbreviated = 0, value, abbreviated = 0;
  bool last_null = false, any = false, null;
  while (next_sorted_datum(sort, &value, &null, &abbreviated)) {
    CHECK_FOR_INTERRUPTS();
    const bool repeated = ordering.equal != nullptr && any &&
                          (null || last_null ? null == last_null
                                             : abbreviated == last_abbreviated && is_same(call, ordering, last, value));
    if (!repeated) call_with(call, state, &value, &null);
    // Of the one that came last, or of this.
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
               : DatumGetBool(FunctionCall2Coll(&ordering.equal[i], ordering.collations[i], a->tts_values[at],
                                                b->tts_values[at]));
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

// The next row that was kept, which is one of the group's.
TupleTableSlot* next_kept(const BatchScan& scan, const GroupingSet& set, const Group* group) {
  TupleTableSlot* row = scan.kept_read;
  bool null;
  if (!tuplesort_gettupleslot(set.ordered->kept, true, false, row, nullptr) ||
      DatumGetInt64(slot_getattr(row, 1, &null)) != static_cast<int64>(group->number)) {
    raise_internal();
  }
  return row;
}

// Hands the rows of a group to the aggregates, or to their sorts if there is something to sort.
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
      call_with(call, state_of_call(state_at(group, transition)), row->tts_values + at, row->tts_isnull + at);
    }
  }
  ExecClearTuple(scan.kept_read);
}

}  // namespace

const Kind kOrdered = {sizeof(CallState), nullptr, called_value, nullptr, nullptr, nullptr, nullptr};

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
    if (ordering.sort_columns == 0 || ordering.count <= (has_one_group(set, ordering) ? 0 : 1)) continue;
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

// ---- Sets

namespace {

// What all of the aggregates need of a row, behind its group's number.
void describe_kept(BatchScan& scan) {
  auto* number = reinterpret_cast<Expr*>(makeNullConst(INT8OID, -1, InvalidOid));
  auto* whether = reinterpret_cast<Expr*>(makeNullConst(BOOLOID, -1, InvalidOid));
  List* columns = list_make1(makeTargetEntry(number, 1, nullptr, false));
  scan.first_ordered = scan.transitions;
  for (int t = scan.transitions - 1; t >= 0; --t)
    if (is_ordered_at(scan, t)) scan.first_ordered = t;
  for (int t = scan.first_ordered; t < scan.transitions; ++t) {
    if (!is_ordered_at(scan, t)) continue;
    const Call& call = *scan.transition[t].call;
    call.ordering->first = list_length(columns);
    columns = lappend(columns, makeTargetEntry(whether, 1, nullptr, false));
    columns = list_concat(columns, call.described->aggref->args);
  }
  TupleDesc described = ExecTypeFromTL(columns);
  scan.kept_written = MakeSingleTupleTableSlot(described, &TTSOpsVirtual);
  scan.kept_read = MakeSingleTupleTableSlot(described, &TTSOpsMinimalTuple);
}

}  // namespace

// Of the memory three quarters are for the rows that are kept, the others for those of a group, unless
// there is but one.
// What came lately is remembered if that takes only a part of it.
void start_ordered(BatchScan& scan, EState* estate, std::size_t memory) {
  describe_kept(scan);
  scan.sorts = AllocSetContextCreate(estate->es_query_cxt, "sketch sorts", ALLOCSET_SMALL_SIZES);
  scan.group_calls = CreateExprContext(estate);
  const std::size_t remembered = sizeof(Recent) * static_cast<std::size_t>(scan.ordered * scan.set_count);
  scan.remembers = remembered <= memory / 4;
  if (scan.remembers) memory -= remembered;
  int groups = 0;
  for (int i = 0; i < scan.set_count; ++i) {
    auto* rows = scan.sets[i].ordered = make_array<OrderedRows>(1);
    rows->of_group = make_array<Tuplesortstate*>(scan.ordered);
    rows->recent = make_array<Recent*>(scan.ordered);
    groups += scan.sets[i].groups.keys == 0;
  }
  scan.kept_memory = (memory - memory / 4) / static_cast<std::size_t>(scan.set_count);
  scan.group_sort_memory = scan.keys == 0
                               ? memory / static_cast<std::size_t>(scan.ordered * scan.set_count)
                               : memory / 4 / static_cast<std::size_t>(scan.ordered * (groups + 1));
}

std::size_t ordered_bytes(const BatchScan& scan) {
  return scan.ordered == 0 ? 0 : MemoryContextMemAllocated(scan.sorts, true);
}

void complete_ordered(BatchScan& scan, GroupingSet& set) {
  if (scan.ordered == 0) return;
  OrderedRows& rows = *set.ordered;
  if (rows.kept != nullptr && !rows.complete) {
    tuplesort_performsort(rows.kept);
    rows.complete = true;
  }
  note_memory(scan, set);
}

void clear_ordered(BatchScan& scan, GroupingSet& set) {
  if (set.ordered == nullptr) return;
  end_sort(scan, set.ordered->kept);
  for (int i = 0; i < scan.ordered; ++i) {
    end_sort(scan, set.ordered->of_group[i]);
    Recent*& recent = set.ordered->recent[i];
    if (recent != nullptr) pfree(recent);
    recent = nullptr;
  }
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

void restore_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group, MinimalTuple row) {
  TupleTableSlot *read = scan.kept_read, *written = scan.kept_written;
  ExecStoreMinimalTuple(row, read, false);
  slot_getallattrs(read);
  const auto columns = static_cast<std::size_t>(read->tts_tupleDescriptor->natts);
  std::memcpy(written->tts_values, read->tts_values, sizeof(Datum) * columns);
  std::memcpy(written->tts_isnull, read->tts_isnull, columns);
  add_kept(scan, set, group);
  ExecClearTuple(read);
}

// ---- Setting up

// An ordered-set aggregate of all rows has but one state, to which they can go at once.
bool is_ordered(const BatchScan& scan, const Aggref* aggref) {
  if (aggref->aggdistinct == NIL && aggref->aggorder == NIL) return false;
  return aggref->aggkind == AGGKIND_NORMAL || scan.keys != 0;
}

namespace {

void set_columns(Ordering& ordering, const Aggref* aggref) {
  List* clauses = aggref->aggdistinct != NIL ? aggref->aggdistinct : aggref->aggorder;
  const int count = ordering.sort_columns = list_length(clauses);
  ordering.column = make_array<AttrNumber>(count);
  ordering.operators = make_array<Oid>(count);
  ordering.collations = make_array<Oid>(count);
  ordering.nulls_first = make_array<bool>(count);
  if (aggref->aggdistinct != NIL) ordering.equal = make_array<FmgrInfo>(count);
  for (int i = 0; i < count; ++i) {
    auto* clause = static_cast<SortGroupClause*>(list_nth(clauses, i));
    const TargetEntry* input = get_sortgroupclause_tle(clause, aggref->args);
    ordering.column[i] = static_cast<AttrNumber>(input->resno);
    ordering.operators[i] = clause->sortop;
    ordering.collations[i] = exprCollation(reinterpret_cast<Node*>(input->expr));
    ordering.nulls_first[i] = clause->nulls_first;
    if (ordering.equal != nullptr) fmgr_info(get_opcode(clause->eqop), &ordering.equal[i]);
  }
}

}  // namespace

Ordering* make_ordering(BatchScan& scan, const Aggref* aggref) {
  auto* ordering = make_array<Ordering>(1);
  ordering->number = scan.ordered++;
  ordering->described = ExecTypeFromTL(aggref->args);
  ordering->written = MakeSingleTupleTableSlot(ordering->described, &TTSOpsVirtual);
  ordering->read = MakeSingleTupleTableSlot(ordering->described, &TTSOpsMinimalTuple);
  ordering->last = MakeSingleTupleTableSlot(ordering->described, &TTSOpsMinimalTuple);
  if (aggref->aggkind == AGGKIND_NORMAL) set_columns(*ordering, aggref);
  ordering->single = ordering->sort_columns == 1 && list_length(aggref->args) == 1;
  ordering->by_value = TupleDescAttr(ordering->described, 0)->attbyval;
  ordering->length = TupleDescAttr(ordering->described, 0)->attlen;
  return ordering;
}

}  // namespace sketch::pg
