// SPDX-License-Identifier: PostgreSQL
//
// Drains the current page of a heap scan.
//
//   visible tuples of the page (the core has checked them: heap_getpage)
//        |  locate the attributes of conditions             layout.cpp
//        |  evaluate conditions, column by column           condition.cpp
//        |  locate the attributes of the rest of the qual
//        |  evaluate it, row by row, over the slot          select_by_qual()
//        |  locate the other attributes
//        v
//   selected tuples -> columns of the batch           load_columns(); expressions: read_in_slot()
//
// For expressions the slot gets only the attributes that they refer to. While one page is read, the
// next is prefetched into the cache; otherwise a scan waits for memory half of the time.
#include "batch/source.hpp"

namespace sketch::pg {
namespace {

// ---- Prefetching

// Prefetches the next page, some of it with each row of this one. There is no pin on that page, so
// its contents may change at any time; they are only used as addresses, and a prefetch of any
// address is harmless.
struct Prefetch {
  const char* page;  // or null
  int row, rows;     // the next line pointer, and their number
  int reach;         // how many bytes of each tuple to prefetch
  // If most of the page is needed: the whole page is prefetched, from its end to here.
  const char* line;
  int lines_a_row;   // how many cache lines at a time; 0 if tuples are prefetched

  static constexpr unsigned kLine = kCacheLine - 1;

