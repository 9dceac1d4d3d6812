// SPDX-License-Identifier: PostgreSQL
//
// Which plans the batch executor takes. PostgreSQL plans as ever; afterwards each Agg node whose
// aggregates are all known here, at least one of them ours, is replaced by a CustomScan over the
// same child, with the same costs and the same output. Everything else stays as it was planned.
//
// The node's scan tuple (custom_scan_tlist) is the grouping keys, then each aggregate; the target
// list and HAVING are what they were, over that tuple.
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

bool enabled = true;
planner_hook_type next_planner = nullptr;
ExecutorStart_hook_type next_start = nullptr;

// The first query of a session that has our aggregates loads this library, which is asked for their
// support function while the query is being planned: too late for the planner's hook, so that its
// plan is looked at when it starts.
enum class First { to_come, planned, past } first = First::to_come;

Var* var_of(const TargetEntry* target, int varno, AttrNumber attribute) {
  const auto* expression = reinterpret_cast<const Node*>(target->expr);
  return makeVar(varno, attribute, exprType(expression), exprTypmod(expression),
                 exprCollation(expression), 0);
}

// ---- What the node has to compute

struct Contents {
  const Agg* agg;
  List* targets;  // of the scan tuple
  bool known;     // nothing but known aggregates and keys so far
  bool ours;
};

int key_number(const Agg* agg, const Var* var) {
  for (int k = 0; k < agg->numCols; ++k)
    if (agg->grpColIdx[k] == var->varattno) return k;
  return -1;
}

// Adds the aggregates of an expression that aren't there yet.
bool collect(Node* node, void* context) {
  auto& contents = *static_cast<Contents*>(context);
  if (node == nullptr || !contents.known) return false;
  if (IsA(node, Aggref)) {
    Recipe recipe;
    Oid final_function;
    int parameter;
    contents.known = recognise(reinterpret_cast<Aggref*>(node), recipe, final_function, parameter);
    if (!contents.known) return false;
    contents.ours |= recipe.ours;
    if (tlist_member(reinterpret_cast<Expr*>(node), contents.targets) == nullptr) {
      auto* target = makeTargetEntry(reinterpret_cast<Expr*>(node),
                                     static_cast<AttrNumber>(list_length(contents.targets) + 1),
                                     nullptr, false);
      contents.targets = lappend(contents.targets, target);
    }
    return false;
  }
  if (IsA(node, Var)) {
    const auto* var = reinterpret_cast<Var*>(node);
    contents.known = var->varno == OUTER_VAR && key_number(contents.agg, var) >= 0;
    return false;
  }
  if (IsA(node, GroupingFunc)) {
    contents.known = false;
    return false;
  }
  return walk_tree(node, collect, context);
}

// References to the scan tuple in place of keys and aggregates.
Node* over_scan_tuple(Node* node, void* context) {
  const auto& contents = *static_cast<const Contents*>(context);
  if (node == nullptr) return nullptr;
  AttrNumber attribute = 0;
  if (IsA(node, Var)) {
    attribute = static_cast<AttrNumber>(key_number(contents.agg, reinterpret_cast<Var*>(node)) + 1);
  } else if (IsA(node, Aggref)) {
    attribute = tlist_member(reinterpret_cast<Expr*>(node), contents.targets)->resno;
  } else {
    return mutate_tree(node, over_scan_tuple, context);
  }
  const auto* target = static_cast<TargetEntry*>(list_nth(contents.targets, attribute - 1));
  return reinterpret_cast<Node*>(var_of(target, INDEX_VAR, attribute));
}

// ---- Replacing

// An aggregate is known by its step, so a plan that is kept has to be made again when the step changes;
// when the aggregate does the core sees to it.
void depend_on_steps(PlannedStmt* statement, Oid aggregate) {
  if (aggregate < FirstNormalObjectId) return;
  auto* item = makeNode(PlanInvalItem);
  item->cacheId = PROCOID;
  item->hashValue =
      GetSysCacheHashValue1(PROCOID, ObjectIdGetDatum(transition_function(aggregate)));
  statement->invalItems = lappend(statement->invalItems, item);
}

Plan* batch_scan_of(Agg* agg, PlannedStmt* statement) {
  const bool grouped = agg->aggstrategy == AGG_HASHED;
  if (!grouped && agg->aggstrategy != AGG_PLAIN) return nullptr;
  if (agg->aggsplit != AGGSPLIT_SIMPLE && agg->aggsplit != AGGSPLIT_INITIAL_SERIAL) return nullptr;
  if (agg->groupingSets != NIL || agg->chain != NIL || agg->numCols > kMostKeys ||
      grouped != (agg->numCols > 0)) {
    return nullptr;
  }

  Contents contents = {agg, NIL, true, false};
  List* equalities = NIL;
  for (int k = 0; k < agg->numCols; ++k) {
    const AttrNumber attribute = agg->grpColIdx[k];
    const auto* target =
        static_cast<TargetEntry*>(list_nth(outerPlan(&agg->plan)->targetlist, attribute - 1));
    const Oid equality = get_opcode(agg->grpOperators[k]);
    Key key;
    Read read;
    if (!key_of(equality, agg->grpCollations[k], key, read)) return nullptr;
    equalities = lappend_oid(equalities, equality);
    contents.targets =
        lappend(contents.targets,
                makeTargetEntry(reinterpret_cast<Expr*>(var_of(target, OUTER_VAR, attribute)),
                                static_cast<AttrNumber>(k + 1), nullptr, false));
  }
  collect(reinterpret_cast<Node*>(agg->plan.targetlist), &contents);
  collect(reinterpret_cast<Node*>(agg->plan.qual), &contents);
  if (!contents.known || !contents.ours) return nullptr;

  auto* scan = makeNode(CustomScan);
  Plan* plan = &scan->scan.plan;
  const NodeTag tag = plan->type;
  *plan = agg->plan;
  plan->type = tag;
  plan->targetlist = reinterpret_cast<List*>(
      over_scan_tuple(reinterpret_cast<Node*>(agg->plan.targetlist), &contents));
  plan->qual =
      reinterpret_cast<List*>(over_scan_tuple(reinterpret_cast<Node*>(agg->plan.qual), &contents));
  scan->custom_scan_tlist = contents.targets;
  scan->custom_private = list_make1(equalities);
  scan->methods = &kBatchScanMethods;
  for (int i = agg->numCols; i < list_length(contents.targets); ++i)
    depend_on_steps(statement, output_target(contents.targets, i)->aggfnoid);
  return plan;
}

