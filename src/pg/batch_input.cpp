// SPDX-License-Identifier: PostgreSQL
//
// Reading rows into batches. From most plans they are pulled, one ExecProcNode() each. A sequential
// scan of a heap table is drained instead: its node is asked for the first row of each page, and
// the other rows that it found visible there are read here, so that the core still does everything
// that concerns blocks, visibility, serialisability and parallel workers. The scan's qual is taken
// over for that, and evaluated here.
#include "batch.hpp"

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

void read_row(BatchScan& scan, TupleTableSlot* slot, int row) {
  if (scan.last_attribute > 0) slot_getsomeattrs(slot, scan.last_attribute);
  for (int i = 0; i < scan.column_count; ++i) {
    Column& column = scan.columns[i];
    Datum value = 0;
    bool null = false;
    if (column.filter != nullptr && !ExecQual(column.filter, scan.input)) {
      null = true;
    } else if (column.attribute != 0) {
      value = slot->tts_values[column.attribute - 1];
      null = slot->tts_isnull[column.attribute - 1];
    } else if (column.expression != nullptr) {
      value = ExecEvalExprSwitchContext(column.expression, scan.input, &null);
    }
    set_value(scan, column, row, value, null);
  }
  if (scan.has_expressions) ResetExprContext(scan.input);
}

// ---- Pulling

bool fill_by_pulling(BatchScan& scan) {
  PlanState* child = outerPlanState(&scan.css.ss.ps);
  while (scan.rows < kBatchRows) {
    TupleTableSlot* slot = ExecProcNode(child);
    if (TupIsNull(slot)) return false;
    scan.input->ecxt_outertuple = slot;
    read_row(scan, slot, scan.rows++);
  }
  return true;
}

// ---- Draining

// One column of all rows, whose data start at data[i]. Rows without are read already.
template <class Load>
void load_each(Column& column, const char* const* data, int first, int rows, Load load) {
  for (int i = 0; i < rows; ++i) {
    if (data[i] == nullptr) continue;
    column.nulls[first + i] = false;
    column.words[first + i] = load(data[i] + column.offset);
  }
}

template <class Integer>
std::uint64_t load_integer(const char* from) {
  Integer value;
  std::memcpy(&value, from, sizeof value);
  return static_cast<std::uint64_t>(value);
}

void load_column(const BatchScan& scan, Column& column, const char* const* data, int first,
                 int rows) {
  if (column.read == Read::word && column.length == 8) {
    load_each(column, data, first, rows, load_integer<std::int64_t>);
  } else if (column.read == Read::word && column.length == 4) {
    load_each(column, data, first, rows, load_integer<std::int32_t>);
  } else if (column.read == Read::nothing) {
    load_each(column, data, first, rows, [](const char*) { return std::uint64_t{0}; });
  } else if (column.hashes_bytes) {
    load_each(column, data, first, rows, [&](const char* from) {
      if (VARATT_IS_4B_U(from) || (VARATT_IS_1B(from) && !VARATT_IS_1B_E(from)))
        return hash_bytes(VARDATA_ANY(from), VARSIZE_ANY_EXHDR(from));
      return word_of(scan, column, PointerGetDatum(from));
    });
  } else {
    load_each(column, data, first, rows, [&](const char* from) {
      return word_of(scan, column, fetch_att(from, column.by_value, column.length));
    });
  }
}

// The row in the table's slot, if the qual lets it pass.
bool read_stored_row(BatchScan& scan) {
  if (scan.table_qual != nullptr && !ExecQual(scan.table_qual, scan.input)) {
    ResetExprContext(scan.input);
    return false;
  }
  read_row(scan, scan.table_slot, scan.rows++);
  return true;
}

