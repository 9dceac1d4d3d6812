// SPDX-License-Identifier: PostgreSQL
#include "value/foreign_hash.hpp"

#include <algorithm>
#include <cstring>

#include "sketch/core/hash.hpp"
#include "sketch/core/murmur.hpp"

namespace sketch::pg {
namespace {

using Digest = Murmur (*)(const void* bytes, std::size_t size);

template <std::uint64_t seed>
Murmur murmur(const void* bytes, std::size_t size) {
  return murmur3_128(bytes, size, seed);
}
Murmur xxh64(const void* bytes, std::size_t size) {
  return {hash_bytes_xxh64(bytes, size), 0};
}

// False if the other system leaves the value out.
using HashOf = bool (*)(Datum value, Digest digest, Murmur& hash);

template <class Word>
bool hash_word(Word word, Digest digest, Murmur& hash) {
  const auto little = little_endian(static_cast<std::make_unsigned_t<Word>>(word));
  hash = digest(&little, sizeof little);
  return true;
}

// ---- Bytes

bool hash_varlena(Datum value, Digest digest, Murmur& hash) {
  const varlena* bytes = PG_DETOAST_DATUM_PACKED(value);
  hash = digest(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
  const bool some = VARSIZE_ANY_EXHDR(bytes) != 0;
  if (static_cast<const void*>(bytes) != DatumGetPointer(value)) pfree(const_cast<varlena*>(bytes));
  return some;
}

// Text is UTF-8 there, whatever the database's encoding is.
bool hash_text(Datum value, Digest digest, Murmur& hash) {
  if (GetDatabaseEncoding() == PG_UTF8) return hash_varlena(value, digest, hash);
  const varlena* text = PG_DETOAST_DATUM_PACKED(value);
  const auto size = static_cast<int>(VARSIZE_ANY_EXHDR(text));
  const char* utf8 = pg_server_to_any(VARDATA_ANY(text), size, PG_UTF8);
  const std::size_t bytes =
      utf8 == VARDATA_ANY(text) ? static_cast<std::size_t>(size) : std::strlen(utf8);
  hash = digest(utf8, bytes);
  return bytes != 0;
}

bool hash_bpchar(Datum value, Digest digest, Murmur& hash) {
  return hash_text(DirectFunctionCall1Coll(rtrim1, C_COLLATION_OID, value), digest, hash);
}

bool hash_name(Datum value, Digest digest, Murmur& hash) {
  return hash_text(CStringGetTextDatum(NameStr(*DatumGetName(value))), digest, hash);
}

// ---- Apache DataSketches: integers as 8 bytes, numbers as doubles, one zero and one NaN

bool hash_double(double value, Digest digest, Murmur& hash) {
  constexpr std::int64_t kNaN = 0x7FF8000000000000;
  return hash_word(std::isnan(value) ? kNaN : std::bit_cast<std::int64_t>(value + 0.0), digest, hash);
}

constexpr HashOf datasketches_hash(Oid type) {
  switch (type) {
    case INT2OID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_word(std::int64_t{DatumGetInt16(v)}, d, h);
      };
    case INT4OID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_word(std::int64_t{DatumGetInt32(v)}, d, h);
      };
    case INT8OID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_word(std::int64_t{DatumGetInt64(v)}, d, h);
      };
    case FLOAT4OID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_double(double{DatumGetFloat4(v)}, d, h);
      };
    case FLOAT8OID:
      return [](Datum v, Digest d, Murmur& h) { return hash_double(DatumGetFloat8(v), d, h); };
    case TEXTOID:
    case VARCHAROID:
      return hash_text;
    case BPCHAROID:
      return hash_bpchar;
    case NAMEOID:
      return hash_name;
    case BYTEAOID:
      return hash_varlena;
    default:
      return nullptr;
  }
}

// ---- postgresql-hll: what hll_hash_any() hashes, values by their width

// The empty string is a value as any other.
template <HashOf of>
bool with_empty(Datum value, Digest digest, Murmur& hash) {
  of(value, digest, hash);
  return true;
}

bool hash_uuid(Datum value, Digest digest, Murmur& hash) {
  hash = digest(DatumGetUUIDP(value), UUID_LEN);
  return true;
}

