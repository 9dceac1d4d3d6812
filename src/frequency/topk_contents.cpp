// SPDX-License-Identifier: PostgreSQL
#include "topk_contents.hpp"

#include <algorithm>
#include <cstring>

#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

constexpr Status kMalformed{Code::malformed, "sketch_topk image is damaged",
                            "The bytes are truncated or changed, or are not a sketch."};

constexpr std::uint32_t kMostLog2Index = 20;

// Takes so many bytes off the front; false if there are fewer.
bool take_bytes(Bytes& from, std::uint64_t count, Bytes& taken) noexcept {
  if (count > from.size()) return false;
  taken = from.first(count);
  from = from.subspan(count);
  return true;
}

// How a string is known is in the lowest two bits of its length.
constexpr std::uint64_t kByHash = 1, kCut = 2;
constexpr unsigned kLengthShift = 2;

// Takes a string off the front, behind its length; false if that is none, or there are fewer bytes.
bool take_string(Bytes& from, std::uint64_t length, TopK::Item& item) noexcept {
  const bool by_hash = (length & kByHash) != 0, cut = (length & kCut) != 0;
  const std::uint64_t size = length >> kLengthShift;
  Bytes hash, bytes;
  if (size > TopK::kMostKeyBytes || (cut && !by_hash) ||
      (by_hash && !take_bytes(from, sizeof item.hash, hash)) || !take_bytes(from, size, bytes)) {
    return false;
  }
  item = by_hash ? TopK::Item::of(load_le<std::uint64_t>(hash.data()), bytes, cut)
                 : TopK::Item::of(bytes);
  return true;
}

std::byte* put_string(std::byte* to, const TopK::Item& item) noexcept {
  to = put_varint(to, item.bytes.size() << kLengthShift | (item.by_hash ? kByHash : 0) |
                          (item.cut ? kCut : 0));
  if (item.by_hash) {
    store_le(to, item.hash);
    to += sizeof item.hash;
  }
  return std::copy(item.bytes.begin(), item.bytes.end(), to);
}

}  // namespace

TopKCounters TopKContents::view() const noexcept {
  auto& self = const_cast<TopKContents&>(*this);
  const std::size_t size = entries.size();
  return {self.entries.data(), self.errors.data(), has_strings() ? self.spans.data() : nullptr,
          strings,             size,               size,
          size,                offset};
}

void TopKContents::take(const TopKCounters& counters) {
  entries.resize(counters.size);
  errors.resize(counters.size);
  if (has_strings()) spans.resize(counters.size);
  offset = counters.offset;
}

TopK::Item TopKContents::item(std::size_t i) const noexcept {
  if (has_strings()) return view().item(i);
  return {entries[i].hash, unhash_u64(entries[i].hash), {}};
}

Status TopKContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Family::topk, envelope); !status.ok())
    return status;
  working = envelope.working();
  if (envelope.form != (working ? TopK::kWorking : 0) ||
      envelope.parameter > static_cast<std::uint8_t>(TopK::Items::strings)) {
    return kMalformed;
  }
  type.items = static_cast<TopK::Items>(envelope.parameter);
  if (const Status status = working ? read_working(image) : read_canonical(image); !status.ok())
    return status;
  return check_counters();
}

