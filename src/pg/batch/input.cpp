// SPDX-License-Identifier: PostgreSQL
//
// Reading rows into batches: each row that the child plan gives, and behind one of a drained table
// (batch/source.cpp) the others of its page.
#include "batch/batch.hpp"

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

void set_value(const BatchScan& scan, Column& column, int row, Datum value, bool null) {
  column.nulls[row] = null;
  column.any_null |= null;
  column.words[row] = null ? 0 : word_of(scan, column, value);
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

// ---- Draining

// One column of all rows, whose data start at data[i]. Rows without are read already.
template <class Load>
void load_each(Column& column, int offset, const char* const* data, int first, int rows,
               Load load) {
  for (int i = 0; i < rows; ++i) {
    if (data[i] == nullptr) continue;
    column.nulls[first + i] = false;
    column.words[first + i] = load(data[i] + offset);
  }
}

template <class Integer>
std::uint64_t load_integer(const char* from) {
  Integer value;
  std::memcpy(&value, from, sizeof value);
  return static_cast<std::uint64_t>(value);
}

// Whether a stored value is more than its bytes in the page, which are few.
bool expands(const Column& column, const char* stored) {
  return column.length == -1 && (VARATT_IS_4B_C(stored) || VARATT_IS_1B_E(stored));
}

// One column of so many rows, or of fewer, if there is no room for the copies of more: for how many.
int load_column(const BatchScan& scan, Column& column, int offset, const char* const* data,
                int first, int rows) {
  if (column.read == Read::word && column.length == 8) {
    load_each(column, offset, data, first, rows, load_integer<std::int64_t>);
  } else if (column.read == Read::word && column.length == 4) {
    load_each(column, offset, data, first, rows, load_integer<std::int32_t>);
  } else if (column.read == Read::nothing) {
    load_each(column, offset, data, first, rows, [](const char*) { return std::uint64_t{0}; });
  } else if (column.hashes_bytes) {
    load_each(column, offset, data, first, rows, [&](const char* from) {
      if (VARATT_IS_4B_U(from) || (VARATT_IS_1B(from) && !VARATT_IS_1B_E(from)))
        return hash_bytes(VARDATA_ANY(from), VARSIZE_ANY_EXHDR(from));
      return word_of(scan, column, PointerGetDatum(from));
    });
  } else if (is_varlena(column.read)) {
    for (int i = 0; i < rows; ++i) {
      if (data[i] == nullptr) continue;
      column.nulls[first + i] = false;
      const char* from = data[i] + offset;
      column.words[first + i] =
          word_of(scan, column, fetch_att(from, column.by_value, column.length));
      if (expands(column, from) && !has_room(scan)) return i + 1;
    }
  } else {
    load_each(column, offset, data, first, rows, [&](const char* from) {
      return word_of(scan, column, fetch_att(from, column.by_value, column.length));
    });
  }
  return rows;
}

// The row in the source's slot, if the qual lets it pass.
void read_stored_row(BatchScan& scan, const RowSource& source) {
  if (source.qual != nullptr && !ExecQual(source.qual, scan.input)) {
    ResetExprContext(scan.input);
  } else {
    read_row(scan, source, source.slot);
  }
}

// Where the page behind the scan's current one is cached, or null. While one page is read, the next
// is fetched from memory, which else is half of the time that a scan takes: 21 ns a row became 14.
// To find it costs little, as the scan is about to look it up in the same place.
const char* next_page(HeapScanDesc heap) {
  const Relation table = heap->rs_base.rs_rd;
  if (heap->rs_cblock + 1 >= heap->rs_nblocks || RelationUsesLocalBuffers(table)) return nullptr;
  const Buffer buffer = buffer_of(table, heap->rs_cblock + 1);
  return BufferIsValid(buffer) ? static_cast<const char*>(BufferGetPage(buffer)) : nullptr;
}

// Rows of the scan's current page, from its current one on, as long as there is room; the number of
// rows, passed or not. The next page is fetched from its end, where its rows begin, as far as rows of
// 128 bytes reach.
int drain_page(BatchScan& scan, const RowSource& source, HeapScanDesc heap) {
  const Page page = BufferGetPage(heap->rs_cbuf);
  const auto end = static_cast<int>(heap->rs_ntuples), begin = static_cast<int>(heap->rs_cindex);
  const int first = scan.rows;
  const char* data[MaxHeapTuplesPerPage];
  const char* next = next_page(heap);
  const char* line = next == nullptr ? nullptr : next + BLCKSZ;
  int at = begin;
  for (bool room = true; at < end && room; ++at) {
    if (line != next) {
      __builtin_prefetch(line -= kCacheLine, 0, 2);
      __builtin_prefetch(line -= kCacheLine, 0, 2);
    }
    const ItemId item = PageGetItemId(page, heap->rs_vistuples[at]);
    auto* header = reinterpret_cast<HeapTupleHeader>(PageGetItem(page, item));
    if (source.fixed_offsets && (header->t_infomask & HEAP_HASNULL) == 0 &&
        static_cast<int>(HeapTupleHeaderGetNatts(header)) >= source.last_attribute) [[likely]] {
      data[scan.rows++ - first] = reinterpret_cast<const char*>(header) + header->t_hoff;
      continue;
    }
    HeapTupleData tuple;
    tuple.t_data = header;
    tuple.t_len = ItemIdGetLength(item);
    tuple.t_tableOid = RelationGetRelid(heap->rs_base.rs_rd);
    ItemPointerSet(&tuple.t_self, heap->rs_cblock, heap->rs_vistuples[at]);
    ExecStoreBufferHeapTuple(&tuple, source.slot, heap->rs_cbuf);
    data[scan.rows - first] = nullptr;
    read_stored_row(scan, source);
    room = has_room(scan);
  }
  int read = at - begin;
  if (source.fixed_offsets) {
    for (int i = 0; i < scan.column_count; ++i)
      read = load_column(scan, scan.columns[i], source.access[i].offset, data, first, read);
    scan.rows = first + read;
  }
  count_rows_read(heap->rs_base.rs_rd, read - 1);
  heap->rs_cindex += read - 1;
  return read;
}

// The rest of the page, a row of which the table's node has given.
void drain(BatchScan& scan, const RowSource& source) {
  auto* heap = reinterpret_cast<HeapScanDesc>(source.table->ss.ss_currentScanDesc);
  const int before = scan.rows;
  int read = 1;
  scan.input->ecxt_scantuple = source.slot;
  if ((heap->rs_base.rs_flags & SO_ALLOW_PAGEMODE) != 0) {
    read = drain_page(scan, source, heap);
  } else {
    ExecCopySlot(source.slot, source.table->ss.ss_ScanTupleSlot);
    read_stored_row(scan, source);
  }
  ExecClearTuple(source.slot);
  // EXPLAIN ANALYZE shows what the nodes would have counted themselves.
  const int passed = scan.rows - before;
  Instrumentation* instrument = source.table->ss.ps.instrument;
  if (instrument == nullptr) return;
  InstrUpdateTupleCount(instrument, passed - 1);
  InstrCountFiltered1(&source.table->ss.ps, read - passed);
  if (scan.append != nullptr) InstrUpdateTupleCount(scan.append->ps.instrument, passed - 1);
}

bool fill_from_child(BatchScan& scan) {
  PlanState* child = outerPlanState(&scan.css.ss.ps);
  while (scan.rows < kBatchRows && has_room(scan)) {
    TupleTableSlot* slot = ExecProcNode(child);
    if (TupIsNull(slot)) return false;
    const RowSource& source = scan.sources[scan.append != nullptr ? scan.append->as_whichplan : 0];
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
