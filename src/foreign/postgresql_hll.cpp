// SPDX-License-Identifier: PostgreSQL
//
// postgresql-hll, storage version 1 (Aggregate Knowledge, "HLL Storage Specification", STORAGE.md).
// The first byte has version and type in its nibbles, the second register width - 1 and log2 m, the
// third the sparse flag and the threshold. Then
//   explicit   hashes, 8 bytes each, big-endian, ascending as signed numbers
//   sparse     index and value of each nonzero register, in log2 m + width bits, high bits first
//   full       all registers, high bits first
// Stored images are canonical there, so that writing gives the image that was read.
#include <algorithm>
#include <cstring>

#include "../distinct/plain_registers.hpp"
#include "cursor.hpp"
#include "formats.hpp"
#include "sketch/distinct/plain_hll.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("postgresql-hll image is malformed");

constexpr unsigned kVersion = 1;
enum Type : unsigned { kUndefined = 0, kEmpty = 1, kExplicit = 2, kSparse = 3, kFull = 4 };
constexpr std::uint8_t kSparseFlag = 0x40;

// Reads numbers of up to 56 bits, high bits first.
class HighBits {
 public:
  explicit HighBits(Bytes bytes) noexcept : bytes_(bytes) {}
  std::uint64_t take(unsigned bits) noexcept {
    while (have_ < bits) {
      const std::uint64_t byte =
          at_ < bytes_.size() ? std::to_integer<std::uint64_t>(bytes_[at_]) : 0;
      ++at_;
      word_ = word_ << 8 | byte;
      have_ += 8;
    }
    have_ -= bits;
    return word_ >> have_ & ((std::uint64_t{1} << bits) - 1);
  }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
  std::uint64_t word_ = 0;
  unsigned have_ = 0;
};

class HighBitWriter {
 public:
  explicit HighBitWriter(std::byte* to) noexcept : to_(to) {}
  void put(std::uint64_t value, unsigned bits) noexcept {
    word_ = word_ << bits | value;
    have_ += bits;
    for (; have_ >= 8; have_ -= 8) *to_++ = static_cast<std::byte>(word_ >> (have_ - 8));
  }
  void finish() noexcept {
    if (have_ != 0) *to_++ = static_cast<std::byte>(word_ << (8 - have_));
  }

 private:
  std::byte* to_;
  std::uint64_t word_ = 0;
  unsigned have_ = 0;
};

// Takes registers of any log2 m, and reduces them to the highest precision of a sketch.
class Registers {
 public:
  Registers(PlainHllContents& contents, int log2m) noexcept
      : array_(contents.make_registers()),
        to_(contents.precision),
        from_(log2m),
        most_(PlainHll::most(contents.style, log2m)),
        cap_(PlainHll::most(contents.style, to_)) {}

  bool put(std::size_t index, unsigned value) noexcept {
    if (value > most_) return false;
    const unsigned folded =
        std::min(plain::folded(value, index, from_, to_, Domain::postgresql_hll), cap_);
    std::uint8_t& r = array_[index & (array_.size() - 1)];
    r = std::max(r, static_cast<std::uint8_t>(folded));
    return true;
  }

 private:
  std::span<std::uint8_t> array_;
  int to_, from_;
  unsigned most_, cap_;
};

bool read_explicit(Bytes body, PlainHllContents& contents) {
  if (body.size() % 8 != 0) return false;
  const auto values = contents.make_values(body.size() / 8);
  Cursor cursor(body);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto value = cursor.number_be<std::int64_t>();
    if (i != 0 && static_cast<std::int64_t>(values[i - 1]) >= value) return false;
    values[i] = static_cast<std::uint64_t>(value);
  }
  return true;
}

bool read_sparse(Bytes body, int log2m, PlainHllContents& contents) {
  Registers registers(contents, log2m);
  const unsigned width = contents.style.width, each = static_cast<unsigned>(log2m) + width;
  HighBits bits(body);
  for (std::size_t n = body.size() * 8 / each; n != 0; --n) {
    const std::uint64_t index = bits.take(static_cast<unsigned>(log2m));
    if (!registers.put(index, static_cast<unsigned>(bits.take(width)))) return false;
  }
  return true;
}

