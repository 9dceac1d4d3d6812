// SPDX-License-Identifier: PostgreSQL
//
// What EXPLAIN shows of the node. Each time a parallel worker begins to put out groups, it copies
// its counts to shared memory. So the leader has them all when the workers have ended.
#include "batch/batch.hpp"
#include "batch/partial.hpp"

namespace sketch::pg {
namespace {

void explain_keys(const BatchScan& scan, const GroupingSet& set, List* context, ExplainState* es) {
  const auto* plan = reinterpret_cast<CustomScan*>(scan.css.ss.ps.plan);
  const bool prefix = has_several_tables(es) || es->verbose;
  List* keys = NIL;
  for (int k = 0; k < set.groups.keys; ++k) {
    auto* target = static_cast<TargetEntry*>(
        list_nth(plan->custom_scan_tlist, set.groups.key[k].attribute - 1));
    keys = lappend(
        keys, deparse_expression(reinterpret_cast<Node*>(target->expr), context, prefix, true));
  }
  const char* label = set.parent < 0 ? "Group Key" : "Merged Key";
  // Whoever reads JSON, XML or YAML expects a list in any case.
  if (keys != NIL || (scan.set_count > 1 && es->format != EXPLAIN_FORMAT_TEXT)) {
    ExplainPropertyList(label, keys, es);
  } else if (scan.set_count > 1) {
    ExplainPropertyText(label, "()", es);
  }
}

void add(Figures& sum, const Figures& other) {
  sum.groups += other.groups;
  sum.partitions += other.partitions;
  sum.rows_spilled += other.rows_spilled;
  sum.groups_spilled += other.groups_spilled;
  sum.spilled_bytes += other.spilled_bytes;
  sum.peak_bytes += other.peak_bytes;
}

Size shared_bytes(CustomScanState*, ParallelContext* context) {
  return offsetof(SharedFigures, of) + sizeof(Figures) * static_cast<Size>(context->nworkers);
}

void start_sharing(CustomScanState* node, ParallelContext* context, void* memory) {
  auto* shared = static_cast<SharedFigures*>(memory);
  std::memset(memory, 0, shared_bytes(node, context));
  shared->workers = context->nworkers;
  scan_of(node).shared = shared;
}

void join_sharing(CustomScanState* node, shm_toc*, void* memory) {
  scan_of(node).shared = static_cast<SharedFigures*>(memory);
}

// Adds up the workers' counts.
void collect(BatchScan& scan) {
  if (scan.shared == nullptr || IsParallelWorker()) return;
  for (int i = 0; i < scan.shared->workers; ++i) {
    add(scan.of_workers, scan.shared->of[i]);
    scan.shared->of[i] = {};
  }
}

void share_again(CustomScanState* node, ParallelContext*, void*) { collect(scan_of(node)); }

void stop_sharing(CustomScanState* node) {
  collect(scan_of(node));
  scan_of(node).shared = nullptr;
}

// Lists the aggregates that are sketches: they may have replaced the exact ones that the user
// wrote.
bool name_sketches(Node* node, void* context) {
  if (node == nullptr) return false;
  auto*& names = *static_cast<List**>(context);
  if (IsA(node, Aggref)) {
    const Oid aggregate = computed_aggregate(reinterpret_cast<Aggref*>(node))->aggfnoid;
    if (!is_ours(aggregate)) return false;
    char* name = get_func_name(aggregate);
    ListCell* cell;
    foreach (cell, names)
      if (std::strcmp(static_cast<char*>(lfirst(cell)), name) == 0) return false;
    names = lappend(names, name);
    return false;
  }
  return walk_tree(node, name_sketches, context);
}

void explain_sketches(const BatchScan& scan, ExplainState* es) {
  List* names = NIL;
  name_sketches(reinterpret_cast<Node*>(
                    reinterpret_cast<CustomScan*>(scan.css.ss.ps.plan)->custom_scan_tlist),
                &names);
  if (names != NIL) ExplainPropertyList("Sketches", names, es);
}

}  // namespace

void explain_batches(CustomScanState* node, List* ancestors, ExplainState* es) {
  const BatchScan& scan = scan_of(node);
  List* context = set_deparse_context_plan(es->deparse_cxt, node->ss.ps.plan, ancestors);
  const bool structured = scan.set_count > 1;
  if (structured) ExplainOpenGroup("Grouping Sets", "Grouping Sets", false, es);
  for (int i = 0; i < scan.set_count; ++i) {
    if (structured) ExplainOpenGroup("Grouping Set", nullptr, true, es);
    explain_keys(scan, scan.sets[i], context, es);
    if (structured) ExplainCloseGroup("Grouping Set", nullptr, true, es);
  }
  if (structured) ExplainCloseGroup("Grouping Sets", "Grouping Sets", false, es);
  explain_sketches(scan, es);
  ExplainPropertyText("Input", input_name(scan), es);
  if (!es->analyze) return;
  Figures all = scan.figures;
  add(all, scan.of_workers);
  ExplainPropertyUInteger("Groups", nullptr, all.groups, es);
  ExplainPropertyUInteger("Memory Usage", "kB", (all.peak_bytes + 1023) / 1024, es);
  if (all.spilled_bytes == 0) return;
  if (all.partitions != 0) {
    ExplainPropertyUInteger("Partitions Spilled", nullptr, all.partitions, es);
    ExplainPropertyUInteger("Rows Spilled", nullptr, all.rows_spilled, es);
    ExplainPropertyUInteger("Groups Spilled", nullptr, all.groups_spilled, es);
  }
  ExplainPropertyUInteger("Disk Usage", "kB", (all.spilled_bytes + 1023) / 1024, es);
}

void show_figures(const BatchScan& scan) {
  if (scan.shared != nullptr && IsParallelWorker() && ParallelWorkerNumber < scan.shared->workers)
    scan.shared->of[ParallelWorkerNumber] = scan.figures;
}

void share_figures(CustomExecMethods& methods) {
  methods.EstimateDSMCustomScan = shared_bytes;
  methods.InitializeDSMCustomScan = start_sharing;
  methods.ReInitializeDSMCustomScan = share_again;
  methods.InitializeWorkerCustomScan = join_sharing;
  methods.ShutdownCustomScan = stop_sharing;
}

}  // namespace sketch::pg
