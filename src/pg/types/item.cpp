// SPDX-License-Identifier: PostgreSQL
#include "types/item.hpp"

#include <bit>
#include <cmath>

#include "types/item_label.hpp"
#include "types/text_form.hpp"
#include "value/hash.hpp"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace sketch::pg {
namespace {

// How many bytes of a value are kept to be shown, if it is too long to be kept.
constexpr std::size_t kShownOfLong = 1024;

Item word_item(std::int64_t value) { return Item::of(static_cast<std::uint64_t>(value)); }

Bytes bytes_of(const char* text) {
  return {reinterpret_cast<const std::byte*>(text), strlen(text)};
}

// The beginning of a long value. A text isn't cut within a character.
Bytes beginning(Bytes bytes, bool text) {
  if (!text) return bytes.first(kShownOfLong);
  const int size = pg_mbcliplen(reinterpret_cast<const char*>(bytes.data()),
                                static_cast<int>(bytes.size()), static_cast<int>(kShownOfLong));
  return bytes.first(static_cast<std::size_t>(size));
}

// An item that is identified by its hash.
Item shown_item(std::uint64_t hash, Bytes shown, bool text) {
  const bool cut = is_long_item(shown);
  return Item::of(hash, cut ? beginning(shown, text) : shown, cut);
}

Item sent_item(std::uint64_t hash, Datum sent) {
  return shown_item(hash, image_of(DatumGetByteaP(sent)), false);
}

Item item_bpchar(Datum value, Oid collation) {
  return item_text(taken_as_text(value, BPCHAROID), collation);
}
Item item_name(Datum value, Oid collation) {
  return item_text(taken_as_text(value, NAMEOID), collation);
}

Item item_money(Datum value, Oid) { return word_item(DatumGetInt64(value)); }
Item item_oid(Datum value, Oid) { return word_item(DatumGetObjectId(value)); }

ToItem direct_item(Oid type) {
  switch (type) {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  case oid:                               \
    return item_##name;
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
    case MONEYOID:
      return item_money;
    case OIDOID:
      return item_oid;
    default:
      return nullptr;
  }
}

ToItem text_item(Oid type) {
  switch (type) {
    case BPCHAROID:
      return item_bpchar;
    case NAMEOID:
      return item_name;
    default:
      return item_text;
  }
}

bool is_integer(Oid type) { return type == INT2OID || type == INT4OID || type == INT8OID; }

// Whether equal values of the type may have different text forms, so that items are identified by a
// hash.
bool needs_hash(Oid type) {
  const bool composed = OidIsValid(get_element_type(type)) || type_is_rowtype(type) ||
                        type_is_range(type) || type_is_multirange(type);
  if (!composed && get_typlen(type) != -1) return false;
  return OidIsValid(lookup_type_cache(type, TYPECACHE_HASH_EXTENDED_PROC)->hash_extended_proc);
}

}  // namespace

Datum taken_as_text(Datum value, Oid type) {
  switch (type) {
    case BPCHAROID:
      return DirectFunctionCall1(rtrim1, value);
    case NAMEOID:
      return DirectFunctionCall1(name_text, value);
    default:
      return value;
  }
}

Item item_of_bytes(Bytes bytes, bool text) {
  if (!is_long_item(bytes)) [[likely]]
    return Item::of(bytes);
  return Item::of(hash_bytes(bytes.data(), bytes.size()), beginning(bytes, text), true);
}

Item item_bool(Datum value, Oid) { return word_item(DatumGetBool(value)); }
Item item_int2(Datum value, Oid) { return word_item(DatumGetInt16(value)); }
Item item_int4(Datum value, Oid) { return word_item(DatumGetInt32(value)); }
Item item_int8(Datum value, Oid) { return word_item(DatumGetInt64(value)); }
Item item_char(Datum value, Oid) { return word_item(DatumGetChar(value)); }
Item item_date(Datum value, Oid) { return word_item(DatumGetDateADT(value)); }
Item item_time(Datum value, Oid) { return word_item(DatumGetTimeADT(value)); }
Item item_timestamp(Datum value, Oid) { return word_item(DatumGetTimestamp(value)); }
Item item_timestamptz(Datum value, Oid) { return word_item(DatumGetTimestampTz(value)); }

// There is only one zero and one NaN.
Item item_float4(Datum value, Oid) {
  const float4 number = DatumGetFloat4(value);
  constexpr std::uint32_t kNaN = 0x7FC00000;
  return Item::of(std::isnan(number) ? kNaN : std::bit_cast<std::uint32_t>(number + 0.0F));
}
Item item_float8(Datum value, Oid) {
  const float8 number = DatumGetFloat8(value);
  constexpr std::uint64_t kNaN = 0x7FF8000000000000;
  return Item::of(std::isnan(number) ? kNaN : std::bit_cast<std::uint64_t>(number + 0.0));
}

