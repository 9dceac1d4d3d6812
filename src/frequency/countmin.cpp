// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/countmin.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory_resource>
#include <numbers>
#include <vector>

#include "countmin_contents.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

using Contents = CountMinContents;
using Slot = CountMin::Slot;

ValueClass class_of(State state) noexcept { return image_values(state.data()); }

}  // namespace

// Divisions, products and ceilings of doubles are the same on every machine. The last bit of a
// logarithm isn't, so the depth is found by counting.
Status CountMin::shape_of(double error, double confidence, Shape& shape) noexcept {
  if (!(error > 0 && error < 1))
    return {Code::out_of_range, "error out of range", "It is above 0 and below 1."};
  if (!(confidence > 0 && confidence < 1))
    return {Code::out_of_range, "confidence out of range", "It is above 0 and below 1."};
  constexpr double kOneRow = 1 / std::numbers::e;
  const double width = std::ceil(std::numbers::e / error);
  std::uint32_t depth = 1;
  for (double chance = kOneRow; chance > 1 - confidence; chance *= kOneRow) ++depth;
  if (width * depth > static_cast<double>(kMostCells))
    return {Code::out_of_range, "sketch_countmin is too large",
            "Ask for a larger error or a lower confidence: there are at most 4194304 cells."};
  shape = {static_cast<std::uint32_t>(width), depth};
  return {};
}

Status CountMin::shape_with(std::int64_t width, std::int64_t depth, Shape& shape) noexcept {
  if (depth < 1 || depth > kMostDepth)
    return {Code::out_of_range, "depth out of range", "There are 1 to 37 rows."};
  if (width < 1 || width > static_cast<std::int64_t>(kMostCells) / depth)
    return {Code::out_of_range, "width out of range",
            "There is at least one cell in a row, and at most 4194304 in all rows."};
  shape = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(depth)};
  return {};
}

// --- Building

State CountMin::make(Form form, Shape shape, ValueClass values, std::size_t item_bytes,
                     Host& host) {
  const State state = host.allocate(kItemsOffset + item_bytes);
  std::memset(state.data(), 0, state.size());
  write_envelope(state.data(),
                 {kFamily, Domain::xxh3, form, static_cast<std::uint8_t>(shape.depth), values});
  set_head(state, {shape.width, 0, 0});
  return state;
}

// Room for 13 hashes, which fill 128 bytes with the length word of a varlena.
State CountMin::create(int parameter, Host& host) {
  const Shape shape = Shape::of(parameter);
  const std::uint64_t room = std::min<std::uint64_t>(13, shape.most_values());
  return make(kWorkingHashes, shape, ValueClass::none, room * sizeof(std::uint64_t), host);
}

// Moves a state's hashes into a table.
State CountMin::with_table(State state, Host& host) {
  if (image_form(state.data()) != kWorkingHashes) return state;
  State table = make(kWorkingValues, shape(state), class_of(state), 6 * sizeof(Slot), host);
  for (std::size_t i = 0; i < head(state).values; ++i) {
    const auto hash = item_at<std::uint64_t>(state, i);
    while (!add_value(table, hash, 1)) table = with_room(table, head(table).values + 1, host);
  }
  return table;
}

void CountMin::prefetch(State state, std::uint64_t hash) noexcept {
  const std::byte* items = state.data() + kItemsOffset;
  const Shape s = shape(state);
  const std::size_t cell = image_form(state.data()) == kWorkingCells32 ? 4 : 8;
  if (image_form(state.data()) == kWorkingHashes) {
    __builtin_prefetch(items + sizeof(std::uint64_t) * head(state).values, 1);
    return;
  }
  if (image_form(state.data()) == kWorkingValues) {
    __builtin_prefetch(items + sizeof(Slot) * first_slot(hash, slot_count(state.size())), 1);
    return;
  }
  for (std::uint32_t row = 0; row < s.depth; ++row, items += cell * s.width)
    __builtin_prefetch(items + cell * cell_of(hash, row, s.width), 1);
}

// A table with room for `values` values. Each size is twice the one before.
State CountMin::with_room(State state, std::size_t values, Host& host) {
  const std::size_t before = slot_count(state.size());
  std::size_t slots = before;
  while (most_loaded(slots) < values) slots = 2 * slots + 2;
  if (slots == before) return state;
  const State larger =
      make(kWorkingValues, shape(state), class_of(state), slots * sizeof(Slot), host);
  Head h = head(state);
  set_head(larger, h);
  for (std::size_t i = 0; i < before; ++i) {
    const auto slot = item_at<Slot>(state, i);
    if (slot.count == 0) continue;
    std::size_t at = first_slot(slot.hash, slots);
    while (item_at<Slot>(larger, at).count != 0) at = at + 1 == slots ? 0 : at + 1;
    set_item(larger, at, slot);
  }
  return larger;
}

