// SPDX-License-Identifier: PostgreSQL
//
// Cursor: reads bytes of another system from the beginning. Bytes beyond the end read as 0 and are
// remembered, so that a reader can check once, at its end.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sketch/core/bytes.hpp"
#include "sketch/core/status.hpp"

namespace sketch::foreign {

class Cursor {
 public:
  explicit Cursor(Bytes bytes) noexcept : bytes_(bytes) {}

  bool good() const noexcept { return good_; }
  bool at_end() const noexcept { return good_ && bytes_.empty(); }
  std::size_t left() const noexcept { return bytes_.size(); }

  Bytes bytes(std::size_t n) noexcept {
    if (n > bytes_.size()) {
      good_ = false;
      bytes_ = {};
      return {};
    }
    const Bytes taken = bytes_.first(n);
    bytes_ = bytes_.subspan(n);
    return taken;
  }
  Bytes rest() noexcept { return bytes(bytes_.size()); }

  // A number, little-endian or big-endian.
  template <class T>
  T number() noexcept {
    return std::bit_cast<T>(word<T>(false));
  }
  // Not inline: inlined into a loop, gcc 12 for s390x computes zeros at -O2.
  template <class T>
  [[gnu::noinline]] T number_be() noexcept {
    return std::bit_cast<T>(word<T>(true));
  }

 private:
  template <class T>
  auto word(bool big) noexcept {
    using Word = std::conditional_t<
        sizeof(T) == 8, std::uint64_t,
        std::conditional_t<sizeof(T) == 4, std::uint32_t,
                           std::conditional_t<sizeof(T) == 2, std::uint16_t, std::uint8_t>>>;
    const Bytes taken = bytes(sizeof(T));
    if (taken.empty()) return Word{0};
    const Word little = load_le<Word>(taken.data());
    return big ? byte_swap(little) : little;
  }

  Bytes bytes_;
  bool good_ = true;
};

constexpr Status malformed(const char* message) noexcept {
  return {Code::malformed, message, "The bytes are truncated or damaged."};
}

}  // namespace sketch::foreign
