// SPDX-License-Identifier: PostgreSQL
//
// Prepares the node's input. Rows of most plans are pulled, one by one with ExecProcNode(). A
// sequential scan of a heap table is drained instead:
//
//   SeqScan without its qual --ExecProcNode()--> first visible tuple of a page
//   page.cpp: reads the page's other visible tuples (rs_vistuples), and evaluates the qual for all
//
// So the core still does everything about blocks, visibility, serialisability and parallel workers.
// The tables under an Append are drained in the same way; as_whichplan says which of them a row
// comes from.
#include "batch/source.hpp"

#include "batch/expression.hpp"

namespace sketch::pg {
namespace {

// Replaces references to the child's output by the expressions of its target list.
Node* over_table(Node* node, void* child_targets) {
  if (node == nullptr) return nullptr;
  if (IsA(node, Var) && reinterpret_cast<Var*>(node)->varno == OUTER_VAR) {
    auto* target = static_cast<TargetEntry*>(
        list_nth(static_cast<List*>(child_targets), reinterpret_cast<Var*>(node)->varattno - 1));
    return static_cast<Node*>(copyObjectImpl(target->expr));
  }
  return mutate_tree(node, over_table, child_targets);
}

// Whether a table is a heap. It need not be open yet, nor locked by this process.
bool is_heap(Oid table) {
  const HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
  if (!HeapTupleIsValid(tuple)) return false;
  const Oid method = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relam;
  ReleaseSysCache(tuple);
  return method == HEAP_TABLE_AM_OID;
}

// Whether a plan is a sequential scan of a heap table that may be drained: the node evaluates its
// target list, which so must not be volatile.
bool may_drain(Plan* plan, EState* estate) {
  if (!IsA(plan, SeqScan)) return false;
  auto* targets = reinterpret_cast<Node*>(plan->targetlist);
  if (contain_volatile_functions(targets) || has_subplan(targets, nullptr)) return false;
  return is_heap(exec_rt_fetch(scan_relation(plan), estate)->relid);
}

// No table may be drained during an EvalPlanQual recheck, or if a subplan refers to the child's
// rows.
bool may_drain_any(const BatchScan& scan, EState* estate) {
  if (estate->es_epq_active != nullptr) return false;
  for (int i = 0; i < scan.column_count; ++i) {
    if (has_subplan(reinterpret_cast<Node*>(scan.columns[i].source), nullptr) ||
        has_subplan(reinterpret_cast<Node*>(scan.columns[i].filter_source), nullptr)) {
      return false;
    }
  }
  return true;
}

// The attributes of a table that are read.
struct Reads {
  Index varno;
  Bitmapset* in_condition;  // by the conditions at the beginning of the qual
  Bitmapset* in_qual;
  Bitmapset* in_slot;       // by the rest of the qual, expressions and filters
  Bitmapset* attributes;    // by conditions, and as columns
  bool whole_row;
  bool one_by_one;  // see RowSource
};

void need(Reads& reads, Node* expression) {
  Bitmapset* found = nullptr;
  pull_varattnos(expression, reads.varno, &found);
  for (int i = -1; (i = bms_next_member(found, i)) >= 0;) {
    const int attribute = i + FirstLowInvalidHeapAttributeNumber;
    reads.whole_row |= attribute == 0;
    if (attribute > 0) reads.in_slot = bms_add_member(reads.in_slot, attribute);
  }
  reads.one_by_one |= contain_volatile_functions(expression) || has_subplan(expression, nullptr);
}

void need_qual(Reads& reads, Node* qual) {
  need(reads, qual);
  reads.in_qual = bms_copy(reads.in_slot);
}

void resolve(Evaluation& evaluation, const Layout& layout) {
  if (evaluation.cached != nullptr)
    evaluation.input = layout.index_of(evaluation.cached->attribute);
}

void plan_layout(RowSource& source, TupleDesc row, const Reads& reads, int columns) {
  Layout& layout = source.layout;
  layout.init(row, bms_union(reads.attributes, reads.in_slot));
  source.whole_rows = reads.whole_row;
  source.one_by_one = reads.one_by_one;
  source.in_slot = make_array<std::int16_t>(bms_num_members(reads.in_slot));
  int last = 0;
  for (int a = -1; (a = bms_next_member(reads.in_qual, a)) >= 0; last = a)
    source.in_slot[source.slot_count++] =
        static_cast<std::int16_t>(layout.index_of(static_cast<AttrNumber>(a)));
  source.qual_count = source.slot_count;
  const int last_in_condition = bms_prev_member(reads.in_condition, -1);
  source.condition_runs =
      last_in_condition < 0 ? 0 : layout.runs_to(static_cast<AttrNumber>(last_in_condition));
  source.qual_runs = std::max(source.condition_runs, layout.runs_to(static_cast<AttrNumber>(last)));
  resolve(source.condition, layout);
  for (int q = 0; q < source.quals; ++q) resolve(source.qual[q], layout);
  const Bitmapset* others = bms_difference(reads.in_slot, reads.in_qual);
  for (int a = -1; (a = bms_next_member(others, a)) >= 0;)
    source.in_slot[source.slot_count++] =
        static_cast<std::int16_t>(layout.index_of(static_cast<AttrNumber>(a)));
  for (int i = 0; i < columns; ++i) {
    Access& access = source.access[i];
    resolve(access.condition, layout);
    access.wanted =
        access.attribute != 0 && !access.in_slot ? layout.index_of(access.attribute) : -1;
    resolve(access.expression, layout);
    resolve(access.filter, layout);
  }
  constexpr int kHeader = MAXALIGN(SizeofHeapTupleHeader);
  source.reach = kHeader + layout.reach();
}

// How columns are compiled. For a drained table, over its tuples (`varno`), with the expressions of
// its target list (`targets`); otherwise over the child's output.
struct Compiling {
  const BatchScan& scan;
  RowSource& source;
  PlanState* parent;
  int varno;
  List* targets;
  bool drained;

