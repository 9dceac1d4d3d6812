// SPDX-License-Identifier: PostgreSQL
//
// What makes this library one that PostgreSQL loads.
#include "guard.hpp"

#include <utils/builtins.h>

#include "batch/batch.hpp"
#include "rewrite/rewrite.hpp"

extern "C" {
SKETCH_MODULE_MAGIC(SKETCH_VERSION);

PGDLLEXPORT void _PG_init(void);
void _PG_init(void) {
  // A query is rewritten before its plan is looked at, so the hook that rewrites comes last.
  sketch::pg::install_batch_executor();
  sketch::pg::install_rewriting();
  sketch::pg::reserve_guc_prefix("sketch");
}
}

// The version of this library, which may be newer than that of the extension in a database.
SKETCH_FUNCTION(sketch_version) {
  return CStringGetTextDatum(SKETCH_VERSION);
}
