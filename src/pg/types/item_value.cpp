// SPDX-License-Identifier: PostgreSQL
//
// Converts items of a sketch to values, text and JSON.
#include <bit>

#include "types/item.hpp"
#include "types/item_label.hpp"
#include "types/text_form.hpp"

extern "C" {
#include "mb/pg_wchar.h"
#include "utils/json.h"
}

namespace sketch::pg {
namespace {

struct OwnType {
  Oid oid;
  const char* name;
};

// The types that have numbers, in the order of their numbers.
constexpr OwnType kOwnTypes[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) {oid, #sql},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
    {TEXTOID, "text"},
    {MONEYOID, "money"},
    {OIDOID, "oid"},
};

constexpr bool in_order() {
  for (std::uint8_t i = 0; i < kLastOwnNumber; ++i) {
    const std::uint8_t number = item_number(kOwnTypes[i].oid);
    if (number != kFirstOwnNumber + i && kFirstOwnNumber + i != kCollatedItems) return false;
  }
  return sizeof kOwnTypes / sizeof kOwnTypes[0] == kLastOwnNumber;
}
static_assert(in_order());

[[noreturn]] void raise_damaged(Oid type) {
  ereport(ERROR,
          (errcode(ERRCODE_DATA_CORRUPTED),
           errmsg("an item of the sketch is not a value of type %s", format_type_be(type)),
           errhint("The bytes of the sketch are damaged.")));
  pg_unreachable();
}

Datum checked(Datum value, bool valid, Oid type) {
  if (!valid) raise_damaged(type);
  return value;
}

template <class Integer>
bool fits(std::int64_t value) {
  return static_cast<Integer>(value) == value;
}

Datum value_of_word(std::int64_t word, Oid type) {
  switch (type) {
    case BOOLOID:
      return checked(BoolGetDatum(word != 0), word == 0 || word == 1, type);
    case INT2OID:
      return checked(Int16GetDatum(static_cast<int16>(word)), fits<int16>(word), type);
    case INT4OID:
      return checked(Int32GetDatum(static_cast<int32>(word)), fits<int32>(word), type);
    case INT8OID:
    case MONEYOID:
      return Int64GetDatum(word);
    case OIDOID:
      return checked(ObjectIdGetDatum(static_cast<Oid>(word)), fits<Oid>(word), type);
    case CHAROID:
      return checked(CharGetDatum(static_cast<char>(word)), fits<char>(word), type);
    case FLOAT4OID:
      return checked(Float4GetDatum(std::bit_cast<float>(static_cast<std::uint32_t>(word))),
                     fits<std::uint32_t>(word), type);
    case FLOAT8OID:
      return Float8GetDatum(std::bit_cast<double>(word));
    case DATEOID: {
      const auto date = static_cast<DateADT>(word);
      return checked(DateADTGetDatum(date),
                     fits<DateADT>(word) && (DATE_NOT_FINITE(date) || IS_VALID_DATE(date)), type);
    }
    case TIMEOID:
      return checked(TimeADTGetDatum(word), word >= 0 && word <= USECS_PER_DAY, type);
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return checked(TimestampGetDatum(word),
                     TIMESTAMP_NOT_FINITE(word) || IS_VALID_TIMESTAMP(word), type);
    default:
      raise_damaged(type);
  }
}

char* verified_text(Bytes bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  const auto size = static_cast<int>(bytes.size());
  pg_verifymbstr(text, size, false);
  return pnstrdup(text, bytes.size());
}

Datum received(Bytes bytes, Oid type) {
  Oid function, parameter;
  getTypeBinaryInputInfo(type, &function, &parameter);
  StringInfoData message;
  initStringInfo(&message);
  appendBinaryStringInfo(&message, reinterpret_cast<const char*>(bytes.data()),
                         static_cast<int>(bytes.size()));
  const Datum value = OidReceiveFunctionCall(function, &message, parameter, -1);
  if (message.cursor != message.len) raise_damaged(type);
  return value;
}

// The image has an item type whose number isn't known.
[[noreturn]] void raise_unknown_type() {
  ereport(ERROR,
          (errcode(ERRCODE_DATA_CORRUPTED),
           errmsg("the sketch has items of an unknown type"),
           errhint("It comes from a later version of this extension, or its bytes are damaged.")));
  pg_unreachable();
}

std::uint8_t number_of(ItemType type) { return std::to_integer<std::uint8_t>(type.name[0]); }

// The type with the item type's number; null for items with a label.
const OwnType* own_type(ItemType type) {
  const std::uint8_t number = number_of(type);
  const bool rows = number == kRows || number == kRowsByHash;
  if (rows || number == kTextForms || number == kTextFormsByHash) {
    if (type.items != Items::strings || (rows && type.identity().size() != 1 + kColumnsHashBytes))
      raise_unknown_type();
    return nullptr;
  }
  if (number < kFirstOwnNumber || number > kLastOwnNumber) raise_unknown_type();
  const OwnType& own = kOwnTypes[number - kFirstOwnNumber];
  if (items_of(own.oid) != type.items) raise_unknown_type();
  return &own;
}

char* json_string(const char* text) {
  StringInfoData json;
  initStringInfo(&json);
  escape_json(&json, text);
  return json.data;
}

Datum value_of_own(const Item& item, Oid type) {
  if (items_of(type) == Items::words)
    return value_of_word(static_cast<std::int64_t>(item.word), type);
  switch (type) {
    case TEXTOID:
      verified_text(item.bytes);
      [[fallthrough]];
    case BYTEAOID:
      return PointerGetDatum(cstring_to_text_with_len(
          reinterpret_cast<const char*>(item.bytes.data()), static_cast<int>(item.bytes.size())));
    case JSONBOID:
      if (!item.cut) return value_of_text_form(verified_text(item.bytes), type);
      return DirectFunctionCall1(jsonb_in,
                                 CStringGetDatum(json_string(verified_text(item.bytes))));
    default:
      return received(item.bytes, type);
  }
}

// Whether the bytes of an item are its text.
bool is_text(const Item& item, const OwnType* own) {
  if (own == nullptr || own->oid == TEXTOID || own->oid == JSONBOID) return true;
  return item.cut && own->oid != BYTEAOID;
}

bool warn_of_cut(Oid type, const char* text) {
  ereport(WARNING, (errmsg("a value of type %s is too long to be kept whole", format_type_be(type)),
                    errdetail("It begins with %.100s.", text),
                    errhint("Cast the values to text to see how they begin.")));
  return true;
}

}  // namespace

Oid own_type_of(ItemType type) {
  const OwnType* own = own_type(type);
  return own == nullptr ? InvalidOid : own->oid;
}

char* name_of_items(ItemType type) {
  if (const OwnType* own = own_type(type); own != nullptr) return pstrdup(own->name);
  return verified_text(label_of_items(type).type);
}

char* columns_of_items(ItemType type) {
  if (own_type(type) != nullptr) return pstrdup("");
  return verified_text(label_of_items(type).columns);
}

char* text_of_item(const Item& item, ItemType type) {
  const OwnType* own = own_type(type);
  if (is_text(item, own)) return verified_text(item.bytes);
  Oid output;
  bool varlena;
  getTypeOutputInfo(own->oid, &output, &varlena);
  FmgrInfo function;
  fmgr_info(output, &function);
  return text_form(&function, value_of_own(item, own->oid), own->oid == MONEYOID, true);
}

void raise_columns(ItemType rows, Oid type) {
  ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                  errmsg("the rows of the sketch don't have the columns of type %s",
                         format_type_be(type)),
                  errdetail("They have %s, and the type has %s.", columns_of_items(rows),
                            columns_of_type(type)),
                  errhint("Use a composite type that has the columns of the sketch's rows.")));
  pg_unreachable();
}

