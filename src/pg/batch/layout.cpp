// SPDX-License-Identifier: PostgreSQL
#include "batch/layout.hpp"

#include <algorithm>

namespace sketch::pg {
namespace {

unsigned align(unsigned offset, unsigned mask) noexcept { return (offset + mask) & ~mask; }

std::uint8_t mask_of(const FormData_pg_attribute* attribute) {
  return static_cast<std::uint8_t>(att_align_nominal(1, attribute->attalign) - 1);
}

// The default of rows that were there before the attribute, in the form of a stored value.
const char* missing_value(TupleDesc row, const Layout::Wanted& wanted) {
  bool null;
  const Datum value = getmissingattr(row, wanted.attribute, &null);
  if (null) return nullptr;
  if (!wanted.by_value) return static_cast<const char*>(DatumGetPointer(value));
  char* stored = static_cast<char*>(palloc0(sizeof value));
  store_att_byval(stored, value, wanted.length);
  return stored;
}

// A varlena begins here or at the next multiple of its alignment: padding is of zeros, and no value
// begins with one where it isn't aligned.
unsigned varlena_at(const char* data, unsigned offset, unsigned mask) noexcept {
  return data[offset] == 0 ? align(offset, mask) : offset;
}

// Passes the attributes first to end - 1 of a row that lacks some of them: the offset behind.
[[gnu::noinline]] unsigned pass_each(const Layout& layout, PageRows& rows, int i, unsigned offset, int first,
                                     int end) noexcept {
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
      if (attribute.length > 0) {  // without a branch on whether it is there: often that is random
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
        current->advance[r] = static_cast<std::uint16_t>(start + static_cast<unsigned>(form->attlen));
      }
      current->fixed = static_cast<std::int16_t>(current->fixed + read);
    }
    index += read;
  }
  // The first varlena too, if there is never padding before it.
  fixed = regular == attributes &&
          (runs == 0 || (runs == 1 && (run[0].varlena == kNone || (run[0].advance[0] & run[0].mask) == 0)));
}

void Layout::locate(PageRows& rows, const std::uint16_t* selected, int count, int begin,
                    int end) const noexcept {
  if (begin == end) return;
  const int last = run[end - 1].end;
  for (int k = 0; k < count; ++k) {
    const int i = selected[k];
    const char* data = rows.data[i];
    unsigned offset = rows.offset[i];
    for (int r = begin; r < end; ++r) {
      const Run& step = run[r];
      if (rows.whole[i] < step.end) {
        offset = pass_each(*this, rows, i, offset, step.first, last);
        break;
      }
      const unsigned remainder = offset & 7;
      for (int w = step.begin; w < step.fixed; ++w)
        rows.places_of(w)[i] = data + offset + wanted[w].ahead[remainder];
      offset += step.advance[remainder];
      if (step.varlena == kNone) continue;
      offset = varlena_at(data, offset, step.mask);
      if (step.varlena >= 0) rows.places_of(step.varlena)[i] = data + offset;
      if (r + 1 < runs) offset += static_cast<unsigned>(VARSIZE_ANY(data + offset));
    }
    rows.offset[i] = static_cast<std::uint16_t>(offset);
  }
}

}  // namespace sketch::pg
