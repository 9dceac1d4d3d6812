// SPDX-License-Identifier: PostgreSQL
//
// Frequent items of Apache DataSketches (family 10), after the C++ library: 8 bytes of preamble
// (words, version 1, family, log2 of the largest and of the present table, flags), then the number
// of counters, the total, the offset, the weights of the counters, and the items. Items are 64-bit
// integers, or strings in UTF-8 preceded by their length; the size of the image tells which.
//
// There a counter's weight is a lower bound, and weight plus offset an upper bound. So our counters
// get the offset as their error.
#include <algorithm>
#include <cstring>
#include <vector>

#include "datasketches.hpp"
#include "formats.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/frequency/topk.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches frequent items image is malformed");

constexpr std::uint8_t kEmpty = 5;  // C++ and Java use different bits
constexpr std::uint8_t kBigint = 4, kText = 8;  // numbers of item types (docs/format.md)

struct Counter {
  std::uint64_t weight, word;
  Bytes bytes;
};

// The order of counters in a canonical image.
bool before(const Counter& a, const Counter& b) noexcept {
  if (a.weight != b.weight) return a.weight > b.weight;
  if (a.word != b.word) return a.word < b.word;
  const std::size_t common = std::min(a.bytes.size(), b.bytes.size());
  const int order = common == 0 ? 0 : std::memcmp(a.bytes.data(), b.bytes.data(), common);
  return order != 0 ? order < 0 : a.bytes.size() < b.bytes.size();
}

bool read_strings(Cursor cursor, std::span<Counter> counters) {
  for (Counter& counter : counters) counter.bytes = cursor.bytes(cursor.number<std::uint32_t>());
  return cursor.at_end();
}

bool read_longs(Cursor cursor, std::span<Counter> counters) {
  for (Counter& counter : counters) {
    counter.bytes = {};
    counter.word = cursor.number<std::uint64_t>();
  }
  return cursor.at_end();
}

// Writes a canonical image (docs/format.md), which the family then checks.
Status assemble(std::span<const Counter> counters, bool strings, std::uint64_t capacity,
                std::uint64_t total, std::uint64_t offset, Host& host, State& canonical) {
  std::size_t room = kEnvelopeBytes + 8 * kMaxVarintBytes;
  for (const Counter& counter : counters) room += 3 * kMaxVarintBytes + counter.bytes.size();
  std::pmr::vector<std::byte> image(room, host.scratch());
  write_envelope(image.data(),
                 {Family::topk, Domain::xxh3, 0,
                  static_cast<std::uint8_t>(total == 0 ? 0 : strings ? 2 : 1)});
  std::byte* to = image.data() + kEnvelopeBytes;
  to = put_varint(to, capacity);
  to = put_varint(to, 0);
  if (total != 0) {
    to = put_varint(to, 1);
    *to++ = std::byte{strings ? kText : kBigint};
    to = put_varint(to, total);
    to = put_varint(to, offset);
    to = put_varint(to, 0);  // no cells
    to = put_varint(to, counters.size());
    std::uint64_t last = total;
    for (const Counter& counter : counters) {
      if (counter.weight > last - std::min(last, offset)) return kMalformed;
      to = put_varint(to, last - (counter.weight + offset));
      last = counter.weight + offset;
    }
    for (std::size_t i = 0; i < counters.size(); ++i) to = put_varint(to, offset);
    for (const Counter& counter : counters) {
      if (!strings) {
        to = put_varint(to, zigzag(static_cast<std::int64_t>(counter.word)));
        continue;
      }
      constexpr unsigned kPlain = 4;  // neither cut nor by hash
      to = put_varint(to, kPlain * counter.bytes.size());
      if (!counter.bytes.empty()) std::memcpy(to, counter.bytes.data(), counter.bytes.size());
      to += counter.bytes.size();
    }
  }
  const Bytes bytes(image.data(), to);
  if (!TopK::check(bytes, host).ok()) return kMalformed;
  canonical = host.allocate(bytes.size());
  std::memcpy(canonical.data(), bytes.data(), bytes.size());
  return {};
}

// The capacity is three quarters of the largest table.
std::uint64_t capacity_of(std::uint8_t log2) noexcept {
  const std::uint64_t most = TopK::kMaxParameter;
  return log2 > 17 ? most : std::clamp<std::uint64_t>((std::uint64_t{3} << log2) / 4, 1, most);
}

}  // namespace

