// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/countmin.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory_resource>
#include <numbers>
#include <utility>
#include <vector>

#include "countmin_contents.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

using Contents = CountMinContents;
using Slot = CountMin::Slot;
__extension__ using Wide = unsigned __int128;

constexpr Status kShapes{Code::out_of_range, "sketch_countmin sketches differ in width",
                         "Build both with the same error, or with widths of which one is a "
                         "multiple of the other."};

// The least of both, if there is one that both fold to.
Status common_shape(CountMin::Shape a, CountMin::Shape b, CountMin::Shape& common) noexcept {
  common = {std::min(a.width, b.width), std::min(a.depth, b.depth)};
  return a.width % common.width == 0 && b.width % common.width == 0 ? Status{} : kShapes;
}

// Where the cell of a sketch goes in a folded one; false for rows that are not there.
bool folded_cell(std::size_t& at, CountMin::Shape from, CountMin::Shape to) noexcept {
  const std::size_t row = at / from.width;
  at = row * to.width + at % from.width / (from.width / to.width);
  return row < to.depth;
}

// Contents of an image's canonical form.
Status open_canonical(Bytes image, Host& host, Contents& contents) {
  const Status status = contents.open(image);
  if (!status.ok() || !contents.working()) return status;
  State canonical;
  if (const Status frozen = CountMin::freeze(image, host, canonical); !frozen.ok()) return frozen;
  return contents.open(canonical);
}

std::uint64_t least_of(std::span<const std::uint64_t> cells, CountMin::Shape shape,
                       std::uint64_t hash) noexcept {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (std::uint32_t row = 0; row < shape.depth; ++row, cells = cells.subspan(shape.width))
    least = std::min(least, cells[CountMin::cell_of(hash, row, shape.width)]);
  return least;
}

}  // namespace

// Divisions, products and ceilings of doubles are the same everywhere; a logarithm's last bit
// isn't, so the depth is counted.
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

State CountMin::make(Form form, Shape shape, std::size_t item_bytes, Host& host) {
  const State state = host.allocate(kItemsOffset + item_bytes);
  std::memset(state.data(), 0, state.size());
  write_envelope(state.data(),
                 {kFamily, Domain::xxh3, form, static_cast<std::uint8_t>(shape.depth)});
  set_head(state, {shape.width, 0, 0});
  return state;
}

// Room for 13 hashes, which with the length word of a varlena fills 128 bytes.
State CountMin::create(int parameter, Host& host) {
  const Shape shape = Shape::of(parameter);
  const std::uint64_t room = std::min<std::uint64_t>(13, shape.most_values());
  return make(kWorkingHashes, shape, room * sizeof(std::uint64_t), host);
}

