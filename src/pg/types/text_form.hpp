// SPDX-License-Identifier: PostgreSQL
//
// The text form of a value, which is the same in every session. A type's output function writes
// times, intervals, numbers, bytes and money as the session's settings say (DateStyle, lc_monetary,
// ...), so the same value would be different items for different users.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// Whether values of a type are or contain money. Only these need without_monetary_locale(), which
// takes time.
bool holds_money(Oid type);

// Writes a value by its type's output function. `money`: holds_money() of the type. A timestamptz is
// in UTC, or, with `local_time`, in the session's time zone.
char* text_form(FmgrInfo* output, Datum value, bool money, bool local_time = false);

// Reads a value from its text form.
Datum value_of_text_form(char* text, Oid type);

// Calls a function, with lc_monetary set to "C" if there is money among its values.
template <class Function>
Datum without_monetary_locale(bool money, Function function) {
  const int level = money ? NewGUCNestLevel() : 0;
  if (money) {
    set_config_option("lc_monetary", "C", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                      false);
  }
  const Datum result = function();
  if (money) AtEOXact_GUC(true, level);
  return result;
}

}  // namespace sketch::pg
