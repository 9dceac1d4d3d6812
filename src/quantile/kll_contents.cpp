// SPDX-License-Identifier: PostgreSQL
#include "kll_contents.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "sketch/core/hash.hpp"
#include "sketch/core/varint.hpp"
#include "sort.hpp"

namespace sketch {
namespace {

constexpr std::uint32_t kLeastCapacity = 2;

// The buffer is sampled once the highest level is so many levels above the sampled ones ...
constexpr unsigned kExactLevels = 7;
// ... and so that some keys are left of it.
constexpr unsigned kMostSampling = 5;

// How many keys the level `depth` below the highest may hold: k (2/3)^depth.
std::uint32_t capacity(std::uint32_t k, unsigned depth) noexcept {
  for (; depth != 0 && k > kLeastCapacity; --depth) k = k * 2 / 3;
  return std::max(k, kLeastCapacity);
}

std::span<Key> merged(std::span<Key> a, std::span<Key> b, Key* to) noexcept {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Key* end = std::merge(a.begin(), a.end(), b.begin(), b.end(), to);
  return {to, end};
}

// The keys of one level after the other.
class Reader {
 public:
  explicit Reader(const KllLevels& levels) noexcept : levels_(levels) {}
  std::span<Key> next() noexcept {
    if (level_ >= levels_.count) return {};
    const std::size_t begin = at_;
    at_ += levels_.sizes[level_++];
    return levels_.keys.subspan(begin, at_ - begin);
  }

 private:
  const KllLevels& levels_;
  unsigned level_ = 0;
  std::size_t at_ = 0;
};

}  // namespace

std::uint32_t Kll::budget(std::uint32_t k, unsigned levels) noexcept {
  std::uint32_t all = 0, holds = k;
  for (unsigned h = 0; h < levels; ++h) {
    all += holds;
    holds = std::max(holds * 2 / 3, kLeastCapacity);
  }
  return std::max(3 * k, all);
}

// --- Reading

Status KllContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Kll::kFamily, envelope); !status.ok())
    return status;
  if (envelope.parameter >= kKinds) return kMalformedKll;
  kind = Kind{envelope.parameter};
  bool good = false;
  if (envelope.form == Kll::kLevels) good = read_levels(image.subspan(kEnvelopeBytes));
  if (envelope.form == Kll::kWorking) good = read_working(image);
  return good ? Status{} : kMalformedKll;
}

bool KllContents::read_levels(Bytes body) {
  if (body.size() < 3) return false;
  k = load_le<std::uint16_t>(body.data());
  body = body.subspan(2);
  if (k < Kll::kMinParameter || k > Kll::kMaxParameter) return false;
  if (!take_varint(body, n) || n > kMostStored) return false;
  if (n == 0) return body.empty();
  if (body.size() < sizeof sum) return false;
  sum = std::bit_cast<double>(load_le<std::uint64_t>(body.data()));
  body = body.subspan(sizeof sum);
  Units units;
  if (!Units::take(body, kind, units)) return false;
  least = units.least_key(), greatest = units.greatest_key();

  std::size_t total = 0;
  for (std::uint64_t weight = 0; weight < n; ++levels.count) {
    std::uint64_t size;
    if (levels.count == Kll::kMaxLevels || !take_varint(body, size)) return false;
    // A unit takes a bit at least: no number of them that the bytes can't hold gets memory.
    if (size > 8 * body.size() || size > (n - weight) >> levels.count) return false;
    levels.sizes[levels.count] = static_cast<std::uint32_t>(size);
    weight += size << levels.count;
    total += size;
  }
  if (total > Kll::budget(k, levels.count)) return false;
  levels.keys = room_.make(total);
  BitReader bits(body);
  for (std::size_t at = 0, level = 0; level < levels.count; ++level) {
    const auto keys = levels.keys.subspan(at, levels.sizes[level]);
    if (!key_coder::decode(bits, units, keys)) return false;
    at += keys.size();
  }
  const auto valid = [this](Key key) { return valid_key(kind, key); };
  return !bits.overrun() && valid(least) && valid(greatest) &&
         std::all_of(levels.keys.begin(), levels.keys.end(), valid) && in_order();
}