ItemReader::ItemReader(ItemType type, Oid result) : type_(type), result_(result) {
  const OwnType* own = own_type(type);
  const Oid base = getBaseType(result);
  const bool as_text = base == TEXTOID || is_taken_as_text(base);
  const bool rows = own == nullptr && type.has_columns() && !as_text;
  labelled_ = own == nullptr && (rows ? has_columns_of(type, base)
                                      : as_text || item_number(base) == kOtherItems);
  const bool from_text = own != nullptr && own->oid == TEXTOID && as_text;
  if (labelled_ || from_text || (own != nullptr && base == own->oid)) return;
  if (rows && is_rows(base)) raise_columns(type, result);
  ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                  errmsg("the sketch has items of type %s, not %s", name_of_items(type),
                         format_type_be(result)),
                  errhint("Use NULL::%s.", name_of_items(type))));
}

Datum ItemReader::operator()(const Item& item, bool* null) const {
  *null = false;
  const OwnType* own = own_type(type_);
  const bool bytes =
      own != nullptr && (own->oid == TEXTOID || own->oid == BYTEAOID || own->oid == JSONBOID);
  if (item.cut && !bytes) {
    *null = warn_of_cut(result_, verified_text(item.bytes));
    return Datum{0};
  }
  if (labelled_) return value_of_text_form(verified_text(item.bytes), result_);
  const Oid base = getBaseType(result_);
  Datum value = value_of_own(item, own->oid);
  if (base == NAMEOID) value = DirectFunctionCall1(text_name, value);
  if (base != result_) domain_check(value, false, result_, nullptr, nullptr);
  return value;
}

char* json_of_item(const Item& item, const ItemReader& read) {
  const OwnType* own = own_type(read.type());
  bool null = false;
  if (item.cut || (own != nullptr && own->oid == TEXTOID))
    return json_string(text_of_item(item, read.type()));
  const Oid shown_type = read.result();
  const Datum value = read(item, &null);
  FmgrInfo function;
  fmgr_info(F_TO_JSONB, &function);
  Const* argument = makeNullConst(shown_type, -1, InvalidOid);
  FuncExpr* call = makeFuncExpr(F_TO_JSONB, JSONBOID, list_make1(argument), InvalidOid, InvalidOid,
                                COERCE_EXPLICIT_CALL);
  fmgr_info_set_expr(reinterpret_cast<Node*>(call), &function);
  const Datum document = without_monetary_locale(holds_money(shown_type),
                                                 [&] { return FunctionCall1(&function, value); });
  Jsonb* jsonb = DatumGetJsonbP(document);
  StringInfoData json;
  initStringInfo(&json);
  return JsonbToCString(&json, &jsonb->root, static_cast<int>(VARSIZE(jsonb)));
}

}  // namespace sketch::pg
