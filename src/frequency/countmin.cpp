// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/countmin.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>

#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

using Shape = CountMin::Shape;
__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kMostTotal = std::numeric_limits<std::int64_t>::max();

constexpr Status kDamaged{Code::malformed, "malformed sketch_countmin image",
                          "The bytes were not written by this extension, or are damaged."};
constexpr Status kTooMany{Code::out_of_range, "sketch_countmin total out of range",
                          "The weights of a sketch add up to less than 2^63."};
constexpr Status kShapes{Code::out_of_range, "sketch_countmin sketches differ in shape",
                         "Build both with the same error and confidence."};

std::size_t varint_bytes(std::uint64_t value) noexcept {
  return std::max<std::size_t>(1, (static_cast<std::size_t>(std::bit_width(value)) + 6) / 7);
}

// A number in its shortest form.
bool take_shortest(Bytes& from, std::uint64_t& value) noexcept {
  const std::size_t before = from.size();
  return take_varint(from, value) && before - from.size() == varint_bytes(value);
}

struct Cell {
  std::uint64_t index, count;
};

// The cells in use, one after the other, of an image of either form.
class Cells {
 public:
  // Envelope and head.
  Status open(Bytes image) noexcept {
    Envelope envelope;
    if (const Status status = read_envelope(image, CountMin::kFamily, envelope); !status.ok())
      return status;
    working_ = envelope.form == CountMin::kWorking;
    if (!working_ && envelope.form != CountMin::kCells) return kDamaged;
    std::uint64_t width = 0;
    if (working_) {
      if (image.size() < CountMin::kCellsOffset) return kDamaged;
      width = load_native<std::uint64_t>(image.data() + kEnvelopeBytes);
      total_ = load_native<std::uint64_t>(image.data() + kEnvelopeBytes + 8);
      rest_ = image.subspan(CountMin::kCellsOffset);
    } else {
      rest_ = image.subspan(kEnvelopeBytes);
      if (!take_shortest(rest_, width) || !take_shortest(rest_, total_)) return kDamaged;
    }
    const std::uint64_t depth = envelope.parameter;
    if (depth < 1 || depth > CountMin::kMostDepth || width < 1 ||
        width > CountMin::kMostCells / depth || total_ > kMostTotal)
      return kDamaged;
    shape_ = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(depth)};
    if (working_ && rest_.size() < 8 * shape_.cells()) return kDamaged;
    return {};
  }

  // Reads all of it, on a copy: afterwards next() meets nothing that no sketch has.
  Status check() const noexcept {
    Cells cells = *this;
    std::uint64_t row = 0, sum = 0;
    for (Cell cell; cells.next(cell);) {
      for (; row < cell.index / shape_.width; ++row, sum = 0) {
        if (sum != total_) return kDamaged;
      }
      if (cell.count > total_ - sum) return kDamaged;
      sum += cell.count;
    }
    if (cells.damaged_ || (!working_ && !cells.rest_.empty())) return kDamaged;
    const bool last = total_ == 0 || (row == shape_.depth - 1 && sum == total_);
    return last ? Status{} : kDamaged;
  }

  bool next(Cell& cell) noexcept {
    if (working_) {
      for (; at_ < shape_.cells(); ++at_) {
        cell = {at_, load_native<std::uint64_t>(rest_.data() + 8 * at_)};
        if (cell.count != 0) return ++at_, true;
      }
      return false;
    }
    std::uint64_t count = 0;
    if (at_ == shape_.cells()) return false;
    if (!take_shortest(rest_, count)) return fail();
    if (count == 0) {
      std::uint64_t more = 0;
      if (!take_shortest(rest_, more) || more >= shape_.cells() - at_) return fail();
      at_ += more + 1;
      if (at_ == shape_.cells()) return false;
      // Two runs of zeros in a row would be one.
      if (!take_shortest(rest_, count) || count == 0) return fail();
    }
    cell = {at_++, count};
    return true;
  }

  Shape shape() const noexcept { return shape_; }
  std::uint64_t total() const noexcept { return total_; }

 private:
  bool fail() noexcept {
    damaged_ = true;
    return false;
  }

  Bytes rest_;
  Shape shape_;
  std::uint64_t total_ = 0, at_ = 0;
  bool working_ = false, damaged_ = false;
};

Status read(Bytes image, Cells& cells) noexcept {
  const Status status = cells.open(image);
  return status.ok() ? cells.check() : status;
}

std::byte* cell_at(State state, std::uint64_t index) noexcept {
  return state.data() + CountMin::kCellsOffset + 8 * index;
}

void add_to(std::byte* cell, std::uint64_t count) noexcept {
  store_native(cell, load_native<std::uint64_t>(cell) + count);
}

CountMin::Head head_of(State state) noexcept {
  CountMin::Head head;
  std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
  return head;
}

// Visits the numbers of the canonical body.
template <class Visit>
void visit_body(Cells cells, Visit visit) {
  visit(cells.shape().width);
  visit(cells.total());
  std::uint64_t at = 0;
  const auto zeros = [&](std::uint64_t to) {
    if (to != at) visit(std::uint64_t{0}), visit(to - at - 1);
  };
  for (Cell cell; cells.next(cell); at = cell.index + 1) {
    zeros(cell.index);
    visit(cell.count);
  }
  zeros(cells.shape().cells());
}

}  // namespace

