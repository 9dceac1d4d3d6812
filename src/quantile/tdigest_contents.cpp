// SPDX-License-Identifier: PostgreSQL
#include "tdigest_contents.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "sort.hpp"

namespace sketch {
namespace {

using Centroid = TDigest::Centroid;

bool finite(Key key) noexcept { return key > -kInfinityKey && key < kInfinityKey; }

bool precedes(const Centroid& a, const Centroid& b) noexcept {
  return a.mean < b.mean || (a.mean == b.mean && a.mixed < b.mixed);
}

// Merges two ascending lists; of equal elements those of the first list come first. Which list is
// next is as good as random, so there are no branches. Each step depends on the one before, so the
// lists are merged from both ends side by side. The ends don't meet within as many steps as the
// shorter list is long. A list that is used up is still read, but its elements beyond compare as
// already taken.
Centroid* merged(std::span<const Centroid> a, std::span<const Centroid> b, Centroid* to) noexcept {
  const Centroid *i = a.data(), *j = b.data();
  const Centroid *end_i = i + a.size(), *end_j = j + b.size();
  Centroid* const end = to + a.size() + b.size();
  Centroid* back = end;
  for (std::size_t steps = std::min(a.size(), b.size()); steps != 0; --steps) {
    const bool second = precedes(*j, *i);
    *to++ = *(second ? j : i);
    i += second ? 0 : 1;
    j += second ? 1 : 0;
    const bool first = precedes(end_j[-1], end_i[-1]);
    *--back = (first ? end_i : end_j)[-1];
    end_i -= first ? 1 : 0;
    end_j -= first ? 0 : 1;
  }
  while (i != end_i && j != end_j) *to++ = precedes(*j, *i) ? *j++ : *i++;
  std::copy(j, end_j, std::copy(i, end_i, to));
  return end;
}

// Sorts a sequence of ascending runs by merging them in pairs until one is left. `space` is as
// large as `items`.
std::span<Centroid> sorted_runs(std::span<Centroid> items, std::span<Centroid> space,
                                std::pmr::memory_resource* scratch) {
  const auto each_run = [&items](auto visit) {
    for (auto at = items.begin(); at != items.end();) {
      at = std::is_sorted_until(at, items.end(), precedes);
      visit(static_cast<std::size_t>(at - items.begin()));
    }
  };
  std::size_t runs = 0;
  each_run([&runs](std::size_t) { ++runs; });
  if (runs <= 1) return items;
  ScratchArray<std::size_t, 64> room(scratch);
  const auto ends = room.make(runs);
  runs = 0;
  each_run([&](std::size_t end) { ends[runs++] = end; });
  while (runs > 1) {
    std::size_t begin = 0, merges = 0;
    for (std::size_t r = 0; r < runs; r += 2) {
      const std::size_t middle = ends[r], end = ends[std::min(r + 1, runs - 1)];
      merged(items.subspan(begin, middle - begin), items.subspan(middle, end - middle),
             space.data() + begin);
      ends[merges++] = begin = end;
    }
    runs = merges;
    std::swap(items, space);
  }
  return items;
}

// Appends centroids in ascending order; pure ones of equal values become one.
class Gatherer {
 public:
  explicit Gatherer(Centroid* to) noexcept : begin_(to), to_(to) {}
  void put(const Centroid& c) noexcept {
    if (to_ != begin_ && to_[-1].mean == c.mean && (to_[-1].mixed | c.mixed) == 0) {
      to_[-1].weight += c.weight;
    } else {
      *to_++ = c;
    }
  }
  std::span<Centroid> all() const noexcept { return {begin_, to_}; }

