// SPDX-License-Identifier: PostgreSQL
//
// TextCursor: reads words and numbers of a text, with any spaces between them.
#pragma once

#include <charconv>
#include <cstring>

#include "sketch/core/bytes.hpp"

namespace sketch::foreign {

class TextCursor {
 public:
  explicit TextCursor(Bytes text) noexcept
      : at_(reinterpret_cast<const char*>(text.data())), end_(at_ + text.size()) {}

  // Skips the word if it comes next; else false.
  bool word(const char* expected) noexcept {
    skip();
    const std::size_t size = std::strlen(expected);
    if (static_cast<std::size_t>(end_ - at_) < size || std::memcmp(at_, expected, size) != 0)
      return false;
    at_ += size;
    return true;
  }
  template <class Number>
  bool number(Number& value) noexcept {
    skip();
    const auto [end, error] = std::from_chars(at_, end_, value);
    at_ = end;
    return error == std::errc{};
  }
  bool at_end() noexcept {
    skip();
    return at_ == end_;
  }

 private:
  void skip() noexcept {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\t')) ++at_;
  }
  const char *at_, *end_;
};

}  // namespace sketch::foreign
