// SPDX-License-Identifier: PostgreSQL
//
// HLL sketches of Apache DataSketches, after its documentation and the preamble of the C++ library.
// A preamble of 8 bytes: words, version 1, family 7, log2 k, log2 of the table's size, flags,
// number of coupons or least register, mode. Then
//   list   coupons, 4 bytes each
//   set    number of coupons, 4 bytes; coupons
//   dense  three doubles of the estimators, two numbers; registers of 4, 6 or 8 bits; coupons for
//          the registers that 4 bits can't hold
// An image that is not compact has room for more coupons, filled with 0.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "datasketches.hpp"
#include "formats.hpp"
#include "sketch/distinct/plain_hll.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches HLL image is malformed");

constexpr std::uint8_t kEmpty = 4, kCompact = 8, kOutOfOrder = 16;
constexpr unsigned kList = 0, kSet = 1, kDense = 2;
constexpr unsigned kIndexBits = 26;

struct Head {
  DsPreamble preamble;
  std::uint8_t log2_table, flags, count;
  unsigned mode, bits;  // bits of a register
};

// Reads `count` nonzero coupons from the rest of the image. Unless it is compact, there are zeros
// among them.
bool read_coupons(Cursor& cursor, bool compact, std::size_t count, PlainHllContents& contents) {
  const std::size_t words = cursor.left() / 4;
  if (count > words || cursor.left() % 4 != 0 || (compact && count != words)) return false;
  const auto coupons = contents.make_values(count);
  std::size_t n = 0;
  for (std::size_t i = 0; i < words; ++i) {
    const auto coupon = cursor.number<std::uint32_t>();
    if (coupon == 0) continue;
    if (n == count) return false;
    coupons[n++] = coupon;
  }
  return n == count;
}

// Marks a register whose value follows; no register has this value.
constexpr std::uint8_t kUnknown = 0xFF;

// Reads the registers that four bits can't hold, each of which must occur once.
bool read_beyond(Cursor& cursor, bool compact, std::size_t count,
                 std::span<std::uint8_t> registers) {
  const std::size_t words = cursor.left() / 4;
  if (cursor.left() % 4 != 0 || (compact && count != words)) return false;
  std::size_t n = 0;
  for (std::size_t i = 0; i < words; ++i) {
    const auto pair = cursor.number<std::uint32_t>();
    if (pair == 0) continue;
    const std::size_t at = pair & (registers.size() - 1);
    if (registers[at] != kUnknown) return false;
    registers[at] = static_cast<std::uint8_t>(pair >> kIndexBits);
    ++n;
  }
  return n == count && std::count(registers.begin(), registers.end(), kUnknown) == 0;
}

bool read_registers(Cursor& cursor, const Head& head, PlainHllContents& contents) {
  cursor.bytes(3 * sizeof(double) + sizeof(std::uint32_t));
  const auto beyond = cursor.number<std::uint32_t>();
  const std::size_t m = std::size_t{1} << contents.precision;
  const Bytes packed = cursor.bytes(m * head.bits / 8);
  if (!cursor.good()) return false;
  const auto registers = contents.make_registers();
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(packed.data());
  if (head.bits == 8) {
    std::memcpy(registers.data(), bytes, m);
    return cursor.at_end();
  }
  if (head.bits == 6) {
    for (std::size_t i = 0; i < m; i += 4, bytes += 3) {
      const unsigned four = bytes[0] | bytes[1] << 8 | bytes[2] << 16;
      for (unsigned j = 0; j < 4; ++j)
        registers[i + j] = static_cast<std::uint8_t>(four >> (6 * j) & 63);
    }
    // C++ and Java write one byte more, so that two can be read at any place.
    return cursor.left() <= 1;
  }
  for (std::size_t i = 0; i < m; ++i) {
    const unsigned nibble = bytes[i / 2] >> (4 * (i % 2)) & 0xF;
    registers[i] = nibble == 0xF ? kUnknown
                                 : static_cast<std::uint8_t>(std::min(head.count + nibble, 0x7FU));
  }
  return read_beyond(cursor, (head.flags & kCompact) != 0, beyond, registers);
}

}  // namespace

