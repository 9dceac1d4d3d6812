// SPDX-License-Identifier: PostgreSQL
//
// Grouping sets. If every state can be merged exactly (Kind::merge), rows go to the finest sets
// only. When the groups of a set are complete, they are merged into those of its children, and then
// put out:
//
//   rows --> (a, b) --merge--> (a) --merge--> ()        rows --> (a, b)
//        --> (c)                                   or        --> (a)     if a state can't be merged
//                                                            --> ()
//
// A set with fewer keys is the child of the set with the fewest keys that contains them. While
// groups are merged into a child, its own groups can't be put out. So if they don't fit into
// memory, they all go to temporary files.
#include "batch/batch.hpp"

namespace sketch::pg {
namespace {

bool has_key(const GroupingSet& set, int number) {
  for (int k = 0; k < set.groups.keys; ++k)
    if (set.key_number[k] == number) return true;
  return false;
}

bool contains(const GroupingSet& set, const GroupingSet& other) {
  for (int k = 0; k < other.groups.keys; ++k)
    if (!has_key(set, other.key_number[k])) return false;
  return true;
}

// The set with the fewest keys that contains all keys of this one; -1 if there is none.
int parent_of(const BatchScan& scan, int number) {
  for (int i = number - 1; i >= 0; --i)
    if (contains(scan.sets[i], scan.sets[number])) return i;
  return -1;
}

void set_keys(BatchScan& scan, GroupingSet& set, const KeyColumn* keys, const List* numbers) {
  set.groups.keys = list_length(numbers);
  set.groups.key = make_array<KeyColumn>(set.groups.keys);
  set.key_number = make_array<int>(set.groups.keys);
  set.columns = make_array<Column>(set.groups.keys);
  for (int k = 0; k < set.groups.keys; ++k) {
    set.key_number[k] = list_nth_int(numbers, k);
    set.groups.key[k] = keys[set.key_number[k]];
    set.columns[k] = scan.columns[set.key_number[k]];
  }
}

}  // namespace

// Makes the grouping sets. Before this there is one set, which has all keys.
void make_sets(BatchScan& scan, const List* sets) {
  const KeyColumn* keys = scan.sets[0].groups.key;
  const std::size_t group_bytes = scan.group_bytes;
  if (sets != NIL) {
    scan.set_count = list_length(sets);
    scan.sets = make_array<GroupingSet>(scan.set_count);
    for (int i = 0; i < scan.set_count; ++i)
      set_keys(scan, scan.sets[i], keys, static_cast<const List*>(list_nth(sets, i)));
  } else {
    scan.sets[0].columns = scan.columns;
  }
  bool merges = scan.set_count > 1;
  for (int t = 0; t < scan.transitions; ++t) merges &= scan.transition[t].kind->merge != nullptr;
  for (int i = 0; i < scan.set_count; ++i) {
    GroupingSet& set = scan.sets[i];
    set.groups.group_bytes = group_bytes;
    set.groups.temporary = scan.input->ecxt_per_tuple_memory;
    set.parent = merges ? parent_of(scan, i) : -1;
    if (set.parent < 0) scan.last_row_set = i;
  }
}

namespace {

// The memory that groups may take. If there are aggregates with DISTINCT or ORDER BY, half of it is
// for their sorts. In a query without keys the sorts get all of it, because its group takes almost
// nothing.
std::size_t memory_of_groups(BatchScan& scan, EState* estate, std::size_t memory) {
  if (scan.ordered == 0) return memory;
  start_ordered(scan, estate, scan.keys == 0 ? memory : memory / 2);
  return memory - memory / 2;
}

// The largest number of groups. States that can't be written to files may keep growing; so there
// are no more groups than the planner thinks there is memory for.
std::size_t most_groups(const BatchScan& scan, std::size_t memory) {
  constexpr std::size_t kFewest = 32;
  return scan.unpacked_bytes == 0 ? SIZE_MAX : std::max(memory / scan.unpacked_bytes, kFewest);
}

}  // namespace

// Divides the memory: a quarter is for sets that are merged into, the rest for sets that rows go
// to.
void start_sets(BatchScan& scan, EState* estate) {
  bool called = false;
  for (int t = 0; t < scan.transitions; ++t) called |= scan.transition[t].call != nullptr;
  int children = 0;
  for (int i = 0; i < scan.set_count; ++i) children += scan.sets[i].parent >= 0;
  const std::size_t memory =
      memory_of_groups(scan, estate, static_cast<std::size_t>(get_hash_memory_limit()));
  const std::size_t below = children == 0 ? 0 : memory / 4;
  for (int i = 0; i < scan.set_count; ++i) {
    GroupingSet& set = scan.sets[i];
    set.memory_limit = set.parent >= 0
                           ? below / static_cast<std::size_t>(children)
                           : (memory - below) / static_cast<std::size_t>(scan.set_count - children);
    set.most_groups = most_groups(scan, set.memory_limit);
    set.groups.init(estate, called, set.memory_limit);
  }
  if (children == 0) return;
  scan.merging_context =
      AllocSetContextCreate(estate->es_query_cxt, "sketch states", ALLOCSET_SMALL_SIZES);
  scan.merging.init(scan.merging_context, 0);
}

void refer_to_batch(const BatchScan& scan, GroupingSet& set) {
  if (set.columns == scan.columns) return;
  for (int k = 0; k < set.groups.keys; ++k) set.columns[k] = scan.columns[set.key_number[k]];
}

bool find_groups(BatchScan& scan, GroupingSet& set) {
  Groups& groups = set.groups;
  refer_to_batch(scan, set);
  const Column* columns = set.columns;
  bool words = true;
  for (int k = 0; k < groups.keys; ++k)
    words &= groups.key[k].kind == Key::word && !columns[k].any_null;
  groups.hash_keys(columns, static_cast<std::size_t>(scan.rows), scan.hashes, scan.scratch);
  groups.limit = may_partition(set) ? set.memory_limit : SIZE_MAX;
  groups.most = may_partition(set) ? set.most_groups : SIZE_MAX;
  bool all = true;
  const MemoryContext before = MemoryContextSwitchTo(groups.temporary);
  for (int begin = 0; begin < scan.rows; begin += kAhead) {
    const int end = std::min(begin + kAhead, scan.rows);
    for (int i = begin; i < end; ++i) groups.prefetch_slot(scan.hashes[i]);
    for (int i = begin; i < end; ++i) groups.prefetch_group(scan.hashes[i]);
    for (int i = begin; i < end; ++i) {
      Group* group = words ? groups.find_words(scan.hashes[i], columns, i) : nullptr;
      if (group == nullptr) {
        group = groups.find(scan.hashes[i], columns, i, set.closed);
        groups.tidy();
      }
      scan.group[i] = group;
      all &= group != nullptr;
    }
  }
  MemoryContextReset(groups.temporary);
  MemoryContextSwitchTo(before);
  return all;
}

// ---- Rows

namespace {

// Exchanges the batch's arrays with those set aside.
void exchange(BatchScan& scan) {
  for (int c = 0; c < scan.column_count; ++c) {
    std::swap(scan.columns[c].words, scan.set_aside[c].words);
    std::swap(scan.columns[c].nulls, scan.set_aside[c].nulls);
  }
}

// Spills the rows that have no group, and moves the others up. If another set still needs the
// batch, they are copied to scan.set_aside instead.
void spill_rest(BatchScan& scan, GroupingSet& set, bool last) {
  for (int i = 0; i < scan.rows; ++i)
    if (scan.group[i] == nullptr) spill_row(scan, set, i);
  if (!last && scan.set_aside == nullptr) {
    const MemoryContext before = MemoryContextSwitchTo(scan.css.ss.ps.state->es_query_cxt);
    scan.set_aside = make_array<Column>(scan.column_count);
    for (int c = 0; c < scan.column_count; ++c) {
      scan.set_aside[c].words = make_array<std::uint64_t>(kBatchRoom);
      scan.set_aside[c].nulls = make_array<bool>(kBatchRoom);
    }
    MemoryContextSwitchTo(before);
  }
  const Column* to = last ? scan.columns : scan.set_aside;
  int kept = 0;
  for (int i = 0; i < scan.rows; ++i) {
    if (scan.group[i] == nullptr) continue;
    scan.group[kept] = scan.group[i];
    for (int c = 0; c < scan.column_count; ++c) {
      to[c].words[kept] = scan.columns[c].words[i];
      to[c].nulls[kept] = scan.columns[c].nulls[i];
    }
    ++kept;
  }
  scan.rows = kept;
}

Group* only_group(GroupingSet& set) {
  return set.groups.count == 0 ? set.groups.add(0) : set.groups.at(0);
}

}  // namespace

void update_set(BatchScan& scan, GroupingSet& set, bool last) {
  const int rows = scan.rows;
  bool aside = false;
  Group* only = nullptr;
  if (set.groups.keys == 0) {
    only = only_group(set);
    if (scan.group[0] != only || scan.set_count > 1) std::fill_n(scan.group, scan.room, only);
  } else if (!find_groups(scan, set)) {
    spill_rest(scan, set, last);
    aside = !last;
  }
  if (aside) exchange(scan);
  scan.calls = set.groups.calls;
  const MemoryContext before = MemoryContextSwitchTo(scan.batch_context);
  for (int i = 0; i < scan.transitions; ++i) {
    const Transition& transition = scan.transition[i];
    if (transition.kind->update == nullptr) continue;
    const Column& column = scan.columns[transition.column];
    transition.kind->update(
        transition, {column.words, column.nulls, column.any_null, scan.group, only, scan.rows,
                     &set.groups.arena, scan.scratch, &column,
                     transition.second < 0 ? nullptr : &scan.columns[transition.second]});
  }
  MemoryContextSwitchTo(before);
  if (scan.ordered != 0) keep_rows(scan, set);
  if (aside) exchange(scan);
  scan.rows = rows;
  limit_memory(scan, set);
}

void update_sets(BatchScan& scan) {
  for (int i = 0; i < scan.set_count; ++i)
    if (scan.sets[i].parent < 0) update_set(scan, scan.sets[i], i == scan.last_row_set);
}

// ---- Groups

namespace {

// Makes a batch of the keys of some groups.
void read_keys(BatchScan& scan, const GroupingSet& set, std::size_t begin) {
  const auto rows = static_cast<int>(std::min<std::size_t>(set.groups.count - begin, kBatchRows));
  scan.rows = 0;
  make_room(scan, rows);
  scan.rows = rows;
  for (int k = 0; k < set.groups.keys; ++k) {
    Column& column = scan.columns[set.key_number[k]];
    column.any_null = false;
    for (int i = 0; i < scan.rows; ++i) {
      Group* group = set.groups.at(begin + static_cast<std::size_t>(i));
      column.words[i] = group->keys()[k];
      column.nulls[i] = (group->nulls >> k & 1) != 0;
      column.any_null |= column.nulls[i];
    }
  }
}

// Spills a parent's group that has no group in this set, as a group of this set.
void spill_other(BatchScan& scan, GroupingSet& set, int row, const Group* other) {
  auto* group = static_cast<Group*>(palloc(scan.group_bytes));
  std::memcpy(static_cast<void*>(group), static_cast<const void*>(other), scan.group_bytes);
  group->hash = scan.hashes[row];
  group->nulls = 0;
  for (int k = 0; k < set.groups.keys; ++k) {
    group->keys()[k] = set.columns[k].words[row];
    if (set.columns[k].nulls[row]) group->nulls |= std::uint32_t{1} << k;
  }
  spill_group(scan, set, group);
  pfree(group);
}

// Merges groups of the parent into this set's. Their keys are the batch.
void merge_groups(BatchScan& scan, GroupingSet& set, const GroupingSet& from, std::size_t begin) {
  if (set.groups.keys == 0) {
    std::fill_n(scan.group, scan.rows, only_group(set));
  } else {
    find_groups(scan, set);
  }
  const auto other = [&](int i) { return from.groups.at(begin + static_cast<std::size_t>(i)); };
  for (int i = 0; i < scan.rows; ++i)
    if (scan.group[i] == nullptr) spill_other(scan, set, i, other(i));
  for (int t = 0; t < scan.transitions; ++t) {
    const Transition& transition = scan.transition[t];
    for (int i = 0; i < scan.rows; ++i) {
      if (scan.group[i] == nullptr) continue;
      CHECK_FOR_INTERRUPTS();
      transition.kind->merge(transition, state_at(scan.group[i], transition),
                             state_at(other(i), transition), set.groups.arena);
    }
  }
  if (set.groups.keys == 0 || set.groups.bytes() <= set.memory_limit) return;
  limit_memory(scan, set);
  spill_all(scan, set);
}

}  // namespace

void feed_children(BatchScan& scan, int parent) {
  const GroupingSet& from = scan.sets[parent];
  for (std::size_t begin = 0; begin < from.groups.count; begin += kBatchRows) {
    for (int i = parent + 1; i < scan.set_count; ++i) {
      if (scan.sets[i].parent != parent) continue;
      read_keys(scan, from, begin);
      merge_groups(scan, scan.sets[i], from, begin);
    }
  }
}

}  // namespace sketch::pg