bool KllContents::read_working(Bytes image) {
  Kll::Head head;
  if (image.size() < Kll::kBufferOffset) return false;
  std::memcpy(&head, image.data() + kEnvelopeBytes, sizeof head);
  if (head.k < Kll::kMinParameter || head.k > Kll::kMaxParameter) return false;
  if (head.buffered > head.room || head.levels > Kll::kMaxLevels) return false;
  const Bytes body = image.subspan(Kll::kBufferOffset);
  const std::size_t buffer_bytes = sizeof(Key) * head.room;
  std::size_t at = buffer_bytes, total = 0;
  if (body.size() < at) return false;
  if (head.levels != 0) {
    at += sizeof levels.sizes;
    if (body.size() < at) return false;
    std::memcpy(levels.sizes.data(), body.data() + buffer_bytes, sizeof levels.sizes);
    for (unsigned h = 0; h < head.levels; ++h) total += levels.sizes[h];
    if (total > (body.size() - at) / sizeof(Key)) return false;
  }
  k = head.k, n = head.n, least = head.least, greatest = head.greatest, sum = head.sum;
  pending = head.pending, coins = head.coins;
  levels.count = head.levels;
  const auto room = room_.make(total + head.buffered);
  levels.keys = room.first(total);
  buffer = room.subspan(total);
  if (total != 0) std::memcpy(levels.keys.data(), body.data() + at, sizeof(Key) * total);
  if (!buffer.empty()) std::memcpy(buffer.data(), body.data(), buffer.size_bytes());
  const auto valid = [this](Key key) { return valid_key(kind, key); };
  return valid(least) && valid(greatest) && std::all_of(room.begin(), room.end(), valid) &&
         in_order();
}

// Ascending levels, within the extremes, whose weights are n; and a sum that such values can have.
bool KllContents::in_order() const noexcept {
  std::uint64_t weight = 0;
  Reader reader(levels);
  for (unsigned h = 0; h < levels.count; ++h) {
    const auto keys = reader.next();
    if (keys.size() > (n - weight) >> h || !std::is_sorted(keys.begin(), keys.end())) return false;
    if (!keys.empty() && (keys.front() < least || keys.back() > greatest)) return false;
    weight += std::uint64_t{keys.size()} << h;
  }
  if (weight != n || least > greatest) return false;
  if (n != 0 && !possible_sum(kind, sum, n, least, greatest)) return false;
  // While every value is kept the extremes are among them.
  return levels.count != 1 || (levels.keys.front() == least && levels.keys.back() == greatest);
}

// --- Halving

void KllContents::count(std::uint64_t weight, Key from, Key to, double total) noexcept {
  if (weight == 0) return;
  least = n == 0 ? from : std::min(least, from);
  greatest = n == 0 ? to : std::max(greatest, to);
  sum += total;
  n += weight;
}

// A coin for the halving of a level: every second one is the opposite of the one before it, so that
// two errors of the level tend to cancel.
bool KllContents::coin(unsigned level, std::span<const Key> keys) noexcept {
  const std::uint64_t bit = std::uint64_t{1} << level;
  if ((pending & bit) != 0) {
    pending &= ~bit;
    return (coins & bit) == 0;
  }
  const auto middle = static_cast<std::uint64_t>(keys[keys.size() / 2]);
  const bool heads = (hash_u64(middle ^ hash_u64(n + level)) & 1) != 0;
  pending |= bit;
  coins = heads ? coins | bit : coins & ~bit;
  return heads;
}

// One value out of each 2^level of the buffer; what is left over stays in front of the buffer.
std::span<Key> KllContents::sampled(unsigned level, Key* to) noexcept {
  const std::size_t blocks = buffer.size() >> level;
  const std::uint64_t seed = hash_u64(n ^ static_cast<std::uint64_t>(buffer.front()));
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::uint64_t place = hash_u64(seed + i) >> (64 - level);
    to[i] = buffer[(i << level) + place];
  }
  const auto left = buffer.subspan(blocks << level);
  std::copy(left.begin(), left.end(), buffer.begin());
  buffer = buffer.first(left.size());
  return {to, blocks};
}

