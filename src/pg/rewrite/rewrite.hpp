// SPDX-License-Identifier: PostgreSQL
//
// Approximate answers to exact questions. Where the session's settings ask for it, a query is changed
// before it is planned: count(DISTINCT x), percentile_disc(), percentile_cont() and mode() become the
// aggregates of this extension that estimate the same. So the plan is that of a query which names
// them: hashed, parallel, in batches, and EXPLAIN shows what is computed. The ordered-set aggregates
// of this extension become plain ones always, for PostgreSQL would sort their input.
//
//   settings.cpp   what the session asks for, and the planner's hook
//   query.cpp      where such aggregates are: anywhere in a query, and in the SQL functions in its FROM
//   aggregate.cpp  what takes the place of one of them
//   writes.cpp     statements that store what they compute: they stay exact
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// One query at work.
struct Rewriting {
  // What is approximated; our own ordered-set aggregates are rewritten always.
  bool count_distinct, percentile;
  bool exact;  // though it is asked for
  bool depends_on_role;  // the user's rights mattered
  // For the change itself.
  int precision;      // of approx_count_distinct
  Query* query;       // that is being rewritten
  PlannerInfo* root;  // has the parameters' values, and collects what inlined functions depend on

  bool approximates() const { return (count_distinct || percentile) && !exact; }
};

// query.cpp
// Whether there is anything to change, as far as can be seen without inlining functions.
bool has_candidates(Query* query, const Rewriting& rewriting);
// Changes the query in place, as the planner does.
void rewrite_query(Query* query, Rewriting& rewriting);

// aggregate.cpp
// Whether the settings, or WITHIN GROUP of ours, are about an aggregate.
bool is_candidate(const Aggref* aggref, const Rewriting& rewriting);
// What takes its place, or null if it has to stay.
Expr* approximation_of(const Aggref* aggref, Rewriting& rewriting);

// Whether ORDER BY goes from the greatest value to the least.
bool sorts_descending(const SortGroupClause* order);

// writes.cpp
// Whether what is computed now is going to be stored, or may be.
bool is_storing(const Query* query);
// Plans that are kept hold for one side only, storing or not.
void note_kept_plan(PlannedStmt* statement, bool storing);
void install_write_hooks();

// settings.cpp
void install_rewriting();

}  // namespace sketch::pg
