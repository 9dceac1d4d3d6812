// SPDX-License-Identifier: PostgreSQL
//
// The stored form of centroids (docs/format.md, "sketch_tdigest").
#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "counting.hpp"
#include "key_coder.hpp"
#include "sketch/core/bits.hpp"
#include "sketch/simd/ones.hpp"
#include "sketch/core/varint.hpp"
#include "tdigest_contents.hpp"

namespace sketch {
namespace {

// The bits of a number above 0 below its highest one. Bit streams take 56 bits at a time.
constexpr unsigned kMostTaken = 56;

void put_rest(BitWriter& bits, std::uint64_t value) noexcept {
  const auto count = static_cast<unsigned>(std::bit_width(value)) - 1;
  const std::uint64_t rest = value ^ std::uint64_t{1} << count;
  bits.put(rest & ((std::uint64_t{1} << kMostTaken) - 1), std::min(count, kMostTaken));
  if (count > kMostTaken) bits.put(rest >> kMostTaken, count - kMostTaken);
}
[[gnu::always_inline]] inline std::uint64_t take_with_rest(BitReader& bits,
                                                           unsigned width) noexcept {
  const unsigned count = width - 1;
  std::uint64_t rest = bits.take(std::min(count, kMostTaken));
  if (count > kMostTaken) [[unlikely]]
    rest |= bits.take(count - kMostTaken) << kMostTaken;
  return std::uint64_t{1} << count | rest;
}

unsigned width_of(std::uint64_t value) noexcept {
  return static_cast<unsigned>(std::bit_width(value));
}

// Visits the next n unary numbers; false if there are fewer.
template <class Visit>
bool take_unaries(BitReader& bits, std::size_t n, Visit visit) noexcept {
  std::size_t begin = 0;
  return simd::take_ones(bits, n, [&](std::size_t position) {
    visit(position - begin);
    begin = position + 1;
  });
}

// Codes small numbers, each near the one before, by their differences.
class Nearby {
 public:
  explicit Nearby(unsigned first) noexcept : value_(first) {}

  void put(BitWriter& bits, unsigned value) noexcept {
    bits.put_unary(
        zigzag(static_cast<int>(value) - static_cast<int>(std::exchange(value_, value))));
  }
  // The next number; out of range if the coded difference is.
  unsigned next(std::size_t coded) noexcept {
    return value_ += static_cast<unsigned>(unzigzag(std::min<std::size_t>(coded, 255)));
  }

