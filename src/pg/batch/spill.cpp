// SPDX-License-Identifier: PostgreSQL
//
// Temporary files, for when the groups take more memory than a hash table may (hash_mem).
//
//   input --+--> group is in memory: update it
//           +--> new group: no more are added; the row goes to one of 16 files, by bits of its hash
//
//   later:  file --> input of the next round, with empty memory; may be spilled again by more bits
//
// If the groups in memory still grow, the later half of them goes to the same files, before further
// rows of theirs. So a group always gets its rows in their order.
//
//   file:    record | record | ...
//   record:  type, length | a row: for each column NULL or not, its word, the value pointed to
//                         | a group: its bytes, what its keys point to, its packed states
//                         | a kept row of the group before (aggregates with DISTINCT or ORDER BY)
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

enum class Record : std::uint32_t { row, group, kept };

struct RecordHeader {
  Record record;
  std::uint32_t bytes;  // after the header
};

BufFile* new_file(const BatchScan& scan) {
  const MemoryContext before = MemoryContextSwitchTo(scan.css.ss.ps.state->es_query_cxt);
  BufFile* file = BufFileCreateTemp(false);
  MemoryContextSwitchTo(before);
  return file;
}

void rewind_file(BufFile* file) {
  if (BufFileSeek(file, 0, 0, SEEK_SET) == 0) return;
  ereport(ERROR, (errcode_for_file_access(), errmsg("could not rewind temporary file")));
}

void write_record(BatchScan& scan, BufFile* file) {
  write_file(file, scan.record.data, static_cast<std::size_t>(scan.record.len));
  scan.figures.spilled_bytes += static_cast<std::uint64_t>(scan.record.len);
}

BufFile*& file_of(GroupingSet& set, std::uint64_t hash) {
  return set.spilled[hash >> (64 - kPartitionBits * (set.level + 1)) & (kPartitions - 1)];
}

void write_record(BatchScan& scan, GroupingSet& set, std::uint64_t hash) {
  BufFile*& file = file_of(set, hash);
  if (file == nullptr) {
    file = new_file(scan);
    ++scan.figures.partitions;
  }
  write_record(scan, file);
}

template <class T>
void append(BatchScan& scan, const T& value) {
  appendBinaryStringInfo(&scan.record, reinterpret_cast<const char*>(&value), sizeof value);
}

void append_bytes(BatchScan& scan, const void* from, std::size_t bytes) {
  if (bytes > MaxAllocSize) raise_out_of_memory();
  append(scan, static_cast<std::uint32_t>(bytes));
  appendBinaryStringInfo(&scan.record, static_cast<const char*>(from), static_cast<int>(bytes));
}

void begin_record(BatchScan& scan, Record record) {
  resetStringInfo(&scan.record);
  append(scan, RecordHeader{record, 0});
}

void end_record(BatchScan& scan) {
  reinterpret_cast<RecordHeader*>(scan.record.data)->bytes =
      static_cast<std::uint32_t>(scan.record.len - static_cast<int>(sizeof(RecordHeader)));
}

// Whether a column's words are pointers.
bool points(const Column& column) {
  return is_varlena(column.read) || column.read == Read::uuid ||
         (column.read == Read::datum && !column.by_value);
}

// The size of the value that a word points to; 0 if the word is the value.
std::size_t pointed_bytes(const Column& column, std::uint64_t word) {
  if (word == 0 || !points(column)) return 0;
  if (column.read == Read::uuid) return UUID_LEN;
  return datumGetSize(Datum{word}, false, is_varlena(column.read) ? -1 : column.length);
}

void append_word(BatchScan& scan, const Column& column, std::uint64_t word) {
  append(scan, word);
  const std::size_t bytes = pointed_bytes(column, word);
  if (bytes != 0) append_bytes(scan, reinterpret_cast<const void*>(word), bytes);
}

[[noreturn]] void raise_damaged() {
  ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("temporary file is damaged")));
  pg_unreachable();
}

// Reads the next `bytes` of the record.
const char* take(const BatchScan& scan, int& at, std::size_t bytes) {
  if (bytes > static_cast<std::size_t>(scan.record.len - at)) {
    raise_damaged();
  }
  const char* start = scan.record.data + at;
  at += static_cast<int>(bytes);
  return start;
}

