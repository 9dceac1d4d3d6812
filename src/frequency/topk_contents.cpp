// SPDX-License-Identifier: PostgreSQL
#include "topk_contents.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

constexpr Status kMalformed{Code::malformed, "sketch_topk image is damaged",
                            "The bytes are truncated or changed, or are not a sketch."};

constexpr unsigned kMostLog2Slots = 30;

bool ahead(const TopK::Slot& a, const TopK::Slot& b) noexcept { return a.upper > b.upper; }

// Takes so many bytes off the front; false if there are fewer.
bool take_bytes(Bytes& from, std::uint64_t count, Bytes& taken) noexcept {
  if (count > from.size()) return false;
  taken = from.first(count);
  from = from.subspan(count);
  return true;
}

}  // namespace

// The (keep + 1)-th count, all being above the offset. Most counts are little above it.
static std::uint64_t count_behind(std::pmr::vector<TopK::Slot>& counters, std::size_t keep,
                                  std::uint64_t offset) {
  constexpr std::size_t kNear = 256;
  std::uint32_t near[kNear] = {};
  for (const auto& counter : counters)
    ++near[std::min<std::uint64_t>(counter.upper - offset, kNear - 1)];
  std::size_t seen = near[kNear - 1];
  if (seen > keep) {
    const auto at = counters.begin() + static_cast<std::ptrdiff_t>(keep);
    std::nth_element(counters.begin(), at, counters.end(), ahead);
    return at->upper;
  }
  std::size_t above = kNear - 1;
  while (seen <= keep) seen += near[--above];
  return offset + above;
}

std::uint64_t prune(std::pmr::vector<TopK::Slot>& counters, std::size_t capacity,
                    std::size_t budget, std::uint64_t offset) {
  std::size_t strings = 0;
  for (const auto& counter : counters) strings += counter.size;
  std::uint64_t threshold = offset;
  if (strings > budget) {
    std::sort(counters.begin(), counters.end(), ahead);
    std::size_t keep = 0;
    for (strings = 0; strings + counters[keep].size <= budget; ++keep)
      strings += counters[keep].size;
    threshold = counters[std::min(keep, capacity)].upper;
  } else if (counters.size() > capacity) {
    threshold = count_behind(counters, capacity, offset);
  } else {
    return offset;
  }
  std::erase_if(counters, [threshold](const auto& counter) { return counter.upper <= threshold; });
  return threshold;
}

bool TopKContents::same_key(const TopK::Slot& slot, const TopK::Item& item) const noexcept {
  if (type.items == TopK::Items::words) return slot.key == item.word;
  return slot.key == item.hash && slot.size == item.bytes.size() &&
         std::memcmp(strings + slot.at, item.bytes.data(), slot.size) == 0;
}

