// SPDX-License-Identifier: PostgreSQL
#include "types/type_io.hpp"

namespace sketch::pg {

std::size_t without_white_space(char* text, std::size_t length) {
  // Of what has none, nothing is moved.
  const std::size_t first = std::strcspn(text, " \t\r\n\f\v");
  char* to = text + first;
  for (std::size_t i = first; i < length; ++i) {
    if (i % kBase64Groups == 0) CHECK_FOR_INTERRUPTS();
    if (std::strchr(" \t\r\n\f\v", text[i]) == nullptr) *to++ = text[i];
  }
  *to = '\0';
  return static_cast<std::size_t>(to - text);
}

// No base64 of a sketch is hexadecimal: its second character is a Q.
Status what_text_is(const char* text, std::size_t length) {
  constexpr const char* kHexadecimal = "0123456789abcdefABCDEF";
  const std::size_t prefix = length > 1 && text[0] == '\\' && text[1] == 'x' ? 2 : 0;
  if (length > prefix && std::strspn(text + prefix, kHexadecimal) == length - prefix) {
    return {Code::malformed, "the text of a sketch looks like hexadecimal, not base64",
            "Cast it from bytea: '\\x...'::bytea::sketch_hll, for example."};
  }
  if (std::strpbrk(text, "-_") != nullptr && std::strpbrk(text, "+/") == nullptr) {
    return {Code::malformed, "the text of a sketch looks like URL-safe base64",
            "Use the alphabet of base64: translate(text, '-_', '+/')."};
  }
  if (length % 4 != 0 && std::strchr(text, '=') == nullptr) {
    return {Code::malformed, "the text of a sketch is not of whole groups of base64",
            "It is cut off, or without padding: there are four characters in a group, of which = fills the "
            "last."};
  }
  return {};
}

}  // namespace sketch::pg
