// SPDX-License-Identifier: PostgreSQL
//
// Results of expressions over one attribute, kept: rollups ask for the hour of a time, the lower
// case of a text, a field of a document again and again. An expression of constants, one attribute,
// and functions that are known to be no more than functions of their arguments has the same result
// for the same input, so only the first of them is evaluated. For times the result is kept with the
// range of inputs that it holds for: all of a local hour, say. It never reaches over a change of
// the zone's offset.
//
// Errors are not kept: an input that fails is evaluated, and fails, each time. Where few inputs
// come again, nothing is looked up for a while.
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

// Inputs between two points of a grid of local time have the same result.
struct TimeGrid {
  std::int64_t size, phase;  // microseconds
  const pg_tz* zone;         // whose local time it is; null for none, and for the session's
  bool of_session;
  bool open;  // points before the phase belong to none
};

struct Cached {
  struct Range {
    std::int64_t first, last;  // none if first > last
    Datum value;
    bool null;
  };
  struct Bytes {
    std::uint64_t hash;
    char* key;  // a chunk of memory that has the result behind it; null if empty
    Datum value;
    std::uint32_t size;
    bool null;
  };
  static constexpr int kMostGrids = 4, kFirstBits = 8, kRangeBits = 14, kBytesBits = 12;
  static constexpr std::size_t kMostKey = 256, kMostResult = 512;

  AttrNumber attribute;
  bool by_value;  // the input's type
  bool result_by_value;
  std::int16_t result_length;
  int grids;  // without one, each input has its own result
  TimeGrid grid[kMostGrids];
  std::int64_t shift;  // from an input to the grid, when it was last looked at
  bool of_session;     // depends on the session's time zone
  const pg_tz* zone;   // that, when the results were made

  MemoryContext memory;
  Range* ranges;
  Range* recent;
  Bytes* bytes;
  int bits;            // there is room for 2^bits results
  int kept;            // since there is
  std::uint64_t hash;  // of the bytes that were last looked for
  bool sought;         // the last input was looked for
  int hits, misses, pause;
};

// For an expression over the relation `varno`; null if its results are not to be kept.
Cached* make_cached(Expr* expression, Index varno, EState* estate);

// The result for an input that isn't NULL, if it is there.
bool find_cached(Cached& cached, Datum input, Datum* value, bool* null);
// The result of an input that was just looked for.
void keep_cached(Cached& cached, Datum input, Datum value, bool null);

}  // namespace sketch::pg
