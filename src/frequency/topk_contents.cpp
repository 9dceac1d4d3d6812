// SPDX-License-Identifier: PostgreSQL
#include "topk_contents.hpp"

#include <algorithm>
#include <cstring>

#include "packed_numbers.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

constexpr Status kMalformed{Code::malformed, "sketch_topk image is damaged",
                            "The bytes are truncated or damaged, or are not a sketch."};

constexpr std::uint32_t kMostLog2Index = 20;

// A cell as an unsigned number for packing. Cells beyond 2^55 aren't expected and are cut off.
std::uint64_t cell_at_rest(std::int64_t cell) noexcept {
  constexpr std::int64_t kMost = (std::int64_t{1} << (PackedNumbers::kMostBits - 1)) - 1;
  return zigzag(std::clamp(cell, -kMost, kMost));
}

}  // namespace

TopKCounters TopKContents::view() const noexcept {
  auto& self = const_cast<TopKContents&>(*this);
  const std::size_t size = entries.size();
  return {self.entries.data(), self.errors.data(), has_strings() ? self.spans.data() : nullptr,
          strings,             size,               size,
          size,                offset,             self.priors.data(),
          cells,               0,                  {},
          0};
}

void TopKContents::take(const TopKCounters& counters) {
  entries.resize(counters.size);
  errors.resize(counters.size);
  priors.resize(counters.size);
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

namespace {

bool is_valid(const TopK::Head& head) noexcept {
  return head.wanted <= TopK::kMaxParameter && head.type_bytes <= kMostTypeBytes &&
         head.log2_index <= kMostLog2Index && (head.log2_cells == 0) == (head.log2_width == 0) &&
         head.log2_width <= TopKCells::kWidest &&
         (head.log2_cells == 0 || head.log2_cells == TopKCells::log2_for(head.capacity)) &&
         head.entries <= head.room && head.counters <= head.entries &&
         (head.error_room == 0 || head.error_room >= head.counters) &&
         head.string_bytes <= head.string_room && head.total <= TopK::kMostWeight;
}

}  // namespace

Status TopKContents::read_working(Bytes image) {
  if (image.size() < TopKLayout::kName) return kMalformed;
  const auto head = load_native<TopK::Head>(image.data() + kEnvelopeBytes);
  capacity = head.capacity;
  total = head.total;
  offset = head.offset;
  wanted = head.wanted;
  if (!is_valid(head)) return kMalformed;
  const TopKLayout at = TopKLayout::of(head, !has_strings());
  if (at.bytes != image.size()) return kMalformed;
  type.name = image.subspan(TopKLayout::kName, head.type_bytes);
  if (total == 0 && head.entries == 0) type = {};  // drops the type if no item has come
  strings = image.data() + at.strings;
  const auto copy = [&](auto& to, std::size_t from, std::size_t n) {
    if (n != 0) std::memcpy(to.data(), image.data() + from, n * sizeof to[0]);
  };
  entries.resize(head.entries);
  errors.resize(head.entries);
  copy(entries, at.entries, head.entries);
  if (head.error_room != 0) copy(errors, at.errors, head.counters);
  priors = errors;
  if (head.log2_cells != 0) {
    if (head.error_room != 0) copy(priors, at.priors, head.counters);
    cell_words.resize((at.strings - at.cells) / sizeof(std::uint64_t));
    copy(cell_words, at.cells, cell_words.size());
    cells = TopKCells(reinterpret_cast<std::byte*>(cell_words.data()), head.log2_cells,
                      head.log2_width);
  }
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
  for (std::size_t i = head.counters; i < counters.size; ++i)
    priors[i] = counters.estimate_without(entries[i].hash);
  take(counters);
  return {};
}

Status TopKContents::read_canonical(Bytes image) {
  Bytes from = image.subspan(kEnvelopeBytes);
  strings = image.data();
  std::uint64_t value, count, with_cells;
  if (!take_varint(from, value) || value > TopK::kMaxParameter) return kMalformed;
  capacity = value;
  if (!take_varint(from, value) || value > TopK::kMaxParameter) return kMalformed;
  wanted = static_cast<std::uint32_t>(value);
  if (!type.known()) return from.empty() ? Status{} : kMalformed;
  if (!take_varint(from, value) || value > kMostTypeBytes ||
      !take_bytes(from, value, type.name) || !take_varint(from, total) ||
      !take_varint(from, offset) || !take_varint(from, with_cells) || with_cells > 1 ||
      !take_varint(from, count)) {
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
    if (!take_varint(from, error) || error > offset) return kMalformed;
  priors = errors;
  for (std::size_t i = 0; i < count; ++i) {
    if (with_cells != 0 && !take_varint(from, priors[i])) return kMalformed;
    // The stored estimate becomes the upper bound.
    if (priors[i] > errors[i]) return kMalformed;
    entries[i].count += errors[i] - priors[i];
  }
  std::size_t bytes = 0;
  if (has_strings()) spans.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!has_strings()) {
      if (!take_varint(from, value)) return kMalformed;
      entries[i].hash = hash_u64(static_cast<std::uint64_t>(unzigzag(value)));
      continue;
    }
    TopK::Item string;
    if (!take_string(from, string) || (string.cut && !string.by_hash)) return kMalformed;
    spans[i] = span_of(string, static_cast<std::size_t>(string.bytes.data() - image.data()));
    entries[i].hash = string.hash;
    bytes += string.bytes.size();
  }
  if (bytes > string_budget(capacity)) return kMalformed;
  if (with_cells != 0) {
    if (const Status status = read_cells(from); !status.ok()) return status;
  }
  return from.empty() ? Status{} : kMalformed;
}

