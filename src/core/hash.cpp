// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace sketch {

std::uint64_t hash_bytes(const void* data, std::size_t size) noexcept {
  return XXH3_64bits(data, size);
}

std::uint64_t hash_bytes_xxh64(const void* data, std::size_t size) noexcept {
  return XXH64(data, size, 0);
}

}  // namespace sketch
