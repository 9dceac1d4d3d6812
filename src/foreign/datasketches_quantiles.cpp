// SPDX-License-Identifier: PostgreSQL
//
// Quantile sketches of Apache DataSketches, after its documentation and the C++ library: KLL
// (family 15), REQ (17) and classic quantiles (8). All of them keep values whose weights are powers
// of two, as a sketch_kll does. KLL images don't record the type of their items: the size of the
// image gives the bytes of an item, and EightBytes decides between doubles and integers.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "datasketches.hpp"
#include "formats.hpp"
#include "summaries.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches quantile image is malformed");

enum class Item { single, number, integer };  // float, double, int64

std::size_t bytes_of(Item item) noexcept { return item == Item::single ? 4 : 8; }

Key take_key(Cursor& cursor, Item item) noexcept {
  switch (item) {
    case Item::single:
      return key_of(static_cast<double>(cursor.number<float>()));
    case Item::number:
      return key_of(cursor.number<double>());
    default:
      return cursor.number<std::int64_t>();
  }
}

bool tell_apart(Bytes items, Item& item) noexcept {
  EightBytes seen;
  Cursor cursor(items);
  while (cursor.left() >= 8) seen.see(cursor.number<std::int64_t>());
  item = seen.integers ? Item::integer : Item::number;
  return seen.known();
}

// ---- KLL

// The capacity of the level `depth` below the highest: k (2/3)^depth, rounded.
std::uint64_t kll_capacity(std::uint64_t k, std::uint64_t m, unsigned depth) noexcept {
  const auto part = [](std::uint64_t whole, unsigned d) {
    std::uint64_t powers = 1;
    for (unsigned i = 0; i < d; ++i) powers *= 3;
    return (((whole << 1) << d) / powers + 1) >> 1;
  };
  constexpr unsigned kHalf = 30;
  const std::uint64_t holds =
      depth <= kHalf ? part(k, depth) : part(part(k, depth / 2), depth - depth / 2);
  return std::max(m, holds);
}

struct KllHead {
  std::uint16_t k;
  std::uint8_t m;
  std::uint64_t n = 0;
  unsigned levels = 1;
  std::array<std::uint32_t, Kll::kMaxLevels + 1> begins{};
};

bool read_kll_head(Cursor& cursor, KllHead& head) {
  head.n = cursor.number<std::uint64_t>();
  cursor.bytes(2);  // the least k among the merged sketches
  head.levels = cursor.number<std::uint8_t>();
  cursor.bytes(1);
  if (head.levels < 1 || head.levels > 60) return false;
  std::uint64_t capacity = 0;
  for (unsigned h = 0; h < head.levels; ++h) {
    head.begins[h] = cursor.number<std::uint32_t>();
    capacity += kll_capacity(head.k, head.m, head.levels - 1 - h);
  }
  head.begins[head.levels] = static_cast<std::uint32_t>(capacity);
  return cursor.good() &&
         std::is_sorted(head.begins.begin(), head.begins.begin() + head.levels + 1);
}

Status read_kll(Bytes image, ItemChoice choice, Host& host, State& canonical) {
  constexpr std::uint8_t kEmpty = 1, kOne = 4;
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  const auto flags = cursor.number<std::uint8_t>();
  KllHead head;
  head.k = cursor.number<std::uint16_t>();
  head.m = cursor.number<std::uint8_t>();
  cursor.bytes(1);
  if (!cursor.good() || preamble.version < 1 || preamble.version > 2 || head.k < 8 || head.m < 2)
    return kMalformed;
  const bool empty = (flags & kEmpty) != 0, one = (flags & kOne) != 0;
  if (!empty && !one && !read_kll_head(cursor, head)) return kMalformed;
  const std::size_t kept = one ? 1 : head.begins[head.levels] - head.begins[0];
  // If there is more than one item, the least and the greatest precede the items.
  const std::size_t items = empty ? 0 : one ? 1 : kept + 2;
  if (cursor.left() != 4 * items && cursor.left() != 8 * items) return kMalformed;
  Item item = Item::single;
  if (choice == ItemChoice::integer) item = Item::integer;
  if (choice == ItemChoice::number && items != 0 && cursor.left() == 8 * items) item = Item::number;
  const Bytes rest = cursor.rest();
  if (choice == ItemChoice::any && items != 0 && rest.size() == 8 * items &&
      !tell_apart(rest, item))
    return kWhichItems;
  if (rest.size() != bytes_of(item) * items) return kMalformed;
  LevelParts parts(item == Item::integer ? Kind::bigint : Kind::float8, head.k, host);
  if (empty) return parts.assemble(0, 0, 0, canonical);
  Cursor values(rest);
  if (one) {
    const Key key = take_key(values, item);
    parts.put(0, key);
    return parts.assemble(1, key, key, canonical);
  }
  const Key least = take_key(values, item), greatest = take_key(values, item);
  for (unsigned h = 0; h < head.levels; ++h) {
    for (std::uint32_t i = head.begins[h]; i < head.begins[h + 1]; ++i)
      parts.put(h, take_key(values, item));
  }
  return parts.assemble(head.n, least, greatest, canonical);
}