template <class To>
void CountMin::move_cells(State from, State to, Host& host) {
  if (image_form(from.data()) == kWorkingHashes) {
    for (std::size_t i = 0; i < head(from).values; ++i)
      add_cells<To>(to, item_at<std::uint64_t>(from, i), 1);
  } else if (image_form(from.data()) == kWorkingValues) {
    Pace pace(host, kPauseValues);
    for (std::size_t i = 0; i < slot_count(from.size()); ++i) {
      pace.step();
      if (const auto slot = item_at<Slot>(from, i); slot.count != 0)
        add_cells<To>(to, slot.hash, slot.count);
    }
  } else {
    const std::size_t cells = shape(from).cells();
    for (std::size_t i = 0; i < cells; ++i) set_item<To>(to, i, item_at<std::uint32_t>(from, i));
    set_head(to, head(from));
  }
}

// A state of cells that have room for a total; the given one if it does.
State CountMin::with_cells(State state, std::uint64_t total, Host& host) {
  const std::uint8_t form = image_form(state.data());
  if (form == kWorkingCells64 || (form == kWorkingCells32 && total <= kMostTotal32)) return state;
  const Shape s = shape(state);
  if (total <= kMostTotal32) {
    const State cells =
        make(kWorkingCells32, s, class_of(state), sizeof(std::uint32_t) * s.cells(), host);
    move_cells<std::uint32_t>(state, cells, host);
    return cells;
  }
  const State cells =
      make(kWorkingCells64, s, class_of(state), sizeof(std::uint64_t) * s.cells(), host);
  move_cells<std::uint64_t>(state, cells, host);
  return cells;
}

State CountMin::grow(State state, Host& host) {
  const Head h = head(state);
  if (image_form(state.data()) == kWorkingHashes) {
    const std::size_t room = hash_room(state);
    const std::size_t most = std::min<std::uint64_t>(kMostHashes, shape(state).most_values());
    if (room >= most) return with_table(state, host);
    const State larger = make(kWorkingHashes, shape(state), class_of(state),
                              std::min(2 * room + 3, most) * sizeof(std::uint64_t), host);
    std::memcpy(larger.data(), state.data(), kItemsOffset + h.values * sizeof(std::uint64_t));
    return larger;
  }
  if (image_form(state.data()) == kWorkingValues && h.values < shape(state).most_values())
    return with_room(state, h.values + 1, host);
  return with_cells(state, h.total + 1, host);
}

// The loop writes only the cells and reads nothing else again, so everything else stays in
// registers.
template <class Count>
void CountMin::count(State state, std::span<const std::uint64_t> hashes) noexcept {
  const auto [width, depth] = shape(state);
  std::byte* const cells = state.data() + kItemsOffset;
  for (const std::uint64_t hash : hashes) {
    std::byte* first = cells;
    for (std::uint32_t row = 0; row < depth; ++row, first += sizeof(Count) * width) {
      std::byte* cell = first + sizeof(Count) * cell_of(hash, row, width);
      store_native(cell, static_cast<Count>(load_native<Count>(cell) + 1));
    }
  }
}

State CountMin::add_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  while (!hashes.empty() && is_small(state)) {
    if (add(state, hashes.front())) {
      hashes = hashes.subspan(1);
    } else {
      state = grow(state, host);
    }
  }
  if (hashes.empty()) return state;
  Head h = head(state);
  h.total += hashes.size();
  state = with_cells(state, h.total, host);
  set_head(state, h);
  image_form(state.data()) == kWorkingCells32 ? count<std::uint32_t>(state, hashes)
                                              : count<std::uint64_t>(state, hashes);
  return state;
}

Status CountMin::add_weighted(State& state, std::uint64_t hash, std::uint64_t weight, Host& host) {
  const std::uint64_t total = head(state).total;
  if (weight == 0) return {};
  if (total > kMostTotal || weight > kMostTotal - total) return kCountMinTotal;
  state = with_table(state, host);
  while (image_form(state.data()) == kWorkingValues) {
    if (add_value(state, hash, weight)) return {};
    state = grow(state, host);
  }
  state = with_cells(state, total + weight, host);
  image_form(state.data()) == kWorkingCells32 ? add_cells<std::uint32_t>(state, hash, weight)
                                              : add_cells<std::uint64_t>(state, hash, weight);
  return {};
}

Status CountMin::thaw(Bytes image, Host& host, State& state) {
  Contents contents;
  if (const Status status = contents.open(image); !status.ok()) return status;
  State made = create(contents.shape().parameter(), host);
  const Status status = merge(made, image, host);
  if (status.ok()) state = made;
  return status;
}