  void one() noexcept {
    if (page == nullptr) return;
    if (lines_a_row != 0) {
      for (int i = 0; i < lines_a_row && line > page; ++i)
        __builtin_prefetch(line -= kCacheLine, 0, 2);
    } else if (row < rows) {
      const auto* header = reinterpret_cast<const PageHeaderData*>(page);
      const unsigned offset = ItemIdGetOffset(&header->pd_linp[row++]),
                     end = offset + static_cast<unsigned>(reach);
      for (unsigned at = offset & ~kLine; at < end; at += kLine + 1)
        __builtin_prefetch(page + at, 0, 3);
    }
  }
};

// The address of a block in shared buffers, or null. The look-up costs little, because the scan is
// about to look up the same entry of the buffer table.
const char* cached_page(HeapScanDesc heap, BlockNumber block) {
  const Relation table = heap->rs_base.rs_rd;
  if (block >= heap->rs_nblocks || RelationUsesLocalBuffers(table)) return nullptr;
  const Buffer buffer = buffer_of(table, block);
  if (!BufferIsValid(buffer)) return nullptr;
  __builtin_prefetch(GetBufferDescriptor(buffer - 1), 1);
  return static_cast<const char*>(BufferGetPage(buffer));
}

// Looks up the next pages, several at once. A TLB miss takes as long as a memory access, and a core
// waits for it even in a prefetch; but several misses overlap. A block spans two memory pages of 4
// kB.
void look_up_pages(PageAhead& ahead, HeapScanDesc heap, BlockNumber first) {
  ahead.table = RelationGetRelid(heap->rs_base.rs_rd);
  ahead.first = first;
  for (BlockNumber i = 0; i < PageAhead::kPages; ++i) ahead.page[i] = cached_page(heap, first + i);
  constexpr std::size_t kHalf = BLCKSZ / 2;
  for (const char* page : ahead.page) {
    if (page == nullptr) continue;
    __builtin_prefetch(page, 0, 3);
    __builtin_prefetch(page + kHalf, 0, 3);
  }
  for (const char* page : ahead.page)
    if (page != nullptr) __builtin_prefetch(page + kCacheLine, 0, 3);
}

Prefetch look_ahead(BatchScan& scan, const RowSource& source, HeapScanDesc heap) {
  PageAhead& ahead = scan.draining->ahead;
  const BlockNumber next = heap->rs_cblock + 1;
  if (ahead.table != RelationGetRelid(heap->rs_base.rs_rd) ||
      next - ahead.first >= PageAhead::kPages)
    look_up_pages(ahead, heap, next);
  Prefetch prefetch = {};
  prefetch.page = ahead.page[next - ahead.first];
  if (prefetch.page == nullptr) return prefetch;
  const auto* header = reinterpret_cast<const PageHeaderData*>(prefetch.page);
  constexpr int kHead = SizeOfPageHeaderData;
  const int lower = header->pd_lower, upper = header->pd_upper;
  if (lower <= kHead || lower > BLCKSZ || upper > BLCKSZ) return {};
  prefetch.rows =
      std::min((lower - kHead) / static_cast<int>(sizeof(ItemIdData)), int{MaxHeapTuplesPerPage});
  prefetch.reach = source.reach;
  constexpr int kLine = kCacheLine;
  if (BLCKSZ - upper <= prefetch.rows * (source.reach + kLine)) {
    prefetch.line = prefetch.page + BLCKSZ;
    prefetch.lines_a_row = (BLCKSZ - upper) / kLine / prefetch.rows + 1;
  }
  return prefetch;
}

// Learns how far into a tuple nine of ten tuples are read: eight steps up if a tuple was read
// farther than expected, one step down if it wasn't. There is a limit, because a long text is
// skipped rather than read.
void learn_reach(RowSource& source, const PageRows& rows, int row) {
  constexpr int kMost = 6 * static_cast<int>(kCacheLine);
  const int looked_at = static_cast<int>(rows.header[row]->t_hoff) + rows.offset[row];
  source.reach = looked_at > source.reach ? std::min(source.reach + 8, kMost) : source.reach - 1;
}

// ---- Columns

// Where the values of a column are: at a constant offset in all tuples, or at a place for each,
// null for NULL.
struct AtOffset {
  const char* const* data;
  int offset;
  const char* operator()(int i) const noexcept { return data[i] + offset; }
  static constexpr bool kNullable = false;
};
struct AtPlaces {
  const char* const* at;
  const char* operator()(int i) const noexcept { return at[i]; }
  static constexpr bool kNullable = true;
};

constexpr char kZeros[sizeof(std::uint64_t)] = {};

// Loads integers without a branch on NULL: a NULL is loaded from kZeros.
template <class Integer, class Place>
void load_integers(Column& column, Place place, int first, int rows) {
  bool any_null = false;
  for (int i = 0; i < rows; ++i) {
    const char* from = place(i);
    const bool null = Place::kNullable && from == nullptr;
    if (Place::kNullable) from = null ? kZeros : from;
    Integer value;
    std::memcpy(&value, from, sizeof value);
    column.nulls[first + i] = null;
    column.words[first + i] = static_cast<std::uint64_t>(value);
    any_null |= null;
  }
  column.any_null |= any_null;
}

template <class Place, class Load>
void load_each(Column& column, Place place, int first, int rows, Load load) {
  for (int i = 0; i < rows; ++i) {
    const char* from = place(i);
    const bool null = Place::kNullable && from == nullptr;
    column.nulls[first + i] = null;
    column.any_null |= null;
    column.words[first + i] = null ? 0 : load(from);
  }
}

// Whether the value has to be detoasted, and so takes more memory than its bytes in the page.
bool expands(const Column& column, const char* stored) {
  return column.read != Read::datum && column.length == -1 &&
         (VARATT_IS_4B_C(stored) || VARATT_IS_1B_E(stored));
}

// Loads a column of some rows. Stops when the copies of values have filled the batch. Returns the
// number of rows that were loaded.
template <class Place>
int load_column(BatchScan& scan, Column& column, Place place, int first, int rows) {
  const auto word = [&](const char* from) {
    return word_of(scan, column, fetch_att(from, column.by_value, column.length));
  };
  if (column.read == Read::word && column.length == 8) {
    load_integers<std::int64_t>(column, place, first, rows);
  } else if (column.read == Read::word && column.length == 4) {
    load_integers<std::int32_t>(column, place, first, rows);
  } else if (column.read == Read::word && column.length == 2) {
    load_integers<std::int16_t>(column, place, first, rows);
  } else if (column.read == Read::nothing) {
    load_each(column, place, first, rows, [](const char*) { return std::uint64_t{0}; });
  } else if (column.hashes_bytes) {
    load_each(column, place, first, rows, [&](const char* from) {
      if (is_plain(from)) return hash_bytes(VARDATA_ANY(from), VARSIZE_ANY_EXHDR(from));
      return word(from);
    });
  } else if (is_varlena(column.read)) {
    for (int i = 0; i < rows; ++i) {
      const char* from = place(i);
      const bool null = Place::kNullable && from == nullptr;
      column.nulls[first + i] = null;
      column.any_null |= null;
      column.words[first + i] = null ? 0 : word(from);
      if (!null && expands(column, from) && !has_room(scan)) return i + 1;
    }
  } else {
    load_each(column, place, first, rows, word);
  }
  return rows;
}

// ---- Rows

struct Drain {
  BatchScan& scan;
  RowSource& source;
  HeapScanDesc heap;
  PageRows& rows;
  int begin;                // the first row's index in heap->rs_vistuples
  std::uint16_t* selected;  // rows that have passed the qual so far
  int count;                // their number
  HeapTupleData tuple;
};

// Puts a tuple into the source's slot, with the first `attributes` of those in source.in_slot.
void fill_slot(Drain& drain, int i, int attributes) {
  const RowSource& source = drain.source;
  const HeapScanDesc heap = drain.heap;
  const OffsetNumber line = heap->rs_vistuples[drain.begin + i];
  HeapTupleData& tuple = drain.tuple;
  tuple.t_data = drain.rows.header[i];
  tuple.t_len = ItemIdGetLength(PageGetItemId(BufferGetPage(heap->rs_cbuf), line));
  tuple.t_tableOid = RelationGetRelid(heap->rs_base.rs_rd);
  ItemPointerSet(&tuple.t_self, heap->rs_cblock, line);
  TupleTableSlot* slot = source.slot;
  ExecStoreBufferHeapTuple(&tuple, slot, heap->rs_cbuf);
  if (source.whole_rows) return;
  for (int s = 0; s < attributes; ++s) {
    const Layout::Wanted& wanted = source.layout.wanted[source.in_slot[s]];
    const char* place = drain.rows.places_of(source.in_slot[s])[i];
    slot->tts_isnull[wanted.attribute - 1] = place == nullptr;
    slot->tts_values[wanted.attribute - 1] = place == nullptr ? Datum{0} : wanted.value(place);
  }
  // All attributes that are referred to are set; this keeps the slot from deforming the tuple.
  slot->tts_nvalid = static_cast<AttrNumber>(source.layout.attributes);
}

Selecting selecting(const Drain& drain) {
  return {drain.rows, drain.scan.input, drain.scan.draining->batch, drain.scan.batch_context,
          drain.scan.css.ss.ps.state->es_query_cxt};
}

// A row of the page, which is put into the slot only when an expression has to be evaluated.
struct SlotRow {
  Drain& drain;
  int row;
  int attributes;  // see fill_slot()
  bool filled;

