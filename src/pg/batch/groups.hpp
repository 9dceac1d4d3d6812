// SPDX-License-Identifier: PostgreSQL
//
// The columns of a batch, and the hash table of groups.
//
//   slots (open addressing)        blocks of 128 groups
//   +------+-------+               +------+-------+--------+------------+--------+-----+
//   | hash | group | ------------> | hash | nulls | number | keys ...   | state  | ... |
//   +------+-------+               +------+-------+--------+------------+--------+-----+
//   | hash | null  |                  a word for each key: --^             |
//   +------+-------+                  a value, or a pointer                v
//                                     into the arena             sketch in the arena
#pragma once

#include "sketch/core/image.hpp"

#include "batch/arena.hpp"
#include "value/hash.hpp"

namespace sketch::pg {

// ---- Columns

// What the batch's word for a value is.
enum class Read : std::uint8_t {
  nothing,    // unused: only whether the value is NULL matters
  word,       // the Datum of a by-value type; integers with their sign
  hash,       // what Column::hash returns
  bytes,      // a pointer to a detoasted copy of the varlena
  made,       // a pointer to the varlena that Column::make returns
  uuid,       // a pointer to a copy of its 16 bytes
  datum,      // the Datum; of a by-reference type, a pointer to a copy of the value as it is stored
};

// Makes a varlena of a value.
using ValueBytes = const varlena* (*)(Datum value, Oid collation);

// Whether words point to varlenas.
inline bool is_varlena(Read read) noexcept { return read == Read::bytes || read == Read::made; }

// The value of an expression that is the same for all rows until the next rescan. It is found when
// the first row needs it, so that its errors are those of an Agg node.
struct Invariant {
  bool known, null;
  Datum value;
};

struct Column {
  Expr* source;         // the expression, over the child's output
  Invariant* invariant;  // null if it may differ from row to row
  Expr* filter_source;  // FILTER: where it isn't true, the value is taken to be NULL
  bool same_filter;  // the column before belongs to the same aggregate, and so has the same filter
  bool by_value;        // the value's type is passed by value
  std::int16_t length;  // the type's length
  Read read;
  ValueHash hash;
  ValueBytes make;
  bool hashes_bytes;  // Column::hash hashes a varlena's bytes
  Oid collation;

  // The batch.
  bool any_null;
  std::uint64_t* words;
  bool* nulls;
};

// ---- Groups

// How keys are compared. Keys that are equal by the type's `=` are in one group.
enum class Key : std::uint8_t {
  word,
  float4,
  float8,
  bytes,  // varlenas that are equal if their bytes are; stored as they are, perhaps toasted
  uuid,
  any,  // by the type's own hash function and equality
};

struct KeyColumn {
  Key kind;
  Read read;
  AttrNumber attribute;  // in the node's scan tuple
  bool by_value;
  std::int16_t length;
  Oid collation;
  // For Key::any: the extended hash function, which takes a seed, if the type has one.
  FmgrInfo* hash;
  FmgrInfo* equal;
};

// The head of a group. `nulls` has a bit for each key that is NULL; `number` is the group's index.
// The keys' words and the states of the transitions follow.
struct Group {
  std::uint64_t hash;
  std::uint32_t nulls;
  std::uint32_t number;
  std::uint64_t* keys() noexcept { return reinterpret_cast<std::uint64_t*>(this + 1); }
};

inline constexpr int kMostKeys = 32;
inline constexpr std::size_t kMostGroups = std::size_t{1} << 32;

// A place in the hash table. The hash is stored beside the pointer, so that other groups can be
// skipped without reading them.
struct Slot {
  std::uint64_t hash;
  Group* group;  // null if the slot is empty
};

struct Groups {
  MemoryContext memory;  // of slots, blocks, and both arenas
  Arena rows;            // for the groups themselves
  Arena arena;           // for what groups point to: long keys, sketches
  ExprContext* calls;    // memory of the states of called aggregates (calls.cpp), or null
  MemoryContext temporary;  // for hashing and comparing keys; tidy() resets it
  int keys;
  KeyColumn* key;
  std::size_t group_bytes;
  Slot* slots;
  std::size_t slot_mask;
  std::size_t limit;  // the memory that slots and groups may take: the table doesn't grow beyond it
  std::size_t most;    // the largest number of groups
  std::byte** blocks;  // of kBlock groups each
  std::size_t count;

  static constexpr std::size_t kBlock = 128;

  Group* at(std::size_t i) const noexcept {
    return reinterpret_cast<Group*>(blocks[i / kBlock] + i % kBlock * group_bytes);
  }
  std::size_t bytes() const noexcept {
    const std::size_t called =
        calls == nullptr ? 0 : MemoryContextMemAllocated(calls->ecxt_per_tuple_memory, true);
    return MemoryContextMemAllocated(memory, false) + called;
  }

  void init(EState* estate, bool has_calls, std::size_t memory_limit);
  void clear();
  Group* add(std::uint64_t hash);  // adds an empty group; it gets a slot only if there are keys
  // Finds or adds the group of a row of the batch. Returns null if the group isn't there and none
  // may be added: either `closed` is set already, or the memory is full and find() sets it.
  Group* find(std::uint64_t hash, const Column* columns, int row, bool& closed);
  // Whether there is a slot for one more group. At most half of the slots are used.
  bool has_slot() const noexcept { return 2 * (count + 1) <= slot_mask + 1; }
  std::size_t next_slots() const noexcept;  // the number of slots after grow_slots()
  void grow_slots();
  // The usual case of find(): all keys are words, none is NULL, and the group is there. Returns
  // null in all other cases.
  Group* find_words(std::uint64_t hash, const Column* columns, int row) const {
    for (std::size_t i = hash & slot_mask; slots[i].group != nullptr; i = (i + 1) & slot_mask) {
      if (slots[i].hash != hash) continue;
      Group* group = slots[i].group;
      std::uint64_t different = group->nulls;
      for (int k = 0; k < keys; ++k) different |= group->keys()[k] ^ columns[k].words[row];
      return different == 0 ? group : nullptr;
    }
    return nullptr;
  }
  void hash_keys(const Column* columns, std::size_t rows, std::uint64_t* hashes,
                 std::uint64_t* scratch) const;
  // Resets the temporary context when it has become large. Called between two rows.
  void tidy() const {
    constexpr Size kMuch = 1 << 20;
    if (temporary->mem_allocated < kMuch) return;
    MemoryContextReset(temporary);
    CHECK_FOR_INTERRUPTS();
  }

  void prefetch_slot(std::uint64_t hash) const { __builtin_prefetch(&slots[hash & slot_mask]); }
  void prefetch_group(std::uint64_t hash) const {
    const Slot& slot = slots[hash & slot_mask];
    if (slot.group != nullptr) __builtin_prefetch(slot.group, 1);
  }
};

}  // namespace sketch::pg
