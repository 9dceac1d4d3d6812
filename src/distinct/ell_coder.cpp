// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_coder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "ell_model.hpp"
#include "sketch/core/bits.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/core/tans.hpp"
#include "sketch/distinct/ell_register.hpp"

namespace sketch::ell_coder {
namespace {

using ell_model::kEmptyLetter;
using ell_model::kEscapeLetter;

constexpr int kOctaves = 64;
constexpr int kNibbles = 6;  // octaves below the largest value's that a register may remember
constexpr std::size_t kInlineRegisters = 512;
constexpr std::size_t kSlack = 8;         // planes may be read and written a few nibbles too far
constexpr std::uint8_t kValueZero = 0x8;  // the nibble of octave -1: the value 0 always occurs
constexpr unsigned kMaxUnary = 1U << 24;
constexpr std::size_t kRun = 64;  // registers that are put together at a time

constexpr int octave_of(std::uint32_t largest) noexcept {
  return static_cast<int>(largest - 1) >> 2;
}
constexpr unsigned sub_of(std::uint32_t largest) noexcept { return (largest - 1) & 3; }

// The order of the registers, and where the planes are. Empty registers are in no plane.
class Planes {
 public:
  explicit Planes(std::pmr::memory_resource* scratch) noexcept
      : order_room_(scratch), room_(scratch) {}

  // Orders the registers by the octaves of their largest values, stably.
  void arrange(std::span<const std::uint8_t> largest) {
    std::array<std::uint32_t, 257> by_value{};
    for (const std::uint8_t u : largest) ++by_value[u];
    std::uint32_t sum = 0;
    for (int o = 0; o < kOctaves; ++o) {
      start_[static_cast<std::size_t>(o)] = sum;
      for (int sub = 1; sub <= 4; ++sub) sum += by_value[static_cast<std::size_t>(4 * o + sub)];
    }
    start_[kOctaves] = sum;
    order_ = order_room_.make(largest.size());
    std::array<std::uint32_t, kOctaves + 1> next;
    // Empty registers go to the end.
    next[0] = sum;
    std::copy(start_.begin(), start_.end() - 1, next.begin() + 1);
    for (std::size_t i = 0; i < largest.size(); ++i) {
      order_[next[(largest[i] + 3U) >> 2]++] = static_cast<std::uint32_t>(i);
    }
    lay_out();
  }

  std::uint32_t start(int octave) const noexcept {
    return start_[static_cast<std::size_t>(std::min(octave, kOctaves))];
  }
  std::span<const std::uint32_t> order() const noexcept { return order_; }

  // The plane of an octave: registers first(octave) ... first(octave) + size(octave) - 1 of the
  // order.
  std::uint32_t first(int octave) const noexcept { return start(octave + 1); }
  std::size_t size(int octave) const noexcept {
    return start(octave + 1 + kNibbles) - start(octave + 1);
  }
  std::uint8_t* plane(int octave) noexcept {
    return nibbles_.data() + at_[static_cast<std::size_t>(octave)];
  }

  // The nibbles of octave `octave` from that of register `from` of the order on.
  std::uint8_t* nibbles(int octave, std::uint32_t from) noexcept {
    return plane(octave) + (from - first(octave));
  }

  // The highest octave that has a plane with anything in it, -1 if none has.
  int highest() const noexcept {
    int octave = kOctaves - 1;
    while (octave >= 0 && size(octave) == 0) --octave;
    return octave;
  }

 private:
  void lay_out() {
    std::size_t bytes = 0;
    for (int octave = 0; octave < kOctaves; ++octave) {
      at_[static_cast<std::size_t>(octave)] = bytes;
      bytes += size(octave) + (size(octave) != 0 ? kSlack : 0);
    }
    nibbles_ = room_.make(bytes + kSlack);
  }

