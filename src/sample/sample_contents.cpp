// SPDX-License-Identifier: PostgreSQL
#include "sample_contents.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace sketch {
namespace {

using Draw = Sample::Draw;
using Row = Sample::Row;

constexpr Status kMalformed{Code::malformed, "sketch_sample image is damaged",
                            "The bytes are truncated or damaged, or are not a sketch."};
constexpr Status kOtherDraw{
    Code::wrong_domain, "uniform, weighted and keyed samples can't be combined with each other",
    "Build all of them by the same aggregate: sketch_sample_agg, sketch_sample_agg_weighted or "
    "sketch_sample_agg_keyed."};
constexpr Status kTooManyRows{Code::out_of_range, "the samples represent more than 2^63 rows", ""};

constexpr std::uint8_t kHasLimit = 0x10;  // added to the number of a key's bytes
constexpr std::size_t kFirstRoom = 8, kLeastStringRoom = 128;
// The number of strings, of at most 64 kB each, that are copied between two pauses: a few
// milliseconds.
constexpr std::size_t kPauseItems = 256;

// Entries have room for twice the rows that are kept, so that pruning half of them is rare enough
// to be cheap.
constexpr std::size_t most_room(std::size_t n) noexcept { return 2 * n + kFirstRoom; }

bool is_before(const Row& a, const Row& b) noexcept {
  if (a.key != b.key) return a.key < b.key;
  if (a.item.word != b.item.word) return a.item.word < b.item.word;
  const auto order = std::lexicographical_compare_three_way(
      a.item.bytes.begin(), a.item.bytes.end(), b.item.bytes.begin(), b.item.bytes.end());
  return order != 0 ? order < 0 : a.item.cut < b.item.cut;
}

std::uint64_t load_key(const std::byte* from, std::size_t bytes) noexcept {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < bytes; ++i) key |= std::to_integer<std::uint64_t>(from[i]) << 8 * i;
  return key;
}

std::byte* put_key(std::byte* to, std::uint64_t key, std::size_t bytes) noexcept {
  for (std::size_t i = 0; i < bytes; ++i) *to++ = static_cast<std::byte>(key >> 8 * i);
  return to;
}

std::size_t bytes_of_key(std::uint64_t key) noexcept {
  return std::max<std::size_t>((static_cast<std::size_t>(std::bit_width(key)) + 7) / 8, 1);
}

// Whether a weighted sample can have the key: u / w for a weight w within its range.
bool is_priority(std::uint64_t key) noexcept {
  const auto priority = std::bit_cast<double>(key);
  return priority >= 0x1p-70 / Sample::kMostWeight && priority <= 2 / Sample::kLeastWeight;
}

}  // namespace

void draw_skip(Sample::Head& head) noexcept {
  constexpr double kMost = 0x1p62;
  if (head.limit == Sample::kNoLimit) return;
  const double u = (static_cast<double>(next_random(head) >> 12) + 0.5) * 0x1p-52;
  const double p = static_cast<double>(head.limit) * 0x1p-64;
  const double passed = std::log(u) / std::log1p(-p);
  head.skip = static_cast<std::uint64_t>(passed < kMost ? passed : kMost);
  head.rows += head.skip;
}

std::size_t SampleContents::string_bytes() const noexcept {
  std::size_t bytes = 0;
  for (const Row& row : rows) bytes += row.item.bytes.size();
  return bytes;
}

Status SampleContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Sample::kFamily, envelope); !status.ok())
    return status;
  working = envelope.working();
  if (envelope.form != (working ? Sample::kWorking : Sample::kCanonical)) return kMalformed;
  type.items = static_cast<Items>(envelope.parameter & 0x0F);
  draw = static_cast<Draw>(envelope.parameter >> 4);
  if (type.items > Items::strings || draw > Draw::keyed) return kMalformed;
  const bool good = working ? read_working(image) : read_canonical(image.subspan(kEnvelopeBytes));
  return good && check_rows() ? Status{} : kMalformed;
}