// Rows of the scan's current page, from its current one on.
void drain_page(BatchScan& scan, HeapScanDesc heap) {
  char* page = static_cast<char*>(BufferGetPage(heap->rs_cbuf));
  const auto end = static_cast<int>(heap->rs_ntuples), begin = static_cast<int>(heap->rs_cindex);
  const int first = scan.rows;
  const char* data[MaxHeapTuplesPerPage];
  // A table that was read into the cache in one go lies there page behind page. While it is met
  // so, the next page is fetched while this one is read, from the end, where rows begin: rows of up
  // to 128 bytes wait no more for the memory (21 ns a row became 14).
  const bool in_order = heap->rs_cbuf == scan.last_buffer + 1 && heap->rs_cbuf < NBuffers;
  scan.last_buffer = heap->rs_cbuf;
  const char* line = page + (in_order ? 2 * BLCKSZ : BLCKSZ);
  for (int i = begin; i < end; ++i) {
    if (line > page + BLCKSZ) {
      __builtin_prefetch(line -= kCacheLine, 0, 2);
      __builtin_prefetch(line -= kCacheLine, 0, 2);
    }
    const ItemId item = PageGetItemId(page, heap->rs_vistuples[i]);
    auto* header = reinterpret_cast<HeapTupleHeader>(PageGetItem(page, item));
    if (scan.fixed_offsets && (header->t_infomask & HEAP_HASNULL) == 0 &&
        static_cast<int>(HeapTupleHeaderGetNatts(header)) >= scan.last_attribute) [[likely]] {
      data[scan.rows++ - first] = reinterpret_cast<const char*>(header) + header->t_hoff;
      continue;
    }
    HeapTupleData tuple;
    tuple.t_data = header;
    tuple.t_len = ItemIdGetLength(item);
    tuple.t_tableOid = RelationGetRelid(heap->rs_base.rs_rd);
    ItemPointerSet(&tuple.t_self, heap->rs_cblock, heap->rs_vistuples[i]);
    ExecStoreBufferHeapTuple(&tuple, scan.table_slot, heap->rs_cbuf);
    data[scan.rows - first] = nullptr;
    read_stored_row(scan);
  }
  if (scan.fixed_offsets) {
    for (int i = 0; i < scan.column_count; ++i)
      load_column(scan, scan.columns[i], data, first, scan.rows - first);
  }
  count_rows_read(heap->rs_base.rs_rd, end - begin - 1);
  heap->rs_cindex = heap->rs_ntuples - 1;
}

bool fill_by_draining(BatchScan& scan) {
  PlanState* child = &scan.table->ss.ps;
  while (scan.rows < kBatchRows) {
    CHECK_FOR_INTERRUPTS();
    const TupleTableSlot* first = ExecProcNode(child);
    if (TupIsNull(first)) return false;
    auto* heap = reinterpret_cast<HeapScanDesc>(scan.table->ss.ss_currentScanDesc);
    const int before = scan.rows;
    int read = 1;
    if ((heap->rs_base.rs_flags & SO_ALLOW_PAGEMODE) != 0) {
      read = static_cast<int>(heap->rs_ntuples) - static_cast<int>(heap->rs_cindex);
      drain_page(scan, heap);
    } else {
      ExecCopySlot(scan.table_slot, scan.table->ss.ss_ScanTupleSlot);
      read_stored_row(scan);
    }
    ExecClearTuple(scan.table_slot);
    // EXPLAIN ANALYZE shows what the node would have counted itself.
    const int passed = scan.rows - before;
    if (child->instrument != nullptr) {
      InstrUpdateTupleCount(child->instrument, passed - 1);
      InstrCountFiltered1(child, read - passed);
    }
  }
  return true;
}

// ---- Opening

// The child's expressions in place of references to its output.
Node* over_table(Node* node, void* child_targets) {
  if (node == nullptr) return nullptr;
  if (IsA(node, Var) && reinterpret_cast<Var*>(node)->varno == OUTER_VAR) {
    auto* target = static_cast<TargetEntry*>(
        list_nth(static_cast<List*>(child_targets), reinterpret_cast<Var*>(node)->varattno - 1));
    return static_cast<Node*>(copyObjectImpl(target->expr));
  }
  return mutate_tree(node, over_table, child_targets);
}

bool has_subplan(Node* node, void* context) {
  if (node == nullptr) return false;
  if (IsA(node, SubPlan) || IsA(node, AlternativeSubPlan)) return true;
  return walk_tree(node, has_subplan, context);
}

// A sequential scan of a heap table may be drained if it makes no difference that the expressions
// of its target list are evaluated here, and the scan isn't one that rechecks locked rows.
bool may_drain(const BatchScan& scan, Plan* child, EState* estate) {
  if (!IsA(child, SeqScan) || estate->es_epq_active != nullptr) return false;
  auto* targets = reinterpret_cast<Node*>(child->targetlist);
  if (contain_volatile_functions(targets) || has_subplan(targets, nullptr)) return false;
  for (int i = 0; i < scan.column_count; ++i) {
    if (has_subplan(reinterpret_cast<Node*>(scan.columns[i].source), nullptr) ||
        has_subplan(reinterpret_cast<Node*>(scan.columns[i].filter_source), nullptr)) {
      return false;
    }
  }
  const Relation table =
      table_open(exec_rt_fetch(scan_relation(child), estate)->relid, NoLock);  // the query's own
  const bool heap = table->rd_tableam == GetHeapamTableAmRoutine();
  table_close(table, NoLock);
  return heap;
}

Expr* without_relabel(Expr* expression) {
  while (expression != nullptr && IsA(expression, RelabelType))
    expression = reinterpret_cast<RelabelType*>(expression)->arg;
  return expression;
}

