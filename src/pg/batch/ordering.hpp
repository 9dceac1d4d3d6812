// SPDX-License-Identifier: PostgreSQL
//
// The sorts of aggregates that see the rows of a group in an order (ordered.cpp). There are two
// kinds:
//
//   by group:      all rows of a grouping set, sorted by the number of their group. A row has
//                  | group number | counts | inputs ... | counts | inputs ... | ...
//                                   '---- aggregate ----'  '---- aggregate ----'
//   of one group:  for each aggregate the rows of the group at hand, sorted as the aggregate asks
//                  for
#pragma once

#include "batch/calls.hpp"

namespace sketch::pg {

// An aggregate with DISTINCT or ORDER BY, or an ordered-set aggregate.
struct Ordering {
  int number;           // its index among these aggregates
  int first;  // its first column in a kept row: NULL if the row doesn't count; the inputs follow
  TupleDesc described;  // of the inputs
  TupleTableSlot *written, *read, *last;
  int sort_columns;  // 0 for an ordered-set aggregate, which sorts the rows itself
  AttrNumber* column;
  Oid *operators, *collations;
  bool* nulls_first;
  FmgrInfo* equal;      // with DISTINCT: an equality function for each sort column; else null
  bool single;          // it has one input, by which it is sorted
  bool by_value;        // of the first input's type
  std::int16_t length;  // of the first input's type
  std::uint64_t count;  // the number of rows of the group at hand
};

// Recent rows of a DISTINCT aggregate, as bytes. A row that is among them changes nothing.
struct Recent {
  static constexpr std::size_t kRows = 1024, kBytes = 47;
  static constexpr std::uint32_t kTried = 4096, kFewest = kTried / 8;
  struct Row {
    std::uint8_t length;
    char bytes[kBytes];
  };
  std::uint32_t tried, found;
  Row row[kRows];

  bool is_worthwhile() const { return tried < kTried || found >= kFewest; }
};

// The rows of a grouping set.
struct OrderedRows {
  Tuplesortstate* kept;       // by group
  bool complete;              // whether `kept` has been sorted
  Tuplesortstate** of_group;  // for each aggregate
  Recent** recent;            // for each aggregate
};

inline bool is_ordered_at(const BatchScan& scan, int transition) {
  return scan.transition[transition].kind == &kOrdered;
}

// Whether there is only one group, so that rows go to its sort at once.
inline bool has_one_group(const GroupingSet& set, const Ordering& ordering) {
  return set.groups.keys == 0 && ordering.sort_columns != 0;
}

Tuplesortstate* sort_by_group(const BatchScan& scan, const GroupingSet& set);

// Adds the row that has been written to the slot to a sort.
void add_to_sort(TupleTableSlot* written, Tuplesortstate* sort);

// Adds ordering.written to the aggregate's sort of the group at hand.
void add_to_group(const BatchScan& scan, const GroupingSet& set, const Ordering& ordering);

// Updates the peak of memory, for EXPLAIN.
void note_memory(BatchScan& scan, const GroupingSet& set);

}  // namespace sketch::pg