bool SampleContents::read_working(Bytes image) {
  if (image.size() < SampleLayout::kName) return false;
  const auto head = load_native<Sample::Head>(image.data() + kEnvelopeBytes);
  n = head.n;
  total = head.rows - head.skip;
  limit = head.limit;
  if (head.skip > head.rows || head.type_bytes > kMostTypeBytes || head.entries > head.room ||
      head.string_bytes > head.string_room)
    return false;
  const SampleLayout at = SampleLayout::of(head, weighs());
  if (at.bytes != image.size()) return false;
  type.name = image.subspan(SampleLayout::kName, head.type_bytes);
  rows.resize(head.entries);
  Pace pace(host, kPauseItems);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    pace.step();
    const auto entry =
        load_native<Sample::Entry>(image.data() + at.entries + i * sizeof(Sample::Entry));
    rows[i] = {entry.key, 1, Item{}};
    if (weighs())
      rows[i].weight = load_native<double>(image.data() + at.weights + i * sizeof(double));
    if (!has_strings()) {
      rows[i].item.word = entry.word;
      continue;
    }
    const SampleString string = SampleString::of(entry.word);
    if (string.at > head.string_bytes || string.size > head.string_bytes - string.at) return false;
    rows[i].item.bytes = image.subspan(at.strings + string.at, string.size);
    rows[i].item.cut = string.cut;
  }
  if (empty()) {  // drops draw and type if no row has come
    type = {};
    draw = {};
  }
  return true;
}

bool SampleContents::read_canonical(Bytes from) {
  std::uint64_t value, count;
  if (!take_varint(from, value) || value > Sample::kMaxParameter) return false;
  n = value;
  if (!type.known()) return draw == Draw{} && from.empty();
  if (!take_varint(from, value) || value > kMostTypeBytes || !take_bytes(from, value, type.name) ||
      (draw != Draw::keyed && !take_varint(from, total)) || from.empty())
    return false;
  const auto width = std::to_integer<unsigned>(from[0]);
  const std::size_t key_bytes = width & ~kHasLimit;
  from = from.subspan(1);
  if (key_bytes < 1 || key_bytes > sizeof(std::uint64_t)) return false;
  Bytes keys, weights;
  if ((width & kHasLimit) != 0) {
    if (!take_bytes(from, key_bytes, keys)) return false;
    limit = load_key(keys.data(), key_bytes);
  }
  if (!take_varint(from, count) || count > n || !take_bytes(from, count * key_bytes, keys) ||
      (weighs() && !take_bytes(from, count * sizeof(double), weights)))
    return false;
  rows.resize(count);
  Pace pace(host, kPauseItems);
  for (std::size_t i = 0; i < count; ++i) {
    pace.step();
    Row& row = rows[i];
    row = {load_key(keys.data() + i * key_bytes, key_bytes), 1, Item{}};
    if (weighs())
      row.weight = std::bit_cast<double>(load_le<std::uint64_t>(weights.data() + 8 * i));
    if (!has_strings()) {
      if (!take_varint(from, value)) return false;
      row.item.word = static_cast<std::uint64_t>(unzigzag(value));
    } else if (!take_string(from, row.item) || row.item.by_hash) {
      return false;
    }
  }
  return from.empty() && string_bytes() <= string_budget(n);
}

// Checks that rows are below the limit, and that without a limit they are all rows.
bool SampleContents::check_rows() const noexcept {
  if (n < Sample::kMinParameter || n > Sample::kMaxParameter || type.known() == type.name.empty() ||
      type.known() == empty() || total > Sample::kMostRows)
    return false;
  const bool complete = limit == Sample::kNoLimit;
  if (draw == Draw::keyed ? total != 0 : complete ? total != rows.size() : total <= rows.size())
    return false;
  if (weighs() && !complete && !is_priority(limit)) return false;
  return std::all_of(rows.begin(), rows.end(), [this](const Row& row) {
    return row.key < limit && row.item.bytes.size() <= kMostItemBytes &&
           (!weighs() || (row.weight >= Sample::kLeastWeight && row.weight <= Sample::kMostWeight &&
                          is_priority(row.key)));
  });
}

Status SampleContents::join(const SampleContents& other) {
  n = std::min(n, other.n);
  if (other.empty()) return {};
  if (empty()) {
    type = other.type;
    draw = other.draw;
  }
  if (!type.same_as(other.type)) return other_type(type, other.type);
  if (draw != other.draw) return kOtherDraw;
  if (other.total > Sample::kMostRows - total) return kTooManyRows;
  total += other.total;
  limit = std::min(limit, other.limit);
  rows.insert(rows.end(), other.rows.begin(), other.rows.end());
  std::erase_if(rows, [this](const Row& row) { return row.key >= limit; });
  return {};
}

// Leaves out all rows with the key of the first that is left out, even those that sort before it.
void SampleContents::prune() {
  host.pause();
  std::sort(rows.begin(), rows.end(), is_before);
  if (draw == Draw::keyed) {
    const auto same = [](const Row& a, const Row& b) { return a.key == b.key; };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());
  }
  std::size_t kept = 0;
  for (std::size_t left = string_budget(n); kept < rows.size(); ++kept) {
    const std::size_t bytes = rows[kept].item.bytes.size();
    if (kept == n || bytes > left) {
      limit = rows[kept].key;
      break;
    }
    left -= bytes;
  }
  while (kept > 0 && rows[kept - 1].key >= limit) --kept;
  rows.resize(kept);
}