Item item_text(Datum value, Oid collation) {
  const Bytes text = image_of(PG_DETOAST_DATUM_PACKED(value));
  if (collation != DEFAULT_COLLATION_OID && !compares_bytes(collation)) [[unlikely]]
    return shown_item(value_hash_text(value, collation), text, true);
  return item_of_bytes(text, true);
}
Item item_bytea(Datum value, Oid) {
  return item_of_bytes(image_of(PG_DETOAST_DATUM_PACKED(value)), false);
}
Item item_uuid(Datum value, Oid) {
  return Item::of(Bytes(reinterpret_cast<const std::byte*>(DatumGetUUIDP(value)), UUID_LEN));
}
Item item_numeric(Datum value, Oid) {
  const std::uint64_t hash = value_hash_numeric(value, InvalidOid);
  const Item item = sent_item(hash, DirectFunctionCall1(numeric_send, value));
  if (!item.cut) return item;
  const char* digits = DatumGetCString(DirectFunctionCall1(numeric_out, value));
  return Item::of(hash, beginning(bytes_of(digits), true), true);
}
Item item_inet(Datum value, Oid) {
  return item_of_bytes(image_of(DatumGetByteaP(DirectFunctionCall1(inet_send, value))), false);
}
Item item_interval(Datum value, Oid) {
  return sent_item(value_hash_interval(value, InvalidOid),
                   DirectFunctionCall1(interval_send, value));
}
Item item_jsonb(Datum value, Oid) {
  const char* text = DatumGetCString(DirectFunctionCall1(jsonb_out, value));
  return shown_item(value_hash_jsonb(value, InvalidOid), bytes_of(text), true);
}

void ItemCoder::find(Oid type, Oid collation, MemoryContext lifetime, bool as_text) {
  oid_ = getBaseType(type);
  collation_ = collation;
  row_ = InvalidOid;
  // Values of pseudo-types, such as anonymous rows, could not be read back.
  if (get_typtype(oid_) == TYPTYPE_PSEUDO) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("values of type %s can't be kept in a sketch", format_type_be(oid_)),
                    errhint("Cast the value to text or to a named row type.")));
  }
  as_text = as_text && is_taken_as_text(oid_);
  direct_ = as_text ? text_item(oid_) : direct_item(oid_);
  if (direct_ == nullptr) {
    find_text_form(lifetime);
    return;
  }
  const ItemType own = builtin_item_type(as_text ? TEXTOID : oid_, collation);
  items_ = own.items;
  name_ = own.name.data();
  name_bytes_ = own.name.size();
}

void ItemCoder::find_text_form(MemoryContext lifetime) {
  Oid function;
  bool varlena;
  getTypeOutputInfo(oid_, &function, &varlena);
  fmgr_info_cxt(function, &output_, lifetime);
  money_ = holds_money(oid_);
  by_hash_ = needs_hash(oid_);
  if (by_hash_) hash_.find(oid_, collation_, lifetime);
  const Bytes name = labelled_name(oid_, by_hash_, lifetime);
  name_ = name.data();
  name_bytes_ = name.size();
  items_ = Items::strings;
  const Oid element = get_base_element_type(oid_);
  const Oid row = OidIsValid(element) ? getBaseType(element) : oid_;
  if (!type_is_rowtype(row)) return;
  row_ = row;
  columns_ = columns_now();
}

Item ItemCoder::operator()(Datum value) {
  if (direct_ != nullptr) return direct_(value, collation_);
  const Bytes text = bytes_of(text_form(&output_, value, money_));
  return by_hash_ ? shown_item(hash_(value), text, true) : item_of_bytes(text, true);
}

[[noreturn]] static void raise_mismatch(ItemType items, Oid given, bool text) {
  const char* name = name_of_items(items);
  if (getBaseType(given) == TEXTOID && own_type_of(items) == TEXTOID) {
    ereport(ERROR, (errcode(ERRCODE_COLLATION_MISMATCH),
                    errmsg("the sketch has text under another collation"),
                    errhint("Texts that a nondeterministic collation calls equal are one item: add "
                            "COLLATE to the value.")));
  }
  ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                  errmsg("the sketch has items of type %s, not %s", name, format_type_be(given)),
                  text ? errhint("Cast the value to the type of the items, because a text is not "
                                 "read as a value of that type.")
                       : errhint("Cast the value to the type of the items.")));
  pg_unreachable();
}

Item converted_item(Datum value, Oid from, ItemType to, Oid collation, bool adding) {
  const std::uint8_t number = std::to_integer<std::uint8_t>(to.name[0]);
  Oid type = getBaseType(from);
  if (is_taken_as_text(type)) {
    value = taken_as_text(value, type);
    type = TEXTOID;
  }
  if (type == TEXTOID && number != kTextItems && number != kCollatedItems) {
    const Oid own = own_type_of(to);
    if (!OidIsValid(own)) {
      if (adding || (number != kTextForms && number != kRows)) raise_mismatch(to, from, true);
      return item_text(value, C_COLLATION_OID);
    }
    value = value_of_literal(value, own);
    type = own;
  }
  ItemCoder coder;
  coder.find(type, collation, CurrentMemoryContext);
  if (coder.type().same_as(to)) return coder(value);
  if (coder.type().has_columns() && to.has_columns()) raise_columns(to, from);
  const Oid own = own_type_of(to);
  if (!is_integer(type) || !is_integer(own)) raise_mismatch(to, from, false);
  const Item item = coder(value);
  const auto word = static_cast<std::int64_t>(item.word);
  if (adding && ((own == INT2OID && word != static_cast<int16>(word)) ||
                 (own == INT4OID && word != static_cast<int32>(word)))) {
    ereport(ERROR, (errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
                    errmsg("value " INT64_FORMAT " is out of range for type %s", word,
                           name_of_items(to))));
  }
  return item;
}

}  // namespace sketch::pg
