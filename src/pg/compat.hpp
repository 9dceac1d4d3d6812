// SPDX-License-Identifier: PostgreSQL
//
// PostgreSQL's headers, and everything that differs between server versions. Include it after all C++
// headers, because port.h redefines printf and similar names.
#pragma once

extern "C" {
#include "postgres.h"

#include "access/detoast.h"
#include "access/heapam.h"
#include "access/htup_details.h"
#include "access/nbtree.h"
#include "access/relscan.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/dependency.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_aggregate.h"
#include "catalog/pg_am_d.h"
#include "catalog/pg_class.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_language_d.h"
#include "catalog/pg_operator_d.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "commands/explain.h"
#include "commands/extension.h"
#include "common/base64.h"
#include "common/pg_prng.h"
#include "common/shortest_dec.h"
#include "executor/executor.h"
#include "executor/nodeAgg.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "nodes/extensible.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/clauses.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "optimizer/pathnode.h"
#include "optimizer/paths.h"
#include "optimizer/planmain.h"
#include "optimizer/planner.h"
#include "optimizer/prep.h"
#include "optimizer/tlist.h"
#include "parser/parse_agg.h"
#include "parser/parse_coerce.h"
#include "pgstat.h"
#include "pgtime.h"
#include "rewrite/rewriteManip.h"
#include "storage/buf_internals.h"
#include "storage/buffile.h"
#include "storage/bufmgr.h"
#include "tcop/utility.h"
#include "tsearch/ts_type.h"
#include "tsearch/ts_utils.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/cash.h"
#include "utils/date.h"
#include "utils/datum.h"
#include "utils/expandeddatum.h"
#include "utils/float.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/inet.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/multirangetypes.h"
#include "utils/numeric.h"
#include "utils/pg_lsn.h"
#include "utils/plancache.h"
#include "utils/rangetypes.h"
#include "utils/rel.h"
#include "utils/ruleutils.h"
#include "utils/selfuncs.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/tuplesort.h"
#include "utils/typcache.h"
#include "utils/uuid.h"
#include "utils/varbit.h"
#include "utils/xid8.h"
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#include "varatt.h"
#endif
#if PG_VERSION_NUM >= 180000
#include "commands/explain_format.h"
#include "commands/explain_state.h"
#endif
}

// Before 16 PGDLLEXPORT is empty, so -fvisibility=hidden would hide the functions that SQL calls.
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))

namespace sketch::pg {

inline int base64_encode(const void* from, int bytes, char* to, int room) {
#if PG_VERSION_NUM >= 180000
  return pg_b64_encode(static_cast<const uint8*>(from), bytes, to, room);
#else
  return pg_b64_encode(static_cast<const char*>(from), bytes, to, room);
#endif
}

inline int base64_decode(const char* from, int bytes, void* to, int room) {
#if PG_VERSION_NUM >= 180000
  return pg_b64_decode(from, bytes, static_cast<uint8*>(to), room);
#else
  return pg_b64_decode(from, bytes, static_cast<char*>(to), room);
#endif
}

using TreeWalker = bool (*)(Node*, void*);
using TreeMutator = Node* (*)(Node*, void*);

inline bool walk_tree(Node* tree, TreeWalker walker, void* context) {
#if PG_VERSION_NUM >= 160000
  return expression_tree_walker_impl(tree, walker, context);
#else
  return expression_tree_walker(tree, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)),
                                context);
#endif
}

inline Node* mutate_tree(Node* tree, TreeMutator mutator, void* context) {
#if PG_VERSION_NUM >= 160000
  return expression_tree_mutator_impl(tree, mutator, context);
#else
  return expression_tree_mutator(
      tree, reinterpret_cast<Node* (*)()>(reinterpret_cast<void*>(mutator)), context);
#endif
}

inline bool walk_query(Query* query, TreeWalker walker, void* context, int flags) {
#if PG_VERSION_NUM >= 160000
  return query_tree_walker_impl(query, walker, context, flags);
#else
  return query_tree_walker(query, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)),
                           context, flags);
#endif
}

inline Query* mutate_query(Query* query, TreeMutator mutator, void* context, int flags) {
#if PG_VERSION_NUM >= 160000
  return query_tree_mutator_impl(query, mutator, context, flags);
#else
  return query_tree_mutator(
      query, reinterpret_cast<Node* (*)()>(reinterpret_cast<void*>(mutator)), context, flags);
#endif
}

// The query of an SQL function in FROM, if it can be inlined; else null.
inline Query* inline_from_function(PlannerInfo* root, RangeTblEntry* entry) {
#if PG_VERSION_NUM >= 190000
  return inline_function_in_from(root, entry);
#else
  return inline_set_returning_function(root, entry);
#endif
}

// reverse(text) has another name since 18, which added reverse(bytea).
inline constexpr Oid kReverseText =
#if PG_VERSION_NUM >= 180000
    F_REVERSE_TEXT;
