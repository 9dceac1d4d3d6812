// SPDX-License-Identifier: PostgreSQL
#include "types/topk_item.hpp"

#include <bit>
#include <cmath>

#include "value/hash.hpp"

extern "C" {
#include "mb/pg_wchar.h"
#include "utils/bytea.h"
}

namespace sketch::pg {
namespace {

using Item = TopK::Item;
using Items = TopK::Items;

// The lowest OID that initdb assigns: those below mean the same in every database and version.
constexpr Oid kFirstOther = FirstGenbkiObjectId;

Item word_item(std::int64_t value) { return Item::of(static_cast<std::uint64_t>(value)); }

Item item_of_varlena(const varlena* value) { return Item::of(image_of(value)); }

Item sent_item(bytea* sent) { return item_of_varlena(reinterpret_cast<varlena*>(sent)); }

ToItem direct_item(Oid type) {
  switch (type) {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  case oid:                               \
    return oid == JSONBOID ? nullptr : item_##name;
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
    default:
      return nullptr;
  }
}

bool is_integer(Oid type) { return type == INT2OID || type == INT4OID || type == INT8OID; }

[[noreturn]] void raise_damaged(Oid type) {
  ereport(ERROR,
          (errcode(ERRCODE_DATA_CORRUPTED),
           errmsg("sketch_topk has an item that is no value of type %s", format_type_be(type)),
           errhint("The bytes of the sketch are changed.")));
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

Datum value_of_text(char* text, Oid type) {
  Oid function, parameter;
  getTypeInputInfo(type, &function, &parameter);
  return OidInputFunctionCall(function, text, parameter, -1);
}

// A value as text, for an item: the same in every session. Times, numbers and bytes that are within the
// value would be written as the user likes to see them, and be another value to another user.
char* portable_text(FmgrInfo* output, Datum value) {
  static pg_tz* const gmt = pg_tzset("GMT");
  const int dates = DateStyle, intervals = IntervalStyle, digits = extra_float_digits;
  const int bytes = bytea_output;
  pg_tz* const zone = session_timezone;
  char* volatile text = nullptr;
  DateStyle = USE_ISO_DATES;
  IntervalStyle = INTSTYLE_POSTGRES;
  extra_float_digits = 1;
  bytea_output = BYTEA_OUTPUT_HEX;
  session_timezone = gmt;
  PG_TRY();
  text = OutputFunctionCall(output, value);
  PG_FINALLY();
  DateStyle = dates;
  IntervalStyle = intervals;
  extra_float_digits = digits;
  bytea_output = bytes;
  session_timezone = zone;
  PG_END_TRY();
  return text;
}

}  // namespace

Item item_bool(Datum value, Oid) { return word_item(DatumGetBool(value)); }
Item item_int2(Datum value, Oid) { return word_item(DatumGetInt16(value)); }
Item item_int4(Datum value, Oid) { return word_item(DatumGetInt32(value)); }
Item item_int8(Datum value, Oid) { return word_item(DatumGetInt64(value)); }
Item item_oid(Datum value, Oid) { return word_item(DatumGetObjectId(value)); }
Item item_char(Datum value, Oid) { return word_item(DatumGetChar(value)); }
Item item_date(Datum value, Oid) { return word_item(DatumGetDateADT(value)); }
Item item_time(Datum value, Oid) { return word_item(DatumGetTimeADT(value)); }
Item item_timestamp(Datum value, Oid) { return word_item(DatumGetTimestamp(value)); }
Item item_timestamptz(Datum value, Oid) { return word_item(DatumGetTimestampTz(value)); }

// One zero and one NaN.
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
  if (collation != DEFAULT_COLLATION_OID && !compares_bytes(collation)) {
    ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
                    errmsg("sketch_topk does not support nondeterministic collations"),
                    errhint("Bring equal values to one form, with lower() for example, and use "
                            "COLLATE \"C\".")));
  }
  return item_of_varlena(PG_DETOAST_DATUM_PACKED(value));
}
Item item_bytea(Datum value, Oid) { return item_of_varlena(PG_DETOAST_DATUM_PACKED(value)); }
Item item_uuid(Datum value, Oid) {
  return Item::of(Bytes(reinterpret_cast<const std::byte*>(DatumGetUUIDP(value)), UUID_LEN));
}
Item item_numeric(Datum value, Oid) {
  const Datum trimmed = DirectFunctionCall1(numeric_trim_scale, value);
  return sent_item(DatumGetByteaP(DirectFunctionCall1(numeric_send, trimmed)));
}
Item item_inet(Datum value, Oid) {
  return sent_item(DatumGetByteaP(DirectFunctionCall1(inet_send, value)));
}
// Intervals that are equal have different fields; months of 30 days, days of 24 hours.
Item item_interval(Datum value, Oid) {
  const Interval* given = DatumGetIntervalP(value);
  Interval same = *given;
  __extension__ using Wide = __int128;
  const Wide span = (Wide{given->month} * 30 + given->day) * USECS_PER_DAY + given->time;
  const Wide days = span / USECS_PER_DAY;
  if (days / 30 >= PG_INT32_MIN && days / 30 <= PG_INT32_MAX) {
    same.month = static_cast<int32>(days / 30);
    same.day = static_cast<int32>(days % 30);
    same.time = static_cast<TimeOffset>(span % USECS_PER_DAY);
  }
  return sent_item(DatumGetByteaP(DirectFunctionCall1(interval_send, IntervalPGetDatum(&same))));
}
Item item_jsonb(Datum value, Oid) {
  const char* text = DatumGetCString(DirectFunctionCall1(jsonb_out, value));
  return Item::of(Bytes(reinterpret_cast<const std::byte*>(text), strlen(text)));
}

