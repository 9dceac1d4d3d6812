// SPDX-License-Identifier: PostgreSQL
//
// Evaluates conditions over the tuples of a page. condition_of.cpp makes them.
#include "batch/condition.hpp"

#include <algorithm>

namespace sketch::pg {
namespace {

using Number = Condition::Number;
using Test = Condition::Test;
constexpr int kMost = PageRows::kMost;

// Maps a floating-point number to an integer, in PostgreSQL's order: -0 equals 0, NaN is greatest.
std::int64_t ordered(double value) noexcept {
  if (std::isnan(value)) return std::numeric_limits<std::int64_t>::max();
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);
  return bits < 0 ? bits ^ std::numeric_limits<std::int64_t>::max() : bits;
}

template <class T>
T value_at(const char* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::int64_t number_at(const char* from, Number number) noexcept {
  switch (number) {
    case Number::unsigned1:
      return value_at<std::uint8_t>(from);
    case Number::integer2:
      return value_at<std::int16_t>(from);
    case Number::integer4:
      return value_at<std::int32_t>(from);
    case Number::unsigned4:
      return value_at<std::uint32_t>(from);
    case Number::integer8:
      return value_at<std::int64_t>(from);
    case Number::float4:
      return ordered(value_at<float>(from));
    case Number::float8:
      return ordered(value_at<double>(from));
  }
  return 0;
}

// ---- Operands

std::int64_t number_of(Datum value, Number number) noexcept {
  switch (number) {
    case Number::unsigned1:
      return static_cast<std::uint8_t>(value);
    case Number::integer2:
      return DatumGetInt16(value);
    case Number::integer4:
      return DatumGetInt32(value);
    case Number::unsigned4:
      return DatumGetObjectId(value);
    case Number::integer8:
      return DatumGetInt64(value);
    case Number::float4:
      return ordered(DatumGetFloat4(value));
    case Number::float8:
      return ordered(DatumGetFloat8(value));
  }
  return 0;
}

std::uint64_t hash_of(const varlena* text) {
  return hash_bytes(VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
}

bool same_text(const varlena* text, const char* bytes, std::size_t size) {
  return VARSIZE_ANY_EXHDR(text) == size && std::memcmp(VARDATA_ANY(text), bytes, size) == 0;
}

void set_list(Operand& operand, Datum value, const Condition& condition) {
  ArrayType* array = DatumGetArrayTypeP(value);
  std::int16_t length;
  bool by_value;
  char alignment;
  get_typlenbyvalalign(ARR_ELEMTYPE(array), &length, &by_value, &alignment);
  Datum* elements;
  bool* nulls;
  int count;
  deconstruct_array(array, ARR_ELEMTYPE(array), length, by_value, alignment, &elements, &nulls,
                    &count);
  operand.numbers = make_array<std::int64_t>(count);
  operand.texts = make_array<const varlena*>(count);
  operand.count = 0;
  operand.null = false;
  for (int i = 0; i < count; ++i) {
    CHECK_FOR_INTERRUPTS();
    if (nulls[i]) {
      operand.null = true;
      continue;
    }
    const int n = operand.count++;
    if (condition.form == Condition::Form::text_in) {
      operand.texts[n] = PG_DETOAST_DATUM_PACKED(elements[i]);
      operand.numbers[n] = static_cast<std::int64_t>(hash_of(operand.texts[n]));
    } else {
      operand.numbers[n] = number_of(elements[i], condition.operand_number);
    }
  }
  if (condition.form == Condition::Form::text_in) {
    std::sort(operand.texts, operand.texts + operand.count, [](const varlena* a, const varlena* b) {
      return static_cast<std::int64_t>(hash_of(a)) < static_cast<std::int64_t>(hash_of(b));
    });
  }
  std::sort(operand.numbers, operand.numbers + operand.count);
}

// Evaluates the operand, unless it has been for this batch.
const Operand& operand_of(Condition& condition, const Selecting& selecting) {
  using Form = Condition::Form;
  Operand& operand = condition.operand;
  if (operand.evaluated == selecting.batch || (operand.lasting && operand.evaluated != 0))
    return operand;
  bool null;
  const Datum value = ExecEvalExprSwitchContext(operand.state, selecting.context, &null);
  const MemoryContext before =
      MemoryContextSwitchTo(operand.lasting ? selecting.query_memory : selecting.batch_memory);
  operand.null = null;
  operand.count = 0;
  const bool list = condition.form == Form::number_in || condition.form == Form::text_in;
  if (null) {
    // Neither IN nor NOT IN is true for a list that is NULL.
  } else if (list) {
    set_list(operand, value, condition);
  } else if (condition.form == Form::number) {
    operand.number = number_of(value, condition.operand_number);
  } else {
    const auto* text = PG_DETOAST_DATUM_PACKED(value);
    // Without the final %.
    operand.size = VARSIZE_ANY_EXHDR(text) - (condition.form == Form::prefix);
    char* bytes = static_cast<char*>(palloc(operand.size + 1));
    std::memcpy(bytes, VARDATA_ANY(text), operand.size);
    operand.bytes = bytes;
  }
  MemoryContextSwitchTo(before);
  ResetExprContext(selecting.context);
  operand.has_value = !null;
  operand.evaluated = selecting.batch;
  return operand;
}

// ---- Leaves

template <class Passes>
int select_each(const std::uint16_t* from, int count, std::uint16_t* to, Passes passes) {
  int n = 0;
  for (int k = 0; k < count; ++k) {
    const std::uint16_t row = from[k];
    const bool passed = passes(row);
    to[n] = row;
    n += passed;
  }
  return n;
}

// Removes rows where the attribute is NULL from `rows`, and loads the others' values as numbers.
template <Number kNumber>
int load(const char* const* at, std::uint16_t* rows, int count, std::int64_t* numbers) {
  int n = 0;
  for (int k = 0; k < count; ++k) {
    const std::uint16_t row = rows[k];
    const char* from = at[row];
    if (from == nullptr) continue;
    rows[n] = row;
    numbers[n++] = number_at(from, kNumber);
  }
  return n;
}

int load(Number number, const char* const* at, std::uint16_t* rows, int count,
         std::int64_t* numbers) {
  switch (number) {
    case Number::unsigned1:
      return load<Number::unsigned1>(at, rows, count, numbers);
    case Number::integer2:
      return load<Number::integer2>(at, rows, count, numbers);
    case Number::integer4:
      return load<Number::integer4>(at, rows, count, numbers);
    case Number::unsigned4:
      return load<Number::unsigned4>(at, rows, count, numbers);
    case Number::integer8:
      return load<Number::integer8>(at, rows, count, numbers);
    case Number::float4:
      return load<Number::float4>(at, rows, count, numbers);
    case Number::float8:
      return load<Number::float8>(at, rows, count, numbers);
  }
  return 0;
}

template <class Passes>
int keep(std::uint16_t* rows, const std::int64_t* numbers, int count, Passes passes) {
  int n = 0;
  for (int k = 0; k < count; ++k) {
    const bool passed = passes(numbers[k]);
    rows[n] = rows[k];
    n += passed;
  }
  return n;
}

int keep_compared(Test test, std::int64_t other, std::uint16_t* rows, const std::int64_t* numbers,
                  int count) {
  switch (test) {
    case Test::equal:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x == other; });
    case Test::unequal:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x != other; });
    case Test::less:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x < other; });
    case Test::at_most:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x <= other; });
    case Test::greater:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x > other; });
    case Test::at_least:
      return keep(rows, numbers, count, [=](std::int64_t x) { return x >= other; });
  }
  return 0;
}