TopK::Item TopKContents::item(const TopK::Slot& slot) const noexcept {
  if (type.items == TopK::Items::words) return TopK::Item::of(slot.key);
  return {slot.key, 0, string(slot)};
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
  if (image.size() < TopK::kNameOffset) return kMalformed;
  const auto head = load_native<TopK::Head>(image.data() + kEnvelopeBytes);
  capacity = head.capacity;
  total = head.total;
  offset = head.offset;
  wanted = head.wanted;
  if (head.wanted > TopK::kMaxParameter || head.type_bytes > TopK::kMostTypeBytes ||
      head.log2_slots > kMostLog2Slots)
    return kMalformed;
  const std::size_t slots = TopK::slots_offset(head.type_bytes);
  const std::size_t count = std::size_t{1} << head.log2_slots;
  const std::size_t heap = slots + count * sizeof(TopK::Slot);
  if (image.size() != heap + head.string_room || head.string_bytes > head.string_room ||
      head.counters > count) {
    return kMalformed;
  }
  type.name = image.subspan(TopK::kNameOffset, head.type_bytes);
  strings = image.data() + heap;
  counters.reserve(head.counters);
  for (std::size_t i = 0; i < count; ++i) {
    const auto slot = load_native<TopK::Slot>(image.data() + slots + i * sizeof(TopK::Slot));
    if (slot.upper == 0) continue;
    const bool within = slot.at <= head.string_bytes && slot.size <= head.string_bytes - slot.at;
    if (!within || counters.size() == head.counters) return kMalformed;
    if (type.items == TopK::Items::strings) {
      if (slot.key != TopK::Item::of(string(slot)).hash) return kMalformed;
    } else if (slot.size != 0) {
      return kMalformed;
    }
    counters.push_back(slot);
  }
  return counters.size() == head.counters ? Status{} : kMalformed;
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
  counters.resize(count);
  std::uint64_t upper = total;
  for (auto& counter : counters) {
    if (!take_varint(from, value) || value >= upper) return kMalformed;
    counter.upper = upper -= value;
  }
  for (auto& counter : counters)
    if (!take_varint(from, counter.error)) return kMalformed;
  std::size_t bytes = 0;
  for (auto& counter : counters) {
    counter.at = counter.size = 0;
    if (!take_varint(from, value)) return kMalformed;
    if (type.items == TopK::Items::words) {
      counter.key = static_cast<std::uint64_t>(unzigzag(value));
      continue;
    }
    Bytes string;
    if (value > TopK::kMostKeyBytes || !take_bytes(from, value, string)) return kMalformed;
    counter.at = static_cast<std::uint32_t>(string.data() - strings);
    counter.size = static_cast<std::uint32_t>(string.size());
    counter.key = TopK::Item::of(string).hash;
    bytes += string.size();
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
  for (const auto& counter : counters) {
    if (counter.upper <= offset || counter.upper > total || counter.error > offset)
      return kMalformed;
    const std::uint64_t lower = counter.upper - counter.error;
    if (lower > rest) return kMalformed;
    rest -= lower;
  }
  return {};
}

bool TopKContents::distinct() const {
  constexpr std::uint32_t kNone = ~std::uint32_t{0};
  const std::size_t size = std::bit_ceil(2 * counters.size() + 1);
  std::pmr::vector<std::uint32_t> table(size, kNone, counters.get_allocator());
  for (std::uint32_t i = 0; i < counters.size(); ++i) {
    const TopK::Item item = this->item(counters[i]);
    std::size_t at = item.hash & (size - 1);
    for (; table[at] != kNone; at = (at + 1) & (size - 1))
      if (same_key(counters[table[at]], item)) return false;
    table[at] = i;
  }
  return true;
}

void TopKContents::rank() {
  offset = prune(counters, capacity, topk_string_budget(capacity), offset);
  std::sort(counters.begin(), counters.end(), [this](const auto& a, const auto& b) {
    if (a.upper != b.upper) return a.upper > b.upper;
    if (type.items == TopK::Items::words) return a.key < b.key;
    const Bytes left = string(a), right = string(b);
    const int order = std::memcmp(left.data(), right.data(), std::min(left.size(), right.size()));
    return order != 0 ? order < 0 : left.size() < right.size();
  });
}

State TopKContents::encode(Host& host) const {
  std::size_t room = kEnvelopeBytes + 6 * kMaxVarintBytes + type.name.size();
  for (const auto& counter : counters) room += 3 * kMaxVarintBytes + counter.size;
  std::pmr::vector<std::byte> image(room, host.scratch());
  write_envelope(image.data(),
                 {Family::topk, Domain::xxh3, 0, static_cast<std::uint8_t>(type.items)});
  const auto append = [](std::byte* to, Bytes bytes) {
    return std::copy(bytes.begin(), bytes.end(), to);
  };
  std::byte* at = put_varint(put_varint(image.data() + kEnvelopeBytes, capacity), wanted);
  if (type.known()) {
    at = append(put_varint(at, type.name.size()), type.name);
    at = put_varint(put_varint(put_varint(at, total), offset), counters.size());
    std::uint64_t upper = total;
    for (const auto& counter : counters) {
      at = put_varint(at, upper - counter.upper);
      upper = counter.upper;
    }
    for (const auto& counter : counters) at = put_varint(at, counter.error);
    for (const auto& counter : counters) {
      at = type.items == TopK::Items::words
               ? put_varint(at, zigzag(static_cast<std::int64_t>(counter.key)))
               : append(put_varint(at, counter.size), string(counter));
    }
  }
  const State result = host.allocate(static_cast<std::size_t>(at - image.data()));
  std::copy(image.data(), at, result.data());
  return result;
}

}  // namespace sketch
