// SPDX-License-Identifier: PostgreSQL
#include "batch/ordering.hpp"

namespace sketch::pg {
namespace {

int kilobytes(std::size_t bytes) {
  constexpr std::size_t kLeast = 64;
  return static_cast<int>(
      std::clamp(bytes / 1024, kLeast, static_cast<std::size_t>(MAX_KILOBYTES)));
}

Tuplesortstate* sort_of_group(const BatchScan& scan, const GroupingSet& set,
                              const Ordering& ordering) {
  Tuplesortstate*& sort = set.ordered->of_group[ordering.number];
  if (sort != nullptr) return sort;
  const MemoryContext before = MemoryContextSwitchTo(scan.sorts);
  const int memory = kilobytes(scan.group_sort_memory);
  sort = ordering.single
             ? tuplesort_begin_datum(TupleDescAttr(ordering.described, 0)->atttypid,
                                     ordering.operators[0], ordering.collations[0],
                                     ordering.nulls_first[0], memory, nullptr, kPlainSort)
             : tuplesort_begin_heap(ordering.described, ordering.sort_columns, ordering.column,
                                    ordering.operators, ordering.collations, ordering.nulls_first,
                                    memory, nullptr, kPlainSort);
  MemoryContextSwitchTo(before);
  return sort;
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

}  // namespace

// ---- Sorts

Tuplesortstate* sort_by_group(const BatchScan& scan, const GroupingSet& set) {
  OrderedRows& rows = *set.ordered;
  if (rows.kept != nullptr) return rows.kept;
  AttrNumber column = 1;
  Oid operator_ = Int8LessOperator, collation = InvalidOid;
  bool nulls_first = false;
  const MemoryContext before = MemoryContextSwitchTo(scan.sorts);
  rows.kept = tuplesort_begin_heap(scan.kept_written->tts_tupleDescriptor, 1, &column, &operator_,
                                   &collation, &nulls_first, kilobytes(scan.kept_memory), nullptr,
                                   kPlainSort);
  rows.complete = false;
  MemoryContextSwitchTo(before);
  return rows.kept;
}

void note_memory(BatchScan& scan, const GroupingSet& set) {
  const std::size_t bytes = set.groups.bytes() + ordered_bytes(scan);
  scan.figures.peak_bytes = std::max(scan.figures.peak_bytes, bytes);
}

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

// ---- Sets

namespace {

// Makes the descriptor of a kept row (ordering.hpp).
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

// Three quarters of the memory are for the kept rows, a quarter for the sorts of one group; without
// keys these get all of it. Recent rows are remembered if that takes at most a quarter.
void start_ordered(BatchScan& scan, EState* estate, std::size_t memory) {
  describe_kept(scan);
  scan.sorts = AllocSetContextCreate(estate->es_query_cxt, "sketch sorts", ALLOCSET_SMALL_SIZES);
  scan.group_calls = CreateExprContext(estate);
  const std::size_t remembered =
      sizeof(Recent) * static_cast<std::size_t>(scan.ordered * scan.set_count);
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

// ---- Aggregates

// Without keys an ordered-set aggregate has only one state, and rows can go to it as they come.
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
