// SPDX-License-Identifier: PostgreSQL
//
// The batch executor: a CustomScan node that takes the place of an Agg node whose aggregates it
// knows. The core hands an aggregate one row at a time, and takes one cache miss after the other;
// here rows are read into batches, column by column, and each step (hashing, finding the groups,
// updating the states) runs over a whole batch with the memory of the next step prefetched.
//
//   paths.cpp   which queries are offered the node, and what it costs
//   plan.cpp    the plan node
//   setup.cpp   the node's beginning: its keys, columns and transitions
//   kind.hpp    what the node asks of a kind of aggregate, and what families of sketches tell it
//   kinds.cpp   the core's aggregates that have a kind of their own, and the recognition of all
//   sketch.hpp, quantile.hpp, topk.cpp, sample.cpp, tuple.cpp  what the kinds of sketches have in common
//   calls.cpp   any other aggregate, by its own functions; calls.hpp
//   packing.cpp    their states of type internal as bytes, for files
//   ordered.cpp    those of them with DISTINCT or ORDER BY, and ordered-set aggregates
//   partial.cpp    what Citus's worker_partial_agg() computes
//   parameter.cpp  the support function of steps: loads the library for the planner, warns of odd parameters
//   source.cpp  where rows come from: any child plan, or the pages of tables
//   input.cpp   reading them into batches
//   page.cpp    draining the pages of a table
//   layout.cpp  where the attributes that are read are in a stored row
//   condition.cpp, condition_of.cpp  WHERE and FILTER, column by column
//   cached.cpp, cached_of.cpp  results of expressions that come again; expression.hpp
//   groups.cpp  the hash table of groups; groups.hpp, with columns; arena.hpp, the memory of groups
//   sets.cpp    grouping sets: those that take rows, and those that groups are merged into
//   spill.cpp   what doesn't fit the memory, in temporary files
//   scan.cpp    the node; explain.cpp, what EXPLAIN shows of it
//
// Everything here is plain data in memory contexts: PostgreSQL's errors skip destructors.
#pragma once

#include "batch/kind.hpp"

namespace sketch::pg {

struct RowSource;  // batch/source.hpp
struct Draining;

// Rows of a set that aggregates see in an order (ordered.cpp).
struct OrderedRows;

// ---- Aggregates
// -----------------------------------------------------------------------------------

// The planner doesn't know the values of parameters yet. They only decide whether there is a kind.
Known recognise(const Aggref* aggref, ParamListInfo parameters = nullptr);

// Whether the aggregate builds or merges a sketch: its step is one of this library's.
bool is_ours(Oid aggregate);

// What an aggregate's rows are handed to.
Oid transition_function(Oid aggregate);

// ---- Spilling
// -------------------------------------------------------------------------------------

inline constexpr int kPartitionBits = 4;
inline constexpr int kPartitions = 1 << kPartitionBits;

struct Partition {
  BufFile* file;
  int level;
  Partition* next;
};

// ---- Grouping sets
// --------------------------------------------------------------------------------

// What rows are grouped by at the same time; a query without GROUPING SETS has one set. The groups of
// all sets have room for all keys, so that a state has the same place in each.
struct GroupingSet {
  Groups groups;
  int* key_number;  // of each of its keys, among all
  Column* columns;  // the keys' in the batch: the batch's own, or copies of them
  int parent;       // the set whose groups are merged into this one's, or -1: rows go to them
  std::size_t memory_limit, most_groups;
  OrderedRows* ordered;  // or null

  bool closed;  // no new groups: the rest goes to files
  int level;
  BufFile* spilled[kPartitions];  // of this level
  Partition* waiting;
  BufFile* reading;  // the partition that is the input, or null
};

inline constexpr int kMostSets = 64;

// A GROUPING() of the query.
struct GroupingCall {
  AttrNumber attribute;  // in the node's scan tuple
  int* values;           // one for each set
};

// ---- The node
// -------------------------------------------------------------------------------------

struct Output {
  AttrNumber attribute;      // in the node's scan tuple
  Transition transition;     // whose state it is of, with the aggregate's own kind and front
  FmgrInfo* final_function;  // or null: the transition's value is the result
  Oid collation;
  bool partial;
  AggStatePerAggData* call;  // what a final function finds out about its aggregate, or null
  int arguments;             // that it takes: the state, then
  int direct_arguments;      // so many that are evaluated for each group, then NULLs
  ExprState** direct;
  std::int16_t length;  // of the final function's result
};

// What was done, for EXPLAIN.
struct Figures {
  std::uint64_t groups, partitions, rows_spilled, groups_spilled, spilled_bytes;
  std::size_t peak_bytes;
};

// Those of the workers of a parallel plan.
struct SharedFigures {
  int workers;
  Figures of[FLEXIBLE_ARRAY_MEMBER];
};

struct BatchScan {
  CustomScanState css;  // must be first

  int keys, transitions, outputs;
  bool needs_rows;  // without keys: there is no group without rows all the same
  int aggregates;  // so many outputs come first; the others are columns that depend on the keys
  int column_count;
  Column* columns;  // the keys', then the transitions'
  Transition* transition;
  Output* output;
  AggState* caller;  // the context that the aggregates' own functions are called in, or null
  // What those states of a group that can't be written to files are taken to need, or 0: as much as the core takes.
  std::size_t unpacked_bytes;

  // Input.
  ExprContext* input;
  MemoryContext batch_context;  // copies of by-reference values, until the batch is done
  AppendState* append;  // the child, if it is one whose tables are drained; each has a source then
  RowSource* sources;
  Draining* draining;   // or null, before the first page
  bool input_done;

  // The batch.
  int rows;
  int room;  // for so many rows: few of them, until there are more
  void* arrays;  // of the batch, in one piece
  std::uint64_t* hashes;
  std::uint64_t* scratch;
  Group** group;

