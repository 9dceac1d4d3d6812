// SPDX-License-Identifier: PostgreSQL
//
// The centroids at rest (docs/format.md, "sketch_tdigest").
#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "counting.hpp"
#include "key_coder.hpp"
#include "sketch/core/bits.hpp"
#include "sketch/core/varint.hpp"
#include "tdigest_contents.hpp"

namespace sketch {
namespace {

// Numbers of up to 64 bits, which streams take in two halves.
void put_bits(BitWriter& bits, std::uint64_t value, unsigned count) noexcept {
  bits.put(value & 0xFFFFFFFF, std::min(count, 32U));
  if (count > 32) bits.put(value >> 32, count - 32);
}
std::uint64_t take_bits(BitReader& bits, unsigned count) noexcept {
  std::uint64_t value = bits.take(std::min(count, 32U));
  if (count > 32) value |= bits.take(count - 32) << 32;
  return value;
}

// What is below the highest bit of a number above 0.
void put_rest(BitWriter& bits, std::uint64_t value, unsigned width) noexcept {
  put_bits(bits, value ^ std::uint64_t{1} << (width - 1), width - 1);
}
std::uint64_t take_with_rest(BitReader& bits, unsigned width) noexcept {
  return std::uint64_t{1} << (width - 1) | take_bits(bits, width - 1);
}

unsigned width_of(std::uint64_t value) noexcept {
  return static_cast<unsigned>(std::bit_width(value));
}

// A small number that is near the one before it, by the change; false if it isn't up to `most`.
void put_near(BitWriter& bits, unsigned& before, unsigned value) noexcept {
  bits.put_unary(zigzag(static_cast<int>(value) - static_cast<int>(before)));
  before = value;
}
bool take_near(BitReader& bits, unsigned& value, unsigned most) noexcept {
  const std::uint64_t change = std::min<std::uint64_t>(bits.take_unary(), 255);
  value += static_cast<unsigned>(unzigzag(change));
  return value <= most;
}

// Where widths and shifts start.
constexpr unsigned kFirstWidth = 1, kFirstShift = TDigestContents::kMostSpareBits;

}  // namespace

// For each centroid a run (up to 64 bits), a weight (up to 129 for the width, and 63), and a mean
// (the same).
std::size_t TDigestContents::max_bytes() const noexcept {
  constexpr std::size_t kHeadBytes = 2 + 8 + 1 + 3 * kMaxVarintBytes + 2 * sizeof(std::uint64_t);
  return kHeadBytes + centroids.size() * (64 + 2 * (129 + 63)) / 8;
}

std::size_t TDigestContents::write(std::byte* to) const {
  std::byte* const begin = to;
  store_le(to, static_cast<std::uint16_t>(compression));
  to = put_varint(to + 2, centroids.size());
  if (centroids.empty()) return static_cast<std::size_t>(to - begin);
  ScratchArray<Key, 512> room(scratch_);
  Key* key = room.make(centroids.size()).data();
  const Key* const keys = key;
  for (const Centroid& c : centroids) {
    if (c.mixed == 0) *key++ = c.mean;
  }
  const std::span<const Key> pure(keys, key);
  constexpr std::uint64_t kNan = 0x7FF8000000000000;
  store_le(to, std::isnan(sum) ? kNan : std::bit_cast<std::uint64_t>(sum));
  const Step step = Step::of(Kind::float8, least, greatest, pure);
  to[8] = static_cast<std::byte>(step.code());
  const std::int64_t low = step.unit(least);
  const std::uint64_t range =
      static_cast<std::uint64_t>(step.unit(greatest)) - static_cast<std::uint64_t>(low);
  to = put_varint(put_varint(to + 9, zigzag(low)), range);

  BitWriter bits(to);
  // Runs of pure ones and of others in turn; the least value is pure.
  std::uint64_t mixed = 0, run = 0;
  const auto put_run = [&bits](std::uint64_t length) {
    bits.put_unary(width_of(length) - 1);
    put_rest(bits, length, width_of(length));
  };
  for (const Centroid& c : centroids) {
    if (c.mixed != mixed) put_run(std::exchange(run, 0));
    mixed = c.mixed, ++run;
  }
  put_run(run);
  unsigned width = kFirstWidth, shift = kFirstShift;
  for (const Centroid& c : centroids) {
    put_near(bits, width, width_of(c.weight));
    put_rest(bits, c.weight, width);
  }
  key_coder::encode(pure, step, low, range, bits);
  for (std::size_t i = 0; i < centroids.size(); ++i) {
    if (centroids[i].mixed == 0) continue;
    put_near(bits, shift, spare_bits(i));
    const Key mean = centroids[i].mean >> shift;
    const auto up = static_cast<std::uint64_t>(mean) -
                    static_cast<std::uint64_t>(centroids[i - 1].mean >> shift);
    // What is rounded has kMeanBits behind the highest bit, at least.
    const unsigned least_width = shift == 0 ? 0 : kMeanBits + 1;
    bits.put_unary(width_of(up) - least_width);
    if (up != 0) put_rest(bits, up, width_of(up));
  }
  return static_cast<std::size_t>(to - begin) + bits.finish();
}

bool TDigestContents::read_centroids(Bytes body) {
  std::uint64_t count, coded_low, range;
  if (body.size() < 2) return false;
  compression = load_le<std::uint16_t>(body.data());
  body = body.subspan(2);
  if (!take_varint(body, count)) return false;
  if (count == 0) return body.empty();
  Step step;
  if (body.size() < 9 || !Step::read(Kind::float8, std::to_integer<unsigned>(body[8]), step))
    return false;
  sum = std::bit_cast<double>(load_le<std::uint64_t>(body.data()));
  body = body.subspan(9);
  if (!take_varint(body, coded_low) || !take_varint(body, range)) return false;
  const std::int64_t low = unzigzag(coded_low);
  least = step.key(low);
  greatest = step.key(static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + range));
  // A centroid takes a bit at least.
  if (count > 8 * body.size()) return false;
  centroids = room_.make(count);

