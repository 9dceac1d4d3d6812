// SPDX-License-Identifier: PostgreSQL
//
// SQL values as items of a sketch, and back. Values that are equal become the same item.
//
//   words     boolean, integers, floating-point numbers, dates and times, oid, "char", money
//   strings   of text and bytea their bytes, of uuid its 16, of inet what its send function gives
//   by hash   numeric and interval (shown by what their send functions give), jsonb (by its text), text
//             under a nondeterministic collation: values that are equal may look different
//   text      of every other type the text form; known by hash where equal values may look
//             different: rows, arrays, ranges, and types of variable length that can be hashed
//
// What is longer than an item may be is known by its hash, too, and shown by its beginning.
//
// The item type is a number of our own for each type in the first three lines. All others share two
// numbers, and have the name of their type as a label, which is shown but never looked up: no bytes
// of a sketch choose code. What type a text becomes, the caller's query says. A domain is its base type.
#pragma once

#include <array>

#include "sketch/core/item.hpp"

#include "guard.hpp"
#include "value/any.hpp"

namespace sketch::pg {

using ToItem = Item (*)(Datum value, Oid collation);

// A type of value/types.def: a function item_<C name> for each.
#define SKETCH_VALUE_TYPE(name, sql, oid) Item item_##name(Datum value, Oid collation);
#include "value/types.def"
#undef SKETCH_VALUE_TYPE

// The numbers of item types, which are stored.
enum ItemNumber : std::uint8_t {
  kOtherItems = 0,  // no number
  kFirstOwnNumber = 1,
  kTextItems = 8,
  kJsonbItems = 17,
  kCollatedItems = 19,  // text under a nondeterministic collation
  kMoneyItems = 20,
  kOidItems = 21,
  kLastOwnNumber = 21,
  kTextForms = 32,        // labelled: text forms
  kTextFormsByHash = 33,  // labelled: text forms of which several may be equal
};

// The number of a type that has one of its own.
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

// What the items of a type are.
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

// The item type of a type that has a number; of text under a nondeterministic collation another.
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

// The item that bytes are; of many bytes their hash, and the beginning.
Item item_of_bytes(Bytes bytes, bool text);
// The same, but of few bytes.
inline bool is_long_item(Bytes bytes) { return bytes.size() > kMostItemBytes; }

// How values of one type become items.
class ItemCoder {
 public:
  // What is looked up is kept in `lifetime`.
  void find(Oid type, Oid collation, MemoryContext lifetime);

  Item operator()(Datum value);
  ItemType type() const { return {items_, {name_, name_bytes_}}; }
  Oid oid() const { return oid_; }

 private:
  void find_text_form(MemoryContext lifetime);

  Oid oid_;
  Oid collation_;
  Items items_;
  ToItem direct_;
  FmgrInfo output_;
  AnyHasher hash_;
  bool by_hash_, money_;
  const std::byte* name_;
  std::size_t name_bytes_;
};

// The type that has the number; none for labelled items.
Oid own_type_of(ItemType type);

// What a type of items is called: its name in SQL, or the label.
char* name_of_items(ItemType type);

// An item as text, the same in every session but for the time zone of a timestamptz.
char* text_of_item(const Item& item, ItemType type);

// An item as a value of a type that the caller's query names; an error if items of the sketch can't be
// of that type. Null if only the beginning of a long value is left and that is no value.
Datum value_of_item(const Item& item, ItemType type, Oid result, bool* null);

// An item as to_jsonb() has values of a type.
char* json_of_item(const Item& item, ItemType type, Oid value_type);

// A value of one type as an item of a sketch whose items are of another: integers as each other,
// text as what it reads as.
Item converted_item(Datum value, Oid from, ItemType to, Oid collation, bool adding);

}  // namespace sketch::pg
