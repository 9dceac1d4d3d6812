// SPDX-License-Identifier: PostgreSQL
#include "value/hash.hpp"

#include <sys/socket.h>

#include "value/numeric.hpp"
#include "value/other.hpp"

namespace sketch::pg {
namespace {

// A cache of the last collation. A collation's determinism never changes, but its OID may be
// reused; so any change to pg_collation empties the cache.
Oid known_collation = InvalidOid;
bool known_compares_bytes = true;

void forget_collation(Datum, CatalogCache, uint32) { known_collation = InvalidOid; }

}  // namespace

std::uint64_t value_hash_bytea(Datum value, Oid) {
  const varlena* bytes = PG_DETOAST_DATUM_PACKED(value);
  const std::uint64_t hash = hash_bytes(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
  free_copy(bytes, value);
  return hash;
}

bool compares_bytes(Oid collation) {
  if (collation == C_COLLATION_OID || !OidIsValid(collation)) return true;
  if (collation == known_collation) return known_compares_bytes;
  static bool registered = false;
  if (!registered) {
    CacheRegisterSyscacheCallback(COLLOID, forget_collation, Datum{0});
    registered = true;
  }
  known_compares_bytes = get_collation_isdeterministic(collation);
  known_collation = collation;
  return known_compares_bytes;
}

// PostgreSQL's own hash function of text hashes the collation's sort key.
std::uint64_t hash_text_by_collation(Datum value, Oid collation) {
  constexpr int64 kSeed = 0;
  const Datum hash =
      DirectFunctionCall2Coll(hashtextextended, collation, value, Int64GetDatum(kSeed));
  return hash_u64(DatumGetUInt64(hash));
}

std::uint64_t value_hash_numeric(Datum value, Oid) {
  const varlena* numeric = PG_DETOAST_DATUM_PACKED(value);
  const std::uint64_t hash = hash_numeric_digits(
      {reinterpret_cast<const std::byte*>(VARDATA_ANY(numeric)), VARSIZE_ANY_EXHDR(numeric)});
  free_copy(numeric, value);
  return hash;
}

// A date is hashed as the timestamp of its midnight. Beyond the range of timestamps, microseconds
// would overflow, so the date's bytes are hashed with a mark.
std::uint64_t value_hash_date(Datum value, Oid) {
  const DateADT date = DatumGetDateADT(value);
  if (DATE_IS_NOBEGIN(date)) return hash_integer(DT_NOBEGIN);
  if (DATE_IS_NOEND(date)) return hash_integer(DT_NOEND);
  int64 midnight;
  if (!__builtin_mul_overflow(int64{date}, int64{USECS_PER_DAY}, &midnight) &&
      IS_VALID_TIMESTAMP(midnight)) {
    return hash_integer(midnight);
  }
  std::byte bytes[5] = {std::byte{'d'}};
  store_le(bytes + 1, static_cast<std::uint32_t>(date));
  return hash_bytes(bytes, sizeof bytes);
}

// Intervals are compared, and so hashed, with months of 30 days and days of 24 hours.
std::uint64_t value_hash_interval(Datum value, Oid) {
  const Interval* interval = DatumGetIntervalP(value);
  __extension__ using Wide = __int128;
  const Wide days = Wide{interval->month} * 30 + interval->day;
  const Wide span = days * USECS_PER_DAY + interval->time;
  std::byte bytes[16];
  store_le(bytes, static_cast<std::uint64_t>(span));
  store_le(bytes + 8, static_cast<std::uint64_t>(span >> 64));
  return hash_bytes(bytes, sizeof bytes);
}

std::uint64_t value_hash_inet(Datum value, Oid) {
  const inet* address = DatumGetInetPP(value);
  const std::size_t size = 2 + static_cast<std::size_t>(ip_addrsize(address));
  const std::uint64_t hash = hash_bytes(VARDATA_ANY(address), size);
  free_copy(address, value);
  return hash;
}

// Hashed as its cast to text: one byte, or none for the zero byte.
std::uint64_t value_hash_char(Datum value, Oid) {
  const char byte = DatumGetChar(value);
  return hash_bytes(&byte, byte == '\0' ? 0 : 1);
}

// char(n) is compared without padding, as its cast to text removes it.
static std::uint64_t value_hash_bpchar(Datum value, Oid collation) {
  return value_hash_text(DirectFunctionCall1Coll(rtrim1, collation, value), collation);
}

static std::uint64_t value_hash_name(Datum value, Oid) {
  const char* name = NameStr(*DatumGetName(value));
  return hash_bytes(name, strlen(name));
}

ValueHash value_hash_of(Oid type) {
  if (const ValueHash other = value_hash_of_other(type); other != nullptr) return other;
  switch (type) {
    case VARCHAROID:
      return value_hash_text;
    case BPCHAROID:
      return value_hash_bpchar;
    case NAMEOID:
      return value_hash_name;
    case CIDROID:
      return value_hash_inet;
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  case oid:                               \
    return value_hash_##name;
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
    default:
      return nullptr;
  }
}

}  // namespace sketch::pg