  void fill() {
    if (!filled) fill_slot(drain, row, attributes);
    filled = true;
  }
};

Datum evaluate(SlotRow& row, const Evaluation& evaluation, bool* null) {
  const Drain& drain = row.drain;
  const char* place =
      evaluation.cached == nullptr ? nullptr : drain.rows.places_of(evaluation.input)[row.row];
  Datum input = 0, value;
  if (place != nullptr) {
    input = drain.source.layout.wanted[evaluation.input].value(place);
    if (find_cached(*evaluation.cached, input, &value, null)) return value;
  }
  row.fill();
  value = ExecEvalExprSwitchContext(evaluation.state, drain.scan.input, null);
  if (place != nullptr) keep_cached(*evaluation.cached, input, value, *null);
  return value;
}

void select_by_qual(Drain& drain) {
  const RowSource& source = drain.source;
  int passed = 0;
  for (int k = 0; k < drain.count; ++k) {
    SlotRow row = {drain, drain.selected[k], source.qual_count, false};
    bool passes = true, null;
    for (int q = 0; passes && q < source.quals; ++q)
      passes = DatumGetBool(evaluate(row, source.qual[q], &null));
    drain.selected[passed] = drain.selected[k];
    passed += passes;
    if (row.filled) ResetExprContext(drain.scan.input);
  }
  drain.count = passed;
}

bool* passes_of(const Drain& drain, int column) {
  return drain.scan.draining->passes + column * PageRows::kMost;
}

// Evaluates the columns' conditions for the selected rows.
void select_for_columns(Drain& drain) {
  std::uint16_t passed[PageRows::kMost];
  for (int c = 0; c < drain.scan.column_count; ++c) {
    const Access& access = drain.source.access[c];
    if (access.condition == nullptr || access.passes_of != c) continue;
    bool* passes = passes_of(drain, c);
    for (int k = 0; k < drain.count; ++k) passes[drain.selected[k]] = false;
    const int count =
        select_rows(*access.condition, selecting(drain), drain.selected, drain.count, passed);
    for (int k = 0; k < count; ++k) passes[passed[k]] = true;
  }
}

// Whether the row passes the column's filter; `before` is the answer for the column before.
bool passes_filter(SlotRow& row, int column, bool before) {
  const Access& access = row.drain.source.access[column];
  if (access.condition != nullptr) return passes_of(row.drain, access.passes_of)[row.row];
  if (row.drain.scan.columns[column].same_filter) return before;
  bool null;
  return access.filter.state == nullptr || DatumGetBool(evaluate(row, access.filter, &null));
}

// Reads columns that are expressions or have an expression as filter, row by row, until the batch
// is full.
void read_in_slot(Drain& drain) {
  BatchScan& scan = drain.scan;
  const RowSource& source = drain.source;
  for (int k = 0; k < drain.count; ++k) {
    SlotRow row = {drain, drain.selected[k], source.slot_count, false};
    bool passes = true;
    for (int c = 0; c < scan.column_count; ++c) {
      const Access& access = source.access[c];
      if (!access.in_slot) continue;
      passes = passes_filter(row, c, passes);
      Datum value = 0;
      bool null = !passes;
      if (passes && scan.columns[c].invariant != nullptr) {
        set_invariant(scan, scan.columns[c], scan.rows + k, access.expression.state);
        continue;
      }
      if (passes && access.attribute != 0) {
        row.fill();
        value = slot_getattr(source.slot, access.attribute, &null);
      } else if (passes && access.expression.state != nullptr) {
        value = evaluate(row, access.expression, &null);
      }
      set_value(scan, scan.columns[c], scan.rows + k, value, null);
    }
    if (row.filled) ResetExprContext(scan.input);
    if (!has_room(scan)) drain.count = k + 1;
  }
}

// The places of a column's values in the selected rows; null for NULL and where the filter isn't
// true. If the column is only counted, any place that isn't null will do.
const char* const* places_of_selected(const Drain& drain, const Access& access, const char** room) {
  const char* const* at = access.wanted < 0 ? drain.rows.data : drain.rows.places_of(access.wanted);
  if (access.condition != nullptr) {
    const bool* passes = passes_of(drain, access.passes_of);
    for (int k = 0; k < drain.count; ++k) {
      const int row = drain.selected[k];
      room[k] = passes[row] ? at[row] : nullptr;
    }
    return room;
  }
  if (drain.count == drain.rows.count) return at;
  for (int k = 0; k < drain.count; ++k) room[k] = at[drain.selected[k]];
  return room;
}

void load_columns(Drain& drain, bool fixed) {
  BatchScan& scan = drain.scan;
  const RowSource& source = drain.source;
  const char* room[PageRows::kMost];
  for (int c = 0; c < scan.column_count; ++c) {
    Column& column = scan.columns[c];
    const Access& access = source.access[c];
    if (access.in_slot) continue;
    if (fixed || (access.wanted < 0 && access.condition == nullptr)) {
      const int offset = access.wanted < 0 ? 0 : source.layout.offset_of(access.wanted);
      drain.count =
          load_column(scan, column, AtOffset{drain.rows.data, offset}, scan.rows, drain.count);
    } else {
      const char* const* at = places_of_selected(drain, access, room);
      drain.count = load_column(scan, column, AtPlaces{at}, scan.rows, drain.count);
    }
  }
}

// Drains `rows` visible rows from `begin` on, or fewer if the batch is full. Returns how many rows
// were read.
int drain_rows(BatchScan& scan, RowSource& source, HeapScanDesc heap, int begin, int rows,
               Prefetch& prefetch) {
  std::uint16_t selected[PageRows::kMost];
  Drain drain = {scan, source, heap, scan.draining->page, begin, selected, rows, {}};
  const Layout& layout = source.layout;
  const Page page = BufferGetPage(heap->rs_cbuf);
  bool whole = true;
  drain.rows.count = rows;
  for (int i = 0; i < rows; ++i) {
    prefetch.one();
    const ItemId item = PageGetItemId(page, heap->rs_vistuples[begin + i]);
    layout.enter(drain.rows, i, reinterpret_cast<HeapTupleHeader>(PageGetItem(page, item)));
    whole &= drain.rows.whole[i] == layout.attributes;
  }
  const bool fixed = whole && layout.fixed && source.condition == nullptr && source.quals == 0 &&
                     !source.has_expressions && !source.any_condition;
  if (!fixed) {
    for (int i = 0; i < rows; ++i) selected[i] = static_cast<std::uint16_t>(i);
    layout.locate(drain.rows, drain.selected, drain.count, 0, source.condition_runs);
    if (source.condition != nullptr)
      drain.count = select_rows(*source.condition, selecting(drain), drain.selected, drain.count,
                                drain.selected);
    layout.locate(drain.rows, drain.selected, drain.count, source.condition_runs, source.qual_runs);
    if (source.quals != 0) select_by_qual(drain);
    layout.locate(drain.rows, drain.selected, drain.count, source.qual_runs, layout.runs);
    learn_reach(source, drain.rows, rows / 2);
  }
  if (source.any_condition) select_for_columns(drain);
  const int passed = drain.count;
  if (source.has_expressions) read_in_slot(drain);
  load_columns(drain, fixed);
  scan.rows += drain.count;
  // With constant offsets there is no condition, and `selected` isn't used.
  if (fixed) return drain.count;
  return drain.count == passed ? rows : drain.selected[drain.count - 1] + 1;
}

// Drains the scan's current page from its current row on, until the batch is full. Returns how many
// rows were read, whether they passed or not.
int drain_page(BatchScan& scan, RowSource& source, HeapScanDesc heap) {
  const auto end = static_cast<int>(heap->rs_ntuples), begin = static_cast<int>(heap->rs_cindex);
  Prefetch prefetch = look_ahead(scan, source, heap);
  int at = begin;
  do {
    at += drain_rows(scan, source, heap, at, source.one_by_one ? 1 : end - at, prefetch);
  } while (at < end && has_room(scan));
  const int read = at - begin;
  count_rows_read(heap->rs_base.rs_rd, read - 1);
  heap->rs_cindex += read - 1;
  return read;
}

// If the scan isn't in page mode: reads the scan's current row alone.
void drain_row(BatchScan& scan, RowSource& source) {
  ExecCopySlot(source.slot, source.table->ss.ss_ScanTupleSlot);
  if (source.row_qual == nullptr || ExecQual(source.row_qual, scan.input))
    read_row(scan, source, source.slot);
  ResetExprContext(scan.input);
}

void make_places(BatchScan& scan, int count) {
  const MemoryContext context = scan.css.ss.ps.state->es_query_cxt;
  Draining& draining = draining_of(scan);
  if (draining.passes == nullptr) {
    draining.passes = static_cast<bool*>(MemoryContextAlloc(
        context, static_cast<std::size_t>(scan.column_count) * PageRows::kMost + 1));
  }
  PageRows& page = draining.page;
  if (page.at != nullptr && page.places >= count) return;
  if (page.at != nullptr) pfree(page.at);
  page.places = std::max(count, 1);
  page.at = static_cast<const char**>(MemoryContextAllocHuge(
      context, sizeof(char*) * PageRows::kMost * static_cast<std::size_t>(page.places)));
}

}  // namespace

void drain(BatchScan& scan, RowSource& source) {
  auto* heap = reinterpret_cast<HeapScanDesc>(source.table->ss.ss_currentScanDesc);
  const int before = scan.rows;
  int read = 1;
  scan.input->ecxt_scantuple = source.slot;
  if ((heap->rs_base.rs_flags & SO_ALLOW_PAGEMODE) != 0) {
    make_places(scan, source.layout.wanted_count);
    read = drain_page(scan, source, heap);
  } else {
    drain_row(scan, source);
  }
  ExecClearTuple(source.slot);
  // EXPLAIN ANALYZE has to show what the child nodes would have counted.
  const int passed = scan.rows - before;
  auto* instrument = source.table->ss.ps.instrument;
  if (instrument == nullptr) return;
  InstrUpdateTupleCount(instrument, passed - 1);
  InstrCountFiltered1(&source.table->ss.ps, read - passed);
  if (scan.append != nullptr) InstrUpdateTupleCount(scan.append->ps.instrument, passed - 1);
}

}  // namespace sketch::pg
