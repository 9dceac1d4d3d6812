// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

BatchScan& scan_of(CustomScanState* node) { return *reinterpret_cast<BatchScan*>(node); }

// ---- Batches

// Rows that got no group are spilled, and the others move up.
void spill_rest(BatchScan& scan) {
  int kept = 0;
  for (int i = 0; i < scan.rows; ++i) {
    if (scan.group[i] == nullptr) {
      spill_row(scan, i);
      continue;
    }
    scan.group[kept] = scan.group[i];
    for (int c = 0; c < scan.column_count; ++c) {
      scan.columns[c].words[kept] = scan.columns[c].words[i];
      scan.columns[c].nulls[kept] = scan.columns[c].nulls[i];
    }
    ++kept;
  }
  scan.rows = kept;
}

void find_groups(BatchScan& scan) {
  Groups& groups = scan.groups;
  const Column* columns = scan.columns;
  bool words = true;
  for (int k = 0; k < scan.keys; ++k) words &= groups.kinds[k] == Key::word && !columns[k].any_null;
  groups.hash_keys(columns, static_cast<std::size_t>(scan.rows), scan.hashes, scan.scratch);
  groups.reserve(static_cast<std::size_t>(scan.rows));
  bool all = true;
  for (int begin = 0; begin < scan.rows; begin += kAhead) {
    const int end = std::min(begin + kAhead, scan.rows);
    for (int i = begin; i < end; ++i) groups.prefetch_slot(scan.hashes[i]);
    for (int i = begin; i < end; ++i) groups.prefetch_group(scan.hashes[i]);
    for (int i = begin; i < end; ++i) {
      Group* group = words ? groups.find_words(scan.hashes[i], columns, i) : nullptr;
      if (group == nullptr) group = groups.find(scan.hashes[i], columns, i, scan.closed);
      scan.group[i] = group;
      all &= group != nullptr;
    }
  }
  if (!all) spill_rest(scan);
}

void update_states(BatchScan& scan) {
  if (scan.keys != 0) find_groups(scan);
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    const Column& column = scan.columns[transition.column];
    transition.kind->update(
        transition, {column.words, column.nulls, column.any_null, scan.group,
                     scan.keys == 0 ? scan.group[0] : nullptr, scan.rows, &scan.groups.arena,
                     scan.scratch,
                     transition.weights < 0 ? nullptr : &scan.columns[transition.weights]});
  }
  limit_memory(scan);
  ++scan.batches;
}

// Reads all of the input into groups.
void build(BatchScan& scan) {
  if (scan.keys == 0) {
    Group* only = scan.groups.add(0);
    for (int i = 0; i < kBatchRoom; ++i) scan.group[i] = only;
  }
  while (fill_batch(scan)) update_states(scan);
  scan.groups_made += scan.groups.count;
  scan.built = true;
  scan.next = 0;
}

// ---- Results

Datum result_of(const Transition& transition, Output& output, Group* group, bool* null) {
  const std::byte* state = state_at(group, transition);
  if (output.kind->result != nullptr && !output.partial)
    return output.kind->result(transition, state, null);
  const Datum value = output.kind->value(transition, state, null);
  if (output.final_function == nullptr) return value;
  if (*null && output.final_function->fn_strict) return value;
  // Behind the state come NULLs of the arguments' types, if it is declared so.
  const short arguments = output.final_function->fn_nargs;
  if (arguments > 1 && output.final_function->fn_strict) {
    *null = true;
    return 0;
  }
  LOCAL_FCINFO(call, FUNC_MAX_ARGS);
  InitFunctionCallInfoData(*call, output.final_function, arguments, output.collation, nullptr,
                           nullptr);
  call->args[0].value = value;
  call->args[0].isnull = *null;
  for (int i = 1; i < arguments; ++i) call->args[i] = {0, true};
  const Datum result = FunctionCallInvoke(call);
  *null = call->isnull;
  return result;
}

// Keys and aggregates of the next group; an empty slot at the end.
TupleTableSlot* next_group(BatchScan& scan) {
  ScanState& node = scan.css.ss;
  TupleTableSlot* slot = node.ss_ScanTupleSlot;
  ExecClearTuple(slot);
  for (;;) {
    if (!scan.built) build(scan);
    if (scan.next < scan.groups.count) break;
    if (!next_partition(scan)) return slot;
    scan.groups.clear();
    scan.closed = scan.input_done = scan.built = false;
  }
  CHECK_FOR_INTERRUPTS();
  Group* group = scan.groups.at(scan.next++);
  for (int k = 0; k < scan.keys; ++k) {
    slot->tts_isnull[k] = (group->nulls >> k & 1) != 0;
    slot->tts_values[k] = group->keys()[k];
  }
  const MemoryContext before = MemoryContextSwitchTo(node.ps.ps_ExprContext->ecxt_per_tuple_memory);
  for (int i = 0; i < scan.outputs; ++i) {
    Output& output = scan.output[i];
    slot->tts_values[scan.keys + i] = result_of(scan.transition[output.transition], output, group,
                                                &slot->tts_isnull[scan.keys + i]);
  }
  MemoryContextSwitchTo(before);
  return ExecStoreVirtualTuple(slot);
}