// Levels, buffer and sample together, halved on the way up wherever there are too many keys.
KllLevels KllContents::halved(const KllLevels& own, const KllLevels& other, const Sample& sample,
                              const Spaces& spaces, unsigned times, std::size_t& left) noexcept {
  KllLevels out;
  Reader from_own(own), from_other(other);
  std::span<Key> carry;
  Key *free = spaces.first, *next = spaces.second, *to = spaces.out;
  unsigned count =
      std::max({own.count, other.count, sample.keys.empty() ? 0 : sample.level + 1, 1U});
  for (unsigned h = 0; h < count; ++h) {
    std::span<Key> keys = from_own.next();
    for (const auto run : {from_other.next(), h == 0 ? buffer : std::span<Key>(),
                           h == sample.level ? sample.keys : std::span<Key>(), carry}) {
      keys = merged(keys, run, free);
      if (keys.data() == free) std::swap(free, next);
    }
    carry = {};
    const bool many = left > std::size_t{times} * Kll::budget(k, count);
    if (many && keys.size() > capacity(k, count - 1 - h) && h + 1 < Kll::kMaxLevels) {
      const std::size_t stays = keys.size() % 2, moved = keys.size() / 2;
      const std::size_t first = stays + (coin(h, keys) ? 1 : 0);
      if (stays != 0) *to++ = keys.front();
      // In place, if it is the carry of the level below that goes on as it is.
      for (std::size_t i = 0; i < moved; ++i) spaces.carry[i] = keys[first + 2 * i];
      carry = {spaces.carry, moved};
      left -= moved;
      out.sizes[h] = static_cast<std::uint32_t>(stays);
      count = std::max(count, h + 2);
    } else {
      to = std::copy(keys.begin(), keys.end(), to);
      out.sizes[h] = static_cast<std::uint32_t>(keys.size());
    }
  }
  out.count = count;
  while (out.count != 0 && out.sizes[out.count - 1] == 0) --out.count;
  out.keys = {spaces.out, to};
  return out;
}

void KllContents::settle(const KllLevels& other, unsigned times) {
  std::size_t left = levels.keys.size() + buffer.size() + other.keys.size();
  // Nothing to do, as for every stored image that is asked.
  if (left == levels.keys.size() && left <= std::size_t{times} * Kll::budget(k, levels.count))
    return;
  const std::size_t size = left;
  Key* room = spare_.make(6 * size).data();
  const auto space = [&room, size] { return std::exchange(room, room + size); };
  Spaces spaces{space(), space(), space(), space()};
  Key* again = space();
  Sample sample;
  if (!buffer.empty()) {
    const auto [low, high] = std::minmax_element(buffer.begin(), buffer.end());
    double total = 0;
    for (const Key key : buffer) total += number_of(kind, key);
    const std::uint64_t values = buffer.size();
    const Key from = *low, to = *high;
    const unsigned top = std::max(levels.count, other.count);
    if (top > kExactLevels + 1) {
      sample.level = std::min(top - 1 - kExactLevels, kMostSampling);
      sample.keys = sampled(sample.level, space());
      sort_keys(sample.keys, {spaces.first, size});
      left -= values - buffer.size() - sample.keys.size();
    }
    sort_keys(buffer, {spaces.first, size});
    count(values, from, to, total);
  }
  KllLevels own = levels, more = other;
  for (;;) {
    const std::size_t before = left;
    levels = halved(own, more, sample, spaces, times, left);
    if (left <= std::size_t{times} * Kll::budget(k, levels.count) || left == before) break;
    own = levels, more = {}, buffer = {}, sample = {};
    std::swap(spaces.out, again);
  }
  buffer = {};
}

}  // namespace sketch