Status TopKContents::read_working(Bytes image) {
  if (image.size() < TopKLayout::kName) return kMalformed;
  const auto head = load_native<TopK::Head>(image.data() + kEnvelopeBytes);
  capacity = head.capacity;
  total = head.total;
  offset = head.offset;
  wanted = head.wanted;
  if (head.wanted > TopK::kMaxParameter || head.type_bytes > TopK::kMostTypeBytes ||
      head.log2_index > kMostLog2Index || head.entries > head.room ||
      head.counters > head.entries || (head.error_room != 0 && head.error_room < head.counters) ||
      head.string_bytes > head.string_room || total > TopK::kMostWeight) {
    return kMalformed;
  }
  const TopKLayout at = TopKLayout::of(head, !has_strings());
  if (at.bytes != image.size()) return kMalformed;
  type.name = image.subspan(TopKLayout::kName, head.type_bytes);
  if (total == 0 && head.entries == 0) type = {};  // whatever was to come
  strings = image.data() + at.strings;
  const auto copy = [&](auto& to, std::size_t from, std::size_t n) {
    if (n != 0) std::memcpy(to.data(), image.data() + from, n * sizeof to[0]);
  };
  entries.resize(head.entries);
  errors.resize(head.entries);
  copy(entries, at.entries, head.entries);
  if (head.error_room != 0) copy(errors, at.errors, head.counters);
  if (has_strings()) {
    spans.resize(head.entries);
    copy(spans, at.spans, head.entries);
  }
  std::uint64_t rest = total;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (has_strings()) {
      const TopK::Span span = spans[i];
      if (span.at > head.string_bytes || span.size > head.string_bytes - span.at ||
          (!span.by_hash && entries[i].hash != TopK::Item::of(view().string(i)).hash)) {
        return kMalformed;
      }
    }
    if (entries[i].count > rest) return kMalformed;
    if (i < head.counters) continue;
    errors[i] = offset;
    rest -= entries[i].count;
  }
  TopKCounters counters = view();
  counters.counters = head.counters;
  counters.add_up(resource());
  take(counters);
  return {};
}

Status TopKContents::read_canonical(Bytes image) {
  Bytes from = image.subspan(kEnvelopeBytes);
  strings = image.data();
  std::uint64_t value, count;
  if (!take_varint(from, value) || value > TopK::kMaxParameter) return kMalformed;
  capacity = value;
  if (!take_varint(from, value) || value > TopK::kMaxParameter) return kMalformed;
  wanted = static_cast<std::uint32_t>(value);
  if (!type.known()) return from.empty() ? Status{} : kMalformed;
  if (!take_varint(from, value) || value > TopK::kMostTypeBytes ||
      !take_bytes(from, value, type.name) || !take_varint(from, total) ||
      !take_varint(from, offset) || !take_varint(from, count)) {
    return kMalformed;
  }
  constexpr std::size_t kLeastBytes = 3;  // of a counter
  if (count > capacity || count > from.size() / kLeastBytes) return kMalformed;
  entries.resize(count);
  errors.resize(count);
  std::uint64_t upper = total;
  for (auto& entry : entries) {
    if (!take_varint(from, value) || value >= upper) return kMalformed;
    entry.count = upper -= value;
  }
  for (auto& error : errors)
    if (!take_varint(from, error)) return kMalformed;
  std::size_t bytes = 0;
  if (has_strings()) spans.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!take_varint(from, value)) return kMalformed;
    if (!has_strings()) {
      entries[i].hash = hash_u64(static_cast<std::uint64_t>(unzigzag(value)));
      continue;
    }
    TopK::Item string;
    if (!take_string(from, value, string)) return kMalformed;
    spans[i] = span_of(string, static_cast<std::size_t>(string.bytes.data() - image.data()));
    entries[i].hash = string.hash;
    bytes += string.bytes.size();
  }
  if (bytes > topk_string_budget(capacity)) return kMalformed;
  return from.empty() ? Status{} : kMalformed;
}

// That bounds are bounds, so that sums of them can't overflow later.
Status TopKContents::check_counters() const noexcept {
  if (capacity < TopK::kMinParameter || capacity > TopK::kMaxParameter ||
      total > TopK::kMostWeight || offset > total || type.known() != (total != 0) ||
      type.known() != !type.name.empty()) {
    return kMalformed;
  }
  std::uint64_t rest = total;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t upper = entries[i].count;
    if (errors[i] >= upper || upper > total || errors[i] > offset || upper - errors[i] > rest)
      return kMalformed;
    rest -= upper - errors[i];
  }
  return {};
}

