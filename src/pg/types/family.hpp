// SPDX-License-Identifier: PostgreSQL
//
// What families of sketches are called in SQL.
#pragma once

#include "sketch/core/image.hpp"

namespace sketch::pg {

// The type is sketch_<name>, and so are its functions.
constexpr const char* family_name(Family family) noexcept {
  switch (family) {
#define SKETCH_FAMILY(name, alike, adding) \
  case Family::name:                       \
    return #name;
#include "types/families.def"
#undef SKETCH_FAMILY
  }
  return "";
}

}  // namespace sketch::pg