 private:
  Centroid* begin_;
  Centroid* to_;
};

// A binary logarithm that is linear between powers of two. It gives the same bits everywhere.
double log2_of(double x) noexcept {
  constexpr double kOne = 0x1p52;
  return static_cast<double>(std::bit_cast<std::int64_t>(x)) / kOne - 1023;
}

// exp(x) as (1 + x / 1024)^1024, accurate to 1e-3 at x = 1.
double exp_of(double x) noexcept {
  double power = 1 + x / 1024;
  for (int i = 0; i < 10; ++i) power *= power;
  return power;
}

// The factor by which the odds of ranks may differ within a centroid.
double odds_factor(std::uint64_t n, std::uint32_t compression, unsigned fineness) noexcept {
  constexpr double kLn2 = 0x1.62e42fefa39efp-1;
  const double ratio = static_cast<double>(n) / compression;
  const double z = 4 * kLn2 * std::max(0.0, log2_of(ratio)) + 24;
  return exp_of(z / (static_cast<double>(compression) * fineness));
}

}  // namespace

// --- Reading

Status TDigestContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, TDigest::kFamily, envelope); !status.ok())
    return status;
  if (envelope.parameter != 0) return kMalformedTDigest;
  bool good = false;
  const Bytes body = image.subspan(kEnvelopeBytes);
  if (envelope.form == TDigest::kValues) good = read_values(body);
  if (envelope.form == TDigest::kCentroids) good = read_centroids(body);
  if (envelope.form == TDigest::kWorking) good = read_working(image) && good_buffer();
  return good && in_order() ? Status{} : kMalformedTDigest;
}

bool TDigestContents::read_working(Bytes image) {
  TDigest::Head head;
  if (image.size() < TDigest::kBufferOffset) return false;
  std::memcpy(&head, image.data() + kEnvelopeBytes, sizeof head);
  const Bytes body = image.subspan(TDigest::kBufferOffset);
  if (head.buffered > head.room || head.centroids > head.centroid_room) return false;
  const std::size_t buffer_bytes = sizeof(Key) * head.room;
  if (body.size() != buffer_bytes + sizeof(Centroid) * std::size_t{head.centroid_room})
    return false;
  compression = head.compression, n = head.n;
  least = head.least, greatest = head.greatest, sum = head.sum;
  buffer = keys_.make(head.buffered);
  if (!buffer.empty()) std::memcpy(buffer.data(), body.data(), buffer.size_bytes());
  const std::size_t count = head.centroids;
  const auto room = room_.make(2 * count);
  if (count != 0) std::memcpy(room.data(), body.data() + buffer_bytes, sizeof(Centroid) * count);
  centroids = sorted_runs(room.first(count), room.last(count), scratch_);
  // Unites the pure centroids of equal values from several runs.
  Gatherer gatherer(centroids.data());
  for (const Centroid& c : centroids) gatherer.put(c);
  centroids = gatherer.all();
  return true;
}

bool TDigestContents::good_buffer() const noexcept {
  return std::all_of(buffer.begin(), buffer.end(),
                     [](Key key) { return valid_key(Kind::float8, key); });
}

void TDigestContents::read_own(Bytes state) {
  if (!read_working(state)) demand(kMalformedTDigest);
}

// Checks invariants 1 to 4, and that the values can have the sum.
bool TDigestContents::in_order() const noexcept {
  if (compression < TDigest::kMinParameter || compression > TDigest::kMaxParameter) return false;
  if (centroids.empty()) return n == 0;
  std::uint64_t weight = 0;
  Key before = least;
  bool good = true, first = true;
  for (const Centroid& c : centroids) {
    const bool mixed = c.mixed != 0;
    good &= c.mixed <= 1 && c.weight > c.mixed && c.weight <= n - weight;
    good &= mixed ? finite(c.mean) : valid_key(Kind::float8, c.mean);
    good &= before < c.mean || (before == c.mean && (mixed || first));
    before = c.mean, first = false;
    weight += c.weight;
  }
  return good && weight == n && (centroids.front().mixed | centroids.back().mixed) == 0 &&
         centroids.front().mean == least && centroids.back().mean == greatest &&
         possible_sum(Kind::float8, sum, n, least, greatest);
}

// --- Uniting

