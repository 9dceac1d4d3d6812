// SPDX-License-Identifier: PostgreSQL
//
// The interface between the node and the aggregates. The node reads rows into columns, finds their
// groups, manages memory and puts groups out. It knows nothing about sketches.
//
// - A *kind* (Kind) is a table of functions. The node calls them to update a group's state, put it
//   out, write it to a file, or merge it.
// - A *transition* (Transition) is a kind in a query: with the state's offset in a group, and
//   parameters.
// - A *recipe* (Recipe) says for an aggregate which kind it has, how its argument is read, and what
//   the kind supports (DISTINCT, ORDER BY, arguments). Each family of sketches has a recipe for
//   each of its transition functions; recipes for PostgreSQL's own aggregates are in kinds.cpp.
//
// Rules:
// - Results are those of an Agg node, to the byte, regardless of the size of batches and of how
//   often a group has been written to a file.
// - PostgreSQL's errors skip destructors, so no object may own memory. Memory comes from the
//   groups' arena, and is freed with all groups.
// - The rows of a group are handed over in the child's order.
#pragma once

#include <span>

#include "batch/groups.hpp"

namespace sketch::pg {

// The largest number of arguments after the value that an aggregate with a kind may have.
inline constexpr std::size_t kMostExtraArguments = 4;

// A batch is complete when it has kBatchRows rows. There is room for the rows of one more page.
inline constexpr int kBatchRows = 1024;
inline constexpr int kBatchRoom = kBatchRows + MaxHeapTuplesPerPage;

// A batch is also complete when the copies of its values take this much memory: long texts and
// large sketches would otherwise take an unlimited amount.
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;
// The limit for a batch that still has fewer than kLargeValuesRows rows. This much stays in the
// cache, and the allocator keeps it for the next batch instead of returning it to the system.
inline constexpr std::size_t kLargeValuesBytes = std::size_t{1} << 16;
inline constexpr int kLargeValuesRows = 256;

// The number of rows that memory is prefetched for: enough for as many outstanding misses as a core
// supports, and few enough for the lines to be in the first-level cache still when they are used.
inline constexpr int kAhead = 64;

// ---- Kinds

struct Transition;

// A batch as Kind::update sees it: a word and a group for each row.
struct Step {
  const std::uint64_t* words;  // see Recipe::read; undefined where the value is NULL
  const bool* nulls;  // the argument is NULL, or the row doesn't pass the aggregate's FILTER
  bool any_null;
  Group* const* groups;
  Group* only;  // the group of all rows, if there is only one; else null
  int rows;
  Arena* arena;            // memory for what states point to
  std::uint64_t* scratch;  // room for kBatchRoom words
  const Column* columns;   // the transition's columns: the value first
  const Column* second;    // the column of Recipe::second, or null
};

struct Kind {
  // The size of a state in its group, a multiple of 8. There is no function to initialise a state:
  // all zeros have to be the state before the first row. The node may copy a state with its group.
  std::uint16_t state_bytes;

  // Adds the rows of a batch to the states of their groups. It is called once for each batch, with
  // at least one row, in a memory context that is reset before the next batch. It skips rows whose
  // value is NULL, unless the aggregate takes NULLs. It checks for interrupts if a call can take
  // longer than a few milliseconds. Null if the aggregate is computed when the group is complete
  // (ordered.cpp).
  void (*update)(const Transition&, const Step&);

  // Returns the transition value as PostgreSQL knows it, for the final function or a partial
  // aggregate; serialised, if the transition type is internal. It is in the current memory context,
  // or is the state's own memory, which doesn't change until the next group is put out. It doesn't
  // change the state, because several aggregates may share it.
  Datum (*value)(const Transition&, const std::byte* state, bool* null);

  // Returns the aggregate's result. Only for aggregates whose transition type is internal, where
  // the final function can't be called; null otherwise.
  Datum (*result)(const Transition&, const std::byte* state, bool* null);

