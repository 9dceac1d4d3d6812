// SPDX-License-Identifier: PostgreSQL
//
// The batch executor: a custom scan node that replaces an Agg node. An Agg node hands each
// aggregate one row at a time, and waits for one cache miss after the other. This node reads rows
// into batches, column by column. Each step (hashing, finding groups, updating states) runs over a
// whole batch, and prefetches the memory that the next step needs.
//
//   child plan, or pages of a heap table                    source.cpp, page.cpp
//        |   WHERE and FILTER, column by column             condition.cpp
//        v
//   batch: an array of words for each column                input.cpp
//        |   hash the keys, find the groups                 groups.cpp, sets.cpp
//        v                                  memory full
//   groups: keys | states of transitions  ------------->    temporary files: spill.cpp
//        |   final functions                <-----------    (each is read later as an input)
//        v
//   one slot for each group                                 scan.cpp
//
// Planning:
//   paths.cpp      adds the node's paths to queries, and estimates their costs
//   plan.cpp       makes the plan node of a path
//   parameter.cpp  support function of our transition functions: loads the library for the planner,
//                  and refuses columns as parameters
//   partial.cpp    recognises Citus's worker_partial_agg()
// Execution:
//   setup.cpp      begins the node: keys, columns and transitions
//   scan.cpp       runs the node; explain.cpp: what EXPLAIN shows of it
//   source.cpp     the node's input: any child plan, or heap tables whose pages the node reads
//                  itself
//   input.cpp      fills batches; page.cpp: from a page of a heap table
//   layout.cpp     finds attributes in stored tuples
//   condition.cpp  evaluates WHERE and FILTER column by column; condition_of.cpp: makes the
//                  conditions
//   cached.cpp     caches results of expressions; cached_of.cpp: says which ones; expression.hpp
//   groups.cpp     hash table of groups; groups.hpp: also columns; arena.hpp: memory of groups
//   sets.cpp       grouping sets
//   spill.cpp      temporary files, for groups and rows that don't fit into memory
// Aggregates:
//   kind.hpp       the interface between the node and an aggregate
//   kinds.cpp      count, sum, avg, min and max; recognises all other aggregates
//   sketch.hpp, quantile.hpp, topk.cpp, sample.cpp, tuple.cpp  sketches
//   calls.cpp      any other aggregate, by its own functions
//   packing.cpp    its state, if of type internal, as bytes for temporary files
//   ordered.cpp    aggregates with DISTINCT or ORDER BY, and ordered-set aggregates; ordering.*:
//                  their sorts
//
// Everything here is plain data in memory contexts, because PostgreSQL's errors skip destructors.
#pragma once

#include "batch/kind.hpp"

namespace sketch::pg {

struct RowSource;  // batch/source.hpp
struct Draining;

// The rows of a grouping set that are kept for aggregates with DISTINCT or ORDER BY (ordering.hpp).
struct OrderedRows;

// ---- Aggregates

// How the node computes an aggregate. The planner passes no parameters, because it doesn't know
// their values yet.
Recognised recognise(const Aggref* aggref, ParamListInfo parameters = nullptr);

// Whether the aggregate builds or merges a sketch: its step is one of this library's.
bool is_ours(Oid aggregate);

// The aggregate's transition function, from pg_aggregate.
Oid transition_function(Oid aggregate);

// ---- Spilling

inline constexpr int kPartitionBits = 4;
inline constexpr int kPartitions = 1 << kPartitionBits;

// A temporary file that waits to be read. `level` says which bits of the hash its rows have in
// common.
struct Partition {
  BufFile* file;
  int level;
  Partition* next;
};

// ---- Grouping sets

// One of the query's grouping sets. A query without GROUPING SETS has one. A group has room for the
// keys of all sets, so that a state is at the same offset in the groups of every set.
struct GroupingSet {
  Groups groups;
  int* key_number;  // for each key of this set, its number among all keys
  Column* columns;  // the batch's columns of the keys: scan.columns, or copies of its elements
  int parent;       // the set whose groups are merged into this one's; -1 if this set gets rows
  std::size_t memory_limit, most_groups;
  OrderedRows* ordered;  // or null