// A table of a state's hashes.
State CountMin::with_table(State state, Host& host) {
  if (image_form(state.data()) != kWorkingHashes) return state;
  State table = make(kWorkingValues, shape(state), 6 * sizeof(Slot), host);
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

// A table for so many values, each of the sizes twice the one before.
State CountMin::with_room(State state, std::size_t values, Host& host) {
  const std::size_t before = slot_count(state.size());
  std::size_t slots = before;
  while (most_loaded(slots) < values) slots = 2 * slots + 2;
  if (slots == before) return state;
  const State larger = make(kWorkingValues, shape(state), slots * sizeof(Slot), host);
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
void CountMin::move_cells(State from, State to) noexcept {
  if (image_form(from.data()) == kWorkingHashes) {
    for (std::size_t i = 0; i < head(from).values; ++i)
      add_cells<To>(to, item_at<std::uint64_t>(from, i), 1);
  } else if (image_form(from.data()) == kWorkingValues) {
    for (std::size_t i = 0; i < slot_count(from.size()); ++i) {
      if (const auto slot = item_at<Slot>(from, i); slot.count != 0)
        add_cells<To>(to, slot.hash, slot.count);
    }
  } else {
    const std::size_t cells = shape(from).cells();
    for (std::size_t i = 0; i < cells; ++i) set_item<To>(to, i, item_at<std::uint32_t>(from, i));
    set_head(to, head(from));
  }
}

// A state of cells that have room for a total; the same, if it is one.
State CountMin::with_cells(State state, std::uint64_t total, Host& host) {
  const std::uint8_t form = image_form(state.data());
  if (form == kWorkingCells64 || (form == kWorkingCells32 && total <= kMostTotal32)) return state;
  const Shape s = shape(state);
  if (total <= kMostTotal32) {
    const State cells = make(kWorkingCells32, s, sizeof(std::uint32_t) * s.cells(), host);
    move_cells<std::uint32_t>(state, cells);
    return cells;
  }
  const State cells = make(kWorkingCells64, s, sizeof(std::uint64_t) * s.cells(), host);
  move_cells<std::uint64_t>(state, cells);
  return cells;
}

State CountMin::grow(State state, Host& host) {
  const Head h = head(state);
  if (image_form(state.data()) == kWorkingHashes) {
    const std::size_t room = hash_room(state);
    const std::size_t most = std::min<std::uint64_t>(kMostHashes, shape(state).most_values());
    if (room >= most) return with_table(state, host);
    const State larger = make(kWorkingHashes, shape(state),
                              std::min(2 * room + 3, most) * sizeof(std::uint64_t), host);
    std::memcpy(larger.data(), state.data(), kItemsOffset + h.values * sizeof(std::uint64_t));
    return larger;
  }
  if (image_form(state.data()) == kWorkingValues && h.values < shape(state).most_values())
    return with_room(state, h.values + 1, host);
  return with_cells(state, h.total + 1, host);
}

// Nothing but the cells is written in the loop, and nothing else is read again.
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

Status CountMin::fold(State& state, Shape other, Host& host) {
  Shape to;
  if (const Status status = common_shape(shape(state), other, to); !status.ok()) return status;
  if (to == shape(state)) return {};
  State folded = create(to.parameter(), host);
  const Status status = merge_into(folded, state, host);
  if (status.ok()) state = folded;
  return status;
}

Status CountMin::merge(State& state, Bytes image, Host& host) {
  Contents other;
  if (const Status status = other.open(image); !status.ok()) return status;
  host.pause();
  const std::uint64_t total = head(state).total;
  if (total > kMostTotal || other.total() > kMostTotal - total) return kCountMinTotal;
  if (const Status status = fold(state, other.shape(), host); !status.ok()) return status;
  return merge_into(state, image, host);
}

// Adds an image to a state of a shape that it folds to.
Status CountMin::merge_into(State& state, Bytes image, Host& host) {
  Contents other;
  if (const Status status = other.open(image); !status.ok()) return status;
  if (other.has_values()) {
    Status status;
    other.visit_values([&](std::uint64_t hash, std::uint64_t count) {
      if (status.ok()) status = add_weighted(state, hash, count, host);
    });
    return status;
  }
  state = with_cells(state, head(state).total + other.total(), host);
  Head h = head(state);
  h.total += other.total();
  set_head(state, h);
  const Shape from = other.shape(), to = shape(state);
  const auto add_to = [&]<class Count>(Count) {
    const auto add_cell = [&](std::size_t at, std::uint64_t count) {
      set_item(state, at, static_cast<Count>(item_at<Count>(state, at) + count));
    };
    if (from == to) {
      other.visit_cells(add_cell);
    } else {
      other.visit_cells([&](std::size_t at, std::uint64_t count) {
        if (folded_cell(at, from, to)) add_cell(at, count);
      });
    }
  };
  image_form(state.data()) == kWorkingCells32 ? add_to(std::uint32_t{}) : add_to(std::uint64_t{});
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

// --- At rest

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
                   {kFamily, Domain::xxh3, form, static_cast<std::uint8_t>(s.depth)});
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

// --- Asking

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

// Where one side knows its values, the other's estimates of them are summed up, which is never more
// than the product of any two rows.
Status CountMin::inner_product(Bytes a, Bytes b, Host& host, double& product) {
  Contents left, right;
  if (const Status status = open_canonical(a, host, left); !status.ok()) return status;
  if (const Status status = open_canonical(b, host, right); !status.ok()) return status;
  Shape s;
  if (const Status status = common_shape(left.shape(), right.shape(), s); !status.ok())
    return status;
  for (const auto& [image, side] : {std::pair(a, &left), std::pair(b, &right)}) {
    if (side->shape() == s) continue;
    State folded, canonical;
    Status status = thaw(image, host, folded);
    if (status.ok()) status = fold(folded, s, host);
    if (status.ok()) status = freeze(folded, host, canonical);
    if (status.ok()) status = side->open(canonical);
    if (!status.ok()) return status;
  }
  if (!left.has_values()) std::swap(left, right);
  std::pmr::vector<std::uint64_t> cells(host.scratch());
  if (!right.has_values()) {
    cells.resize(s.cells());
    right.visit_cells([&](std::size_t at, std::uint64_t count) { cells[at] = count; });
  }
  Wide sum = 0, least = ~Wide{0};
  if (left.has_values()) {
    left.visit_values([&](std::uint64_t hash, std::uint64_t count) {
      sum += Wide{count} * (right.has_values() ? right.frequency(hash) : least_of(cells, s, hash));
    });
    least = sum;
  } else {
    std::size_t row = 0;
    const auto end_rows = [&](std::size_t to) {
      for (; row < to; ++row, sum = 0) least = std::min(least, sum);
    };
    left.visit_cells([&](std::size_t at, std::uint64_t count) {
      end_rows(at / s.width);
      sum += Wide{count} * cells[at];
    });
    end_rows(s.depth);
  }
  product = static_cast<double>(least);
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
