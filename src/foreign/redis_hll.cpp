// SPDX-License-Identifier: PostgreSQL
//
// HyperLogLogs of Redis, which are strings there: "HYLL"; the encoding, 1 byte; three unused bytes;
// the cached count, 8 bytes, little-endian, invalid if its highest bit is set; then 16384
// registers:
//   0, dense    6 bits each, low bits first
//   1, sparse   runs, in the order of registers: 00nnnnnn is n + 1 registers of 0; 01nnnnnn nnnnnnnn
//               is the same with a longer n; 1vvvvvnn is n + 1 registers of v + 1
// The count of an image is ignored. A written image has an invalid count, so that Redis computes
// it. It is sparse where Redis would have it so by default: in at most 3000 bytes, and with no
// register above 32.
#include <algorithm>
#include <cstring>

#include "../distinct/plain_registers.hpp"
#include "cursor.hpp"
#include "formats.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("Redis HyperLogLog is malformed");

constexpr std::byte kMagic[] = {std::byte{'H'}, std::byte{'Y'}, std::byte{'L'}, std::byte{'L'}};
enum Encoding : std::uint8_t { kDense = 0, kSparse = 1 };
constexpr std::size_t kEncodingOffset = 4, kValidOffset = 15, kHeaderBytes = 16;
constexpr std::byte kCountIsOld{0x80};

constexpr std::size_t kRegisters = std::size_t{1} << PlainHll::kRedisPrecision;
constexpr unsigned kWidth = 6;
constexpr std::size_t kDenseBytes = kRegisters * kWidth / 8;

// The first bytes and the greatest lengths of runs.
constexpr unsigned kLongZeros = 0x40, kSome = 0x80;
constexpr std::size_t kMostZeros = 64, kMostSome = 4;
constexpr unsigned kMostInRun = 32;
constexpr std::size_t kMostSparse = 3000;

bool read_dense(Bytes body, std::span<std::uint8_t> registers) {
  if (body.size() != kDenseBytes) return false;
  // Four registers take three bytes.
  for (std::size_t i = 0; i < kRegisters; i += 4) {
    const std::byte* at = &body[i * kWidth / 8];
    const unsigned word = std::to_integer<unsigned>(at[0]) | std::to_integer<unsigned>(at[1]) << 8 |
                          std::to_integer<unsigned>(at[2]) << 16;
    for (unsigned k = 0; k < 4; ++k) registers[i + k] = word >> (kWidth * k) & 63U;
  }
  return true;
}

bool read_sparse(Bytes body, std::span<std::uint8_t> registers) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto code = std::to_integer<unsigned>(body[i]);
    std::size_t run = (code & 63U) + 1;
    unsigned value = 0;
    if ((code & kSome) != 0) {
      run = (code & 3U) + 1;
      value = (code >> 2 & 31U) + 1;
    } else if ((code & kLongZeros) != 0) {
      if (++i == body.size()) return false;
      run = ((code & 63U) << 8 | std::to_integer<unsigned>(body[i])) + 1;
    }
    if (run > registers.size() - at) return false;
    std::memset(registers.data() + at, static_cast<int>(value), run);
    at += run;
  }
  return at == registers.size();
}

void write_dense(std::span<const std::uint8_t> registers, std::byte* to) {
  for (std::size_t i = 0; i < kRegisters; i += 4) {
    unsigned word = 0;
    for (unsigned k = 0; k < 4; ++k) word |= unsigned{registers[i + k]} << (kWidth * k);
    for (unsigned k = 0; k < 3; ++k) *to++ = static_cast<std::byte>(word >> (8 * k));
  }
}

// Writes registers as runs; false if they take more than `most` bytes, or if a value is too large
// for a run.
bool write_sparse(std::span<const std::uint8_t> registers, std::size_t most, std::byte* to,
                  std::size_t& bytes) {
  bytes = 0;
  for (std::size_t i = 0; i < registers.size();) {
    const unsigned value = registers[i];
    if (value > kMostInRun || bytes + 2 > most) return false;
    std::size_t run = 1;
    while (i + run < registers.size() && registers[i + run] == value &&
           (value == 0 || run < kMostSome))
      ++run;
    i += run--;
    if (value != 0) {
      to[bytes++] = static_cast<std::byte>(kSome | (value - 1) << 2 | run);
    } else if (run < kMostZeros) {
      to[bytes++] = static_cast<std::byte>(run);
    } else {
      to[bytes++] = static_cast<std::byte>(kLongZeros | run >> 8);
      to[bytes++] = static_cast<std::byte>(run);
    }
  }
  return true;
}

}  // namespace

bool is_redis_hll(Bytes image) noexcept {
  if (image.size() <= kHeaderBytes ||
      !std::equal(std::begin(kMagic), std::end(kMagic), image.begin()))
    return false;
  const auto encoding = std::to_integer<unsigned>(image[kEncodingOffset]);
  return encoding == kSparse || (encoding == kDense && image.size() == kHeaderBytes + kDenseBytes);
}

Status read_redis_hll(Bytes image, Host& host, State& canonical) {
  if (!is_redis_hll(image)) return kMalformed;
  PlainHllContents contents(host.scratch());
  contents.style = PlainHll::style_of(Domain::redis);
  contents.precision = PlainHll::kRedisPrecision;
  const Bytes body = image.subspan(kHeaderBytes);
  const auto registers = contents.make_registers();
  const bool good = image[kEncodingOffset] == std::byte{kDense} ? read_dense(body, registers)
                                                                : read_sparse(body, registers);
  if (!good || !contents.finish_import()) return kMalformed;
  canonical = contents.canonical(host);
  return {};
}

Status write_redis_hll(Bytes image, Host& host, State& bytes) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.make_dense();
  std::byte runs[kMostSparse];
  std::size_t size;
  const bool sparse = write_sparse(contents.array, kMostSparse - kHeaderBytes, runs, size);
  if (!sparse) size = kDenseBytes;
  bytes = host.allocate(kHeaderBytes + size);
  std::memset(bytes.data(), 0, kHeaderBytes);
  std::copy(std::begin(kMagic), std::end(kMagic), bytes.begin());
  bytes[kEncodingOffset] = std::byte{sparse ? kSparse : kDense};
  bytes[kValidOffset] = kCountIsOld;
  if (sparse)
    std::memcpy(bytes.data() + kHeaderBytes, runs, size);
  else
    write_dense(contents.array, bytes.data() + kHeaderBytes);
  return {};
}

}  // namespace sketch::foreign
