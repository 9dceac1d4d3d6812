// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/topk.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "topk_state.hpp"

namespace sketch {

using namespace topk_state;

namespace {

constexpr Status kTooHeavy{Code::out_of_range, "total weight of a sketch is out of range",
                           "The weights of all items may add up to at most 2^63 - 1."};
// Adds words, for all of which there is room. Whether a word has a counter is as good as random, so
// the code computes with that condition instead of branching: 6 ns a word instead of 10.
[[gnu::always_inline]] inline void append(State state, std::span<const std::uint64_t> hashes,
                                          std::uint64_t weight) noexcept {
  TopK::Head& head = head_of(state);
  const TopKLayout at = layout_of(state);
  auto* entries = part_of<TopK::Entry>(state, at.entries);
  std::size_t end = head.entries;
  if (head.log2_index == 0) {
    for (const std::uint64_t hash : hashes) entries[end++] = {hash, weight};
  } else {
    const auto* index = part_of<TopK::Place>(state, at.index);
    const unsigned shift = 64 - head.log2_index;
    for (const std::uint64_t hash : hashes) {
      const std::size_t place = index[hash >> shift];
      const auto found = static_cast<std::size_t>(entries[place].hash == hash);
      const std::size_t to = end ^ ((end ^ place) & (0 - found));
      const std::uint64_t count = entries[place].count & (0 - found);
      entries[end].hash = hash;
      entries[to].count = count + weight;
      end += 1 - found;
    }
  }
  head.entries = static_cast<std::uint32_t>(end);
  head.total += weight * hashes.size();
}

// Merges what has been read of an image. On failure the state is unchanged, or has more items than
// its capacity allows; the next add prunes them.
Status absorb(State& state, const TopKContents& other, Host& host) {
  if (!other.distinct()) {
    return {Code::malformed, "sketch_topk image has an item twice",
            "The bytes are damaged, or are not a sketch."};
  }
  host.pause();
  if (other.total > TopK::kMostWeight - head_of(state).total) return kTooHeavy;
  // If memory runs out, the state must not be left with a type but no item. So a copy is changed
  // first.
  State larger = state;
  if (other.type.known()) {
    if (const Status status = TopK::take_type(larger, other.type, host); !status.ok())
      return status;
  }
  if (other.offset != 0) {
    TopKContents both(host.scratch());
    if (const Status status = both.read(larger); !status.ok()) return status;
    both.join(other, host);
    both.prune();
    TopKCounters counters = both.view();
    if (both.cells.exist()) {
      counters.cell_width = both.cells.width_for(TopKCells::log2_for(head_of(larger).capacity), 0,
                                                 TopKCells::kNarrowest);
    }
    larger = fitted(larger, counters, {1, 1, true}, host);
    host.pause();
    head_of(larger).total = both.total;
    write(larger, counters);
  } else {
    const TopKCounters counters = other.view();
    const TopK::Head& head = head_of(larger);
    if (counters.size > head.room - head.entries ||
        counters.string_bytes() > head.string_room - head.string_bytes) {
      larger = with_room(larger, counters.size, counters.string_bytes(), host);
    }
    Pace pace(host, kPauseItems);
    for (std::size_t i = 0; i < counters.size; ++i) {
      pace.step();
      TopK::add(larger, counters.item(i), counters.entries[i].count);
    }
  }
  TopK::Head& head = head_of(larger);
  head.wanted = std::max(head.wanted, other.wanted);
  state = TopK::reduce(larger, static_cast<int>(other.capacity), host);
  return {};
}

}  // namespace

State TopK::create(int capacity, Host& host) {
  return make(static_cast<std::size_t>(capacity), {}, host);
}

State TopK::create(int capacity, ItemType type, Host& host) {
  return make(static_cast<std::size_t>(capacity), type, host);
}

TopK::ItemType TopK::type(State state) noexcept {
  return {static_cast<Items>(image_parameter(state.data())),
          Bytes(state).subspan(TopKLayout::kName, head_of(state).type_bytes)};
}

Status TopK::take_type(State& state, ItemType type, Host& host) {
  const ItemType own = TopK::type(state);
  if (own.known()) {
    return own.same_as(type) ? Status{} : other_type(own, type);
  }
  const State typed = create(parameter(state), type, host);
  head_of(typed).wanted = head_of(state).wanted;
  state = typed;
  return {};
}

// Adds a string, or a word if there is no room. A separate function, because it needs more
// registers.
[[gnu::noinline]] static bool add_string(State state, const TopK::Item& item,
                                         std::uint64_t weight) noexcept {
  TopK::Head& head = head_of(state);
  const TopKLayout at = layout_of(state);
  auto* entries = part_of<TopK::Entry>(state, at.entries);
  auto* spans = has_words(state) ? nullptr : part_of<TopK::Span>(state, at.spans);
  std::byte* strings = part_of<std::byte>(state, at.strings);
  if (head.log2_index != 0) {
    const std::size_t i =
        part_of<TopK::Place>(state, at.index)[item.hash >> (64 - head.log2_index)];
    if (entries[i].hash == item.hash &&
        (spans == nullptr ||
         (spans[i].by_hash == item.by_hash &&
          (item.by_hash || equal_bytes({strings + spans[i].at, spans[i].size}, item.bytes))))) {
      entries[i].count += weight;
      head.total += weight;
      return true;
    }
  }
  const std::size_t size = item.bytes.size();
  if (head.entries == head.room || size > head.string_room - head.string_bytes) return false;
  spans[head.entries] = span_of(item, head.string_bytes);
  std::copy(item.bytes.begin(), item.bytes.end(), strings + head.string_bytes);
  head.string_bytes += static_cast<std::uint32_t>(size);
  entries[head.entries++] = {item.hash, weight};
  head.total += weight;
  return true;
}

bool TopK::add(State state, const Item& item, std::uint64_t weight) noexcept {
  const Head& head = head_of(state);
  if (weight > kMostWeight - head.total) return false;
  if (!has_words(state) || head.entries == head.room) return add_string(state, item, weight);
  append(state, {&item.hash, 1}, weight);
  return true;
}

Status TopK::add(State& state, const Item& item, std::uint64_t weight, Host& host) {
  if (weight > kMostWeight - head_of(state).total) return kTooHeavy;
  if (item.bytes.size() > kMostItemBytes) return kItemTooLong;
  if (add(state, item, weight)) return {};
  state = with_room(state, 1, item.bytes.size(), host);
  add(state, item, weight);
  return {};
}

Status TopK::add_all(State& state, std::span<const std::uint64_t> hashes, Host& host) {
  while (!hashes.empty()) {
    const Head& head = head_of(state);
    const std::size_t count = std::min<std::size_t>(hashes.size(), head.room - head.entries);
    if (count == 0 || hashes.size() > kMostWeight - head.total) {
      const Status status = add(state, {hashes.front(), 0, {}}, 1, host);
      if (!status.ok()) return status;
      hashes = hashes.subspan(1);
    } else {
      append(state, hashes.first(count), 1);
      hashes = hashes.subspan(count);
    }
  }
  return {};
}

void TopK::prefetch(State state, std::uint64_t hash) noexcept {
  const Head& head = head_of(state);
  const TopKLayout at = layout_of(state);
  if (head.log2_index != 0)
    __builtin_prefetch(part_of<Place>(state, at.index) + (hash >> (64 - head.log2_index)));
  __builtin_prefetch(part_of<Entry>(state, at.entries) + head.entries, 1);
}

Status TopK::merge(State& state, Bytes image, Host& host) {
  TopKContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  // If a state is merged with itself its strings move while they are read, so they are copied.
  std::pmr::vector<std::byte> strings(host.scratch());
  if (image.data() == state.data() && other.strings != nullptr) {
    strings.assign(other.strings, other.strings + head_of(state).string_bytes);
    other.strings = strings.data();
  }
  return absorb(state, other, host);
}

State TopK::reduce(State state, int capacity, Host& host) {
  Head& head = head_of(state);
  if (static_cast<std::size_t>(capacity) >= head.capacity) return state;
  const std::uint32_t before = std::exchange(head.capacity, static_cast<std::uint32_t>(capacity));
  try {
    return with_room(state, 0, 0, host);
  } catch (...) {
    head.capacity = before;
    throw;
  }
}

Status TopK::thaw(Bytes image, Host& host, State& state) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = create(static_cast<int>(contents.capacity), host);
  return absorb(state, contents, host);
}

