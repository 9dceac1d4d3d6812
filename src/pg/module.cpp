// SPDX-License-Identifier: PostgreSQL
//
// What makes this library one that PostgreSQL loads.
#include "batch/batch.hpp"

extern "C" {
SKETCH_MODULE_MAGIC(SKETCH_VERSION);

PGDLLEXPORT void _PG_init(void);
void _PG_init(void) { sketch::pg::install_batch_executor(); }
}