TopK::ItemType builtin_item_type(Oid type, std::byte* room) {
  room[0] = std::byte{0};
  store_le(room + 1, type);
  return {items_of(type), {room, kBuiltinNameBytes}};
}

void ItemCoder::find(Oid type, MemoryContext lifetime) {
  oid_ = getBaseType(type);
  // A sketch could not say what its items are.
  if (get_typtype(oid_) == TYPTYPE_PSEUDO) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("sketch_topk does not support values of type %s", format_type_be(oid_)),
                    errhint("Cast the value to text or to a named row type.")));
  }
  direct_ = direct_item(oid_);
  items_ = items_of(oid_);
  if (direct_ == nullptr) {
    Oid function;
    bool varlena;
    getTypeOutputInfo(oid_, &function, &varlena);
    fmgr_info_cxt(function, &output_, lifetime);
  }
  if (oid_ < kFirstOther) {
    auto* room = static_cast<std::byte*>(MemoryContextAlloc(lifetime, kBuiltinNameBytes));
    name_ = builtin_item_type(oid_, room).name.data();
    name_bytes_ = kBuiltinNameBytes;
    return;
  }
  const char* name = MemoryContextStrdup(lifetime, format_type_be_qualified(oid_));
  name_ = reinterpret_cast<const std::byte*>(name);
  name_bytes_ = strlen(name);
}

Item ItemCoder::operator()(Datum value, Oid collation) {
  if (direct_ != nullptr) return direct_(value, collation);
  const char* text = portable_text(&output_, value);
  return Item::of(Bytes(reinterpret_cast<const std::byte*>(text), strlen(text)));
}

Oid type_of_items(TopK::ItemType type) {
  Oid oid = InvalidOid;
  if (type.name[0] != std::byte{0}) {
    oid =
        DatumGetObjectId(DirectFunctionCall1(regtypein, CStringGetDatum(verified_text(type.name))));
  } else if (type.name.size() == kBuiltinNameBytes) {
    const auto builtin = load_le<Oid>(type.name.data() + 1);
    if (builtin < kFirstOther) oid = builtin;
  }
  const char kind = get_typtype(oid);  // 0 if there is no such type
  if (kind == '\0' || kind == TYPTYPE_PSEUDO || items_of(oid) != type.items) {
    ereport(ERROR,
            (errcode(ERRCODE_DATA_CORRUPTED),
             errmsg("sketch_topk has items of a type that does not exist"),
             errhint("It comes from another version of PostgreSQL, or its bytes are changed.")));
  }
  return oid;
}

Datum value_of_item(const Item& item, Oid type) {
  if (items_of(type) == Items::words)
    return value_of_word(static_cast<std::int64_t>(item.word), type);
  switch (type) {
    case TEXTOID:
      verified_text(item.bytes);
      [[fallthrough]];
    case BYTEAOID:
      return PointerGetDatum(cstring_to_text_with_len(
          reinterpret_cast<const char*>(item.bytes.data()), static_cast<int>(item.bytes.size())));
    case UUIDOID:
    case NUMERICOID:
    case INETOID:
    case INTERVALOID:
      return received(item.bytes, type);
    default:
      return value_of_text(verified_text(item.bytes), type);
  }
}

char* text_of_item(const Item& item, Oid type) {
  if (direct_item(type) == nullptr) return verified_text(item.bytes);
  Oid function;
  bool varlena;
  getTypeOutputInfo(type, &function, &varlena);
  return OidOutputFunctionCall(function, value_of_item(item, type));
}

Item converted_item(Datum value, Oid from, Oid to, Oid collation) {
  ItemCoder coder;
  if (from == TEXTOID && to != TEXTOID) {
    value = value_of_text(TextDatumGetCString(value), to);
    from = to;
  }
  if (from != to && !(is_integer(from) && is_integer(to))) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("sketch_topk has items of type %s, not %s", format_type_be(to),
                           format_type_be(from)),
                    errhint("Cast the value to the type of the items.")));
  }
  coder.find(from, CurrentMemoryContext);
  return coder(value, collation);
}

}  // namespace sketch::pg
