// SPDX-License-Identifier: PostgreSQL
#include "bloom_contents.hpp"

#include <algorithm>
#include <functional>

#include "sketch/core/varint.hpp"

namespace sketch {

Status BloomContents::read(Bytes image) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Bloom::kFamily, envelope); !status.ok())
    return status;
  domain = envelope.domain, values = envelope.values;
  log2_blocks = envelope.parameter;
  if (log2_blocks > Bloom::kMostLog2) return kMalformedBloom;
  const Bytes body = image.subspan(kEnvelopeBytes);
  bool good = false;
  switch (envelope.form) {
    case Bloom::kCells:
      good = read_cells(body);
      break;
    case Bloom::kWorkingCells:
      good = read_slots(image);
      break;
    case Bloom::kBlocks:
    case Bloom::kWorkingBlocks:
      good = read_blocks(body, envelope.working());
      break;
    default:
      break;
  }
  return good ? Status{} : kMalformedBloom;
}

bool BloomContents::read_cells(Bytes body) {
  const std::size_t each = Bloom::cell_bytes(log2_blocks);
  std::uint64_t n;
  if (!take_varint(body, n) || n > Bloom::most_cells(log2_blocks) || body.size() != each * n)
    return false;
  cells = room_.make(n);
  const std::byte* from = body.data();
  for (std::uint64_t& cell : cells) {
    cell = load_cell(from, each);
    from += each;
  }
  return std::adjacent_find(cells.begin(), cells.end(), std::greater_equal<>()) == cells.end() &&
         (cells.empty() || cells.back() >> (32 + log2_blocks) == 0);
}

// Reads a table, or a table packed by pack().
bool BloomContents::read_slots(Bytes image) {
  if (image.size() < Bloom::kSlotsOffset) return false;
  const auto count = load_native<std::uint32_t>(image.data() + Bloom::kCountOffset);
  const std::size_t slots = Bloom::slots_of(image.size());
  if (count > slots || count > Bloom::most_cells(log2_blocks)) return false;
  cells = room_.make(count);
  std::size_t n = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto slot =
        load_native<Bloom::Slot>(image.data() + Bloom::kSlotsOffset + sizeof(Bloom::Slot) * i);
    if (slot == 0) continue;
    if (n == count || (slot - 1) >> (32 + log2_blocks) != 0) return false;
    cells[n++] = slot - 1;
  }
  return n == count;
}

// A value sets one bit in each word of its block, so either all words have a bit set or none has.
bool BloomContents::read_blocks(Bytes body, bool working) {
  const std::size_t bytes = split_block::kBlockBytes << log2_blocks;
  const std::size_t least = Bloom::kFirstBytes - kEnvelopeBytes;
  if (body.size() != (working ? std::max(bytes, least) : bytes)) return false;
  blocks = body.first(bytes);
  constexpr std::size_t kPace = 1 << 16;
  Pace pace(host_, kPace);
  for (std::size_t at = 0; at < bytes; at += split_block::kBlockBytes) {
    pace.step();
    bool any = false, all = true;
    for (unsigned i = 0; i < split_block::kWords; ++i) {
      const bool set = load_native<std::uint32_t>(blocks.data() + at + 4 * i) != 0;
      any |= set;
      all &= set;
    }
    if (any != all) return false;
  }
  return true;
}

}  // namespace sketch