#else
    F_REVERSE;
#endif

inline void reserve_guc_prefix(const char* prefix) {
#if PG_VERSION_NUM >= 150000
  MarkGUCPrefixReserved(prefix);
#else
  EmitWarningsOnPlaceholders(prefix);
#endif
}

inline AclResult check_execute(Oid function, Oid user) {
#if PG_VERSION_NUM >= 160000
  return object_aclcheck(ProcedureRelationId, function, user, ACL_EXECUTE);
#else
  return pg_proc_aclcheck(function, user, ACL_EXECUTE);
#endif
}

inline bool may_execute(Oid function, Oid user) {
  return check_execute(function, user) == ACLCHECK_OK;
}

// The query's GROUP BY clauses; since 16 without redundant ones.
inline List* group_clauses(const PlannerInfo* root) {
#if PG_VERSION_NUM >= 160000
  return root->processed_groupClause;
#else
  return root->parse->groupClause;
#endif
}

// Whether the query has a GROUP BY of which no key is left. Then there is one group, or none without rows.
inline bool is_grouped_by_constants(const PlannerInfo* root) {
  return root->parse->groupClause != NIL && root->parse->groupingSets == NIL && group_clauses(root) == NIL;
}

// A grouping key as it is written above a node that computes grouping sets, if some sets don't have it. Since 18
// it is marked there as one that can be NULL.
inline Expr* grouped([[maybe_unused]] const PlannerInfo* root, Expr* key) {
  auto* copy = reinterpret_cast<Node*>(copyObjectImpl(key));
#if PG_VERSION_NUM >= 180000
  if (root->group_rtindex > 0)
    copy = add_nulling_relids(copy, nullptr, bms_make_singleton(root->group_rtindex));
#endif
  return reinterpret_cast<Expr*>(copy);
}

// The cache identifier that a syscache callback is called with.
#if PG_VERSION_NUM >= 190000
using CatalogCache = SysCacheIdentifier;
#else
using CatalogCache = int;
#endif

// Whether EXPLAIN qualifies columns with the names of their tables.
inline bool has_several_tables(const ExplainState* es) {
#if PG_VERSION_NUM >= 180000
  return es->rtable_size > 1;  // doesn't count the group relation
#else
  return list_length(es->rtable) > 1;
#endif
}

// Makes an expression fit to be an aggregate's argument. Since 18, grouping keys are references to a group
// relation, which aren't allowed there; this replaces them by the expressions themselves.
inline Node* without_group_relation([[maybe_unused]] Query* query, Node* expression) {
#if PG_VERSION_NUM >= 180000
  if (query->hasGroupRTE) return flatten_group_exprs(nullptr, query, expression);
#endif
  return expression;
}

// The flag of a CustomPath that can compute any target list.
inline constexpr uint32 kProjects =
#ifdef CUSTOMPATH_SUPPORT_PROJECTION
    CUSTOMPATH_SUPPORT_PROJECTION;
#else
    0;
#endif

// Raises an error unless the user may execute the function or aggregate.
inline void require_execute(Oid function, Oid user, ObjectType type) {
  const AclResult result = check_execute(function, user);
  if (result != ACLCHECK_OK) aclcheck_error(result, type, get_func_name(function));
}

// Reads exactly `size` bytes. Returns false at the end of the file.
inline bool read_file(BufFile* file, void* to, std::size_t size) {
  const std::size_t read = BufFileRead(file, to, size);
  if (read != 0 && read != size) {
    ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("temporary file ended too early")));
  }
  return read != 0;
}

inline void write_file(BufFile* file, const void* from, std::size_t size) {
#if PG_VERSION_NUM >= 160000
  BufFileWrite(file, from, size);
#else
  BufFileWrite(file, const_cast<void*>(from), size);
#endif
}

// The options of a sort that is read once, from the first row to the last.
inline constexpr int kPlainSort = 0;

// Gets a copy of a sort's next value. Returns false at the end.
inline bool next_sorted_datum(Tuplesortstate* sort, Datum* value, bool* null, Datum* abbreviated) {
#if PG_VERSION_NUM >= 160000
  return tuplesort_getdatum(sort, true, true, value, null, abbreviated);
#else
  return tuplesort_getdatum(sort, true, value, null, abbreviated);
#endif
}

