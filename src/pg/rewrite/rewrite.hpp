// SPDX-License-Identifier: PostgreSQL
//
// Approximate answers to exact queries. If the session's settings ask for it, a query is changed
// before it is planned: count(DISTINCT x), percentile_disc(), percentile_cont() and mode() become
// aggregates of this extension that estimate the same. So the plan is as if the user had written
// them: hashed, parallel, in batches, and EXPLAIN shows what is computed. The ordered-set
// aggregates of this extension always become plain ones, because PostgreSQL would sort their input.
//
//   settings.cpp   the settings, and the planner hook
//   query.cpp      finds the aggregates of a query, and of SQL functions in its FROM
//   aggregate.cpp  makes the replacement of one aggregate
//   writes.cpp     recognises statements that store their results, which stay exact
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// The rewriting of one query.
struct Rewriting {
  // What the settings ask for. Our own ordered-set aggregates are always rewritten.
  bool count_distinct, percentile;
  bool exact;            // the statement stores results, so it stays exact in spite of the settings
  bool depends_on_role;  // the result depends on the user's privileges
  int precision;         // for approx_count_distinct
  Query* query;          // the query or subquery that is being rewritten
  // Has the values of parameters; collects the dependencies of inlined functions.
  PlannerInfo* root;

  bool approximates() const { return (count_distinct || percentile) && !exact; }
};

// query.cpp
// Whether there may be something to rewrite. Functions that might be inlined count as such.
bool has_candidates(Query* query, const Rewriting& rewriting);
// Rewrites the query in place.
void rewrite_query(Query* query, Rewriting& rewriting);

// aggregate.cpp
// Whether it is an aggregate that the settings are about, or an ordered-set aggregate of ours.
bool is_candidate(const Aggref* aggref, const Rewriting& rewriting);
// The replacement of an aggregate; null if it has to stay.
Expr* approximation_of(const Aggref* aggref, Rewriting& rewriting);

// Whether an ORDER BY is descending.
bool sorts_descending(const SortGroupClause* order);

// writes.cpp
// Whether the query's results are stored, or may be.
bool is_storing(const Query* query);
// Runs `body` as part of a statement that stores.
void begin_storing();
void end_storing();
template <class Body>
void while_storing(Body body) {
  begin_storing();
  PG_TRY();
  { body(); }
  PG_FINALLY();
  { end_storing(); }
  PG_END_TRY();
}
// Makes a cached plan depend on whether a statement that stores is running. `storing`: what it was
// made for.
void note_kept_plan(PlannedStmt* statement, bool storing);
void install_write_hooks();

// settings.cpp
void install_rewriting();

}  // namespace sketch::pg
