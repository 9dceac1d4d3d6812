// SPDX-License-Identifier: PostgreSQL
#include "sketch/sample/sample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sample_contents.hpp"

namespace sketch {
namespace {

using Draw = Sample::Draw;

Sample::Head& head_of(State state) noexcept {
  return *reinterpret_cast<Sample::Head*>(state.data() + kEnvelopeBytes);
}

Items items_of(State state) noexcept {
  return static_cast<Items>(image_parameter(state.data()) & 0x0F);
}

// A random word below the limit.
std::uint64_t draw_below(Sample::Head& head) noexcept {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>(static_cast<Wide>(next_random(head)) * head.limit >> 64);
}

// Appends a row in place. False, with nothing changed, if there is no room.
bool append(State state, const Sample::Row& row) noexcept {
  Sample::Head& head = head_of(state);
  const bool strings = items_of(state) == Items::strings;
  const std::size_t bytes = row.item.bytes.size();
  if (head.entries == head.room || (strings && bytes > head.string_room - head.string_bytes))
    return false;
  const bool weighs = Sample::draw(state) == Draw::weighted;
  const SampleLayout at = SampleLayout::of(head, weighs);
  Sample::Entry entry{row.key, row.item.word};
  if (strings) {
    entry.word =
        SampleString{head.string_bytes, static_cast<std::uint32_t>(bytes), row.item.cut}.word();
    std::copy(row.item.bytes.begin(), row.item.bytes.end(),
              state.data() + at.strings + head.string_bytes);
    head.string_bytes += static_cast<std::uint32_t>(bytes);
  }
  store_native(state.data() + at.entries + head.entries * sizeof entry, entry);
  if (weighs)
    store_native(state.data() + at.weights + head.entries * sizeof row.weight, row.weight);
  ++head.entries;
  return true;
}

}  // namespace

State Sample::create(int n, Host& host) {
  SampleContents contents(host);
  contents.n = static_cast<std::size_t>(n);
  return contents.build();
}

Status Sample::take_type(State& state, Draw draw, ItemType type, Host& host) {
  const ItemType own = Sample::type(state);
  SampleContents given(host);
  given.n = head_of(state).n;
  given.draw = draw;
  given.type = type;
  if (!own.known()) {
    state = given.build();
    return {};
  }
  if (own.same_as(type) && Sample::draw(state) == draw) return {};
  // join() compares types only if rows have come; a limit makes it look as if they had.
  given.limit = 0;
  SampleContents contents(host);
  contents.draw = Sample::draw(state);
  contents.type = own;
  contents.limit = 0;
  return contents.join(given);
}

ItemType Sample::type(State state) noexcept {
  return {items_of(state), {state.data() + SampleLayout::kName, head_of(state).type_bytes}};
}

Draw Sample::draw(State state) noexcept {
  return static_cast<Draw>(image_parameter(state.data()) >> 4);
}

int Sample::parameter(State state) noexcept { return static_cast<int>(head_of(state).n); }

std::uint64_t Sample::limit(State state) noexcept { return head_of(state).limit; }

bool Sample::draw_key(State state, double weight, std::uint64_t& key) noexcept {
  Head& head = head_of(state);
  const double u = (static_cast<double>(next_random(head)) + 0.5) * 0x1p-64;
  key = std::bit_cast<std::uint64_t>(u / weight);
  if (key < head.limit) return true;
  ++head.rows;
  return false;
}

Status Sample::enter(State& state, const Item& item, Host& host) {
  Head& head = head_of(state);
  const Row row{head.limit == kNoLimit ? key_of(next_random(head)) : draw_below(head), 1, item};
  const std::byte* before = state.data();
  if (const Status status = add(state, row, host); !status.ok()) return status;
  // A new state has drawn its skip already.
  if (state.data() == before) draw_skip(head);
  return {};
}

Status Sample::add(State& state, const Row& row, Host& host) {
  if (row.item.bytes.size() > kMostItemBytes) return kItemTooLong;
  const std::uint64_t counted = draw(state) == Draw::keyed ? 0 : 1;
  if (row.key >= head_of(state).limit || append(state, row)) {
    head_of(state).rows += counted;
    return {};
  }
  SampleContents contents(host);
  const ItemType type = Sample::type(state);
  const Draw draw = Sample::draw(state);
  demand(contents.read(state));
  contents.type = type;  // even an empty state has a type
  contents.draw = draw;
  contents.rows.push_back(row);
  contents.total += counted;
  contents.prune_many();
  state = contents.build();
  return {};
}

Status Sample::merge(State& state, Bytes image, Host& host) {
  host.pause();
  SampleContents contents(host), other(host);
  demand(contents.read(state));
  if (const Status status = other.read(image); !status.ok()) return status;
  if (const Status status = contents.join(other); !status.ok()) return status;
  contents.prune_many();
  state = contents.build();
  return {};
}

State Sample::reduce(State state, int n, Host& host) {
  SampleContents contents(host);
  demand(contents.read(state));
  contents.n = std::min(contents.n, static_cast<std::size_t>(n));
  contents.prune_many();
  return contents.build();
}

Status Sample::thaw(Bytes image, Host& host, State& state) {
  SampleContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = contents.build();
  return {};
}

// The size of a state without its free room.
std::size_t Sample::packed_bytes(State state) noexcept {
  Head head = head_of(state);
  head.room = head.entries;
  head.string_room = head.string_bytes;
  return SampleLayout::of(head, draw(state) == Draw::weighted).bytes;
}

void Sample::pack(State state, std::byte* to) noexcept {
  Head head = head_of(state);
  const bool weighs = draw(state) == Draw::weighted;
  const SampleLayout from = SampleLayout::of(head, weighs);
  head.room = head.entries;
  head.string_room = head.string_bytes;
  const SampleLayout at = SampleLayout::of(head, weighs);
  const auto copy = [&](std::size_t source, std::size_t target, std::size_t bytes) {
    std::copy_n(state.data() + source, bytes, to + target);
  };
  copy(0, 0, at.entries);
  store_native(to + kEnvelopeBytes, head);
  copy(from.entries, at.entries, at.weights - at.entries);
  copy(from.weights, at.weights, at.strings - at.weights);
  copy(from.strings, at.strings, at.bytes - at.strings);
}

Status Sample::freeze(Bytes image, Host& host, State& canonical) {
  SampleContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.prune();
  canonical = contents.encode();
  return {};
}

Status Sample::check(Bytes image, Host& host) {
  constexpr Status kNotCanonical{Code::malformed,
                                 "sketch_sample image is not in its canonical form",
                                 "The bytes are damaged."};
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

Status Sample::rows(Bytes image, Host& host, std::span<Sampled> sampled, std::size_t& count) {
  SampleContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.prune();
  count = std::min(contents.rows.size(), sampled.size());
  const bool complete = contents.limit == kNoLimit;
  // The probability with which a row is drawn; in a weighted sample, for each unit of its weight.
  double p = 1;
  if (contents.draw == Draw::weighted) {
    p = std::bit_cast<double>(contents.limit);
  } else if (contents.draw == Draw::keyed) {
    p = static_cast<double>(contents.limit) * 0x1p-64;
  } else {
    p = static_cast<double>(contents.rows.size()) / static_cast<double>(contents.total);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Row& row = contents.rows[i];
    const double drawn = complete ? 1 : std::min(1.0, row.weight * p);
    sampled[i] = {row.item, drawn == 1 ? row.weight : 1 / p, drawn};
  }
  return {};
}

Status Sample::info(Bytes image, Host& host, Info& info) {
  SampleContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.prune();
  info = {contents.draw, static_cast<int>(contents.n), static_cast<double>(contents.total),
          contents.rows.size(), contents.limit == kNoLimit, contents.type, image.size()};
  if (contents.draw == Draw::keyed) {
    const auto n = static_cast<double>(info.sampled);
    info.rows = info.complete ? n : std::round(n / (static_cast<double>(contents.limit) * 0x1p-64));
  }
  return {};
}

}  // namespace sketch
