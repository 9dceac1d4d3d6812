// SPDX-License-Identifier: PostgreSQL
//
// Hashing of values whose type is known only at run time: the types of value/types.def by their own
// functions, so that it makes no difference which way a value comes; domains as their base types;
// arrays and rows by the hashes of what they consist of; all other types by the 64-bit hash
// function of their default hash operator class.
//
// PostgreSQL's own functions for arrays and rows are not good enough for counting: its hash of a
// bigint or a timestamp has but 32 bits of entropy, and that of an array ignores the dimensions.
#pragma once

#include "value/hash.hpp"

namespace sketch::pg {

class AnyHasher {
 public:
  // Values of a type under a collation. What is looked up is kept in `lifetime`.
  void find(Oid type, Oid collation, MemoryContext lifetime);

  std::uint64_t operator()(Datum value);

  // Whether find() was called with this.
  bool is_for(Oid type, Oid collation) const { return type_ == type && collation_ == collation; }

 private:
  std::uint64_t hash_array(Datum value);
  std::uint64_t hash_row(Datum value);

  Oid type_;
  Oid collation_;
  MemoryContext lifetime_;
  enum { kDirect, kArray, kRow, kFunction } kind_;
  ValueHash direct_;
  FmgrInfo function_;
  AnyHasher* parts_;  // of an array's elements: one; of a row's columns: one each
  int part_count_;
};

// The type of an argument of the running call; an error if the call does not tell.
Oid argument_type(FunctionCallInfo fcinfo, int argument);

// How to hash an argument of the running call.
struct AnyArgument {
  AnyHasher hash;
  bool elements;  // the argument is an array whose elements are meant, and these `hash` hashes
};

// Worked out at the first call and kept in fn_extra. With `elements` an array stands for its
// elements.
AnyArgument& any_argument(FunctionCallInfo fcinfo, int argument, bool elements);

}  // namespace sketch::pg
