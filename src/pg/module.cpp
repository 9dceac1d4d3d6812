// SPDX-License-Identifier: PostgreSQL
//
// The library's entry point: PostgreSQL calls _PG_init() when it loads the library.
#include "guard.hpp"

#include <utils/builtins.h>

#include "batch/batch.hpp"
#include "rewrite/rewrite.hpp"

extern "C" {
SKETCH_MODULE_MAGIC(SKETCH_VERSION);

PGDLLEXPORT void _PG_init(void);
void _PG_init(void) {
  sketch::pg::install_batch_executor();
  sketch::pg::install_rewriting();
  sketch::pg::reserve_guc_prefix("sketch");
}
}

// The library's version. It may be newer than the extension's version in a database.
SKETCH_FUNCTION(sketch_version) {
  return CStringGetTextDatum(SKETCH_VERSION);
}
