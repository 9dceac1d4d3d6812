// SPDX-License-Identifier: PostgreSQL
#include "dd_contents.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

#include "counting.hpp"
#include "key_coder.hpp"
#include "sketch/core/bits.hpp"
#include "sketch/core/varint.hpp"
#include "sort.hpp"

namespace sketch {
namespace {

bool valid_double(Key key) noexcept { return valid_key(Kind::float8, key); }

bool valid_bucket(Dd::Bucket bucket, int level) noexcept {
  static const Dd::Bucket kMost = Dd::bucket_of(kInfinityKey - 1, 0);
  const std::int64_t magnitude = std::abs(std::int64_t{bucket});
  return bucket == Dd::kNan || magnitude == Dd::kInfinity || magnitude <= Dd::coarser(kMost, level);
}

// Adds up neighbours with the same bucket; gives how many are left.
std::size_t united(std::span<Dd::Counted> buckets) noexcept {
  std::size_t n = 0;
  for (const Dd::Counted& b : buckets) {
    if (n != 0 && buckets[n - 1].bucket == b.bucket) {
      buckets[n - 1].count += b.count;
    } else {
      buckets[n++] = b;
    }
  }
  return n;
}

// Merges two ascending lists of buckets; gives the number of buckets.
std::size_t added(std::span<const Dd::Counted> a, std::span<const Dd::Counted> b,
                  Dd::Counted* to) noexcept {
  std::size_t i = 0, j = 0, n = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i].bucket < b[j].bucket) {
      to[n++] = a[i++];
    } else if (b[j].bucket < a[i].bucket) {
      to[n++] = b[j++];
    } else {
      to[n] = a[i++];
      to[n++].count += b[j++].count;
    }
  }
  n = static_cast<std::size_t>(std::copy(a.begin() + i, a.end(), to + n) - to);
  return static_cast<std::size_t>(std::copy(b.begin() + j, b.end(), to + n) - to);
}

}  // namespace

// --- Reading

Status DdContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Dd::kFamily, envelope); !status.ok())
    return status;
  if (envelope.parameter > Dd::kMaxLevel) return kMalformedDd;
  level = envelope.parameter;
  bool good = false;
  if (envelope.form == Dd::kValues) good = read_values(image.subspan(kEnvelopeBytes));
  if (envelope.form == Dd::kBuckets) good = read_buckets(image.subspan(kEnvelopeBytes));
  if (envelope.form == Dd::kWorking) good = read_working(image);
  return good ? Status{} : kMalformedDd;
}

Status DdContents::read_as_stored(Bytes image) {
  if (const Status status = read(image); !status.ok()) return status;
  if (exact()) {
    ScratchArray<Key, Dd::kExactValues> room(scratch_);
    sort_keys(values, room.make(values.size()));
  } else {
    count({}, level);
  }
  return {};
}

bool DdContents::read_values(Bytes body) {
  if (!key_coder::take_values(body, Kind::float8, Dd::kExactValues, values_, values)) return false;
  n = values.size();
  if (n != 0) least = values.front(), greatest = values.back();
  return true;
}

bool DdContents::read_buckets(Bytes body) {
  std::uint64_t coded_least, coded_greatest, used, coded_first;
  if (!take_varint(body, coded_least) || !take_varint(body, coded_greatest) ||
      !take_varint(body, used) || !take_varint(body, coded_first))
    return false;
  least = unzigzag(coded_least), greatest = unzigzag(coded_greatest);
  // A bucket takes at least two bits.
  if (used == 0 || used > Dd::kMostBuckets || used > 4 * body.size()) return false;
  buckets = room_.make(used);
  BitReader bits(body);
  std::uint64_t place = coded_first;
  unsigned width = 1;
  for (std::size_t i = 0; i < used; ++i) {
    if (i != 0) {
      const std::uint64_t gap_bits = bits.take_unary();
      if (gap_bits > 32) return false;
      place += std::uint64_t{1} << gap_bits | bits.take(static_cast<unsigned>(gap_bits));
    }
    const std::uint64_t change = bits.take_unary();
    width += static_cast<unsigned>(unzigzag(std::min<std::uint64_t>(change, 255)));
    if (width < 1 || width > 64 || place > 0xFFFFFFFF || bits.overrun()) return false;
    const unsigned low = width - 1;
    std::uint64_t part = bits.take(std::min(low, 32U));
    if (low > 32) part |= bits.take(low - 32) << 32;
    const auto bucket = static_cast<Dd::Bucket>(static_cast<std::int64_t>(place) - Dd::kNan);
    buckets[i] = {bucket, 0, std::uint64_t{1} << low | part};
  }
  return !bits.overrun() && in_order() && n <= kMostStored;
}

