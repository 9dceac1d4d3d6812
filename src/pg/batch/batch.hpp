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
//   kinds.cpp   the core's aggregates that have a kind of their own, and the recognition of all
//   sketch.hpp, quantile.hpp, topk.cpp, sample.cpp  what the kinds of sketches have in common
//   calls.cpp   any other aggregate, by its own functions
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

#include <span>

#include "batch/groups.hpp"

namespace sketch::pg {

// Rows are read until there are so many; the rows of one more page still fit.
inline constexpr int kBatchRows = 1024;
inline constexpr int kBatchRoom = kBatchRows + MaxHeapTuplesPerPage;

// Or until the copies of their values take so much memory: a thousand rows of long texts, or of large
// sketches, would take any amount of it. Of sketches of 1 kB there are about as many as in any batch.
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;

// Memory is fetched for so many rows ahead: enough to have as many misses under way as a core can
// have, few enough that what was fetched is still in the first cache when it is used.
inline constexpr int kAhead = 64;

struct RowSource;  // batch/source.hpp
struct Draining;

// ---- Transitions
// ----------------------------------------------------------------------------------

struct Transition;

// What a kind of transition is given to update its states with: a word and a group for each row.
struct Step {
  const std::uint64_t* words;
  const bool* nulls;
  bool any_null;
  Group* const* groups;
  Group* only;  // the one group of all rows, or null
  int rows;
  Arena* arena;
  std::uint64_t* scratch;  // room for kBatchRoom words
  const Column* columns;   // of the transition: what it is an aggregate of, then the others
  const Column* weights;   // of the rows, or null
};

struct Kind {
  std::uint16_t state_bytes;  // a multiple of 8; a new state is all zeros
  void (*update)(const Transition&, const Step&);
  // The state as PostgreSQL's own transition type, for final functions and other workers; where
  // that type is internal, as its serialised form.
  Datum (*value)(const Transition&, const std::byte* state, bool* null);
  // The result, where the transition type is internal; null otherwise, for the final function gives
  // it.
  Datum (*result)(const Transition&, const std::byte* state, bool* null);
  // What a state holds outside of its group, packed and unpacked; null where there is none.
  std::size_t (*packed_bytes)(const Transition&, const std::byte* state);
  void (*pack)(const Transition&, const std::byte* state, std::byte* to);
  void (*unpack)(const Transition&, std::byte* state, const std::byte* from, std::size_t bytes,
                 Arena& arena);
  // Adds a state to another, with the very bytes in the end that all of the rows would have given;
  // null where that isn't so.
  void (*merge)(const Transition&, std::byte* state, const std::byte* other,
                Arena& arena) = nullptr;
};

// A transition that is computed by the aggregate's own functions (calls.cpp).
struct Call;

struct Transition {
  const Kind* kind;
  int column, weights;  // of its argument, and of their weights or -1
  std::size_t offset;  // of the state in a group
  HashWords hash_words;  // makes hashes of the column's words, or null: they are hashes already
  int parameter;       // the sketch's
  Domain domain;       // of its hashes
  Bytes front;         // what stands in front of the sketch in PostgreSQL's transition value
  ValueClass values;   // of what is added to it
  std::int16_t length;  // of the value that kFirst keeps, or 0 if it is passed by value
  Call* call;           // or null
};

// ---- Aggregates
// -----------------------------------------------------------------------------------

// An argument that is the same for all rows, a constant or a parameter of the query; or one that
// isn't, which has no type and counts as NULL.
struct Fixed {
  Oid type = InvalidOid;
  Datum value = 0;
  bool null = true;
};

// What an aggregate is given: the type of its value, and the arguments behind that.
struct Arguments {
  Oid type;
  std::span<const Fixed> behind;
};

struct Known;

// What is known of an aggregate: how its argument is read and what is done with it.
struct Recipe {
  const Kind* kind;
  Read read;
  ValueHash hash;        // for Read::hash
  HashWords hash_words;  // for Read::word, of sketches of hashes; null for that of values as they are here
  ValueBytes make;       // for Read::made
  bool ours;
  bool ignores_order, ignores_repeats;  // of its rows: ORDER BY, DISTINCT
  bool weighs;  // may have a weight as its third argument, an int8
  int default_parameter;
  // What the arguments behind the value ask for, if there are any: the sketch's parameter, its domain, and how
  // values are hashed in that, or Transition::front. False where the aggregate's own functions are to do it, or
  // to say what is wrong. Null where no argument behind the value is known.
  bool (*take)(const Arguments& arguments, Known& known);
  ValueClass values;  // of what is added to a sketch of hashes
};

// A family's transition functions, recognised by their addresses.
struct FamilyFunction {
  PGFunction function;
  Recipe recipe;
};

// The functions of each family (hll.cpp ...).
std::span<const FamilyFunction> hll_batch_functions();
std::span<const FamilyFunction> theta_batch_functions();
std::span<const FamilyFunction> tuple_batch_functions();
std::span<const FamilyFunction> kll_batch_functions();
std::span<const FamilyFunction> percentile_batch_functions();
std::span<const FamilyFunction> req_batch_functions();
std::span<const FamilyFunction> bloom_batch_functions();
std::span<const FamilyFunction> sample_batch_functions();
std::span<const FamilyFunction> dd_batch_functions();
std::span<const FamilyFunction> tdigest_batch_functions();
std::span<const FamilyFunction> topk_batch_functions();
std::span<const FamilyFunction> countmin_batch_functions();

// What an aggregate is to the node.
struct Known {
  Recipe recipe;
  Oid final_function;  // or InvalidOid: what the kind gives is the result
  int parameter;       // the sketch's
  Domain domain;       // of its hashes
  Bytes front;         // Transition::front
  bool called;         // computed by its own functions
  const char* reason;  // why it can't be computed here, or null
};
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
  std::size_t memory_limit;

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
  AttrNumber attribute;  // in the node's scan tuple
  int transition;
  const Kind* kind;          // the aggregate's own: sum and avg can share a transition
  FmgrInfo* final_function;  // or null: the transition's value is the result
  Oid collation;
  bool partial;
  AggStatePerAggData* call;  // what a final function finds out about its aggregate, or null
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
  int column_count;
  Column* columns;  // the keys', then the transitions'
  Transition* transition;
  Output* output;
  AggState* caller;  // the context that the aggregates' own functions are called in, or null
  bool packs;        // all states can be written to files

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
  return MemoryContextMemAllocated(scan.batch_context, false) < kBatchBytes;
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

template <class T>
T* make_array(int n) {
  return static_cast<T*>(palloc0(sizeof(T) * static_cast<std::size_t>(std::max(n, 1))));
}

// batch/paths.cpp
void install_batch_executor();

// batch/plan.cpp
Plan* plan_batches(PlannerInfo* root, RelOptInfo* rel, CustomPath* path, List* targets,
                   List* clauses, List* plans);

// What the plan's custom_private has, in this order. The first is a node, as other extensions look
// at it. Sets are lists of numbers of keys, none if there is but one; for each GROUPING() there is a
// list of its values.
enum Private { kChildColumns, kKeyColumns, kKeyOperators, kKeyCollations, kSets, kGroupings };

// How keys under this equality function compare and how they are read.
void key_of(Oid equality, Oid collation, Key& key, Read& read);

inline std::byte* state_at(Group* group, const Transition& transition) noexcept {
  return reinterpret_cast<std::byte*>(group) + transition.offset;
}

}  // namespace sketch::pg
