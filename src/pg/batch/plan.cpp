// SPDX-License-Identifier: PostgreSQL
//
// Makes the plan node. setrefs turns the expressions of a CustomScan without a relation into
// references to its scan tuple (custom_scan_tlist). Our scan tuple is the child's output, and after
// it a column for each aggregate and each GROUPING():
//
//   scan tuple:  child's column 1 | 2 | ... | aggregate | aggregate | ...
//
// So the arguments of aggregates (custom_exprs) become references to the child's output, and the
// target list and HAVING become references to keys and aggregates. Of the child's columns only the
// grouping keys, and columns that depend on them, have a value in the node's output.
#include "batch/batch.hpp"
#include "batch/partial.hpp"

namespace sketch::pg {
namespace {

// Adds the aggregates and GROUPING()s of an expression to the target list, each once.
bool collect(Node* node, void* context) {
  auto& targets = *static_cast<List**>(context);
  if (node == nullptr) return false;
  if (!IsA(node, Aggref) && !IsA(node, GroupingFunc)) return walk_tree(node, collect, context);
  auto* aggregate = reinterpret_cast<Expr*>(node);
  if (tlist_member(aggregate, targets) == nullptr) {
    targets = lappend(targets, makeTargetEntry(static_cast<Expr*>(copyObjectImpl(aggregate)),
                                               static_cast<AttrNumber>(list_length(targets) + 1),
                                               nullptr, false));
  }
  return false;
}

// Grouping keys that some grouping sets don't have: as expressions below the node, and above it.
// (From PostgreSQL 18 on the planner marks them above the node, because they can be NULL there.)
struct Marked {
  List* below;
  List* above;
};

// Whether it is a grouping key that some sets don't have.
bool is_lacked(Index reference, const List* keys, const List* sets) {
  for (int number = 0; number < list_length(keys); ++number) {
    if (static_cast<SortGroupClause*>(list_nth(keys, number))->tleSortGroupRef != reference)
      continue;
    ListCell* cell;
    foreach (cell, sets)
      if (!list_member_int(static_cast<List*>(lfirst(cell)), number)) return true;
  }
  return false;
}

// The first columns of the scan tuple: the child's output, but with keys as they are written above
// the node, so that setrefs finds them in the target list.
List* columns_of(const PlannerInfo* root, const Plan* child, const List* keys, const List* sets,
                 Marked& marked) {
  List* targets = NIL;
  ListCell* cell;
  foreach (cell, child->targetlist) {
    const auto* target = static_cast<TargetEntry*>(lfirst(cell));
    auto* column = static_cast<Expr*>(copyObjectImpl(target->expr));
    if (target->ressortgroupref != 0 && is_lacked(target->ressortgroupref, keys, sets)) {
      marked.below = lappend(marked.below, column);
      column = grouped(root, column);
      marked.above = lappend(marked.above, column);
    }
    targets = lappend(
        targets,
        makeTargetEntry(column, static_cast<AttrNumber>(list_length(targets) + 1), nullptr, false));
  }
  return targets;
}

// An expression over the child's output, with keys as in the scan tuple.
Node* with_marks(Node* node, void* context) {
  if (node == nullptr) return nullptr;
  const auto& marked = *static_cast<Marked*>(context);
  for (int i = 0; i < list_length(marked.below); ++i)
    if (equal(list_nth(marked.below, i), node))
      return static_cast<Node*>(copyObjectImpl(list_nth(marked.above, i)));
  return mutate_tree(node, with_marks, context);
}

// Adds an aggregate's expressions to custom_exprs: its arguments and those of its ORDER BY, its
// filter, and its direct arguments. A cached plan has to depend on the transition function, because
// we recognise the aggregate by that. If the aggregate is in the query, the plan depends on it
// anyway.
void add_aggregate(PlannerInfo* root, CustomScan* scan, const Aggref* written, Marked& marked) {
  const Aggref* aggref = computed_aggregate(written);
  if (aggref != written) record_plan_function_dependency(root, aggref->aggfnoid);
  ListCell* cell;
  foreach (cell, aggref->args)
    scan->custom_exprs =
        lappend(scan->custom_exprs,
                with_marks(reinterpret_cast<Node*>(static_cast<TargetEntry*>(lfirst(cell))->expr),
                           &marked));
  if (aggref->aggfilter != nullptr)
    scan->custom_exprs = lappend(scan->custom_exprs,
                                 with_marks(reinterpret_cast<Node*>(aggref->aggfilter), &marked));
  foreach (cell, aggref->aggdirectargs)
    scan->custom_exprs = lappend(scan->custom_exprs, copyObjectImpl(lfirst(cell)));
  record_plan_function_dependency(root, transition_function(aggref->aggfnoid));
}

// The value of a GROUPING() in each set: a bit for each argument, 1 if the set doesn't have that
// key.
List* grouping_values(const GroupingFunc* call, const List* keys, const List* sets) {
  List* values = NIL;
  ListCell *at_set, *at_argument, *at_key;
  foreach (at_set, sets) {
    int value = 0;
    foreach (at_argument, call->refs) {
      bool has = false;
      foreach (at_key, static_cast<List*>(lfirst(at_set))) {
        const auto* key = static_cast<SortGroupClause*>(list_nth(keys, lfirst_int(at_key)));
        has |= key->tleSortGroupRef == static_cast<Index>(lfirst_int(at_argument));
      }
      value = 2 * value + !has;
    }
    values = lappend_int(values, value);
  }
  return values;
}

}  // namespace

Plan* plan_batches(PlannerInfo* root, RelOptInfo*, CustomPath* path, List* targets, List*,
                   List* plans) {
  auto* child = static_cast<Plan*>(linitial(plans));
  apply_pathtarget_labeling_to_tlist(child->targetlist,
                                     static_cast<Path*>(linitial(path->custom_paths))->pathtarget);
  auto* keys = static_cast<List*>(linitial(path->custom_private));
  auto* having = static_cast<List*>(lsecond(path->custom_private));
  auto* sets = static_cast<List*>(lthird(path->custom_private));
  Marked marked = {NIL, NIL};

  auto* scan = makeNode(CustomScan);
  scan->flags = path->flags;
  scan->methods = &kBatchScanMethods;
  Plan& plan = scan->scan.plan;
  plan.targetlist = targets;
  plan.qual = having;
  plan.lefttree = child;

  scan->custom_scan_tlist = columns_of(root, child, keys, sets, marked);
  const int columns = list_length(scan->custom_scan_tlist);
  collect(reinterpret_cast<Node*>(targets), &scan->custom_scan_tlist);
  collect(reinterpret_cast<Node*>(having), &scan->custom_scan_tlist);
  List* groupings = NIL;
  for (int i = columns; i < list_length(scan->custom_scan_tlist); ++i) {
    const auto* expression = static_cast<TargetEntry*>(list_nth(scan->custom_scan_tlist, i))->expr;
    if (IsA(expression, Aggref)) {
      add_aggregate(root, scan, reinterpret_cast<const Aggref*>(expression), marked);
    } else {
      groupings =
          lappend(groupings,
                  grouping_values(reinterpret_cast<const GroupingFunc*>(expression), keys, sets));
    }
  }

  List *positions = NIL, *operators = NIL, *collations = NIL;
  ListCell* cell;
  foreach (cell, keys) {
    const auto* key = static_cast<SortGroupClause*>(lfirst(cell));
    const TargetEntry* target =
        get_sortgroupclause_tle(const_cast<SortGroupClause*>(key), child->targetlist);
    positions = lappend_int(positions, target->resno);
    operators = lappend_oid(operators, key->eqop);
    collations = lappend_oid(collations, exprCollation(reinterpret_cast<Node*>(target->expr)));
  }
  scan->custom_private =
      lappend(list_make5(makeInteger(columns), positions, operators, collations, sets), groupings);
  scan->custom_private = lappend(scan->custom_private, makeInteger(is_grouped_by_constants(root)));
  return &plan;
}

void key_of(Oid equality, Oid collation, Key& key, Read& read) {
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
      return;
    case F_FLOAT4EQ:
      key = Key::float4;
      return;
    case F_FLOAT8EQ:
      key = Key::float8;
      return;
    case F_UUID_EQ:
      key = Key::uuid;
      read = Read::uuid;
      return;
    case F_TEXTEQ:
    case F_BYTEAEQ:
      read = Read::datum;
      key = compares_bytes(collation) ? Key::bytes : Key::any;
      return;
    default:
      read = Read::datum;
      key = Key::any;
  }
}

}  // namespace sketch::pg