  // Groups.
  GroupingSet* sets;  // a set comes before those that it is the parent of
  int set_count, last_row_set;
  std::size_t group_bytes;
  ExprContext* calls;     // memory of called aggregates, of the set at work
  int ordered;            // so many see their rows in an order
  int first_ordered;      // transition of them
  MemoryContext sorts;    // of their rows
  std::size_t kept_memory, group_sort_memory;  // for each sort by groups, and of the rows of a group
  bool remembers;         // there is memory for rows that come again
  TupleTableSlot *kept_written, *kept_read;
  ExprContext* group_calls;  // memory of their states, of the group that is put out
  Column* set_aside;      // batch columns without rows that were spilled for one of several sets
  GroupingCall* grouping;
  int groupings;

  // Output.
  bool input_read;   // all of the child's rows
  int set;           // that is put out
  bool ready;        // its groups in memory are complete
  std::size_t next;  // group of it

  // Spilling.
  GroupingSet* reading;  // whose partition is the input, or null
  StringInfoData record;
  MemoryContext merging_context;
  Arena merging;  // states that were in a file, until they are merged

  // For EXPLAIN.
  Figures figures;        // of this process
  Figures of_workers;     // of those that have ended
  SharedFigures* shared;  // with the others, or null
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
bool fill_batch(BatchScan& scan);  // false when there is nothing more

// Whether the copies of values leave room for another row.
inline bool has_room(const BatchScan& scan) {
  return MemoryContextMemAllocated(scan.batch_context, false) < (scan.rows < kLargeValuesRows ? kLargeValuesBytes : kBatchBytes);
}

// batch/sets.cpp
void make_sets(BatchScan& scan, const List* sets);
void start_sets(BatchScan& scan, EState* estate);
void refer_to_batch(const BatchScan& scan, GroupingSet& set);  // its keys
bool find_groups(BatchScan& scan, GroupingSet& set);  // whether all rows have one
void update_sets(BatchScan& scan);                    // by a batch of the child's rows
void update_set(BatchScan& scan, GroupingSet& set, bool last);
void feed_children(BatchScan& scan, int parent);

// batch/spill.cpp
bool may_partition(const GroupingSet& set);  // rows of the input that is read
void spill_row(BatchScan& scan, GroupingSet& set, int row);
void spill_group(BatchScan& scan, GroupingSet& set, Group* group);
void spill_all(BatchScan& scan, GroupingSet& set);
void limit_memory(BatchScan& scan, GroupingSet& set);  // after each batch
bool fill_batch_from_spill(BatchScan& scan);
bool next_partition(BatchScan& scan, GroupingSet& set);
void close_spill(BatchScan& scan);

// batch/explain.cpp
void explain_batches(CustomScanState* node, List* ancestors, ExplainState* es);
void share_figures(CustomExecMethods& methods);
void show_figures(const BatchScan& scan);  // to the leader, from a worker

// batch/setup.cpp
void begin_batches(CustomScanState* node, EState* estate, int eflags);

// batch/scan.cpp
inline constexpr const char* kBatchScanName = "SketchAggregate";
extern const CustomScanMethods kBatchScanMethods;
inline BatchScan& scan_of(CustomScanState* node) { return *reinterpret_cast<BatchScan*>(node); }

// batch/calls.cpp
extern const Kind kCalled;
extern const Kind kFirst;  // the first value of a group's rows: columns that depend on the keys
AggState* make_caller(BatchScan& scan, EState* estate);
Call* make_call(BatchScan& scan, int transition, const Aggref* aggref);
int call_columns(const Aggref* aggref);  // how many columns the aggregate's rows take
AggStatePerAggData* make_final_call(const Aggref* aggref, int transition);

// batch/ordered.cpp
extern const Kind kOrdered;
bool is_ordered(const BatchScan& scan, const Aggref* aggref);
void start_ordered(BatchScan& scan, EState* estate, std::size_t memory);
std::size_t ordered_bytes(const BatchScan& scan);
void keep_rows(const BatchScan& scan, const GroupingSet& set);  // of the batch
void complete_ordered(BatchScan& scan, GroupingSet& set);  // all rows of its groups are there
void compute_ordered(BatchScan& scan, const GroupingSet& set, Group* group);  // of all, the next one
void clear_ordered(BatchScan& scan, GroupingSet& set);
// The rows of a group that are kept: how many, the next one, and back.
std::uint64_t kept_rows(const BatchScan& scan, const std::byte* group);
MinimalTuple take_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group);
void restore_kept_row(const BatchScan& scan, const GroupingSet& set, const Group* group, MinimalTuple row);

template <class T>
T* make_array(int n) {
  return static_cast<T*>(palloc0(sizeof(T) * static_cast<std::size_t>(std::max(n, 1))));
}

// batch/paths.cpp
void install_batch_executor();

// Lets no library that was loaded later have the last word on a query's paths.
void offer_batches_last();

// batch/plan.cpp
Plan* plan_batches(PlannerInfo* root, RelOptInfo* rel, CustomPath* path, List* targets,
                   List* clauses, List* plans);

// What the plan's custom_private has, in this order. The first is a node, as other extensions look
// at it. Sets are lists of numbers of keys, none if there is but one; for each GROUPING() there is a
// list of its values. Last, whether there is no group without rows: GROUP BY of what a query's conditions make
// constant has no keys from 16 on.
enum Private { kChildColumns, kKeyColumns, kKeyOperators, kKeyCollations, kSets, kGroupings, kNeedsRows };

// How keys under this equality function compare and how they are read.
void key_of(Oid equality, Oid collation, Key& key, Read& read);

}  // namespace sketch::pg
