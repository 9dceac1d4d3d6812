// SPDX-License-Identifier: PostgreSQL
#include "value/foreign_hash.hpp"

#include <algorithm>
#include <cstring>

#include "sketch/core/hash.hpp"
#include "sketch/core/murmur.hpp"
#include "sketch/distinct/plain_hll.hpp"

namespace sketch::pg {
namespace {

// How a system hashes bytes, and the low bytes of a word.
template <std::uint64_t seed>
struct MurmurDigest {
  static Murmur bytes(const void* bytes, std::size_t size) {
    return murmur3_128(bytes, size, seed);
  }
  static Murmur word(std::uint64_t word, std::size_t size) {
    return murmur3_128_word(word, size, seed);
  }
};
struct Xxh64Digest {
  static Murmur bytes(const void* bytes, std::size_t size) {
    return {hash_bytes_xxh64(bytes, size), 0};
  }
  static Murmur word(std::uint64_t word, std::size_t size) {
    const std::uint64_t little = little_endian(word);
    return bytes(&little, size);
  }
};

struct RedisDigest {
  static Murmur bytes(const void* bytes, std::size_t size) {
    return {murmur2_64a(bytes, size, kRedisSeed), 0};
  }
};

// Returns false if the other system leaves the value out.
using HashOf = bool (*)(Datum value, Murmur& hash);

template <class Digest, class Word>
bool hash_word(Word word, Murmur& hash) {
  hash = Digest::word(static_cast<std::make_unsigned_t<Word>>(word), sizeof word);
  return true;
}

// ---- Bytes

template <class Digest>
bool hash_varlena(Datum value, Murmur& hash) {
  const varlena* bytes = PG_DETOAST_DATUM_PACKED(value);
  hash = Digest::bytes(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
  const bool some = VARSIZE_ANY_EXHDR(bytes) != 0;
  if (static_cast<const void*>(bytes) != DatumGetPointer(value)) pfree(const_cast<varlena*>(bytes));
  return some;
}

// Other systems' text is UTF-8, whatever the database's encoding is.
template <class Digest>
bool hash_text(Datum value, Murmur& hash) {
  if (GetDatabaseEncoding() == PG_UTF8) return hash_varlena<Digest>(value, hash);
  const varlena* text = PG_DETOAST_DATUM_PACKED(value);
  const auto size = static_cast<int>(VARSIZE_ANY_EXHDR(text));
  const char* utf8 = pg_server_to_any(VARDATA_ANY(text), size, PG_UTF8);
  const std::size_t bytes =
      utf8 == VARDATA_ANY(text) ? static_cast<std::size_t>(size) : std::strlen(utf8);
  hash = Digest::bytes(utf8, bytes);
  return bytes != 0;
}

template <class Digest>
bool hash_bpchar(Datum value, Murmur& hash) {
  return hash_text<Digest>(DirectFunctionCall1Coll(rtrim1, C_COLLATION_OID, value), hash);
}

template <class Digest>
bool hash_name(Datum value, Murmur& hash) {
  return hash_text<Digest>(CStringGetTextDatum(NameStr(*DatumGetName(value))), hash);
}

// ---- Apache DataSketches: integers as 8 bytes, other numbers as doubles with one zero and one NaN

template <class Digest>
bool hash_double(double value, Murmur& hash) {
  constexpr std::int64_t kNaN = 0x7FF8000000000000;
  return hash_word<Digest>(std::isnan(value) ? kNaN : std::bit_cast<std::int64_t>(value + 0.0),
                           hash);
}

template <class Digest>
constexpr HashOf datasketches_hash(Oid type) {
  switch (type) {
    case INT2OID:
      return [](Datum v, Murmur& h) {
        return hash_word<Digest>(std::int64_t{DatumGetInt16(v)}, h);
      };
    case INT4OID:
      return [](Datum v, Murmur& h) {
        return hash_word<Digest>(std::int64_t{DatumGetInt32(v)}, h);
      };
    case INT8OID:
      return [](Datum v, Murmur& h) {
        return hash_word<Digest>(std::int64_t{DatumGetInt64(v)}, h);
      };
    case FLOAT4OID:
      return [](Datum v, Murmur& h) {
        return hash_double<Digest>(double{DatumGetFloat4(v)}, h);
      };
    case FLOAT8OID:
      return [](Datum v, Murmur& h) { return hash_double<Digest>(DatumGetFloat8(v), h); };
    case TEXTOID:
    case VARCHAROID:
      return hash_text<Digest>;
    case BPCHAROID:
      return hash_bpchar<Digest>;
    case NAMEOID:
      return hash_name<Digest>;
    case BYTEAOID:
      return hash_varlena<Digest>;
    default:
      return nullptr;
  }
}

// ---- postgresql-hll: what hll_hash_any() hashes; integers by their width

// postgresql-hll doesn't leave out the empty string.
template <HashOf of>
bool with_empty(Datum value, Murmur& hash) {
  of(value, hash);
  return true;
}

template <class Digest>
bool hash_uuid(Datum value, Murmur& hash) {
  hash = Digest::bytes(DatumGetUUIDP(value), UUID_LEN);
  return true;
}

template <class Digest>
constexpr HashOf postgresql_hll_hash(Oid type) {
  switch (type) {
    case BOOLOID:
    case CHAROID:
      return [](Datum v, Murmur& h) {
        return hash_word<Digest>(static_cast<std::int8_t>(DatumGetChar(v)), h);
      };
    case INT2OID:
      return [](Datum v, Murmur& h) { return hash_word<Digest>(DatumGetInt16(v), h); };
    case INT4OID:
    case OIDOID:
    case DATEOID:
    case FLOAT4OID:
      return [](Datum v, Murmur& h) { return hash_word<Digest>(DatumGetInt32(v), h); };
    case INT8OID:
    case FLOAT8OID:
    case TIMEOID:
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return [](Datum v, Murmur& h) { return hash_word<Digest>(DatumGetInt64(v), h); };
    case TEXTOID:
    case VARCHAROID:
    case BPCHAROID:
    case BYTEAOID:
      return with_empty<hash_varlena<Digest>>;
    case UUIDOID:
      return hash_uuid<Digest>;
    default:
      return nullptr;
  }
}

// ---- Apache Parquet: the bytes of the PLAIN encoding; times in microseconds since 1970

template <class Digest, class Word>
bool hash_shifted(Word word, Word by, Murmur& hash) {
  using Unsigned = std::make_unsigned_t<Word>;
  return hash_word<Digest>(
      static_cast<Unsigned>(static_cast<Unsigned>(word) + static_cast<Unsigned>(by)), hash);
}

template <class Digest>
constexpr HashOf parquet_hash(Oid type) {
  constexpr std::int32_t kDays = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;
  constexpr std::int64_t kMicroseconds = std::int64_t{kDays} * USECS_PER_DAY;
  switch (type) {
    case INT2OID:
      return [](Datum v, Murmur& h) {
        return hash_word<Digest>(std::int32_t{DatumGetInt16(v)}, h);
      };
    case INT4OID:
    case FLOAT4OID:
      return [](Datum v, Murmur& h) { return hash_word<Digest>(DatumGetInt32(v), h); };
    case DATEOID:
      return [](Datum v, Murmur& h) {
        return hash_shifted<Digest>(DatumGetInt32(v), kDays, h);
      };
    case INT8OID:
    case FLOAT8OID:
    case TIMEOID:
      return [](Datum v, Murmur& h) { return hash_word<Digest>(DatumGetInt64(v), h); };
    case TIMESTAMPOID:
    case TIMESTAMPTZOID:
      return [](Datum v, Murmur& h) {
        return hash_shifted<Digest>(DatumGetInt64(v), kMicroseconds, h);
      };
    case TEXTOID:
    case VARCHAROID:
      return with_empty<hash_text<Digest>>;
    case BPCHAROID:
      return with_empty<hash_bpchar<Digest>>;
    case BYTEAOID:
      return with_empty<hash_varlena<Digest>>;
    case UUIDOID:
      return hash_uuid<Digest>;
    default:
      return nullptr;
  }
}

// ---- Redis: the bytes of strings; it has no other values

template <class Digest>
constexpr HashOf redis_hash(Oid type) {
  switch (type) {
    case TEXTOID:
    case VARCHAROID:
      return with_empty<hash_text<Digest>>;
    case BPCHAROID:
      return with_empty<hash_bpchar<Digest>>;
    case NAMEOID:
      return with_empty<hash_name<Digest>>;
    case BYTEAOID:
      return with_empty<hash_varlena<Digest>>;
    default:
      return nullptr;
  }
}

// ---- Words of the families

std::uint64_t redis_coupon_of(const Murmur& hash) {
  constexpr int kIndexBits = 26, kPrecision = PlainHll::kRedisPrecision;
  const std::uint64_t rest = hash.first >> kPrecision | std::uint64_t{1} << (64 - kPrecision);
  return (std::uint64_t{1} + static_cast<unsigned>(std::countr_zero(rest))) << kIndexBits |
         (hash.first & ((std::uint64_t{1} << kPrecision) - 1));
}

std::uint64_t coupon_of(const Murmur& hash) {
  constexpr int kIndexBits = 26, kMostZeros = 62;
  const auto zeros = static_cast<unsigned>(std::min(std::countl_zero(hash.second), kMostZeros));
  return std::uint64_t{zeros + 1} << kIndexBits |
         (hash.first & ((std::uint64_t{1} << kIndexBits) - 1));
}

// DataSketches' theta hashes have 63 bits, here at the upper end of the word. It leaves out hashes
// that aren't below the greatest theta.
std::uint64_t theta_of(const Murmur& hash) {
  const std::uint64_t word = hash.first & ~std::uint64_t{1};
  return word == ~std::uint64_t{1} ? 0 : word;
}
std::uint64_t first_of(const Murmur& hash) { return hash.first; }

// The batch executor needs a function for each type and family. 0: there is no value.
template <HashOf (*table)(Oid), Oid type, std::uint64_t (*taken)(const Murmur&)>
std::uint64_t word_of(Datum value, Oid) {
  constexpr HashOf hash_of = table(type);
  Murmur hash;
  return hash_of(value, hash) ? taken(hash) : 0;
}
template <HashOf (*table)(Oid), Oid type, std::uint64_t (*taken)(const Murmur&)>
void words_of(const std::uint64_t* words, std::uint64_t* hashes, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    hashes[i] = word_of<table, type, taken>(Datum{words[i]}, InvalidOid);
}

template <HashOf (*table)(Oid), std::uint64_t (*taken)(const Murmur&)>
ForeignHash hash_of_type(Oid type) {
  if (table(type) == nullptr) return {};
  switch (type) {
#define SKETCH_FOREIGN_WORD(oid) \
  case oid:                      \
    return {word_of<table, oid, taken>, words_of<table, oid, taken>};
#define SKETCH_FOREIGN_BYTES(oid) \
  case oid:                       \
    return {word_of<table, oid, taken>, nullptr};
    SKETCH_FOREIGN_WORD(BOOLOID)
    SKETCH_FOREIGN_WORD(CHAROID)
    SKETCH_FOREIGN_WORD(INT2OID)
    SKETCH_FOREIGN_WORD(INT4OID)
    SKETCH_FOREIGN_WORD(INT8OID)
    SKETCH_FOREIGN_WORD(OIDOID)
    SKETCH_FOREIGN_WORD(FLOAT4OID)
    SKETCH_FOREIGN_WORD(FLOAT8OID)
    SKETCH_FOREIGN_WORD(DATEOID)
    SKETCH_FOREIGN_WORD(TIMEOID)
    SKETCH_FOREIGN_WORD(TIMESTAMPOID)
    SKETCH_FOREIGN_WORD(TIMESTAMPTZOID)
    SKETCH_FOREIGN_BYTES(TEXTOID)
    SKETCH_FOREIGN_BYTES(VARCHAROID)
    SKETCH_FOREIGN_BYTES(BPCHAROID)
    SKETCH_FOREIGN_BYTES(NAMEOID)
    SKETCH_FOREIGN_BYTES(BYTEAOID)
    SKETCH_FOREIGN_BYTES(UUIDOID)
#undef SKETCH_FOREIGN_WORD
#undef SKETCH_FOREIGN_BYTES
    default:
      return {};
  }
}

const char* cast_hint(Domain domain, Oid type) {
  if (domain == Domain::redis)
    return "Redis hashes strings: cast it to text, as in value::text, if that is what was written "
           "there.";
  if (type == NUMERICOID)
    return "Cast it to bigint or double precision, whichever the values were hashed as there.";
  if (type == BOOLOID)
    return "Cast it to integer, if that is what the values were hashed as there.";
  return domain == Domain::postgresql_hll ? "Cast it to text, bytea, bigint or another type that "
                                            "hll_hash_any() hashes by its bytes."
                                          : "Cast it to text, bigint, double precision or bytea, "
                                            "whichever the values were hashed as "
                                            "there.";
}

}  // namespace

ForeignHash foreign_hash(Domain domain, Family family, Oid type) {
  switch (domain) {
    case Domain::xxh3:
      break;
    case Domain::parquet:
      return hash_of_type<parquet_hash<Xxh64Digest>, first_of>(type);
    case Domain::postgresql_hll:
      return hash_of_type<postgresql_hll_hash<MurmurDigest<0>>, first_of>(type);
    case Domain::redis:
      return hash_of_type<redis_hash<RedisDigest>, redis_coupon_of>(type);
    case Domain::datasketches:
      constexpr auto kTable = datasketches_hash<MurmurDigest<kDataSketchesSeed>>;
      return family == Family::hll ? hash_of_type<kTable, coupon_of>(type)
                                   : hash_of_type<kTable, theta_of>(type);
  }
  return {};
}

ValueHash foreign_hash_of(Domain domain, Family family, Oid type) {
  const Oid base = getBaseType(type);
  const ValueHash hash = foreign_hash(domain, family, base).value;
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

bool find_domain(std::string_view name, Family family, Domain& domain) {
  for (unsigned i = 0; i < kDomains; ++i) {
    domain = static_cast<Domain>(i);
    if (has_domain(family, domain) && name == name_of(domain)) return true;
  }
  return false;
}

Domain domain_argument(FunctionCallInfo fcinfo, int argument, Family family) {
  const bool null = PG_ARGISNULL(argument);
  if (!null) {
    const text* name = PG_GETARG_TEXT_PP(argument);
    Domain domain;
    if (find_domain({VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)}, family, domain)) return domain;
  }
  ereport(ERROR,
          (errcode(null ? ERRCODE_NULL_VALUE_NOT_ALLOWED : ERRCODE_INVALID_PARAMETER_VALUE),
           null ? errmsg("domain must not be NULL")
                : errmsg("unknown hash domain \"%s\"",
                         text_to_cstring(PG_GETARG_TEXT_PP(argument))),
           errhint("%s", has_domain(family, Domain::parquet) ? "Use sketch or parquet."
                         : has_domain(family, Domain::postgresql_hll)
                             ? "Use sketch, datasketches, postgresql-hll or redis."
                             : "Use sketch or datasketches.")));
  pg_unreachable();
}

}  // namespace sketch::pg
