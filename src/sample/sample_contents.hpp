// SPDX-License-Identifier: PostgreSQL
//
// SampleContents: the unpacked rows of a sketch_sample image of any form, and their coding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "sketch/sample/sample.hpp"

namespace sketch {

struct SampleContents {
  explicit SampleContents(Host& host) : host(host), rows(host.scratch()) {}

  // Reads any image, whatever its bytes are.
  Status read(Bytes image);
  // Whether no row has come.
  bool empty() const noexcept { return rows.empty() && limit == Sample::kNoLimit; }

  // Adds another sample's rows.
  Status join(const SampleContents& other);

  // Puts the rows in order and drops those that are too many.
  void prune();
  // The same, but only if a state could not hold all of them.
  void prune_many();

  // The canonical image; the rows must be pruned.
  State encode() const;
  // A state with these rows and room for more, with a new seed.
  State build() const;

  Host& host;
  bool working = false;
  Sample::Draw draw{};
  ItemType type;
  std::size_t n = 0;
  std::uint64_t total = 0, limit = Sample::kNoLimit;
  std::pmr::vector<Sample::Row> rows;

 private:
  bool has_strings() const noexcept { return type.items == Items::strings; }
  bool weighs() const noexcept { return draw == Sample::Draw::weighted; }
  std::size_t string_bytes() const noexcept;
  bool read_working(Bytes image);
  bool read_canonical(Bytes from);
  bool check_rows() const noexcept;
};

// The offsets of the parts of a working image.
struct SampleLayout {
  std::size_t entries, weights, strings, bytes;

  static constexpr std::size_t kName = kEnvelopeBytes + sizeof(Sample::Head);
  static SampleLayout of(const Sample::Head& head, bool weighs) noexcept {
    const auto room = std::size_t{head.room};
    SampleLayout at;
    at.entries = kName + (std::size_t{head.type_bytes} + 7) / 8 * 8;
    at.weights = at.entries + room * sizeof(Sample::Entry);
    at.strings = at.weights + (weighs ? room * sizeof(double) : 0);
    at.bytes = at.strings + head.string_room;
    return at;
  }
};

// The parameter byte of the envelope.
constexpr std::uint8_t sample_parameter(Items items, Sample::Draw draw) noexcept {
  return static_cast<std::uint8_t>(static_cast<unsigned>(items) | static_cast<unsigned>(draw) << 4);
}

// Where an entry's string is.
struct SampleString {
  std::uint32_t at, size;
  bool cut;

  static SampleString of(std::uint64_t word) noexcept {
    return {static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(word >> 32) & 0x7FFFFFFF,
            word >> 63 != 0};
  }
  std::uint64_t word() const noexcept {
    return at | std::uint64_t{size} << 32 | std::uint64_t{cut} << 63;
  }
};

// The next random word of a seeded state.
inline std::uint64_t next_random(Sample::Head& head) noexcept {
  return hash_u64(hash_u64(head.seed[0] + head.draws++) ^ head.seed[1]);
}

// Draws how many rows are passed over before one with a key below the limit enters, and counts them
// as seen.
void draw_skip(Sample::Head& head) noexcept;

}  // namespace sketch
