// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

constexpr std::size_t kFirstSlots = 64;

const varlena* varlena_at(std::uint64_t word) { return reinterpret_cast<const varlena*>(word); }

template <class Float, class Bits>
Float float_at(std::uint64_t word) {
  return std::bit_cast<Float>(static_cast<Bits>(word));
}

template <class Float, class Bits>
bool same_float(std::uint64_t a, std::uint64_t b) {
  const Float x = float_at<Float, Bits>(a), y = float_at<Float, Bits>(b);
  return x == y || (std::isnan(x) && std::isnan(y));
}

// The detoasted bytes of a varlena.
Bytes bytes_of(std::uint64_t word) {
  const varlena* stored = varlena_at(word);
  return image_of(is_plain(stored) ? stored : PG_DETOAST_DATUM_PACKED(Datum{word}));
}

bool same_bytes(Bytes x, Bytes y) {
  return x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size()) == 0;
}

// Compares the stored bytes first; if they differ, the values have to be detoasted and compared.
bool same_stored(std::uint64_t a, std::uint64_t b) {
  const varlena *x = varlena_at(a), *y = varlena_at(b);
  const auto stored = [](const varlena* value) {
    return Bytes{reinterpret_cast<const std::byte*>(value), VARSIZE_ANY(value)};
  };
  if (same_bytes(stored(x), stored(y))) return true;
  return same_bytes(bytes_of(a), bytes_of(b));
}

bool same_key(const KeyColumn& key, std::uint64_t a, std::uint64_t b) {
  switch (key.kind) {
    case Key::word:
      return a == b;
    case Key::float4:
      return same_float<float4, std::uint32_t>(a, b);
    case Key::float8:
      return same_float<float8, std::uint64_t>(a, b);
    case Key::uuid:
      return std::memcmp(reinterpret_cast<void*>(a), reinterpret_cast<void*>(b), UUID_LEN) == 0;
    case Key::bytes:
      return same_stored(a, b);
    case Key::any:
      return DatumGetBool(FunctionCall2Coll(key.equal, key.collation, Datum{a}, Datum{b}));
  }
  return false;
}

std::uint64_t hash_key(const KeyColumn& key, std::uint64_t word) {
  switch (key.kind) {
    case Key::word:
      break;
    case Key::float4:
      return hash_float(float_at<float4, std::uint32_t>(word));
    case Key::float8:
      return hash_float(float_at<float8, std::uint64_t>(word));
    case Key::uuid:
      return hash_bytes(reinterpret_cast<void*>(word), UUID_LEN);
    case Key::bytes: {
      const Bytes bytes = bytes_of(word);
      return hash_bytes(bytes.data(), bytes.size());
    }
    case Key::any:
      if (key.hash->fn_nargs == 1)
        return hash_u64(DatumGetUInt32(FunctionCall1Coll(key.hash, key.collation, Datum{word})));
      return hash_u64(static_cast<std::uint64_t>(DatumGetInt64(
          FunctionCall2Coll(key.hash, key.collation, Datum{word}, UInt64GetDatum(0)))));
  }
  return hash_u64(word);
}

bool same_keys(const Groups& groups, Group* group, const Column* columns, int row) {
  for (int k = 0; k < groups.keys; ++k) {
    const bool null = columns[k].nulls[row];
    if (null != ((group->nulls >> k & 1) != 0)) return false;
    if (!null && !same_key(groups.key[k], group->keys()[k], columns[k].words[row])) return false;
  }
  return true;
}

void make_slots(Groups& groups, std::size_t slots) {
  groups.slots = static_cast<Slot*>(MemoryContextAllocExtended(groups.memory, slots * sizeof(Slot),
                                                               MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO));
  groups.slot_mask = slots - 1;
  prefer_huge_pages(groups.slots, slots * sizeof(Slot));
}

void insert(Groups& groups, Group* group) {
  std::size_t at = group->hash & groups.slot_mask;
  while (groups.slots[at].group != nullptr) at = (at + 1) & groups.slot_mask;
  groups.slots[at] = {group->hash, group};
}

std::uint64_t copy_of(Groups& groups, const KeyColumn& key, std::uint64_t word) {
  if (key.by_value) return word;
  const std::size_t bytes = datumGetSize(Datum{word}, false, key.length);
  void* copy = groups.arena.allocate(MAXALIGN(bytes));
  std::memcpy(copy, reinterpret_cast<const void*>(word), bytes);
  return reinterpret_cast<std::uint64_t>(copy);
}

}  // namespace