// Sorts buffer and centroids together. n, extremes and sum then include the buffer.
std::span<Centroid> TDigestContents::gathered() {
  if (!std::is_sorted(buffer.begin(), buffer.end())) {
    ScratchArray<Key, 2048> room(scratch_);
    sort_keys(buffer, room.make(buffer.size()));
  }
  double total = 0;
  for (const Key key : buffer) total += double_of(key);
  least = n == 0 ? buffer.front() : std::min(least, buffer.front());
  greatest = n == 0 ? buffer.back() : std::max(greatest, buffer.back());
  sum += total;
  n += buffer.size();
  Gatherer gatherer(united_.make(centroids.size() + buffer.size()).data());
  const Key* key = buffer.data();
  const Key* const end = key + buffer.size();
  for (const Centroid& c : centroids) {
    while (key != end && *key <= c.mean) gatherer.put({*key++, 1, 0});
    gatherer.put(c);
  }
  while (key != end) gatherer.put({*key++, 1, 0});
  return gatherer.all();
}

// Unites neighbours from the least on, in place.
std::span<Centroid> TDigestContents::united(std::span<Centroid> items,
                                            unsigned fineness) const noexcept {
  const double factor = odds_factor(n, compression, fineness), all = static_cast<double>(n);
  // Sums of values near the limit of doubles are scaled down. It is enough to look at the ends:
  // only two items can be above the greatest finite value, and one below the least.
  constexpr double kLarge = 0x1p900;
  bool scaled = false;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, items.size()); ++i) {
    for (const Key key : {items[i].mean, items[items.size() - 1 - i].mean})
      scaled |= finite(key) && std::abs(double_of(key)) > kLarge;
  }
  const double scale = scaled ? 0x1p-128 : 1, unscale = scaled ? 0x1p128 : 1;
  Centroid* to = items.data();
  std::uint64_t begin = 0;
  for (std::size_t i = 0; i < items.size();) {
    Centroid whole = items[i++];
    const auto first = static_cast<double>(begin);
    // The rank at which the odds are `factor` times those of `begin`. The greatest value is never
    // united.
    const auto limit = std::min(
        static_cast<std::uint64_t>(all * factor * first / (all + (factor - 1) * first)), n - 1);
    begin += whole.weight;
    std::uint64_t left = limit > begin && finite(whole.mean) ? limit - begin : 0;
    const Key from = whole.mean;
    Key last = from;
    const double base = double_of(from) * scale;
    double total = 0;
    for (; i < items.size() && items[i].weight <= left && finite(items[i].mean); ++i) {
      last = items[i].mean;
      total += static_cast<double>(items[i].weight) * (double_of(last) * scale - base);
      left -= items[i].weight;
      begin += items[i].weight;
      whole.weight += items[i].weight;
      whole.mixed = 1;
    }
    if (last != from) {
      const double mean = (base + total / static_cast<double>(whole.weight)) * unscale;
      whole.mean = std::clamp(key_of(mean), from, last);
    }
    *to++ = whole;
  }
  return {items.data(), to};
}

void TDigestContents::compress(unsigned fineness) {
  if (!buffer.empty()) centroids = gathered();
  buffer = {};
  // Up to this many need not be united.
  if (centroids.size() > std::size_t{compression} * fineness / 2)
    centroids = united(centroids, fineness);
}

// --- Rounding

// The number of low bits that a mean has to spare, given its two neighbours.
unsigned TDigestContents::spare_bits(std::size_t i) const noexcept {
  const auto distance = [](Key from, Key to) {
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  };
  const Key mean = centroids[i].mean;
  const std::uint64_t gap = std::min(distance(centroids[i - 1].mean, mean),
                                     distance(mean, std::min(centroids[i + 1].mean, kInfinityKey)));
  const auto width = static_cast<unsigned>(std::bit_width(gap));
  return width > kMeanBits ? std::min(width - 1 - kMeanBits, kMostSpareBits) : 0;
}

// Terminates, because each rounding gives a mean more trailing zeros.
void TDigestContents::round_means() noexcept {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < centroids.size(); ++i) {
      if (centroids[i].mixed == 0) continue;
      const unsigned bits = spare_bits(i);
      if (bits == 0) continue;
      Key& mean = centroids[i].mean;
      const Key rounded = (mean + (Key{1} << (bits - 1))) >> bits << bits;
      changed |= rounded != mean;
      mean = rounded;
    }
  }
}

}  // namespace sketch
