// SPDX-License-Identifier: PostgreSQL
//
// What an expression of the plan is, as far as batches have to know.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// What it is but for casts that change no byte.
inline Expr* without_relabel(Expr* expression) {
  while (expression != nullptr && IsA(expression, RelabelType))
    expression = reinterpret_cast<RelabelType*>(expression)->arg;
  return expression;
}

// The attribute of a relation's rows that it is; null if it is anything else.
inline const Var* attribute_of(Expr* expression, Index varno) {
  Expr* plain = without_relabel(expression);
  if (plain == nullptr || !IsA(plain, Var)) return nullptr;
  const auto* var = reinterpret_cast<const Var*>(plain);
  const bool of_relation = static_cast<Index>(var->varno) == varno && var->varlevelsup == 0;
  return of_relation && var->varattno > 0 ? var : nullptr;
}

}  // namespace sketch::pg