bool TopKContents::distinct() const {
  const TopKCounters counters = view();
  ItemTable table(resource(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::uint32_t& number = table.find(
        entries[i].hash, [&](std::size_t j) { return counters.is_item(j, counters.item(i)); });
    if (number != 0) return false;
    number = static_cast<std::uint32_t>(i + 1);
  }
  return true;
}

// An item of one side counts as the other's offset on the other side, until it turns up there.
void TopKContents::join(const TopKContents& other, Host& host) {
  if (!type.known()) type = other.type;
  const std::size_t own = entries.size();
  ItemTable table(resource(), own + other.entries.size());
  for (std::size_t i = 0; i < own; ++i) {
    table.find_none(entries[i].hash) = static_cast<std::uint32_t>(i + 1);
    entries[i].count += other.offset;
    errors[i] += other.offset;
  }
  const TopKCounters mine = view(), theirs = other.view();
  Pace pace(host, kPauseItems);
  std::size_t end = own;
  const std::size_t most = own + other.entries.size();
  entries.resize(most);
  errors.resize(most);
  if (has_strings()) {
    joined.reserve(mine.string_bytes() + theirs.string_bytes());
    for (std::size_t i = 0; i < own; ++i) {
      pace.step();
      const Bytes string = mine.string(i);
      spans[i].at = static_cast<std::uint32_t>(joined.size());
      joined.insert(joined.end(), string.begin(), string.end());
    }
    spans.resize(most);
    strings = joined.data();
  }
  for (std::size_t i = 0; i < other.entries.size(); ++i) {
    pace.step();
    const TopK::Entry entry = other.entries[i];
    const TopK::Item item = theirs.item(i);
    const Bytes string = item.bytes;
    std::uint32_t& number = table.find(
        entry.hash, [&](std::size_t j) { return j < own && view().is_item(j, item); });
    if (number != 0) {
      entries[number - 1].count += entry.count - other.offset;
      errors[number - 1] += other.errors[i] - other.offset;
      continue;
    }
    entries[end] = {entry.hash, entry.count + offset};
    errors[end] = other.errors[i] + offset;
    if (has_strings()) {
      spans[end] = span_of(item, joined.size());
      joined.insert(joined.end(), string.begin(), string.end());
    }
    number = static_cast<std::uint32_t>(++end);
  }
  entries.resize(end);
  errors.resize(end);
  if (has_strings()) spans.resize(end);
  offset += other.offset;
  total += other.total;
}

void TopKContents::prune() {
  TopKCounters counters = view();
  counters.prune(capacity, topk_string_budget(capacity), resource());
  take(counters);
}

void TopKContents::rank() {
  prune();
  ranked.resize(entries.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const std::uint64_t upper = entries[i].count;
    ranked[i] = {item(i), {upper - errors[i], upper, upper}};
  }
  std::sort(ranked.begin(), ranked.end(), [this](const auto& a, const auto& b) {
    if (a.frequency.upper != b.frequency.upper) return a.frequency.upper > b.frequency.upper;
    if (!has_strings()) return a.item.word < b.item.word;
    const auto order = std::lexicographical_compare_three_way(
        a.item.bytes.begin(), a.item.bytes.end(), b.item.bytes.begin(), b.item.bytes.end());
    if (order != 0) return order < 0;
    if (a.item.by_hash != b.item.by_hash) return b.item.by_hash;
    return a.item.hash < b.item.hash;
  });
}

State TopKContents::encode(Host& host) const {
  std::size_t room = kEnvelopeBytes + 6 * kMaxVarintBytes + type.name.size();
  for (const auto& counter : ranked)
    room += 3 * kMaxVarintBytes + sizeof counter.item.hash + counter.item.bytes.size();
  std::pmr::vector<std::byte> image(room, host.scratch());
  write_envelope(image.data(),
                 {Family::topk, Domain::xxh3, 0, static_cast<std::uint8_t>(type.items)});
  std::byte* at = put_varint(put_varint(image.data() + kEnvelopeBytes, capacity), wanted);
  if (type.known()) {
    at = put_varint(at, type.name.size());
    at = std::copy(type.name.begin(), type.name.end(), at);
    at = put_varint(put_varint(put_varint(at, total), offset), ranked.size());
    std::uint64_t upper = total;
    for (const auto& [item, frequency] : ranked) {
      at = put_varint(at, upper - frequency.upper);
      upper = frequency.upper;
    }
    for (const auto& [item, frequency] : ranked)
      at = put_varint(at, frequency.upper - frequency.lower);
    for (const auto& [item, frequency] : ranked) {
      at = has_strings() ? put_string(at, item)
                         : put_varint(at, zigzag(static_cast<std::int64_t>(item.word)));
    }
  }
  const State result = host.allocate(static_cast<std::size_t>(at - image.data()));
  std::copy(image.data(), at, result.data());
  return result;
}

}  // namespace sketch
