// SPDX-License-Identifier: PostgreSQL
//
// PackedNumbers: numbers below 2^56 in blocks of 16. Within a block all numbers have as many bits
// as the greatest one needs. The widths of all blocks come first, one byte each, so that a number
// is found by adding up the widths before it. A block of zeros takes only its width byte. See
// docs/format.md, "Packed numbers".
//
//   +----------------------+--------------+--------------+- - -+-----------------------+
//   | width of each block  | 16 numbers   | 16 numbers   |     | up to 16 numbers      |
//   | 1 byte each          | 2 width_0 B  | 2 width_1 B  |     | padded to a byte      |
//   +----------------------+--------------+--------------+- - -+-----------------------+
//
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sketch/core/bits.hpp"
#include "sketch/core/bytes.hpp"

namespace sketch {

class PackedNumbers {
 public:
  static constexpr std::size_t kBlock = 16;
  static constexpr unsigned kMostBits = 56;

  // Takes n numbers off the front of the bytes; false if there are too few bytes. Reads only the
  // widths.
  bool take(Bytes& from, std::size_t n) noexcept {
    const std::size_t blocks = block_count(n);
    if (from.size() < blocks) return false;
    widths_ = from.first(blocks);
    n_ = n;
    std::size_t sum = 0;
    unsigned most = 0;
    for (const std::byte width : widths_) {
      sum += std::to_integer<unsigned>(width);
      most = std::max(most, std::to_integer<unsigned>(width));
    }
    if (most > kMostBits) return false;
    std::size_t bytes = sum * (kBlock / 8);
    if (blocks != 0)
      bytes -= bytes_of(kBlock, width(blocks - 1)) - bytes_of(last(), width(blocks - 1));
    if (from.size() - blocks < bytes) return false;
    bits_ = from.subspan(blocks, bytes);
    from = from.subspan(blocks + bytes);
    return true;
  }

  // Whether the bytes are those that pack() writes: no block is wider than necessary, and padding
  // is 0.
  bool canonical() const noexcept {
    Reader reader(*this);
    for (std::size_t block = 0; block < widths_.size(); ++block) {
      std::uint64_t all = 0;
      for (const std::uint64_t number : reader.next()) all |= number;
      if (static_cast<unsigned>(std::bit_width(all)) != width(block)) return false;
    }
    const unsigned used = n_ == 0 ? 0 : last() * width(widths_.size() - 1) % 8;
    return used == 0 || std::to_integer<unsigned>(bits_.back()) >> used == 0;
  }

  std::size_t size() const noexcept { return n_; }
  unsigned greatest_width() const noexcept {
    unsigned most = 0;
    for (const std::byte width : widths_) most = std::max(most, std::to_integer<unsigned>(width));
    return most;
  }

  std::uint64_t operator[](std::size_t at) const noexcept {
    const std::size_t block = at / kBlock;
    std::size_t before = 0;
    for (const std::byte width : widths_.first(block)) before += std::to_integer<unsigned>(width);
    BitReader reader(bits_, before * kBlock + at % kBlock * width(block));
    return reader.take(width(block));
  }

  // Reads one block after the other.
  class Reader {
   public:
    explicit Reader(const PackedNumbers& numbers) noexcept
        : numbers_(numbers), reader_(numbers.bits_) {}

    // The numbers of the next block: 16, or fewer in the last one.
    std::span<const std::uint64_t> next() noexcept {
      const unsigned width = numbers_.width(block_);
      const std::size_t count =
          ++block_ == numbers_.widths_.size() ? numbers_.last() : std::size_t{kBlock};
      std::uint64_t* to = block_numbers_;
      reader_.take_all(width, count, [&to](std::uint64_t number) { *to++ = number; });
      return {block_numbers_, count};
    }

   private:
    const PackedNumbers& numbers_;
    BitReader reader_;
    std::size_t block_ = 0;
    std::uint64_t block_numbers_[kBlock];
  };

  // Calls visit(index, number) for each number that isn't 0, by ascending index.
  template <class Visit>
  void visit(Visit visit) const {
    Reader reader(*this);
    for (std::size_t first = 0; first < n_; first += kBlock) {
      std::size_t at = first;
      for (const std::uint64_t number : reader.next()) {
        if (number != 0) visit(at, number);
        ++at;
      }
    }
  }

  // The size of what pack() writes for the numbers get(0) ... get(n - 1).
  template <class Get>
  static std::size_t packed_bytes(std::size_t n, Get get) noexcept {
    std::size_t bytes = block_count(n);
    for (std::size_t first = 0; first < n; first += kBlock) {
      const std::size_t count = std::min(kBlock, n - first);
      bytes += bytes_of(count, width_of(first, count, get));
    }
    return bytes;
  }

  template <class Get>
  static std::byte* pack(std::byte* to, std::size_t n, Get get) noexcept {
    std::byte* widths = to;
    to += block_count(n);
    for (std::size_t first = 0; first < n; first += kBlock) {
      const std::size_t count = std::min(kBlock, n - first);
      const unsigned width = width_of(first, count, get);
      *widths++ = static_cast<std::byte>(width);
      std::byte block[kBlock * kMostBits / 8 + sizeof(std::uint64_t)];
      BitWriter writer(block);
      for (std::size_t i = 0; i < count; ++i) writer.put(get(first + i), width);
      std::memcpy(to, block, bytes_of(count, width));
      to += bytes_of(count, width);
    }
    return to;
  }

 private:
  static constexpr std::size_t block_count(std::size_t n) noexcept {
    return (n + kBlock - 1) / kBlock;
  }
  static constexpr std::size_t bytes_of(std::size_t count, unsigned width) noexcept {
    return (count * width + 7) / 8;
  }
  template <class Get>
  static unsigned width_of(std::size_t first, std::size_t count, Get get) noexcept {
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < count; ++i) all |= get(first + i);
    return static_cast<unsigned>(std::bit_width(all));
  }

  unsigned width(std::size_t block) const noexcept {
    return std::to_integer<unsigned>(widths_[block]);
  }
  // How many numbers the last block has.
  std::size_t last() const noexcept { return (n_ - 1) % kBlock + 1; }

  Bytes widths_, bits_;
  std::size_t n_ = 0;
};

}  // namespace sketch
