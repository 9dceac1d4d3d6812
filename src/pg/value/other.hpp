// SPDX-License-Identifier: PostgreSQL
//
// Hashes of built-in types that aren't in types.def, and of types in PostgreSQL's own extensions
// that have equality but no usable hash function.
#pragma once

#include "value/hash.hpp"

namespace sketch::pg {

// Null for all other types.
ValueHash value_hash_of_other(Oid type);

// Null unless the type belongs to an extension of the same name, which we know.
ValueHash value_hash_of_extension(Oid type);

}  // namespace sketch::pg