bool DdContents::read_working(Bytes image) {
  Dd::Head head;
  if (image.size() < Dd::kBufferOffset) return false;
  std::memcpy(&head, image.data() + kEnvelopeBytes, sizeof head);
  const Bytes body = image.subspan(Dd::kBufferOffset);
  if (head.buffered > head.room || head.buckets > head.bucket_room) return false;
  if (body.size() != sizeof(Key) * head.room + sizeof(Dd::Counted) * std::size_t{head.bucket_room})
    return false;
  values = values_.make(head.buffered);
  if (!values.empty()) std::memcpy(values.data(), body.data(), values.size_bytes());
  buckets = room_.make(head.buckets);
  if (!buckets.empty())
    std::memcpy(buckets.data(), body.data() + sizeof(Key) * head.room, buckets.size_bytes());
  if (!std::all_of(values.begin(), values.end(), valid_double)) return false;
  least = head.least, greatest = head.greatest;
  if (head.buckets > Dd::kMostBuckets || (!buckets.empty() && !in_order())) return false;
  if (values.empty()) return true;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  least = n == 0 ? *low : std::min(least, *low);
  greatest = n == 0 ? *high : std::max(greatest, *high);
  n += values.size();
  return true;
}

// Adds up n. False unless buckets ascend and the first and last are those of the extremes.
bool DdContents::in_order() noexcept {
  if (!valid_double(least) || !valid_double(greatest) || least > greatest) return false;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (!valid_bucket(buckets[i].bucket, level) || buckets[i].count == 0) return false;
    if (i != 0 && buckets[i - 1].bucket >= buckets[i].bucket) return false;
    if (buckets[i].count > ~n) return false;
    n += buckets[i].count;
  }
  return buckets.front().bucket == Dd::bucket_of(least, level) &&
         buckets.back().bucket == Dd::bucket_of(greatest, level);
}

// --- Counting

void DdContents::collapse(int levels) noexcept {
  if (levels == 0) return;
  for (Dd::Counted& b : buckets) b.bucket = Dd::coarser(b.bucket, levels);
  buckets = buckets.first(united(buckets));
  level += levels;
}

// Counts the values by bucket: in an array if their buckets are close together, else by sorting.
std::size_t DdContents::count_values(std::span<Dd::Counted> to) const noexcept {
  Dd::Bucket low = Dd::kNan, high = -Dd::kNan;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Dd::Bucket bucket = Dd::bucket_of(values[i], level);
    to[i] = {bucket, 0, 1};
    low = std::min(low, bucket), high = std::max(high, bucket);
  }
  std::uint16_t counts[4096];
  const std::int64_t range = std::int64_t{high} - low + 1;
  if (range > std::ssize(counts) || values.size() > 0xFFFF) {
    const auto used = to.first(values.size());
    std::sort(used.begin(), used.end(),
              [](const Dd::Counted& a, const Dd::Counted& b) { return a.bucket < b.bucket; });
    return united(used);
  }
  std::fill_n(counts, range, std::uint16_t{0});
  for (std::size_t i = 0; i < values.size(); ++i) ++counts[to[i].bucket - low];
  std::size_t n = 0;
  for (std::int64_t i = 0; i < range; ++i) {
    if (counts[i] != 0) to[n++] = {static_cast<Dd::Bucket>(low + i), 0, counts[i]};
  }
  return n;
}

void DdContents::count(std::span<const Dd::Counted> other, int other_level) {
  collapse(std::max(0, other_level - level));
  if (values.empty() && other.empty()) return;
  const std::size_t all = buckets.size() + other.size() + values.size();
  const auto room = merged_.make(3 * all);
  const auto first = room.first(all), second = room.subspan(all, all),
             third = room.subspan(2 * all);
  std::size_t n = values.empty() ? 0 : count_values(first);
  std::span<const Dd::Counted> sum = first.first(n);
  if (!other.empty()) {
    std::copy(other.begin(), other.end(), second.begin());
    const auto theirs = second.first(other.size());
    if (level != other_level) {
      for (Dd::Counted& b : theirs) b.bucket = Dd::coarser(b.bucket, level - other_level);
    }
    sum = third.first(added(sum, theirs.first(united(theirs)), third.data()));
  }
  Dd::Counted* to = other.empty() ? third.data() : first.data();
  buckets = {to, added(sum, buckets, to)};
  values = {};
  while (buckets.size() > Dd::kMostBuckets && level < Dd::kMaxLevel) collapse(1);
}

}  // namespace sketch