std::size_t CountMin::packed_bytes(State state) noexcept {
  if (image_form(state.data()) == kWorkingHashes)
    return kItemsOffset + sizeof(std::uint64_t) * head(state).values;
  if (image_form(state.data()) != kWorkingValues) return state.size();
  return kItemsOffset + sizeof(Slot) * head(state).values;
}

void CountMin::pack(State state, std::byte* to) noexcept {
  if (image_form(state.data()) != kWorkingValues) {
    std::memcpy(to, state.data(), packed_bytes(state));
    return;
  }
  std::memcpy(to, state.data(), kItemsOffset);
  to += kItemsOffset;
  for (std::size_t i = 0; i < slot_count(state.size()); ++i) {
    const auto slot = item_at<Slot>(state, i);
    if (slot.count == 0) continue;
    store_native(to, slot);
    to += sizeof slot;
  }
}

// --- Storing

Status CountMin::freeze(Bytes image, Host& host, State& canonical) {
  Contents contents;
  if (const Status status = contents.open(image); !status.ok()) return status;
  if (!contents.working()) {
    canonical = host.allocate(image.size());
    std::memcpy(canonical.data(), image.data(), image.size());
    return {};
  }
  const Shape s = contents.shape();
  std::byte numbers[3 * kMaxVarintBytes];
  std::byte* end = put_varint(put_varint(numbers, s.width), contents.total());
  const auto start = [&](Form form, std::size_t bytes) {
    const auto head_bytes = static_cast<std::size_t>(end - numbers);
    canonical = host.allocate(kEnvelopeBytes + head_bytes + bytes);
    write_envelope(canonical.data(),
                   {kFamily, Domain::xxh3, form, static_cast<std::uint8_t>(s.depth),
                    contents.total() != 0 ? contents.value_class() : ValueClass::none});
    std::memcpy(canonical.data() + kEnvelopeBytes, numbers, head_bytes);
    return canonical.data() + kEnvelopeBytes + head_bytes;
  };
  if (!contents.has_values()) {
    const auto cell = [&](std::size_t i) { return contents.cell(i); };
    PackedNumbers::pack(start(kCells, PackedNumbers::packed_bytes(s.cells(), cell)), s.cells(),
                        cell);
    return {};
  }
  std::pmr::vector<Slot> slots(host.scratch());
  slots.reserve(contents.values());
  contents.visit_values([&](std::uint64_t hash, std::uint64_t count) {
    slots.push_back({hash, count});
  });
  std::sort(slots.begin(), slots.end(),
            [](const Slot& a, const Slot& b) { return a.hash < b.hash; });
  if (contents.may_repeat()) {
    std::size_t distinct = 0;
    for (const Slot& slot : slots) {
      if (distinct != 0 && slots[distinct - 1].hash == slot.hash)
        slots[distinct - 1].count += slot.count;
      else
        slots[distinct++] = slot;
    }
    slots.resize(distinct);
  }
  if (slots.size() > s.most_values()) return kDamagedCountMin;
  end = put_varint(end, slots.size());
  const auto count = [&](std::size_t i) { return slots[i].count; };
  std::byte* to = start(kValues, sizeof(std::uint64_t) * slots.size() +
                                     PackedNumbers::packed_bytes(slots.size(), count));
  for (const Slot& slot : slots) {
    store_le(to, slot.hash);
    to += sizeof slot.hash;
  }
  PackedNumbers::pack(to, slots.size(), count);
  return {};
}

Status CountMin::check(Bytes image, Host&) {
  Contents contents;
  const Status status = contents.open(image);
  return status.ok() ? contents.check() : status;
}

// --- Questions

Status CountMin::frequency(Bytes image, std::uint64_t hash, Host&, Frequency& frequency) {
  Contents contents;
  if (const Status status = contents.open(image); !status.ok()) return status;
  const std::uint64_t estimate = contents.frequency(hash);
  std::uint64_t lower = estimate;
  if (!contents.has_values()) {
    const double error =
        std::ceil(std::numbers::e / contents.shape().width * static_cast<double>(contents.total()));
    lower -= error < static_cast<double>(estimate) ? static_cast<std::uint64_t>(error) : estimate;
  }
  frequency = {lower, estimate, estimate};
  return {};
}

Status CountMin::info(Bytes image, Host&, Info& info) {
  Contents contents;
  if (const Status status = contents.open(image); !status.ok()) return status;
  const Shape s = contents.shape();
  info = {contents.has_values() ? "values" : "cells",
          s,
          contents.total(),
          contents.values(),
          std::numbers::e / s.width,
          1 - std::exp(-static_cast<double>(s.depth)),
          image.size()};
  return {};
}

}  // namespace sketch
