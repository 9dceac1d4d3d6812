// SPDX-License-Identifier: PostgreSQL
//
// The rows of a sketch_sample image of any form, unpacked; and how they are written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <vector>

#include "sketch/sample/sample.hpp"

namespace sketch {

struct SampleContents {
  explicit SampleContents(Host& host) : host(host), rows(host.scratch()) {}

  // Any image, whatever its bytes are.
  Status read(Bytes image);
  // Whether nothing has come.
  bool empty() const noexcept { return rows.empty() && limit == Sample::kNoLimit; }

  // Adds another's rows to these.
  Status join(const SampleContents& other);

  // Puts the rows in order, and leaves out those that are too many.
  void prune();
  // The same if there are so many that a state could not hold them.
  void prune_many();

  // The canonical image, of pruned rows.
  State encode() const;
  // A state of these rows, with room for more; seeded anew.
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

// Where the parts of a working image are.
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

// What is in the parameter of the envelope.
constexpr std::uint8_t sample_parameter(Items items, Sample::Draw draw) noexcept {
  return static_cast<std::uint8_t>(static_cast<unsigned>(items) | static_cast<unsigned>(draw) << 4);
}

// Where a string is, in an entry.
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

// A random word of a seeded state.
inline std::uint64_t next_random(Sample::Head& head) noexcept {
  return hash_u64(hash_u64(head.seed[0] + head.draws++) ^ head.seed[1]);
}

// Draws how many rows pass before one enters that has a key below the limit, and counts them.
void draw_skip(Sample::Head& head) noexcept;

}  // namespace sketch
