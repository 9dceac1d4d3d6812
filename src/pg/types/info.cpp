// SPDX-License-Identifier: PostgreSQL
#include "types/info.hpp"

#include "types/family.hpp"
#include "types/item.hpp"

extern "C" {
#include "utils/json.h"
}

namespace sketch::pg {

InfoWriter::InfoWriter(Family family) {
  initStringInfo(&json_);
  text("family", family_name(family)).count("version", kFormatVersion);
}

void InfoWriter::member(const char* name) {
  appendStringInfoString(&json_, json_.len == 0 ? "{" : ", ");
  escape_json(&json_, name);
  appendStringInfoString(&json_, ": ");
}

InfoWriter& InfoWriter::text(const char* name, const char* value) {
  member(name);
  escape_json(&json_, value);
  return *this;
}

InfoWriter& InfoWriter::count(const char* name, std::uint64_t value) {
  member(name);
  appendStringInfo(&json_, "%llu", static_cast<unsigned long long>(value));
  return *this;
}

InfoWriter& InfoWriter::flag(const char* name, bool value) {
  member(name);
  appendStringInfoString(&json_, value ? "true" : "false");
  return *this;
}

InfoWriter& InfoWriter::number(const char* name, double value, int digits) {
  member(name);
  appendStringInfo(&json_, "%.*g", digits, value);
  return *this;
}

InfoWriter& InfoWriter::items(ItemType type) {
  if (!type.known()) return *this;
  text("type", name_of_items(type));
  return type.has_columns() ? text("columns", columns_of_items(type)) : *this;
}

Datum InfoWriter::written() {
  appendStringInfoChar(&json_, '}');
  return DirectFunctionCall1(jsonb_in, CStringGetDatum(json_.data));
}

}  // namespace sketch::pg