// ---- REQ: float items; one compactor for each level, with its own weight.

Status read_req(Bytes image, Host& host, State& canonical) {
  constexpr std::uint8_t kEmpty = 4, kRaw = 16;
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  const auto flags = cursor.number<std::uint8_t>();
  const auto k = cursor.number<std::uint16_t>();
  const auto levels = cursor.number<std::uint8_t>(), raw = cursor.number<std::uint8_t>();
  if (!cursor.good() || preamble.version != 1) return kMalformed;
  LevelParts parts(Kind::float8, std::max<std::uint32_t>(k, Kll::kDefaultParameter), host);
  if ((flags & kEmpty) != 0) return parts.assemble(0, 0, 0, canonical);
  const auto take = [&cursor] { return take_key(cursor, Item::single); };
  if ((flags & kRaw) != 0) {
    Key least = kNanKey, greatest = -kInfinityKey;
    for (unsigned i = 0; i < raw; ++i) {
      const Key key = take();
      least = std::min(least, key), greatest = std::max(greatest, key);
      parts.put(0, key);
    }
    if (!cursor.at_end() || raw == 0) return kMalformed;
    return parts.assemble(raw, least, greatest, canonical);
  }
  // With a single level, the number of values and the extremes are omitted.
  std::uint64_t n = 0;
  Key least = kNanKey, greatest = -kInfinityKey;
  if (levels > 1) {
    n = cursor.number<std::uint64_t>();
    least = take(), greatest = take();
  }
  for (unsigned level = 0; level < levels; ++level) {
    cursor.bytes(sizeof(std::uint64_t) + sizeof(float));
    const auto weight = cursor.number<std::uint8_t>();
    cursor.bytes(3);
    const auto items = cursor.number<std::uint32_t>();
    if (!cursor.good() || weight >= 60 || items > cursor.left() / sizeof(float)) return kMalformed;
    for (std::uint32_t i = 0; i < items; ++i) {
      const Key key = take();
      if (levels == 1) least = std::min(least, key), greatest = std::max(greatest, key), ++n;
      parts.put(weight, key);
    }
  }
  return cursor.at_end() ? parts.assemble(n, least, greatest, canonical) : kMalformed;
}

// ---- Classic: a buffer of 2 k values, and levels of k. The bits of n / 2k tell which levels
// exist.

Status read_classic(Bytes image, Host& host, State& canonical) {
  constexpr std::uint8_t kEmpty = 4, kCompact = 8;
  constexpr std::uint8_t kVersion = 3;
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  const auto flags = cursor.number<std::uint8_t>();
  const std::uint64_t k = cursor.number<std::uint16_t>();
  cursor.bytes(2);
  if (!cursor.good() || k < 2) return kMalformed;
  if (preamble.version != kVersion) {
    return {Code::wrong_version, "DataSketches quantile image has an unknown version",
            "Only version 3 is supported. Libraries of DataSketches can convert older versions."};
  }
  const auto our_k = static_cast<std::uint32_t>(std::min<std::uint64_t>(k, Kll::kMaxParameter));
  if ((flags & kEmpty) != 0)
    return LevelParts(Kind::float8, our_k, host).assemble(0, 0, 0, canonical);
  const auto n = cursor.number<std::uint64_t>();
  const std::uint64_t pattern = n / (2 * k), buffered = n % (2 * k);
  const auto levels = static_cast<unsigned>(std::popcount(pattern));
  const bool compact = (flags & kCompact) != 0;
  if (n == 0 || n >> 60 != 0) return kMalformed;
  // An image that is not compact has room for the whole buffer and for empty levels.
  const auto top = static_cast<unsigned>(std::bit_width(pattern));
  const std::uint64_t stored = compact ? buffered + k * levels : 0;
  Item item = Item::number;
  if (compact && cursor.left() == 4 * (stored + 2)) item = Item::single;
  if (compact && cursor.left() != bytes_of(item) * (stored + 2)) return kMalformed;
  LevelParts parts(Kind::float8, our_k, host);
  const Key least = take_key(cursor, item), greatest = take_key(cursor, item);
  for (std::uint64_t i = 0; i < buffered; ++i) parts.put(0, take_key(cursor, item));
  if (!compact && top != 0) cursor.bytes(bytes_of(item) * (2 * k - buffered));
  for (unsigned h = 0; h < top && cursor.good(); ++h) {
    const bool there = (pattern >> h & 1) != 0;
    if (!there && !compact) cursor.bytes(bytes_of(item) * k);
    for (std::uint64_t i = 0; there && i < k && cursor.good(); ++i)
      parts.put(h + 1, take_key(cursor, item));
  }
  const bool good = compact ? cursor.at_end() : cursor.good();
  return good ? parts.assemble(n, least, greatest, canonical) : kMalformed;
}

}  // namespace

