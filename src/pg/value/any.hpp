// SPDX-License-Identifier: PostgreSQL
//
// Hashing of values whose type is known only at run time: built-in types by their own functions
// (value/hash.hpp, value/other.hpp), so that it makes no difference which way a value comes; domains
// as their base types; arrays, rows and ranges by the hashes of what they consist of; enums by their
// labels. Of all other types the operator class says how: where equal values have equal images, the
// image is hashed; else the type's own 64-bit hash function is used.
//
// PostgreSQL's own functions for arrays, rows, ranges and jsonb are not good enough for counting:
// its hash of a bigint or a timestamp has but 32 bits of entropy, that of an array ignores the
// dimensions, and that of jsonb the nesting.
#pragma once

#include <span>

#include "value/literal.hpp"

namespace sketch::pg {

class AnyHasher {
 public:
  // Values of a type under a collation. What is looked up is kept in `lifetime`.
  void find(Oid type, Oid collation, MemoryContext lifetime);

  std::uint64_t operator()(Datum value);
  ValueClass values() const { return values_; }

  // Whether find() was called with this.
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
  AnyHasher* parts_;  // of an array's elements or a range's bounds: one; of a row's columns: one each
  int part_count_;
  TypeCacheEntry* range_;  // of a range, and of the ranges of a multirange
  struct EnumHashes* labels_;
  std::int16_t length_;  // of an image
  bool by_value_;
};

// The type that an argument of the running call had before it was relabelled without a word of the
// query, as citext is for functions of text; InvalidOid if the call doesn't tell.
Oid written_type(FunctionCallInfo fcinfo, int argument);

// Whether a type's values, as those of text, are their bytes.
bool is_plain_text(Oid type);

// The expression's type before it was relabelled like that.
Oid written_type(const Node* expression);

// The type of an argument of the running call, or InvalidOid if neither the call nor a declaration tells.
Oid known_argument_type(FunctionCallInfo fcinfo, int argument);

// The same; an error if they do not tell.
Oid argument_type(FunctionCallInfo fcinfo, int argument);

// How to hash an argument of the running call: worked out at the first call and kept in fn_extra.
AnyHasher& any_argument(FunctionCallInfo fcinfo, int argument);

// The same of a transition's value as text, which may be of a type with an equality of its own.
AnyHasher& text_argument(FunctionCallInfo fcinfo);

// What fn_extra of transitions of text points at once the value is known to be of text itself.
extern AnyHasher plain_text_argument;

// How a transition's value is hashed, and what class it is of: one of a type of value/types.def,
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

// and one of any type.
struct AnyValue {
  FunctionCallInfo fcinfo;

  std::uint64_t operator()(Datum value) const { return any_argument(fcinfo, 1)(value); }
  ValueClass values() const { return any_argument(fcinfo, 1).values(); }
};

// ---- Steps of aggregates: one function in SQL for values of any type, one here for each type.

struct TypedStep {
  Oid type;
  PGFunction step;
};

// Calls the one of the steps, or `other`, that is for the type of the second argument; for the rows that follow, too,
// this call is a call of it.
Datum typed_step(FunctionCallInfo fcinfo, std::span<const TypedStep> steps, PGFunction other);

// The same with step(fcinfo, value) for each type of value/types.def, where value is as above.
template <class Step>
Datum value_step(FunctionCallInfo fcinfo, Step) {
  static constexpr TypedStep kSteps[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {oid, [](FunctionCallInfo call) { return Step{}(call, TypedValue<oid, value_hash_##name>{call}); }},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
  };
  return typed_step(fcinfo, kSteps,
                    [](FunctionCallInfo call) { return Step{}(call, AnyValue{call}); });
}

}  // namespace sketch::pg
