// SPDX-License-Identifier: PostgreSQL
#include "countmin_contents.hpp"

#include <algorithm>

#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

// Takes a varint; false unless it is in its shortest form.
bool take_shortest(Bytes& from, std::uint64_t& value) noexcept {
  const std::byte* begin = from.data();
  if (!take_varint(from, value)) return false;
  return from.data() - begin == 1 || from.data()[-1] != std::byte{0};
}

bool is_shape(std::uint64_t width, std::uint64_t depth) noexcept {
  return depth >= 1 && depth <= CountMin::kMostDepth && width >= 1 &&
         width <= CountMin::kMostCells / depth;
}

}  // namespace

Status CountMinContents::open(Bytes image) noexcept {
  Envelope envelope;
  if (const Status status = read_envelope(image, CountMin::kFamily, envelope); !status.ok())
    return status;
  image_ = image;
  form_ = envelope.form;
  value_class_ = envelope.values;
  shape_.depth = envelope.parameter;
  if (envelope.working()) return open_working();
  rest_ = image.subspan(kEnvelopeBytes);
  std::uint64_t width = 0, values = 0;
  if (form_ > CountMin::kCells || !take_shortest(rest_, width) || !is_shape(width, shape_.depth) ||
      !take_shortest(rest_, total_) || total_ > CountMin::kMostTotal)
    return kDamagedCountMin;
  shape_.width = static_cast<std::uint32_t>(width);
  if (form_ == CountMin::kCells)
    return numbers_.take(rest_, shape_.cells()) ? Status{} : kDamagedCountMin;
  if (!take_shortest(rest_, values) || values > shape_.most_values() || values > rest_.size() / 8)
    return kDamagedCountMin;
  hashes_ = rest_.first(8 * values);
  rest_ = rest_.subspan(8 * values);
  return numbers_.take(rest_, values) ? Status{} : kDamagedCountMin;
}

Status CountMinContents::open_working() noexcept {
  if (form_ > CountMin::kWorkingHashes || image_.size() < CountMin::kItemsOffset)
    return kDamagedCountMin;
  const auto head = load_native<CountMin::Head>(image_.data() + kEnvelopeBytes);
  shape_.width = head.width;
  total_ = head.total;
  if (!is_shape(shape_.width, shape_.depth)) return kDamagedCountMin;
  const std::size_t bytes = image_.size() - CountMin::kItemsOffset;
  const std::size_t each = form_ == CountMin::kWorkingValues    ? sizeof(CountMin::Slot)
                           : form_ == CountMin::kWorkingCells32 ? sizeof(std::uint32_t)
                                                                : sizeof(std::uint64_t);
  items_ = bytes / each;
  if (form_ == CountMin::kWorkingHashes) {
    if (head.values > items_ || head.values > CountMin::kMostHashes || total_ != head.values)
      return kDamagedCountMin;
    items_ = head.values;
  }
  if (bytes % each != 0 || (!has_values() && items_ != shape_.cells())) return kDamagedCountMin;
  // Counting one by one can exceed the limit only after a merge has come close to it.
  return total_ <= CountMin::kMostTotal ? Status{} : kCountMinTotal;
}

Status CountMinContents::check() const noexcept {
  if (working() || !rest_.empty() || !numbers_.canonical()) return kDamagedCountMin;
  if (total_ == 0 && value_class_ != ValueClass::none) return kDamagedCountMin;
  std::uint64_t sum = 0;
  bool good = true;
  if (has_values()) {
    std::size_t values = 0;
    numbers_.visit([&](std::size_t i, std::uint64_t count) {
      good &= count <= total_ - sum && (i == 0 || hash(i - 1) < hash(i));
      sum += count;
      ++values;
    });
    good &= values == numbers_.size() && sum == total_;
  } else {
    std::size_t row = 0;
    numbers_.visit([&](std::size_t i, std::uint64_t count) {
      for (; row < i / shape_.width; ++row, sum = 0) good &= sum == total_;
      good &= count <= total_ - sum;
      sum += count;
    });
    good &= row == shape_.depth - 1 && sum == total_ && total_ > shape_.most_values();
  }
  return good ? Status{} : kDamagedCountMin;
}

std::size_t CountMinContents::values() const noexcept {
  std::size_t count = 0;
  if (form_ == CountMin::kValues) return numbers_.size();
  std::uint64_t seen[CountMin::kMostHashes];
  visit_values([&](std::uint64_t hash, std::uint64_t) {
    if (may_repeat()) {
      if (std::find(seen, seen + count, hash) != seen + count) return;
      seen[count] = hash;
    }
    ++count;
  });
  return count;
}

std::uint64_t CountMinContents::frequency(std::uint64_t wanted) const noexcept {
  std::uint64_t least = total_;
  if (form_ == CountMin::kValues) {
    std::size_t begin = 0, end = numbers_.size();
    while (begin != end) {
      const std::size_t middle = (begin + end) / 2;
      hash(middle) < wanted ? begin = middle + 1 : end = middle;
    }
    return begin < numbers_.size() && hash(begin) == wanted ? numbers_[begin] : 0;
  }
  if (has_values()) {
    std::uint64_t sum = 0;
    visit_values([&](std::uint64_t hash, std::uint64_t count) {
      if (hash == wanted) sum += count;
    });
    return std::min(sum, least);
  }
  for (std::uint32_t row = 0; row < shape_.depth; ++row) {
    const std::size_t first = std::size_t{row} * shape_.width;
    least = std::min(least, cell(first + CountMin::cell_of(wanted, row, shape_.width)));
  }
  return least;
}

}  // namespace sketch
