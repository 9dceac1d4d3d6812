// SPDX-License-Identifier: PostgreSQL
//
// Converts SQL values to items of a sketch, and back. Equal values become the same item.
//
//   form      types
//   words     boolean, integers, floating-point numbers, dates and times, oid, "char", money
//   strings   text and bytea (their bytes), uuid (its 16 bytes), inet (the output of its send
//             function)
//   by hash   numeric and interval (shown by the output of their send functions), jsonb (by its
//             text), text under a nondeterministic collation: equal values may look different
//   text      every other type, by its text form; by hash if equal values may look different: rows,
//             arrays, ranges, and types of variable length that can be hashed
//
// Values of varchar, char(n) and name are text, as they are to the aggregates.
//
// A value that is too long for an item is identified by its hash, too, and shown by its beginning.
//
// Each type in the first three lines has an item type, which is a number of our own. All other
// types share four numbers, and have the type's name as a label (item_label.hpp). The label is
// shown but never looked up, so that the bytes of a sketch can't choose which code runs. The
// caller's query says as which type a text form is read; if the items are rows, it has to have the
// same columns. Values of an SQL domain are treated as values of its base type.
#pragma once

#include <array>

#include "sketch/core/item.hpp"

#include "guard.hpp"
#include "value/any.hpp"

namespace sketch::pg {

using ToItem = Item (*)(Datum value, Oid collation);

// item_<C name> for each type of value/types.def.
#define SKETCH_VALUE_TYPE(name, sql, oid) Item item_##name(Datum value, Oid collation);
#include "value/types.def"
#undef SKETCH_VALUE_TYPE

// The numbers of item types. They are stored in images, so none may change.
enum ItemNumber : std::uint8_t {
  kOtherItems = 0,  // the type has no number
  kFirstOwnNumber = 1,
  kTextItems = 8,
  kJsonbItems = 17,
  kCollatedItems = 19,  // text under a nondeterministic collation
  kMoneyItems = 20,
  kOidItems = 21,
  kLastOwnNumber = 21,
  kTextForms = 32,        // with a label: text forms
  kTextFormsByHash = 33,  // with a label: text forms, identified by a hash
  kRows = kFirstRowNumber,  // with columns and a label: text forms
  kRowsByHash,              // with columns and a label: text forms, identified by a hash
};

// The number of a type; kOtherItems if it has none.
constexpr std::uint8_t item_number(Oid type) {
  switch (type) {
    case BOOLOID: return 1;
    case INT2OID: return 2;
    case INT4OID: return 3;
    case INT8OID: return 4;
    case FLOAT4OID: return 5;
    case FLOAT8OID: return 6;
    case NUMERICOID: return 7;
    case TEXTOID: return kTextItems;
    case BYTEAOID: return 9;
    case UUIDOID: return 10;
    case DATEOID: return 11;
    case TIMEOID: return 12;
    case TIMESTAMPOID: return 13;
    case TIMESTAMPTZOID: return 14;
    case INTERVALOID: return 15;
    case INETOID: return 16;
    case JSONBOID: return kJsonbItems;
    case CHAROID: return 18;
    case MONEYOID: return kMoneyItems;
    case OIDOID: return kOidItems;
    default: return kOtherItems;
  }
}

// Whether items of a type are words or strings.
constexpr Items items_of(Oid type) {
  switch (type) {
    case BOOLOID:
    case INT2OID:
    case INT4OID:
    case INT8OID:
    case OIDOID:
    case CHAROID:
    case FLOAT4OID:
    case FLOAT8OID:
    case DATEOID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
    case MONEYOID:
      return Items::words;
    default:
      return Items::strings;
  }
}

// The item type of a type with a number. Text under a nondeterministic collation has another one.
inline constexpr auto kItemNumbers = [] {
  std::array<std::byte, kLastOwnNumber + 1> numbers{};
  for (std::uint8_t i = 0; i <= kLastOwnNumber; ++i) numbers[i] = std::byte{i};
  return numbers;
}();
inline ItemType builtin_item_type(Oid type) {
  return {items_of(type), {&kItemNumbers[item_number(type)], 1}};
}
inline ItemType builtin_item_type(Oid type, Oid collation) {
  if (type == TEXTOID && collation != DEFAULT_COLLATION_OID && !compares_bytes(collation))
    return {Items::strings, {&kItemNumbers[kCollatedItems], 1}};
  return builtin_item_type(type);
}

// Whether PostgreSQL casts values of the type to text for an aggregate: varchar, char(n) and name.
constexpr bool is_taken_as_text(Oid type) {
  return type == VARCHAROID || type == BPCHAROID || type == NAMEOID;
}

// A value of such a type as text.
Datum taken_as_text(Datum value, Oid type);

// Bytes as an item; if they are too long, their hash and beginning.
Item item_of_bytes(Bytes bytes, bool text);
// Whether bytes are too long for an item.
inline bool is_long_item(Bytes bytes) { return bytes.size() > kMostItemBytes; }

// How values of one type become items.
class ItemCoder {
 public:
  // Finds out how values of the type are encoded. Memory comes from `lifetime`. With `as_text`,
  // types that aggregates take as text (is_taken_as_text) have items of text.
  void find(Oid type, Oid collation, MemoryContext lifetime, bool as_text = true);

  Item operator()(Datum value);
  ItemType type() const { return {items_, {name_, name_bytes_}}; }
  Oid oid() const { return oid_; }

  // False if columns have changed since find(): expressions of PL/pgSQL live as long as their
  // transaction.
  bool is_current() const { return row_ == InvalidOid || columns_ == columns_now(); }

 private:
  void find_text_form(MemoryContext lifetime);
  std::uint64_t columns_now() const {
    return lookup_type_cache(row_, TYPECACHE_TUPDESC)->tupDesc_identifier;
  }

  Oid oid_;
  Oid collation_;
  Oid row_;  // the composite type that values, or elements of arrays, have; or InvalidOid
  std::uint64_t columns_;  // which version of its columns
  Items items_;
  ToItem direct_;
  FmgrInfo output_;
  AnyHasher hash_;
  bool by_hash_, money_;
  const std::byte* name_;
  std::size_t name_bytes_;
};

// The SQL type with the item type's number; InvalidOid for items with a label.
Oid own_type_of(ItemType type);

// The SQL name of an item type, or that in its label.
char* name_of_items(ItemType type);

// The columns in the label of rows; empty for other items.
char* columns_of_items(ItemType type);

// An item as text. It is the same in every session, except for the time zone of a timestamptz.
char* text_of_item(const Item& item, ItemType type);

// Raises an error: the sketch has rows, and their columns aren't those of the type.
[[noreturn]] void raise_columns(ItemType rows, Oid type);

// Reads items as values of the type that the caller's query names.
class ItemReader {
 public:
  // Raises an error if the sketch's items aren't of that type.
  ItemReader(ItemType type, Oid result);

  // NULL if only the beginning of a long value was kept, and that isn't a value of the type.
  Datum operator()(const Item& item, bool* null) const;
  ItemType type() const { return type_; }
  Oid result() const { return result_; }

 private:
  ItemType type_;
  Oid result_;
  bool labelled_;
};

// An item in the JSON that to_jsonb() would give for its value.
char* json_of_item(const Item& item, const ItemReader& read);

// Converts a value to an item of a sketch whose items are of another type: integers into each
// other, text by reading it.
Item converted_item(Datum value, Oid from, ItemType to, Oid collation, bool adding);

}  // namespace sketch::pg
