// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/topk.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "topk_contents.hpp"

namespace sketch {
namespace {

constexpr Status kTooHeavy{Code::out_of_range, "total weight of a sketch is out of range",
                           "The weights of all items may add up to at most 2^63 - 1."};
constexpr Status kTooLong{Code::out_of_range, "item is too long for a sketch",
                          "Items may have at most 64 kB; use md5() or left() on the value."};
constexpr Status kOtherType{Code::wrong_domain, "sketches have items of different types",
                            "Cast the values to one type before they are added."};

constexpr unsigned kFirstLog2Slots = 3;
constexpr std::size_t kLeastStringRoom = 128;

TopK::Head& head_of(State state) noexcept {
  return *reinterpret_cast<TopK::Head*>(state.data() + kEnvelopeBytes);
}
bool has_words(State state) noexcept {
  return image_parameter(state.data()) == static_cast<std::uint8_t>(TopK::Items::words);
}
TopK::Slot* slots_of(State state) noexcept {
  return reinterpret_cast<TopK::Slot*>(state.data() +
                                       TopK::slots_offset(head_of(state).type_bytes));
}
std::span<TopK::Slot> slots_in(State state) noexcept {
  return {slots_of(state), std::size_t{1} << head_of(state).log2_slots};
}
std::byte* strings_of(State state) noexcept {
  return reinterpret_cast<std::byte*>(slots_of(state) +
                                      (std::size_t{1} << head_of(state).log2_slots));
}

// Three quarters of the slots.
constexpr std::size_t limit_of(unsigned log2_slots) noexcept {
  return (std::size_t{3} << log2_slots) / 4;
}

// The table with which a state of this capacity begins to prune.
unsigned most_log2_slots(std::size_t capacity) noexcept {
  return std::max(static_cast<unsigned>(std::bit_width(2 * capacity - 1)), kFirstLog2Slots);
}

// An empty state with room.
State make(std::size_t capacity, TopK::ItemType type, unsigned log2_slots, std::size_t string_room,
           Host& host) {
  const std::size_t bytes =
      TopK::slots_offset(type.name.size()) + (sizeof(TopK::Slot) << log2_slots) + string_room;
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0, bytes - string_room);
  write_envelope(state.data(), {Family::topk, Domain::xxh3, TopK::kWorking,
                                static_cast<std::uint8_t>(type.items)});
  TopK::Head& head = head_of(state);
  head.capacity = static_cast<std::uint32_t>(capacity);
  head.type_bytes = static_cast<std::uint32_t>(type.name.size());
  head.log2_slots = log2_slots;
  head.limit =
      static_cast<std::uint32_t>(limit_of(std::min(log2_slots, most_log2_slots(capacity))));
  head.string_room = static_cast<std::uint32_t>(string_room);
  std::copy(type.name.begin(), type.name.end(), state.data() + TopK::kNameOffset);
  return state;
}

// The slot of the item that `same` recognises, or the empty one where it would be.
template <class Same>
TopK::Slot& find(State state, std::uint64_t hash, Same same) noexcept {
  TopK::Slot* slots = slots_of(state);
  const unsigned log2_slots = head_of(state).log2_slots;
  const std::size_t mask = (std::size_t{1} << log2_slots) - 1;
  std::size_t at = hash >> (64 - log2_slots);
  while (slots[at].upper != 0 && !same(slots[at])) at = (at + 1) & mask;
  return slots[at];
}

TopK::Slot& find(State state, const TopK::Item& item) noexcept {
  if (has_words(state))
    return find(state, item.hash, [&](const auto& slot) { return slot.key == item.word; });
  const std::byte* strings = strings_of(state);
  return find(state, item.hash, [&](const auto& slot) {
    return slot.key == item.hash && slot.size == item.bytes.size() &&
           std::memcmp(strings + slot.at, item.bytes.data(), slot.size) == 0;
  });
}

// Where an item that has no slot would be.
TopK::Slot& empty_slot(State state, std::uint64_t hash) noexcept {
  return find(state, hash, [](const auto&) { return false; });
}

// Makes a counter of an empty slot of a state with room.
void fill(State state, TopK::Slot& slot, const TopK::Item& item, std::uint64_t upper,
          std::uint64_t error) noexcept {
  TopK::Head& head = head_of(state);
  if (has_words(state)) {
    slot = {item.word, upper, error, 0, 0};
  } else {
    const auto size = static_cast<std::uint32_t>(item.bytes.size());
    slot = {item.hash, upper, error, head.string_bytes, size};
    std::copy(item.bytes.begin(), item.bytes.end(), strings_of(state) + head.string_bytes);
    head.string_bytes += size;
  }
  ++head.counters;
}

// Puts all counters into a state that has room and none of them.
void fill(State state, const TopKContents& contents) noexcept {
  for (const auto& counter : contents.counters) {
    const TopK::Item item = contents.item(counter);
    fill(state, empty_slot(state, item.hash), item, counter.upper, counter.error);
  }
  TopK::Head& head = head_of(state);
  head.total = contents.total;
  head.offset = contents.offset;
  head.wanted = contents.wanted;
}

std::size_t string_bytes(const TopKContents& contents) noexcept {
  std::size_t bytes = 0;
  for (const auto& counter : contents.counters) bytes += counter.size;
  return bytes;
}

// The counters of a state, which nobody else has written.
void read_state(State state, TopKContents& contents) {
  const TopK::Head& head = head_of(state);
  contents.capacity = head.capacity;
  contents.type = TopK::type(state);
  contents.total = head.total;
  contents.offset = head.offset;
  contents.wanted = head.wanted;
  contents.strings = strings_of(state);
  contents.counters.reserve(head.counters);
  for (const TopK::Slot& slot : slots_in(state))
    if (slot.upper != 0) contents.counters.push_back(slot);
}

// The unpacked counters as a state with room for more of them and of their strings.
State pack_state(const TopKContents& contents, std::size_t counters, std::size_t strings,
                 Host& host) {
  unsigned log2_slots = kFirstLog2Slots;
  while (limit_of(log2_slots) < contents.counters.size() + counters) ++log2_slots;
  std::size_t room = 0;
  if (contents.type.items == TopK::Items::strings)
    room = std::max(kLeastStringRoom, std::bit_ceil(string_bytes(contents) + strings));
  const State state = make(contents.capacity, contents.type, log2_slots, room, host);
  fill(state, contents);
  return state;
}

// Empties the state's table and puts the counters, which are some of its own, back.
void refill(State state, TopKContents& contents) noexcept {
  std::memset(static_cast<void*>(slots_of(state)), 0,
              sizeof(TopK::Slot) << head_of(state).log2_slots);
  TopK::Head& head = head_of(state);
  head.counters = head.string_bytes = 0;
  // Each string moves down over those before it.
  if (contents.type.items == TopK::Items::strings) {
    std::sort(contents.counters.begin(), contents.counters.end(),
              [](const auto& a, const auto& b) { return a.at < b.at; });
  }
  std::byte* strings = strings_of(state);
  for (auto& counter : contents.counters) {
    std::memmove(strings + head.string_bytes, strings + counter.at, counter.size);
    counter.at = head.string_bytes;
    head.string_bytes += counter.size;
    const bool words = contents.type.items == TopK::Items::words;
    empty_slot(state, words ? hash_u64(counter.key) : counter.key) = counter;
    ++head.counters;
  }
  head.offset = contents.offset;
}

void prune_state(State state, Host& host) {
  TopKContents contents(host.scratch());
  read_state(state, contents);
  contents.offset = prune(contents.counters, contents.capacity,
                          topk_string_budget(contents.capacity), contents.offset);
  refill(state, contents);
}

// Whether a state would have more than its capacity allows at work, with so many more.
bool is_over(State state, std::size_t counters, std::size_t strings) noexcept {
  const TopK::Head& head = head_of(state);
  return head.counters + counters > limit_of(most_log2_slots(head.capacity)) ||
         head.string_bytes + strings > 2 * topk_string_budget(head.capacity);
}

// The state, or a larger one, with room for more counters and strings.
State with_room(State state, std::size_t counters, std::size_t strings, Host& host) {
  const TopK::Head& head = head_of(state);
  if (head.counters + counters <= limit_of(head.log2_slots) &&
      head.string_bytes + strings <= head.string_room) {
    return state;
  }
  TopKContents contents(host.scratch());
  read_state(state, contents);
  return pack_state(contents, counters, strings, host);
}

// Room for one item more: in a larger state, until it is as large as its capacity allows.
State with_room(State state, const TopK::Item& item, Host& host) {
  if (is_over(state, 1, item.bytes.size())) prune_state(state, host);
  return with_room(state, 1, item.bytes.size(), host);
}

// Adds what has been read of an image; on failure the state is as it was.
Status absorb(State& state, const TopKContents& other, Host& host) {
  if (!other.distinct()) {
    return {Code::malformed, "sketch_topk image has an item twice",
            "The bytes are changed, or are not a sketch."};
  }
  if (host.interrupted()) return kMergeInterrupted;
  if (other.total > TopK::kMostWeight - head_of(state).total) return kTooHeavy;
  if (other.type.known()) {
    if (const Status status = TopK::take_type(state, other.type, host); !status.ok()) return status;
  }
  state = with_room(state, other.counters.size(), string_bytes(other), host);
  TopK::Head& head = head_of(state);
  const std::uint64_t own_offset = head.offset;
  // An item of this side counts as the other's offset on the other side; until it turns up there.
  if (other.offset != 0) {
    for (TopK::Slot& slot : slots_in(state)) {
      if (slot.upper == 0) continue;
      slot.upper += other.offset;
      slot.error += other.offset;
    }
  }
  for (const auto& counter : other.counters) {
    const TopK::Item item = other.item(counter);
    TopK::Slot& slot = find(state, item);
    if (slot.upper != 0) {
      slot.upper += counter.upper - other.offset;
      slot.error += counter.error - other.offset;
    } else {
      fill(state, slot, item, counter.upper + own_offset, counter.error + own_offset);
    }
  }
  head.capacity = std::min(head.capacity, static_cast<std::uint32_t>(other.capacity));
  head.total += other.total;
  head.offset += other.offset;
  head.wanted = std::max(head.wanted, other.wanted);
  if (is_over(state, 0, 0)) prune_state(state, host);
  return {};
}

}  // namespace

