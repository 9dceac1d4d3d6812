// SPDX-License-Identifier: PostgreSQL
//
// The contract between the node and what it computes. The node reads rows into columns, finds their
// groups, keeps their memory and puts groups out; it knows nothing of sketches. A *kind* (Kind) is what it
// calls to have a state of a group updated, put out, written to a file or merged; a *transition* is a kind
// at work in a query, with its place in a group and its parameter. A *recipe* (Recipe) says which kind an
// aggregate has, how its argument is read, and which of its forms the kind can do. Families of sketches
// hand out a recipe for each of their transition functions; those of the core are in kinds.cpp.
//
// What holds for all of it:
// - The result is the one that PostgreSQL's own Agg node would have given, to the byte, whatever the size of
//   batches and however often a group has been in a file.
// - Errors are PostgreSQL's, and skip destructors: nothing that is at work may own memory. All of it comes
//   from the arena of the groups and goes back with them as a whole.
// - Rows come in the child's order, and those of a group are always handed over in it.
#pragma once

#include <span>

#include "batch/groups.hpp"

namespace sketch::pg {

// An aggregate with a kind has a value and so many arguments behind it.
inline constexpr std::size_t kMostBehind = 4;

// Rows are read until there are so many; the rows of one more page still fit.
inline constexpr int kBatchRows = 1024;
inline constexpr int kBatchRoom = kBatchRows + MaxHeapTuplesPerPage;

// Or until the copies of their values take so much memory: a thousand rows of long texts, or of large
// sketches, would take any amount of it.
inline constexpr std::size_t kBatchBytes = std::size_t{1} << 20;
// Of few rows, whose values are large, less: what stays in the cache, and what the allocator keeps from batch to
// batch instead of giving it back to the system.
inline constexpr std::size_t kLargeValuesBytes = std::size_t{1} << 16;
inline constexpr int kLargeValuesRows = 256;

// Memory is fetched for so many rows ahead: enough to have as many misses under way as a core can
// have, few enough that what was fetched is still in the first cache when it is used.
inline constexpr int kAhead = 64;

// ---- Kinds
// ----------------------------------------------------------------------------------------

struct Transition;

// What a kind of transition is given to update its states with: a word and a group for each row.
struct Step {
  const std::uint64_t* words;  // as Recipe::read says; of a row that is NULL, anything
  const bool* nulls;           // the argument is NULL, or the aggregate's FILTER leaves the row out
  bool any_null;
  Group* const* groups;
  Group* only;  // the one group of all rows, or null
  int rows;
  Arena* arena;            // for what states point to
  std::uint64_t* scratch;  // room for kBatchRoom words
  const Column* columns;   // of the transition: what it is an aggregate of, then the others
  const Column* beside;    // the argument that is read beside the value, or null
};

struct Kind {
  // Of a state in its group: a multiple of 8. A new state is all zeros, and there is no call to make it so:
  // zeros have to be what it is before the first row. It may be moved as it is, with its group.
  std::uint16_t state_bytes;

  // Adds the rows of a batch to the states of their groups. Called once a batch, with at least one row. A
  // row that is NULL is passed over, unless the aggregate sees NULLs. The current memory context is cleared
  // before the next batch. It pauses for interrupts if one call
  // can take longer than a few milliseconds. Null for what is computed when the group is complete
  // (ordered.cpp).
  void (*update)(const Transition&, const Step&);

  // The state as PostgreSQL's own transition type, for final functions and other workers; where
  // that type is internal, as its serialised form. It may be made in the current memory context, or be the
  // state's own memory, which is not changed until the next group is put out. The state stays as it is: a
  // second aggregate may ask again.
  Datum (*value)(const Transition&, const std::byte* state, bool* null);

  // The result, where the transition type is internal and there is no state to call the final function
  // with; null otherwise, for the final function gives it.
  Datum (*result)(const Transition&, const std::byte* state, bool* null);