void Groups::init(EState* estate, bool has_calls, std::size_t memory_limit) {
  limit = memory_limit;
  most = SIZE_MAX;
  calls = has_calls ? CreateWorkExprContext(estate) : nullptr;  // small blocks if work_mem is small
  memory = AllocSetContextCreate(estate->es_query_cxt, "sketch groups", ALLOCSET_SMALL_SIZES);
  rows.init(memory, limit);
  arena.init(memory, limit);
  clear();
}

void Groups::clear() {
  MemoryContextReset(memory);
  rows.forget();
  arena.forget();
  if (calls != nullptr) ReScanExprContext(calls);
  blocks = nullptr;
  count = 0;
  if (keys == 0) {
    slots = nullptr;
    slot_mask = 0;
  } else {
    make_slots(*this, kFirstSlots);
  }
}

void Groups::hash_keys(const Column* columns, std::size_t rows, std::uint64_t* hashes,
                       std::uint64_t* scratch) const {
  constexpr std::uint64_t kNull = 0x9E3779B97F4A7C15;
  const auto hash_words = simd::kernels().hash_u64;
  const MemoryContext before = MemoryContextSwitchTo(temporary);
  for (int k = 0; k < keys; ++k) {
    const Column& column = columns[k];
    std::uint64_t* to = k == 0 ? hashes : scratch;
    const bool word = key[k].kind == Key::word;
    if (word) {
      hash_words(column.words, to, rows);
    } else {
      for (std::size_t i = 0; i < rows; ++i) {
        to[i] = column.nulls[i] ? kNull : hash_key(key[k], column.words[i]);
        tidy();
      }
    }
    if (word && column.any_null) {
      for (std::size_t i = 0; i < rows; ++i)
        if (column.nulls[i]) to[i] = kNull;
    }
    if (k == 0) continue;
    for (std::size_t i = 0; i < rows; ++i) hashes[i] = hashes[i] * 3 + scratch[i];
    hash_words(hashes, hashes, rows);
  }
  MemoryContextReset(temporary);
  MemoryContextSwitchTo(before);
}

std::size_t Groups::next_slots() const noexcept {
  constexpr std::size_t kFew = 4096;
  return (slot_mask < kFew ? 4 : 2) * (slot_mask + 1);
}

void Groups::grow_slots() {
  const std::size_t size = next_slots();
  pfree(slots);
  make_slots(*this, size);
  for (std::size_t i = 0; i < count; ++i) insert(*this, at(i));
}

Group* Groups::add(std::uint64_t hash) {
  if (keys != 0 && !has_slot()) grow_slots();
  if (count % kBlock == 0) {
    const std::size_t n = count / kBlock;
    if (blocks == nullptr) {
      blocks = static_cast<std::byte**>(MemoryContextAlloc(memory, sizeof(std::byte*)));
    } else if (std::has_single_bit(n)) {
      blocks = static_cast<std::byte**>(repalloc_huge(blocks, 2 * n * sizeof(std::byte*)));
    }
    // A query without keys has only one group.
    blocks[n] = static_cast<std::byte*>(rows.allocate(group_bytes * (keys == 0 ? 1 : kBlock)));
  }
  Group* group = at(count);
  std::memset(static_cast<void*>(group), 0, group_bytes);
  group->hash = hash;
  group->number = static_cast<std::uint32_t>(count++);
  if (keys != 0) insert(*this, group);
  return group;
}

Group* Groups::find(std::uint64_t hash, const Column* columns, int row, bool& closed) {
  for (std::size_t i = hash & slot_mask; slots[i].group != nullptr; i = (i + 1) & slot_mask) {
    if (slots[i].hash == hash && same_keys(*this, slots[i].group, columns, row))
      return slots[i].group;
  }
  closed |= count >= most;
  closed |= !has_slot() && count != 0 &&
            (bytes() + sizeof(Slot) * (next_slots() - slot_mask) > limit ||
             next_slots() > 2 * kMostGroups);
  if (closed) return nullptr;
  Group* group = add(hash);
  for (int k = 0; k < keys; ++k) {
    if (columns[k].nulls[row]) {
      group->nulls |= std::uint32_t{1} << k;
    } else {
      group->keys()[k] = copy_of(*this, key[k], columns[k].words[row]);
    }
  }
  return group;
}

}  // namespace sketch::pg
