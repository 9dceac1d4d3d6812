// SPDX-License-Identifier: PostgreSQL
//
// What makes this library one that PostgreSQL loads.
#include "compat.hpp"

extern "C" {
PG_MODULE_MAGIC;
}
