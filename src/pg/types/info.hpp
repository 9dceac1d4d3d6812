// SPDX-License-Identifier: PostgreSQL
//
// sketch_info(): what there is to say of a sketch, as jsonb.
#pragma once

#include "sketch/core/image.hpp"

#include "guard.hpp"

namespace sketch::pg {

// What the kernel knows of an image.
template <class Sketch>
typename Sketch::Info info_of(Bytes image) {
  typename Sketch::Info info;
  run(Source::stored, [&](Host& host) { return Sketch::info(image, host, info); });
  return info;
}

// A JSON object, member by member; every family's begins with its name and the version of its format.
class InfoWriter {
 public:
  explicit InfoWriter(Family family);

  InfoWriter& text(const char* name, const char* value);
  InfoWriter& count(const char* name, std::uint64_t value);
  InfoWriter& flag(const char* name, bool value);
  // So many significant digits; of an estimate all that a double precision is sure of.
  InfoWriter& number(const char* name, double value, int digits = 15);

  Datum written();

 private:
  void member(const char* name);

  StringInfoData json_;
};

}  // namespace sketch::pg