// Where an attribute starts in rows without NULLs; -1 if that depends on the row.
int fixed_offset(TupleDesc row, AttrNumber attribute) {
  int offset = 0;
  for (int i = 0; i < attribute; ++i) {
    const auto* a = TupleDescAttr(row, i);
    const int aligned = static_cast<int>(att_align_nominal(offset, a->attalign));
    // A short varlena isn't aligned, so its place is certain only where both agree.
    if (a->attlen < 0 && aligned != offset) return -1;
    offset = aligned;
    if (i == attribute - 1) return offset;
    if (a->attlen < 0) return -1;
    offset += a->attlen;
  }
  return -1;
}

// Columns over the slot that `varno` stands for.
void compile_columns(BatchScan& scan, PlanState* parent, int varno, TupleDesc row) {
  scan.fixed_offsets = row != nullptr;
  for (int i = 0; i < scan.column_count; ++i) {
    Column& column = scan.columns[i];
    column.offset = 0;
    Expr* plain = without_relabel(column.source);
    const auto* var = plain != nullptr && IsA(plain, Var) ? reinterpret_cast<Var*>(plain) : nullptr;
    if (var != nullptr && static_cast<int>(var->varno) == varno && var->varattno > 0) {
      column.attribute = var->varattno;
      scan.last_attribute = std::max(scan.last_attribute, var->varattno);
      if (row != nullptr) column.offset = fixed_offset(row, var->varattno);
    } else if (column.source != nullptr) {
      column.expression = ExecInitExpr(column.source, parent);
      scan.has_expressions = true;
    }
    if (column.filter_source != nullptr) {
      column.filter = ExecInitQual(list_make1(column.filter_source), parent);
      scan.has_expressions = true;
    }
    scan.fixed_offsets &= column.offset >= 0;
  }
  scan.fixed_offsets &= !scan.has_expressions;
}

}  // namespace

void open_input(BatchScan& scan, EState* estate, int eflags) {
  auto& node = scan.css.ss.ps;
  Plan* child = outerPlan(node.plan);
  ExprContext* own = node.ps_ExprContext;
  ExecAssignExprContext(estate, &node);
  scan.input = node.ps_ExprContext;
  node.ps_ExprContext = own;
  scan.batch_context =
      AllocSetContextCreate(estate->es_query_cxt, "sketch batch", ALLOCSET_DEFAULT_SIZES);

  if (!may_drain(scan, child, estate)) {
    outerPlanState(&node) = ExecInitNode(child, estate, eflags);
    compile_columns(scan, &node, OUTER_VAR, nullptr);
    return;
  }
  // The scan's node runs without its qual, and computes nothing; EXPLAIN sees the plan as it was.
  auto* unqualified = makeNode(SeqScan);
  *unqualified = *reinterpret_cast<SeqScan*>(child);
  Plan* stripped = reinterpret_cast<Plan*>(unqualified);
  stripped->qual = NIL;
  stripped->targetlist = NIL;
  PlanState* state = ExecInitNode(stripped, estate, eflags);
  state->plan = child;
  outerPlanState(&node) = state;
  scan.table = reinterpret_cast<SeqScanState*>(state);
  scan.table_qual = ExecInitQual(child->qual, state);
  scan.has_expressions = scan.table_qual != nullptr;
  const TupleDesc row = RelationGetDescr(scan.table->ss.ss_currentRelation);
  scan.table_slot = ExecInitExtraTupleSlot(estate, row, &TTSOpsBufferHeapTuple);
  scan.input->ecxt_scantuple = scan.table_slot;
  for (int i = 0; i < scan.column_count; ++i) {
    Column& column = scan.columns[i];
    column.source = reinterpret_cast<Expr*>(
        over_table(reinterpret_cast<Node*>(column.source), child->targetlist));
    column.filter_source = reinterpret_cast<Expr*>(
        over_table(reinterpret_cast<Node*>(column.filter_source), child->targetlist));
  }
  compile_columns(scan, state, static_cast<int>(scan_relation(child)), row);
}

bool fill_batch(BatchScan& scan) {
  scan.rows = 0;
  MemoryContextReset(scan.batch_context);
  for (int i = 0; i < scan.column_count; ++i) scan.columns[i].any_null = false;
  if (scan.input_done) return false;
  bool more;
  if (scan.reading != nullptr) {
    more = fill_batch_from_spill(scan);
  } else if (scan.table != nullptr) {
    more = fill_by_draining(scan);
  } else {
    more = fill_by_pulling(scan);
  }
  if (!scan.has_expressions) ResetExprContext(scan.input);
  scan.input_done = !more;
  return scan.rows != 0;
}

}  // namespace sketch::pg
