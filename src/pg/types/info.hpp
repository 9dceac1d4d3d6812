// SPDX-License-Identifier: PostgreSQL
//
// sketch_info(): a description of a sketch as jsonb.
#pragma once

#include "sketch/core/image.hpp"
#include "sketch/core/item.hpp"

#include "guard.hpp"

namespace sketch::pg {

// What the kernel says about an image.
template <class Sketch>
typename Sketch::Info info_of(Bytes image) {
  typename Sketch::Info info;
  run(Source::stored, [&](Host& host) { return Sketch::info(image, host, info); });
  return info;
}

// Writes a JSON object, member by member. It begins with the family's name and the version of the
// format.
class InfoWriter {
 public:
  explicit InfoWriter(Family family);

  InfoWriter& text(const char* name, const char* value);
  InfoWriter& count(const char* name, std::uint64_t value);
  InfoWriter& flag(const char* name, bool value);
  // A number with that many significant digits. A double has at least 15.
  InfoWriter& number(const char* name, double value, int digits = 15);
  // The type of a sketch's items, and the columns of rows; nothing if no item has come.
  InfoWriter& items(ItemType type);

  Datum written();

 private:
  void member(const char* name);

  StringInfoData json_;
};

}  // namespace sketch::pg
