// SPDX-License-Identifier: PostgreSQL
//
// The cache: looking up results and storing them. cached_of.cpp says which expressions are cached.
#include "batch/cached.hpp"

#include <algorithm>

namespace sketch::pg {
namespace {

constexpr std::int64_t kMicroseconds = 1000000;
constexpr std::int64_t kEpoch =
    std::int64_t{POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE} * SECS_PER_DAY;

// All values between these two are valid times, and differences don't overflow.
constexpr std::int64_t kFirstTime = -211813488000000000, kLastTime = 4000000000000000000;

constexpr std::int64_t floor_division(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b < 0);
}

// After kTrial misses hits and misses are compared. If there were fewer hits, the cache is not used
// for the next kPause inputs.
constexpr int kTrial = 1 << 14, kPause = 1 << 18;

// ---- Ranges

// The part of x's piece of a grid in which the zone's offset from UTC is the same as at x; and the
// offset.
bool piece_in_zone(const pg_tz* zone, std::int64_t x, std::int64_t size, std::int64_t& first,
                   std::int64_t& last, std::int64_t& offset) {
  long before, after;
  int before_is_dst, after_is_dst;
  const auto next = [&](pg_time_t from, pg_time_t& change) {
    return pg_next_dst_boundary(&from, &before, &before_is_dst, &change, &after, &after_is_dst,
                                zone);
  };
  const pg_time_t second = floor_division(x, kMicroseconds) + kEpoch;
  pg_time_t change;
  int found = next(second, change);
  if (found < 0) return false;
  offset = std::int64_t{before} * kMicroseconds;
  first = floor_division(x + offset, size) * size - offset;
  last = first + size - 1;
  if (found > 0) last = std::min<std::int64_t>(last, (change - kEpoch) * kMicroseconds - 1);
  // Moves the beginning to the last change of the offset before x.
  for (pg_time_t from = floor_division(first, kMicroseconds) + kEpoch;;) {
    found = next(from, change);
    if (found < 0) return false;
    if (found == 0 || change > second) return true;
    first = std::max<std::int64_t>(first, (change - kEpoch) * kMicroseconds);
    from = change;
  }
}

// The inputs that are in the same piece as x in every grid.
bool range_of(Cached& cached, std::int64_t x, std::int64_t& first, std::int64_t& last) {
  if (cached.grids == 0) {
    first = last = x;
    return true;
  }
  if (x < kFirstTime || x > kLastTime) return false;
  first = kFirstTime;
  last = kLastTime;
  for (int g = 0; g < cached.grids; ++g) {
    const TimeGrid& grid = cached.grid[g];
    const pg_tz* zone = grid.of_session ? session_timezone : grid.zone;
    std::int64_t from, to, shift = -grid.phase;
    if (zone != nullptr) {
      if (!piece_in_zone(zone, x, grid.size, from, to, shift)) return false;
    } else {
      from = floor_division(x + shift, grid.size) * grid.size - shift;
      to = from + grid.size - 1;
      if (grid.open && from < grid.phase) {
        if (x == from) return false;
        ++from;
      }
    }
    if (g == 0) cached.shift = shift;
    first = std::max(first, from);
    last = std::min(last, to);
  }
  return true;
}

Cached::Range& range_place(const Cached& cached, std::int64_t x) noexcept {
  std::int64_t piece = x;
  // Infinite and other extreme times are not cached, so their place doesn't matter.
  if (cached.grids != 0)
    piece =
        x < kFirstTime || x > kLastTime ? 0 : floor_division(x + cached.shift, cached.grid[0].size);
  return cached
      .ranges[static_cast<std::uint64_t>(piece) * 0x9E3779B97F4A7C15 >> (64 - cached.bits)];
}

// ---- Memory

template <class Place>
Place* make_places(MemoryContext memory, int bits) {
  return static_cast<Place*>(MemoryContextAllocZero(memory, sizeof(Place) << bits));
}

// Empties the cache, and gives it 2^bits places.
void clear(Cached& cached, int bits) {
  MemoryContextReset(cached.memory);
  cached.zone = session_timezone;
  cached.bits = bits;
  cached.kept = 0;
  if (!cached.by_value) {
    cached.bytes = make_places<Cached::Bytes>(cached.memory, bits);
    return;
  }
  cached.ranges = make_places<Cached::Range>(cached.memory, bits);
  for (int i = 0; i < 1 << bits; ++i) cached.ranges[i].first = 1;
  cached.recent = cached.ranges;
}

// Makes the cache larger after more than twice as many results were stored as there are places.
void make_room(Cached& cached) {
  const int most = cached.by_value ? Cached::kRangeBits : Cached::kBytesBits;
  if (++cached.kept > 2 << cached.bits && cached.bits < most)
    clear(cached, std::min(cached.bits + 2, most));
}

// The size of a by-reference result; more than the limit if it can't be cached.
std::size_t result_bytes(const Cached& cached, Datum value, bool null) {
  if (null || cached.result_by_value) return 0;
  if (cached.result_length == -1 && VARATT_IS_EXTERNAL(DatumGetPointer(value)))
    return Cached::kMostResult + 1;
  return datumGetSize(value, false, cached.result_length);
}

// Counts a miss. Returns false if the trial has shown that the cache isn't worth it.
bool pays(Cached& cached) {
  if (++cached.misses < kTrial) return true;
  const bool paid = cached.hits >= cached.misses;
  cached.hits = cached.misses = 0;
  if (!paid) cached.pause = kPause;
  return paid;
}

bool find_bytes(Cached& cached, Datum input, Datum* value, bool* null) {
  const auto* stored = reinterpret_cast<const varlena*>(DatumGetPointer(input));
  if (!is_plain(stored)) return false;
  const std::size_t size = VARSIZE_ANY_EXHDR(stored);
  if (size > Cached::kMostKey) return false;
  cached.hash = hash_bytes(VARDATA_ANY(stored), size);
  const Cached::Bytes& place = cached.bytes[cached.hash >> (64 - cached.bits)];
  if (place.key == nullptr || place.hash != cached.hash || place.size != size ||
      std::memcmp(place.key, VARDATA_ANY(stored), size) != 0)
    return false;
  *value = place.value;
  *null = place.null;
  return true;
}

void keep_bytes(Cached& cached, Datum input, Datum value, bool null, std::size_t result) {
  const auto* stored = reinterpret_cast<const varlena*>(DatumGetPointer(input));
  if (!is_plain(stored) || VARSIZE_ANY_EXHDR(stored) > Cached::kMostKey) return;
  Cached::Bytes& place = cached.bytes[cached.hash >> (64 - cached.bits)];
  if (place.key != nullptr) pfree(place.key);
  place.size = static_cast<std::uint32_t>(VARSIZE_ANY_EXHDR(stored));
  const std::size_t key = MAXALIGN(place.size);
  place.key = static_cast<char*>(MemoryContextAlloc(cached.memory, key + result + 1));
  std::memcpy(place.key, VARDATA_ANY(stored), place.size);
  place.hash = cached.hash;
  place.null = null;
  place.value = value;
  if (result == 0) return;
  std::memcpy(place.key + key, DatumGetPointer(value), result);
  place.value = PointerGetDatum(place.key + key);
}

void keep_range(Cached& cached, std::int64_t x, Datum value, bool null, std::size_t result) {
  std::int64_t first, last;
  if (!range_of(cached, x, first, last)) return;
  Cached::Range& place = range_place(cached, x);
  const bool owned = !cached.result_by_value;
  if (owned && place.first <= place.last && !place.null) pfree(DatumGetPointer(place.value));
  place.first = 1;
  place.last = 0;
  if (result != 0) {
    void* copy = MemoryContextAlloc(cached.memory, result);
    std::memcpy(copy, DatumGetPointer(value), result);
    value = PointerGetDatum(copy);
  }
  place = {first, last, value, null};
  cached.recent = &place;
}

}  // namespace