 private:
  unsigned value_;
};

// The first numbers of the sequences: the width of weight 1, and the coarsest shift.
constexpr unsigned kFirstWidth = 1, kFirstShift = TDigestContents::kMostSpareBits;

// The least possible width of the difference between a rounded mean and its lower neighbour.
unsigned least_width(unsigned shift) noexcept {
  return shift == 0 ? 0 : TDigestContents::kMeanBits + 1;
}

}  // namespace

// Whether the sketch is stored as single values.
bool TDigestContents::few_values() const noexcept {
  const auto pure = [](const Centroid& c) { return c.mixed == 0; };
  return n <= compression / 2 && std::all_of(centroids.begin(), centroids.end(), pure);
}

// Each centroid takes a run (up to 64 bits), a weight (up to 129 bits for its width, and 63), and a
// mean (the same).
std::size_t TDigestContents::max_bytes() const noexcept {
  constexpr std::size_t kHeadBytes =
      2 + 8 + kMaxVarintBytes + Units::kMaxBytes + 2 * sizeof(std::uint64_t);
  return kHeadBytes + centroids.size() * (64 + 2 * (129 + 63)) / 8 +
         (few_values() ? key_coder::max_bits(n) / 8 : 0);
}

std::byte* TDigestContents::write_values(std::byte* to) const {
  store_le(to, static_cast<std::uint16_t>(compression));
  ScratchArray<Key, 512> room(scratch_);
  Key* const keys = room.make(n).data();
  Key* key = keys;
  for (const Centroid& c : centroids) key = std::fill_n(key, c.weight, c.mean);
  return key_coder::put_values(Kind::float8, {keys, key}, to + 2);
}

std::byte* TDigestContents::write_centroids(std::byte* to) const {
  constexpr std::uint64_t kNan = 0x7FF8000000000000;
  store_le(to, static_cast<std::uint16_t>(compression));
  store_le(to + 2, std::isnan(sum) ? kNan : std::bit_cast<std::uint64_t>(sum));
  ScratchArray<Key, 512> room(scratch_);
  Key* const keys = room.make(centroids.size()).data();
  Key* key = keys;
  for (const Centroid& c : centroids) {
    if (c.mixed == 0) *key++ = c.mean;
  }
  const std::span<const Key> pure(keys, key);
  const Units units = Units::of(Kind::float8, least, greatest, pure);
  BitWriter bits(units.put(put_varint(to + 10, centroids.size())));
  // Alternating runs of pure and mixed centroids. The first one, the least value, is pure.
  std::uint64_t mixed = 0, run = 0;
  const auto put_run = [&bits](std::uint64_t length) {
    bits.put_unary(width_of(length) - 1);
    put_rest(bits, length);
  };
  for (const Centroid& c : centroids) {
    if (c.mixed != mixed) put_run(std::exchange(run, 0));
    mixed = c.mixed, ++run;
  }
  put_run(run);
  Nearby width(kFirstWidth), shift(kFirstShift);
  for (const Centroid& c : centroids) width.put(bits, width_of(c.weight));
  for (const Centroid& c : centroids) put_rest(bits, c.weight);
  key_coder::encode(pure, units, bits);
  const auto each_mean = [this](auto visit) {
    for (std::size_t i = 0; i < centroids.size(); ++i) {
      if (centroids[i].mixed == 0) continue;
      const unsigned spare = spare_bits(i);
      visit(spare, static_cast<std::uint64_t>(centroids[i].mean >> spare) -
                       static_cast<std::uint64_t>(centroids[i - 1].mean >> spare));
    }
  };
  each_mean([&](unsigned spare, std::uint64_t) { shift.put(bits, spare); });
  each_mean(
      [&](unsigned spare, std::uint64_t up) { bits.put_unary(width_of(up) - least_width(spare)); });
  each_mean([&](unsigned, std::uint64_t up) {
    if (up != 0) put_rest(bits, up);
  });
  return bits.end();
}

bool TDigestContents::read_values(Bytes body) {
  if (body.size() < 2) return false;
  compression = load_le<std::uint16_t>(body.data());
  return key_coder::take_values(body.subspan(2), Kind::float8, compression / 2, keys_, buffer);
}

bool TDigestContents::read_centroids(Bytes body) {
  if (body.size() < 10) return false;
  compression = load_le<std::uint16_t>(body.data());
  sum = std::bit_cast<double>(load_le<std::uint64_t>(body.data() + 2));
  body = body.subspan(10);
  std::uint64_t count;
  Units units;
  if (!take_varint(body, count) || !Units::take(body, Kind::float8, units)) return false;
  least = units.least_key(), greatest = units.greatest_key();
  // A centroid takes at least one bit.
  if (count == 0 || count > 8 * body.size()) return false;
  centroids = room_.make(count);
  BitReader bits(body);
  return read_runs(bits) && read_weights(bits) && read_means(bits, units) && !bits.overrun();
}

bool TDigestContents::read_runs(BitReader& bits) noexcept {
  std::uint64_t mixed = 0;
  for (std::size_t i = 0; i < centroids.size(); mixed ^= 1) {
    const std::uint64_t zeros = bits.take_unary();
    if (zeros > 32) return false;
    const std::uint64_t run = take_with_rest(bits, static_cast<unsigned>(zeros) + 1);
    if (run > centroids.size() - i) return false;
    for (const std::size_t end = i + run; i < end; ++i) centroids[i].mixed = mixed;
  }
  return !bits.overrun();
}

bool TDigestContents::read_weights(BitReader& bits) noexcept {
  Nearby width(kFirstWidth);
  Centroid* c = centroids.data();
  bool good = true;
  const auto take_width = [&](std::size_t coded) {
    c->weight = width.next(coded);
    good &= c->weight - 1 < 64;
    ++c;
  };
  if (!take_unaries(bits, centroids.size(), take_width) || !good) return false;
  for (Centroid& centroid : centroids) {
    centroid.weight = take_with_rest(bits, static_cast<unsigned>(centroid.weight));
    if (centroid.weight > kMostStored - n) return false;
    n += centroid.weight;
  }
  return !bits.overrun();
}

bool TDigestContents::read_means(BitReader& bits, const Units& units) {
  std::size_t pure = 0;
  for (const Centroid& c : centroids) pure += 1 - c.mixed;
  const std::size_t mixed = centroids.size() - pure;
  const auto room = keys_.make(pure + 2 * mixed);
  const auto keys = room.first(pure);
  if (!key_coder::decode(bits, units, keys)) return false;
  // The shift of each mixed mean, and then its width.
  const auto shifts = room.subspan(pure, mixed), widths = room.last(mixed);
  Nearby shift(kFirstShift);
  bool good = true;
  Key* at = shifts.data();
  const auto take_shift = [&](std::size_t coded) {
    *at = shift.next(coded);
    good &= *at++ <= kMostSpareBits;
  };
  if (!take_unaries(bits, mixed, take_shift) || !good) return false;
  at = widths.data();
  std::size_t i = 0;
  const auto take_width = [&](std::size_t coded) {
    *at = static_cast<Key>(std::min<std::size_t>(coded, 64)) +
          least_width(static_cast<unsigned>(shifts[i++]));
    good &= *at++ <= 64;
  };
  if (!take_unaries(bits, mixed, take_width) || !good) return false;
  const Key *key = keys.data(), *by = shifts.data(), *width = widths.data();
  Key before = 0;
  for (Centroid& c : centroids) {
    if (c.mixed == 0) {
      c.mean = *key++;
    } else {
      const auto spare = static_cast<unsigned>(*by++), wide = static_cast<unsigned>(*width++);
      const std::uint64_t up = wide == 0 ? 0 : take_with_rest(bits, wide);
      c.mean = static_cast<Key>((static_cast<std::uint64_t>(before >> spare) + up) << spare);
    }
    before = c.mean;
  }
  return true;
}

}  // namespace sketch
