// SPDX-License-Identifier: PostgreSQL
//
// The session's settings, and the planner hook. A cached plan is only valid for the settings it was
// made under, so all cached plans are invalidated when a setting changes.
#include "sketch/distinct/hll.hpp"

#include "rewrite/rewrite.hpp"

namespace sketch::pg {
namespace {

// The standard errors of the greatest, the least and the default precision, to two digits.
constexpr double kLeastError = 0.00067, kGreatestError = 0.086, kDefaultError = 0.015;

bool approximate_count_distinct = false;
bool approximate_percentile = false;
bool approximate_in_writes = false;
double count_distinct_error = kDefaultError;

planner_hook_type next_planner = nullptr;

void assign_switch(bool, void*) { ResetPlanCache(); }
void assign_error(double, void*) { ResetPlanCache(); }

PlannedStmt* plan(SKETCH_PLANNER_PARAMETERS) {
  return next_planner != nullptr ? next_planner(SKETCH_PLANNER_ARGUMENTS)
                                 : standard_planner(SKETCH_PLANNER_ARGUMENTS);
}

// A PlannerInfo for eval_const_expressions() and for inlining. The planner makes its own later.
PlannerInfo* stand_in(Query* query, ParamListInfo params) {
  auto* global = makeNode(PlannerGlobal);
  global->boundParams = params;
  auto* root = makeNode(PlannerInfo);
  root->glob = global;
  root->parse = query;
  root->query_level = 1;
  root->planner_cxt = CurrentMemoryContext;
  return root;
}

PlannedStmt* plan_rewritten(SKETCH_PLANNER_PARAMETERS) {
  Rewriting rewriting = {};
  rewriting.count_distinct = approximate_count_distinct;
  rewriting.percentile = approximate_percentile;
  if (!has_candidates(query, rewriting)) return plan(SKETCH_PLANNER_ARGUMENTS);

  rewriting.exact = !approximate_in_writes && is_storing(query);
  rewriting.precision = Hll::precision_for(count_distinct_error);
  rewriting.root = stand_in(query, params);
  rewrite_query(query, rewriting);
  PlannedStmt* statement = plan(SKETCH_PLANNER_ARGUMENTS);
  const PlannerGlobal* global = rewriting.root->glob;
  statement->invalItems = list_concat(statement->invalItems, global->invalItems);
  statement->dependsOnRole |= global->dependsOnRole || rewriting.depends_on_role;
  const bool asked = rewriting.count_distinct || rewriting.percentile;
  if (asked && !approximate_in_writes) note_kept_plan(statement, rewriting.exact);
  return statement;
}

// The planner executes immutable functions of constants. In a statement that stores, their queries
// stay exact, too.
PlannedStmt* plan_query(SKETCH_PLANNER_PARAMETERS) {
  const bool stores = query->commandType != CMD_SELECT || query->hasModifyingCTE;
  const bool asked = approximate_count_distinct || approximate_percentile;
  if (!stores || !asked || approximate_in_writes) return plan_rewritten(SKETCH_PLANNER_ARGUMENTS);
  PlannedStmt* statement = nullptr;
  while_storing([&] { statement = plan_rewritten(SKETCH_PLANNER_ARGUMENTS); });
  return statement;
}

void define_switch(const char* name, const char* description, const char* more, bool* value) {
  DefineCustomBoolVariable(name, description, more, value, false, PGC_USERSET, GUC_EXPLAIN, nullptr,
                           assign_switch, nullptr);
}

void set(const char* name, const char* value) {
  set_config_option(name, value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0, false);
}

}  // namespace

void install_rewriting() {
  define_switch("sketch.approximate_count_distinct",
                "Computes count(DISTINCT x) approximately, by approx_count_distinct.",
                "Statements that store results stay exact.", &approximate_count_distinct);
  define_switch(
      "sketch.approximate_percentile",
      "Estimates percentile_disc, percentile_cont and mode by approx_percentile and approx_mode.",
      "Statements that store results stay exact.", &approximate_percentile);
  define_switch("sketch.approximate_in_writes",
                "Estimates in statements that store results, too.",
                "It says where the other two settings hold.", &approximate_in_writes);
  DefineCustomRealVariable("sketch.approximate_count_distinct_error",
                           "Relative standard error of an estimated count(DISTINCT x).",
                           "The least precision with at most this error is used; 0.015 is 1.5 %.",
                           &count_distinct_error, kDefaultError, kLeastError, kGreatestError,
                           PGC_USERSET, GUC_EXPLAIN, nullptr, assign_error, nullptr);
  next_planner = planner_hook;
  planner_hook = plan_query;
  install_write_hooks();
}

}  // namespace sketch::pg

// sketch_approximate(boolean). The call also loads the library; without it the session's settings
// have no effect.
SKETCH_FUNCTION(sketch_approximate) {
  const char* value = PG_GETARG_BOOL(0) ? "on" : "off";
  sketch::pg::set("sketch.approximate_count_distinct", value);
  sketch::pg::set("sketch.approximate_percentile", value);
  PG_RETURN_BOOL(PG_GETARG_BOOL(0));
}
