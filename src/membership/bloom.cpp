// SPDX-License-Identifier: PostgreSQL
#include "sketch/membership/bloom.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "bloom_contents.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/membership/bloom_kernels.hpp"

namespace sketch {
namespace {

using split_block::kBlockBytes;

constexpr Status kNotCanonical{Code::malformed, "sketch_bloom image is not in its canonical form",
                               "The bytes were not written by this extension, or are damaged."};

std::size_t blocks_bytes(int log2_blocks) noexcept { return kBlockBytes << log2_blocks; }

std::byte* blocks_of(State state) noexcept { return state.data() + Bloom::kBlocksOffset; }

State new_image(std::uint8_t form, Domain domain, int b, ValueClass values, std::size_t bytes,
                Host& host) {
  const State image = host.allocate(bytes);
  write_envelope(image.data(),
                 {Bloom::kFamily, domain, form, static_cast<std::uint8_t>(b), values});
  return image;
}

State new_blocks(Domain domain, int b, ValueClass values, Host& host) {
  const std::size_t bytes =
      std::max(Bloom::kBlocksOffset + blocks_bytes(b), std::size_t{Bloom::kFirstBytes});
  const State state = new_image(Bloom::kWorkingBlocks, domain, b, values, bytes, host);
  std::memset(blocks_of(state), 0, bytes - Bloom::kBlocksOffset);
  return state;
}

State new_cells(Domain domain, int b, ValueClass values, std::size_t bytes, Host& host) {
  const State state = new_image(Bloom::kWorkingCells, domain, b, values, bytes, host);
  std::memset(state.data() + kEnvelopeBytes, 0, bytes - kEnvelopeBytes);
  return state;
}

// The number of hashes or blocks that are processed between two pauses.
constexpr std::size_t kPace = 1 << 14;

void insert_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  const auto b = static_cast<unsigned>(Bloom::parameter(state));
  while (!hashes.empty()) {
    host.pause();
    const std::size_t n = std::min(hashes.size(), kPace);
    bloom_kernels().insert(blocks_of(state), b, hashes.data(), n);
    hashes = hashes.subspan(n);
  }
}

// Calls body(hashes) with a hash for each cell, some at a time.
template <class Body>
void for_hashes(std::span<const std::uint64_t> cells, int b, Body body) {
  std::uint64_t hashes[256];
  while (!cells.empty()) {
    const std::size_t n = std::min(cells.size(), std::size(hashes));
    for (std::size_t i = 0; i < n; ++i) hashes[i] = Bloom::hash_of(cells[i], b);
    body(std::span<const std::uint64_t>(hashes, n));
    cells = cells.subspan(n);
  }
}

// Adds blocks to a state with as many or fewer blocks: 2^shift neighbours become one.
void fold_into(State state, Bytes blocks, unsigned shift, Host& host) {
  Pace pace(host, kPace);
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  for (std::size_t i = 0; i < blocks.size() / kBlockBytes; ++i) {
    pace.step();
    std::byte* to = blocks_of(state) + kBlockBytes * (i >> shift);
    const std::byte* from = blocks.data() + kBlockBytes * i;
    for (std::size_t at = 0; at < kBlockBytes; at += kWord) {
      store_native(to + at,
                   load_native<std::uint64_t>(to + at) | load_native<std::uint64_t>(from + at));
    }
  }
}

}  // namespace

// --- The size.

double Bloom::error_of(double n, int log2_blocks) noexcept {
  // A filter with this many values in a block has nearly all bits set.
  constexpr double kMostInBlock = 500;
  const double mean = std::ldexp(n, -log2_blocks);
  if (!(mean < kMostInBlock)) return 1;
  double probability = std::exp(-mean), unset = 1, error = 0;
  const double end = mean + 10 * std::sqrt(mean) + 20;
  for (double k = 0; k <= end; ++k) {
    error += probability * std::pow(1 - unset, split_block::kWords);
    probability *= mean / (k + 1);
    unset *= 31.0 / 32;
  }
  return error;
}

