// SPDX-License-Identifier: PostgreSQL
#include "hll_contents.hpp"

#include "sketch/distinct/ell_coder.hpp"
#include "sketch/distinct/token_coder.hpp"

namespace sketch {

bool HllContents::read_table(Bytes image) {
  const std::size_t slots = (image.size() - Hll::kWordsOffset) / 4;
  const auto count = load_native<std::uint32_t>(image.data() + Hll::kCountOffset);
  if (count > slots) return false;
  // Nobody can predict which slots are empty. So empty slots are written, too, and the next one
  // overwrites them; the last place is for those behind the last token.
  words = room_.make(count + 1);
  bool valid = true;
  std::size_t n = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto slot = load_native<std::uint32_t>(image.data() + Hll::kWordsOffset + 4 * i);
    const Token token = slot & ~Hll::kOccupied;
    valid &= (slot == 0) | ((token != slot) & token_valid(token));
    words[n] = token;
    n += slot != 0;
    if (n > count) return false;
  }
  words = words.first(count);
  return valid && n == count;
}

bool HllContents::read_array(Bytes bytes, bool little) {
  const std::size_t n = std::size_t{1} << precision;
  if (bytes.size() != 4 * n) return false;
  words = room_.make(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::byte* at = bytes.data() + 4 * i;
    words[i] = little ? load_le<std::uint32_t>(at) : load_native<std::uint32_t>(at);
  }
  return true;
}

Status HllContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Hll::kFamily, envelope); !status.ok())
    return status;
  if (envelope.domain != Domain::xxh3)
    return domain_mismatch(Family::hll, envelope.domain, Domain::xxh3);
  if (envelope.parameter < Hll::kMinPrecision || envelope.parameter > Hll::kMaxPrecision)
    return kBadPrecision;
  precision = envelope.parameter;
  values = envelope.values;
  if (envelope.working() && image.size() < Hll::kWordsOffset) return kMalformed;
  const Bytes body = image.subspan(kEnvelopeBytes);
  bool good = false;
  switch (envelope.form) {
    case Hll::kTokens: {
      registers = false;
      const std::ptrdiff_t n = token_coder::count(body);
      good = n >= 0 && token_coder::decode(body, words = room_.make(static_cast<std::size_t>(n)));
      break;
    }
    case Hll::kCodedRegisters:
      registers = true;
      words = room_.make(std::size_t{1} << precision);
      good = ell_coder::decode(body, words, scratch_);
      break;
    case Hll::kRawRegisters:
      registers = true;
      good = read_array(body, true);
      break;
    case Hll::kWorkingTokens:
      registers = false;
      good = read_table(image);
      break;
    case Hll::kWorkingRegisters:
      registers = true;
      good = read_array(image.subspan(Hll::kWordsOffset), false);
      break;
    default:
      break;
  }
  return good ? Status{} : kMalformed;
}

}  // namespace sketch