State TopK::create(int capacity, Host& host) {
  return make(static_cast<std::size_t>(capacity), {}, kFirstLog2Slots, 0, host);
}

State TopK::create(int capacity, ItemType type, Host& host) {
  const std::size_t room = type.items == Items::strings ? kLeastStringRoom : 0;
  return make(static_cast<std::size_t>(capacity), type, kFirstLog2Slots, room, host);
}

TopK::ItemType TopK::type(State state) noexcept {
  return {static_cast<Items>(image_parameter(state.data())),
          Bytes(state).subspan(kNameOffset, head_of(state).type_bytes)};
}

Status TopK::take_type(State& state, ItemType type, Host& host) {
  const ItemType own = TopK::type(state);
  if (own.known()) {
    return own.items == type.items &&
                   std::equal(own.name.begin(), own.name.end(), type.name.begin(), type.name.end())
               ? Status{}
               : kOtherType;
  }
  const State typed = create(parameter(state), type, host);
  head_of(typed).wanted = head_of(state).wanted;
  state = typed;
  return {};
}

bool TopK::add(State state, const Item& item, std::uint64_t weight) noexcept {
  Head& head = head_of(state);
  if (weight > kMostWeight - head.total) return false;
  Slot& slot = find(state, item);
  if (slot.upper == 0) {
    if (head.counters == head.limit || item.bytes.size() > head.string_room - head.string_bytes)
      return false;
    fill(state, slot, item, head.offset, head.offset);
  }
  slot.upper += weight;
  head.total += weight;
  return true;
}