void SampleContents::prune_many() {
  if (rows.size() >= most_room(n) || string_bytes() > 2 * string_budget(n)) prune();
}

State SampleContents::encode() const {
  const std::uint64_t greatest =
      limit != Sample::kNoLimit ? limit : rows.empty() ? 0 : rows.back().key;
  const std::size_t key_bytes = bytes_of_key(greatest);
  std::size_t room = kEnvelopeBytes + 4 * kMaxVarintBytes + type.name.size() + 1 + sizeof limit;
  for (const Row& row : rows)
    room += sizeof row.key + sizeof row.weight + kMaxVarintBytes + row.item.bytes.size();
  std::pmr::vector<std::byte> image(room, host.scratch());
  write_envelope(image.data(),
                 {Sample::kFamily, {}, Sample::kCanonical, sample_parameter(type.items, draw)});
  std::byte* at = put_varint(image.data() + kEnvelopeBytes, n);
  if (!empty()) {
    at = put_varint(at, type.name.size());
    at = std::copy(type.name.begin(), type.name.end(), at);
    if (draw != Draw::keyed) at = put_varint(at, std::min(total, Sample::kMostRows));
    *at++ = static_cast<std::byte>(key_bytes | (limit == Sample::kNoLimit ? 0 : kHasLimit));
    if (limit != Sample::kNoLimit) at = put_key(at, limit, key_bytes);
    at = put_varint(at, rows.size());
    for (const Row& row : rows) at = put_key(at, row.key, key_bytes);
    for (const Row& row : rows) {
      if (!weighs()) break;
      store_le(at, std::bit_cast<std::uint64_t>(row.weight));
      at += sizeof row.weight;
    }
    Pace pace(host, kPauseItems);
    for (const Row& row : rows) {
      pace.step();
      at = has_strings() ? put_string(at, row.item)
                         : put_varint(at, zigzag(static_cast<std::int64_t>(row.item.word)));
    }
  }
  const State result = host.allocate(static_cast<std::size_t>(at - image.data()));
  std::copy(image.data(), at, result.data());
  return result;
}

State SampleContents::build() const {
  Sample::Head head{};
  head.rows = total;
  head.limit = limit;
  head.n = static_cast<std::uint32_t>(n);
  head.type_bytes = static_cast<std::uint32_t>(type.name.size());
  if (type.known()) {
    const std::size_t doubled = std::bit_ceil(std::max(rows.size() + 1, kFirstRoom));
    head.room =
        static_cast<std::uint32_t>(std::max(std::min(doubled, most_room(n)), rows.size() + 1));
  }
  if (has_strings()) {
    const std::size_t bytes = string_bytes(), most = 2 * string_budget(n) + kMostItemBytes;
    const std::size_t doubled = std::bit_ceil(std::max(2 * bytes, kLeastStringRoom));
    head.string_room = static_cast<std::uint32_t>(std::max(std::min(doubled, most), bytes));
  }
  if (type.known() && draw != Draw::keyed) {
    for (std::uint64_t& seed : head.seed) seed = host.random();
    if (draw == Draw::uniform) draw_skip(head);
  }
  const SampleLayout at = SampleLayout::of(head, weighs());
  const State state = host.allocate(at.bytes);
  std::memset(state.data(), 0, at.strings);
  write_envelope(state.data(),
                 {Sample::kFamily, {}, Sample::kWorking, sample_parameter(type.items, draw)});
  std::copy(type.name.begin(), type.name.end(), state.data() + SampleLayout::kName);
  Pace pace(host, kPauseItems);
  for (const Row& row : rows) {
    pace.step();
    Sample::Entry entry{row.key, row.item.word};
    const Bytes bytes = row.item.bytes;
    if (has_strings()) {
      entry.word =
          SampleString{head.string_bytes, static_cast<std::uint32_t>(bytes.size()), row.item.cut}
              .word();
      std::copy(bytes.begin(), bytes.end(), state.data() + at.strings + head.string_bytes);
      head.string_bytes += static_cast<std::uint32_t>(bytes.size());
    }
    store_native(state.data() + at.entries + head.entries * sizeof entry, entry);
    if (weighs())
      store_native(state.data() + at.weights + head.entries * sizeof row.weight, row.weight);
    ++head.entries;
  }
  store_native(state.data() + kEnvelopeBytes, head);
  return state;
}

}  // namespace sketch
