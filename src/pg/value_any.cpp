// SPDX-License-Identifier: PostgreSQL
#include "value_any.hpp"

namespace sketch::pg {
namespace {

void find_hash(AnyHasher& hasher, Oid type, MemoryContext lifetime) {
  hasher.type = getBaseType(type);
  hasher.direct = value_hash_of(hasher.type);
  const TypeCacheEntry* entry = lookup_type_cache(hasher.type, TYPECACHE_HASH_EXTENDED_PROC);
  // regclass and its kin are OIDs.
  if (entry->hash_extended_proc == F_HASHOIDEXTENDED) hasher.direct = value_hash_oid;
  if (hasher.direct != nullptr) return;
  // The columns of an anonymous row are known only once there is one: its hash function looks them up.
  const Oid function = hasher.type == RECORDOID ? F_HASH_RECORD_EXTENDED : entry->hash_extended_proc;
  if (!OidIsValid(function)) {
    ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FUNCTION),
                    errmsg("could not identify an extended hash function for type %s",
                           format_type_be(type)),
                    errhint("Cast the value to a type that can be hashed, such as text.")));
  }
  fmgr_info_cxt(function, &hasher.function, lifetime);
}

}  // namespace

std::uint64_t AnyHasher::operator()(Datum value) const {
  if (direct != nullptr) return direct(value, collation);
  FmgrInfo* how = const_cast<FmgrInfo*>(&function);
  return hash_u64(DatumGetUInt64(FunctionCall2Coll(how, collation, value, Int64GetDatum(0))));
}

const AnyHasher& any_hasher(FunctionCallInfo fcinfo, int argument, bool elements) {
  auto* known = static_cast<AnyHasher*>(fcinfo->flinfo->fn_extra);
  if (known != nullptr) return *known;
  const Oid type = get_fn_expr_argtype(fcinfo->flinfo, argument);
  if (!OidIsValid(type)) {
    ereport(ERROR,
            (errcode(ERRCODE_INDETERMINATE_DATATYPE),
             errmsg("could not determine the type of the value"),
             errhint("Cast the value to bigint, text or another type that the aggregate names.")));
  }
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  auto* hasher = static_cast<AnyHasher*>(MemoryContextAllocZero(lifetime, sizeof(AnyHasher)));
  const Oid element = elements ? get_base_element_type(type) : InvalidOid;
  hasher->elements = OidIsValid(element);
  hasher->collation = PG_GET_COLLATION();
  find_hash(*hasher, hasher->elements ? element : type, lifetime);
  fcinfo->flinfo->fn_extra = hasher;
  return *hasher;
}

}  // namespace sketch::pg
