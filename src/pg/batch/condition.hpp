// SPDX-License-Identifier: PostgreSQL
//
// Conditions in WHERE and FILTER that are evaluated column by column over the tuples of a page.
// These are comparisons of integers, floating-point numbers, dates, times, booleans and texts with
// constants and parameters; IN lists; prefixes (LIKE 'a%'); IS NULL; and AND, OR and NOT of these.
// None of them can fail or has side effects, so the first may be evaluated for all rows before the
// second is for any.
//
// A condition only says for which rows it is true. NOT is moved down to the comparisons, which are
// replaced by their opposites. So NULL needs no third value: where an attribute is NULL, neither a
// comparison nor its opposite is true.
#pragma once

#include "batch/layout.hpp"

namespace sketch::pg {

// The constant or parameter that an attribute is compared with. It is evaluated once for each
// batch, and only if there is a row to compare: a parameter can be the result of a subquery that
// has not run yet.
struct Operand {
  ExprState* state;
  bool lasting;             // the same for the whole query
  std::uint64_t evaluated;  // the number of the batch it was evaluated for
  bool has_value;           // it is not NULL
  bool null;                // the list contains a NULL
  std::int64_t number;
  const char* bytes;
  std::size_t size;
  // An IN list: numbers in order, or texts ordered by their hashes.
  std::int64_t* numbers;
  const varlena** texts;
  int count;
};

struct Condition {
  enum class Form : std::uint8_t { all, any, null, number, number_in, text, text_in, prefix };
  enum class Number : std::uint8_t {
    unsigned1,
    integer2,
    integer4,
    unsigned4,
    integer8,
    float4,
    float8
  };
  enum class Test : std::uint8_t { equal, unequal, less, at_most, greater, at_least };

  Form form;
  Number number, operand_number;  // how the attribute and the operand are read
  Test test;      // for lists, prefixes and NULL: `equal`, or `unequal` if the condition is negated
  AttrNumber attribute;
  int wanted;  // the attribute's index in the layout
  Operand operand;
  Condition* parts[2];  // of Form::all and Form::any
};

// The rows that conditions are evaluated for, and the contexts to do so.
struct Selecting {
  const PageRows& rows;
  ExprContext* context;
  std::uint64_t batch;         // the batch's number
  MemoryContext batch_memory;  // reset before the next batch
  MemoryContext query_memory;
};

// Makes a condition of an expression over the relation `varno`; null if the expression has none of
// the forms above.
Condition* make_condition(Expr* expression, Index varno, PlanState* parent);
// The same for a conjunction; null if one of its expressions has none of these forms, or the list
// is empty.
Condition* make_conditions(List* conjunction, Index varno, PlanState* parent);
Condition* both(Condition* first, Condition* second);  // AND; either may be null

// Whether evaluating the expression can't raise an error, so that it may be evaluated for fewer
// rows.
bool never_fails(Expr* expression);

void add_attributes(const Condition* condition, Bitmapset*& attributes);
void resolve(Condition* condition, const Layout& layout);

// Writes those rows of `from` for which the condition is true to `to`, which may be `from`; returns
// their number.
int select_rows(Condition& condition, const Selecting& selecting, const std::uint16_t* from,
                int count, std::uint16_t* to);

}  // namespace sketch::pg
