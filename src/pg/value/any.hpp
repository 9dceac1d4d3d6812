// SPDX-License-Identifier: PostgreSQL
//
// Hashes values whose type is known only at run time:
// - built-in types by the functions in value/hash.hpp and value/other.hpp, so that a value has the
//   same hash however it gets here;
// - domains as their base types, enums by their labels;
// - arrays, rows and ranges by the hashes of their parts;
// - all other types by their bytes, if the btree operator class says that equal values have equal
//   bytes, and otherwise by the type's own 64-bit hash function.
//
// PostgreSQL's own hash functions are not good enough for counting: that of a bigint or a timestamp
// has only 32 bits of entropy, that of an array ignores the dimensions, that of jsonb ignores the
// nesting.
#pragma once

#include <span>

#include "value/literal.hpp"

namespace sketch::pg {

class AnyHasher {
 public:
  // Finds out how to hash values of a type under a collation. Memory comes from `lifetime`.
  void find(Oid type, Oid collation, MemoryContext lifetime);

  std::uint64_t operator()(Datum value);
  ValueClass values() const { return values_; }

  // Whether find() was called for this type and collation.
  bool is_for(Oid type, Oid collation) const { return type_ == type && collation_ == collation; }

 private:
  void find_parts(Oid base);
  void find_by_operator_class(Oid base);
  AnyHasher* new_parts(int count) const;
  AnyHasher* find_part(Oid type, Oid collation);

  std::uint64_t hash_array(Datum value);
  std::uint64_t hash_row(Datum value);
  std::uint64_t hash_range(Datum value);
  std::uint64_t hash_multirange(Datum value);
  std::uint64_t hash_bounds(const RangeBound& lower, const RangeBound& upper, bool empty);
  std::uint64_t hash_enum(Oid value);
  std::uint64_t hash_image(Datum value) const;

  Oid type_;
  Oid collation_;
  ValueClass values_;
  MemoryContext lifetime_;
  enum { kDirect, kArray, kRow, kRange, kMultirange, kEnum, kImage, kFunction } kind_;
  ValueHash direct_;
  FmgrInfo function_;
  // One for an array's elements or a range's bounds; one for each column of a row.
  AnyHasher* parts_;
  int part_count_;
  TypeCacheEntry* range_;  // of the range type, also for a multirange
  struct EnumHashes* labels_;
  std::int16_t length_;  // of the type
  bool by_value_;
};

// The type that an argument had before an implicit cast without a function, as from citext to text;
// InvalidOid if the call has no expression.
Oid written_type(FunctionCallInfo fcinfo, int argument);

// Whether the type compares text as text does: text itself or varchar.
bool is_plain_text(Oid type);

// The same for an expression.
Oid written_type(const Node* expression);

// The type of an argument, from the call or a declaration; InvalidOid if neither gives it.
Oid known_argument_type(FunctionCallInfo fcinfo, int argument);

// The same, but raises an error.
Oid argument_type(FunctionCallInfo fcinfo, int argument);

// How to hash an argument. It is found out at the first call, and cached in fn_extra.
AnyHasher& any_argument(FunctionCallInfo fcinfo, int argument);

// The same for a transition function's value that comes as text, but may be of a type with its own
// equality.
AnyHasher& text_argument(FunctionCallInfo fcinfo);

// fn_extra points to this if the value is known to be plain text.
extern AnyHasher plain_text_argument;

// How a transition function's value is hashed, and its class. This is for a type of
// value/types.def,
template <Oid type, ValueHash hash>
struct TypedValue {
  FunctionCallInfo fcinfo;

  [[gnu::always_inline]] std::uint64_t operator()(Datum value) const {
    if constexpr (type == TEXTOID) {
      if (fcinfo->flinfo->fn_extra != &plain_text_argument) [[unlikely]] {
        AnyHasher& hasher = text_argument(fcinfo);
        if (&hasher != &plain_text_argument) return hasher(value);
      }
    }
    return hash(value, PG_GET_COLLATION());
  }
  ValueClass values() const {
    if constexpr (type == TEXTOID) {
      if (const AnyHasher& hasher = text_argument(fcinfo); &hasher != &plain_text_argument)
        return hasher.values();
      return value_class(type, PG_GET_COLLATION());
    }
    return class_of_type(type);
  }
};

// and this for any other type.
struct AnyValue {
  FunctionCallInfo fcinfo;

  std::uint64_t operator()(Datum value) const { return any_argument(fcinfo, 1)(value); }
  ValueClass values() const { return any_argument(fcinfo, 1).values(); }
};

// ---- Steps: SQL has one transition function for any type of value; here each type has one

struct TypedStep {
  Oid type;
  PGFunction step;
};

// Calls the step for the type of the second argument, or `other`. It also replaces fn_addr, so that
// further calls go to that step directly.
Datum typed_step(FunctionCallInfo fcinfo, std::span<const TypedStep> steps, PGFunction other);

// The same with step(fcinfo, value), where value is a TypedValue or an AnyValue.
template <class Step>
Datum value_step(FunctionCallInfo fcinfo, Step) {
  static constexpr TypedStep kSteps[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {oid,                                   \
   [](FunctionCallInfo call) { return Step{}(call, TypedValue<oid, value_hash_##name>{call}); }},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
  };
  return typed_step(fcinfo, kSteps,
                    [](FunctionCallInfo call) { return Step{}(call, AnyValue{call}); });
}

}  // namespace sketch::pg
