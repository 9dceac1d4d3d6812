// SPDX-License-Identifier: PostgreSQL
//
// The SQL names of families of sketches.
#pragma once

#include "sketch/core/image.hpp"

namespace sketch::pg {

// The family's type is sketch_<name>.
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