namespace {

// The parts of a state that are in use. The index must be copied, too: it can't be rebuilt, because
// counts have changed since it was written.
struct Parts {
  struct Part {
    std::size_t at, bytes;
  };
  Part parts[8];

  Parts(const TopK::Head& head, bool words) noexcept {
    const TopKLayout at = TopKLayout::of(head, words);
    const std::size_t errors = head.error_room == 0 ? 0 : head.counters;
    parts[0] = {0, at.entries};
    // The index of an empty state refers to two entries (topk_state.cpp, write_index).
    const std::size_t looked_at = head.log2_index == 0 ? 0 : 2;
    parts[1] = {at.entries, std::max<std::size_t>(head.entries, looked_at) * sizeof(TopK::Entry)};
    parts[2] = {at.errors, errors * sizeof(std::uint64_t)};
    parts[3] = {at.spans, words ? 0 : head.entries * sizeof(TopK::Span)};
    parts[4] = {at.index, at.cells - at.index};
    parts[5] = {at.strings, head.string_bytes};
    parts[6] = {at.priors, head.log2_cells == 0 ? 0 : errors * sizeof(std::uint64_t)};
    parts[7] = {at.cells, at.strings - at.cells};
  }
  std::size_t bytes() const noexcept {
    std::size_t sum = 0;
    for (const Part& part : parts) sum += part.bytes;
    return sum;
  }
};

}  // namespace

