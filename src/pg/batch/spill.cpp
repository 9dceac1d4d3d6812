// SPDX-License-Identifier: PostgreSQL
//
// What is done when the groups take more memory than a hash table may (hash_mem). No new group is
// made then: rows of other groups go to temporary files, partitioned by the hash of their keys. If
// the groups there are still grow, the later half of them goes to the same files, ahead of the rows
// of theirs that are still to come. Each file is an input of its own afterwards, and may be
// partitioned again. Whatever happens, a group sees its rows in their order.
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

enum class Record : std::uint32_t { row, group };

struct RecordHeader {
  Record record;
  std::uint32_t bytes;  // behind the header
};

BufFile* new_file(const BatchScan& scan) {
  const MemoryContext before = MemoryContextSwitchTo(scan.css.ss.ps.state->es_query_cxt);
  BufFile* file = BufFileCreateTemp(false);
  MemoryContextSwitchTo(before);
  return file;
}

void rewind_file(BufFile* file) {
  if (BufFileSeek(file, 0, 0, SEEK_SET) == 0) return;
  ereport(ERROR, (errcode_for_file_access(), errmsg("could not rewind a temporary file")));
}

void write_record(BatchScan& scan, BufFile* file) {
  write_file(file, scan.record.data, static_cast<std::size_t>(scan.record.len));
  scan.spilled_bytes += static_cast<std::uint64_t>(scan.record.len);
}

void write_record(BatchScan& scan, std::uint64_t hash) {
  BufFile*& file =
      scan.spilled[hash >> (64 - kPartitionBits * (scan.level + 1)) & (kPartitions - 1)];
  if (file == nullptr) {
    file = new_file(scan);
    ++scan.partitions_made;
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

// Whether a column's words point to values.
bool points(const Column& column) {
  return is_varlena(column.read) || column.read == Read::uuid ||
         (column.read == Read::datum && !column.by_value);
}

// Bytes that a word points to; none if it is the value itself.
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

// The next `bytes` of the record.
const char* take(const BatchScan& scan, int& at, std::size_t bytes) {
  if (bytes > static_cast<std::size_t>(scan.record.len - at)) {
    ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("temporary file is damaged")));
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

void make_group_record(BatchScan& scan, Group* group) {
  begin_record(scan, Record::group);
  append_bytes(scan, group, scan.groups.group_bytes);
  for (int k = 0; k < scan.keys; ++k) append_word(scan, scan.columns[k], group->keys()[k]);
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    if (transition.kind->pack == nullptr) continue;
    const std::byte* state = state_at(group, transition);
    const std::size_t bytes = transition.kind->packed_bytes(transition, state);
    append(scan, static_cast<std::uint32_t>(bytes));
    enlargeStringInfo(&scan.record, static_cast<int>(bytes));
    transition.kind->pack(transition, state, reinterpret_cast<std::byte*>(scan.record.data + scan.record.len));
    scan.record.len += static_cast<int>(bytes);
  }
  end_record(scan);
}

// The group of a record.
void restore_group(BatchScan& scan) {
  Groups& groups = scan.groups;
  int at = sizeof(RecordHeader);
  const std::size_t group_bytes = take<std::uint32_t>(scan, at);
  const char* data = take(scan, at, group_bytes);
  std::uint64_t hash;
  std::memcpy(&hash, data + offsetof(Group, hash), sizeof hash);
  Group* group = groups.add(hash);
  std::memcpy(static_cast<void*>(group), data, groups.group_bytes);
  for (int k = 0; k < scan.keys; ++k) {
    group->keys()[k] = take_word(scan, at, scan.columns[k], allocate_in_arena, &groups.arena);
  }
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    if (transition.kind->pack == nullptr) continue;
    const std::size_t bytes = take<std::uint32_t>(scan, at);
    transition.kind->unpack(transition, state_at(group, transition),
                            reinterpret_cast<const std::byte*>(take(scan, at, bytes)), bytes,
                            groups.arena);
  }
}