Status CountMin::shape_of(double error, double confidence, Shape& shape) noexcept {
  if (!(error > 0 && error < 1))
    return {Code::out_of_range, "error out of range", "It is above 0 and below 1."};
  if (!(confidence > 0 && confidence < 1))
    return {Code::out_of_range, "confidence out of range", "It is above 0 and below 1."};
  const double width = std::ceil(std::numbers::e / error);
  const double depth = std::max(1.0, std::ceil(-std::log1p(-confidence)));
  if (depth > kMostDepth || width * depth > static_cast<double>(kMostCells))
    return {Code::out_of_range, "sketch_countmin is too large",
            "Ask for a larger error or a lower confidence: there are at most 4194304 cells."};
  shape = {static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(depth)};
  return {};
}

// --- Building

State CountMin::create(Shape shape, Host& host) {
  const State state = host.allocate(kCellsOffset + 8 * shape.cells());
  std::memset(state.data(), 0, state.size());
  write_envelope(state.data(),
                 {kFamily, Domain::xxh3, kWorking, static_cast<std::uint8_t>(shape.depth)});
  store_native(state.data() + kEnvelopeBytes, std::uint64_t{shape.width});
  return state;
}

Status CountMin::add(State state, std::uint64_t hash, std::int64_t weight) noexcept {
  if (weight < 0) return {Code::out_of_range, "weight out of range", "Weights are not negative."};
  const Head head = head_of(state);
  const auto count = static_cast<std::uint64_t>(weight);
  if (count > kMostTotal - head.total) return kTooMany;
  store_native(state.data() + kEnvelopeBytes + 8, head.total + count);
  const auto width = static_cast<std::uint32_t>(head.width);
  const std::uint32_t depth = image_parameter(state.data());
  for (std::uint32_t row = 0; row < depth; ++row)
    add_to(cell_at(state, std::uint64_t{row} * width + cell_of(hash, row, width)), count);
  return {};
}

Status CountMin::merge(State& state, Bytes image, Host& host) {
  Cells mine, other;
  if (const Status status = mine.open(state); !status.ok()) return status;
  if (const Status status = read(image, other); !status.ok()) return status;
  if (host.interrupted()) return {Code::interrupted, "sketch merge was interrupted", ""};
  if (mine.shape() != other.shape()) return kShapes;
  if (other.total() > kMostTotal - mine.total()) return kTooMany;
  store_native(state.data() + kEnvelopeBytes + 8, mine.total() + other.total());
  for (Cell cell; other.next(cell);) add_to(cell_at(state, cell.index), cell.count);
  return {};
}

Status CountMin::thaw(Bytes image, Host& host, State& state) {
  Cells cells;
  if (const Status status = read(image, cells); !status.ok()) return status;
  state = create(cells.shape(), host);
  return merge(state, image, host);
}

// --- At rest

Status CountMin::freeze(Bytes image, Host& host, State& canonical) {
  Cells cells;
  if (const Status status = read(image, cells); !status.ok()) return status;
  std::size_t bytes = 0;
  visit_body(cells, [&](std::uint64_t number) { bytes += varint_bytes(number); });
  canonical = host.allocate(kEnvelopeBytes + bytes);
  write_envelope(canonical.data(),
                 {kFamily, Domain::xxh3, kCells, static_cast<std::uint8_t>(cells.shape().depth)});
  std::byte* to = canonical.data() + kEnvelopeBytes;
  visit_body(cells, [&](std::uint64_t number) { to = put_varint(to, number); });
  return {};
}

// The reader takes canonical cells in one way only, so there is nothing to compare.
Status CountMin::check(Bytes image, Host&) {
  Cells cells;
  if (const Status status = read(image, cells); !status.ok()) return status;
  return image_form(image.data()) == kCells ? Status{} : kDamaged;
}

// --- Asking

Status CountMin::frequency(Bytes image, std::uint64_t hash, Host&, Frequency& frequency) {
  Cells cells;
  if (const Status status = read(image, cells); !status.ok()) return status;
  const auto [width, depth] = cells.shape();
  const std::uint64_t total = cells.total();
  std::uint64_t least = total;
  std::uint32_t row = 0;  // the first one whose cell has not been met
  const auto wanted = [&, w = width] { return std::uint64_t{row} * w + cell_of(hash, row, w); };
  for (Cell cell; row < depth && cells.next(cell);) {
    if (cell.index < wanted()) continue;
    if (cell.index > wanted()) break;  // a cell not in use
    least = std::min(least, cell.count);
    ++row;
  }
  if (row < depth) least = 0;
  const double error = std::ceil(std::numbers::e / width * static_cast<double>(total));
  const std::uint64_t most =
      error < static_cast<double>(least) ? static_cast<std::uint64_t>(error) : least;
  frequency = {least - most, least, least};
  return {};
}

Status CountMin::inner_product(Bytes a, Bytes b, Host&, double& product) {
  Cells left, right;
  if (const Status status = read(a, left); !status.ok()) return status;
  if (const Status status = read(b, right); !status.ok()) return status;
  if (left.shape() != right.shape()) return kShapes;
  Wide least = ~Wide{0}, sum = 0;
  std::uint64_t row = 0;
  Cell x{}, y{};
  for (bool more = left.next(x) && right.next(y); more;) {
    if (x.index < y.index) {
      more = left.next(x);
    } else if (y.index < x.index) {
      more = right.next(y);
    } else {
      for (; row < x.index / left.shape().width; ++row, sum = 0) least = std::min(least, sum);
      sum += Wide{x.count} * y.count;
      more = left.next(x) && right.next(y);
    }
  }
  for (; row < left.shape().depth; ++row, sum = 0) least = std::min(least, sum);
  product = static_cast<double>(least);
  return {};
}

Status CountMin::info(Bytes image, Host&, Info& info) {
  Cells cells;
  if (const Status status = read(image, cells); !status.ok()) return status;
  info = {cells.shape(), cells.total(), 0, image.size()};
  for (Cell cell; cells.next(cell);) ++info.cells_in_use;
  return {};
}

}  // namespace sketch