std::size_t TopK::packed_bytes(State state) noexcept {
  return Parts(head_of(state), has_words(state)).bytes();
}

void TopK::pack(State state, std::byte* to) noexcept {
  for (const auto& [at, bytes] : Parts(head_of(state), has_words(state)).parts) {
    std::memcpy(to, state.data() + at, bytes);
    to += bytes;
  }
}

Status TopK::unpack(Bytes packed, Host& host, State& state) {
  const auto head = load_native<Head>(packed.data() + kEnvelopeBytes);
  const bool words = image_parameter(packed.data()) == static_cast<std::uint8_t>(Items::words);
  const std::size_t bytes = TopKLayout::of(head, words).bytes;
  state = host.allocate(bytes);
  std::memset(state.data(), 0, bytes - head.string_room);
  for (const auto& [at, count] : Parts(head, words).parts) {
    std::memcpy(state.data() + at, packed.data(), count);
    packed = packed.subspan(count);
  }
  return {};
}

void TopK::want(State state, std::uint32_t items) noexcept {
  Head& head = head_of(state);
  head.wanted = std::max(head.wanted, items);
}

Status TopK::freeze(Bytes image, Host& host, State& canonical) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.rank();
  canonical = contents.encode(host);
  return {};
}

Status TopK::check(Bytes image, Host& host) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  constexpr Status kOtherwise{Code::malformed, "sketch_topk image is not in canonical form",
                              "The bytes are damaged, or are not a sketch."};
  if (contents.working || !contents.distinct()) return kOtherwise;
  return check_frozen(image, kOtherwise, [&](State& again) {
    contents.rank();
    again = contents.encode(host);
    return Status{};
  });
}

Status TopK::frequency(Bytes image, const Item& item, Host& host, Frequency& frequency) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  const auto counters = contents.view();
  const bool estimated = counters.cells.exist();
  frequency = {0, estimated ? counters.estimate_without(item.hash) : 0, contents.offset};
  for (std::size_t i = 0; i < counters.size; ++i) {
    const std::uint64_t upper = counters.entries[i].count;
    if (counters.is_item(i, item))
      frequency = {upper - counters.errors[i], counters.estimate(i), upper};
  }
  return {};
}

Status TopK::top(Bytes image, Host& host, std::span<Ranked> ranking, std::size_t& count) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.rank();
  count = std::min(ranking.size(), contents.ranked.size());
  std::copy_n(contents.ranked.begin(), count, ranking.begin());
  return {};
}

Status TopK::info(Bytes image, Host& host, Info& info) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  info = {contents.working ? "working" : "counters",
          static_cast<int>(contents.capacity),
          contents.type,
          contents.total,
          contents.offset,
          contents.wanted,
          contents.entries.size(),
          contents.cells.exist() ? contents.cells.size() : 0,
          contents.cells.exist()
              ? std::sqrt(contents.cells.squares() / static_cast<double>(contents.cells.size()))
              : 0,
          image.size()};
  return {};
}

bool TopK::is_state(State image) noexcept {
  return image.size() >= TopKLayout::kName && image_form(image.data()) == kWorking;
}

int TopK::parameter(State state) noexcept { return static_cast<int>(head_of(state).capacity); }

}  // namespace sketch
