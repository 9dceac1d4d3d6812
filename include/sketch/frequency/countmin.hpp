// SPDX-License-Identifier: PostgreSQL
//
// CountMin: how often each value occurs, never too low and rarely much too high.
//
// Algorithm: Cormode, Muthukrishnan, "An improved data stream summary: the count-min sketch and its
// applications", J. Algorithms 2005. A value counts in one cell of each of depth rows of width
// cells; the least of its cells is the estimate. The rows' cells come from two halves of one hash
// (Kirsch, Mitzenmacher, "Less hashing, same performance", ESA 2006).
//
// Invariants:
//   1. An image is a function of the shape and the multiset of values: cells are plain sums.
//   2. Every row's cells sum up to the total, which is below 2^63, so no sum of cells overflows.
//   3. merge is commutative and associative.
//
// Error: with probability 1 - exp(-depth) an estimate is at most total * e / width too high.
// Memory: 8 bytes for each cell while working. Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"

namespace sketch {

class CountMin {
 public:
  static constexpr Family kFamily = Family::countmin;
  static constexpr std::uint64_t kMostCells = std::uint64_t{1} << 22;
  static constexpr int kMostDepth = 64;
  static constexpr double kDefaultError = 0.001, kDefaultConfidence = 0.99;

  struct Shape {
    std::uint32_t width = 0, depth = 0;
    bool operator==(const Shape&) const = default;
    std::uint64_t cells() const noexcept { return std::uint64_t{width} * depth; }
  };
  // The shape of an error, relative to the total, that is kept with this confidence.
  static Status shape_of(double error, double confidence, Shape& shape) noexcept;

  // --- Building.
  static State create(Shape shape, Host& host);
  static Status add(State state, std::uint64_t hash, std::int64_t weight) noexcept;
  static Status merge(State& state, Bytes image, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form.
  struct Frequency {
    std::uint64_t lower, estimate, upper;
  };
  static Status frequency(Bytes image, std::uint64_t hash, Host& host, Frequency& frequency);

  // The sum over all values of the products of their frequencies; never too low.
  static Status inner_product(Bytes a, Bytes b, Host& host, double& product);

  struct Info {
    Shape shape;
    std::uint64_t total;
    std::uint64_t cells_in_use;
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  // The cell of a hash in a row.
  static std::uint32_t cell_of(std::uint64_t hash, std::uint32_t row,
                               std::uint32_t width) noexcept {
    const auto a = static_cast<std::uint32_t>(hash);
    const auto b = static_cast<std::uint32_t>(hash >> 32) | 1;
    return static_cast<std::uint32_t>(std::uint64_t{a + row * b} * width >> 32);
  }

  // --- Forms and layout (docs/format.md). The envelope's parameter is the depth.
  enum Form : std::uint8_t { kCells = 0, kWorking = 8 };
  struct Head {
    std::uint64_t width, total;
  };
  static constexpr std::size_t kCellsOffset = kEnvelopeBytes + sizeof(Head);
};

}  // namespace sketch
