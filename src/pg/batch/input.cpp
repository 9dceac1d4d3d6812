// SPDX-License-Identifier: PostgreSQL
//
// Reading rows into batches: each row that the child plan gives, and behind one of a drained table
// the others of its page (page.cpp).
#include "batch/source.hpp"

namespace sketch::pg {
namespace {

const varlena* plain_copy(Datum value, MemoryContext context) {
  const MemoryContext before = MemoryContextSwitchTo(context);
  auto* packed = PG_DETOAST_DATUM_PACKED(value);
  if (packed == reinterpret_cast<varlena*>(DatumGetPointer(value))) {
    const std::size_t bytes = VARSIZE_ANY(packed);
    packed = static_cast<varlena*>(palloc(bytes));
    std::memcpy(packed, DatumGetPointer(value), bytes);
  }
  MemoryContextSwitchTo(before);
  return packed;
}

}  // namespace

std::uint64_t word_of(const BatchScan& scan, const Column& column, Datum value) {
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
    case Read::unsigned4:
      return DatumGetObjectId(value);
    case Read::hash: {
      const MemoryContext before = MemoryContextSwitchTo(scan.input->ecxt_per_tuple_memory);
      const std::uint64_t hash = column.hash(value, column.collation);
      MemoryContextSwitchTo(before);
      return hash;
    }
    case Read::bytes:
      return reinterpret_cast<std::uint64_t>(plain_copy(value, scan.batch_context));
    case Read::made: {
      const MemoryContext before = MemoryContextSwitchTo(scan.batch_context);
      const varlena* made = column.make(value, column.collation);
      MemoryContextSwitchTo(before);
      return reinterpret_cast<std::uint64_t>(made);
    }
    case Read::uuid: {
      void* copy = MemoryContextAlloc(scan.batch_context, UUID_LEN);
      std::memcpy(copy, DatumGetUUIDP(value), UUID_LEN);
      return reinterpret_cast<std::uint64_t>(copy);
    }
  }
  return 0;
}

// A row in a slot that the source's expressions refer to.
void read_row(BatchScan& scan, const RowSource& source, TupleTableSlot* slot) {
  const int row = scan.rows++;
  if (source.last_attribute > 0) slot_getsomeattrs(slot, source.last_attribute);
  bool passes = true;
  for (int i = 0; i < scan.column_count; ++i) {
    const Access& access = source.access[i];
    Datum value = 0;
    bool null = false;
    if (!scan.columns[i].same_filter)
      passes = access.filter == nullptr || ExecQual(access.filter, scan.input);
    if (!passes) {
      null = true;
    } else if (access.attribute != 0) {
      value = slot->tts_values[access.attribute - 1];
      null = slot->tts_isnull[access.attribute - 1];
    } else if (access.expression != nullptr) {
      value = ExecEvalExprSwitchContext(access.expression, scan.input, &null);
    }
    set_value(scan, scan.columns[i], row, value, null);
  }
  if (source.has_expressions) ResetExprContext(scan.input);
}

namespace {

bool fill_from_child(BatchScan& scan) {
  PlanState* child = outerPlanState(&scan.css.ss.ps);
  while (scan.rows < kBatchRows && has_room(scan)) {
    TupleTableSlot* slot = ExecProcNode(child);
    if (TupIsNull(slot)) return false;
    RowSource& source = scan.sources[scan.append != nullptr ? scan.append->as_whichplan : 0];
    if (source.table != nullptr) {
      CHECK_FOR_INTERRUPTS();
      drain(scan, source);
    } else {
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
  for (int i = 0; i < scan.column_count; ++i) scan.columns[i].any_null = false;
  if (scan.input_done) return false;
  const bool more = scan.reading != nullptr ? fill_batch_from_spill(scan) : fill_from_child(scan);
  ResetExprContext(scan.input);
  scan.input_done = !more;
  return scan.rows != 0;
}

}  // namespace sketch::pg