Status read_datasketches_hll(Bytes image, Host& host, State& canonical) {
  Cursor cursor(image);
  Head head;
  head.preamble = ds_preamble(cursor);
  PlainHllContents contents(host.scratch());
  contents.style = PlainHll::style_of(Domain::datasketches);
  contents.precision = cursor.number<std::uint8_t>();
  head.log2_table = cursor.number<std::uint8_t>();
  head.flags = cursor.number<std::uint8_t>();
  head.count = cursor.number<std::uint8_t>();
  const auto mode = cursor.number<std::uint8_t>();
  head.mode = mode & 3U;
  head.bits = 4 + 2 * (mode >> 2 & 3U);
  if (!cursor.good()) return kMalformed;
  if (const Status status = ds_family(head.preamble, DsFamily::hll); !status.ok()) return status;
  if (head.preamble.version != 1 || head.mode > kDense || head.bits > 8) return kMalformed;
  if (contents.precision < PlainHll::kMinPrecision || contents.precision > PlainHll::kMaxPrecision)
    return kMalformed;
  const bool compact = (head.flags & kCompact) != 0;
  bool good = false;
  if ((head.flags & kEmpty) != 0) {
    // Unless the image is compact it has room for later values.
    good = head.mode != kDense;
  } else if (head.mode == kList) {
    good = head.preamble.words == 2 && read_coupons(cursor, compact, head.count, contents);
  } else if (head.mode == kSet) {
    const auto count = cursor.number<std::uint32_t>();
    good = head.preamble.words == 3 && read_coupons(cursor, compact, count, contents);
  } else {
    good = head.preamble.words == 10 && read_registers(cursor, head, contents);
  }
  if (!good || !contents.finish_import()) return kMalformed;
  canonical = contents.canonical(host);
  return {};
}

namespace {

std::byte* write_head(std::byte* to, std::uint8_t words, int precision, unsigned mode) {
  constexpr unsigned kBytes = 2U << 2;  // mode of registers with 8 bits
  to[0] = static_cast<std::byte>(words);
  to[1] = std::byte{1};
  to[2] = static_cast<std::byte>(DsFamily::hll);
  to[3] = static_cast<std::byte>(precision);
  to[5] = std::byte{kCompact};
  to[7] = static_cast<std::byte>(mode | kBytes);
  return to + 8;
}

State write_coupons(const PlainHllContents& contents, Host& host) {
  constexpr std::size_t kMostList = 7;
  const std::size_t n = contents.values.size();
  const bool list = n <= kMostList;
  const State image = host.allocate((list ? 8 : 12) + 4 * n);
  std::memset(image.data(), 0, image.size());
  std::byte* to = write_head(image.data(), list ? 2 : 3, contents.precision, list ? kList : kSet);
  unsigned log2_table = list ? 3 : 5;
  while (!list && 4 * n > std::size_t{3} << log2_table) ++log2_table;
  image[4] = static_cast<std::byte>(log2_table);
  if (n == 0) image[5] = std::byte{kCompact | kEmpty};
  if (list) {
    image[6] = static_cast<std::byte>(n);
  } else {
    store_le(to, static_cast<std::uint32_t>(n));
    to += 4;
  }
  for (const std::uint64_t coupon : contents.values) {
    store_le(to, static_cast<std::uint32_t>(coupon));
    to += 4;
  }
  return image;
}

// Writes registers of 8 bits. Their HIP estimator depends on the order of insertion, which is
// unknown. A flag says so, and our estimate takes its place.
State write_registers(const PlainHllContents& contents, double estimate, Host& host) {
  const State image = host.allocate(40 + contents.array.size());
  std::memset(image.data(), 0, 40);
  std::byte* to = write_head(image.data(), 10, contents.precision, kDense);
  image[5] = std::byte{kCompact | kOutOfOrder};
  double low = 0, high = 0;  // sums of 2^-r, over registers below 32 and the others
  std::uint32_t zeros = 0;
  for (const std::uint8_t r : contents.array) {
    (r < 32 ? low : high) += std::ldexp(1, -r);
    zeros += r == 0;
  }
  for (const double value : {estimate, low, high}) {
    store_le(to, std::bit_cast<std::uint64_t>(value));
    to += sizeof value;
  }
  store_le(to, zeros);
  std::memcpy(image.data() + 40, contents.array.data(), contents.array.size());
  return image;
}

}  // namespace

Status write_datasketches_hll(Bytes image, Host& host, State& bytes) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  double estimate = 0;
  if (const Status status = PlainHll::cardinality(image, host, estimate); !status.ok())
    return status;
  bytes = contents.registers ? write_registers(contents, estimate, host)
                             : write_coupons(contents, host);
  return {};
}

}  // namespace sketch::foreign
