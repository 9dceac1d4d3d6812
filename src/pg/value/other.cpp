// SPDX-License-Identifier: PostgreSQL
#include "value/other.hpp"

#include <algorithm>
#include <string_view>

namespace sketch::pg {
namespace {

// ---- Types of fixed size. Fields are hashed as little-endian numbers

std::uint64_t value_hash_timetz(Datum value, Oid) {
  const TimeTzADT* time = DatumGetTimeTzADTP(value);
  std::byte bytes[12];
  store_le(bytes, static_cast<std::uint64_t>(time->time));
  store_le(bytes + 8, static_cast<std::uint32_t>(time->zone));
  return hash_bytes(bytes, sizeof bytes);
}

std::uint64_t value_hash_pg_lsn(Datum value, Oid) { return hash_u64(DatumGetLSN(value)); }

std::uint64_t value_hash_xid8(Datum value, Oid) {
  return hash_u64(U64FromFullTransactionId(DatumGetFullTransactionId(value)));
}

std::uint64_t value_hash_money(Datum value, Oid) { return hash_integer(DatumGetCash(value)); }

std::uint64_t value_hash_tid(Datum value, Oid) {
  const auto* row = reinterpret_cast<ItemPointer>(DatumGetPointer(value));
  std::byte bytes[6];
  store_le(bytes, static_cast<std::uint32_t>(ItemPointerGetBlockNumberNoCheck(row)));
  store_le(bytes + 4, static_cast<std::uint16_t>(ItemPointerGetOffsetNumberNoCheck(row)));
  return hash_bytes(bytes, sizeof bytes);
}

std::uint64_t value_hash_aclitem(Datum value, Oid) {
  const AclItem* item = DatumGetAclItemP(value);
  std::byte bytes[16];
  store_le(bytes, static_cast<std::uint32_t>(item->ai_grantee));
  store_le(bytes + 4, static_cast<std::uint32_t>(item->ai_grantor));
  store_le(bytes + 8, static_cast<std::uint32_t>(ACLITEM_GET_PRIVS(*item)));
  store_le(bytes + 12, static_cast<std::uint32_t>(ACLITEM_GET_GOPTIONS(*item)));
  return hash_bytes(bytes, sizeof bytes);
}

std::uint64_t value_hash_macaddr(Datum value, Oid) {
  return hash_bytes(DatumGetPointer(value), sizeof(macaddr));
}
std::uint64_t value_hash_macaddr8(Datum value, Oid) {
  return hash_bytes(DatumGetPointer(value), sizeof(macaddr8));
}

std::uint64_t value_hash_bit(Datum value, Oid) {
  const VarBit* bits = DatumGetVarBitP(value);
  const std::uint64_t hash = joined(hash_integer(VARBITLEN(bits)),
                                    hash_bytes(VARBITS(bits), VARBITBYTES(bits)));
  free_copy(bits, value);
  return hash;
}

// ---- Full text search

std::uint64_t value_hash_tsvector(Datum value, Oid) {
  const Datum text = DirectFunctionCall1(tsvectorout, value);
  const char* written = DatumGetCString(text);
  const std::uint64_t hash = hash_bytes(written, std::strlen(written));
  pfree(const_cast<char*>(written));
  return hash;
}

// Hashes what `=` compares: the sizes, then operators (with the distances of phrases) and words.
// `=` ignores weights and prefixes.
std::uint64_t value_hash_tsquery(Datum value, Oid) {
  const TSQuery query = DatumGetTSQuery(value);
  std::uint64_t hash = joined(hash_integer(query->size), hash_integer(VARSIZE(query)));
  const QueryItem* items = GETQUERY(query);
  for (int i = 0; i < query->size; ++i) {
    const QueryItem& item = items[i];
    if (item.type == QI_VAL) {
      const auto& word = item.qoperand;
      hash = joined(hash, hash_bytes(GETOPERAND(query) + word.distance, word.length));
    } else if (item.type == QI_OPR) {
      const auto& op = item.qoperator;
      hash = joined(hash, hash_integer(op.oper == OP_PHRASE ? op.distance * 256 + op.oper
                                                            : op.oper));
    }
  }
  free_copy(query, value);
  return hash;
}

// ---- Extensions

// A cube has the number of dimensions, whose highest bit says that both corners are the same, and
// then a double for each dimension and corner. `=` orders the two corners in each dimension.
std::uint64_t value_hash_cube(Datum value, Oid) {
  constexpr std::uint32_t kPoint = std::uint32_t{1} << 31;
  const varlena* stored = PG_DETOAST_DATUM_PACKED(value);
  const auto* data = reinterpret_cast<const std::byte*>(VARDATA_ANY(stored));
  const auto head = load_native<std::uint32_t>(data);
  const std::size_t dimensions = head & ~kPoint;
  const auto low = [&](std::size_t i) { return load_native<double>(data + 4 + 8 * i); };
  const auto high = [&](std::size_t i) {
    return (head & kPoint) != 0 ? low(i) : low(dimensions + i);
  };
  std::uint64_t hash = hash_integer(static_cast<std::int64_t>(dimensions));
  for (std::size_t i = 0; i < dimensions; ++i) {
    hash = joined(hash, hash_float(std::min(low(i), high(i))));
    hash = joined(hash, hash_float(std::max(low(i), high(i))));
  }
  free_copy(stored, value);
  return hash;
}

// A seg has two bounds, then for each its number of significant digits and its mark (<, >, ~).
std::uint64_t value_hash_seg(Datum value, Oid) {
  const auto* data = reinterpret_cast<const std::byte*>(DatumGetPointer(value));
  const std::uint64_t bounds =
      joined(hash_float(load_native<float>(data)), hash_float(load_native<float>(data + 4)));
  return joined(bounds, hash_bytes(data + 8, 4));
}

// An ltree has the number of its levels, then each level: its length in two bytes and its bytes,
// aligned to eight bytes.
std::uint64_t value_hash_ltree(Datum value, Oid) {
  const varlena* stored = PG_DETOAST_DATUM(value);
  const auto* data = reinterpret_cast<const std::byte*>(stored);
  const auto levels = load_native<std::uint16_t>(data + VARHDRSZ);
  std::uint64_t hash = hash_integer(levels);
  const std::byte* at = data + MAXALIGN(VARHDRSZ + sizeof(std::uint16_t));
  for (int i = 0; i < levels; ++i) {
    const auto length = load_native<std::uint16_t>(at);
    hash = joined(hash, hash_bytes(at + sizeof length, length));
    at += MAXALIGN(sizeof length + length);
  }
  free_copy(stored, value);
  return hash;
}

}  // namespace

ValueHash value_hash_of_other(Oid type) {
  switch (type) {
    case TIMETZOID:
      return value_hash_timetz;
    case PG_LSNOID:
      return value_hash_pg_lsn;
    case XID8OID:
      return value_hash_xid8;
    case OIDOID:
    case XIDOID:
    case CIDOID:
      return value_hash_oid;
    case MONEYOID:
      return value_hash_money;
    case TIDOID:
      return value_hash_tid;
    case ACLITEMOID:
      return value_hash_aclitem;
    case MACADDROID:
      return value_hash_macaddr;
    case MACADDR8OID:
      return value_hash_macaddr8;
    case BITOID:
    case VARBITOID:
      return value_hash_bit;
    case TSVECTOROID:
      return value_hash_tsvector;
    case TSQUERYOID:
      return value_hash_tsquery;
    default:
      return nullptr;
  }
}

ValueHash value_hash_of_extension(Oid type) {
  const Oid extension = getExtensionOfObject(TypeRelationId, type);
  if (!OidIsValid(extension)) return nullptr;
  const char* extension_name = get_extension_name(extension);
  if (extension_name == nullptr) return nullptr;
  const HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
  if (!HeapTupleIsValid(tuple)) return nullptr;
  const auto* row = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
  const std::string_view name = NameStr(row->typname);
  const int length = row->typlen;
  ValueHash hash = nullptr;
  if (name == extension_name) {
    if (name == "cube" && length == -1) hash = value_hash_cube;
    if (name == "ltree" && length == -1) hash = value_hash_ltree;
    if (name == "seg" && length == 12) hash = value_hash_seg;
  }
  ReleaseSysCache(tuple);
  return hash;
}

}  // namespace sketch::pg
