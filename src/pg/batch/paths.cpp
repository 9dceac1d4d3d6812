// SPDX-License-Identifier: PostgreSQL
//
// Which queries the batch executor is offered for. Where PostgreSQL has made its own paths for a
// grouped relation it calls a hook, and there a CustomPath is added: over the input's cheapest path,
// and, if workers can share the input, a partial one under a Gather and a finalizing Agg. Costs
// decide. What is needed to build the plan node goes along in the path (plan.cpp).
#include "batch/batch.hpp"
#include "batch/partial.hpp"

namespace sketch::pg {
namespace {

bool enabled = true;
bool every_aggregate = false;
// The hooks below ours, and above it if another library was loaded later.
create_upper_paths_hook_type next_hook = nullptr;
create_upper_paths_hook_type later_hook = nullptr;

const CustomPathMethods kMethods = {kBatchScanName, plan_batches, nullptr};

// How much of what the core's node costs for a row the steps here do, and of what it costs to give
// a row to the node above how much is saved where the pages of a table are drained.
constexpr double kStepShare = 0.3, kDrainedShare = 0.7;

// How much of what a sort costs one by the numbers of groups does, which compares integers alone.
constexpr double kGroupSortShare = 0.3;

// What a row costs that is written to a file, or read from it, of one that is read from a table.
constexpr double kSpilledShare = 0.1;

// What it takes longer to set up than a plain Agg, in rows: some ten of them are done sooner there.
constexpr double kSetUpRows = 10;

// ---- What is asked for

struct Asked {
  bool ours;
  bool only_here;  // something that the core can't compute
  int kept;        // columns of rows that are kept, for aggregates that see them in an order
};

bool look_for_ours(Node* node, void* context) {
  if (node == nullptr) return false;
  if (!IsA(node, Aggref)) return walk_tree(node, look_for_ours, context);
  const auto* aggref = reinterpret_cast<const Aggref*>(node);
  const Aggref* computed = computed_aggregate(aggref);
  auto& asked = *static_cast<Asked*>(context);
  asked.ours |= is_ours(computed->aggfnoid);
  asked.only_here |= only_in_batches(aggref, computed);
  if (computed->aggorder != NIL || computed->aggdistinct != NIL) asked.kept += recognise(computed).called ? 1 + list_length(computed->args) : 0;
  return false;
}

struct Request {
  PlannerInfo* root;
  RelOptInfo* input;
  RelOptInfo* output;
  GroupPathExtraData* extra;
  List* keys;  // SortGroupClauses
  List* sets;  // of their numbers, or NIL
  int kept;    // Asked::kept
};

Asked asked_of(const Request& request) {
  Asked asked = {};
  walk_tree(reinterpret_cast<Node*>(request.output->reltarget->exprs), look_for_ours, &asked);
  look_for_ours(request.extra->havingQual, &asked);
  return asked;
}

// TimescaleDB's node for the chunks of a table leaves out those that a query can't need, but only
// where it knows what is above it.
bool excludes_chunks(const Path* path) {
  for (;;) {
    switch (path->pathtype) {
      case T_Result:
        if (!IsA(path, ProjectionPath)) return false;
        path = reinterpret_cast<const ProjectionPath*>(path)->subpath;
        break;
      case T_Sort:
        path = reinterpret_cast<const SortPath*>(path)->subpath;
        break;
      case T_CustomScan:
        return strcmp(reinterpret_cast<const CustomPath*>(path)->methods->CustomName, "ChunkAppend") == 0;
      default:
        return false;
    }
  }
}

// GROUP BY g, g: the planner labels one column of the input with two keys, which can't be.
bool repeats_keys(const Request& request) {
  const List* keys = get_sortgrouplist_exprs(request.keys, request.extra->targetList);
  for (int i = 0; i < list_length(keys); ++i)
    for (int j = 0; j < i; ++j)
      if (equal(list_nth(keys, i), list_nth(keys, j))) return true;
  return false;
}

// In a set without it a constant is NULL, which PostgreSQL would not know of it above the node.
bool has_constant_key(const Request& request) {
  ListCell* cell;
  foreach (cell, get_sortgrouplist_exprs(request.keys, request.extra->targetList))
    if (IsA(lfirst(cell), Const) || IsA(lfirst(cell), Param)) return true;
  return false;
}

// Grouping sets as lists of numbers of keys, those of many keys first; none if there is but one.
List* numbered_sets(const Request& request) {
  List* sets = NIL;
  ListCell *at_set, *at_reference;
  foreach (at_set, request.root->parse->groupingSets) {
    List* numbers = NIL;
    foreach (at_reference, static_cast<List*>(lfirst(at_set))) {
      int number = 0;
      const auto reference = static_cast<Index>(lfirst_int(at_reference));
      while (static_cast<SortGroupClause*>(list_nth(request.keys, number))->tleSortGroupRef != reference)
        ++number;
      numbers = lappend_int(numbers, number);
    }
    int place = 0;
    while (place < list_length(sets) &&
           list_length(static_cast<List*>(list_nth(sets, place))) >= list_length(numbers))
      ++place;
    sets = list_insert_nth(sets, place, numbers);
  }
  return sets;
}

const char* why_not(const Request& request) {
  if (list_length(request.root->parse->groupingSets) > kMostSets) return "it has too many grouping sets";
  if (request.root->parse->groupingSets != NIL && has_constant_key(request))
    return "a grouping set has a constant";
  if (list_length(request.keys) > kMostKeys) return "it is grouped by too many columns";
  if (!grouping_is_hashable(request.keys)) return "its groups can't be hashed";
  if (request.kept >= MaxTupleAttributeNumber) return "it has too many aggregates with DISTINCT or ORDER BY";
  if (repeats_keys(request)) return "it is grouped by the same twice";
  if (request.keys != NIL && !enable_hashagg) return "enable_hashagg is off";
  if (excludes_chunks(request.input->cheapest_total_path))
    return "ChunkAppend excludes chunks below an Agg only";
  return nullptr;
}

// ---- Costs

// Rows of heap tables that are drained.
double drained_rows(const Path* path) {
  if (path->pathtype == T_SeqScan) {
    const RelOptInfo* table = path->parent;
    return table->rows > 0 ? table->tuples * path->rows / table->rows : 0;
  }
  if (!IsA(path, AppendPath)) return 0;
  double rows = 0;
  ListCell* cell;
  foreach (cell, reinterpret_cast<const AppendPath*>(path)->subpaths)
    rows += drained_rows(static_cast<const Path*>(lfirst(cell)));
  return rows;
}

// To keep rows until their groups are complete. What it costs to sort those of a group isn't counted
// for the core's node either.
double ordering_cost(double rows, double width, double memory) {
  const double comparisons = rows * std::log2(std::max(rows, 2.0));
  const double pages = rows * width > memory ? 2 * rows * width / BLCKSZ : 0;
  return 2 * cpu_operator_cost * comparisons * kGroupSortShare + cpu_operator_cost * rows + seq_page_cost * pages;
}

void set_costs(const Request& request, Path& path, const Path* input, const AggClauseCosts& costs,
               double groups) {
  const double keys = list_length(request.keys);
  const double child =
      input->total_cost - std::min(drained_rows(input) * cpu_tuple_cost * kDrainedShare,
                                   (input->total_cost - input->startup_cost) / 2);
  const double steps =
      costs.transCost.startup +
      (costs.transCost.per_tuple + cpu_operator_cost * keys) * input->rows * kStepShare;
  const auto width = static_cast<Size>(input->pathtarget->width);
  const double entry = static_cast<double>(
      hash_agg_entry_size(list_length(path.pathtarget->exprs), width, costs.transitionSpace));
  const auto memory = static_cast<double>(get_hash_memory_limit());
  double spilled = 0;
  if (keys > 0 && groups * entry > memory) {
    const double pages = input->rows * static_cast<double>(width) / BLCKSZ;
    spilled = 2 * (1 - memory / (groups * entry)) *
              (pages * seq_page_cost + input->rows * cpu_tuple_cost * kSpilledShare);
  }
  path.rows = groups;
  const double ordering =
      keys > 0 && request.kept > 0
                     ? std::max(list_length(request.sets), 1) * ordering_cost(input->rows, static_cast<double>(width), memory / 2)
               : 0;
  const double set_up = keys > 0 ? 0 : kSetUpRows * cpu_tuple_cost;
  path.startup_cost = child + steps + spilled + ordering + set_up + costs.finalCost.startup;
  path.total_cost = path.startup_cost + groups * (costs.finalCost.per_tuple + cpu_tuple_cost);
  if (request.extra->havingQual == nullptr || path.parent != request.output) return;
  QualCost having;
  cost_qual_eval(&having, reinterpret_cast<List*>(request.extra->havingQual), request.root);
  path.startup_cost += having.startup;
  path.total_cost += having.startup + groups * having.per_tuple;
  path.rows = clamp_row_est(groups * clauselist_selectivity(request.root, reinterpret_cast<List*>(request.extra->havingQual),
                                                            0, JOIN_INNER, nullptr));
}

// ---- Paths

Path* batch_path(const Request& request, RelOptInfo* rel, Path* input, const AggClauseCosts& costs,
                 double groups) {
  auto* custom = makeNode(CustomPath);
  Path& path = custom->path;
  path.pathtype = T_CustomScan;
  path.parent = rel;
  path.pathtarget = rel->reltarget;
  path.parallel_safe = rel->consider_parallel && input->parallel_safe;
  path.parallel_workers = input->parallel_workers;
  path.parallel_aware = rel != request.output;  // workers and leader share figures for EXPLAIN
  custom->flags = kProjects;
  custom->custom_paths = list_make1(input);
  Node* having = rel == request.output ? request.extra->havingQual : nullptr;
  custom->custom_private = list_make3(request.keys, having, request.sets);
  custom->methods = &kMethods;
  set_costs(request, path, input, costs, groups);
  return &path;
}

double number_of_groups(const Request& request, double rows) {
  if (request.keys == NIL) return std::max(list_length(request.sets), 1);
  List* keys = get_sortgrouplist_exprs(request.keys, request.extra->targetList);
  if (request.sets == NIL) return estimate_num_groups(request.root, keys, rows, nullptr, nullptr);
  double groups = 0;
  ListCell *at_set, *at_number;
  foreach (at_set, request.sets) {
    List* some = NIL;
    foreach (at_number, static_cast<List*>(lfirst(at_set)))
      some = lappend(some, list_nth(keys, lfirst_int(at_number)));
    groups += some == NIL ? 1 : estimate_num_groups(request.root, some, rows, nullptr, nullptr);
  }
  return groups;
}

// The planner takes date_trunc('hour', ts) to have as many values as ts has; but who aggregates has more
// than one row to a group.
void add_serial(const Request& request) {
  Path* input = request.input->cheapest_total_path;
  AggClauseCosts costs = {};
  get_agg_clause_costs(request.root, AGGSPLIT_SIMPLE, &costs);
  add_path(request.output, batch_path(request, request.output, input, costs,
                                      std::min(number_of_groups(request, input->rows),
                                               std::max(input->rows / 2, 1.0))));
}

// The relation of partial groups has its target list from the core's own attempt.
void add_parallel(const Request& request) {
  if (!request.output->consider_parallel || request.input->partial_pathlist == NIL ||
      (request.extra->flags & GROUPING_CAN_PARTIAL_AGG) == 0 || !request.extra->partial_costs_set) {
    return;
  }
  RelOptInfo* partial =
      fetch_upper_rel(request.root, UPPERREL_PARTIAL_GROUP_AGG, request.output->relids);
  if (partial->reltarget->exprs == NIL) return;
  auto* input = static_cast<Path*>(linitial(request.input->partial_pathlist));
  Path* shared = batch_path(request, partial, input, request.extra->agg_partial_costs,
                            number_of_groups(request, input->rows));
  double rows = shared->rows * std::max(shared->parallel_workers, 1);
  Path* gathered = reinterpret_cast<Path*>(
      create_gather_path(request.root, partial, shared, partial->reltarget, nullptr, &rows));
  add_path(request.output,
           reinterpret_cast<Path*>(create_agg_path(
               request.root, request.output, gathered, request.output->reltarget,
               request.keys != NIL                      ? AGG_HASHED
               : is_grouped_by_constants(request.root) ? AGG_SORTED
                                                       : AGG_PLAIN,
               AGGSPLIT_FINAL_DESERIAL, request.keys,
               reinterpret_cast<List*>(request.extra->havingQual), &request.extra->agg_final_costs,
               number_of_groups(request, request.input->cheapest_total_path->rows))));
}

void offer_batches(PlannerInfo* root, UpperRelationKind stage, RelOptInfo* input, RelOptInfo* output,
                   void* extra) {
  if (!enabled || stage != UPPERREL_GROUP_AGG || extra == nullptr || !root->parse->hasAggs) return;
  Request request = {root, input, output, static_cast<GroupPathExtraData*>(extra),
                     group_clauses(root), NIL, 0};
  const Asked asked = asked_of(request);
  request.kept = asked.kept;
  if (!asked.ours && !every_aggregate) return;
  if (const char* reason = why_not(request)) {
    ereport(DEBUG1, (errmsg_internal("a query is not aggregated in batches: %s", reason)));
    return;
  }
  request.sets = numbered_sets(request);
  if (asked.only_here || every_aggregate) output->pathlist = NIL;
  add_serial(request);
  add_parallel(request);
}

void add_batches(PlannerInfo* root, UpperRelationKind stage, RelOptInfo* input, RelOptInfo* output,
                 void* extra) {
  if (next_hook != nullptr) next_hook(root, stage, input, output, extra);
  if (later_hook == nullptr) offer_batches(root, stage, input, output, extra);
}

void add_batches_last(PlannerInfo* root, UpperRelationKind stage, RelOptInfo* input, RelOptInfo* output,
                      void* extra) {
  later_hook(root, stage, input, output, extra);
  offer_batches(root, stage, input, output, extra);
}

}  // namespace

// TimescaleDB's hook drops what it finds and puts its own plans there; its library is loaded by a
// session's first query, which may be after this one.
void offer_batches_last() {
  if (create_upper_paths_hook == add_batches || later_hook != nullptr) return;
  later_hook = create_upper_paths_hook;
  create_upper_paths_hook = add_batches_last;
}

void install_batch_executor() {
  DefineCustomBoolVariable("sketch.batch_executor",
                           "Aggregates in batches where sketches are built or merged.",
                           "Off, plans are PostgreSQL's own; the results are the same.", &enabled,
                           true, PGC_USERSET, 0, nullptr, nullptr, nullptr);
  DefineCustomBoolVariable("sketch.batch_every_aggregate",
                           "For tests: aggregates in batches whatever can be, with sketches or without.",
                           "It makes plans worse.", &every_aggregate, false, PGC_USERSET,
                           GUC_NOT_IN_SAMPLE, nullptr, nullptr, nullptr);
  RegisterCustomScanMethods(&kBatchScanMethods);
  next_hook = create_upper_paths_hook;
  create_upper_paths_hook = add_batches;
}

}  // namespace sketch::pg