  std::array<std::uint32_t, kOctaves + 1> start_{};
  std::array<std::size_t, kOctaves> at_{};
  ScratchArray<std::uint32_t, kInlineRegisters> order_room_;
  ScratchArray<std::uint8_t, 7 * kInlineRegisters> room_;
  std::span<std::uint32_t> order_;
  std::span<std::uint8_t> nibbles_;
};

constexpr bool dense_rate(int scale, int octave) noexcept {
  return ell_model::rate_index(scale, octave) > ell_model::kMostRate;
}

// The nibble that is written for values that nobody remembers: all or none, as is likelier.
constexpr std::uint32_t likelier(int scale, int octave) noexcept {
  constexpr int kEvenRate = -2;  // 2^(-2/4) is the quarter octave nearest to ln 2
  return ell_model::rate_index(scale, octave) >= kEvenRate ? 15 : 0;
}

// The low bits of positions in planes of high rate: most are in the first of them.
unsigned gap_bits(std::size_t first_plane_values, std::size_t absent) noexcept {
  return static_cast<unsigned>(std::bit_width(first_plane_values / (absent + 1) | 1)) - 1;
}

int first_dense_octave(int scale, int highest) noexcept {
  int octave = highest;
  while (octave >= 0 && !dense_rate(scale, octave)) --octave;
  return octave;
}

// --- Encoding

std::uint8_t letter_of(std::uint32_t r, int first_octave, const tans::Table& table) noexcept {
  const std::uint32_t u = StoredEll::largest(r);
  const int octave = octave_of(u) - first_octave;
  std::uint8_t letter = kEmptyLetter;
  if (u != 0) {
    if (octave < 0 || octave > 15) return kEscapeLetter;
    letter = static_cast<std::uint8_t>(
        octave << 4 | static_cast<int>(StoredEll::history(r, 0) << sub_of(u) >> 24));
  }
  return table.encode[letter].bits != 0 ? letter : kEscapeLetter;
}

void fill_planes(std::span<const std::uint32_t> registers, int scale, Planes& planes) noexcept {
  const std::uint32_t* order = planes.order().data();
  for (int octave = 0; octave < kOctaves; ++octave) {
    const std::uint32_t begin = planes.start(octave), end = planes.start(octave + 1);
    const int last = octave - kNibbles;
    const std::uint32_t fill = last >= 0 ? likelier(scale, last) : 0;
    for (std::uint32_t at = begin; at < end; at += kRun) {
      const std::uint32_t n = std::min<std::uint32_t>(kRun, end - at);
      std::array<std::uint32_t, kRun> values;
      for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t r = registers[order[at + i]];
        const unsigned sub = sub_of(StoredEll::largest(r));
        values[i] = (r & StoredEll::kWindowMask) << sub | (fill & ((1U << sub) - 1));
      }
      for (int q = 0; q < kNibbles && octave - 1 - q >= 0; ++q) {
        std::uint8_t* to = planes.nibbles(octave - 1 - q, at);
        const int shift = 20 - 4 * q;
        for (std::uint32_t i = 0; i < n; ++i)
          to[i] = static_cast<std::uint8_t>(values[i] >> shift & 15);
      }
    }
  }
}

// An escaped register's own octave has no letter: its nibble is told by the largest value alone, so
// the lower values of that octave go along.
std::uint32_t escape_of(std::uint32_t r) noexcept {
  const std::uint32_t u = StoredEll::largest(r);
  if (u == 0) return 0;
  return u | (StoredEll::history(r, 0) << sub_of(u) >> 24) << 8;
}

// Calls visit(i, nibble) for the nibbles of a plane that are not all ones.
template <class Visit>
void for_each_gap(const std::uint8_t* plane, std::size_t size, Visit visit) {
  for (std::size_t i = 0; i < size; i += 8) {
    constexpr std::uint64_t kFull = 0x0F0F0F0F0F0F0F0F;
    const std::size_t n = std::min<std::size_t>(8, size - i);
    if (n == 8 &&
        load_native<std::uint64_t>(reinterpret_cast<const std::byte*>(plane + i)) == kFull)
      continue;
    for (std::size_t j = i; j < i + n; ++j) {
      if (plane[j] != 15) visit(j, plane[j]);
    }
  }
}

// Values that have not occurred in the planes of high rate, last first.
void put_absent(int scale, Planes& planes, ScratchArray<std::uint32_t, 256>& room,
                tans::PrependWriter& to) {
  const int top = first_dense_octave(scale, planes.highest());
  std::size_t absent = 0;
  for (int octave = top; octave >= 0; --octave) {
    for_each_gap(planes.plane(octave), planes.size(octave), [&](std::size_t, unsigned nibble) {
      for (unsigned missing = 15 - nibble; missing != 0; missing &= missing - 1) ++absent;
    });
  }
  const std::span<std::uint32_t> gaps = room.make(absent);
  std::size_t n = 0, base = 0, expected = 0;
  for (int octave = top; octave >= 0; --octave) {
    for_each_gap(planes.plane(octave), planes.size(octave), [&](std::size_t i, unsigned nibble) {
      for (unsigned missing = 15 - nibble; missing != 0; missing &= missing - 1) {
        const std::size_t at = base + 4 * i + static_cast<unsigned>(std::countr_zero(missing));
        gaps[n++] = static_cast<std::uint32_t>(at - expected);
        expected = at + 1;
      }
    });
    base += 4 * planes.size(octave);
  }
  const unsigned low = top < 0 ? 0 : gap_bits(4 * planes.size(top), absent);
  for (std::size_t i = n; i-- != 0;) {
    to.put(gaps[i] & ((1U << low) - 1), low);
    to.put_unary(gaps[i] >> low);
  }
  // Elias gamma code of the number of them, plus one.
  const auto width = static_cast<unsigned>(std::bit_width(absent + 1)) - 1;
  to.put((absent + 1) & ((std::size_t{1} << width) - 1), width);
  to.put_unary(width);
}

void put_planes(int scale, Planes& planes, tans::Encoder& encoder,
                tans::PrependWriter& to) noexcept {
  const int highest = planes.highest();
  for (int octave = std::max(first_dense_octave(scale, highest) + 1, 0); octave <= highest;
       ++octave) {
    const std::size_t size = planes.size(octave);
    if (size == 0) continue;  // it has no room of its own
    std::uint8_t* plane = planes.plane(octave);
    plane[size] =
        static_cast<std::uint8_t>(likelier(scale, octave));  // the second of the last pair
    encoder.run(ell_model::plane_table(ell_model::rate_index(scale, octave)), (size + 1) / 2, to,
                [plane](std::size_t i) {
                  return static_cast<std::uint8_t>(plane[2 * i] | plane[2 * i + 1] << 4);
                });
  }
}

}  // namespace