Status TopK::add(State& state, const Item& item, std::uint64_t weight, Host& host) {
  if (weight > kMostWeight - head_of(state).total) return kTooHeavy;
  if (item.bytes.size() > kMostKeyBytes) return kTooLong;
  if (add(state, item, weight)) return {};
  state = with_room(state, item, host);
  add(state, item, weight);
  return {};
}

void TopK::prefetch(State state, std::uint64_t hash) noexcept {
  __builtin_prefetch(slots_of(state) + (hash >> (64 - head_of(state).log2_slots)));
}

Status TopK::merge(State& state, Bytes image, Host& host) {
  TopKContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  return absorb(state, other, host);
}

State TopK::reduce(State state, int capacity, Host& host) {
  Head& head = head_of(state);
  if (static_cast<std::size_t>(capacity) >= head.capacity) return state;
  head.capacity = static_cast<std::uint32_t>(capacity);
  prune_state(state, host);
  return state;
}

Status TopK::thaw(Bytes image, Host& host, State& state) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = create(static_cast<int>(contents.capacity), host);
  return absorb(state, contents, host);
}

void TopK::pack(State state, std::byte* to) noexcept { std::copy(state.begin(), state.end(), to); }

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
                              "The bytes are changed, or are not a sketch."};
  if (contents.working || !contents.distinct()) return kOtherwise;
  return check_frozen(image, kOtherwise, [&](State& again) {
    contents.rank();
    again = contents.encode(host);
    return Status{};
  });
}

static Frequency frequency_of(const TopK::Slot& counter) noexcept {
  return {counter.upper - counter.error, counter.upper, counter.upper};
}

Status TopK::frequency(Bytes image, const Item& item, Host& host, Frequency& frequency) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  frequency = {0, 0, contents.offset};
  for (const auto& counter : contents.counters) {
    if (contents.same_key(counter, item)) frequency = frequency_of(counter);
  }
  return {};
}

Status TopK::top(Bytes image, Host& host, std::span<Ranked> ranking, std::size_t& count) {
  TopKContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.rank();
  count = std::min(ranking.size(), contents.counters.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Slot& counter = contents.counters[i];
    ranking[i] = {contents.item(counter), frequency_of(counter)};
  }
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
          contents.counters.size(),
          image.size()};
  return {};
}

bool TopK::is_state(State image) noexcept {
  return image.size() >= kNameOffset && image_form(image.data()) == kWorking;
}

int TopK::parameter(State state) noexcept { return static_cast<int>(head_of(state).capacity); }

}  // namespace sketch
