// SPDX-License-Identifier: PostgreSQL
//
// Runs the node. For each grouping set: read all of the input, put out the groups, then go on with
// the set's temporary files, each of which is an input of its own.
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

// ---- Building

// Reads all rows of the child, and adds them to the groups.
void read_input(BatchScan& scan) {
  while (fill_batch(scan)) update_sets(scan);
  scan.input_read = true;
}

// Completes the groups of the current set. A query without GROUP BY has one group even without
// rows.
void make_ready(BatchScan& scan) {
  GroupingSet& set = scan.sets[scan.set];
  if (!scan.input_read) read_input(scan);
  while (scan.reading != nullptr && fill_batch(scan)) update_set(scan, set, true);
  if (set.groups.keys == 0 && set.groups.count == 0 && !scan.needs_rows) set.groups.add(0);
  feed_children(scan, scan.set);
  complete_ordered(scan, set);
  scan.figures.groups += set.groups.count;
  scan.ready = true;
  scan.next = 0;
  show_figures(scan);
}

// ---- Results

// Sets the final function's arguments after the state: the direct arguments, then NULLs for those
// that only give their types. Returns false if the function is strict and an argument is NULL.
bool set_arguments(const BatchScan& scan, const Output& output, FunctionCallInfo call) {
  bool any_null = call->args[0].isnull;
  for (int i = 0; i < output.direct_arguments; ++i) {
    NullableDatum& argument = call->args[1 + i];
    argument.value =
        ExecEvalExpr(output.direct[i], scan.css.ss.ps.ps_ExprContext, &argument.isnull);
    any_null |= argument.isnull;
  }
  for (int i = 1 + output.direct_arguments; i < output.arguments; ++i) {
    call->args[i] = {0, true};
    any_null = true;
  }
  return !any_null || !output.final_function->fn_strict;
}

Datum result_of(const BatchScan& scan, Output& output, Group* group, bool* null) {
  const Transition& transition = output.transition;
  const std::byte* state = state_at(group, transition);
  if (transition.kind->result != nullptr && !output.partial)
    return transition.kind->result(transition, state, null);
  const Datum value = transition.kind->value(transition, state, null);
  if (output.final_function == nullptr) return value;
  LOCAL_FCINFO(call, FUNC_MAX_ARGS);
  InitFunctionCallInfoData(*call, output.final_function, static_cast<short>(output.arguments),
                           output.collation, reinterpret_cast<Node*>(scan.caller), nullptr);
  call->args[0] = {value, *null};
  if (!set_arguments(scan, output, call)) {
    *null = true;
    return 0;
  }
  scan.caller->curaggcontext = transition.kind == &kOrdered ? scan.group_calls
                               : scan.calls != nullptr      ? scan.calls
                                                            : scan.css.ss.ps.ps_ExprContext;
  scan.caller->curperagg = output.call;
  const Datum result = FunctionCallInvoke(call);
  *null = call->isnull;
  // The target list and HAVING may both refer to the result.
  return *null ? result : MakeExpandedObjectReadOnly(result, false, output.length);
}

// Goes on to the set's next temporary file, or to the next set. Returns false at the end.
bool go_on(BatchScan& scan) {
  GroupingSet& set = scan.sets[scan.set];
  scan.ready = false;
  if (next_partition(scan, set)) {
    set.groups.clear();
    clear_ordered(scan, set);
    set.closed = scan.input_done = false;
    return true;
  }
  if (scan.set + 1 == scan.set_count) {
    clear_ordered(scan, set);
    scan.ready = true;
    return false;
  }
  set.groups.clear();
  clear_ordered(scan, set);
  ++scan.set;
  return true;
}