  bool closed;  // no group is added any more; rows of other groups are spilled
  int level;    // of the partition that is read; 0 for the child's rows
  BufFile* spilled[kPartitions];  // files of the next level
  Partition* waiting;
  BufFile* reading;  // the partition that is the input now, or null
};

inline constexpr int kMostSets = 64;

// A GROUPING() in the query.
struct GroupingCall {
  AttrNumber attribute;  // in the scan tuple
  int* values;           // one for each set
};

// ---- The node

// An aggregate's result, or a column that depends on the keys.
struct Output {
  AttrNumber attribute;      // in the scan tuple
  Transition transition;     // a copy: outputs share a state, but may differ in kind and front
  FmgrInfo* final_function;  // null if the transition value is the result
  Oid collation;
  bool partial;
  AggStatePerAggData* call;  // the aggregate, for AggGetAggref() in the final function; or null
  int arguments;             // of the final function: the state, direct arguments, NULLs
  int direct_arguments;      // evaluated for each group
  ExprState** direct;
  std::int16_t length;  // of the final function's result type
};

// Counts for EXPLAIN.
struct Figures {
  std::uint64_t groups, partitions, rows_spilled, groups_spilled, spilled_bytes;
  std::size_t peak_bytes;
};

// The counts of all workers of a parallel plan.
struct SharedFigures {
  int workers;
  Figures of[FLEXIBLE_ARRAY_MEMBER];
};

struct BatchScan {
  CustomScanState css;  // must be first

  int keys, transitions, outputs;
  bool needs_rows;  // there are no keys, but without rows there is no group either (see kNeedsRows)
  int aggregates;   // the number of outputs that are aggregates; the other outputs follow
  int column_count;
  Column* columns;  // of the keys, then of the transitions
  Transition* transition;
  Output* output;
  AggState* caller;  // what aggregates' own functions are called with as their context, or null
  // The estimated size of those states of a group that can't be written to files; 0 if all can.
  std::size_t unpacked_bytes;

  // Input.
  ExprContext* input;
  MemoryContext batch_context;  // copies of by-reference values; reset before each batch
  AppendState* append;  // the child, if it is an Append with tables that are drained; else null
  RowSource* sources;   // one for each plan of the Append, otherwise one
  Draining* draining;   // null before the first page
  bool input_done;

  // The batch.
  int rows;
  int room;      // the number of rows that the arrays have room for
  void* arrays;  // the chunk that all of the batch's arrays are in
  std::uint64_t* hashes;
  std::uint64_t* scratch;
  Group** group;

  // Groups.
  GroupingSet* sets;  // parents before their children
  int set_count, last_row_set;  // last_row_set: the last set that gets rows
  std::size_t group_bytes;
  ExprContext* calls;  // memory of the states of called aggregates, in the current set
  // Aggregates with DISTINCT or ORDER BY, and ordered-set aggregates.
  int ordered;          // how many there are
  int first_ordered;    // the first of their transitions
  MemoryContext sorts;  // of their tuplesorts
  // For a sort by groups; for a sort of one group's rows.
  std::size_t kept_memory, group_sort_memory;
  bool remembers;       // whether recent rows of DISTINCT aggregates are remembered
  TupleTableSlot *kept_written, *kept_read;
  ExprContext* group_calls;  // memory of their states, of the group that is put out
  Column* set_aside;  // room for a batch without the rows that one of several sets has spilled
  GroupingCall* grouping;
  int groupings;

  // Output.
  bool input_read;   // all of the child's rows have been read
  int set;           // the set that is put out
  bool ready;        // its groups in memory are complete
  std::size_t next;  // the next group of it

  // Spilling.
  GroupingSet* reading;  // the set whose partition is the input, or null
  StringInfoData record;
  MemoryContext merging_context;
  Arena merging;  // states read from a file, until they are merged