Status TopKContents::read_cells(Bytes& from) {
  const unsigned log2_cells = TopKCells::log2_for(capacity);
  PackedNumbers numbers;
  if (!numbers.take(from, std::size_t{1} << log2_cells)) return kMalformed;
  const unsigned width = TopKCells::width_of(numbers.greatest_width());
  cell_words.resize(TopKCells::bytes_of(log2_cells, width) / sizeof(std::uint64_t));
  cells = TopKCells(reinterpret_cast<std::byte*>(cell_words.data()), log2_cells, width);
  cells.fill([&numbers]<class Cell>(Cell* to) {
    PackedNumbers::Reader reader(numbers);
    for (std::size_t left = numbers.size(); left != 0;) {
      const auto block = reader.next();
      for (const std::uint64_t number : block) *to++ = static_cast<Cell>(unzigzag(number));
      left -= block.size();
    }
  });
  return {};
}

// Checks that bounds are consistent, so that sums of them can't overflow later.
Status TopKContents::check_counters() const noexcept {
  if (capacity < TopK::kMinParameter || capacity > TopK::kMaxParameter ||
      total > TopK::kMostWeight || offset > total || type.known() != (total != 0) ||
      type.known() != !type.name.empty()) {
    return kMalformed;
  }
  std::uint64_t rest = total;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t upper = entries[i].count;
    if (errors[i] >= upper || upper > total || errors[i] > offset || priors[i] > errors[i] ||
        upper - errors[i] > rest)
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

// An item without a counter on one side has that side's offset as its upper bound there.
void TopKContents::join(const TopKContents& other, Host& host) {
  if (!type.known()) type = other.type;
  const std::size_t own = entries.size();
  ItemTable table(resource(), own + other.entries.size());
  const TopKCounters theirs = other.view();
  for (std::size_t i = 0; i < own; ++i) {
    table.find_none(entries[i].hash) = static_cast<std::uint32_t>(i + 1);
    entries[i].count += other.offset;
    errors[i] += other.offset;
    priors[i] += theirs.estimate_without(entries[i].hash);
  }
  const TopKCounters mine = view();
  Pace pace(host, kPauseItems);
  std::size_t end = own;
  const std::size_t most = own + other.entries.size();
  entries.resize(most);
  errors.resize(most);
  priors.resize(most);
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
      priors[number - 1] += other.priors[i] - theirs.estimate_without(entry.hash);
      continue;
    }
    entries[end] = {entry.hash, entry.count + offset};
    errors[end] = other.errors[i] + offset;
    priors[end] = other.priors[i] + mine.estimate_without(entry.hash);
    if (has_strings()) {
      spans[end] = span_of(item, joined.size());
      joined.insert(joined.end(), string.begin(), string.end());
    }
    number = static_cast<std::uint32_t>(++end);
  }
  entries.resize(end);
  errors.resize(end);
  priors.resize(end);
  if (has_strings()) spans.resize(end);
  capacity = std::min(capacity, other.capacity);
  join_cells(other.cells);
  offset += other.offset;
  total += other.total;
}