// ---- The node

void make_room(Column& column) {
  column.words = make_array<std::uint64_t>(kBatchRoom);
  column.nulls = make_array<bool>(kBatchRoom);
}

void set_type(Column& column, const Expr* source) {
  column.source = const_cast<Expr*>(source);
  bool by_value = true;
  if (source != nullptr) {
    get_typlenbyval(exprType(reinterpret_cast<const Node*>(source)), &column.length, &by_value);
  }
  column.by_value = by_value;
}

void set_key(BatchScan& scan, int k, const TargetEntry* target, Oid equality) {
  Column& column = scan.columns[k];
  set_type(column, target->expr);
  key_of(equality, InvalidOid, scan.groups.kinds[k], column.read);
  make_room(column);
}

// The core does this where it starts an Agg node: the user has to have the right to execute the
// aggregate, and its owner that to execute what it is made of.
void require_rights(const Aggref* aggref, Oid final_function) {
  const Oid aggregate = aggref->aggfnoid;
  require_execute(aggregate, GetUserId(), OBJECT_AGGREGATE);
  InvokeFunctionExecuteHook(aggregate);
  const HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(aggregate));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  const Oid owner = reinterpret_cast<Form_pg_proc>(GETSTRUCT(tuple))->proowner;
  ReleaseSysCache(tuple);
  for (const Oid function : {transition_function(aggregate), final_function}) {
    if (!OidIsValid(function)) continue;
    require_execute(function, owner, OBJECT_FUNCTION);
    InvokeFunctionExecuteHook(function);
  }
}

// The final function as the core would call it: one of any type finds out here what it is given.
FmgrInfo* final_call(const Aggref* aggref, Oid function) {
  auto* call = make_array<FmgrInfo>(1);
  fmgr_info(function, call);
  Oid types[FUNC_MAX_ARGS];
  const int count = get_aggregate_argtypes(const_cast<Aggref*>(aggref), types);
  if (call->fn_nargs > 1 + count) raise_internal();
  Expr* expression;
  build_aggregate_finalfn_expr(types, call->fn_nargs, aggref->aggtranstype, aggref->aggtype,
                               aggref->inputcollid, function, &expression);
  fmgr_info_set_expr(reinterpret_cast<Node*>(expression), call);
  return call;
}

const Expr* argument_of(const Aggref* aggref, int i) {
  if (i >= list_length(aggref->args)) return nullptr;
  return static_cast<const TargetEntry*>(list_nth(aggref->args, i))->expr;
}

// Aggregates with the same transition share it.
void set_output(BatchScan& scan, int i, const Aggref* aggref, int* transition_of) {
  Recipe recipe;
  Oid final_function;
  int parameter;
  if (!recognise(aggref, recipe, final_function, parameter)) {
    ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR),
                    errmsg("an aggregate of the plan is not the one that was planned")));
  }
  require_rights(aggref, final_function);
  Output& output = scan.output[i];
  output.kind = recipe.kind;
  output.collation = aggref->inputcollid;
  output.partial = DO_AGGSPLIT_SKIPFINAL(aggref->aggsplit);
  if (OidIsValid(final_function)) output.final_function = final_call(aggref, final_function);
  int& t = transition_of[aggref->aggtransno];
  if (t == 0) {
    t = ++scan.transitions;
    Transition& transition = scan.transition[t - 1];
    transition.kind = recipe.kind;
    transition.hashed = recipe.read == Read::hash;
    transition.parameter = parameter;
    transition.offset = scan.groups.group_bytes;
    scan.groups.group_bytes += recipe.kind->state_bytes;
    transition.column = scan.column_count++;
    Column& column = scan.columns[transition.column];
    set_type(column, argument_of(aggref, 0));
    column.filter_source = aggref->aggfilter;
    column.read = recipe.read;
    column.hash = recipe.hash;
    column.make = recipe.make;
    column.collation = aggref->inputcollid;
    column.hashes_bytes = recipe.hash == value_hash_bytea ||
                          (recipe.hash == value_hash_text && compares_bytes(aggref->inputcollid));
    make_room(column);
    transition.weights = -1;
    if (recipe.weighs && list_length(aggref->args) == 3) {
      transition.weights = scan.column_count++;
      Column& weights = scan.columns[transition.weights];
      set_type(weights, argument_of(aggref, 2));
      weights.same_filter = true;
      weights.read = Read::word;
      make_room(weights);
    }
  }
  output.transition = t - 1;
}

