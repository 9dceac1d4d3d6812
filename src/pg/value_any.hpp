// SPDX-License-Identifier: PostgreSQL
//
// Hashing of values whose type is known only at run time: the types of value_types.def by their own
// functions, so that it makes no difference which way a value comes; domains as their base types;
// all other types by the 64-bit hash function of their default hash operator class.
#pragma once

#include "value_hash.hpp"

namespace sketch::pg {

struct AnyHasher {
  ValueHash direct;  // null: by the type's own function
  FmgrInfo function;
  Oid type;  // the values' type; if `elements`, that of the elements
  Oid collation;
  bool elements;  // the argument is an array, whose elements are meant

  std::uint64_t operator()(Datum value) const;
};

// How to hash the argument `argument` of the running call, worked out at the first call and kept in
// fn_extra. With `elements` an array stands for its elements.
const AnyHasher& any_hasher(FunctionCallInfo fcinfo, int argument, bool elements);

}  // namespace sketch::pg