// Adds up the cells of both, folded to the number that belongs to the lower capacity.
void TopKContents::join_cells(const TopKCells& others) {
  const unsigned log2_cells = TopKCells::log2_for(capacity);
  if (others.exist()) {
    // Wide enough for everything that the other cells may hold after folding.
    const unsigned folds = others.log2_cells() > log2_cells ? others.log2_cells() - log2_cells : 0;
    constexpr std::uint64_t kAll = ~std::uint64_t{0} >> 1;
    const std::uint64_t most = others.bound() > kAll >> folds ? kAll : others.bound() << folds;
    cells = TopKCells::make(cells, log2_cells, most, cell_words);
    cells.add(others);
  } else if (cells.exist() && cells.log2_cells() != log2_cells) {
    cells = TopKCells::make(cells, log2_cells, 0, cell_words);
  }
}

void TopKContents::prune() {
  TopKCounters counters = view();
  TopKCounters::Drops drops(resource());
  counters.prune(capacity, string_budget(capacity), drops, resource());
  take(counters);
  std::uint64_t weight = 0;
  for (const TopK::Entry& drop : counters.dropped) weight += drop.count;
  if (weight == 0) return;
  cells = TopKCells::make(cells, TopKCells::log2_for(capacity), weight, cell_words);
  for (const TopK::Entry& drop : counters.dropped) cells.add(drop.hash, drop.count);
  cells.expect(weight);
}

void TopKContents::rank() {
  prune();
  ranked.resize(entries.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const std::uint64_t upper = entries[i].count;
    ranked[i] = {item(i), {upper - errors[i], upper - errors[i] + priors[i], upper}};
  }
  std::sort(ranked.begin(), ranked.end(), [this](const auto& a, const auto& b) {
    if (a.frequency.estimate != b.frequency.estimate)
      return a.frequency.estimate > b.frequency.estimate;
    if (!has_strings()) return a.item.word < b.item.word;
    const auto order = std::lexicographical_compare_three_way(
        a.item.bytes.begin(), a.item.bytes.end(), b.item.bytes.begin(), b.item.bytes.end());
    if (order != 0) return order < 0;
    if (a.item.by_hash != b.item.by_hash) return b.item.by_hash;
    return a.item.hash < b.item.hash;
  });
}

State TopKContents::encode(Host& host) const {
  std::size_t room = kEnvelopeBytes + 7 * kMaxVarintBytes + type.name.size();
  for (const auto& counter : ranked)
    room += 4 * kMaxVarintBytes + sizeof counter.item.hash + counter.item.bytes.size();
  const auto cell = [this](std::size_t i) { return cell_at_rest(cells.cell(i)); };
  if (cells.exist()) room += PackedNumbers::packed_bytes(cells.size(), cell);
  std::pmr::vector<std::byte> image(room, host.scratch());
  write_envelope(image.data(),
                 {Family::topk, Domain::xxh3, 0, static_cast<std::uint8_t>(type.items)});
  std::byte* at = put_varint(put_varint(image.data() + kEnvelopeBytes, capacity), wanted);
  if (type.known()) {
    at = put_varint(at, type.name.size());
    at = std::copy(type.name.begin(), type.name.end(), at);
    at = put_varint(put_varint(put_varint(at, total), offset), cells.exist());
    at = put_varint(at, ranked.size());
    std::uint64_t before = total;
    for (const auto& [item, frequency] : ranked) {
      at = put_varint(at, before - frequency.estimate);
      before = frequency.estimate;
    }
    for (const auto& [item, frequency] : ranked)
      at = put_varint(at, frequency.upper - frequency.lower);
    for (const auto& [item, frequency] : ranked)
      if (cells.exist()) at = put_varint(at, frequency.estimate - frequency.lower);
    for (const auto& [item, frequency] : ranked) {
      at = has_strings() ? put_string(at, item)
                         : put_varint(at, zigzag(static_cast<std::int64_t>(item.word)));
    }
  }
  if (cells.exist()) at = PackedNumbers::pack(at, cells.size(), cell);
  const State result = host.allocate(static_cast<std::size_t>(at - image.data()));
  std::copy(image.data(), at, result.data());
  return result;
}

}  // namespace sketch