  // What a state holds outside of its group, for a file: how many bytes, those bytes, and back. pack()
  // writes exactly as many as packed_bytes() has just said, to memory without alignment; the state is
  // given up afterwards. unpack() is given the state's own bytes, with pointers that point nowhere, and
  // what was packed; what it keeps it copies to the arena. All three are null where the state is nothing
  // but its bytes in the group.
  std::size_t (*packed_bytes)(const Transition&, const std::byte* state);
  void (*pack)(const Transition&, const std::byte* state, std::byte* to);
  void (*unpack)(const Transition&, std::byte* state, const std::byte* from, std::size_t bytes,
                 Arena& arena);

  // Adds a state to another, with the very bytes in the end that all of the rows would have given;
  // null where that isn't so. Then rows go to all grouping sets. The other state, maybe one without a
  // row, stays as it is.
  void (*merge)(const Transition&, std::byte* state, const std::byte* other,
                Arena& arena) = nullptr;
};

// A transition that is computed by the aggregate's own functions (calls.hpp).
struct Call;

struct Transition {
  const Kind* kind;
  int column, beside;  // of its argument, and of the one that is read beside it or -1
  std::size_t offset;  // of the state in a group
  HashWords hash_words;  // makes hashes of the column's words, or null: they are hashes already
  int parameter;       // the sketch's
  Domain domain;       // of its hashes
  Bytes front;         // what stands in front of the sketch in PostgreSQL's transition value
  ValueClass values;   // of what is added to it
  std::int16_t length;  // of the value that kFirst keeps, or 0 if it is passed by value
  Call* call;           // or null
};

inline std::byte* state_at(Group* group, const Transition& transition) noexcept {
  return reinterpret_cast<std::byte*>(group) + transition.offset;
}

// ---- Recipes
// --------------------------------------------------------------------------------------

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

// What is known of an aggregate: how its argument is read and what is done with it. Whatever form of
// it the recipe can't do is computed by the aggregate's own functions: there is nothing to refuse.
struct Recipe {
  const Kind* kind;
  Read read;
  ValueHash hash;        // for Read::hash
  HashWords hash_words;  // for Read::word, of sketches of hashes; null for that of values as they are here
  ValueBytes make;       // for Read::made
  bool ours;             // a family's: its texts have to be plain ones, and the state begins empty
  bool ignores_order, ignores_repeats;  // of its rows: ORDER BY, DISTINCT
  std::int8_t beside;  // the number of an argument that is read beside the value, row by row: a weight; or 0
  Read beside_read;
  int default_parameter;
  // What the arguments behind the value ask for, if there are any: the sketch's parameter, its domain, and how
  // values are hashed in that, or Transition::front. False where the aggregate's own functions are to do it, or
  // to say what is wrong. Null where no argument behind the value is known.
  bool (*take)(const Arguments& arguments, Known& known);
  ValueClass values;  // of what is added to a sketch of hashes
};

// What an aggregate is to the node: its recipe, as far as the arguments have not changed it, and what they
// have given.
struct Known {
  Recipe recipe;
  Oid final_function;  // or InvalidOid: what the kind gives is the result
  int parameter;       // the sketch's
  Domain domain;       // of its hashes
  Bytes front;         // Transition::front
  bool called;         // computed by its own functions
};

// A family's transition functions, recognised by their addresses and, where they take values of any type, by that of
// the value. Values of other types have no recipe.
struct FamilyFunction {
  PGFunction function;
  Recipe recipe;
  Oid type = InvalidOid;  // if it makes no difference
};

// The functions of each family (hll.cpp ...), and those of aggregates that ask a sketch in one step.
#define SKETCH_FAMILY(name, alike, adding) std::span<const FamilyFunction> name##_batch_functions();
#include "types/families.def"
#undef SKETCH_FAMILY
std::span<const FamilyFunction> percentile_batch_functions();

}  // namespace sketch::pg
