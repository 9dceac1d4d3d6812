// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/image.hpp"

namespace sketch {

void write_envelope(std::byte* to, const Envelope& envelope) noexcept {
  to[0] = std::byte{kFormatVersion};
  to[1] = static_cast<std::byte>(envelope.family);
  to[2] = static_cast<std::byte>(envelope.form | static_cast<unsigned>(envelope.domain) << 4);
  to[3] = static_cast<std::byte>(envelope.parameter);
}

Status read_envelope(Bytes image, Family family, Envelope& envelope) noexcept {
  if (image.size() < kEnvelopeBytes) {
    return {Code::malformed, "sketch image is shorter than its header",
            "The bytes are truncated, or are not a sketch."};
  }
  if (image[0] != std::byte{kFormatVersion}) {
    return {Code::wrong_version, "sketch image has an unknown format version",
            "It was written by a newer version of the extension, or is not a sketch."};
  }
  if (image[1] != static_cast<std::byte>(family)) {
    return {Code::wrong_family, "sketch image is of another family",
            "Sketches of different types can't be converted into each other."};
  }
  const auto packed = std::to_integer<unsigned>(image[2]);
  if (packed >> 4 != static_cast<unsigned>(Domain::xxh3)) {
    return {Code::wrong_domain, "sketch image is of another hash domain",
            "Sketches built with different hash functions can't be combined."};
  }
  envelope.family = family;
  envelope.domain = Domain::xxh3;
  envelope.form = static_cast<std::uint8_t>(packed & 0x0F);
  envelope.parameter = image_parameter(image.data());
  return {};
}

}  // namespace sketch