bool Bloom::log2_for(double expected, double error, int& log2_blocks) noexcept {
  for (log2_blocks = kLeastLog2; log2_blocks <= kMostLog2; ++log2_blocks) {
    if (error_of(expected, log2_blocks) <= error) return true;
  }
  return false;
}

// --- Building

State Bloom::create(int log2_blocks, Host& host) { return create(Domain::xxh3, log2_blocks, host); }

State Bloom::create(Domain domain, int log2_blocks, Host& host) {
  return new_cells(domain, log2_blocks, ValueClass::none, kFirstBytes, host);
}

// Moves the cells into a larger table.
State Bloom::with_slots(State state, std::size_t bytes, Host& host) {
  const int b = parameter(state);
  const State larger =
      new_cells(image_domain(state.data()), b, image_values(state.data()), bytes, host);
  const std::size_t slots = slots_of(bytes);
  for (std::size_t at = kSlotsOffset; at + sizeof(Slot) <= state.size(); at += sizeof(Slot)) {
    const auto slot = load_native<Slot>(state.data() + at);
    if (slot == 0) continue;
    std::size_t i = first_slot(hash_of(slot - 1, b), slots);
    const auto place = [&] { return larger.data() + kSlotsOffset + sizeof(Slot) * i; };
    while (load_native<Slot>(place()) != 0) i = i + 1 == slots ? 0 : i + 1;
    store_native(place(), slot);
  }
  store_native(larger.data() + kCountOffset,
               load_native<std::uint32_t>(state.data() + kCountOffset));
  return larger;
}

State Bloom::with_blocks(State state, Host& host) {
  BloomContents contents(host);
  demand(contents.read(state));
  const State blocks = new_blocks(contents.domain, contents.log2_blocks, contents.values, host);
  for_hashes(contents.cells, contents.log2_blocks,
             [&](std::span<const std::uint64_t> hashes) { insert_all(blocks, hashes, host); });
  return blocks;
}

State Bloom::grow(State state, Host& host) {
  if (is_dense(state)) return state;
  const int b = parameter(state);
  const std::size_t wanted =
      std::size_t{load_native<std::uint32_t>(state.data() + kCountOffset)} + 1;
  return wanted > most_cells(b) ? with_blocks(state, host) : with_room(state, 1, host);
}

// Makes room for `more` cells, as far as cells are kept at all.
State Bloom::with_room(State state, std::size_t more, Host& host) {
  if (is_dense(state)) return state;
  const int b = parameter(state);
  const std::size_t wanted = std::min<std::size_t>(
      load_native<std::uint32_t>(state.data() + kCountOffset) + more, most_cells(b));
  // A state and its length word take 2^i bytes, to which PostgreSQL's allocator rounds up anyway.
  std::size_t bytes = state.size();
  while (room_of(slots_of(bytes), b) < wanted) bytes = 2 * bytes + 4;
  return bytes == state.size() ? state : with_slots(state, bytes, host);
}

// The cells come in ascending order, and slots are in the order of cells: in a table that grew step
// by step, the first ones would crowd at its front. So the table gets all its room first.
State Bloom::add_cells(State state, std::span<const std::uint64_t> cells, int log2_blocks,
                       Host& host) {
  state = with_room(state, cells.size(), host);
  for_hashes(cells, log2_blocks,
             [&](std::span<const std::uint64_t> hashes) { state = add_all(state, hashes, host); });
  return state;
}

State Bloom::add_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  Pace pace(host, kPace);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (is_dense(state)) {
      insert_all(state, hashes.subspan(i), host);
      break;
    }
    pace.step();
    while (!add(state, hashes[i])) state = grow(state, host);
  }
  return state;
}

State Bloom::reduce(State state, int to, Host& host) {
  const int from = parameter(state);
  if (from <= to) return state;
  BloomContents contents(host);
  demand(contents.read(state));
  if (contents.blocks.empty()) {
    return add_cells(of_values(create(contents.domain, to, host), contents.values), contents.cells,
                     from, host);
  }
  const State reduced = new_blocks(contents.domain, to, contents.values, host);
  fold_into(reduced, contents.blocks, static_cast<unsigned>(from - to), host);
  return reduced;
}

