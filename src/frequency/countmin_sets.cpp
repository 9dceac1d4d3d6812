// SPDX-License-Identifier: PostgreSQL
//
// Operations on two count-min sketches: folding, merging, inner products.
#include <algorithm>
#include <limits>
#include <memory_resource>
#include <utility>
#include <vector>

#include "countmin_contents.hpp"

namespace sketch {
namespace {

using Contents = CountMinContents;
__extension__ using Wide = unsigned __int128;

constexpr Status kShapes{Code::out_of_range, "sketch_countmin sketches differ in width",
                         "Build both with the same error, or with widths of which one is a "
                         "multiple of the other."};

// The largest shape that both fold to; an error if there is none.
Status common_shape(CountMin::Shape a, CountMin::Shape b, CountMin::Shape& common) noexcept {
  common = {std::min(a.width, b.width), std::min(a.depth, b.depth)};
  return a.width % common.width == 0 && b.width % common.width == 0 ? Status{} : kShapes;
}

// Maps a cell to its place in a folded sketch; false for rows that are dropped.
bool folded_cell(std::size_t& at, CountMin::Shape from, CountMin::Shape to) noexcept {
  const std::size_t row = at / from.width;
  at = row * to.width + at % from.width / (from.width / to.width);
  return row < to.depth;
}

// Opens the image's canonical form.
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

// Merges an image into a state of a shape to which the image folds. The values come in the order of
// the table's slots. If the table grew step by step they would crowd at its front (three seconds
// for 250,000 values), so it gets all its room first.
Status CountMin::merge_into(State& state, Bytes image, Host& host) {
  Contents other;
  if (const Status status = other.open(image); !status.ok()) return status;
  state = of_values(state, other.value_class());
  if (other.has_values()) {
    const std::uint64_t values = head(state).values + other.values();
    if (is_small(state)) {
      state = with_table(state, host);
      state = with_room(state, std::min(values, shape(state).most_values()), host);
    }
    Status status;
    // With hashes chosen to collide, each lookup takes as many steps as there are values.
    Pace pace(host, 64);
    other.visit_values([&](std::uint64_t hash, std::uint64_t count) {
      pace.step();
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

// If one side has its values, the other side's estimates for them are summed up. The result is
// never more than the product of any pair of rows.
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
  Pace pace(host, kPauseValues);
  if (!right.has_values()) {
    cells.resize(s.cells());
    right.visit_cells([&](std::size_t at, std::uint64_t count) {
      pace.step();
      cells[at] = count;
    });
  }
  Wide sum = 0, least = ~Wide{0};
  if (left.has_values()) {
    left.visit_values([&](std::uint64_t hash, std::uint64_t count) {
      pace.step();
      sum += Wide{count} * (right.has_values() ? right.frequency(hash) : least_of(cells, s, hash));
    });
    least = sum;
  } else {
    std::size_t row = 0;
    const auto end_rows = [&](std::size_t to) {
      for (; row < to; ++row, sum = 0) least = std::min(least, sum);
    };
    left.visit_cells([&](std::size_t at, std::uint64_t count) {
      pace.step();
      end_rows(at / s.width);
      sum += Wide{count} * cells[at];
    });
    end_rows(s.depth);
  }
  product = static_cast<double>(least);
  return {};
}

}  // namespace sketch
