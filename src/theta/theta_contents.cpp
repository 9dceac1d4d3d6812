// SPDX-License-Identifier: PostgreSQL
#include "theta_contents.hpp"

#include <algorithm>

#include "sketch/theta/theta_coder.hpp"

namespace sketch {
namespace {

constexpr Status kMalformed{Code::malformed, "sketch_theta image is malformed",
                            "The bytes are truncated or damaged."};
constexpr Status kBadPrecision{Code::malformed,
                               "sketch_theta image has a precision outside 4 to 20",
                               "The bytes are damaged, or are not a sketch_theta."};

// A table's hashes are almost in order: insertion needs some moves for each. Where it needs many
// (hashes that were chosen to collide) it is given up.
void sort_table(std::span<std::uint64_t> hashes) noexcept {
  constexpr std::size_t kMovesForEach = 64;
  std::size_t moves = kMovesForEach * hashes.size();
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    const std::uint64_t hash = hashes[i];
    std::size_t to = i;
    for (; to != 0 && hashes[to - 1] > hash; --to) hashes[to] = hashes[to - 1];
    hashes[to] = hash;
    if (i - to > moves) {
      std::sort(hashes.begin(), hashes.end());
      return;
    }
    moves -= i - to;
  }
}

}  // namespace

template <class Word>
bool ThetaContents::read_table(Bytes image) {
  const std::size_t slots = (image.size() - Theta::kWordsOffset) / sizeof(Word);
  const auto count = load_native<std::uint32_t>(image.data() + Theta::kCountOffset);
  if (count > slots) return false;
  const int bits = hash_bits(precision);
  hashes = room_.make(count);
  std::size_t n = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto word = load_native<Word>(image.data() + Theta::kWordsOffset + sizeof(Word) * i);
    if (word == 0) continue;
    const std::uint64_t hash = hash_of(word, bits);
    if (n == count || word_of<Word>(truncated(hash, bits), bits) != word) return false;
    hashes[n++] = hash;
  }
  if (n != count) return false;
  sort_table(hashes);
  return (n == 0 || hashes.back() <= last) &&
         std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end();
}

bool ThetaContents::read_coded(Bytes body, bool sampled, std::uint64_t limit) {
  last = Theta::kAll;
  const int bits = hash_bits(precision);
  if (sampled) {
    if (body.size() < sizeof last) return false;
    const auto theta = load_le<std::uint64_t>(body.data());
    if (theta == 0 || truncated(theta, bits) != theta) return false;
    last = theta - 1;
    body = body.subspan(sizeof last);
  }
  theta_coder::Decoder decoder;
  if (!decoder.open(body, last, limit, bits)) return false;
  hashes = room_.make(decoder.count());
  return decoder.read(hashes.data()) && (hashes.empty() || hashes.back() <= last);
}

Status ThetaContents::read(Bytes image, std::uint64_t limit) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Theta::kFamily, envelope); !status.ok())
    return status;
  if (envelope.parameter < Theta::kMinPrecision || envelope.parameter > Theta::kMaxPrecision)
    return kBadPrecision;
  precision = envelope.parameter;
  const Bytes body = image.subspan(kEnvelopeBytes);
  switch (envelope.form) {
    case Theta::kExact:
      return read_coded(body, false, limit) ? Status{} : kMalformed;
    case Theta::kSampled:
      return read_coded(body, true, limit) ? Status{} : kMalformed;
    case Theta::kWorking: {
      if (image.size() < Theta::kWordsOffset) return kMalformed;
      last = load_native<std::uint64_t>(image.data() + Theta::kLastOffset);
      const bool good = Theta::packs(precision) ? read_table<std::uint32_t>(image)
                                                : read_table<std::uint64_t>(image);
      if (!good) return kMalformed;
      // Theta is a cell's first hash, or 1.
      if (last != Theta::kAll && truncated(last + 1, hash_bits(precision)) != last + 1)
        return kMalformed;
      trim();
      return {};
    }
    default:
      return kMalformed;
  }
}

void ThetaContents::read_working(Bytes image) {
  precision = Theta::precision(image.data());
  last = load_native<std::uint64_t>(image.data() + Theta::kLastOffset);
  Theta::packs(precision) ? read_table<std::uint32_t>(image) : read_table<std::uint64_t>(image);
}

void ThetaContents::lower(std::uint64_t new_last) noexcept {
  if (new_last >= last) return;
  last = new_last;
  const auto end = std::upper_bound(hashes.begin(), hashes.end(), last);
  hashes = hashes.first(static_cast<std::size_t>(end - hashes.begin()));
}

void ThetaContents::reduce(int to) noexcept {
  if (precision <= to) return;
  precision = to;
  const int bits = hash_bits(to);
  // Of the cell that theta was in not everything is known.
  if (last != Theta::kAll) lower(truncated(last + 1, bits) - 1);
  for (auto& hash : hashes) hash = truncated(hash, bits);
  const auto end = std::unique(hashes.begin(), hashes.end());
  hashes = hashes.first(static_cast<std::size_t>(end - hashes.begin()));
}

void ThetaContents::trim() noexcept {
  const std::size_t k = Theta::most_hashes(precision);
  if (hashes.size() <= k) return;
  last = hashes[k] - 1;
  hashes = hashes.first(k);
}

}  // namespace sketch
