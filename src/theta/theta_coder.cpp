// SPDX-License-Identifier: PostgreSQL
#include "sketch/theta/theta_coder.hpp"

#include <algorithm>

#include "sketch/core/bits.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/simd/ones.hpp"
#include "sketch/theta/floating_hash.hpp"

namespace sketch::theta_coder {
namespace {

constexpr int kOctaves = 64;

// An octave has 2^width cells of 2^shift hashes each.
struct Octave {
  int width, shift;

  Octave(int octave, int bits) noexcept
      : width(std::min(octave - zero_bits(bits), bits)), shift(octave - width) {}

  std::uint64_t cell(std::uint64_t hash) const noexcept {
    return (hash >> shift) - (std::uint64_t{1} << width);
  }
  std::uint64_t hash(std::uint64_t cell) const noexcept {
    return ((std::uint64_t{1} << width) + cell) << shift;
  }
  // The Rice parameter: there are 2^low to 2^(low + 1) cells for each hash.
  unsigned low(std::size_t count) const noexcept {
    return static_cast<unsigned>(std::max(0, width - static_cast<int>(std::bit_width(count - 1))));
  }
};

}  // namespace

std::size_t max_bytes(std::size_t n, int bits) noexcept {
  // The unary part of a gap is its 1 bit, and in each octave less than 2 bits more a gap on
  // average.
  const std::size_t gaps = n * static_cast<std::size_t>(bits + 3);
  return (kOctaves + 1) * kMaxVarintBytes + gaps / 8 + 1 + sizeof(std::uint64_t);
}

std::size_t encode(std::span<const std::uint64_t> hashes, std::uint64_t last, int bits,
                   std::byte* to) noexcept {
  std::byte* at = put_varint(to, hashes.size());
  if (hashes.empty()) return static_cast<std::size_t>(at - to);
  std::array<std::uint32_t, kOctaves> counts{};
  for (const std::uint64_t hash : hashes) ++counts[static_cast<std::size_t>(octave_of(hash))];
  const int lowest = octave_of(hashes.front());
  for (int o = octave_of(last); o >= lowest; --o)
    at = put_varint(at, counts[static_cast<std::size_t>(o)]);

  BitWriter writer(at);
  const auto write = [&](auto put) {
    const std::uint64_t* hash = hashes.data();
    for (int o = lowest; o < kOctaves; ++o) {
      const std::size_t n = counts[static_cast<std::size_t>(o)];
      if (n == 0) continue;
      const Octave octave(o, bits);
      const unsigned low = octave.low(n);
      std::uint64_t next = 0;
      for (const std::uint64_t* end = hash + n; hash != end; ++hash) {
        const std::uint64_t cell = octave.cell(*hash);
        put(cell - next, low);
        next = cell + 1;
      }
    }
  };
  write([&](std::uint64_t gap, unsigned low) {
    writer.put_wide(gap & ((std::uint64_t{1} << low) - 1), low);
  });
  write([&](std::uint64_t gap, unsigned low) { writer.put_unary(gap >> low); });
  return static_cast<std::size_t>(at - to) + writer.finish();
}

bool Decoder::open(Bytes coded, std::uint64_t last, std::uint64_t limit, int bits) noexcept {
  std::uint64_t n;
  if (!take_varint(coded, n)) return false;
  bits_ = bits;
  octaves_ = 0;
  wanted_ = 0;
  low_bits_ = 0;
  counts_ = {};
  const int highest = octave_of(last | 1);
  const int limit_octave = octave_of(std::min(last, limit) | 1);
  for (int o = highest; n != 0; --o) {
    std::uint64_t count;
    if (o < zero_bits(bits) || !take_varint(coded, count) || count > n) return false;
    n -= count;
    if (count == 0) continue;
    const Octave octave(o, bits);
    // A gap takes at least one bit. A larger count than the bytes can hold must not allocate
    // memory.
    if (count > 8 * coded.size() || count > std::uint64_t{1} << octave.width) return false;
    counts_[static_cast<std::size_t>(o)] = static_cast<std::uint32_t>(count);
    low_bits_ += count * octave.low(count);
    if (o > limit_octave) continue;
    wanted_ += count;
    octaves_ = std::max(octaves_, o + 1);
  }
  body_ = coded;
  return low_bits_ <= 8 * body_.size() && wanted_ <= 8 * body_.size();
}

bool Decoder::read(std::uint64_t* hashes) const noexcept {
  // The usual case: low parts fit into a single load of the reader.
  const auto wide = [](BitReader& from, unsigned low, std::size_t n, auto visit) {
    for (std::size_t i = 0; i < n; ++i) visit(from.take_wide(low));
  };
  const auto usual = [](BitReader& from, unsigned low, std::size_t n, auto visit) {
    from.take_all(low, n, visit);
  };
  return bits_ == kWholeBits ? read_with(hashes, wide) : read_with(hashes, usual);
}

// Decodes the gaps of an octave in two passes, one over the low parts and one over the high parts,
// whose values are the positions of their 1 bits. The cell of hash i is i plus the sum of the gaps
// up to it.
template <class Take>
bool Decoder::read_with(std::uint64_t* hashes, Take take) const noexcept {
  BitReader lows(body_), highs(body_, low_bits_);
  for (int o = 0; o < octaves_; ++o) {
    const std::size_t n = counts_[static_cast<std::size_t>(o)];
    if (n == 0) continue;
    const Octave octave(o, bits_);
    const unsigned low = octave.low(n);
    std::uint64_t sum = 0;
    std::uint64_t* at = hashes;
    take(lows, low, n, [&](std::uint64_t part) { *at++ = sum += part + 1; });
    std::size_t zeros;
    const auto add_high = [to = hashes, octave, low](std::size_t i, std::uint64_t high) {
      to[i] = octave.hash(to[i] + (high << low) - 1);
    };
    if (!simd::take_ascending(highs, n, zeros, add_high)) return false;
    // The sum of the high parts must be within the octave; then no shift has lost a bit.
    if (zeros > std::uint64_t{1} << (static_cast<unsigned>(octave.width) - low)) return false;
    if (sum > (std::uint64_t{1} << octave.width) - (std::uint64_t{zeros} << low)) return false;
    hashes += n;
  }
  return true;
}

}  // namespace sketch::theta_coder
