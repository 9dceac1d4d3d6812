// SPDX-License-Identifier: PostgreSQL
//
// Compact theta sketches of Apache DataSketches, after its documentation and the preambles of its
// libraries. 8 bytes of preamble (words, version, family 3, ..., flags, hash of the seed), then
//   version 1  number of hashes, 4 bytes, and 4 of padding; theta; hashes. There is no hash of the
//              seed
//   version 2  with 2 words the number of hashes and 4 bytes of padding, with 3 words theta, too;
//              hashes
//   version 3  as version 2; with 1 word nothing, or a single hash
//   version 4  the preamble has the number of bits of a difference, and of bytes of the number of
//              hashes; with 2 words theta; the number of hashes; the differences between
//              consecutive hashes, most significant bits first
// Hashes have 63 bits, and the image has those below theta. If theta is 2^63 - 1, it has all
// hashes.
#include <algorithm>
#include <bit>
#include <cstring>

#include "datasketches.hpp"
#include "formats.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches theta image is malformed");

constexpr std::size_t kPauseHashes = 65536;

// What precedes the hashes.
struct Head {
  DsPreamble preamble;
  std::uint8_t entry_bits, count_bytes;
  DsSample sample;
};

Status read_preamble(Cursor& cursor, Head& head) {
  head.preamble = ds_preamble(cursor);
  head.entry_bits = cursor.number<std::uint8_t>();
  head.count_bytes = cursor.number<std::uint8_t>();
  head.sample.flags = cursor.number<std::uint8_t>();
  head.sample.seed = cursor.number<std::uint16_t>();
  if (!cursor.good()) return kMalformed;
  const auto& [words, version, family] = head.preamble;
  constexpr std::uint8_t kAlpha = 1, kQuickSelect = 2;
  if (family == kAlpha || family == kQuickSelect) {
    return {Code::wrong_family, "the bytes are a DataSketches theta sketch that is being built",
            "Compact it in the system that made it: only compact sketches are supported."};
  }
  if (const Status status = ds_family(head.preamble, DsFamily::compact_theta); !status.ok())
    return status;
  if (version < 1 || version > 4 || words < 1 || words > 3) return kMalformed;
  if (version == 1) {
    // The numbers say everything; there are no flags.
    head.sample.flags = 0;
    head.sample.seed = kDataSketchesSeedHash;
    return words == 3 ? Status{} : kMalformed;
  }
  if (version == 2 && words == 1) head.sample.flags |= DsTheta::kEmpty;
  return head.sample.of_default_seed() ? Status{} : kOtherSeed;
}

// Reads the number of hashes, and theta.
bool read_counts(Cursor& cursor, Head& head) {
  DsSample& sample = head.sample;
  if (head.preamble.version != 4) return sample.take_counts(cursor, head.preamble.words);
  if (head.preamble.words > 2 || head.count_bytes > 4 || head.entry_bits > 63) return false;
  if (head.preamble.words == 2) sample.theta = cursor.number<std::uint64_t>();
  for (unsigned i = 0; i < head.count_bytes; ++i)
    sample.count |= std::uint64_t{cursor.number<std::uint8_t>()} << 8 * i;
  return cursor.good() && sample.normalise();
}

// Reads differences of `bits` bits each, most significant first; the first is the difference from
// 0.
bool read_differences(Bytes packed, unsigned bits, std::span<std::uint64_t> hashes, Host& host) {
  Pace pace(host, kPauseHashes);
  std::uint64_t hash = 0, buffer = 0;
  unsigned buffered = 0;
  std::size_t next = 0;
  for (std::uint64_t& to : hashes) {
    pace.step();
    std::uint64_t difference = 0;
    for (unsigned wanted = bits; wanted != 0;) {
      if (buffered == 0) {
        buffer = std::to_integer<std::uint64_t>(packed[next++]);
        buffered = 8;
      }
      const unsigned taken = std::min(wanted, buffered);
      buffered -= taken;
      wanted -= taken;
      difference = difference << taken | (buffer >> buffered & ((1U << taken) - 1));
    }
    if (difference > DsTheta::kOne - hash) return false;
    hash += difference;
    to = DsTheta::word_of(hash);
  }
  return true;
}