std::size_t max_bytes(std::size_t registers) noexcept {
  // A letter takes at most 11 bits and an escape 12; six nibbles take at most 33 bits, or 24
  // positions, whose unary parts add up to at most 48 bits and whose low parts to 24.
  constexpr std::size_t kMostBits = 11 + 12 + 33 + 72;
  return registers * kMostBits / 8 + 256;
}

Bytes encode(std::span<const std::uint32_t> registers, std::span<std::byte> room,
             std::pmr::memory_resource* scratch) {
  ScratchArray<std::uint8_t, kInlineRegisters> largest_room(scratch);
  const std::span<std::uint8_t> largest = largest_room.make(registers.size());
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < registers.size(); ++i) {
    const std::uint32_t u = StoredEll::largest(registers[i]);
    largest[i] = static_cast<std::uint8_t>(u);
    sum += u;
  }
  const int scale = ell_model::scale_of(sum, registers.size());
  Planes planes(scratch);
  planes.arrange(largest);
  fill_planes(registers, scale, planes);

  // From the last bit to the first.
  tans::PrependWriter to(room.data() + room.size());
  tans::Encoder encoder;
  ScratchArray<std::uint32_t, 256> gaps(scratch);
  put_absent(scale, planes, gaps, to);
  put_planes(scale, planes, encoder, to);
  ScratchArray<std::uint8_t, kInlineRegisters> letter_room(scratch);
  const std::span<std::uint8_t> letters = letter_room.make(registers.size());
  const tans::Table& table = ell_model::letter_table(scale);
  for (std::size_t i = 0; i < registers.size(); ++i) {
    letters[i] = letter_of(registers[i], ell_model::first_octave(scale), table);
  }
  for (std::size_t i = registers.size(); i-- != 0;) {
    if (letters[i] == kEscapeLetter) to.put(escape_of(registers[i]), 12);
  }
  encoder.run(table, registers.size(), to, [letters](std::size_t i) { return letters[i]; });
  encoder.finish(to);
  const Bytes stream = to.finish();
  std::byte* begin = room.data() + room.size() - stream.size() - 1;
  *begin = static_cast<std::byte>(scale);
  return {begin, stream.size() + 1};
}

