// SPDX-License-Identifier: PostgreSQL
//
// Finds the attributes that a query reads in the tuples of a heap page, without deforming the
// tuples. The plan for this (Layout) is made once for a table. It divides a tuple into runs:
// attributes of fixed width, and a varlena after them.
//
//   int4 | int8 | text | int2 | int2 | text | date | ...
//   +-------------------+--------------------+-----
//          run 0               run 1           run 2
//
// Within a run, offsets depend only on where the run begins modulo 8, the largest alignment. So a
// table lookup gives each attribute's offset and the beginning of the varlena, and the varlena's
// length gives the beginning of the next run. Run 0 is located in all tuples of the page, then run
// 1, and so on: within a tuple each run depends on the one before, but tuples are independent, so
// their cache misses overlap.
//
// A tuple that has a NULL among these attributes, or that is older than one of them, is walked
// attribute by attribute.
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

// Tuples of a page, in the order of their line pointers.
struct PageRows {
  static constexpr int kMost = MaxHeapTuplesPerPage;

  int count;
  HeapTupleHeader header[kMost];
  const char* data[kMost];      // the tuple's data, after its header
  std::uint16_t offset[kMost];  // where the next run to be located begins, from `data`
  std::int16_t whole[kMost];    // the number of leading attributes that are stored and not NULL
  int places;                   // the number of attributes that `at` has room for
  const char** at;              // kMost pointers for each attribute that is read; null for NULL

  const char** places_of(int wanted) const noexcept { return at + wanted * kMost; }
};

struct Layout {
  // An attribute that is read.
  struct Wanted {
    AttrNumber attribute;
    // Its offset from the beginning of the run, for each beginning modulo 8.
    std::uint16_t ahead[8];
    const char* missing;     // the value in tuples older than the attribute; null for NULL
    std::int16_t length;
    bool by_value;

    Datum value(const char* stored) const { return fetch_att(stored, by_value, length); }
  };

  struct Run {
    // Its attributes are first to end - 1, from 0; the varlena is the last.
    std::int16_t first, end;
    std::int16_t begin, fixed;  // `wanted` begin to fixed - 1 are those of fixed width
    // The varlena's index in `wanted`, or kUnread; kNone if the run has no varlena.
    std::int16_t varlena;
    std::uint8_t mask;          // the varlena's alignment - 1
    // From the run's beginning to the varlena, for each beginning modulo 8.
    std::uint16_t advance[8];
  };
  static constexpr std::int16_t kUnread = -1, kNone = -2;

  struct Attribute {
    std::int16_t length;  // -1 for a varlena, -2 for a cstring
    std::int16_t wanted;  // its index in `wanted`, or kUnread
    std::uint8_t mask;
  };

  Wanted* wanted;  // the attributes that are read, in order
  Run* run;
  Attribute* attribute;
  int wanted_count, runs;
  int attributes;   // the number of attributes up to the last that is read
  int regular;      // the number of attributes before the first cstring; runs can't have any
  bool fixed;       // in a tuple without NULLs all attributes are at constant offsets
  char nothing[2];  // an empty varlena, which stands for NULL where a tuple is walked

  void init(TupleDesc row, const Bitmapset* attributes_read);
  int index_of(AttrNumber attribute_number) const noexcept;
  int offset_of(int index) const noexcept { return wanted[index].ahead[0]; }
  // The length of the first run's attributes of fixed width.
  int reach() const noexcept { return runs == 0 ? 0 : run[0].advance[0]; }
  // The number of runs up to and with the attribute's.
  int runs_to(AttrNumber attribute_number) const noexcept;

  // Adds a tuple to `rows`.
  void enter(PageRows& rows, int row, HeapTupleHeader header) const noexcept;
  // Locates the attributes of runs begin to end - 1. All runs before have to be located already.
  void locate(PageRows& rows, const std::uint16_t* selected, int count, int begin,
              int end) const noexcept;
};

inline void Layout::enter(PageRows& rows, int i, HeapTupleHeader header) const noexcept {
  rows.header[i] = header;
  rows.data[i] = reinterpret_cast<const char*>(header) + header->t_hoff;
  int whole = std::min(regular, static_cast<int>(HeapTupleHeaderGetNatts(header)));
  if ((header->t_infomask & HEAP_HASNULL) != 0) {
    int byte = 0;
    while (8 * byte + 8 <= whole && header->t_bits[byte] == 0xFF) ++byte;
    if (8 * byte < whole) whole = std::min(whole, 8 * byte + std::countr_one(header->t_bits[byte]));
  }
  rows.whole[i] = static_cast<std::int16_t>(whole);
  rows.offset[i] = 0;
}

}  // namespace sketch::pg
