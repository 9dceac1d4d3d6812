// SPDX-License-Identifier: PostgreSQL
//
// Fills batches with rows of the child plan. If a row comes from a drained table, the rest of its
// page follows (page.cpp).
#include "batch/source.hpp"

#include <utility>

namespace sketch::pg {
namespace {

// Memory for a copy of a value, until the next batch.
void* copy_room(BatchScan& scan, std::size_t bytes) {
  Draining& draining = draining_of(scan);
  const std::size_t aligned = MAXALIGN(bytes);
  // The first batch may be the only one, and have few rows.
  const std::size_t wanted = draining.batch == 1 ? Draining::kFirstCopies : Draining::kCopies;
  if (draining.copied == 0 && draining.copies_room < wanted) {
    if (draining.copies != nullptr) pfree(draining.copies);
    draining.copies =
        static_cast<char*>(MemoryContextAlloc(scan.css.ss.ps.state->es_query_cxt, wanted));
    draining.copies_room = wanted;
  }
  if (aligned > draining.copies_room - draining.copied)
    return MemoryContextAlloc(scan.batch_context, bytes);
  void* room = draining.copies + draining.copied;
  draining.copied += aligned;
  return room;
}

const varlena* plain_copy(BatchScan& scan, Datum value) {
  const auto* stored = reinterpret_cast<const varlena*>(DatumGetPointer(value));
  if (VARATT_IS_4B_C(stored) || VARATT_IS_EXTERNAL(stored)) {
    const MemoryContext before = MemoryContextSwitchTo(scan.batch_context);
    const auto* plain = PG_DETOAST_DATUM_PACKED(value);
    MemoryContextSwitchTo(before);
    return plain;
  }
  const std::size_t bytes = VARSIZE_ANY(stored);
  void* copy = copy_room(scan, bytes);
  std::memcpy(copy, stored, bytes);
  return static_cast<const varlena*>(copy);
}

// Copies a value as it is stored; it stays compressed or out of line.
Datum stored_copy(BatchScan& scan, Datum value, int length) {
  const void* stored = DatumGetPointer(value);
  if (length == -2 || (length == -1 && VARATT_IS_EXTERNAL(stored))) {
    const MemoryContext before = MemoryContextSwitchTo(scan.batch_context);
    const Datum copy = datumCopy(value, false, length);
    MemoryContextSwitchTo(before);
    return copy;
  }
  const std::size_t bytes = length == -1 ? VARSIZE_ANY(stored) : static_cast<std::size_t>(length);
  void* copy = copy_room(scan, bytes);
  std::memcpy(copy, stored, bytes);
  return PointerGetDatum(copy);
}

template <class T>
void move_array(T*& array, char*& to, int room, int used) {
  auto* moved = reinterpret_cast<T*>(to);
  if (used != 0) std::memcpy(moved, array, sizeof(T) * static_cast<std::size_t>(used));
  array = moved;
  to += MAXALIGN(sizeof(T) * static_cast<std::size_t>(room));
}

}  // namespace

// Makes the batch's arrays larger. They are small at first, so that queries over few rows don't pay
// for a thousand.
void enlarge(BatchScan& scan, int rows) {
  const int room = rows <= kFewRows ? kFewRows : kBatchRoom;
  const std::size_t word_bytes = sizeof(std::uint64_t) * static_cast<std::size_t>(room);
  const std::size_t null_bytes = MAXALIGN(static_cast<std::size_t>(room));
  const auto columns = static_cast<std::size_t>(scan.column_count);
  auto* to = static_cast<char*>(MemoryContextAlloc(
      scan.css.ss.ps.state->es_query_cxt, columns * (word_bytes + null_bytes) + 3 * word_bytes));
  void* before = std::exchange(scan.arrays, to);
  for (std::size_t c = 0; c < columns; ++c) {
    move_array(scan.columns[c].words, to, room, scan.rows);
    move_array(scan.columns[c].nulls, to, room, scan.rows);
  }
  move_array(scan.hashes, to, room, 0);
  move_array(scan.scratch, to, room, 0);
  move_array(scan.group, to, room, 0);
  scan.group[0] = nullptr;
  scan.room = room;
  if (before != nullptr) pfree(before);
}

Draining& draining_of(BatchScan& scan) {
  if (scan.draining == nullptr) {
    // The arrays at the beginning need no zeros: they are written before they are read.
    auto* draining = static_cast<Draining*>(
        MemoryContextAlloc(scan.css.ss.ps.state->es_query_cxt, sizeof(Draining)));
    draining->page.count = 0;
    auto* rest = reinterpret_cast<char*>(&draining->page.places);
    std::memset(
        rest, 0,
        sizeof(Draining) - static_cast<std::size_t>(rest - reinterpret_cast<char*>(draining)));
    scan.draining = draining;
    scan.draining->batch = 1;
  }
  return *scan.draining;
}

std::uint64_t word_of(BatchScan& scan, const Column& column, Datum value) {
  switch (column.read) {
    case Read::nothing:
      return 0;
    case Read::word:
      switch (column.length) {
        case 8:
          return value;
        case 4:
          return static_cast<std::uint64_t>(DatumGetInt32(value));
        case 2:
          return static_cast<std::uint64_t>(DatumGetInt16(value));
        default:
          return static_cast<std::uint8_t>(value);
      }
    case Read::hash: {
      const MemoryContext before = MemoryContextSwitchTo(scan.input->ecxt_per_tuple_memory);
      const std::uint64_t hash = column.hash(value, column.collation);
      MemoryContextSwitchTo(before);
      return hash;
    }
    case Read::bytes:
      return reinterpret_cast<std::uint64_t>(plain_copy(scan, value));
    case Read::made: {
      const MemoryContext before = MemoryContextSwitchTo(scan.batch_context);
      const varlena* made = column.make(value, column.collation);
      MemoryContextSwitchTo(before);
      return reinterpret_cast<std::uint64_t>(made);
    }
    case Read::uuid: {
      void* copy = copy_room(scan, UUID_LEN);
      std::memcpy(copy, DatumGetUUIDP(value), UUID_LEN);
      return reinterpret_cast<std::uint64_t>(copy);
    }
    case Read::datum:
      return column.by_value ? value : stored_copy(scan, value, column.length);
  }
  return 0;
}

void find_invariant(BatchScan& scan, const Column& column, ExprState* expression) {
  Invariant& invariant = *column.invariant;
  const Datum value = ExecEvalExprSwitchContext(expression, scan.input, &invariant.null);
  const MemoryContext before = MemoryContextSwitchTo(scan.css.ss.ps.state->es_query_cxt);
  invariant.value = invariant.null ? Datum{0} : datumCopy(value, column.by_value, column.length);
  MemoryContextSwitchTo(before);
  invariant.known = true;
}

void forget_invariants(BatchScan& scan) {
  for (int c = 0; c < scan.column_count; ++c) {
    const Column& column = scan.columns[c];
    if (column.invariant == nullptr || !column.invariant->known) continue;
    if (!column.by_value && !column.invariant->null)
      pfree(DatumGetPointer(column.invariant->value));
    *column.invariant = {};
  }
}

Datum evaluate_in_slot(BatchScan& scan, const Evaluation& evaluation, TupleTableSlot* slot,
                       bool* null) {
  Cached* cached = evaluation.cached;
  const int input = cached == nullptr ? 0 : cached->attribute - 1;
  if (cached == nullptr || slot->tts_isnull[input])
    return ExecEvalExprSwitchContext(evaluation.state, scan.input, null);
  Datum value;
  if (find_cached(*cached, slot->tts_values[input], &value, null)) return value;
  value = ExecEvalExprSwitchContext(evaluation.state, scan.input, null);
  keep_cached(*cached, slot->tts_values[input], value, *null);
  return value;
}

void read_row(BatchScan& scan, const RowSource& source, TupleTableSlot* slot) {
  const int row = scan.rows++;
  if (source.last_attribute > 0) slot_getsomeattrs(slot, source.last_attribute);
  bool passes = true;
  for (int i = 0; i < scan.column_count; ++i) {
    const Access& access = source.access[i];
    Datum value = 0;
    bool null = false;
    if (!scan.columns[i].same_filter)
      passes = access.filter.state == nullptr ||
               DatumGetBool(evaluate_in_slot(scan, access.filter, slot, &null));
    if (!passes) {
      null = true;
    } else if (scan.columns[i].invariant != nullptr) {
      set_invariant(scan, scan.columns[i], row, access.expression.state);
      continue;
    } else if (access.attribute != 0) {
      value = slot->tts_values[access.attribute - 1];
      null = slot->tts_isnull[access.attribute - 1];
    } else if (access.expression.state != nullptr) {
      value = evaluate_in_slot(scan, access.expression, slot, &null);
    }
    set_value(scan, scan.columns[i], row, value, null);
  }
  if (source.has_expressions) ResetExprContext(scan.input);
}

namespace {

// The largest number of rows that can be drained from the scan's current page.
int rows_of_page(const RowSource& source) {
  const auto* heap = reinterpret_cast<HeapScanDesc>(source.table->ss.ss_currentScanDesc);
  return (heap->rs_base.rs_flags & SO_ALLOW_PAGEMODE) != 0 ? static_cast<int>(heap->rs_ntuples) : 1;
}

bool fill_from_child(BatchScan& scan) {
  PlanState* child = outerPlanState(&scan.css.ss.ps);
  while (scan.rows < kBatchRows && has_room(scan)) {
    TupleTableSlot* slot = ExecProcNode(child);
    if (TupIsNull(slot)) return false;
    RowSource& source = scan.sources[scan.append != nullptr ? scan.append->as_whichplan : 0];
    if (source.table != nullptr) {
      CHECK_FOR_INTERRUPTS();
      make_room(scan, scan.rows + rows_of_page(source));
      drain(scan, source);
    } else {
      make_room(scan, scan.rows + 1);
      scan.input->ecxt_outertuple = slot;
      read_row(scan, source, slot);
    }
  }
  return true;
}

}  // namespace

bool fill_batch(BatchScan& scan) {
  scan.rows = 0;
  MemoryContextReset(scan.batch_context);
  if (scan.draining != nullptr) {
    ++scan.draining->batch;
    scan.draining->copied = 0;
  }
  for (int i = 0; i < scan.column_count; ++i) scan.columns[i].any_null = false;
  if (scan.input_done) return false;
  const bool more = scan.reading != nullptr ? fill_batch_from_spill(scan) : fill_from_child(scan);
  ResetExprContext(scan.input);
  scan.input_done = !more;
  return scan.rows != 0;
}

}  // namespace sketch::pg