Status read_datasketches_kll(Bytes image, ItemChoice choice, Host& host, State& canonical) {
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  if (!cursor.good()) return kMalformed;
  switch (static_cast<DsFamily>(preamble.family)) {
    case DsFamily::kll:
      return read_kll(image, choice, host, canonical);
    case DsFamily::req:
      return read_req(image, host, canonical);
    case DsFamily::quantiles:
      return read_classic(image, host, canonical);
    default:
      return ds_family(preamble, DsFamily::kll);
  }
}

// --- Writing KLL, with doubles or 64-bit integers.

namespace {

std::uint64_t kll_capacity_of(std::uint64_t k, unsigned levels) noexcept {
  constexpr std::uint64_t kM = 8;
  std::uint64_t all = 0;
  for (unsigned depth = 0; depth < levels; ++depth) all += kll_capacity(k, kM, depth);
  return all;
}

// The least k, not below ours, for which this many items fit on this many levels.
std::uint64_t k_for(std::uint64_t k, unsigned levels, std::size_t items) noexcept {
  while (kll_capacity_of(k, levels) < items) ++k;
  return k;
}

// Calls body(h) for each 1 bit h of a weight: the levels on which an item is written.
template <class Body>
void for_each_level(std::uint64_t weight, Body body) {
  for (; weight != 0; weight &= weight - 1) body(static_cast<unsigned>(std::countr_zero(weight)));
}

// Whether such a sketch can hold the values of a distribution.
Status kll_can_hold(const Distribution& distribution, Kind kind) noexcept {
  if (kind != Kind::float8 && kind != Kind::bigint) {
    return {Code::out_of_range, "a KLL sketch of DataSketches holds numbers, not times",
            "Build it of numbers: extract(epoch FROM value), for example."};
  }
  if (distribution.n() != 0 && kind == Kind::float8 && distribution.greatest() == kNanKey) {
    return {Code::out_of_range, "a KLL sketch of DataSketches can't hold NaN",
            "Leave such values out with FILTER."};
  }
  return {};
}

// The first eight bytes of the image.
void put_kll_preamble(std::byte* to, bool empty, std::uint64_t k) noexcept {
  constexpr std::uint8_t kEmpty = 1, kSorted = 2;
  to[0] = std::byte{static_cast<unsigned char>(empty ? 2 : 5)};
  to[1] = std::byte{1};
  to[2] = static_cast<std::byte>(DsFamily::kll);
  to[3] = std::byte{static_cast<unsigned char>(empty ? kEmpty : kSorted)};
  store_le(to + 4, static_cast<std::uint16_t>(k));
  to[6] = std::byte{8};
}

}  // namespace

Status write_datasketches_kll(Bytes image, Host& host, State& bytes) {
  Distribution distribution(host.scratch());
  if (const Status status = Kll::read(image, host, distribution); !status.ok()) return status;
  Kll::Info info;
  if (const Status status = Kll::info(image, host, info); !status.ok()) return status;
  if (const Status status = kll_can_hold(distribution, info.kind); !status.ok()) return status;
  std::pmr::vector<std::uint32_t> sizes(host.scratch());
  std::size_t items = 0;
  std::uint64_t before = 0;
  for (const auto& point : distribution.points()) {
    for_each_level(point.cumulative - before, [&](unsigned level) {
      if (sizes.size() <= level) sizes.resize(level + 1);
      ++sizes[level];
      ++items;
    });
    before = point.cumulative;
  }
  const auto levels = static_cast<unsigned>(sizes.size());
  const bool empty = items == 0;
  const std::uint64_t k = empty ? static_cast<std::uint64_t>(info.k)
                                : k_for(static_cast<std::uint64_t>(info.k), levels, items);
  const std::size_t head = empty ? 8 : 20 + 4 * levels;
  bytes = host.allocate(head + (empty ? 0 : 8 * (items + 2)));
  std::memset(bytes.data(), 0, bytes.size());
  put_kll_preamble(bytes.data(), empty, k);
  if (empty) return {};
  store_le(bytes.data() + 8, distribution.n());
  store_le(bytes.data() + 16, static_cast<std::uint16_t>(k));
  bytes[18] = static_cast<std::byte>(levels);
  auto begin = static_cast<std::uint32_t>(kll_capacity_of(k, levels) - items);
  std::pmr::vector<std::size_t> places(levels, host.scratch());
  std::size_t place = head + 16;
  for (unsigned h = 0; h < levels; ++h) {
    store_le(bytes.data() + 20 + 4 * h, begin);
    begin += sizes[h];
    places[h] = place;
    place += 8 * std::size_t{sizes[h]};
  }
  const auto put = [&](std::size_t at, Key key) {
    const auto word = info.kind == Kind::bigint ? static_cast<std::uint64_t>(key)
                                                : std::bit_cast<std::uint64_t>(double_of(key));
    store_le(bytes.data() + at, word);
  };
  put(head, distribution.least());
  put(head + 8, distribution.greatest());
  before = 0;
  for (const auto& point : distribution.points()) {
    for_each_level(point.cumulative - before, [&](unsigned level) {
      put(places[level], point.key);
      places[level] += 8;
    });
    before = point.cumulative;
  }
  return {};
}

}  // namespace sketch::foreign