// Writes the sum as it is in a serialised transition state of sum(bigint) and avg(bigint): since 19 as 128 bits,
// before that as the number of its base-10000 digits and a numeric.
inline void send_sum(StringInfo bytes, __int128 sum) {
#if PG_VERSION_NUM >= 190000
  pq_sendint64(bytes, static_cast<uint64>(sum >> 64));
  pq_sendint64(bytes, static_cast<uint64>(sum));
#else
  constexpr int kBase = 10000, kMostDigits = 10;  // 2^127 has 39 decimal digits
  constexpr int kNegative = 0x4000;
  auto rest = static_cast<unsigned __int128>(sum);
  if (sum < 0) rest = -rest;
  int16 digits[kMostDigits];
  int count = 0;
  for (; rest != 0; rest /= kBase) digits[count++] = static_cast<int16>(rest % kBase);
  const auto send_field = [bytes](int field) {
#if PG_VERSION_NUM >= 150000
    pq_sendint32(bytes, static_cast<uint32>(field));
#else
    pq_sendint16(bytes, static_cast<uint16>(field));
#endif
  };
  send_field(count);
  send_field(count == 0 ? 0 : count - 1);  // the first digit's power of the base
  send_field(sum < 0 ? kNegative : 0);
  send_field(0);  // no decimals
  while (count-- > 0) pq_sendint16(bytes, static_cast<uint16>(digits[count]));
#endif
}

// The range table index of a sequential scan.
inline Index scan_relation(const Plan* plan) {
#if PG_VERSION_NUM >= 150000
  return reinterpret_cast<const SeqScan*>(plan)->scan.scanrelid;
#else
  return reinterpret_cast<const SeqScan*>(plan)->scanrelid;
#endif
}

// The buffer that holds a block of a table at this moment, or InvalidBuffer. It isn't pinned, and may hold
// another block at any time; use it only as a guess.
inline Buffer buffer_of(Relation relation, BlockNumber block) {
  BufferTag tag;
#if PG_VERSION_NUM >= 160000
  InitBufferTag(&tag, &relation->rd_locator, MAIN_FORKNUM, block);
#else
  INIT_BUFFERTAG(tag, relation->rd_node, MAIN_FORKNUM, block);
#endif
  const uint32 hash = BufTableHashCode(&tag);
  LWLock* lock = BufMappingPartitionLock(hash);
  LWLockAcquire(lock, LW_SHARED);
  const int number = BufTableLookup(&tag, hash);
  LWLockRelease(lock);
  return number + 1;  // -1 if there is none
}

// Counts rows in the table's statistics that were read without the table access method.
inline void count_rows_read(Relation relation, int rows) {
#if PG_VERSION_NUM >= 150000
  if (!pgstat_should_count_relation(relation)) return;
#else
  if (relation->pgstat_info == nullptr) return;
#endif
#if PG_VERSION_NUM >= 160000
  relation->pgstat_info->counts.tuples_returned += rows;
#else
  relation->pgstat_info->t_counts.t_tuples_returned += rows;
#endif
}

}  // namespace sketch::pg

// Parameters and arguments of planner_hook and ExecutorRun_hook.
#if PG_VERSION_NUM >= 190000
#define SKETCH_PLANNER_PARAMETERS \
  Query *query, const char *text, int cursor_options, ParamListInfo params, ExplainState *explain
#define SKETCH_PLANNER_ARGUMENTS query, text, cursor_options, params, explain
#else
#define SKETCH_PLANNER_PARAMETERS \
  Query *query, const char *text, int cursor_options, ParamListInfo params
#define SKETCH_PLANNER_ARGUMENTS query, text, cursor_options, params
#endif
#if PG_VERSION_NUM >= 180000
#define SKETCH_RUN_PARAMETERS QueryDesc *query, ScanDirection direction, uint64 count
#define SKETCH_RUN_ARGUMENTS query, direction, count
#else
#define SKETCH_RUN_PARAMETERS QueryDesc *query, ScanDirection direction, uint64 count, bool once
#define SKETCH_RUN_ARGUMENTS query, direction, count, once
#endif

// Since 18 pg_get_loaded_modules() shows the version of a library.
#if PG_VERSION_NUM >= 180000
#define SKETCH_MODULE_MAGIC(number) PG_MODULE_MAGIC_EXT(.name = "sketch", .version = number)
#else
#define SKETCH_MODULE_MAGIC(number) PG_MODULE_MAGIC
#endif

// Reports invalid input in an input function. Since 16 the caller may ask for a soft error, as
// pg_input_is_valid() and COPY (ON_ERROR ignore) do; `context` is the call's context. Then the function goes
// on after this, and has to return. In all other cases an error is raised.
#if PG_VERSION_NUM >= 160000
#define SKETCH_REPORT(context, report) errsave(context, report)
#else
#define SKETCH_REPORT(context, report) \
  do {                                 \
    static_cast<void>(context);        \
    ereport(ERROR, report);            \
  } while (0)
#endif

// Defines a function that SQL calls. Its body may raise PostgreSQL errors, so it must not have objects with a
// destructor. It calls kernels through sketch::pg::run().
#define SKETCH_FUNCTION(name)               \
  extern "C" {                              \
  PGDLLEXPORT Datum name(PG_FUNCTION_ARGS); \
  PG_FUNCTION_INFO_V1(name);                \
  }                                         \
  extern "C" Datum name([[maybe_unused]] PG_FUNCTION_ARGS)
