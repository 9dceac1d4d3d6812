// SPDX-License-Identifier: PostgreSQL
//
// Values hashed as another system hashes them, so that its sketches go on here. docs/format.md,
// "Hashing", says which bytes of which types; all other types are an error that names the cast.
#pragma once

#include "sketch/core/image.hpp"

#include "value/hash.hpp"

namespace sketch::pg {

// What a family's sketches of a domain take for a value of a type (distinct/plain_hll.hpp,
// theta/theta.hpp). Raises an error if the other system has no such values.
ValueHash foreign_hash_of(Domain domain, Family family, Oid type);

// The domain that an argument names: of those that the family has.
Domain domain_argument(FunctionCallInfo fcinfo, int argument, Family family);

}  // namespace sketch::pg
