// SPDX-License-Identifier: PostgreSQL
//
// Hashes of built-in types that no aggregate has a declaration for, and of types of PostgreSQL's
// own extensions that have equality but no usable hash function.
#pragma once

#include "value/hash.hpp"

namespace sketch::pg {

// Null for a type that isn't one of them.
ValueHash value_hash_of_other(Oid type);

// The hash of a type that an extension has made: by its name, and only if it is of the extension of
// that name.
ValueHash value_hash_of_extension(Oid type);

}  // namespace sketch::pg
