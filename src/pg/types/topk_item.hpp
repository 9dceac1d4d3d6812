// SPDX-License-Identifier: PostgreSQL
//
// SQL values as items of a sketch_topk, and back. Values that are equal become the same item.
//
//   words     boolean, integers, floating-point numbers, dates and times, oid, "char"
//   strings   of text and bytea their bytes, of uuid its 16; of numeric (without trailing zeros),
//             inet and interval what their send functions give
//   strings   of every other type: the text form
//
// The item type is named by the type's OID, where PostgreSQL itself assigns it, else by its
// qualified name; a domain is its base type.
#pragma once

#include <algorithm>

#include "sketch/frequency/topk.hpp"

#include "guard.hpp"

namespace sketch::pg {

using ToItem = TopK::Item (*)(Datum value, Oid collation);

// A type of value/types.def: a function item_<C name> for each.
#define SKETCH_VALUE_TYPE(name, sql, oid) TopK::Item item_##name(Datum value, Oid collation);
#include "value/types.def"
#undef SKETCH_VALUE_TYPE

// What the items of a type are.
constexpr TopK::Items items_of(Oid type) {
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
      return TopK::Items::words;
    default:
      return TopK::Items::strings;
  }
}

// How values of one type become items.
class ItemCoder {
 public:
  // What is looked up is kept in `lifetime`.
  void find(Oid type, MemoryContext lifetime);

  TopK::Item operator()(Datum value, Oid collation);
  TopK::ItemType type() const { return {items_, {name_, name_bytes_}}; }
  Oid oid() const { return oid_; }

 private:
  Oid oid_;
  TopK::Items items_;
  ToItem direct_;
  FmgrInfo output_;
  const std::byte* name_;
  std::size_t name_bytes_;
};

// The item type of a type that PostgreSQL itself assigns the OID of, written into `room`.
inline constexpr std::size_t kBuiltinNameBytes = 1 + sizeof(Oid);
TopK::ItemType builtin_item_type(Oid type, std::byte* room);

// The type that an item type names; an error if there is none.
Oid type_of_items(TopK::ItemType type);

// The value of an item of a type, and its text form.
Datum value_of_item(const TopK::Item& item, Oid type);
char* text_of_item(const TopK::Item& item, Oid type);

// A value of one type as an item of a sketch whose items are of another: integers as each other,
// text as what it reads as.
TopK::Item converted_item(Datum value, Oid from, Oid to, Oid collation);

// How many items approx_top_k() may be asked for, and how many counters it takes, so that their order
// is settled.
inline constexpr int32 kMostWanted = 8192;
constexpr int capacity_for(int wanted) { return std::max(8 * wanted, TopK::kDefaultParameter); }

}  // namespace sketch::pg
