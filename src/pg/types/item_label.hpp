// SPDX-License-Identifier: PostgreSQL
//
// The names (ItemType::name) of item types without a number of their own:
//
//   number                  one of kTextForms, ...
//   hash of the columns     8 bytes; only of rows
//   label: type's name      as in the catalog, without schema and quotes
//   label: 0, the columns   only of rows
//
// "Rows" are values of every type that is or contains a composite type. Their text forms keep the
// columns by position, so a type reads them only if its columns have the same names and types in
// the same order. What the composite types themselves are called does not matter.
#pragma once

#include "sketch/core/item.hpp"

#include "compat.hpp"

namespace sketch::pg {

// The name of the item type of values of `type`. Memory comes from `lifetime`.
Bytes labelled_name(Oid type, bool by_hash, MemoryContext lifetime);

// Whether values of the type are rows.
bool is_rows(Oid type);

// Their columns, as in labels.
char* columns_of_type(Oid type);

// Whether values of the type are rows with the columns of the sketch's rows.
bool has_columns_of(ItemType items, Oid type);

// The parts of a label; the columns are empty if the items aren't rows.
struct Label {
  Bytes type, columns;
};
Label label_of_items(ItemType items);

}  // namespace sketch::pg
