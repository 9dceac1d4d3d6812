// SPDX-License-Identifier: PostgreSQL
//
// The columns of a batch, and the groups that its rows are found in.
#pragma once

#include "sketch/core/image.hpp"

#include "batch/arena.hpp"
#include "value/hash.hpp"

namespace sketch::pg {

// ---- Columns
// --------------------------------------------------------------------------------------

// How a value becomes a word of the batch.
enum class Read : std::uint8_t {
  nothing,    // only whether it is NULL matters
  word,       // by value: the Datum, integers with their sign
  hash,       // Column::hash of it
  bytes,      // a pointer to a plain copy of the varlena
  made,       // a pointer to the varlena that Column::make makes of it
  uuid,       // a pointer to a copy of its 16 bytes
  datum,      // the Datum; by reference, of a copy of the value as it is stored
};

// Makes a varlena of a value.
using ValueBytes = const varlena* (*)(Datum value, Oid collation);

// Whether words point to varlenas.
inline bool is_varlena(Read read) noexcept { return read == Read::bytes || read == Read::made; }

struct Column {
  Expr* source;         // what is read, in terms of the child's output
  Expr* filter_source;  // FILTER: where it isn't true the value counts as NULL
  bool same_filter;     // that of the column before, whose aggregate this one is an argument of, too
  bool by_value;        // the value's type is passed by value
  std::int16_t length;  // the type's length
  Read read;
  ValueHash hash;
  ValueBytes make;
  bool hashes_bytes;  // the hash is that of a varlena's bytes
  Oid collation;

  // The batch.
  bool any_null;
  std::uint64_t* words;
  bool* nulls;
};

// ---- Groups
// ---------------------------------------------------------------------------------------

// How keys are compared: those that `=` calls equal are one group.
enum class Key : std::uint8_t {
  word,
  float4,
  float8,
  bytes,  // varlenas whose bytes decide, as they are stored: maybe compressed, maybe toasted
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
  FmgrInfo* hash;  // for Key::any: the extended one, with a seed
  FmgrInfo* equal;
};

// A group is a row of memory: its hash, a bit for each key that is NULL, its number among the groups,
// the keys' words, and the states of the transitions.
struct Group {
  std::uint64_t hash;
  std::uint32_t nulls;
  std::uint32_t number;
  std::uint64_t* keys() noexcept { return reinterpret_cast<std::uint64_t*>(this + 1); }
};

inline constexpr int kMostKeys = 32;
inline constexpr std::size_t kMostGroups = std::size_t{1} << 32;

// A place in the hash table of groups, with the hash at hand: most places that hold another group
// are passed by without a look at it.
struct Slot {
  std::uint64_t hash;
  Group* group;  // null if the slot is empty
};

struct Groups {
  MemoryContext memory;  // of slots, row pointers, and of the
  Arena rows;            // groups themselves, and
  Arena arena;           // what they point to: long keys, sketches
  ExprContext* calls;    // memory of the states of aggregates that compute themselves, or null
  MemoryContext temporary;  // while keys are hashed and compared: of a row, or of a few short ones
  int keys;
  KeyColumn* key;
  std::size_t group_bytes;
  Slot* slots;
  std::size_t slot_mask;
  std::size_t limit;   // the table doesn't grow where all would take more memory
  std::size_t most;    // no more groups are added than these
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
  Group* add(std::uint64_t hash);  // an empty group, in no slot if there are no keys
  // The group of a row of the batch; null if it is none yet and `closed`, or has to be from now on.
  Group* find(std::uint64_t hash, const Column* columns, int row, bool& closed);
  bool has_slot() const noexcept { return 2 * (count + 1) <= slot_mask + 1; }  // half of them are taken
  std::size_t next_slots() const noexcept;  // so many after they have grown
  void grow_slots();
  // The usual case of find(): all keys are words, and the group is there. Null if it isn't the usual case.
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
  // To be called between two keys: what was unpacked for the last ones goes once it has become much.
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
