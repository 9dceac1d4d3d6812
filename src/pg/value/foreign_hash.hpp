// SPDX-License-Identifier: PostgreSQL
//
// Hashes values as another system does, so that its sketches can be added to here. docs/format.md,
// "Hashing", says which bytes of which types are hashed. Other types raise an error with a hint to
// cast.
#pragma once

#include <string_view>

#include "sketch/core/image.hpp"

#include "value/any.hpp"

namespace sketch::pg {

// The words that a family's sketches of a domain take (distinct/plain_hll.hpp, theta/theta.hpp): a
// function for one value, and for by-value types one for a batch. Null if the other system has no
// such values. The type must not be an SQL domain.
struct ForeignHash {
  ValueHash value = nullptr;
  HashWords words = nullptr;
};
ForeignHash foreign_hash(Domain domain, Family family, Oid type);

// The same for one value of any type. Raises an error if the other system has no such values.
ValueHash foreign_hash_of(Domain domain, Family family, Oid type);

// How an argument is hashed in a domain, and its class there.
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

// Cached in fn_extra for as long as the domain stays the same, which it usually does. With
// `elements`: for the elements of an array.
DomainArgument& domain_values(FunctionCallInfo fcinfo, int argument, Domain domain, Family family,
                              bool elements = false);

// Finds a domain of the family by its name.
bool find_domain(std::string_view name, Family family, Domain& domain);

// The domain that an argument names.
Domain domain_argument(FunctionCallInfo fcinfo, int argument, Family family);

}  // namespace sketch::pg
