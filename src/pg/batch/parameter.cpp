// SPDX-License-Identifier: PostgreSQL
//
// The support function of our transition functions. The planner asks it for the cost of an
// aggregate before it makes paths. That loads this library in time for a session's first query. The
// function doesn't change the cost. But it reports an error if a parameter of a sketch (a
// precision, a capacity) is a column: the user probably wants to count combinations of two columns,
// or to give a weight.
#include <algorithm>
#include <cstring>

#include "batch/batch.hpp"

extern "C" {
#include "nodes/supportnodes.h"
}

namespace sketch::pg {
namespace {

struct Search {
  PlannerInfo* root;
  Oid transition;
};

// The argument without implicit casts.
const Node* without_casts(const Node* node) {
  for (;;) {
    if (IsA(node, RelabelType)) {
      node = reinterpret_cast<const Node*>(reinterpret_cast<const RelabelType*>(node)->arg);
    } else if (IsA(node, PlaceHolderVar)) {
      node = reinterpret_cast<const Node*>(reinterpret_cast<const PlaceHolderVar*>(node)->phexpr);
    } else if (IsA(node, FuncExpr) &&
               reinterpret_cast<const FuncExpr*>(node)->funcformat == COERCE_IMPLICIT_CAST) {
      node = static_cast<const Node*>(linitial(reinterpret_cast<const FuncExpr*>(node)->args));
    } else {
      return node;
    }
  }
}

// Whether the argument is a column that isn't a grouping key. A grouping key is the same for all
// rows of a group.
bool is_column(const PlannerInfo* root, const Node* argument) {
  const Node* node = without_casts(argument);
  if (!IsA(node, Var)) return false;
  return !list_member(get_sortgrouplist_exprs(root->parse->groupClause, root->parse->targetList),
                      node);
}

bool is_parameter(const char* name) {
  constexpr const char* kNames[] = {"precision", "error", "capacity",   "k",     "accuracy",
                                    "compression", "confidence", "width", "depth", "expected", "n"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [name](const char* known) { return std::strcmp(name, known) == 0; });
}

// A hint at what the user may have meant. `argument` is the parameter's number, from 1: from 3 on,
// a value comes between the key and the parameter.
const char* advice_for(const char* aggregate, const char* name, int argument) {
  if (std::strcmp(name, "precision") == 0 || std::strcmp(name, "error") == 0)
    return psprintf("To count combinations of columns, use a row: %s((a, b)%s).", aggregate,
                    argument > 2 ? ", ..." : "");
  if (std::strcmp(name, "capacity") == 0)
    return "To give each row a weight, pass it after the capacity.";
  const bool weighted = std::strstr(aggregate, "_weighted") != nullptr;
  if (!weighted && (std::strcmp(name, "accuracy") == 0 || std::strcmp(name, "compression") == 0 ||
                    std::strcmp(aggregate, "sketch_sample_agg") == 0 ||
                    (std::strcmp(name, "k") == 0 && std::strstr(aggregate, "_agg") != nullptr))) {
    return psprintf("To give each row a weight, use %s_weighted(value, weight).", aggregate);
  }
  return "Ask for each of them in a query of its own.";
}

void refuse_columns(const PlannerInfo* root, const Aggref* aggref) {
  const HeapTuple tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(aggref->aggfnoid));
  if (!HeapTupleIsValid(tuple)) raise_internal();
  Oid* types;
  char** names = nullptr;
  char* modes;
  get_func_arg_info(tuple, &types, &names, &modes);
  ReleaseSysCache(tuple);
  if (names == nullptr) return;
  int i = 0;
  ListCell* cell;
  foreach (cell, aggref->args) {
    const auto* target = static_cast<TargetEntry*>(lfirst(cell));
    if (target->resjunk) continue;
    const char* name = names[i++];
    if (!is_parameter(name) || !is_column(root, reinterpret_cast<const Node*>(target->expr)))
      continue;
    const char* aggregate = get_func_name(aggref->aggfnoid);
    ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                    errmsg("the %s of %s() is a column", name, aggregate),
                    errdetail("It has to be the same for all rows: a constant or a parameter."),
                    errhint("%s", advice_for(aggregate, name, i))));
  }
}

bool look_for_columns(Node* node, void* context) {
  if (node == nullptr) return false;
  if (IsA(node, Aggref)) {
    const auto& search = *static_cast<Search*>(context);
    const auto* aggref = reinterpret_cast<Aggref*>(node);
    if (aggref->aggkind == AGGKIND_NORMAL && list_length(aggref->args) > 1 &&
        transition_function(aggref->aggfnoid) == search.transition)
      refuse_columns(search.root, aggref);
    return false;
  }
  return walk_tree(node, look_for_columns, context);
}

}  // namespace
}  // namespace sketch::pg

SKETCH_FUNCTION(sketch_planner_support) {
  const auto* request = reinterpret_cast<const Node*>(PG_GETARG_POINTER(0));
  if (IsA(request, SupportRequestCost)) {
    const auto* costs = reinterpret_cast<const SupportRequestCost*>(request);
    sketch::pg::offer_batches_last();
    if (costs->root != nullptr) {
      sketch::pg::Search search = {costs->root, costs->funcid};
      sketch::pg::look_for_columns(reinterpret_cast<Node*>(costs->root->processed_tlist), &search);
      sketch::pg::look_for_columns(costs->root->parse->havingQual, &search);
    }
  }
  PG_RETURN_DATUM(0);
}
