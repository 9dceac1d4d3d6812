// SPDX-License-Identifier: PostgreSQL
//
// Hashes of arrays, rows, ranges, enums and jsonb.
#include "value/any.hpp"

namespace sketch::pg {
namespace {

constexpr std::uint64_t kNull = 0;

}  // namespace

// Hashes what `=` compares: the number of dimensions, their sizes and lower bounds, and the
// elements.
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

// Hashes the columns in order. Their types are looked up for each row, because rows of an anonymous
// type may differ, and a named type can be altered.
std::uint64_t AnyHasher::hash_row(Datum value) {
  check_stack_depth();
  HeapTupleHeader row = DatumGetHeapTupleHeader(value);
  const TupleDesc columns =
      lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(row), HeapTupleHeaderGetTypMod(row));
  if (part_count_ < columns->natts) {
    parts_ = new_parts(columns->natts);
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

// Hashes flags, then the bounds that exist. Bit 0: the range is empty. Bits 1 and 2: the lower and
// the upper bound are inclusive. Bits 3 and 4: there is no lower or upper bound.
std::uint64_t AnyHasher::hash_bounds(const RangeBound& lower, const RangeBound& upper, bool empty) {
  if (empty) return hash_integer(1);
  std::uint64_t hash = hash_integer((lower.inclusive ? 2 : 0) | (upper.inclusive ? 4 : 0) |
                                    (lower.infinite ? 8 : 0) | (upper.infinite ? 16 : 0));
  if (!lower.infinite) hash = joined(hash, (*parts_)(lower.val));
  if (!upper.infinite) hash = joined(hash, (*parts_)(upper.val));
  return hash;
}

std::uint64_t AnyHasher::hash_range(Datum value) {
  check_stack_depth();
  RangeType* range = DatumGetRangeTypeP(value);
  RangeBound lower, upper;
  bool empty;
  range_deserialize(range_, range, &lower, &upper, &empty);
  const std::uint64_t hash = hash_bounds(lower, upper, empty);
  free_copy(range, value);
  return hash;
}

// Hashes the number of ranges, then each range.
std::uint64_t AnyHasher::hash_multirange(Datum value) {
  check_stack_depth();
  MultirangeType* ranges = DatumGetMultirangeTypeP(value);
  std::uint64_t hash = hash_integer(ranges->rangeCount);
  for (uint32 i = 0; i < ranges->rangeCount; ++i) {
    CHECK_FOR_INTERRUPTS();
    RangeBound lower, upper;
    multirange_get_bounds(range_, ranges, i, &lower, &upper);
    hash = joined(hash, hash_bounds(lower, upper, false));
  }
  free_copy(ranges, value);
  return hash;
}

// ---- Enums: by their labels, because their OIDs change when a dump is restored

// A cache of the labels' hashes. Any change to pg_enum empties it.
struct EnumHashes {
  static constexpr std::size_t kSlots = 64;
  std::uint64_t change;
  struct {
    Oid label;
    std::uint64_t hash;
  } slots[kSlots];
};

static std::uint64_t enum_changes = 1;
static void count_enum_change(Datum, CatalogCache, uint32) { ++enum_changes; }

std::uint64_t AnyHasher::hash_enum(Oid value) {
  if (labels_ == nullptr) {
    static bool registered = false;
    if (!registered) {
      CacheRegisterSyscacheCallback(ENUMOID, count_enum_change, Datum{0});
      registered = true;
    }
    labels_ = static_cast<EnumHashes*>(MemoryContextAllocZero(lifetime_, sizeof(EnumHashes)));
  }
  if (labels_->change != enum_changes) {
    *labels_ = {};
    labels_->change = enum_changes;
  }
  auto& slot = labels_->slots[value % EnumHashes::kSlots];
  if (slot.label == value) return slot.hash;
  const HeapTuple tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(value));
  if (!HeapTupleIsValid(tuple)) {
    ereport(ERROR, (errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
                    errmsg("invalid internal value for enum: %u", value)));
  }
  const char* label = NameStr(reinterpret_cast<Form_pg_enum>(GETSTRUCT(tuple))->enumlabel);
  slot.hash = hash_bytes(label, std::strlen(label));
  slot.label = value;
  ReleaseSysCache(tuple);
  return slot.hash;
}

// ---- Documents

namespace {

// Adds an item of a document: its kind and its hash. It takes 17 bytes, so it differs from that of
// an array or a row.
std::uint64_t joined(std::uint64_t document, char what, std::uint64_t item) noexcept {
  std::byte bytes[17];
  store_le(bytes, document);
  store_le(bytes + 8, item);
  bytes[16] = static_cast<std::byte>(what);
  return hash_bytes(bytes, sizeof bytes);
}

std::uint64_t joined(std::uint64_t document, const JsonbValue& value) {
  const auto& string = value.val.string;
  switch (value.type) {
    case jbvString:
      return joined(document, 's', hash_bytes(string.val, static_cast<std::size_t>(string.len)));
    case jbvNumeric:
      return joined(document, 'n', value_hash_numeric(NumericGetDatum(value.val.numeric), 0));
    case jbvBool:
      return joined(document, value.val.boolean ? 't' : 'f', 0);
    default:
      return joined(document, '0', 0);
  }
}

}  // namespace

// Hashes the document's items in the order in which they are stored: keys by length, then by bytes.
// A document that is a scalar is stored as an array of one element; that array isn't hashed.
std::uint64_t value_hash_jsonb(Datum value, Oid) {
  Jsonb* document = DatumGetJsonbP(value);
  JsonbIterator* items = JsonbIteratorInit(&document->root);
  const bool scalar = JB_ROOT_IS_SCALAR(document);
  std::uint64_t hash = 0;
  JsonbValue item;
  for (;;) {
    CHECK_FOR_INTERRUPTS();
    switch (JsonbIteratorNext(&items, &item, false)) {
      case WJB_BEGIN_ARRAY:
        if (!scalar) hash = joined(hash, '[', 0);
        break;
      case WJB_END_ARRAY:
        if (!scalar) hash = joined(hash, ']', 0);
        break;
      case WJB_BEGIN_OBJECT:
        hash = joined(hash, '{', 0);
        break;
      case WJB_END_OBJECT:
        hash = joined(hash, '}', 0);
        break;
      case WJB_KEY:
      case WJB_ELEM:
      case WJB_VALUE:
        hash = joined(hash, item);
        break;
      default:
        free_copy(document, value);
        return hash;
    }
  }
}

}  // namespace sketch::pg
