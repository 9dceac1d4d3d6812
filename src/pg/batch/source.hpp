// SPDX-License-Identifier: PostgreSQL
//
// The node's input. source.cpp prepares it, input.cpp and page.cpp read it.
#pragma once

#include "batch/cached.hpp"
#include "batch/condition.hpp"

namespace sketch::pg {

// An expression or a qual over the rows of a source.
struct Evaluation {
  ExprState* state;  // null if there is none
  Cached* cached;    // the cache of its results, or null
  int input;         // the index in the layout of the attribute that cached results depend on
};

// How a column's value is found in a row.
struct Access {
  AttrNumber attribute;   // in the slot; 0 for an expression
  int wanted;             // the attribute's index in the layout of a drained table, or -1
  Evaluation expression;  // for an expression
  Evaluation filter;
  Condition* condition;   // the filter as a condition, for a drained table; or null
  int passes_of;          // the first column with the same condition
  bool in_slot;           // read from the slot: the value or its filter is an expression
};

// The input, or one table of an Append. A table is *drained* if the node reads its pages itself;
// otherwise rows are pulled from the child plan.
struct RowSource {
  SeqScanState* table;   // the scan of a drained table, or null
  TupleTableSlot* slot;  // for a tuple of a drained table
  Condition* condition;  // the conditions at the beginning of the qual, or null
  Evaluation* qual;      // the rest of the qual
  int quals;
  ExprState* row_qual;   // all of the qual, for a row that has to be pulled
  AttrNumber last_attribute;
  bool has_expressions;  // whether any column's in_slot is set
  Access* access;        // for each column

  // For drained tables.
  Layout layout;
  int condition_runs;     // the number of runs up to the last attribute of `condition`
  int qual_runs;          // the number of runs up to the last attribute of `qual`
  int slot_count;  // the number of attributes that the slot needs for qual, expressions and filters
  std::int16_t* in_slot;  // their indices in the layout; those of the qual come first
  int qual_count;         // the number of those of the qual
  bool whole_rows;        // the slot needs the whole tuple
  bool any_condition;     // whether a column has a condition
  bool one_by_one;        // something is volatile, so each row has to be complete before the next
  int reach;              // about how many bytes of a tuple are read
};

// Addresses in shared buffers of the table's next pages.
struct PageAhead {
  static constexpr BlockNumber kPages = 16;
  Oid table;
  BlockNumber first;
  const char* page[kPages];  // null if the page isn't in shared buffers
};

// Working memory for draining pages.
struct Draining {
  PageRows page;
  PageAhead ahead;
  std::uint64_t batch;  // the batch's number, from 1
  bool* passes;         // PageRows::kMost for each column: whether its condition is true
  char* copies;         // room for copies of the batch's values; the rest is in batch_context
  std::size_t copied, copies_room;

  static constexpr std::size_t kFirstCopies = 2048, kCopies = std::size_t{1} << 17;
};
Draining& draining_of(BatchScan& scan);

// batch/input.cpp
std::uint64_t word_of(BatchScan& scan, const Column& column, Datum value);
// Sets the value of a column in a row of the batch.
inline void set_value(BatchScan& scan, Column& column, int row, Datum value, bool null) {
  column.nulls[row] = null;
  column.any_null |= null;
  column.words[row] = null ? 0 : word_of(scan, column, value);
}

// Evaluates the expression of an invariant, whose value isn't known.
void find_invariant(BatchScan& scan, const Column& column, ExprState* expression);

// The same for an invariant. Its value is not copied.
inline void set_invariant(BatchScan& scan, Column& column, int row, ExprState* expression) {
  const Invariant& invariant = *column.invariant;
  if (!invariant.known) find_invariant(scan, column, expression);
  if (column.read != Read::datum)
    return set_value(scan, column, row, invariant.value, invariant.null);
  column.nulls[row] = invariant.null;
  column.any_null |= invariant.null;
  column.words[row] = invariant.value;
}

// The value of an expression or a qual for the row in the source's slot.
Datum evaluate_in_slot(BatchScan& scan, const Evaluation& evaluation, TupleTableSlot* slot,
                       bool* null);

// Adds the row in the slot to the batch.
void read_row(BatchScan& scan, const RowSource& source, TupleTableSlot* slot);

// batch/page.cpp: adds the rest of the page, whose first row the scan node has just returned.
void drain(BatchScan& scan, RowSource& source);

}  // namespace sketch::pg