bool in_list(const Operand& operand, std::int64_t number) {
  constexpr int kFew = 8;
  if (operand.count > kFew)
    return std::binary_search(operand.numbers, operand.numbers + operand.count, number);
  bool found = false;
  for (int i = 0; i < operand.count; ++i) found |= operand.numbers[i] == number;
  return found;
}

// IN is false and NOT IN is true for an empty list, even where the attribute is NULL.
bool is_empty_list(Condition& condition, const Selecting& selecting) {
  if (condition.form != Condition::Form::number_in && condition.form != Condition::Form::text_in)
    return false;
  const Operand& operand = operand_of(condition, selecting);
  return operand.has_value && operand.count == 0 && !operand.null;
}

int select_numbers(Condition& condition, const Selecting& selecting, std::uint16_t* rows,
                   int count) {
  if (is_empty_list(condition, selecting)) return condition.test == Test::equal ? 0 : count;
  std::int64_t numbers[kMost];
  count = load(condition.number, selecting.rows.places_of(condition.wanted), rows, count, numbers);
  if (count == 0) return 0;
  const Operand& operand = operand_of(condition, selecting);
  if (!operand.has_value) return 0;
  if (condition.form == Condition::Form::number)
    return keep_compared(condition.test, operand.number, rows, numbers, count);
  const bool wanted = condition.test == Test::equal;
  if (!wanted && operand.null) return 0;
  return keep(rows, numbers, count, [&](std::int64_t x) { return in_list(operand, x) == wanted; });
}

