// SPDX-License-Identifier: PostgreSQL
//
// PostgreSQL's headers, and all that differs between its versions 14 to 18. Include it behind every
// C++ header: port.h redefines printf and its kin.
#pragma once

extern "C" {
#include "postgres.h"

#include "access/detoast.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "common/base64.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "nodes/execnodes.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/inet.h"
#include "utils/inval.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/pg_locale.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"
#include "utils/uuid.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif
}

// Before 16 it is empty, so that -fvisibility=hidden would hide the functions that SQL calls.
#undef PGDLLEXPORT
#define PGDLLEXPORT __attribute__((visibility("default")))

namespace sketch::pg {

inline int base64_encode(const void* from, int bytes, char* to, int room) {
#if PG_VERSION_NUM >= 180000
  return pg_b64_encode(static_cast<const uint8*>(from), bytes, to, room);
#else
  return pg_b64_encode(static_cast<const char*>(from), bytes, to, room);
#endif
}

inline int base64_decode(const char* from, int bytes, void* to, int room) {
#if PG_VERSION_NUM >= 180000
  return pg_b64_decode(from, bytes, static_cast<uint8*>(to), room);
#else
  return pg_b64_decode(from, bytes, static_cast<char*>(to), room);
#endif
}

}  // namespace sketch::pg

// A function that SQL calls. Its body may raise PostgreSQL errors, so it holds no object with a
// destructor; kernels are called through sketch::pg::run().
#define SKETCH_FUNCTION(name)                \
  extern "C" {                               \
  PGDLLEXPORT Datum name(PG_FUNCTION_ARGS);  \
  PG_FUNCTION_INFO_V1(name);                 \
  }                                          \
  extern "C" Datum name([[maybe_unused]] PG_FUNCTION_ARGS)
