// SPDX-License-Identifier: PostgreSQL
//
// Recognises what stores results: statements that write, and everything that runs during such a
// statement, such as triggers, defaults, constraints and index expressions. A stored estimate would
// outlive the setting that asked for it, so all of that stays exact.
//
// The cached plan of a function's query may be made while nothing is stored, and be used again
// while something is, or the other way round. So cached plans depend on a marker. When a statement
// that stores begins or ends, the marker invalidates them.
#include "rewrite/rewrite.hpp"

namespace sketch::pg {
namespace {

ExecutorRun_hook_type next_run = nullptr;
ExecutorFinish_hook_type next_finish = nullptr;
ProcessUtility_hook_type next_utility = nullptr;

int storing = 0;    // the number of statements that are running and store
// Whether there may be cached plans that were made while nothing / something was stored.
bool kept[2] = {};

// The marker is the function count(any). Plans don't depend on it otherwise, because it is built
// in.
uint32 mark() { return GetSysCacheHashValue1(PROCOID, ObjectIdGetDatum(F_COUNT_ANY)); }

void forget_plans(bool made_storing) {
  if (!kept[made_storing]) return;
  kept[made_storing] = false;
  CallSyscacheCallbacks(PROCOID, mark());
}

bool writes(const QueryDesc* query) {
  return query->operation != CMD_SELECT || query->plannedstmt->hasModifyingCTE;
}

void run(SKETCH_RUN_PARAMETERS) {
  const auto next = next_run != nullptr ? next_run : standard_ExecutorRun;
  if (!writes(query)) {
    next(SKETCH_RUN_ARGUMENTS);
    return;
  }
  while_storing([&] { next(SKETCH_RUN_ARGUMENTS); });
}

// ExecutorFinish runs AFTER triggers.
void finish(QueryDesc* query) {
  const auto next = next_finish != nullptr ? next_finish : standard_ExecutorFinish;
  if (!writes(query)) {
    next(query);
    return;
  }
  while_storing([&] { next(query); });
}

// Utility statements that store nothing themselves. Queries that they run are recognised on their
// own.
bool only_reads(const Node* statement) {
  switch (nodeTag(statement)) {
    case T_ExplainStmt: {
      const auto* query = castNode(Query, reinterpret_cast<const ExplainStmt*>(statement)->query);
      return query->commandType != CMD_UTILITY || only_reads(query->utilityStmt);
    }
    case T_CopyStmt:
      return !reinterpret_cast<const CopyStmt*>(statement)->is_from;
    case T_ExecuteStmt:
    case T_PrepareStmt:
    case T_DeallocateStmt:
    case T_DeclareCursorStmt:
    case T_FetchStmt:
    case T_ClosePortalStmt:
    case T_CallStmt:
    case T_DoStmt:
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_TransactionStmt:
    case T_LoadStmt:
      return true;
    default:
      return false;
  }
}

void utility(PlannedStmt* statement, const char* text, bool read_only,
             ProcessUtilityContext context, ParamListInfo params, QueryEnvironment* environment,
             DestReceiver* receiver, QueryCompletion* completion) {
  const auto next = next_utility != nullptr ? next_utility : standard_ProcessUtility;
  if (only_reads(statement->utilityStmt)) {
    next(statement, text, read_only, context, params, environment, receiver, completion);
    return;
  }
  while_storing([&] {
    next(statement, text, read_only, context, params, environment, receiver, completion);
  });
}

}  // namespace

void begin_storing() {
  if (storing++ == 0) forget_plans(false);
}

void end_storing() {
  if (--storing == 0) forget_plans(true);
}

// Besides a running statement that stores, results count as stored: in a parallel worker, which
// doesn't know what its leader does; in deferred triggers, which run when the transaction ends; and
// in a function with the privileges of another role, because its caller must not decide how exactly
// it computes.
bool is_storing(const Query* query) {
  if (storing > 0 || query->commandType != CMD_SELECT || query->hasModifyingCTE) return true;
  if (MyBackendType != B_BACKEND) return true;
  Oid user;
  int context;
  GetUserIdAndSecContext(&user, &context);
  if (context & (SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION)) return true;
  return DatumGetInt32(OidFunctionCall0(F_PG_TRIGGER_DEPTH)) > 0;
}

void note_kept_plan(PlannedStmt* statement, bool made_storing) {
  auto* item = makeNode(PlanInvalItem);
  item->cacheId = PROCOID;
  item->hashValue = mark();
  statement->invalItems = lappend(statement->invalItems, item);
  kept[made_storing] = true;
}

void install_write_hooks() {
  next_run = ExecutorRun_hook;
  ExecutorRun_hook = run;
  next_finish = ExecutorFinish_hook;
  ExecutorFinish_hook = finish;
  next_utility = ProcessUtility_hook;
  ProcessUtility_hook = utility;
}

}  // namespace sketch::pg