  Expr* in_slot(Expr* expression) const {
    auto* node = reinterpret_cast<Node*>(expression);
    return reinterpret_cast<Expr*>(drained ? over_table(node, targets) : node);
  }

  void keep_results(Evaluation& evaluation, Expr* expression) const {
    evaluation.cached = make_cached(expression, static_cast<Index>(varno), parent->state);
    if (evaluation.cached != nullptr)
      source.last_attribute = std::max(source.last_attribute, evaluation.cached->attribute);
  }
};

void compile_column(const Compiling& compiling, Reads& reads, int i) {
  RowSource& source = compiling.source;
  const Column& column = compiling.scan.columns[i];
  Access& access = source.access[i];
  Expr* value = compiling.in_slot(column.source);
  Expr* filter = compiling.in_slot(column.filter_source);
  Expr* plain = without_relabel(value);
  const auto* var = plain != nullptr && IsA(plain, Var) ? reinterpret_cast<Var*>(plain) : nullptr;
  if (var != nullptr && static_cast<int>(var->varno) == compiling.varno && var->varattno > 0) {
    access.attribute = var->varattno;
    source.last_attribute = std::max(source.last_attribute, var->varattno);
  } else if (value != nullptr) {
    access.expression.state = ExecInitExpr(value, compiling.parent);
    compiling.keep_results(access.expression, value);
  }
  if (filter != nullptr) {
    access.filter.state = ExecInitQual(list_make1(filter), compiling.parent);
    compiling.keep_results(access.filter, filter);
    if (compiling.drained) access.condition = make_condition(filter, reads.varno, compiling.parent);
    access.passes_of = i;
  } else if (column.same_filter) {
    access.condition = source.access[i - 1].condition;
    access.passes_of = source.access[i - 1].passes_of;
  }
  const bool slow_filter =
      access.condition == nullptr &&
      (filter != nullptr || (column.same_filter && source.access[i - 1].in_slot));
  access.in_slot = access.expression.state != nullptr || slow_filter;
  source.has_expressions |= access.in_slot;
  source.any_condition |= access.condition != nullptr;
  if (!compiling.drained) return;
  add_attributes(access.condition, reads.attributes);
  if (access.in_slot)
    need(reads, reinterpret_cast<Node*>(list_make2(value, slow_filter ? filter : nullptr)));
  if (!access.in_slot && access.attribute != 0)
    reads.attributes = bms_add_member(reads.attributes, access.attribute);
}

void compile(const BatchScan& scan, RowSource& source, PlanState* parent) {
  source.access = make_array<Access>(scan.column_count);
  Reads reads = {};
  for (int i = 0; i < scan.column_count; ++i)
    compile_column({scan, source, parent, OUTER_VAR, NIL, false}, reads, i);
}

// Divides the qual into conditions, which are evaluated first, and the rest, which is returned. A
// condition may be moved before expressions that can't fail, but not before others.
List* divide_qual(List* qual, RowSource& source, Index varno, PlanState* parent) {
  List* rest = NIL;
  bool may_precede = true;
  ListCell* cell;
  foreach (cell, qual) {
    auto* part = static_cast<Expr*>(lfirst(cell));
    if (Condition* condition = may_precede ? make_condition(part, varno, parent) : nullptr) {
      source.condition = both(source.condition, condition);
    } else {
      rest = lappend(rest, part);
      may_precede &= never_fails(part);
    }
  }
  return rest;
}

// Compiles the rest of the qual. A part whose results are cached is evaluated on its own; the parts
// between two of those, together.
void compile_qual(RowSource& source, List* qual, Index varno, PlanState* parent) {
  source.qual = make_array<Evaluation>(list_length(qual));
  List* together = NIL;
  const auto add = [&](List* parts, Cached* cached) {
    if (parts != NIL) source.qual[source.quals++] = {ExecInitQual(parts, parent), cached, 0};
  };
  ListCell* cell;
  foreach (cell, qual) {
    auto* part = static_cast<Expr*>(lfirst(cell));
    Cached* cached = make_cached(part, varno, parent->state);
    if (cached == nullptr) {
      together = lappend(together, part);
      continue;
    }
    add(together, nullptr);
    together = NIL;
    add(list_make1(part), cached);
  }
  add(together, nullptr);
}

void compile_drained(const BatchScan& scan, RowSource& source, PlanState* parent, Plan* plan,
                     TupleDesc row) {
  const Index varno = scan_relation(plan);
  source.access = make_array<Access>(scan.column_count);
  source.row_qual = ExecInitQual(plan->qual, parent);
  List* rest = divide_qual(plan->qual, source, varno, parent);
  compile_qual(source, rest, varno, parent);
  Reads reads = {};
  reads.varno = varno;
  add_attributes(source.condition, reads.attributes);
  reads.in_condition = bms_copy(reads.attributes);
  need_qual(reads, reinterpret_cast<Node*>(rest));
  for (int i = 0; i < scan.column_count; ++i)
    compile_column({scan, source, parent, static_cast<int>(varno), plan->targetlist, true}, reads,
                   i);
  plan_layout(source, row, reads, scan.column_count);
}

// A copy of a scan's plan without qual and target list.
Plan* stripped(Plan* plan) {
  auto* copy = makeNode(SeqScan);
  *copy = *reinterpret_cast<SeqScan*>(plan);
  auto* result = reinterpret_cast<Plan*>(copy);
  result->qual = NIL;
  result->targetlist = NIL;
  return result;
}

// Makes the source of a stripped scan. The state gets its original plan back, for EXPLAIN.
void open_table(const BatchScan& scan, RowSource& source, EState* estate, PlanState* state,
                Plan* plan) {
  state->plan = plan;
  source.table = reinterpret_cast<SeqScanState*>(state);
  const TupleDesc row = RelationGetDescr(source.table->ss.ss_currentRelation);
  source.slot = ExecInitExtraTupleSlot(estate, row, &TTSOpsBufferHeapTuple);
  compile_drained(scan, source, state, plan, row);
}

// An Append's plans, those that may be drained stripped; NIL if none may be. With asynchronous
// plans as_whichplan doesn't say where a row comes from.
List* stripped_plans(const Append* append, EState* estate) {
  List* plans = NIL;
  bool any = false;
  ListCell* cell;
  foreach (cell, append->appendplans) {
    auto* plan = static_cast<Plan*>(lfirst(cell));
    if (plan->async_capable) return NIL;
    const bool drained = may_drain(plan, estate);
    any |= drained;
    plans = lappend(plans, drained ? stripped(plan) : plan);
  }
  return any ? plans : NIL;
}

void open_append(BatchScan& scan, EState* estate, int eflags, Append* append, List* plans) {
  PlanState& node = scan.css.ss.ps;
  auto* copy = makeNode(Append);
  *copy = *append;
  copy->appendplans = plans;
  PlanState* state = ExecInitNode(reinterpret_cast<Plan*>(copy), estate, eflags);
  state->plan = reinterpret_cast<Plan*>(append);
  outerPlanState(&node) = state;
  scan.append = reinterpret_cast<AppendState*>(state);
  scan.sources = make_array<RowSource>(scan.append->as_nplans);
  // Pruning may have left out some plans. The others have states, in the same order.
  int at = 0;
  for (int i = 0; i < scan.append->as_nplans; ++i, ++at) {
    PlanState* child = scan.append->appendplans[i];
    while (list_nth(plans, at) != child->plan) ++at;
    auto* plan = static_cast<Plan*>(list_nth(append->appendplans, at));
    if (plan != child->plan) {
      open_table(scan, scan.sources[i], estate, child, plan);
    } else {
      compile(scan, scan.sources[i], &node);
    }
  }
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

  if (may_drain_any(scan, estate)) {
    if (IsA(child, Append)) {
      auto* append = reinterpret_cast<Append*>(child);
      if (List* plans = stripped_plans(append, estate)) {
        open_append(scan, estate, eflags, append, plans);
        return;
      }
    } else if (may_drain(child, estate)) {
      outerPlanState(&node) = ExecInitNode(stripped(child), estate, eflags);
      scan.sources = make_array<RowSource>(1);
      open_table(scan, scan.sources[0], estate, outerPlanState(&node), child);
      return;
    }
  }
  outerPlanState(&node) = ExecInitNode(child, estate, eflags);
  scan.sources = make_array<RowSource>(1);
  compile(scan, scan.sources[0], &node);
}

const char* input_name(const BatchScan& scan) {
  const int sources = scan.append != nullptr ? scan.append->as_nplans : 1;
  bool drained = false, pulled = false;
  for (int i = 0; i < sources; ++i) (scan.sources[i].table != nullptr ? drained : pulled) = true;
  return !drained ? "pull" : pulled ? "drain, pull" : "drain";
}

}  // namespace sketch::pg