void begin(CustomScanState* node, EState* estate, int eflags) {
  BatchScan& scan = scan_of(node);
  const auto* plan = reinterpret_cast<CustomScan*>(node->ss.ps.plan);
  const auto* equalities = static_cast<List*>(linitial(plan->custom_private));
  const List* targets = plan->custom_scan_tlist;
  scan.keys = list_length(equalities);
  scan.outputs = list_length(targets) - scan.keys;
  scan.column_count = scan.keys;
  scan.columns = make_array<Column>(scan.keys + 2 * scan.outputs);
  scan.transition = make_array<Transition>(scan.outputs);
  scan.output = make_array<Output>(scan.outputs);
  scan.groups.keys = scan.keys;
  scan.groups.group_bytes =
      sizeof(Group) + sizeof(std::uint64_t) * static_cast<std::size_t>(scan.keys);

  int most = 0;
  for (int i = 0; i < scan.outputs; ++i)
    most = std::max(most, output_target(targets, scan.keys + i)->aggtransno);
  int* transition_of = make_array<int>(most + 1);
  for (int k = 0; k < scan.keys; ++k)
    set_key(scan, k, static_cast<TargetEntry*>(list_nth(targets, k)), list_nth_oid(equalities, k));
  for (int i = 0; i < scan.outputs; ++i)
    set_output(scan, i, output_target(targets, scan.keys + i), transition_of);

  scan.hashes = make_array<std::uint64_t>(kBatchRoom);
  scan.scratch = make_array<std::uint64_t>(kBatchRoom);
  scan.group = make_array<Group*>(kBatchRoom);
  initStringInfo(&scan.record);
  open_input(scan, estate, eflags);
  if ((eflags & EXEC_FLAG_EXPLAIN_ONLY) != 0) return;
  scan.groups.init(estate->es_query_cxt);
  scan.memory_limit = get_hash_memory_limit();
}

// Not by ExecScan(): where rows are rechecked (EvalPlanQual), some of its minor versions take any
// scan of no table for a join of another server, whose row is there already.
TupleTableSlot* execute(CustomScanState* node) {
  PlanState& state = node->ss.ps;
  ExprContext* context = state.ps_ExprContext;
  for (;;) {
    ResetExprContext(context);
    TupleTableSlot* slot = next_group(scan_of(node));
    if (TupIsNull(slot)) return slot;
    context->ecxt_scantuple = slot;
    if (ExecQual(state.qual, context))
      return state.ps_ProjInfo != nullptr ? ExecProject(state.ps_ProjInfo) : slot;
    InstrCountFiltered1(&state, 1);
  }
}

void end(CustomScanState* node) {
  close_spill(scan_of(node));
  ExecEndNode(outerPlanState(&node->ss.ps));
}

void rescan(CustomScanState* node) {
  BatchScan& scan = scan_of(node);
  PlanState* child = outerPlanState(&node->ss.ps);
  ExecScanReScan(&node->ss);
  // The same rows and no parameter changed: the groups are still there, if they all were in memory.
  if (scan.built && node->ss.ps.chgParam == nullptr && child->chgParam == nullptr &&
      scan.partitions_made == 0) {
    scan.next = 0;
    return;
  }
  close_spill(scan);
  scan.groups.clear();
  scan.built = scan.input_done = scan.closed = false;
  if (child->chgParam == nullptr) ExecReScan(child);
}

void explain(CustomScanState* node, List* ancestors, ExplainState* es) {
  BatchScan& scan = scan_of(node);
  const auto* plan = reinterpret_cast<CustomScan*>(node->ss.ps.plan);
  if (scan.keys != 0) {
    List* context = set_deparse_context_plan(es->deparse_cxt, node->ss.ps.plan, ancestors);
    const bool prefix = list_length(es->rtable) > 1 || es->verbose;
    List* keys = NIL;
    for (int k = 0; k < scan.keys; ++k) {
      auto* target = static_cast<TargetEntry*>(list_nth(plan->custom_scan_tlist, k));
      keys = lappend(
          keys, deparse_expression(reinterpret_cast<Node*>(target->expr), context, prefix, true));
    }
    ExplainPropertyList("Group Key", keys, es);
  }
  ExplainPropertyText("Input", input_name(scan), es);
  if (!es->analyze) return;
  ExplainPropertyUInteger("Groups", nullptr, scan.groups_made, es);
  ExplainPropertyUInteger("Memory Usage", "kB", (scan.peak_bytes + 1023) / 1024, es);
  if (scan.partitions_made == 0) return;
  ExplainPropertyUInteger("Partitions Spilled", nullptr, scan.partitions_made, es);
  ExplainPropertyUInteger("Rows Spilled", nullptr, scan.rows_spilled, es);
  ExplainPropertyUInteger("Groups Spilled", nullptr, scan.groups_spilled, es);
  ExplainPropertyUInteger("Disk Usage", "kB", (scan.spilled_bytes + 1023) / 1024, es);
}

CustomExecMethods make_exec_methods() {
  CustomExecMethods methods = {};
  methods.CustomName = kBatchScanName;
  methods.BeginCustomScan = begin;
  methods.ExecCustomScan = execute;
  methods.EndCustomScan = end;
  methods.ReScanCustomScan = rescan;
  methods.ExplainCustomScan = explain;
  return methods;
}

const CustomExecMethods exec_methods = make_exec_methods();

Node* create_state(CustomScan*) {
  auto* scan = static_cast<BatchScan*>(palloc0(sizeof(BatchScan)));
  scan->css.ss.ps.type = T_CustomScanState;
  scan->css.methods = &exec_methods;
  return reinterpret_cast<Node*>(scan);
}

}  // namespace

const CustomScanMethods kBatchScanMethods = {kBatchScanName, create_state};

}  // namespace sketch::pg
