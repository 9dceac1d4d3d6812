// SPDX-License-Identifier: PostgreSQL
//
// A cache of results of expressions. Rollups compute the hour of a timestamp, the lower case of a
// text or a field of a document again and again for the same input. If an expression consists of
// constants, one attribute, and functions whose result depends on their arguments alone, it is
// evaluated once for each input. For timestamps a result is cached with the range of inputs that it
// holds for, such as all of a local hour. A range never crosses a change of the time zone's offset.
//
// Errors are not cached: an input that fails is evaluated, and fails, each time. Where few inputs
// repeat, the cache is not used for a while.
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

// Divides local time into pieces of equal length. All inputs in a piece have the same result.
struct TimeGrid {
  std::int64_t size, phase;  // of a piece, and the beginning of one of them; in microseconds
  const pg_tz* zone;         // the time zone; null for UTC and for the session's zone
  bool of_session;           // the session's time zone
  bool open;  // before the phase, the first point of a piece doesn't belong to it
};

struct Cached {
  struct Range {
    std::int64_t first, last;  // empty if first > last
    Datum value;
    bool null;
  };
  struct Bytes {
    std::uint64_t hash;
    char* key;  // an allocated chunk: the input, then the result; null if the place is empty
    Datum value;
    std::uint32_t size;
    bool null;
  };
  static constexpr int kMostGrids = 4, kFirstBits = 8, kRangeBits = 14, kBytesBits = 12;
  static constexpr std::size_t kMostKey = 256, kMostResult = 512;

  AttrNumber attribute;
  bool by_value;  // whether the input's type is passed by value
  bool result_by_value;
  std::int16_t result_length;
  int grids;  // 0: each input has its own result
  TimeGrid grid[kMostGrids];
  std::int64_t shift;  // offset of the first grid's zone from UTC, as it was found last
  bool of_session;     // whether results depend on the session's time zone
  const pg_tz* zone;   // the session's time zone when the results were computed

  MemoryContext memory;
  Range* ranges;
  Range* recent;
  Bytes* bytes;
  int bits;            // the cache has 2^bits places
  int kept;            // the number of results stored since it got that size
  std::uint64_t hash;  // of the bytes that were looked up last
  bool sought;         // whether the last input was looked up
  int hits, misses, pause;
};

// Makes a cache for an expression over the relation `varno`; null if its results can't be cached,
// or it isn't worth it.
Cached* make_cached(Expr* expression, Index varno, EState* estate);

// Looks up the result for an input that isn't NULL.
bool find_cached(Cached& cached, Datum input, Datum* value, bool* null);
// Stores the result for the input that find_cached() has just not found.
void keep_cached(Cached& cached, Datum input, Datum value, bool null);

}  // namespace sketch::pg
