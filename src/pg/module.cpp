// SPDX-License-Identifier: PostgreSQL
//
// What makes this library one that PostgreSQL loads.
#include "batch.hpp"

extern "C" {
PG_MODULE_MAGIC;

PGDLLEXPORT void _PG_init(void);
void _PG_init(void) { sketch::pg::install_batch_executor(); }
}
