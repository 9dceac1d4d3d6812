// SPDX-License-Identifier: PostgreSQL
//
// Adds the batch executor's paths. When the planner has made its own paths for a grouped relation,
// it calls create_upper_paths_hook. There we add a CustomPath over the input's cheapest path. If
// workers can share the input, we add a partial one too, under a Gather and a Finalize Aggregate.
// The planner chooses by cost. plan.cpp makes the plan node from what the path has in
// custom_private.
#include "batch/batch.hpp"
#include "batch/partial.hpp"

namespace sketch::pg {
namespace {

bool enabled = true;
bool every_aggregate = false;
// The hook that was installed before ours, and one that was installed after it (see
// offer_batches_last).
create_upper_paths_hook_type next_hook = nullptr;
create_upper_paths_hook_type later_hook = nullptr;

const CustomPathMethods kMethods = {kBatchScanName, plan_batches, nullptr};

// The costs of our steps for a row, relative to an Agg node's; and how much of cpu_tuple_cost is
// saved for a row if the pages of a table are drained.
constexpr double kStepShare = 0.3, kDrainedShare = 0.7;

// The cost of a sort by the numbers of groups, relative to that of any sort: it only compares
// integers.
constexpr double kGroupSortShare = 0.3;

// The cost of writing a row to a temporary file or reading it, relative to reading it from a table.
constexpr double kSpilledShare = 0.1;

// The cost of starting the node, in rows. For up to about ten rows a plain Agg is faster.
constexpr double kSetUpRows = 10;

// ---- The query

struct Asked {
  bool ours;       // it has an aggregate of this extension
  bool only_here;  // it has one that only the batch executor can compute
  int kept;        // how many columns have to be kept for aggregates with DISTINCT or ORDER BY
};

bool look_for_ours(Node* node, void* context) {
  if (node == nullptr) return false;
  if (!IsA(node, Aggref)) return walk_tree(node, look_for_ours, context);
  const auto* aggref = reinterpret_cast<const Aggref*>(node);
  const Aggref* computed = computed_aggregate(aggref);
  auto& asked = *static_cast<Asked*>(context);
  asked.ours |= is_ours(computed->aggfnoid);
  asked.only_here |= only_in_batches(aggref, computed);
  if (computed->aggorder != NIL || computed->aggdistinct != NIL)
    asked.kept += recognise(computed).called ? 1 + list_length(computed->args) : 0;
  return false;
}

struct Request {
  PlannerInfo* root;
  RelOptInfo* input;
  RelOptInfo* output;
  GroupPathExtraData* extra;
  List* keys;  // SortGroupClauses
  List* sets;  // for each grouping set a list of indices in `keys`; NIL if there is only one set
  int kept;    // Asked::kept
};

Asked asked_of(const Request& request) {
  Asked asked = {};
  walk_tree(reinterpret_cast<Node*>(request.output->reltarget->exprs), look_for_ours, &asked);
  look_for_ours(request.extra->havingQual, &asked);
  return asked;
}

// Whether the input is TimescaleDB's ChunkAppend. It excludes chunks only if it knows the node
// above it.
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
        return strcmp(reinterpret_cast<const CustomPath*>(path)->methods->CustomName,
                      "ChunkAppend") == 0;
      default:
        return false;
    }
  }
}

// GROUP BY g, g: the planner would have to give one column of the input two sortgrouprefs.
bool repeats_keys(const Request& request) {
  const List* keys = get_sortgrouplist_exprs(request.keys, request.extra->targetList);
  for (int i = 0; i < list_length(keys); ++i)
    for (int j = 0; j < i; ++j)
      if (equal(list_nth(keys, i), list_nth(keys, j))) return true;
  return false;
}

// A key that is a constant. In grouping sets without it the key is NULL, but PostgreSQL would use
// the constant above our node.
bool has_constant_key(const Request& request) {
  ListCell* cell;
  foreach (cell, get_sortgrouplist_exprs(request.keys, request.extra->targetList))
    if (IsA(lfirst(cell), Const) || IsA(lfirst(cell), Param)) return true;
  return false;
}