// --- Decoding

namespace {

// Letters to largest values and the nibbles of their octaves.
bool take_letters(int scale, std::size_t n, tans::Decoder& decoder, BitReader& from,
                  std::uint8_t* largest, std::uint8_t* top_nibbles) noexcept {
  std::size_t escapes = 0;
  const int first = 4 * ell_model::first_octave(scale);
  decoder.run(ell_model::letter_table(scale), n, from, [&](std::size_t i, std::uint8_t letter) {
    const unsigned nibble = letter & 15U;
    const auto value = static_cast<unsigned>(first + 4 * (letter >> 4)) +
                       static_cast<unsigned>(std::bit_width(nibble));
    largest[i] = static_cast<std::uint8_t>(nibble == 0 ? 0 : value);
    top_nibbles[i] = letter == kEscapeLetter ? 16 : static_cast<std::uint8_t>(nibble);
    escapes += letter == kEscapeLetter;
  });
  for (std::size_t i = 0; escapes != 0 && i < n; ++i) {
    if (top_nibbles[i] != 16) continue;
    const std::uint64_t escape = from.take(12);
    const auto u = static_cast<std::uint32_t>(escape & 255);
    const auto nibble = static_cast<unsigned>(escape >> 8);
    const bool possible =
        u == 0 ? nibble == 0 : static_cast<unsigned>(std::bit_width(nibble)) == sub_of(u) + 1;
    if (!possible) return false;
    largest[i] = static_cast<std::uint8_t>(u);
    top_nibbles[i] = static_cast<std::uint8_t>(nibble);
    --escapes;
  }
  return true;
}

void take_planes(int scale, Planes& planes, tans::Decoder& decoder, BitReader& from) noexcept {
  for (int octave = planes.highest(); octave >= 0 && !dense_rate(scale, octave); --octave) {
    std::uint8_t* plane = planes.plane(octave);
    decoder.run(ell_model::plane_table(ell_model::rate_index(scale, octave)),
                (planes.size(octave) + 1) / 2, from, [plane](std::size_t i, std::uint8_t pair) {
                  const auto split = static_cast<std::uint16_t>((pair & 15U) | (pair & 0xF0U) << 4);
                  store_le(reinterpret_cast<std::byte*>(plane + 2 * i), split);
                });
  }
}

bool take_absent(int scale, Planes& planes, BitReader& from) noexcept {
  const int top = first_dense_octave(scale, planes.highest());
  std::size_t values = 0;
  for (int octave = top; octave >= 0; --octave) {
    std::memset(planes.plane(octave), 15, planes.size(octave));
    values += 4 * planes.size(octave);
  }
  const std::uint64_t width = from.take_unary();
  if (width > 24) return false;
  const std::uint64_t absent =
      (std::uint64_t{1} << width | from.take(static_cast<unsigned>(width))) - 1;
  if (absent > values) return false;
  const unsigned low = top < 0 ? 0 : gap_bits(4 * planes.size(top), absent);
  int octave = top;
  std::size_t position = 0;  // within the plane
  for (std::uint64_t i = 0; i < absent; ++i) {
    const std::uint64_t high = from.take_unary();
    if (high > kMaxUnary) return false;
    position += (high << low) + from.take(low);
    for (; octave >= 0 && position >= 4 * planes.size(octave); --octave)
      position -= 4 * planes.size(octave);
    if (octave < 0) return false;
    planes.plane(octave)[position / 4] &= static_cast<std::uint8_t>(~(1U << position % 4));
    ++position;
  }
  return true;
}

// Puts the registers of one octave together from their nibbles.
void assemble(int octave, Planes& planes, const std::uint8_t* top_nibbles,
              std::span<std::uint32_t> registers) noexcept {
  const std::uint32_t begin = planes.start(octave), end = planes.start(octave + 1);
  if (begin == end) return;
  // Octaves that don't exist have the value 0, which always occurs, and nothing below it.
  std::array<std::uint8_t, kRun> none{}, zero;
  zero.fill(kValueZero);
  const std::uint32_t* order = planes.order().data();
  for (std::uint32_t at = begin; at < end; at += kRun) {
    std::array<const std::uint8_t*, kNibbles> from;
    for (int q = 0; q < kNibbles; ++q) {
      const int below = octave - 1 - q;
      from[static_cast<std::size_t>(q)] = below >= 0    ? planes.nibbles(below, at)
                                          : below == -1 ? zero.data()
                                                        : none.data();
    }
    const std::uint32_t n = std::min<std::uint32_t>(kRun, end - at);
    std::array<std::uint32_t, kRun> values;
    for (std::uint32_t i = 0; i < n; ++i) {
      values[i] = std::uint32_t{from[0][i]} << 20 | std::uint32_t{from[1][i]} << 16 |
                  std::uint32_t{from[2][i]} << 12 | std::uint32_t{from[3][i]} << 8 |
                  std::uint32_t{from[4][i]} << 4 | from[5][i];
    }
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint32_t index = order[at + i];
      const std::uint32_t top = top_nibbles[index];
      const auto sub = static_cast<unsigned>(std::bit_width(top)) - 1;
      const auto u = static_cast<std::uint32_t>(4 * octave) + sub + 1;
      registers[index] = u << 24 | ((top << 24 | values[i]) >> sub & StoredEll::kWindowMask);
    }
  }
}

}  // namespace

