// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

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
  for (int k = 0; k < scan.keys; ++k) words &= groups.key[k].kind == Key::word && !columns[k].any_null;
  groups.hash_keys(columns, static_cast<std::size_t>(scan.rows), scan.hashes, scan.scratch);
  groups.limit = may_partition(scan) ? scan.memory_limit : SIZE_MAX;
  bool all = true;
  const MemoryContext before = MemoryContextSwitchTo(groups.temporary);
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
  MemoryContextReset(groups.temporary);
  MemoryContextSwitchTo(before);
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
                     scan.scratch, &column,
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

Datum result_of(const BatchScan& scan, Output& output, Group* group, bool* null) {
  const Transition& transition = scan.transition[output.transition];
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
  scan.caller->curaggcontext =
      scan.groups.calls != nullptr ? scan.groups.calls : scan.css.ss.ps.ps_ExprContext;
  scan.caller->curperagg = output.call;
  LOCAL_FCINFO(call, FUNC_MAX_ARGS);
  InitFunctionCallInfoData(*call, output.final_function, arguments, output.collation,
                           reinterpret_cast<Node*>(scan.caller), nullptr);
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
    const int at = scan.groups.key[k].attribute - 1;
    slot->tts_isnull[at] = (group->nulls >> k & 1) != 0;
    slot->tts_values[at] = group->keys()[k];
  }
  const MemoryContext before = MemoryContextSwitchTo(node.ps.ps_ExprContext->ecxt_per_tuple_memory);
  for (int i = 0; i < scan.outputs; ++i) {
    Output& output = scan.output[i];
    const int at = output.attribute - 1;
    slot->tts_values[at] = result_of(scan, output, group, &slot->tts_isnull[at]);
  }
  MemoryContextSwitchTo(before);
  return ExecStoreVirtualTuple(slot);
}

// ---- The node

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
      auto* target = static_cast<TargetEntry*>(
          list_nth(plan->custom_scan_tlist, scan.groups.key[k].attribute - 1));
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
  methods.BeginCustomScan = begin_batches;
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
