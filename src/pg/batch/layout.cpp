// SPDX-License-Identifier: PostgreSQL
#include "batch/layout.hpp"

#include <algorithm>

namespace sketch::pg {
namespace {

unsigned align(unsigned offset, unsigned mask) noexcept { return (offset + mask) & ~mask; }

std::uint8_t mask_of(const FormData_pg_attribute* attribute) {
  return static_cast<std::uint8_t>(att_align_nominal(1, attribute->attalign) - 1);
}

// The attribute's value in tuples that are older than it, as it would be stored.
const char* missing_value(TupleDesc row, const Layout::Wanted& wanted) {
  bool null;
  const Datum value = getmissingattr(row, wanted.attribute, &null);
  if (null) return nullptr;
  if (!wanted.by_value) return static_cast<const char*>(DatumGetPointer(value));
  char* stored = static_cast<char*>(palloc0(sizeof value));
  store_att_byval(stored, value, wanted.length);
  return stored;
}

// Where a varlena begins: at `offset`, or aligned after it. As in att_align_pointer(): padding
// bytes are zeros, and an unaligned varlena doesn't begin with a zero.
unsigned varlena_at(const char* data, unsigned offset, unsigned mask) noexcept {
  return data[offset] == 0 ? align(offset, mask) : offset;
}

// Walks a run of a tuple that has all of the run's attributes, some of them NULL. Returns the
// offset after the run. NULLs are often random, so there is no branch on them: for a NULL,
// alignment and length are masked to zero.
unsigned pass_run(const Layout& layout, PageRows& rows, int i, unsigned offset,
                  const Layout::Run& run) noexcept {
  const std::uint8_t* bits = rows.header[i]->t_bits;
  const char* data = rows.data[i];
  const auto there = [=](int a) { return static_cast<unsigned>(bits[a >> 3]) >> (a & 7) & 1; };
  int w = run.begin;
  int a = run.first;
  const int fixed_end = run.varlena == Layout::kNone ? run.end : run.end - 1;
  for (;;) {
    const int stop = w < run.fixed ? layout.wanted[w].attribute : fixed_end;
    for (; a < stop; ++a) {
      const Layout::Attribute attribute = layout.attribute[a];
      const unsigned all = 0 - there(a), mask = attribute.mask & all;
      offset = align(offset, mask) + (static_cast<unsigned>(attribute.length) & all);
    }
    if (w == run.fixed) break;
    const char* place = data + offset - layout.attribute[stop - 1].length;
    rows.places_of(w++)[i] = there(stop - 1) != 0 ? place : nullptr;
  }
  if (run.varlena == Layout::kNone) return offset;
  const unsigned all = 0 - there(fixed_end);
  const char* from = all != 0 ? data + offset : layout.nothing;
  if (*from == 0) {
    offset = align(offset, run.mask);
    from = data + offset;
  }
  if (run.varlena >= 0) rows.places_of(run.varlena)[i] = all != 0 ? from : nullptr;
  return offset + (static_cast<unsigned>(VARSIZE_ANY(from)) & all);
}

// Walks attributes first to end - 1 of a tuple that may lack some of them. Returns the offset after
// them.
[[gnu::noinline]] unsigned pass_each(const Layout& layout, PageRows& rows, int i, unsigned offset,
                                     int first, int end) noexcept {
  const HeapTupleHeader header = rows.header[i];
  const char* data = rows.data[i];
  const bool nulls = (header->t_infomask & HEAP_HASNULL) != 0;
  const int stored = HeapTupleHeaderGetNatts(header);
  for (int a = first; a < end; ++a) {
    const Layout::Attribute attribute = layout.attribute[a];
    const char* place;
    if (a >= stored) {
      if (attribute.wanted < 0) continue;
      place = layout.wanted[attribute.wanted].missing;
    } else {
      const bool there = !nulls || !att_isnull(a, header->t_bits);
      if (attribute.length > 0) {  // no branch on `there`, because NULLs are often random
        const unsigned start = align(offset, attribute.mask);
        place = there ? data + start : nullptr;
        offset = there ? start + static_cast<unsigned>(attribute.length) : offset;
      } else if (there && attribute.length == -2) {
        place = data + offset;
        offset += static_cast<unsigned>(std::strlen(place)) + 1;
      } else if (there) {
        offset = varlena_at(data, offset, attribute.mask);
        place = data + offset;
        offset += static_cast<unsigned>(VARSIZE_ANY(place));
      } else {
        place = nullptr;
      }
    }
    if (attribute.wanted >= 0) rows.places_of(attribute.wanted)[i] = place;
  }
  return offset;
}

// Locates the attributes of runs begin to end - 1 in a tuple with NULLs or missing attributes.
[[gnu::noinline]] void pass_lacking(const Layout& layout, PageRows& rows, int i, int begin,
                                    int end) noexcept {
  const int last = layout.run[end - 1].end;
  unsigned offset = rows.offset[i];
  if (HeapTupleHeaderGetNatts(rows.header[i]) >= last && layout.regular == layout.attributes) {
    for (int r = begin; r < end; ++r) offset = pass_run(layout, rows, i, offset, layout.run[r]);
  } else {
    offset = pass_each(layout, rows, i, offset, layout.run[begin].first, last);
  }
  rows.offset[i] = static_cast<std::uint16_t>(offset);
}

// Locates the attributes of one run in all tuples without NULLs. `beyond`: there is a run after it.
void pass_run_of_whole(const Layout& layout, PageRows& rows, const std::uint16_t* whole, int count,
                       const Layout::Run& run, bool beyond) noexcept {
  for (int w = run.begin; w < run.fixed; ++w) {
    const std::uint16_t* ahead = layout.wanted[w].ahead;
    const char** at = rows.at + w * PageRows::kMost;
    for (int k = 0; k < count; ++k) {
      const int i = whole[k];
      const unsigned offset = rows.offset[i];
      at[i] = rows.data[i] + offset + ahead[offset & 7];
    }
  }
  const bool read = run.varlena >= 0, pass = run.varlena != Layout::kNone && beyond;
  const char** at = rows.at + (read ? run.varlena : 0) * PageRows::kMost;
  for (int k = 0; k < count; ++k) {
    const int i = whole[k];
    const char* data = rows.data[i];
    unsigned offset = rows.offset[i];
    offset += run.advance[offset & 7];
    if (read || pass) offset = varlena_at(data, offset, run.mask);
    if (read) at[i] = data + offset;
    if (pass) offset += static_cast<unsigned>(VARSIZE_ANY(data + offset));
    rows.offset[i] = static_cast<std::uint16_t>(offset);
  }
}

}  // namespace

int Layout::index_of(AttrNumber attribute_number) const noexcept {
  return attribute[attribute_number - 1].wanted;
}

int Layout::runs_to(AttrNumber attribute_number) const noexcept {
  int n = 0;
  while (n < runs && run[n].first < attribute_number) ++n;
  return n;
}

void Layout::init(TupleDesc row, const Bitmapset* attributes_read) {
  const int count = bms_num_members(attributes_read);
  wanted = make_array<Wanted>(count);
  for (int a = -1; (a = bms_next_member(attributes_read, a)) >= 0; ++wanted_count) {
    const auto* form = TupleDescAttr(row, a - 1);
    Wanted& next = wanted[wanted_count];
    next.attribute = static_cast<AttrNumber>(a);
    next.length = form->attlen;
    next.by_value = form->attbyval;
    next.missing = missing_value(row, next);
    attributes = a;
  }
  SET_VARSIZE_SHORT(nothing, 1);
  regular = attributes;
  attribute = make_array<Attribute>(attributes);
  run = make_array<Run>(attributes + 1);
  Run* current = nullptr;
  int index = 0;
  for (int a = 0; a < attributes; ++a) {
    const auto* form = TupleDescAttr(row, a);
    if (form->attlen == -2) regular = std::min(regular, a);
    if (current == nullptr) {
      current = &run[runs++];
      current->first = static_cast<std::int16_t>(a);
      current->begin = current->fixed = static_cast<std::int16_t>(index);
      current->varlena = kNone;
      for (unsigned r = 0; r < 8; ++r) current->advance[r] = 0;
    }
    current->end = static_cast<std::int16_t>(a + 1);
    const bool read = index < wanted_count && wanted[index].attribute == a + 1;
    attribute[a] = {form->attlen, static_cast<std::int16_t>(read ? index : kUnread), mask_of(form)};
    if (form->attlen < 0) {
      if (read) std::copy_n(current->advance, 8, wanted[index].ahead);
      current->varlena = attribute[a].wanted;
      current->mask = attribute[a].mask;
      current = nullptr;
    } else {
      for (unsigned r = 0; r < 8; ++r) {
        const unsigned start = align(r + current->advance[r], attribute[a].mask) - r;
        if (read) wanted[index].ahead[r] = static_cast<std::uint16_t>(start);
        current->advance[r] =
            static_cast<std::uint16_t>(start + static_cast<unsigned>(form->attlen));
      }
      current->fixed = static_cast<std::int16_t>(current->fixed + read);
    }
    index += read;
  }
  // Offsets are constant in the first run, also that of its varlena if there is no padding before
  // it.
  fixed = regular == attributes &&
          (runs == 0 ||
           (runs == 1 && (run[0].varlena == kNone || (run[0].advance[0] & run[0].mask) == 0)));
}

void Layout::locate(PageRows& rows, const std::uint16_t* selected, int count, int begin,
                    int end) const noexcept {
  if (begin == end) return;
  const int last = run[end - 1].end;
  std::uint16_t whole[PageRows::kMost];
  int n = 0;
  for (int k = 0; k < count; ++k) {
    const std::uint16_t i = selected[k];
    whole[n] = i;
    if (rows.whole[i] >= last) {
      ++n;
    } else {
      pass_lacking(*this, rows, i, begin, end);
    }
  }
  for (int r = begin; r < end; ++r) pass_run_of_whole(*this, rows, whole, n, run[r], r + 1 < runs);
}

}  // namespace sketch::pg