bool decode(Bytes coded, std::span<std::uint32_t> registers, std::pmr::memory_resource* scratch) {
  // A register takes a quarter of a bit at least: no precision that the bytes can't hold gets
  // memory.
  if (coded.size() < 2 || coded.size() < registers.size() / 64) return false;
  const int scale = std::to_integer<int>(coded[0]);
  BitReader from(coded.subspan(1));
  if (from.take_unary() > 7) return false;
  tans::Decoder decoder(from);
  ScratchArray<std::uint8_t, kInlineRegisters> largest_room(scratch), top_room(scratch);
  const std::span<std::uint8_t> largest = largest_room.make(registers.size());
  const std::span<std::uint8_t> top_nibbles = top_room.make(registers.size());
  if (!take_letters(scale, registers.size(), decoder, from, largest.data(), top_nibbles.data()))
    return false;
  Planes planes(scratch);
  planes.arrange(largest);
  take_planes(scale, planes, decoder, from);
  if (!take_absent(scale, planes, from)) return false;
  for (std::size_t i = planes.start(kOctaves); i < registers.size(); ++i)
    registers[planes.order()[i]] = 0;
  for (int octave = 0; octave < kOctaves; ++octave)
    assemble(octave, planes, top_nibbles.data(), registers);
  return decoder.finished() && from.position() == 8 * (coded.size() - 1);
}

}  // namespace sketch::ell_coder