Status Bloom::merge(State& state, Bytes image, Host& host) {
  BloomContents other(host);
  if (const Status status = other.read(image); !status.ok()) return status;
  const Domain domain = image_domain(state.data());
  if (domain != other.domain) return domain_mismatch(Bloom::kFamily, domain, other.domain);
  host.pause();
  state = of_values(reduce(state, other.log2_blocks, host), other.values);
  if (other.blocks.empty()) {
    state = add_cells(state, other.cells, other.log2_blocks, host);
    return {};
  }
  if (!is_dense(state)) state = with_blocks(state, host);
  fold_into(state, other.blocks, static_cast<unsigned>(other.log2_blocks - parameter(state)), host);
  return {};
}

Status Bloom::thaw(Bytes image, Host& host, State& state) {
  Envelope envelope;
  if (const Status status = read_envelope(image, kFamily, envelope); !status.ok()) return status;
  if (envelope.parameter > kMostLog2) return kMalformedBloom;
  state = create(envelope.domain, envelope.parameter, host);
  return merge(state, image, host);
}

std::size_t Bloom::packed_bytes(State state) noexcept {
  if (is_dense(state)) return state.size();
  return kSlotsOffset + sizeof(Slot) * load_native<std::uint32_t>(state.data() + kCountOffset);
}

void Bloom::pack(State state, std::byte* to) noexcept {
  if (is_dense(state)) {
    std::memcpy(to, state.data(), state.size());
    return;
  }
  std::memcpy(to, state.data(), kSlotsOffset);
  to += kSlotsOffset;
  for (std::size_t at = kSlotsOffset; at + sizeof(Slot) <= state.size(); at += sizeof(Slot)) {
    const auto slot = load_native<Slot>(state.data() + at);
    if (slot == 0) continue;
    store_native(to, slot);
    to += sizeof(Slot);
  }
}

// --- Storing

namespace {

State frozen_cells(const BloomContents& contents, Host& host) {
  const std::size_t each = Bloom::cell_bytes(contents.log2_blocks);
  std::byte count[kMaxVarintBytes];
  const auto head = static_cast<std::size_t>(put_varint(count, contents.cells.size()) - count);
  const State image = new_image(Bloom::kCells, contents.domain, contents.log2_blocks,
                                contents.cells.empty() ? ValueClass::none : contents.values,
                                kEnvelopeBytes + head + each * contents.cells.size(), host);
  std::byte* to = image.data() + kEnvelopeBytes;
  std::memcpy(to, count, head);
  to += head;
  for (const std::uint64_t cell : contents.cells) {
    for (std::size_t i = 0; i < each; ++i) to[i] = static_cast<std::byte>(cell >> 8 * i);
    to += each;
  }
  return image;
}

State frozen_blocks(Domain domain, int b, ValueClass values, Bytes blocks, Host& host) {
  const State image =
      new_image(Bloom::kBlocks, domain, b, values, kEnvelopeBytes + blocks.size(), host);
  std::memcpy(image.data() + kEnvelopeBytes, blocks.data(), blocks.size());
  return image;
}

}  // namespace

Status Bloom::freeze(Bytes image, Host& host, State& canonical) {
  BloomContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  host.pause();
  if (!contents.blocks.empty()) {
    canonical = frozen_blocks(contents.domain, contents.log2_blocks, contents.values,
                              contents.blocks, host);
    return {};
  }
  // The slots are in almost ascending order.
  std::sort(contents.cells.begin(), contents.cells.end());
  canonical = frozen_cells(contents, host);
  return {};
}

