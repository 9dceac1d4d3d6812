// SPDX-License-Identifier: PostgreSQL
//
// Where the attributes that a query reads are in the stored rows of a table, without reading the
// others: a plan made once for a row type. A row is runs of attributes of fixed width, each but the
// last with a varlena behind it. Where things are in a run depends on where it begins only by the
// remainder of 8, the largest alignment, so a run is passed by two table lookups and a varlena by its
// length: one run after the other, each in all rows of the page, as in a row each has to wait for the
// one before. A row with a NULL before the last attribute that is read, or that is older than an
// attribute, is passed attribute by attribute.
#pragma once

#include "batch/batch.hpp"

namespace sketch::pg {

// The rows of a page, or some of them, in the order of their line pointers.
struct PageRows {
  static constexpr int kMost = MaxHeapTuplesPerPage;

  int count;
  HeapTupleHeader header[kMost];
  const char* data[kMost];     // behind the header
  std::uint16_t offset[kMost];  // from data, up to where attributes were located
  std::int16_t whole[kMost];    // so many attributes are there without a NULL, as far as it matters
  int places;                   // room for so many attributes
  const char** at;              // kMost for each attribute that is read: where it is, null for NULL

  const char** places_of(int wanted) const noexcept { return at + wanted * kMost; }
};

struct Layout {
  // An attribute that is read.
  struct Wanted {
    AttrNumber attribute;
    std::uint16_t ahead[8];  // from a run's beginning, by its remainder of 8
    const char* missing;     // the value, as it were stored, of rows that are older; null for NULL
    std::int16_t length;
    bool by_value;

    Datum value(const char* stored) const { return fetch_att(stored, by_value, length); }
  };

  struct Run {
    std::int16_t first, end;    // its attributes, from 0; the varlena is the last
    std::int16_t begin, fixed;  // those that are read: their indices, the varlena apart
    std::int16_t varlena;       // its index, kUnread or kNone
    std::uint8_t mask;          // the varlena's alignment less 1
    std::uint16_t advance[8];   // from the run's beginning to the varlena
  };
  static constexpr std::int16_t kUnread = -1, kNone = -2;

  struct Attribute {
    std::int16_t length;  // -1 for a varlena, -2 for a cstring
    std::int16_t wanted;  // its index or kUnread
    std::uint8_t mask;
  };

  Wanted* wanted;  // in the order of their attributes
  Run* run;
  Attribute* attribute;
  int wanted_count, runs;
  int attributes;  // up to the last that is read
  int regular;     // those before a cstring, which no run can have
  bool fixed;      // in a whole row all that is read is at a fixed place
  char nothing[2];  // a varlena of no bytes: what is passed where one is NULL

  void init(TupleDesc row, const Bitmapset* attributes_read);
  int index_of(AttrNumber attribute_number) const noexcept;
  int offset_of(int index) const noexcept { return wanted[index].ahead[0]; }
  // How far the first run goes, at least.
  int reach() const noexcept { return runs == 0 ? 0 : run[0].advance[0]; }
  // The run behind that of the attribute.
  int runs_to(AttrNumber attribute_number) const noexcept;

  void enter(PageRows& rows, int row, HeapTupleHeader header) const noexcept;
  // Locates what is read in runs begin to end - 1, in rows whose runs before have been passed.
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