template <class T>
T take(const BatchScan& scan, int& at) {
  T value;
  std::memcpy(&value, take(scan, at, sizeof value), sizeof value);
  return value;
}

std::uint64_t take_word(const BatchScan& scan, int& at, const Column& column,
                        void* (*allocate)(void*, Size), void* from) {
  const auto word = take<std::uint64_t>(scan, at);
  if (word == 0 || !points(column)) return word;
  const std::size_t bytes = take<std::uint32_t>(scan, at);
  const char* data = take(scan, at, bytes);
  void* copy = allocate(from, bytes);
  std::memcpy(copy, data, bytes);
  return reinterpret_cast<std::uint64_t>(copy);
}

void* allocate_in_context(void* context, Size bytes) {
  return MemoryContextAlloc(static_cast<MemoryContext>(context), bytes);
}

void* allocate_in_arena(void* arena, Size bytes) {
  return static_cast<Arena*>(arena)->allocate(MAXALIGN(bytes));
}

void make_group_record(BatchScan& scan, const GroupingSet& set, Group* group) {
  begin_record(scan, Record::group);
  append_bytes(scan, group, scan.group_bytes);
  for (int k = 0; k < set.groups.keys; ++k) append_word(scan, set.columns[k], group->keys()[k]);
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    if (transition.kind->pack == nullptr) continue;
    const std::byte* state = state_at(group, transition);
    const std::size_t bytes = transition.kind->packed_bytes(transition, state);
    if (bytes > MaxAllocSize) raise_out_of_memory();
    append(scan, static_cast<std::uint32_t>(bytes));
    enlargeStringInfo(&scan.record, static_cast<int>(bytes));
    transition.kind->pack(transition, state,
                          reinterpret_cast<std::byte*>(scan.record.data + scan.record.len));
    scan.record.len += static_cast<int>(bytes);
  }
  end_record(scan);
}

// The group in a record. What its keys and states point to follows, at `at`.
const char* group_of_record(const BatchScan& scan, int& at) {
  at = sizeof(RecordHeader);
  const std::size_t bytes = take<std::uint32_t>(scan, at);
  if (bytes != scan.group_bytes) raise_damaged();
  return take(scan, at, bytes);
}

std::uint64_t hash_of_group_record(const BatchScan& scan) {
  int at;
  std::uint64_t hash;
  std::memcpy(&hash, group_of_record(scan, at) + offsetof(Group, hash), sizeof hash);
  return hash;
}

void unpack_states(BatchScan& scan, Group* group, int at, Arena& arena) {
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    if (transition.kind->pack == nullptr) continue;
    const std::size_t bytes = take<std::uint32_t>(scan, at);
    transition.kind->unpack(transition, state_at(group, transition),
                            reinterpret_cast<const std::byte*>(take(scan, at, bytes)), bytes,
                            arena);
  }
}

bool read_record(BatchScan& scan, BufFile* file);

// Writes a group's kept rows, after its record.
void write_kept_rows(BatchScan& scan, const GroupingSet& set, Group* group, BufFile* file) {
  std::uint64_t rows = kept_rows(scan, reinterpret_cast<const std::byte*>(group));
  for (; rows != 0; --rows) {
    CHECK_FOR_INTERRUPTS();
    const MinimalTuple row = take_kept_row(scan, set, group);
    begin_record(scan, Record::kept);
    appendBinaryStringInfo(&scan.record, reinterpret_cast<const char*>(row),
                           static_cast<int>(row->t_len));
    end_record(scan);
    write_record(scan, file);
  }
}

void read_kept_row(BatchScan& scan, BufFile* file) {
  CHECK_FOR_INTERRUPTS();
  if (!read_record(scan, file) ||
      reinterpret_cast<RecordHeader*>(scan.record.data)->record != Record::kept)
    raise_damaged();
}

// Copies the record of a group, and its kept rows, from the file that is read to one of the next
// level.
void pass_on(BatchScan& scan, GroupingSet& set) {
  int at;
  const auto* group = reinterpret_cast<const std::byte*>(group_of_record(scan, at));
  const std::uint64_t hash = hash_of_group_record(scan);
  std::uint64_t rows = kept_rows(scan, group);
  write_record(scan, set, hash);
  for (; rows != 0; --rows) {
    read_kept_row(scan, set.reading);
    write_record(scan, set, hash);
  }
}

