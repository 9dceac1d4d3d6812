// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_coder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "ell_model.hpp"
#include "sketch/core/bits.hpp"
#include "sketch/core/rans.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/distinct/ell_kernels.hpp"
#include "sketch/distinct/ell_register.hpp"

namespace sketch::ell_coder {
namespace {

constexpr std::size_t kOfLane = 16;  // least number of registers in a lane
constexpr unsigned kLengthBits = 4;  // of the number of bits of a state, less kStateBits
constexpr std::size_t kMostHead = (rans::kMostLanes * (kLengthBits + 31) + 7) / 8;
constexpr unsigned kEscapeBits = 32;
constexpr std::size_t kInlineRegisters = 512;

// A lane carries 16 raw bits and a register has about one, so 16 registers fill a lane.
std::size_t lanes_of(std::size_t registers) noexcept {
  return std::min(registers / kOfLane, rans::kMostLanes);
}

// --- Encoding

// Writes each state as the number of its bits and the bits below the highest.
std::size_t put_states(std::span<const std::uint32_t> states, std::byte* to) noexcept {
  BitWriter head(to);
  for (const std::uint32_t state : states) {
    const auto bits = static_cast<unsigned>(std::bit_width(state)) - 1;
    head.put(bits - rans::kStateBits, kLengthBits);
    head.put(state & ((1U << bits) - 1), bits);
  }
  return head.finish();
}

// Room for the raw bits and the escaped registers, including what is written past their end.
constexpr std::size_t most_raw(std::size_t registers) noexcept {
  return registers * (kEscapeBits + 1) / 8 + 16;
}

// Writes the raw bits and behind them the escaped registers; gives the number of bytes.
std::size_t put_raw(std::span<const std::uint32_t> registers, const Spelling& spelling,
                    std::uint32_t raw_value, std::span<std::byte> to,
                    std::pmr::memory_resource* scratch, const EllKernels& kernels) {
  ScratchArray<std::uint32_t, kInlineRegisters> room(scratch);
  const std::span<std::uint32_t> coded = room.make(registers.size());
  std::copy(registers.begin(), registers.end(), coded.begin());
  for (std::size_t i = 0; i < spelling.escapes; ++i) coded[spelling.escaped[i]] = 0;
  std::size_t bits = kernels.collect_value(coded.data(), to.data(), coded.size(), raw_value);
  const std::byte begun = bits % 8 != 0 ? to[bits / 8] : std::byte{0};
  BitWriter escapes(to.data() + bits / 8);
  escapes.put(std::to_integer<std::uint64_t>(begun) & ((1U << bits % 8) - 1), bits % 8);
  for (std::size_t i = 0; i < spelling.escapes; ++i)
    escapes.put(registers[spelling.escaped[i]], kEscapeBits);
  return static_cast<std::size_t>(escapes.end() - to.data());
}

}  // namespace

std::size_t max_bytes(std::size_t registers) noexcept {
  // The symbols of a register, a letter and three pairs, take at most 12 + 3 * 10 bits.
  return registers * 6 + most_raw(registers) + kMostHead + 2 * rans::kMostLanes + 16;
}

Bytes encode(std::span<const std::uint32_t> registers, std::span<std::byte> room,
             std::pmr::memory_resource* scratch, const EllKernels& kernels) {
  std::uint64_t sum = 0;
  for (const std::uint32_t r : registers) sum += StoredEll::largest(r);
  const int scale = ell_model::scale_of(sum, registers.size());
  const RegisterCode code = ell_model::code_of(scale);
  const std::size_t n = registers.size();
  ScratchArray<rans::Symbol, (1 + RegisterCode::kPairs) * kInlineRegisters> symbol_room(scratch);
  rans::Symbol* const symbols = symbol_room.make((1 + RegisterCode::kPairs) * n).data();
  ScratchArray<std::uint32_t, kInlineRegisters> escape_room(scratch);
  Spelling spelling{{symbols, symbols + n, symbols + 2 * n, symbols + 3 * n},
                          escape_room.make(n).data(), 0};
  kernels.spell_registers(code, registers.data(), n, spelling);
  ScratchArray<std::byte, most_raw(kInlineRegisters)> raw_room(scratch);
  const std::span<std::byte> raw = raw_room.make(most_raw(n));
  const std::size_t raw_bytes = put_raw(registers, spelling, code.raw_value, raw, scratch, kernels);

  // The image is written from the end of `room` downwards: the raw bits that the lanes can't carry,
  // the words, the head.
  const std::size_t lanes = lanes_of(n);
  if (raw_bytes < 2 * lanes) std::memset(&raw[raw_bytes], 0, 2 * lanes - raw_bytes);
  std::array<std::uint32_t, rans::kMostLanes> states;
  for (std::size_t i = 0; i < lanes; ++i)
    states[i] = rans::kLeastState | load_le<std::uint16_t>(&raw[2 * i]);
  std::byte* const end = room.data() + room.size();
  std::byte* words = end - (raw_bytes > 2 * lanes ? raw_bytes - 2 * lanes : 0);
  std::copy(raw.begin() + static_cast<std::ptrdiff_t>(2 * lanes),
            raw.begin() + static_cast<std::ptrdiff_t>(std::max(raw_bytes, 2 * lanes)), words);
  words = kernels.put_symbols(spelling, n, states.data(), lanes, words);
  std::array<std::byte, kMostHead + 8> head;
  const std::size_t head_bytes = put_states({states.data(), lanes}, head.data());
  std::byte* const begin = words - head_bytes - 1;
  *begin = static_cast<std::byte>(scale);
  std::memcpy(begin + 1, head.data(), head_bytes);
  return {begin, static_cast<std::size_t>(end - begin)};
}

// --- Decoding

namespace {

bool take_states(Bytes head, LaneReader& lanes, std::size_t& bytes) noexcept {
  BitReader from(head);
  for (std::size_t i = 0; i < lanes.lanes; ++i) {
    const auto bits = static_cast<unsigned>(from.take(kLengthBits)) + rans::kStateBits;
    lanes.states[i] = static_cast<std::uint32_t>(std::uint64_t{1} << bits | from.take(bits));
  }
  bytes = (from.position() + 7) / 8;
  return !from.overrun();
}

// Decodes all registers; gives the number of bytes that their words took, or -1 if there are too
// few.
std::ptrdiff_t take_rows(const RegisterCode& code, LaneReader& lanes, Bytes words,
                         std::span<std::uint32_t> registers,
                         const EllKernels& kernels) noexcept {
  const auto take = kernels.take_registers;
  lanes.at = words.data();
  lanes.end = words.data() + words.size();
  std::size_t next = take(code, lanes, registers.data(), 0, registers.size());
  if (next == registers.size()) return lanes.at - words.data();
  // The last rows are decoded from a copy of the last words, padded so that every row can be read.
  constexpr std::size_t kMostOfRow = 8 * rans::kMostLanes;
  std::array<std::byte, 2 * kMostOfRow> last{};
  const auto left = static_cast<std::size_t>(lanes.end - lanes.at);
  std::copy(lanes.at, lanes.end, last.begin());
  lanes.at = last.data();
  lanes.end = last.data() + left + 8 * lanes.lanes;
  next = take(code, lanes, registers.data(), next, registers.size());
  const auto taken = static_cast<std::size_t>(lanes.at - last.data());
  if (next != registers.size() || taken > left) return -1;
  return static_cast<std::ptrdiff_t>(words.size() - left + taken);
}

// Reads the raw bits and the escaped registers: first from the lanes' final states, then from
// `rest`.
bool take_raw(const LaneReader& lanes, Bytes rest, std::span<std::uint32_t> registers,
              unsigned value, std::pmr::memory_resource* scratch, const EllKernels& kernels) {
  const std::size_t carried = 2 * lanes.lanes;
  constexpr std::size_t kInlineRaw = 512;
  ScratchArray<std::byte, kInlineRaw> room(scratch);
  const std::span<std::byte> raw =
      room.make(carried + std::max(rest.size(), registers.size() / 8) + 8);
  for (std::size_t i = 0; i < lanes.lanes; ++i) {
    if (lanes.states[i] >> rans::kStateBits != 1) return false;
    store_le(&raw[2 * i], static_cast<std::uint16_t>(lanes.states[i]));
  }
  std::copy(rest.begin(), rest.end(), raw.begin() + static_cast<std::ptrdiff_t>(carried));
  std::fill(raw.begin() + static_cast<std::ptrdiff_t>(carried + rest.size()), raw.end(),
            std::byte{0});
  const std::size_t bits =
      kernels.mark_value(registers.data(), raw.data(), registers.size(), value);
  const std::size_t all = (bits + kEscapeBits * lanes.escapes + 7) / 8;
  if (rest.size() != (all > carried ? all - carried : 0)) return false;
  BitReader escapes(Bytes(raw.data(), raw.size()), bits);
  const int precision = std::countr_zero(registers.size());
  for (std::size_t i = 0; i < lanes.escapes; ++i) {
    const auto r = static_cast<std::uint32_t>(escapes.take(kEscapeBits));
    if (!StoredEll::valid(r, precision)) return false;
    registers[lanes.escaped[i]] = r;
  }
  return true;
}

}  // namespace

bool decode(Bytes coded, std::span<std::uint32_t> registers, std::pmr::memory_resource* scratch,
            const EllKernels& kernels) {
  // A lane takes at least 20 bits, and a register a tenth of a bit. Checking that first keeps a
  // forged precision from allocating more memory than the bytes account for.
  if (coded.size() < 2 || coded.size() < registers.size() / 80) return false;
  const int scale = std::to_integer<int>(coded[0]);
  const RegisterCode code = ell_model::code_of(scale);
  ScratchArray<std::uint32_t, kInlineRegisters> escape_room(scratch);
  LaneReader lanes;
  lanes.lanes = lanes_of(registers.size());
  lanes.escaped = escape_room.make(registers.size()).data();
  lanes.escapes = 0;
  std::size_t head = 0;
  if (!take_states(coded.subspan(1), lanes, head)) return false;
  const Bytes words = coded.subspan(1 + head);
  const std::ptrdiff_t taken = take_rows(code, lanes, words, registers, kernels);
  if (taken < 0) return false;
  const Bytes rest = words.subspan(static_cast<std::size_t>(taken));
  if (!take_raw(lanes, rest, registers, code.raw_value, scratch, kernels)) return false;
  const int precision = std::countr_zero(registers.size());
  // Only at such scales can a letter's octave be beyond the greatest possible value.
  constexpr int kLargeScale = 160;
  if (scale < kLargeScale) return true;
  return std::all_of(registers.begin(), registers.end(),
                     [=](std::uint32_t r) { return StoredEll::valid(r, precision); });
}

}  // namespace sketch::ell_coder