// Fills the scan tuple's slot with the keys and aggregates of the next group. The slot is empty at
// the end.
TupleTableSlot* next_group(BatchScan& scan) {
  ScanState& node = scan.css.ss;
  TupleTableSlot* slot = node.ss_ScanTupleSlot;
  ExecClearTuple(slot);
  for (;;) {
    if (!scan.ready) make_ready(scan);
    if (scan.next < scan.sets[scan.set].groups.count) break;
    if (!go_on(scan)) return slot;
  }
  CHECK_FOR_INTERRUPTS();
  const GroupingSet& set = scan.sets[scan.set];
  Group* group = set.groups.at(scan.next++);
  scan.calls = set.groups.calls;
  if (scan.set_count > 1) std::fill_n(slot->tts_isnull, slot->tts_tupleDescriptor->natts, true);
  for (int k = 0; k < set.groups.keys; ++k) {
    const int at = set.groups.key[k].attribute - 1;
    slot->tts_isnull[at] = (group->nulls >> k & 1) != 0;
    slot->tts_values[at] = group->keys()[k];
  }
  for (int i = 0; i < scan.groupings; ++i) {
    const int at = scan.grouping[i].attribute - 1;
    slot->tts_isnull[at] = false;
    slot->tts_values[at] = Int32GetDatum(scan.grouping[i].values[scan.set]);
  }
  const auto put = [&](Output& output) {
    const int at = output.attribute - 1;
    slot->tts_values[at] = result_of(scan, output, group, &slot->tts_isnull[at]);
  };
  ExprContext* context = node.ps.ps_ExprContext;
  const MemoryContext before = MemoryContextSwitchTo(context->ecxt_per_tuple_memory);
  // Columns that depend on the keys come first, because direct arguments can refer to them.
  for (int i = scan.aggregates; i < scan.outputs; ++i) put(scan.output[i]);
  context->ecxt_scantuple = ExecStoreVirtualTuple(slot);
  compute_ordered(scan, set, group);
  for (int i = 0; i < scan.aggregates; ++i) put(scan.output[i]);
  MemoryContextSwitchTo(before);
  return slot;
}

// ---- The node

// We don't use ExecScan(). During an EvalPlanQual recheck, some minor versions of PostgreSQL take a
// scan without a relation for a pushed-down foreign join, and expect that its row has already been
// fetched.
TupleTableSlot* execute(CustomScanState* node) {
  PlanState& state = node->ss.ps;
  ExprContext* context = state.ps_ExprContext;
  for (;;) {
    ResetExprContext(context);
    TupleTableSlot* slot = next_group(scan_of(node));
    if (TupIsNull(slot)) return slot;
    if (ExecQual(state.qual, context))
      return state.ps_ProjInfo != nullptr ? ExecProject(state.ps_ProjInfo) : slot;
    InstrCountFiltered1(&state, 1);
  }
}

void end(CustomScanState* node) {
  BatchScan& scan = scan_of(node);
  close_spill(scan);
  for (int i = 0; i < scan.set_count; ++i) clear_ordered(scan, scan.sets[i]);
  ExecEndNode(outerPlanState(&node->ss.ps));
}

void rescan(CustomScanState* node) {
  BatchScan& scan = scan_of(node);
  PlanState* child = outerPlanState(&node->ss.ps);
  ExecScanReScan(&node->ss);
  // If no parameter has changed and all groups are still in memory, they are put out again.
  if (scan.ready && scan.set_count == 1 && scan.ordered == 0 && node->ss.ps.chgParam == nullptr &&
      child->chgParam == nullptr && scan.figures.partitions == 0) {
    scan.next = 0;
    return;
  }
  close_spill(scan);
  for (int i = 0; i < scan.set_count; ++i) {
    scan.sets[i].groups.clear();
    clear_ordered(scan, scan.sets[i]);
  }
  forget_invariants(scan);
  scan.ready = scan.input_read = scan.input_done = false;
  scan.set = 0;
  if (child->chgParam == nullptr) ExecReScan(child);
}

CustomExecMethods make_exec_methods() {
  CustomExecMethods methods = {};
  methods.CustomName = kBatchScanName;
  methods.BeginCustomScan = begin_batches;
  methods.ExecCustomScan = execute;
  methods.EndCustomScan = end;
  methods.ReScanCustomScan = rescan;
  methods.ExplainCustomScan = explain_batches;
  share_figures(methods);
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
