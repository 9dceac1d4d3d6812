// SPDX-License-Identifier: PostgreSQL
//
// Helpers to look into expressions of a plan.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// The expression without RelabelType nodes: casts that change no byte.
inline Expr* without_relabel(Expr* expression) {
  while (expression != nullptr && IsA(expression, RelabelType))
    expression = reinterpret_cast<RelabelType*>(expression)->arg;
  return expression;
}

// The expression as an attribute of the relation `varno`; null if it is anything else.
inline const Var* attribute_of(Expr* expression, Index varno) {
  Expr* plain = without_relabel(expression);
  if (plain == nullptr || !IsA(plain, Var)) return nullptr;
  const auto* var = reinterpret_cast<const Var*>(plain);
  const bool of_relation = static_cast<Index>(var->varno) == varno && var->varlevelsup == 0;
  return of_relation && var->varattno > 0 ? var : nullptr;
}

inline bool has_subplan(Node* node, void* context) {
  if (node == nullptr) return false;
  if (IsA(node, SubPlan) || IsA(node, AlternativeSubPlan)) return true;
  return walk_tree(node, has_subplan, context);
}

// Whether the expression has the same value for all rows of an execution, until the next rescan.
// Results of subqueries that don't depend on the rows are parameters.
inline bool is_invariant(Expr* expression) {
  auto* node = reinterpret_cast<Node*>(expression);
  return !contain_var_clause(node) && !has_subplan(node, nullptr) &&
         !contain_volatile_functions(node);
}

}  // namespace sketch::pg