bool read_hashes(Cursor& cursor, const Head& head, ThetaContents& contents, Host& host) {
  const Bytes rest = cursor.rest();
  if (head.preamble.version == 4) {
    // A difference takes at least one bit.
    if (head.sample.count > 8 * rest.size() || (head.sample.count != 0 && head.entry_bits == 0))
      return false;
    if (rest.size() != (head.sample.count * head.entry_bits + 7) / 8) return false;
    return read_differences(rest, head.entry_bits, contents.make_hashes(head.sample.count), host);
  }
  constexpr std::size_t kBytes = sizeof(std::uint64_t);
  if (head.sample.count > rest.size() / kBytes || rest.size() != head.sample.count * kBytes)
    return false;
  const auto hashes = contents.make_hashes(head.sample.count);
  Pace pace(host, kPauseHashes);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    pace.step();
    const auto hash = load_le<std::uint64_t>(rest.data() + kBytes * i);
    if (hash > DsTheta::kOne) return false;
    hashes[i] = DsTheta::word_of(hash);
  }
  return true;
}

}  // namespace

Status read_datasketches_theta(Bytes image, SampleChoice wanted, Host& host, State& canonical) {
  Cursor cursor(image);
  Head head{};
  if (const Status status = read_preamble(cursor, head); !status.ok()) return status;
  ThetaContents contents(host, Family::theta);
  contents.grain = first_grain(Domain::datasketches);
  contents.value_class = ValueClass::other;
  if (!read_counts(cursor, head) || !read_hashes(cursor, head, contents, host)) return kMalformed;
  contents.last = DsTheta::last_of(head.sample.theta);
  host.pause();
  if (!std::is_sorted(contents.hashes.begin(), contents.hashes.end()))
    std::sort(contents.hashes.begin(), contents.hashes.end());
  if (!contents.valid()) return kMalformed;
  contents.precision = ds_precision(contents.hashes.size(), wanted.precision);
  canonical = canonical_image(contents, host);
  return {};
}

int ds_precision(std::size_t hashes, int wanted) noexcept {
  if (wanted != 0) return wanted;
  const auto least = hashes <= 1 ? 0 : static_cast<int>(std::bit_width(hashes - 1));
  return std::clamp(least, Theta::kDefaultPrecision, Theta::kMaxPrecision);
}

// Writes version 3, with ascending hashes.
Status write_datasketches_theta(Bytes image, Host& host, State& bytes) {
  ThetaContents contents(host, Family::theta);
  if (const Status status = contents.read(image); !status.ok()) return status;
  const std::size_t n = contents.hashes.size();
  const bool all = contents.last == Theta::kAll;
  const std::size_t words = !all ? 3 : n > 1 ? 2 : 1;
  bytes = host.allocate(8 * (words + n));
  std::memset(bytes.data(), 0, 8 * words);
  bytes[0] = static_cast<std::byte>(words);
  bytes[1] = std::byte{3};
  bytes[2] = static_cast<std::byte>(DsFamily::compact_theta);
  bytes[5] = static_cast<std::byte>(DsTheta::kReadOnly | DsTheta::kCompact | DsTheta::kOrdered |
                                    (all && n == 0 ? DsTheta::kEmpty : 0));
  store_le(bytes.data() + 6, kDataSketchesSeedHash);
  if (words > 1) store_le(bytes.data() + 8, static_cast<std::uint32_t>(n));
  if (!all) store_le(bytes.data() + 16, DsTheta::theta_of(contents.last));
  Pace pace(host, kPauseHashes);
  std::byte* to = bytes.data() + 8 * words;
  for (const std::uint64_t hash : contents.hashes) {
    pace.step();
    store_le(to, hash >> 1);
    to += sizeof hash;
  }
  return {};
}

}  // namespace sketch::foreign