std::uint64_t hash_of_group_record(const BatchScan& scan) {
  int at = sizeof(RecordHeader) + sizeof(std::uint32_t) + offsetof(Group, hash);
  return take<std::uint64_t>(scan, at);
}

void restore_row(BatchScan& scan) {
  int at = sizeof(RecordHeader);
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

// The hash has 60 bits for 15 levels; a file whose rows have them all alike is one group.
bool may_partition(const BatchScan& scan) { return scan.level < 60 / kPartitionBits; }

void spill_row(BatchScan& scan, int row) {
  begin_record(scan, Record::row);
  for (int i = 0; i < scan.column_count; ++i) {
    const Column& column = scan.columns[i];
    append(scan, column.nulls[row]);
    append_word(scan, column, column.nulls[row] ? 0 : column.words[row]);
  }
  end_record(scan);
  write_record(scan, scan.hashes[row]);
  ++scan.rows_spilled;
}

namespace {

// The later half of the groups goes to the files of their partitions, the others to one of their
// own and back: memory is given back as a whole, and never taken for both.
void spill_groups(BatchScan& scan) {
  Groups& groups = scan.groups;
  const std::size_t half = groups.count / 2;
  BufFile* kept = new_file(scan);
  for (std::size_t i = 0; i < groups.count; ++i) {
    CHECK_FOR_INTERRUPTS();
    Group* group = groups.at(i);
    make_group_record(scan, group);
    if (i < half) {
      write_record(scan, kept);
    } else {
      write_record(scan, group->hash);
      ++scan.groups_spilled;
    }
  }
  groups.clear();
  rewind_file(kept);
  while (read_record(scan, kept)) {
    CHECK_FOR_INTERRUPTS();
    restore_group(scan);
  }
  BufFileClose(kept);
}

}  // namespace

// After each batch: are there too many groups, or are they too large?
void limit_memory(BatchScan& scan) {
  const std::size_t bytes = scan.groups.bytes();
  scan.peak_bytes = std::max(scan.peak_bytes, bytes);
  if (scan.keys == 0 || bytes <= scan.memory_limit || !may_partition(scan)) return;
  scan.closed = true;
  if (scan.packs && bytes > scan.memory_limit + scan.memory_limit / 4 && scan.groups.count > 1)
    spill_groups(scan);
}

bool fill_batch_from_spill(BatchScan& scan) {
  while (scan.rows < kBatchRows && has_room(scan)) {
    CHECK_FOR_INTERRUPTS();
    if (!read_record(scan, scan.reading)) {
      BufFileClose(scan.reading);
      scan.reading = nullptr;
      return false;
    }
    if (reinterpret_cast<RecordHeader*>(scan.record.data)->record == Record::row) {
      restore_row(scan);
    } else if (scan.closed) {
      write_record(scan, hash_of_group_record(scan));
    } else {
      restore_group(scan);
      limit_memory(scan);
    }
  }
  return true;
}

bool next_partition(BatchScan& scan) {
  for (BufFile*& file : scan.spilled) {
    if (file == nullptr) continue;
    auto* partition = static_cast<Partition*>(
        MemoryContextAlloc(scan.css.ss.ps.state->es_query_cxt, sizeof(Partition)));
    *partition = {file, scan.level + 1, scan.waiting};
    scan.waiting = partition;
    file = nullptr;
  }
  Partition* partition = scan.waiting;
  if (partition == nullptr) return false;
  scan.waiting = partition->next;
  scan.reading = partition->file;
  scan.level = partition->level;
  pfree(partition);
  rewind_file(scan.reading);
  return true;
}

void close_spill(BatchScan& scan) {
  if (scan.reading != nullptr) BufFileClose(scan.reading);
  scan.reading = nullptr;
  for (BufFile*& file : scan.spilled) {
    if (file != nullptr) BufFileClose(file);
    file = nullptr;
  }
  while (scan.waiting != nullptr) {
    Partition* partition = scan.waiting;
    scan.waiting = partition->next;
    BufFileClose(partition->file);
    pfree(partition);
  }
  scan.level = 0;
}

}  // namespace sketch::pg