bool find_cached(Cached& cached, Datum input, Datum* value, bool* null) {
  cached.sought = cached.pause == 0;
  if (!cached.sought) {
    --cached.pause;
    return false;
  }
  if (cached.bits == 0) clear(cached, Cached::kFirstBits);
  if (cached.of_session && cached.zone != session_timezone) clear(cached, cached.bits);
  if (!cached.by_value) {
    const bool found = find_bytes(cached, input, value, null);
    cached.hits += found;
    return found;
  }
  const auto x = static_cast<std::int64_t>(input);
  const Cached::Range* place = cached.recent;
  if (x < place->first || x > place->last) {
    place = &range_place(cached, x);
    if (x < place->first || x > place->last) return false;
    cached.recent = const_cast<Cached::Range*>(place);
  }
  ++cached.hits;
  *value = place->value;
  *null = place->null;
  return true;
}

void keep_cached(Cached& cached, Datum input, Datum value, bool null) {
  if (!cached.sought || !pays(cached)) return;
  const std::size_t result = result_bytes(cached, value, null);
  if (result > Cached::kMostResult) return;
  make_room(cached);
  if (cached.by_value) {
    keep_range(cached, static_cast<std::int64_t>(input), value, null, result);
  } else {
    keep_bytes(cached, input, value, null, result);
  }
}

}  // namespace sketch::pg