  // Write what a state has outside its group to a file, and read it. packed_bytes() returns the
  // size. pack() writes exactly as many bytes, to unaligned memory; the state isn't used
  // afterwards. unpack() gets the state's bytes in the group, whose pointers are invalid now, and
  // what pack() wrote; it copies what it needs to the arena. All three are null if a state has
  // nothing outside its group.
  std::size_t (*packed_bytes)(const Transition&, const std::byte* state);
  void (*pack)(const Transition&, const std::byte* state, std::byte* to);
  void (*unpack)(const Transition&, std::byte* state, const std::byte* from, std::size_t bytes,
                 Arena& arena);

  // Merges a state into another. The result has to be, to the byte, the state that all of the rows
  // would have given. Null if that can't be; then the rows go to all grouping sets. `other` may be
  // without rows, and isn't changed.
  void (*merge)(const Transition&, std::byte* state, const std::byte* other,
                Arena& arena) = nullptr;
};

// A transition that is computed by the aggregate's own functions (calls.hpp).
struct Call;

struct Transition {
  const Kind* kind;
  int column, second;     // columns of the value and of Recipe::second; -1 if there is none
  std::size_t offset;     // of the state in a group
  HashWords hash_words;   // hashes the column's words; null if they are hashes already
  int parameter;          // of the sketch: precision, k, ...
  Domain domain;          // of the sketch's hashes
  Bytes front;            // what precedes the sketch in PostgreSQL's transition value
  ValueClass values;      // the class of the values that are added
  std::int16_t length;    // for kFirst: of the value's type; 0 if it is passed by value
  Call* call;             // for kCalled and kOrdered; else null
};

inline std::byte* state_at(Group* group, const Transition& transition) noexcept {
  return reinterpret_cast<std::byte*>(group) + transition.offset;
}

// ---- Recipes

// An argument after the value: a constant, or a parameter of the query. Any other expression has no
// type here, and is NULL.
struct Fixed {
  Oid type = InvalidOid;
  Datum value = 0;
  bool null = true;
};

// An aggregate's arguments: the type of its value, and the arguments after that.
struct Arguments {
  Oid type;
  std::span<const Fixed> extra;
};

struct Recognised;

// How an aggregate is computed. If the recipe doesn't support what a query asks for, the aggregate
// is computed by its own functions instead (kCalled).
struct Recipe {
  const Kind* kind;
  Read read;
  ValueHash hash;        // for Read::hash
  HashWords hash_words;  // for any other Read; null: our hash of a 64-bit word
  ValueBytes make;       // for Read::made
  bool ours;  // a sketch: not for text types with their own `=`, or aggregates with an initcond
  bool ignores_order, ignores_repeats;  // ORDER BY and DISTINCT make no difference
  // The number of a second argument that is read for each row, such as a weight; or 0.
  std::int8_t second;
  Read second_read;
  int default_parameter;
  // Reads the arguments after the value, if there are any, into `recognised`: the sketch's
  // parameter, its domain and how values are hashed there, or `front`. Returns false if the
  // aggregate has to be computed by its own functions, which also report errors. Null if no
  // argument after the value is supported.
  bool (*take)(const Arguments& arguments, Recognised& recognised);
  ValueClass values;  // the class of the values that are added to a sketch of hashes
};

// How a certain aggregate of a query is computed: its recipe, as changed by take(), and what its
// arguments say.
struct Recognised {
  Recipe recipe;
  Oid final_function;  // InvalidOid if the kind gives the result
  int parameter;       // see Transition
  Domain domain;
  Bytes front;
  bool called;         // computed by the aggregate's own functions
};

// A transition function of a family. It is recognised by its address and, if it takes values of any
// type, by the value's type.
struct FamilyFunction {
  PGFunction function;
  Recipe recipe;
  Oid type = InvalidOid;  // InvalidOid: any
};

// The functions of each family (types/hll.cpp, ...), and of one-step aggregates such as
// sketch_percentile (types/percentile.cpp).
#define SKETCH_FAMILY(name, alike, adding) std::span<const FamilyFunction> name##_batch_functions();
#include "types/families.def"
#undef SKETCH_FAMILY
std::span<const FamilyFunction> percentile_batch_functions();

}  // namespace sketch::pg