// Adds the group of a record. It is not in memory yet.
void restore_group(BatchScan& scan, GroupingSet& set, BufFile* file) {
  int at;
  const char* data = group_of_record(scan, at);
  Groups& groups = set.groups;
  Group* group = groups.add(hash_of_group_record(scan));
  const std::uint32_t number = group->number;
  std::memcpy(static_cast<void*>(group), data, scan.group_bytes);
  group->number = number;
  for (int k = 0; k < groups.keys; ++k)
    group->keys()[k] = take_word(scan, at, set.columns[k], allocate_in_arena, &groups.arena);
  unpack_states(scan, group, at, groups.arena);
  std::uint64_t rows = kept_rows(scan, reinterpret_cast<const std::byte*>(group));
  for (; rows != 0; --rows) {
    read_kept_row(scan, file);
    restore_kept_row(scan, set, group,
                     reinterpret_cast<MinimalTuple>(scan.record.data + sizeof(RecordHeader)));
  }
}

// Merges the group of a record into the group with the same keys.
void merge_group(BatchScan& scan, GroupingSet& set) {
  int at;
  const char* data = group_of_record(scan, at);
  make_room(scan, 1);
  refer_to_batch(scan, set);
  auto* other = static_cast<Group*>(MemoryContextAlloc(scan.batch_context, scan.group_bytes));
  std::memcpy(static_cast<void*>(other), data, scan.group_bytes);
  for (int k = 0; k < set.groups.keys; ++k) {
    set.columns[k].nulls[0] = (other->nulls >> k & 1) != 0;
    set.columns[k].words[0] =
        take_word(scan, at, set.columns[k], allocate_in_context, scan.batch_context);
  }
  set.groups.limit = may_partition(set) ? set.memory_limit : SIZE_MAX;
  Group* group = set.groups.find(other->hash, set.columns, 0, set.closed);
  if (group == nullptr) {
    write_record(scan, set, other->hash);
    MemoryContextReset(scan.batch_context);
    return;
  }
  unpack_states(scan, other, at, scan.merging);
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    transition.kind->merge(transition, state_at(group, transition), state_at(other, transition),
                           set.groups.arena);
  }
  MemoryContextReset(scan.merging_context);
  scan.merging.forget();
  MemoryContextReset(scan.batch_context);
}

void restore_row(BatchScan& scan) {
  int at = sizeof(RecordHeader);
  make_room(scan, scan.rows + 1);
  const int row = scan.rows++;
  for (int i = 0; i < scan.column_count; ++i) {
    Column& column = scan.columns[i];
    column.nulls[row] = take<bool>(scan, at);
    column.any_null |= column.nulls[row];
    column.words[row] = take_word(scan, at, column, allocate_in_context, scan.batch_context);
  }
}

bool read_record(BatchScan& scan, BufFile* file) {
  RecordHeader header;
  if (!read_file(file, &header, sizeof header)) return false;
  if (header.bytes > MaxAllocSize - sizeof header) raise_out_of_memory();
  resetStringInfo(&scan.record);
  append(scan, header);
  enlargeStringInfo(&scan.record, static_cast<int>(header.bytes));
  if (header.bytes != 0) read_file(file, scan.record.data + scan.record.len, header.bytes);
  scan.record.len += static_cast<int>(header.bytes);
  return true;
}

}  // namespace

// 15 levels use 60 bits of the hash. A file in which all of them are equal isn't spilled again: it
// has one group, almost certainly.
bool may_partition(const GroupingSet& set) { return set.level < 60 / kPartitionBits; }

void spill_row(BatchScan& scan, GroupingSet& set, int row) {
  begin_record(scan, Record::row);
  for (int i = 0; i < scan.column_count; ++i) {
    const Column& column = scan.columns[i];
    append(scan, column.nulls[row]);
    append_word(scan, column, column.nulls[row] ? 0 : column.words[row]);
  }
  end_record(scan);
  write_record(scan, set, scan.hashes[row]);
  ++scan.figures.rows_spilled;
}

void spill_group(BatchScan& scan, GroupingSet& set, Group* group) {
  make_group_record(scan, set, group);
  write_record(scan, set, group->hash);
  ++scan.figures.groups_spilled;
}

