// SPDX-License-Identifier: PostgreSQL
//
// Rewrites all aggregates of a query. Views and rules have already been expanded. The planner would
// inline some SQL functions in FROM after its hook; those are inlined here if they have such an
// aggregate. Other functions plan their own queries.
//
// Row security policies and security barrier views are not rewritten: the reader's settings must
// not make another user's rule less exact.
#include "rewrite/rewrite.hpp"

namespace sketch::pg {
namespace {

// Whether a range table entry is an SQL function that might be inlined as a subquery.
bool may_be_inlined(const RangeTblEntry* entry, const Rewriting& rewriting) {
  if (entry->rtekind != RTE_FUNCTION || !rewriting.approximates() ||
      list_length(entry->functions) != 1)
    return false;
  const Node* call = linitial_node(RangeTblFunction, entry->functions)->funcexpr;
  if (!IsA(call, FuncExpr) || !reinterpret_cast<const FuncExpr*>(call)->funcretset) return false;
  const Oid function = reinterpret_cast<const FuncExpr*>(call)->funcid;
  if (function < FirstNormalObjectId) return false;
  HeapTuple row = SearchSysCache1(PROCOID, ObjectIdGetDatum(function));
  if (!HeapTupleIsValid(row)) return false;
  const Oid language = reinterpret_cast<Form_pg_proc>(GETSTRUCT(row))->prolang;
  ReleaseSysCache(row);
  return language == SQLlanguageId;
}

bool find_candidate(Node* node, void* context) {
  const auto& rewriting = *static_cast<const Rewriting*>(context);
  if (node == nullptr) return false;
  if (IsA(node, Query)) {
    // A sublink's query. It may have aggregates that belong to an outer query.
    return walk_query(reinterpret_cast<Query*>(node), find_candidate, context,
                      QTW_EXAMINE_RTES_BEFORE);
  }
  if (IsA(node, RangeTblEntry))
    return may_be_inlined(reinterpret_cast<RangeTblEntry*>(node), rewriting);
  if (IsA(node, Aggref) && is_candidate(reinterpret_cast<Aggref*>(node), rewriting)) return true;
  return walk_tree(node, find_candidate, context);
}

bool has_candidates_in_from(Query* query, const Rewriting& rewriting) {
  ListCell* cell;
  foreach (cell, query->rtable) {
    const auto* entry = lfirst_node(RangeTblEntry, cell);
    if (entry->rtekind == RTE_SUBQUERY && !entry->security_barrier &&
        has_candidates(entry->subquery, rewriting)) {
      return true;
    }
    if (may_be_inlined(entry, rewriting)) return true;
  }
  foreach (cell, query->cteList) {
    auto* cte = lfirst_node(CommonTableExpr, cell);
    if (has_candidates(reinterpret_cast<Query*>(cte->ctequery), rewriting)) return true;
  }
  return false;
}

// Inlines functions in FROM, as the planner does it in preprocess_function_rtes().
void inline_functions(Query* query, Rewriting& rewriting) {
  ListCell* cell;
  foreach (cell, query->rtable) {
    auto* entry = lfirst_node(RangeTblEntry, cell);
    if (!may_be_inlined(entry, rewriting)) continue;
    auto* copy = static_cast<RangeTblEntry*>(copyObjectImpl(entry));
    copy->functions = reinterpret_cast<List*>(
        eval_const_expressions(rewriting.root, reinterpret_cast<Node*>(copy->functions)));
    Query* inlined = inline_from_function(rewriting.root, copy);
    if (inlined == nullptr || !has_candidates(inlined, rewriting)) continue;
    entry->rtekind = RTE_SUBQUERY;
    entry->functions = copy->functions;
    entry->subquery = inlined;
    entry->security_barrier = false;
    entry->funcordinality = false;
  }
}

Node* rewrite_node(Node* node, void* context) {
  auto& rewriting = *static_cast<Rewriting*>(context);
  if (node == nullptr) return nullptr;
  if (IsA(node, Query)) {
    rewrite_query(reinterpret_cast<Query*>(node), rewriting);
    return node;
  }
  Node* changed = mutate_tree(node, rewrite_node, context);
  if (!IsA(changed, Aggref)) return changed;
  Expr* approximation = approximation_of(reinterpret_cast<Aggref*>(changed), rewriting);
  return approximation != nullptr ? reinterpret_cast<Node*>(approximation) : changed;
}

// Takes policies and security barrier views out of the range table while the query is rewritten.
struct Rules {
  List* policies = NIL;  // securityQuals of each entry
  List* views = NIL;     // the query of each entry that is a barrier view

  void take_from(const Query* query) {
    ListCell* cell;
    foreach (cell, query->rtable) {
      auto* entry = lfirst_node(RangeTblEntry, cell);
      policies = lappend(policies, entry->securityQuals);
      views = lappend(views, entry->security_barrier ? entry->subquery : nullptr);
      entry->securityQuals = NIL;
      if (entry->security_barrier) entry->subquery = nullptr;
    }
  }
  void put_back(const Query* query) const {
    for (int i = 0; i < list_length(query->rtable); ++i) {
      auto* entry = static_cast<RangeTblEntry*>(list_nth(query->rtable, i));
      entry->securityQuals = static_cast<List*>(list_nth(policies, i));
      if (entry->security_barrier) entry->subquery = static_cast<Query*>(list_nth(views, i));
    }
  }
};

}  // namespace

// The first checks are cheap, because most queries have no aggregate.
bool has_candidates(Query* query, const Rewriting& rewriting) {
  check_stack_depth();
  if (has_candidates_in_from(query, rewriting)) return true;
  if (!query->hasAggs && !query->hasSubLinks) return false;
  return walk_query(query, find_candidate, const_cast<Rewriting*>(&rewriting),
                    QTW_IGNORE_RT_SUBQUERIES | QTW_IGNORE_CTE_SUBQUERIES);
}

void rewrite_query(Query* query, Rewriting& rewriting) {
  check_stack_depth();
  inline_functions(query, rewriting);
  Rules rules;
  rules.take_from(query);
  Query* around = rewriting.query;
  rewriting.query = query;
  mutate_query(query, rewrite_node, &rewriting, QTW_DONT_COPY_QUERY);
  rewriting.query = around;
  rules.put_back(query);
}

}  // namespace sketch::pg
