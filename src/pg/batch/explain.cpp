// SPDX-License-Identifier: PostgreSQL
//
// What EXPLAIN shows of the node.
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

void explain_keys(const BatchScan& scan, const GroupingSet& set, List* context, ExplainState* es) {
  const auto* plan = reinterpret_cast<CustomScan*>(scan.css.ss.ps.plan);
  const bool prefix = list_length(es->rtable) > 1 || es->verbose;
  List* keys = NIL;
  for (int k = 0; k < set.groups.keys; ++k) {
    auto* target = static_cast<TargetEntry*>(
        list_nth(plan->custom_scan_tlist, set.groups.key[k].attribute - 1));
    keys = lappend(keys, deparse_expression(reinterpret_cast<Node*>(target->expr), context, prefix, true));
  }
  const char* label = set.parent < 0 ? "Group Key" : "Merged Key";
  if (keys != NIL) {
    ExplainPropertyList(label, keys, es);
  } else if (scan.set_count > 1) {
    ExplainPropertyText(label, "()", es);
  }
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

}  // namespace sketch::pg