bool in_texts(const Operand& operand, const char* bytes, std::size_t size) {
  const auto hash = static_cast<std::int64_t>(hash_bytes(bytes, size));
  const std::int64_t* end = operand.numbers + operand.count;
  for (const std::int64_t* at =
           std::lower_bound(operand.numbers, const_cast<std::int64_t*>(end), hash);
       at != end && *at == hash; ++at)
    if (same_text(operand.texts[at - operand.numbers], bytes, size)) return true;
  return false;
}

bool text_passes(const Condition& condition, const char* bytes, std::size_t size) {
  const Operand& operand = condition.operand;
  switch (condition.form) {
    case Condition::Form::text:
      return size == operand.size && std::memcmp(bytes, operand.bytes, size) == 0;
    case Condition::Form::prefix:
      return size >= operand.size && std::memcmp(bytes, operand.bytes, operand.size) == 0;
    default:
      return in_texts(operand, bytes, size);
  }
}

// The same for a text that is compressed or out of line. Its length is known without detoasting.
[[gnu::noinline]] bool stored_text_passes(const Condition& condition, const char* from,
                                          ExprContext* context) {
  const Datum value = PointerGetDatum(from);
  const std::size_t size = toast_raw_datum_size(value) - VARHDRSZ;
  if (condition.form == Condition::Form::text && size != condition.operand.size) return false;
  if (condition.form == Condition::Form::prefix && size < condition.operand.size) return false;
  const MemoryContext before = MemoryContextSwitchTo(context->ecxt_per_tuple_memory);
  const auto* text = PG_DETOAST_DATUM_PACKED(value);
  const bool passes = text_passes(condition, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
  MemoryContextSwitchTo(before);
  ResetExprContext(context);
  return passes;
}

int select_texts(Condition& condition, const Selecting& selecting, std::uint16_t* rows, int count) {
  if (is_empty_list(condition, selecting)) return condition.test == Test::equal ? 0 : count;
  const char* const* at = selecting.rows.places_of(condition.wanted);
  count = select_each(rows, count, rows, [&](std::uint16_t row) { return at[row] != nullptr; });
  if (count == 0) return 0;
  const Operand& operand = operand_of(condition, selecting);
  const bool wanted = condition.test == Test::equal;
  if (!operand.has_value || (!wanted && operand.null)) return 0;
  return select_each(rows, count, rows, [&](std::uint16_t row) {
    const char* from = at[row];
    const bool passes = is_plain(from)
                            ? text_passes(condition, VARDATA_ANY(from), VARSIZE_ANY_EXHDR(from))
                            : stored_text_passes(condition, from, selecting.context);
    return passes == wanted;
  });
}

// Rows for which the first part is true, or, only where it isn't, the second. Keeps the rows'
// order.
int select_any(Condition& condition, const Selecting& selecting, std::uint16_t* rows, int count) {
  std::uint16_t passed[kMost], others[kMost];
  bool passes[kMost];
  for (int k = 0; k < count; ++k) passes[rows[k]] = false;
  const auto mark = [&](Condition& part, const std::uint16_t* from, int n) {
    const int found = select_rows(part, selecting, from, n, passed);
    for (int k = 0; k < found; ++k) passes[passed[k]] = true;
  };
  mark(*condition.parts[0], rows, count);
  const int left =
      select_each(rows, count, others, [&](std::uint16_t row) { return !passes[row]; });
  mark(*condition.parts[1], others, left);
  return select_each(rows, count, rows, [&](std::uint16_t row) { return passes[row]; });
}

}  // namespace

int select_rows(Condition& condition, const Selecting& selecting, const std::uint16_t* from,
                int count, std::uint16_t* to) {
  if (from != to) std::copy_n(from, count, to);
  if (count == 0) return 0;
  switch (condition.form) {
    case Condition::Form::all:
      count = select_rows(*condition.parts[0], selecting, to, count, to);
      return select_rows(*condition.parts[1], selecting, to, count, to);
    case Condition::Form::any:
      return select_any(condition, selecting, to, count);
    case Condition::Form::null: {
      const char* const* at = selecting.rows.places_of(condition.wanted);
      const bool null = condition.test == Test::equal;
      return select_each(to, count, to,
                         [=](std::uint16_t row) { return (at[row] == nullptr) == null; });
    }
    case Condition::Form::number:
    case Condition::Form::number_in:
      return select_numbers(condition, selecting, to, count);
    case Condition::Form::text:
    case Condition::Form::text_in:
    case Condition::Form::prefix:
      return select_texts(condition, selecting, to, count);
  }
  return 0;
}

}  // namespace sketch::pg