  // For EXPLAIN.
  Figures figures;        // of this process
  Figures of_workers;     // of workers that have ended
  SharedFigures* shared;  // in shared memory, or null
};

// batch/source.cpp
void open_input(BatchScan& scan, EState* estate, int eflags);
const char* input_name(const BatchScan& scan);  // for EXPLAIN

// batch/input.cpp
inline constexpr int kFewRows = 64;
void enlarge(BatchScan& scan, int rows);
inline void make_room(BatchScan& scan, int rows) {
  if (rows > scan.room) enlarge(scan, rows);
}
bool fill_batch(BatchScan& scan);  // false at the end of the input
void forget_invariants(BatchScan& scan);  // before a rescan

// Whether the batch may get another row. A batch ends when the copies of its values are too large.
inline bool has_room(const BatchScan& scan) {
  const std::size_t limit = scan.rows < kLargeValuesRows ? kLargeValuesBytes : kBatchBytes;
  return MemoryContextMemAllocated(scan.batch_context, false) < limit;
}

// batch/sets.cpp
void make_sets(BatchScan& scan, const List* sets);
void start_sets(BatchScan& scan, EState* estate);
void refer_to_batch(const BatchScan& scan, GroupingSet& set);  // sets set.columns
bool find_groups(BatchScan& scan, GroupingSet& set);  // false if a row has no group
void update_sets(BatchScan& scan);                    // adds a batch of the child's rows
// `last`: no other set needs the batch.
void update_set(BatchScan& scan, GroupingSet& set, bool last);
void feed_children(BatchScan& scan, int parent);  // merges the parent's groups into its children's

// batch/spill.cpp
bool may_partition(const GroupingSet& set);  // whether the current input may be spilled again
void spill_row(BatchScan& scan, GroupingSet& set, int row);
void spill_group(BatchScan& scan, GroupingSet& set, Group* group);
void spill_all(BatchScan& scan, GroupingSet& set);
void limit_memory(BatchScan& scan, GroupingSet& set);  // called after each batch
bool fill_batch_from_spill(BatchScan& scan);
bool next_partition(BatchScan& scan, GroupingSet& set);
void close_spill(BatchScan& scan);

// batch/explain.cpp
void explain_batches(CustomScanState* node, List* ancestors, ExplainState* es);
void share_figures(CustomExecMethods& methods);
void show_figures(const BatchScan& scan);  // from a worker to the leader

// batch/setup.cpp
void begin_batches(CustomScanState* node, EState* estate, int eflags);

// batch/scan.cpp
inline constexpr const char* kBatchScanName = "SketchAggregate";
extern const CustomScanMethods kBatchScanMethods;
inline BatchScan& scan_of(CustomScanState* node) { return *reinterpret_cast<BatchScan*>(node); }

// batch/calls.cpp
extern const Kind kCalled;
extern const Kind kFirst;  // the first value in a group: for columns that depend on the keys
AggState* make_caller(BatchScan& scan, EState* estate);
Call* make_call(BatchScan& scan, int transition, const Aggref* aggref);
int call_columns(const Aggref* aggref);  // the number of columns that the aggregate needs
AggStatePerAggData* make_final_call(const Aggref* aggref, int transition);

// batch/ordered.cpp
extern const Kind kOrdered;
bool is_ordered(const BatchScan& scan, const Aggref* aggref);
void start_ordered(BatchScan& scan, EState* estate, std::size_t memory);
std::size_t ordered_bytes(const BatchScan& scan);
void keep_rows(const BatchScan& scan, const GroupingSet& set);  // keeps the batch's rows
// Called when a set's groups have all rows.
void complete_ordered(BatchScan& scan, GroupingSet& set);
// Group by group, in order.
void compute_ordered(BatchScan& scan, const GroupingSet& set, Group* group);
void clear_ordered(BatchScan& scan, GroupingSet& set);
// For spilling: the number of a group's kept rows, the next of them, and putting one back.
std::uint64_t kept_rows(const BatchScan& scan, const std::byte* group);
MinimalTuple take_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group);
void restore_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group,
                      MinimalTuple row);

template <class T>
T* make_array(int n) {
  return static_cast<T*>(palloc0(sizeof(T) * static_cast<std::size_t>(std::max(n, 1))));
}

// batch/paths.cpp
void install_batch_executor();

// Puts our hook above those of libraries that were loaded later.
void offer_batches_last();

// batch/plan.cpp
Plan* plan_batches(PlannerInfo* root, RelOptInfo* rel, CustomPath* path, List* targets,
                   List* clauses, List* plans);

// The elements of the plan's custom_private. The first has to be a node, because other extensions
// look at it. kSets: for each grouping set a list of numbers of keys; NIL if there is only one set.
// kGroupings: for each GROUPING() a list of its values. kNeedsRows: true if the query has a GROUP
// BY but no keys are left, because its conditions make them constant (PostgreSQL 16 and later drop
// such keys).
enum Private {
  kChildColumns,
  kKeyColumns,
  kKeyOperators,
  kKeyCollations,
  kSets,
  kGroupings,
  kNeedsRows
};

// How a key with this equality function is compared, and how its column is read.
void key_of(Oid equality, Oid collation, Key& key, Read& read);

}  // namespace sketch::pg