void spill_all(BatchScan& scan, GroupingSet& set) {
  for (std::size_t i = 0; i < set.groups.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    spill_group(scan, set, set.groups.at(i));
  }
  set.groups.clear();
}

namespace {

// Spills the later half of the groups to their partitions. The first half is written to a file of
// its own and read back: memory can only be freed as a whole, and two copies might not fit.
void spill_half(BatchScan& scan, GroupingSet& set) {
  Groups& groups = set.groups;
  const std::size_t half = groups.count / 2;
  BufFile* kept = new_file(scan);
  complete_ordered(scan, set);
  for (std::size_t i = 0; i < half; ++i) {
    CHECK_FOR_INTERRUPTS();
    make_group_record(scan, set, groups.at(i));
    write_record(scan, kept);
    write_kept_rows(scan, set, groups.at(i), kept);
  }
  for (std::size_t i = half; i < groups.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    spill_group(scan, set, groups.at(i));
    write_kept_rows(scan, set, groups.at(i), file_of(set, groups.at(i)->hash));
  }
  groups.clear();
  clear_ordered(scan, set);
  rewind_file(kept);
  while (read_record(scan, kept)) {
    CHECK_FOR_INTERRUPTS();
    restore_group(scan, set, kept);
  }
  BufFileClose(kept);
}

}  // namespace

// Closes the set when its memory is used up. If the groups still grow, half of them are spilled.
void limit_memory(BatchScan& scan, GroupingSet& set) {
  const std::size_t bytes = set.groups.bytes();
  std::size_t all = bytes;
  for (int i = 0; i < scan.set_count; ++i)
    if (&scan.sets[i] != &set) all += scan.sets[i].groups.bytes();
  all += ordered_bytes(scan);
  scan.figures.peak_bytes = std::max(scan.figures.peak_bytes, all);
  if (set.groups.keys == 0 || bytes <= set.memory_limit || !may_partition(set)) return;
  set.closed = true;
  if (scan.unpacked_bytes == 0 && bytes > set.memory_limit + set.memory_limit / 4 &&
      set.groups.count > 1)
    spill_half(scan, set);
}

bool fill_batch_from_spill(BatchScan& scan) {
  GroupingSet& set = *scan.reading;
  scan.calls = set.groups.calls;
  while (scan.rows < kBatchRows && has_room(scan)) {
    CHECK_FOR_INTERRUPTS();
    if (!read_record(scan, set.reading)) {
      BufFileClose(set.reading);
      set.reading = nullptr;
      scan.reading = nullptr;
      return false;
    }
    if (reinterpret_cast<RecordHeader*>(scan.record.data)->record == Record::row) {
      restore_row(scan);
    } else if (set.parent >= 0) {
      merge_group(scan, set);
      limit_memory(scan, set);
    } else if (set.closed) {
      pass_on(scan, set);
    } else {
      restore_group(scan, set, set.reading);
      limit_memory(scan, set);
    }
  }
  return true;
}

bool next_partition(BatchScan& scan, GroupingSet& set) {
  for (BufFile*& file : set.spilled) {
    if (file == nullptr) continue;
    auto* partition = static_cast<Partition*>(
        MemoryContextAlloc(scan.css.ss.ps.state->es_query_cxt, sizeof(Partition)));
    *partition = {file, set.level + 1, set.waiting};
    set.waiting = partition;
    file = nullptr;
  }
  Partition* partition = set.waiting;
  if (partition == nullptr) return false;
  set.waiting = partition->next;
  set.reading = partition->file;
  set.level = partition->level;
  scan.reading = &set;
  pfree(partition);
  rewind_file(set.reading);
  return true;
}

namespace {

void close_file(BufFile*& file) {
  if (file != nullptr) BufFileClose(file);
  file = nullptr;
}

}  // namespace

void close_spill(BatchScan& scan) {
  scan.reading = nullptr;
  for (int i = 0; i < scan.set_count; ++i) {
    GroupingSet& set = scan.sets[i];
    close_file(set.reading);
    for (BufFile*& file : set.spilled) close_file(file);
    while (set.waiting != nullptr) {
      Partition* partition = set.waiting;
      set.waiting = partition->next;
      BufFileClose(partition->file);
      pfree(partition);
    }
    set.level = 0;
    set.closed = false;
  }
}

}  // namespace sketch::pg
