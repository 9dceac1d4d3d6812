// SPDX-License-Identifier: PostgreSQL
#include "value/any.hpp"

namespace sketch::pg {
namespace {

constexpr std::uint64_t kNull = 0;

// The hash of a sequence, from that of all but its last item and the last item's.
std::uint64_t joined(std::uint64_t sequence, std::uint64_t item) {
  std::byte bytes[16];
  store_le(bytes, sequence);
  store_le(bytes + 8, item);
  return hash_bytes(bytes, sizeof bytes);
}

AnyHasher* new_hashers(int count, MemoryContext lifetime) {
  return static_cast<AnyHasher*>(
      MemoryContextAllocZero(lifetime, static_cast<Size>(count) * sizeof(AnyHasher)));
}

}  // namespace

void AnyHasher::find(Oid type, Oid collation, MemoryContext lifetime) {
  // Valid only when everything has been found: an error leaves it unfound.
  type_ = InvalidOid;
  collation_ = collation;
  lifetime_ = lifetime;
  const Oid base = getBaseType(type);
  const Oid element = get_element_type(base);
  direct_ = value_hash_of(base);
  if (direct_ != nullptr) {
    kind_ = kDirect;
  } else if (OidIsValid(element)) {
    kind_ = kArray;
    parts_ = new_hashers(1, lifetime);
    parts_->find(element, collation, lifetime);
  } else if (type_is_rowtype(base)) {
    // What the columns are is known only once there is a row.
    kind_ = kRow;
    parts_ = nullptr;
    part_count_ = 0;
  } else {
    kind_ = kFunction;
    const Oid function = lookup_type_cache(base, TYPECACHE_HASH_EXTENDED_PROC)->hash_extended_proc;
    if (!OidIsValid(function)) {
      ereport(ERROR, (errcode(ERRCODE_UNDEFINED_FUNCTION),
                      errmsg("could not identify an extended hash function for type %s",
                             format_type_be(base)),
                      errhint("Cast the value to a type that can be hashed, such as text.")));
    }
    fmgr_info_cxt(function, &function_, lifetime);
    if (function == F_HASHOIDEXTENDED) {  // regclass and its kin are OIDs
      kind_ = kDirect;
      direct_ = value_hash_oid;
    }
  }
  type_ = type;
}

std::uint64_t AnyHasher::operator()(Datum value) {
  switch (kind_) {
    case kDirect:
      return direct_(value, collation_);
    case kArray:
      return hash_array(value);
    case kRow:
      return hash_row(value);
    case kFunction:
      break;
  }
  return hash_u64(
      DatumGetUInt64(FunctionCall2Coll(&function_, collation_, value, Int64GetDatum(0))));
}

// Number of dimensions, then size and lower bound of each, then the elements: what `=` looks at.
std::uint64_t AnyHasher::hash_array(Datum value) {
  check_stack_depth();
  ArrayType* array = DatumGetArrayTypeP(value);
  std::uint64_t hash = hash_integer(ARR_NDIM(array));
  for (int i = 0; i < ARR_NDIM(array); ++i) {
    hash = joined(hash, hash_integer(ARR_DIMS(array)[i]));
    hash = joined(hash, hash_integer(ARR_LBOUND(array)[i]));
  }
  ArrayIterator elements = array_create_iterator(array, 0, nullptr);
  Datum element;
  bool null;
  while (array_iterate(elements, &element, &null)) {
    CHECK_FOR_INTERRUPTS();
    hash = joined(hash, null ? kNull : (*parts_)(element));
  }
  array_free_iterator(elements);
  if (array != reinterpret_cast<ArrayType*>(DatumGetPointer(value))) pfree(array);
  return hash;
}

// The columns in order. Rows of an anonymous type need not all have the same columns, and a named
// type can be altered: each row is looked at anew.
std::uint64_t AnyHasher::hash_row(Datum value) {
  check_stack_depth();
  HeapTupleHeader row = DatumGetHeapTupleHeader(value);
  const TupleDesc columns =
      lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(row), HeapTupleHeaderGetTypMod(row));
  if (part_count_ < columns->natts) {
    parts_ = new_hashers(columns->natts, lifetime_);
    part_count_ = columns->natts;
  }
  HeapTupleData tuple;
  tuple.t_len = HeapTupleHeaderGetDatumLength(row);
  ItemPointerSetInvalid(&tuple.t_self);
  tuple.t_tableOid = InvalidOid;
  tuple.t_data = row;
  const auto count = static_cast<Size>(columns->natts);
  auto* values = static_cast<Datum*>(palloc(count * sizeof(Datum)));
  auto* nulls = static_cast<bool*>(palloc(count * sizeof(bool)));
  heap_deform_tuple(&tuple, columns, values, nulls);

  std::uint64_t hash = hash_integer(0);
  for (int i = 0; i < columns->natts; ++i) {
    const auto* column = TupleDescAttr(columns, i);
    if (column->attisdropped) continue;
    if (nulls[i]) {
      hash = joined(hash, kNull);
      continue;
    }
    AnyHasher& part = parts_[i];
    if (!part.is_for(column->atttypid, column->attcollation)) {
      part.find(column->atttypid, column->attcollation, lifetime_);
    }
    hash = joined(hash, part(values[i]));
  }
  ReleaseTupleDesc(columns);
  pfree(values);
  pfree(nulls);
  if (row != reinterpret_cast<HeapTupleHeader>(DatumGetPointer(value))) pfree(row);
  return hash;
}

Oid argument_type(FunctionCallInfo fcinfo, int argument) {
  const Oid type = get_fn_expr_argtype(fcinfo->flinfo, argument);
  if (!OidIsValid(type)) {
    ereport(ERROR,
            (errcode(ERRCODE_INDETERMINATE_DATATYPE),
             errmsg("could not determine the type of the value"),
             errhint("Cast the value to bigint, text or another type that the aggregate names.")));
  }
  return type;
}

AnyArgument& any_argument(FunctionCallInfo fcinfo, int argument, bool elements) {
  auto* known = static_cast<AnyArgument*>(fcinfo->flinfo->fn_extra);
  if (known != nullptr) return *known;
  const Oid type = argument_type(fcinfo, argument);
  const MemoryContext lifetime = fcinfo->flinfo->fn_mcxt;
  auto* found = static_cast<AnyArgument*>(MemoryContextAllocZero(lifetime, sizeof(AnyArgument)));
  const Oid element = elements ? get_base_element_type(type) : InvalidOid;
  found->elements = OidIsValid(element);
  found->hash.find(found->elements ? element : type, PG_GET_COLLATION(), lifetime);
  fcinfo->flinfo->fn_extra = found;
  return *found;
}

}  // namespace sketch::pg