void replace_in(Plan*& plan, PlannedStmt* statement);

void replace_in_each(List* plans, PlannedStmt* statement) {
  ListCell* cell;
  foreach (cell, plans) {
    auto* plan = static_cast<Plan*>(lfirst(cell));
    replace_in(plan, statement);
    lfirst(cell) = plan;
  }
}

void replace_in(Plan*& plan, PlannedStmt* statement) {
  if (plan == nullptr) return;
  check_stack_depth();
  replace_in(plan->lefttree, statement);
  replace_in(plan->righttree, statement);
  switch (nodeTag(plan)) {
    case T_Append:
      replace_in_each(reinterpret_cast<Append*>(plan)->appendplans, statement);
      break;
    case T_MergeAppend:
      replace_in_each(reinterpret_cast<MergeAppend*>(plan)->mergeplans, statement);
      break;
    case T_SubqueryScan:
      replace_in(reinterpret_cast<SubqueryScan*>(plan)->subplan, statement);
      break;
    case T_CustomScan:
      replace_in_each(reinterpret_cast<CustomScan*>(plan)->custom_plans, statement);
      break;
    case T_Agg:
      if (Plan* replaced = batch_scan_of(reinterpret_cast<Agg*>(plan), statement)) plan = replaced;
      break;
    default:
      break;
  }
}

void replace_in(PlannedStmt* statement) {
  if (!enabled) return;
  replace_in(statement->planTree, statement);
  replace_in_each(statement->subplans, statement);
}

PlannedStmt* plan_query(SKETCH_PLANNER_PARAMETERS) {
  if (first == First::to_come) first = First::past;
  PlannedStmt* statement = next_planner != nullptr
                               ? next_planner(SKETCH_PLANNER_ARGUMENTS)
                               : standard_planner(SKETCH_PLANNER_ARGUMENTS);
  replace_in(statement);
  return statement;
}

// A plan may be kept for other executions, so a copy of it is changed, and those plan anew.
void start_query(QueryDesc* query, int flags) {
  if (first == First::planned) {
    first = First::past;
    query->plannedstmt = static_cast<PlannedStmt*>(copyObjectImpl(query->plannedstmt));
    replace_in(query->plannedstmt);
    ResetPlanCache();
  }
  next_start != nullptr ? next_start(query, flags) : standard_ExecutorStart(query, flags);
}

}  // namespace

bool key_of(Oid equality, Oid collation, Key& key, Read& read) {
  read = Read::word;
  key = Key::word;
  switch (equality) {
    case F_BOOLEQ:
    case F_CHAREQ:
    case F_INT2EQ:
    case F_INT4EQ:
    case F_INT8EQ:
    case F_OIDEQ:
    case F_DATE_EQ:
    case F_TIME_EQ:
    case F_TIMESTAMP_EQ:
    case F_TIMESTAMPTZ_EQ:
    case F_ENUM_EQ:
      return true;
    case F_FLOAT4EQ:
      key = Key::float4;
      return true;
    case F_FLOAT8EQ:
      key = Key::float8;
      return true;
    case F_UUID_EQ:
      key = Key::uuid;
      read = Read::uuid;
      return true;
    case F_TEXTEQ:
    case F_BYTEAEQ:
      key = Key::bytes;
      read = Read::bytes;
      return compares_bytes(collation);
    default:
      return false;
  }
}

void install_batch_executor() {
  DefineCustomBoolVariable("sketch.batch_executor",
                           "Aggregates in batches where sketches are built or merged.",
                           "Off, plans are PostgreSQL's own; the results are the same.", &enabled,
                           true, PGC_USERSET, 0, nullptr, nullptr, nullptr);
  RegisterCustomScanMethods(&kBatchScanMethods);
  next_planner = planner_hook;
  planner_hook = plan_query;
  next_start = ExecutorStart_hook;
  ExecutorStart_hook = start_query;
}

}  // namespace sketch::pg

// Has nothing to say about plans: it is for being called.
SKETCH_FUNCTION(sketch_planner_support) {
  using sketch::pg::First, sketch::pg::first;
  if (first == First::to_come) first = First::planned;
  PG_RETURN_DATUM(0);
}