Status read_datasketches_items(Bytes image, ItemChoice choice, Host& host, State& canonical) {
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  const auto log2 = cursor.number<std::uint8_t>();
  cursor.bytes(1);
  const auto flags = cursor.number<std::uint8_t>();
  cursor.bytes(2);
  if (!cursor.good()) return kMalformed;
  if (const Status status = ds_family(preamble, DsFamily::frequency); !status.ok()) return status;
  if (preamble.version != 1) return kMalformed;
  if ((flags & kEmpty) != 0) return assemble({}, false, capacity_of(log2), 0, 0, host, canonical);
  const std::uint64_t n = cursor.number<std::uint32_t>();
  cursor.bytes(4);
  const auto total = cursor.number<std::uint64_t>(), offset = cursor.number<std::uint64_t>();
  // A weight takes eight bytes, and an item at least four.
  if (!cursor.good() || n > cursor.left() / 12 || total == 0) return kMalformed;
  std::pmr::vector<Counter> counters(n, host.scratch());
  for (Counter& counter : counters) {
    counter.weight = cursor.number<std::uint64_t>();
    if (counter.weight == 0 || counter.weight >> 63 != 0) return kMalformed;
  }
  const bool strings = choice == ItemChoice::any && read_strings(cursor, counters);
  if (!strings && !read_longs(cursor, counters)) return kMalformed;
  std::sort(counters.begin(), counters.end(), before);
  return assemble(counters, strings, std::max(capacity_of(log2), n), total, offset, host,
                  canonical);
}

namespace {

constexpr Status kOtherItems{
    Code::out_of_range, "frequent items of DataSketches are 64-bit integers or strings",
    "Build the sketch of bigint, integer, smallint, text or bytea values."};

constexpr bool is_integer(std::uint8_t number) noexcept { return number >= 2 && number <= 4; }
constexpr bool is_string(std::uint8_t number) noexcept { return number == kText || number == 9; }

}  // namespace

Status write_datasketches_items(Bytes image, Host& host, State& bytes) {
  TopK::Info info;
  if (const Status status = TopK::info(image, host, info); !status.ok()) return status;
  const auto number = info.type.known() ? std::to_integer<std::uint8_t>(info.type.name[0]) : kText;
  if (!is_integer(number) && !is_string(number)) return kOtherItems;
  std::pmr::vector<TopK::Ranked> ranking(info.counters, host.scratch());
  std::size_t count = 0;
  if (const Status status = TopK::top(image, host, ranking, count); !status.ok()) return status;
  // Items that weigh no more than the offset need no counter.
  ranking.resize(count);
  std::erase_if(ranking, [&](const auto& r) { return r.frequency.upper <= info.offset; });
  const std::span items(ranking);
  std::size_t item_bytes = 0;
  for (const auto& r : items) {
    if (r.item.cut) return kOtherItems;
    item_bytes += is_string(number) ? 4 + r.item.bytes.size() : 8;
  }
  unsigned log2 = 3;
  while (capacity_of(static_cast<std::uint8_t>(log2)) <
         std::max<std::uint64_t>(items.size(), static_cast<std::uint64_t>(info.capacity)))
    ++log2;
  const bool empty = info.total == 0;
  bytes = host.allocate(empty ? 8 : 32 + 8 * items.size() + item_bytes);
  std::memset(bytes.data(), 0, bytes.size());
  bytes[0] = std::byte{static_cast<unsigned char>(empty ? 1 : 4)};
  bytes[1] = std::byte{1};
  bytes[2] = static_cast<std::byte>(DsFamily::frequency);
  bytes[3] = bytes[4] = static_cast<std::byte>(log2);
  if (empty) {
    bytes[5] = std::byte{kEmpty};
    return {};
  }
  store_le(bytes.data() + 8, static_cast<std::uint32_t>(items.size()));
  store_le(bytes.data() + 16, info.total);
  store_le(bytes.data() + 24, info.offset);
  std::byte* weight = bytes.data() + 32;
  std::byte* to = weight + 8 * items.size();
  for (const auto& r : items) {
    store_le(weight, r.frequency.upper - info.offset);
    weight += 8;
    if (!is_string(number)) {
      store_le(to, r.item.word);
      to += 8;
      continue;
    }
    store_le(to, static_cast<std::uint32_t>(r.item.bytes.size()));
    if (!r.item.bytes.empty()) std::memcpy(to + 4, r.item.bytes.data(), r.item.bytes.size());
    to += 4 + r.item.bytes.size();
  }
  return {};
}

}  // namespace sketch::foreign
