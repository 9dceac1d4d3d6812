// SPDX-License-Identifier: PostgreSQL
//
// The text form of a value, the same in every session: times, intervals, numbers, bytes and money that
// are within a value would else be written as the user likes to see them, and be another value to
// another user.
#pragma once

#include "compat.hpp"

namespace sketch::pg {

// Whether values of a type are amounts of money, or have some in them. Only these need the lookups and
// the time that it takes to do without lc_monetary.
bool holds_money(Oid type);

// Times of day are in UTC, or in the user's time zone.
char* text_form(FmgrInfo* output, Datum value, bool money, bool local_time = false);

// The value of a type that is written so.
Datum value_of_text_form(char* text, Oid type);

// Calls a function while money is written and read as the locale "C" has it.
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