constexpr HashOf postgresql_hll_hash(Oid type) {
  switch (type) {
    case BOOLOID:
    case CHAROID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_word(static_cast<std::int8_t>(DatumGetChar(v)), d, h);
      };
    case INT2OID:
      return [](Datum v, Digest d, Murmur& h) { return hash_word(DatumGetInt16(v), d, h); };
    case INT4OID:
    case OIDOID:
    case DATEOID:
    case FLOAT4OID:
      return [](Datum v, Digest d, Murmur& h) { return hash_word(DatumGetInt32(v), d, h); };
    case INT8OID:
    case FLOAT8OID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return [](Datum v, Digest d, Murmur& h) { return hash_word(DatumGetInt64(v), d, h); };
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case BYTEAOID:
      return with_empty<hash_varlena>;
    case UUIDOID:
      return hash_uuid;
    default:
      return nullptr;
  }
}

// ---- Apache Parquet: the bytes of the plain encoding, times in microseconds since 1970

template <class Word>
bool hash_shifted(Word word, Word by, Digest digest, Murmur& hash) {
  using Unsigned = std::make_unsigned_t<Word>;
  return hash_word(static_cast<Unsigned>(static_cast<Unsigned>(word) + static_cast<Unsigned>(by)), digest, hash);
}

constexpr HashOf parquet_hash(Oid type) {
  constexpr std::int32_t kDays = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;
  constexpr std::int64_t kMicroseconds = std::int64_t{kDays} * USECS_PER_DAY;
  switch (type) {
    case INT2OID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_word(std::int32_t{DatumGetInt16(v)}, d, h);
      };
    case INT4OID:
    case FLOAT4OID:
      return [](Datum v, Digest d, Murmur& h) { return hash_word(DatumGetInt32(v), d, h); };
    case DATEOID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_shifted(DatumGetInt32(v), kDays, d, h);
      };
    case INT8OID:
    case FLOAT8OID:
    case TIMEOID:
      return [](Datum v, Digest d, Murmur& h) { return hash_word(DatumGetInt64(v), d, h); };
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return [](Datum v, Digest d, Murmur& h) {
        return hash_shifted(DatumGetInt64(v), kMicroseconds, d, h);
      };
    case TEXTOID:
    case VARCHAROID:
      return with_empty<hash_text>;
    case BPCHAROID:
      return with_empty<hash_bpchar>;
    case BYTEAOID:
      return with_empty<hash_varlena>;
    case UUIDOID:
      return hash_uuid;
    default:
      return nullptr;
  }
}

// ---- What the families take

std::uint64_t coupon_of(const Murmur& hash) {
  constexpr int kIndexBits = 26, kMostZeros = 62;
  const auto zeros = static_cast<unsigned>(std::min(std::countl_zero(hash.second), kMostZeros));
  return std::uint64_t{zeros + 1} << kIndexBits |
         (hash.first & ((std::uint64_t{1} << kIndexBits) - 1));
}

// 63 bits, at the upper end of the word. What is as great as theta can be is left out there.
std::uint64_t theta_of(const Murmur& hash) {
  const std::uint64_t word = hash.first & ~std::uint64_t{1};
  return word == ~std::uint64_t{1} ? 0 : word;
}
std::uint64_t first_of(const Murmur& hash) { return hash.first; }

// One function for each type and family, as the batch executor wants them. No value is 0.
template <HashOf (*table)(Oid), Oid type, Digest digest,
          std::uint64_t (*taken)(const Murmur&)>
std::uint64_t word_of(Datum value, Oid) {
  constexpr HashOf hash_of = table(type);
  Murmur hash;
  return hash_of(value, digest, hash) ? taken(hash) : 0;
}

template <HashOf (*table)(Oid), Digest digest, std::uint64_t (*taken)(const Murmur&)>
ValueHash word_of_type(Oid type) {
  if (table(type) == nullptr) return nullptr;
  switch (type) {
#define SKETCH_FOREIGN_TYPE(oid) \
  case oid:                      \
    return word_of<table, oid, digest, taken>;
    SKETCH_FOREIGN_TYPE(BOOLOID)
    SKETCH_FOREIGN_TYPE(CHAROID)
    SKETCH_FOREIGN_TYPE(INT2OID)
    SKETCH_FOREIGN_TYPE(INT4OID)
    SKETCH_FOREIGN_TYPE(INT8OID)
    SKETCH_FOREIGN_TYPE(OIDOID)
    SKETCH_FOREIGN_TYPE(FLOAT4OID)
    SKETCH_FOREIGN_TYPE(FLOAT8OID)
    SKETCH_FOREIGN_TYPE(DATEOID)
    SKETCH_FOREIGN_TYPE(TIMEOID)
    SKETCH_FOREIGN_TYPE(TIMESTAMPOID)
    SKETCH_FOREIGN_TYPE(TIMESTAMPTZOID)
    SKETCH_FOREIGN_TYPE(TEXTOID)
    SKETCH_FOREIGN_TYPE(VARCHAROID)
    SKETCH_FOREIGN_TYPE(BPCHAROID)
    SKETCH_FOREIGN_TYPE(NAMEOID)
    SKETCH_FOREIGN_TYPE(BYTEAOID)
    SKETCH_FOREIGN_TYPE(UUIDOID)
#undef SKETCH_FOREIGN_TYPE
    default:
      return nullptr;
  }
}