bool read_full(Bytes body, int log2m, PlainHllContents& contents) {
  const std::size_t m = std::size_t{1} << log2m;
  const unsigned width = contents.style.width;
  if (body.size() != (m * width + 7) / 8) return false;
  Registers registers(contents, log2m);
  HighBits bits(body);
  for (std::size_t i = 0; i < m; ++i)
    if (!registers.put(i, static_cast<unsigned>(bits.take(width)))) return false;
  return true;
}

}  // namespace

Status read_postgresql_hll(Bytes image, Host& host, State& canonical) {
  Cursor cursor(image);
  const auto head = cursor.number<std::uint8_t>(), parameters = cursor.number<std::uint8_t>();
  PlainHllContents contents(host.scratch());
  contents.style = {Domain::postgresql_hll, static_cast<std::uint8_t>((parameters >> 5) + 1),
                    cursor.number<std::uint8_t>()};
  const int log2m = parameters & 31;
  contents.precision = std::min(log2m, PlainHll::kMaxPrecision);
  if (!cursor.good() || contents.style.threshold > 0x7F) return kMalformed;
  if (head >> 4 != kVersion) {
    return {Code::wrong_version, "postgresql-hll image has an unknown storage version",
            "Only version 1 is supported, which postgresql-hll writes."};
  }
  if (log2m < PlainHll::kMinPrecision) {
    return {Code::out_of_range, "postgresql-hll image has a log2m below 4",
            "A sketch_hll has at least 16 registers."};
  }
  bool good = false;
  const Bytes body = cursor.rest();
  switch (head & 15U) {
    case kUndefined:
      return {Code::malformed, "postgresql-hll image is of an undefined set",
              "Treat it as NULL."};
    case kEmpty:
      good = body.empty();
      break;
    case kExplicit:
      good = read_explicit(body, contents);
      break;
    case kSparse:
      good = read_sparse(body, log2m, contents);
      break;
    case kFull:
      good = read_full(body, log2m, contents);
      break;
    default:
      break;
  }
  if (!good || !contents.finish_import()) return kMalformed;
  canonical = contents.canonical(host);
  return {};
}

Status write_postgresql_hll(Bytes image, Host& host, State& bytes) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  const unsigned width = contents.style.width;
  const auto log2m = static_cast<unsigned>(contents.precision);
  const auto filled = static_cast<std::size_t>(
      std::count_if(contents.array.begin(), contents.array.end(), [](auto r) { return r != 0; }));
  const std::size_t sparse_bits = filled * (log2m + width);
  const std::size_t full_bits = contents.array.size() * width;
  unsigned type = contents.values.empty() ? kEmpty : kExplicit;
  std::size_t size = 8 * contents.values.size();
  if (contents.registers) {
    const bool sparse =
        (contents.style.threshold & kSparseFlag) != 0 && sparse_bits < full_bits;
    type = sparse ? kSparse : kFull;
    size = ((sparse ? sparse_bits : full_bits) + 7) / 8;
  }
  bytes = host.allocate(3 + size);
  bytes[0] = static_cast<std::byte>(kVersion << 4 | type);
  bytes[1] = static_cast<std::byte>((width - 1) << 5 | log2m);
  bytes[2] = static_cast<std::byte>(contents.style.threshold);
  std::byte* to = bytes.data() + 3;
  for (const std::uint64_t value : contents.values) {
    store_le(to, byte_swap(value));
    to += sizeof value;
  }
  HighBitWriter writer(to);
  for (std::size_t i = 0; i < contents.array.size(); ++i) {
    const std::uint64_t r = contents.array[i];
    if (type == kSparse && r == 0) continue;
    if (type == kSparse) writer.put(i, log2m);
    writer.put(r, width);
  }
  writer.finish();
  return {};
}

}  // namespace sketch::foreign
