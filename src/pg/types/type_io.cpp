// SPDX-License-Identifier: PostgreSQL
#include "types/type_io.hpp"

namespace sketch::pg {

const char* without_white_space(const char* text, std::size_t& length) {
  constexpr const char* kWhiteSpace = " \t\r\n\f\v";
  const std::size_t first = std::strcspn(text, kWhiteSpace);
  if (first == length) return text;
  char* copy = pnstrdup(text, length);
  char* to = copy + first;
  for (std::size_t i = first; i < length; ++i) {
    if (i % kBase64Groups == 0) CHECK_FOR_INTERRUPTS();
    if (std::strchr(kWhiteSpace, text[i]) == nullptr) *to++ = text[i];
  }
  *to = '\0';
  length = static_cast<std::size_t>(to - copy);
  return copy;
}

bool is_hexadecimal(const char* text, std::size_t length) {
  const std::size_t prefix = length > 1 && text[0] == '\\' && text[1] == 'x' ? 2 : 0;
  if (length == prefix || (prefix == 0 && length % 2 != 0)) return false;
  return std::strspn(text + prefix, "0123456789abcdefABCDEF") == length - prefix;
}

Status what_text_is(const char* text, std::size_t length) {
  if (is_hexadecimal(text, length)) {
    return {Code::malformed, "the text of a sketch looks like hexadecimal, not base64",
            "Cast it from bytea: '\\x...'::bytea::sketch_hll, for example."};
  }
  if (std::strpbrk(text, "-_") != nullptr && std::strpbrk(text, "+/") == nullptr) {
    return {Code::malformed, "the text of a sketch looks like URL-safe base64",
            "Use the alphabet of base64: translate(text, '-_', '+/')."};
  }
  if (length % 4 != 0 && std::strchr(text, '=') == nullptr) {
    return {Code::malformed, "the text of a sketch is not a whole number of base64 groups",
            "It is truncated, or its padding is missing: a group has four characters, and = "
            "fills the last group."};
  }
  return {Code::malformed, "invalid base64 in the text of a sketch",
          "A sketch is written as base64; use sketch_hll_agg() to make one."};
}

}  // namespace sketch::pg