const char* cast_hint(Domain domain, Oid type) {
  if (type == NUMERICOID)
    return "Cast it to bigint or double precision, whichever the values were hashed as there.";
  if (type == BOOLOID) return "Cast it to integer, if that is what the values were hashed as there.";
  return domain == Domain::postgresql_hll
             ? "Cast it to text, bytea, bigint or another type that hll_hash_any() hashes by its bytes."
             : "Cast it to text, bigint, double precision or bytea, whichever the values were hashed as "
               "there.";
}

}  // namespace

ValueHash foreign_hash_of(Domain domain, Family family, Oid type) {
  const Oid base = getBaseType(type);
  ValueHash hash = nullptr;
  if (domain == Domain::parquet) {
    hash = word_of_type<parquet_hash, xxh64, first_of>(base);
  } else if (domain == Domain::postgresql_hll) {
    hash = word_of_type<postgresql_hll_hash, murmur<0>, first_of>(base);
  } else if (family == Family::hll) {
    hash = word_of_type<datasketches_hash, murmur<kDataSketchesSeed>, coupon_of>(base);
  } else {
    hash = word_of_type<datasketches_hash, murmur<kDataSketchesSeed>, theta_of>(base);
  }
  if (hash == nullptr) {
    ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
                    errmsg("values of type %s can't be hashed as %s does", format_type_be(type),
                           name_of(domain)),
                    errhint("%s", cast_hint(domain, base))));
  }
  return hash;
}

DomainArgument& domain_values(FunctionCallInfo fcinfo, int argument, Domain domain, Family family,
                              bool elements) {
  auto* values = static_cast<DomainArgument*>(fcinfo->flinfo->fn_extra);
  if (values != nullptr && values->known && values->domain == domain) return *values;
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  if (values == nullptr) {
    values =
        static_cast<DomainArgument*>(MemoryContextAllocZero(lifetime, sizeof(DomainArgument)));
    fcinfo->flinfo->fn_extra = values;
  }
  values->known = false;
  values->domain = domain;
  values->foreign = nullptr;
  Oid type = argument_type(fcinfo, argument);
  if (elements) type = get_base_element_type(type);
  if (domain == Domain::xxh3) {
    values->ours.find(type, PG_GET_COLLATION(), lifetime);
    values->values = values->ours.values();
  } else {
    values->foreign = foreign_hash_of(domain, family, type);
    values->values = class_of_type(getBaseType(type));
  }
  values->known = true;
  return *values;
}

Domain domain_argument(FunctionCallInfo fcinfo, int argument, Family family) {
  const bool null = PG_ARGISNULL(argument);
  if (!null) {
    const text* name = PG_GETARG_TEXT_PP(argument);
    const std::size_t size = VARSIZE_ANY_EXHDR(name);
    for (unsigned i = 0; i < kDomains; ++i) {
      const auto domain = static_cast<Domain>(i);
      const char* known = name_of(domain);
      if (has_domain(family, domain) && std::strlen(known) == size &&
          std::memcmp(known, VARDATA_ANY(name), size) == 0)
        return domain;
    }
  }
  ereport(ERROR,
          (errcode(null ? ERRCODE_NULL_VALUE_NOT_ALLOWED : ERRCODE_INVALID_PARAMETER_VALUE),
           null ? errmsg("domain must not be NULL")
                : errmsg("unknown hash domain \"%s\"",
                         text_to_cstring(PG_GETARG_TEXT_PP(argument))),
           errhint("%s", has_domain(family, Domain::parquet) ? "Use sketch or parquet."
                         : has_domain(family, Domain::postgresql_hll)
                             ? "Use sketch, datasketches or postgresql-hll."
                             : "Use sketch or datasketches.")));
  pg_unreachable();
}

}  // namespace sketch::pg
