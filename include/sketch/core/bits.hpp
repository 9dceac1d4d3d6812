// SPDX-License-Identifier: PostgreSQL
//
// Bit streams. Bits fill each byte from its low end.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sketch/core/bytes.hpp"

namespace sketch {

// Appends bits. The caller provides eight bytes of room beyond the last byte written.
class BitWriter {
 public:
  explicit BitWriter(std::byte* to) noexcept : begin_(to), at_(to) {}

  // Appends the low `count` bits of `value`; count <= 56, and the bits above them must be 0.
  void put(std::uint64_t value, unsigned count) noexcept {
    buffer_ |= value << used_;
    used_ += count;
    store_le(at_, buffer_);
    at_ += used_ / 8;
    buffer_ >>= used_ & 0x78;
    used_ &= 7;
  }

  // As put(), for up to 64 bits.
  void put_wide(std::uint64_t value, unsigned count) noexcept {
    constexpr unsigned kHalf = 32;
    if (count > kHalf) {
      put(value & 0xFFFFFFFF, kHalf);
      value >>= kHalf;
      count -= kHalf;
    }
    put(value, count);
  }

  void put_unary(std::uint64_t value) noexcept {
    for (; value >= 56; value -= 56) put(0, 56);
    put(std::uint64_t{1} << value, static_cast<unsigned>(value) + 1);
  }

  // Pads the last byte with 0 bits. finish() gives the number of bytes, end() where they end.
  std::size_t finish() noexcept { return static_cast<std::size_t>(end() - begin_); }
  std::byte* end() noexcept { return at_ + (used_ != 0 ? 1 : 0); }

 private:
  std::byte* begin_;
  std::byte* at_;
  std::uint64_t buffer_ = 0;
  unsigned used_ = 0;
};

// Reads bits. Reading beyond the end gives 0 bits; overrun() then says so.
class BitReader {
 public:
  explicit BitReader(Bytes from, std::size_t bit = 0) noexcept : from_(from), bit_(bit) {}

  // The next bits, at least 57, without moving on.
  std::uint64_t peek() const noexcept { return load(bit_ / 8) >> (bit_ & 7); }

  void skip(std::size_t count) noexcept { bit_ += count; }

  std::uint64_t take(unsigned count) noexcept {  // count <= 56
    const std::uint64_t value = peek() & ((std::uint64_t{1} << count) - 1);
    bit_ += count;
    return value;
  }

  // Visits the next n numbers of `count` bits each, count <= 56. Each number's position is computed
  // from its index, so that no load waits for the one before it.
  template <class Visit>
  void take_all(unsigned count, std::size_t n, Visit visit) noexcept {
    const std::uint64_t mask = (std::uint64_t{1} << count) - 1;
    // As long as a number begins before `whole`, eight bytes can be loaded at once.
    const std::size_t whole = from_.size() < 8 ? 0 : 8 * (from_.size() - 8) + 8;
    const std::size_t fast =
        bit_ >= whole || count == 0 ? 0 : std::min(n, (whole - 1 - bit_) / count + 1);
    const std::byte* const from = from_.data();
    for (std::size_t i = 0, bit = bit_; i < fast; ++i, bit += count)
      visit(load_le<std::uint64_t>(from + bit / 8) >> (bit & 7) & mask);
    bit_ += fast * count;
    for (std::size_t i = fast; i < n; ++i) visit(take(count));
  }

  std::uint64_t take_wide(unsigned count) noexcept {  // up to 64
    constexpr unsigned kHalf = 32;
    if (count <= kHalf) return take(count);
    const std::uint64_t low = take(kHalf);
    return low | take(count - kHalf) << kHalf;
  }

  // Reads a unary number. At the end of the stream the number is arbitrary and overrun() is true.
  std::uint64_t take_unary() noexcept {
    std::uint64_t zeros = 0;
    for (;;) {
      const std::uint64_t bits = peek();
      if (bits != 0) {
        const auto run = static_cast<unsigned>(std::countr_zero(bits));
        bit_ += run + 1;
        return zeros + run;
      }
      if (overrun()) return zeros;
      zeros += 57;
      bit_ += 57;
    }
  }

  // The 64-bit word at a byte offset, and whether the stream reaches that far.
  std::uint64_t word_at(std::size_t byte) const noexcept { return load(byte); }
  bool has(std::size_t byte) const noexcept { return byte < from_.size(); }

  std::size_t position() const noexcept { return bit_; }
  bool overrun() const noexcept { return bit_ > 8 * from_.size(); }

 private:
  std::uint64_t load(std::size_t byte) const noexcept {
    if (byte + 8 <= from_.size()) return load_le<std::uint64_t>(from_.data() + byte);
    if (byte >= from_.size()) return 0;
    std::uint64_t value = 0;
    std::memcpy(&value, from_.data() + byte, from_.size() - byte);
    return little_endian(value);
  }

  Bytes from_;
  std::size_t bit_;
};

}  // namespace sketch
