// SPDX-License-Identifier: PostgreSQL
//
// Conditions on the attributes of stored rows that are evaluated column by column over a page:
// comparisons of integers, floating-point numbers, dates, times, booleans and texts with constants and
// parameters, IN lists, prefixes, IS NULL, and AND, OR, NOT of these. None of them can fail and none
// tells anybody anything, so it makes no difference that all rows pass one before the next.
//
// A condition is made for the question whether it is true; NOT is moved down to the comparisons, which
// have opposites that are true where they are false. So NULL needs no value of its own: where an
// attribute is NULL, neither a comparison nor its opposite is true.
#pragma once

#include "batch/layout.hpp"

namespace sketch::pg {

// What attributes are compared with. Evaluated once for each batch, and only if a row needs it: a
// parameter can be the result of a subquery that has not run.
struct Operand {
  ExprState* state;
  bool lasting;             // the same for the whole query
  std::uint64_t evaluated;  // for which batch
  bool known;               // it is not NULL
  bool null;                // a list has a NULL in it
  std::int64_t number;
  const char* bytes;
  std::size_t size;
  // A list: numbers in their order, or texts in the order of their hashes.
  std::int64_t* numbers;
  const varlena** texts;
  int count;
};

struct Condition {
  enum class Form : std::uint8_t { all, any, null, number, number_in, text, text_in, prefix };
  enum class Number : std::uint8_t { unsigned1, integer2, integer4, unsigned4, integer8, float4, float8 };
  enum class Test : std::uint8_t { equal, unequal, less, at_most, greater, at_least };

  Form form;
  Number number, operand_number;  // how the attribute and the operand are read
  Test test;      // of numbers and texts; lists, prefixes and NULL are `equal` or `unequal` to it
  AttrNumber attribute;
  int wanted;  // its index in the layout
  Operand operand;
  Condition* parts[2];  // of `all` and `any`
};

// What conditions are evaluated over.
struct Selecting {
  const PageRows& rows;
  ExprContext* context;
  std::uint64_t batch;         // its number
  MemoryContext batch_memory;  // until the batch is done
  MemoryContext query_memory;
};

// The condition that the expression over attributes of the relation `varno` is true, or null if it is
// of no such form.
Condition* make_condition(Expr* expression, Index varno, PlanState* parent);
// That all of a list are true; null if one of them is of no such form, or the list is empty.
Condition* make_conditions(List* conjunction, Index varno, PlanState* parent);
Condition* both(Condition* first, Condition* second);  // of which either may be null

// Whether an expression can't fail, so that the rows it is evaluated for can be fewer.
bool never_fails(Expr* expression);

void add_attributes(const Condition* condition, Bitmapset*& attributes);
void resolve(Condition* condition, const Layout& layout);

// The rows of `from` for which the condition is true: how many, in `to`, which may be `from`.
int select_rows(Condition& condition, const Selecting& selecting, const std::uint16_t* from, int count,
                std::uint16_t* to);

}  // namespace sketch::pg