Status Bloom::check(Bytes image, Host& host) {
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

Status Bloom::of_blocks(Domain domain, Bytes blocks, Host& host, State& canonical) {
  const std::size_t n = blocks.size() / kBlockBytes;
  if (blocks.size() % kBlockBytes != 0 || !std::has_single_bit(n) ||
      n > std::size_t{1} << kMostLog2) {
    return {Code::malformed, "the bytes are not the bitset of a split-block Bloom filter",
            "Its size is 32 bytes times a power of two, at most 128 MB."};
  }
  const State image = frozen_blocks(domain, std::countr_zero(n), ValueClass::other, blocks, host);
  BloomContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  canonical = image;
  return {};
}

Status Bloom::to_blocks(Bytes image, Host& host, State& blocks) {
  State state;
  if (const Status status = thaw(image, host, state); !status.ok()) return status;
  if (!is_dense(state)) state = with_blocks(state, host);
  const std::size_t bytes = blocks_bytes(parameter(state));
  blocks = host.allocate(bytes);
  std::memcpy(blocks.data(), blocks_of(state), bytes);
  return {};
}

// --- Questions

namespace {

bool has_cell(Bytes body, std::size_t each, std::uint64_t cell) noexcept {
  std::uint64_t n;
  if (!take_varint(body, n)) return false;
  std::size_t from = 0, to = body.size() / each;
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    const std::uint64_t found = load_cell(body.data() + each * middle, each);
    if (found == cell) return true;
    if (found < cell) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return false;
}

bool has_slot(Bytes slots, Bloom::Slot wanted) noexcept {
  for (std::size_t at = 0; at + sizeof wanted <= slots.size(); at += sizeof wanted) {
    if (load_native<Bloom::Slot>(slots.data() + at) == wanted) return true;
  }
  return false;
}

}  // namespace

Status Bloom::contains(Bytes image, std::uint64_t hash, bool& found) {
  Envelope envelope;
  if (const Status status = read_envelope(image, kFamily, envelope); !status.ok()) return status;
  const int b = envelope.parameter;
  if (b > kMostLog2) return kMalformedBloom;
  const std::uint64_t cell = cell_of(hash, b);
  switch (envelope.form) {
    case kCells:
      found = has_cell(image.subspan(kEnvelopeBytes), cell_bytes(b), cell);
      return {};
    case kWorkingCells:
      if (image.size() < kSlotsOffset) return kMalformedBloom;
      found = has_slot(image.subspan(kSlotsOffset), cell + 1);
      return {};
    case kBlocks:
    case kWorkingBlocks:
      if (image.size() < kBlocksOffset + blocks_bytes(b)) return kMalformedBloom;
      bloom_kernels().find(image.data() + kBlocksOffset, static_cast<unsigned>(b), &hash, 1,
                           &found);
      return {};
    default:
      return kMalformedBloom;
  }
}

Status Bloom::info(Bytes image, Host& host, Info& info) {
  BloomContents contents(host);
  if (const Status status = contents.read(image); !status.ok()) return status;
  const int b = contents.log2_blocks;
  info = {"values", contents.domain, b, static_cast<double>(contents.cells.size()), 0, 0,
          image.size()};
  if (contents.blocks.empty()) {
    info.error = std::ldexp(info.values, -b - 32);
    return {};
  }
  Pace pace(host, kPace);
  std::uint64_t set = 0;
  double sum = 0;
  for (std::size_t at = 0; at < contents.blocks.size(); at += kBlockBytes) {
    pace.step();
    double all = 1;
    for (unsigned i = 0; i < split_block::kWords; ++i) {
      const int bits = std::popcount(load_le<std::uint32_t>(contents.blocks.data() + at + 4 * i));
      set += static_cast<unsigned>(bits);
      all *= bits / 32.0;
    }
    sum += all;
  }
  const double bits = 8.0 * static_cast<double>(contents.blocks.size());
  info.form = "blocks";
  info.fill = static_cast<double>(set) / bits;
  info.error = std::ldexp(sum, -b);
  // After k values, a bit of a 32-bit word is still unset with probability (31/32)^k. The number of
  // values in a block is Poisson distributed, so on average a bit is unset with probability
  // exp(-mean / 32).
  const double unset = std::max(1 - info.fill, 0.5 / bits);
  info.values = -32 * std::ldexp(std::log(unset), b);
  return {};
}

}  // namespace sketch
