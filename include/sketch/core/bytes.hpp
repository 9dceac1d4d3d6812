// SPDX-License-Identifier: PostgreSQL
//
// Little-endian loads and stores on unaligned bytes. Stored images are little-endian on every
// machine.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace sketch {

using Bytes = std::span<const std::byte>;

template <class T>
constexpr T byte_swap(T value) noexcept {
  static_assert(std::is_unsigned_v<T>);
  if constexpr (sizeof(T) == 1) return value;
  if constexpr (sizeof(T) == 2) return __builtin_bswap16(value);
  if constexpr (sizeof(T) == 4) return __builtin_bswap32(value);
  if constexpr (sizeof(T) == 8) return __builtin_bswap64(value);
}

template <class T>
constexpr T little_endian(T value) noexcept {
  return std::endian::native == std::endian::little ? value : byte_swap(value);
}

// An unaligned load in the machine's own byte order, for working states.
template <class T>
inline T load_native(const std::byte* from) noexcept {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
inline void store_native(std::byte* to, T value) noexcept {
  std::memcpy(to, &value, sizeof value);
}

template <class T>
inline T load_le(const std::byte* from) noexcept {
  return little_endian(load_native<T>(from));
}

template <class T>
inline void store_le(std::byte* to, T value) noexcept {
  store_native(to, little_endian(value));
}

}  // namespace sketch