  BitReader bits(body);
  std::size_t pure = 0;
  for (std::size_t i = 0, mixed = 0; i < count; mixed ^= 1) {
    const std::uint64_t zeros = bits.take_unary();
    if (zeros > 32) return false;
    const std::uint64_t run = take_with_rest(bits, static_cast<unsigned>(zeros) + 1);
    if (run > count - i) return false;
    if (mixed == 0) pure += run;
    for (const std::size_t end = i + run; i < end; ++i) centroids[i].mixed = mixed;
  }
  unsigned width = kFirstWidth, shift = kFirstShift;
  for (Centroid& c : centroids) {
    if (!take_near(bits, width, 64) || width == 0 || bits.overrun()) return false;
    c.weight = take_with_rest(bits, width);
    if (c.weight > kMostStored - n) return false;
    n += c.weight;
  }
  const auto keys = keys_.make(pure);
  if (!key_coder::decode(bits, step, low, range, keys)) return false;
  const Key* key = keys.data();
  for (Centroid& c : centroids) {
    if (c.mixed == 0) c.mean = *key++;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (centroids[i].mixed == 0) continue;
    if (!take_near(bits, shift, kMostSpareBits)) return false;
    const std::uint64_t more = bits.take_unary() + (shift == 0 ? 0 : kMeanBits + 1);
    if (more > 64 || bits.overrun()) return false;
    const std::uint64_t up = more == 0 ? 0 : take_with_rest(bits, static_cast<unsigned>(more));
    const auto mean = static_cast<std::uint64_t>(centroids[i - 1].mean >> shift) + up;
    centroids[i].mean = static_cast<Key>(mean << shift);
  }
  return !bits.overrun();
}

}  // namespace sketch