// Request::sets. Sets with more keys come first.
List* numbered_sets(const Request& request) {
  List* sets = NIL;
  ListCell *at_set, *at_reference;
  foreach (at_set, request.root->parse->groupingSets) {
    List* numbers = NIL;
    foreach (at_reference, static_cast<List*>(lfirst(at_set))) {
      int number = 0;
      const auto reference = static_cast<Index>(lfirst_int(at_reference));
      while (static_cast<SortGroupClause*>(list_nth(request.keys, number))->tleSortGroupRef !=
             reference)
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

// Why the batch executor can't run the query; null if it can. The reason is logged at DEBUG1.
const char* why_not(const Request& request) {
  if (list_length(request.root->parse->groupingSets) > kMostSets)
    return "it has too many grouping sets";
  if (request.root->parse->groupingSets != NIL && has_constant_key(request))
    return "a grouping set has a constant";
  if (list_length(request.keys) > kMostKeys) return "it is grouped by too many columns";
  if (!grouping_is_hashable(request.keys)) return "its groups can't be hashed";
  if (request.kept >= MaxTupleAttributeNumber)
    return "it has too many aggregates with DISTINCT or ORDER BY";
  if (repeats_keys(request)) return "it is grouped by the same column twice";
  if (request.keys != NIL && !enable_hashagg) return "enable_hashagg is off";
  if (excludes_chunks(request.input->cheapest_total_path))
    return "ChunkAppend excludes chunks below an Agg only";
  return nullptr;
}

// ---- Costs

// The number of tuples in tables that are drained.
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

// The cost of keeping rows until their groups are complete. The sorts of the groups' rows aren't
// counted; the planner doesn't count them for an Agg node either.
double ordering_cost(double rows, double width, double memory) {
  const double comparisons = rows * std::log2(std::max(rows, 2.0));
  const double pages = rows * width > memory ? 2 * rows * width / BLCKSZ : 0;
  return 2 * cpu_operator_cost * comparisons * kGroupSortShare + cpu_operator_cost * rows +
         seq_page_cost * pages;
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
          ? std::max(list_length(request.sets), 1) *
                ordering_cost(input->rows, static_cast<double>(width), memory / 2)
          : 0;
  const double set_up = keys > 0 ? 0 : kSetUpRows * cpu_tuple_cost;
  path.startup_cost = child + steps + spilled + ordering + set_up + costs.finalCost.startup;
  path.total_cost = path.startup_cost + groups * (costs.finalCost.per_tuple + cpu_tuple_cost);
  if (request.extra->havingQual == nullptr || path.parent != request.output) return;
  QualCost having;
  cost_qual_eval(&having, reinterpret_cast<List*>(request.extra->havingQual), request.root);
  path.startup_cost += having.startup;
  path.total_cost += having.startup + groups * having.per_tuple;
  path.rows =
      clamp_row_est(groups * clauselist_selectivity(
                                 request.root, reinterpret_cast<List*>(request.extra->havingQual),
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
  path.parallel_aware = rel != request.output;  // leader and workers share the counts for EXPLAIN
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

// The planner assumes that date_trunc('hour', ts) has as many distinct values as ts. So the number
// of groups is limited to half of the rows: who aggregates has more than one row in a group.
void add_serial(const Request& request) {
  Path* input = request.input->cheapest_total_path;
  AggClauseCosts costs = {};
  get_agg_clause_costs(request.root, AGGSPLIT_SIMPLE, &costs);
  add_path(request.output, batch_path(request, request.output, input, costs,
                                      std::min(number_of_groups(request, input->rows),
                                               std::max(input->rows / 2, 1.0))));
}

// Adds a partial path. Its relation exists only if the core has made its own partial paths.
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

void offer_batches(PlannerInfo* root, UpperRelationKind stage, RelOptInfo* input,
                   RelOptInfo* output, void* extra) {
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

void add_batches_last(PlannerInfo* root, UpperRelationKind stage, RelOptInfo* input,
                      RelOptInfo* output, void* extra) {
  later_hook(root, stage, input, output, extra);
  offer_batches(root, stage, input, output, extra);
}

}  // namespace

// TimescaleDB's hook replaces the paths that it finds by its own. Its library is loaded by a
// session's first query, so its hook may have been installed after ours, and would be called last.
void offer_batches_last() {
  if (create_upper_paths_hook == add_batches || later_hook != nullptr) return;
  later_hook = create_upper_paths_hook;
  create_upper_paths_hook = add_batches_last;
}

void install_batch_executor() {
  DefineCustomBoolVariable(
      "sketch.batch_executor", "Runs queries that build or merge sketches in batches.",
      "If it is off, PostgreSQL's own plans are used. The results are the same.", &enabled, true,
      PGC_USERSET, 0, nullptr, nullptr, nullptr);
  DefineCustomBoolVariable("sketch.batch_every_aggregate",
                           "For tests: runs all queries with aggregates in batches if possible.",
                           "Plans can be slower.", &every_aggregate, false, PGC_USERSET,
                           GUC_NOT_IN_SAMPLE, nullptr, nullptr, nullptr);
  RegisterCustomScanMethods(&kBatchScanMethods);
  next_hook = create_upper_paths_hook;
  create_upper_paths_hook = add_batches;
}

}  // namespace sketch::pg
