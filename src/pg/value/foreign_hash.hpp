// SPDX-License-Identifier: PostgreSQL
//
// Values hashed as another system hashes them, so that its sketches go on here. docs/format.md,
// "Hashing", says which bytes of which types; all other types are an error that names the cast.
#pragma once

#include <string_view>

#include "sketch/core/image.hpp"

#include "value/any.hpp"

namespace sketch::pg {

// What a family's sketches of a domain take for a value of a type that is no domain of SQL's (distinct/plain_hll.hpp,
// theta/theta.hpp): of one value, and of a batch's, if they are passed by value. Null if the other system has no
// such values.
struct ForeignHash {
  ValueHash value = nullptr;
  HashWords words = nullptr;
};
ForeignHash foreign_hash(Domain domain, Family family, Oid type);

// The same of one value of any type; an error if the other system has no such values.
ValueHash foreign_hash_of(Domain domain, Family family, Oid type);

// How an argument of the running call is hashed in a domain, and of which class it is there.
struct DomainArgument {
  Domain domain;
  bool known;
  ValueHash foreign;
  AnyHasher ours;
  ValueClass values;

  std::uint64_t hash(Datum value, Oid collation) {
    return foreign != nullptr ? foreign(value, collation) : ours(value);
  }
};

// Worked out when the domain is another one than before, and kept in fn_extra; it is the same for all rows
// as a rule. With `elements` the elements of an array are meant.
DomainArgument& domain_values(FunctionCallInfo fcinfo, int argument, Domain domain, Family family,
                              bool elements = false);

// The domain of a name: of those that the family has. False if there is none.
bool find_domain(std::string_view name, Family family, Domain& domain);

// The same of an argument.
Domain domain_argument(FunctionCallInfo fcinfo, int argument, Family family);

}  // namespace sketch::pg
