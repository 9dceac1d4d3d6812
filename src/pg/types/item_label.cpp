// SPDX-License-Identifier: PostgreSQL
#include "types/item_label.hpp"

#include <algorithm>
#include <cstring>

#include "types/item.hpp"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace sketch::pg {
namespace {

// The most bytes of columns in a label, and room for what follows if there are more.
constexpr std::size_t kMostColumnBytes = 400, kEndBytes = 32;
static_assert(1 + kColumnsHashBytes + NAMEDATALEN + sizeof "[]" + kMostColumnBytes + kEndBytes <=
              kMostTypeBytes);

// Columns as text, such as "(a int4, b text)". It is the same in every session and version, so it
// doesn't use format_type() and quote_identifier().
struct Columns {
  StringInfoData text;
  int count = 0;
};

void append_name(StringInfo text, const char* name) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (std::all_of(name, name + strlen(name), is_plain)) {
    appendStringInfoString(text, name);
    return;
  }
  appendStringInfoChar(text, '"');
  for (; *name != '\0'; ++name) {
    if (*name == '"') appendStringInfoChar(text, '"');
    appendStringInfoChar(text, *name);
  }
  appendStringInfoChar(text, '"');
}

char* catalog_name(Oid type) {
  const HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
  if (!HeapTupleIsValid(tuple)) elog(ERROR, "cache lookup failed for type %u", type);
  char* name = pstrdup(NameStr(reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typname));
  ReleaseSysCache(tuple);
  return name;
}

bool append_type(Columns& to, Oid type);

void append_columns(Columns& to, Oid composite) {
  const TupleDesc columns = lookup_rowtype_tupdesc(composite, -1);
  appendStringInfoChar(&to.text, '(');
  bool first = true;
  for (int i = 0; i < columns->natts; ++i) {
    const auto* column = TupleDescAttr(columns, i);
    if (column->attisdropped) continue;
    if (!first) appendStringInfoString(&to.text, ", ");
    first = false;
    append_name(&to.text, NameStr(column->attname));
    appendStringInfoChar(&to.text, ' ');
    append_type(to, column->atttypid);
    ++to.count;
  }
  appendStringInfoChar(&to.text, ')');
  ReleaseTupleDesc(columns);
}

// Appends a type: a composite type as its columns, a domain as its base type. Returns whether it is
// or contains a composite type.
bool append_type(Columns& to, Oid type) {
  check_stack_depth();
  CHECK_FOR_INTERRUPTS();
  const Oid base = getBaseType(type);
  if (const Oid element = get_element_type(base); OidIsValid(element)) {
    const bool rows = append_type(to, element);
    appendStringInfoString(&to.text, "[]");
    return rows;
  }
  const Oid range = type_is_multirange(base) ? get_multirange_range(base) : base;
  if (type_is_range(range)) {
    const int before = to.text.len;
    appendStringInfoString(&to.text, range == base ? "range of " : "multirange of ");
    if (append_type(to, get_range_subtype(range))) return true;
    to.text.len = before;
  }
  if (type_is_rowtype(base) && base != RECORDOID) {
    append_columns(to, base);
    return true;
  }
  append_name(&to.text, catalog_name(base));
  return false;
}

// The columns of a type; false if its values aren't rows.
bool find_columns(Oid type, Columns& columns) {
  initStringInfo(&columns.text);
  return append_type(columns, type);
}

std::uint64_t hash_of(const Columns& columns) {
  return hash_bytes(columns.text.data, static_cast<std::size_t>(columns.text.len));
}

// The columns to be shown: at most kMostColumnBytes + kEndBytes.
char* shown(const Columns& columns) {
  const StringInfoData& text = columns.text;
  if (static_cast<std::size_t>(text.len) <= kMostColumnBytes) return text.data;
  const int most = pg_mbcliplen(text.data, text.len, kMostColumnBytes);
  const std::string_view whole(text.data, static_cast<std::size_t>(most));
  const std::size_t comma = whole.rfind(',');
  const auto size = static_cast<int>(comma == whole.npos ? whole.size() : comma);
  return psprintf("%.*s, ... %d columns)", size, text.data, columns.count);
}

char* label_of(Oid type) {
  if (const Oid element = get_element_type(type); OidIsValid(element))
    return psprintf("%s[]", label_of(element));
  return catalog_name(type);
}

}  // namespace

Bytes labelled_name(Oid type, bool by_hash, MemoryContext lifetime) {
  Columns columns;
  const bool rows = find_columns(type, columns);
  StringInfoData name;
  initStringInfo(&name);
  appendStringInfoChar(&name, static_cast<char>(rows ? by_hash ? kRowsByHash : kRows
                                                     : by_hash ? kTextFormsByHash : kTextForms));
  if (rows) {
    std::byte hash[kColumnsHashBytes];
    store_le(hash, hash_of(columns));
    appendBinaryStringInfo(&name, reinterpret_cast<const char*>(hash), sizeof hash);
  }
  appendStringInfoString(&name, label_of(type));
  if (rows) {
    appendStringInfoChar(&name, '\0');
    appendStringInfoString(&name, shown(columns));
  }
  const auto size = static_cast<std::size_t>(name.len);
  auto* kept = static_cast<std::byte*>(MemoryContextAlloc(lifetime, size));
  std::memcpy(kept, name.data, size);
  return {kept, size};
}

bool is_rows(Oid type) {
  Columns columns;
  return find_columns(type, columns);
}

char* columns_of_type(Oid type) {
  Columns columns;
  find_columns(type, columns);
  return shown(columns);
}

bool has_columns_of(ItemType items, Oid type) {
  Columns columns;
  return find_columns(type, columns) &&
         load_le<std::uint64_t>(items.name.data() + 1) == hash_of(columns);
}

Label label_of_items(ItemType items) {
  const Bytes label = items.name.subspan(items.identity().size());
  const auto end = static_cast<std::size_t>(
      std::find(label.begin(), label.end(), std::byte{0}) - label.begin());
  return {label.first(end), label.subspan(std::min(end + 1, label.size()))};
}

}  // namespace sketch::pg
