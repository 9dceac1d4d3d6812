// SPDX-License-Identifier: PostgreSQL
#include "types/text_form.hpp"

extern "C" {
#include "utils/bytea.h"
#include "utils/typcache.h"
}

namespace sketch::pg {

bool holds_money(Oid type) {
  check_stack_depth();
  const Oid base = getBaseType(type);
  if (base == MONEYOID) return true;
  if (const Oid element = get_element_type(base); OidIsValid(element)) return holds_money(element);
  if (type_is_range(base)) return holds_money(get_range_subtype(base));
  if (type_is_multirange(base)) return holds_money(get_multirange_range(base));
  if (!type_is_rowtype(base) || base == RECORDOID) return false;
  const TupleDesc columns = lookup_rowtype_tupdesc(base, -1);
  bool found = false;
  for (int i = 0; i < columns->natts && !found; ++i) {
    const auto* column = TupleDescAttr(columns, i);
    found = !column->attisdropped && holds_money(column->atttypid);
  }
  ReleaseTupleDesc(columns);
  return found;
}

char* text_form(FmgrInfo* output, Datum value, bool money, bool local_time) {
  static pg_tz* const gmt = pg_tzset("GMT");
  const int dates = DateStyle, intervals = IntervalStyle, digits = extra_float_digits;
  const int bytes = bytea_output;
  pg_tz* const zone = session_timezone;
  char* volatile text = nullptr;
  DateStyle = USE_ISO_DATES;
  IntervalStyle = INTSTYLE_POSTGRES;
  extra_float_digits = 1;
  bytea_output = BYTEA_OUTPUT_HEX;
  if (!local_time) session_timezone = gmt;
  PG_TRY();
  text = DatumGetCString(without_monetary_locale(
      money, [=] { return CStringGetDatum(OutputFunctionCall(output, value)); }));
  PG_FINALLY();
  DateStyle = dates;
  IntervalStyle = intervals;
  extra_float_digits = digits;
  bytea_output = bytes;
  session_timezone = zone;
  PG_END_TRY();
  return text;
}

Datum value_of_text_form(char* text, Oid type) {
  Oid function, parameter;
  getTypeInputInfo(type, &function, &parameter);
  return without_monetary_locale(
      holds_money(type), [=] { return OidInputFunctionCall(function, text, parameter, -1); });
}

}  // namespace sketch::pg
