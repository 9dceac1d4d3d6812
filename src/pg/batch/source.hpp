// SPDX-License-Identifier: PostgreSQL
//
// Where rows come from, and reading them: between source.cpp, which plans it, input.cpp and page.cpp.
#pragma once

#include "batch/cached.hpp"
#include "batch/condition.hpp"

namespace sketch::pg {

// An expression, or a qual, over the rows of a source.
struct Evaluation {
  ExprState* state;  // null for none
  Cached* cached;    // its results, if they are kept
  int input;         // what they are of, of a drained row: its index in the layout
};

// Where in the rows of a source a column is.
struct Access {
  AttrNumber attribute;   // of the slot, or 0 for an expression
  int wanted;             // of a drained row: the attribute's index in the layout, or -1
  Evaluation expression;  // none for an attribute
  Evaluation filter;
  Condition* condition;   // or, of a drained row, the filter as such
  int passes_of;          // the column whose condition it is
  bool in_slot;           // has to be read from the slot: an expression, or with a filter that is one
};

// Rows of one form: all that the child plan gives, or those of one table under an Append.
struct RowSource {
  SeqScanState* table;   // drained, or null: rows are pulled
  TupleTableSlot* slot;  // for a drained row
  Condition* condition;  // that drained rows have to pass, or null
  Evaluation* qual;      // and then these
  int quals;
  ExprState* row_qual;   // all of it, for a row that isn't drained
  AttrNumber last_attribute;
  bool has_expressions;  // in columns or filters
  Access* access;        // for each column

  // A drained table's.
  Layout layout;
  int condition_runs;      // up to the last attribute of the condition
  int qual_runs;           // and of the qual
  int slot_count;          // attributes that the qual, expressions and filters read,
  std::int16_t* in_slot;   // by their indices in the layout,
  int qual_count;          // first those of the qual
  bool whole_rows;         // or all of the row
  bool any_condition;      // of a column
  bool one_by_one;         // something is volatile: each row is evaluated once, in its turn
  int reach;               // bytes of a row that are looked at, about
};

// Pages of a table that come next, where they are cached.
struct PageAhead {
  static constexpr BlockNumber kPages = 16;
  Oid table;
  BlockNumber first;
  const char* page[kPages];  // or null
};

// What pages are drained with.
struct Draining {
  PageRows page;
  PageAhead ahead;
  std::uint64_t batch;  // its number, from 1
  bool* passes;         // PageRows::kMost for each column: whether its condition is true
  char* copies;         // of values, for this batch; what doesn't fit is in its context
  std::size_t copied, copies_room;

  static constexpr std::size_t kFirstCopies = 2048, kCopies = std::size_t{1} << 17;
};
Draining& draining_of(BatchScan& scan);

// batch/input.cpp
std::uint64_t word_of(BatchScan& scan, const Column& column, Datum value);
inline void set_value(BatchScan& scan, Column& column, int row, Datum value, bool null) {
  column.nulls[row] = null;
  column.any_null |= null;
  column.words[row] = null ? 0 : word_of(scan, column, value);
}

// The value of an expression, or the truth of a qual, for a row in the source's slot.
Datum evaluate_in_slot(BatchScan& scan, const Evaluation& evaluation, TupleTableSlot* slot, bool* null);

// A row in a slot that the source's expressions refer to.
void read_row(BatchScan& scan, const RowSource& source, TupleTableSlot* slot);

// batch/page.cpp: the rest of the page, a row of which the table's node has given.
void drain(BatchScan& scan, RowSource& source);

}  // namespace sketch::pg
