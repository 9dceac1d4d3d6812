// SPDX-License-Identifier: PostgreSQL
//
// ThetaContents: the unpacked contents of an image of any form, of a theta sketch or of a tuple
// sketch, whose hashes have a row of values each.
#pragma once

#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/scratch.hpp"
#include "sketch/core/status.hpp"
#include "sketch/theta/theta.hpp"
#include "sketch/theta/tuple.hpp"

namespace sketch {

// The number of rows copied between two pauses, a few milliseconds.
inline constexpr std::size_t kPauseRows = 4096;

// All contents of a sketch except its hashes.
struct ThetaHead {
  int precision = 0;
  Grain grain = Grain::fine;
  Shape shape{};
  std::uint64_t last = Theta::kAll;  // the last hash below theta
  std::size_t count = 0;             // number of hashes

  // The fraction of all hashes that is below theta.
  double theta() const noexcept { return (static_cast<double>(last) + 1) * 0x1p-64; }
  int bits() const noexcept { return hash_bits(precision, grain); }
  std::size_t most() const noexcept { return Theta::most_hashes(precision); }
};

// Reads the head of an image of any form. Of a stored image it reads nothing else; damage behind
// the head goes unnoticed.
Status read_head(Family family, Bytes image, Host& host, ThetaHead& head);

class ThetaContents {
 public:
  ThetaContents(Host& host, Family kind) noexcept
      : family(kind), host_(host), room_(host.scratch()), value_room_(host.scratch()) {}

  const Family family;
  int precision = 0;
  Grain grain = Grain::fine;
  Shape shape{};
  ValueClass value_class = ValueClass::none;
  std::uint64_t last = Theta::kAll;  // the last hash below theta
  std::span<std::uint64_t> hashes;   // ascending, distinct, truncated, not 0, at most `last`
  double* values = nullptr;          // a row of shape.columns values for each hash

  // The hash domain, which follows from the grain.
  Domain domain() const noexcept { return domain_of(grain); }

  // Room for an importer.
  std::span<std::uint64_t> make_hashes(std::size_t n) { return hashes = room_.make(n); }
  double* make_values(std::size_t n) {
    return values = value_room_.make(n * shape.columns).data();
  }
  // Whether the hashes are as described above.
  bool valid() const noexcept;

  ThetaHead head() const noexcept { return {precision, grain, shape, last, hashes.size()}; }

  // Reads the head of a stored image, and gives the bytes behind it.
  Status read_stored_head(Bytes image, Bytes& body);

  // Reads any image, whatever its bytes are. Hashes above `limit` may be left out.
  Status read(Bytes image, std::uint64_t limit = Theta::kAll);

  // Lowers theta so that `new_last` is the last hash below it.
  void lower(std::uint64_t new_last) noexcept;

  // Reduces the precision to `to`, if it is higher.
  void reduce(int to) noexcept;

  // Makes fine hashes coarse.
  void coarsen() noexcept;

  // Keeps the k least hashes. More than k fine hashes become coarse first.
  void trim() noexcept;

  int bits() const noexcept { return hash_bits(precision, grain); }
  std::size_t most() const noexcept { return Theta::most_hashes(precision); }

  // The fraction of all hashes that is below theta.
  double theta() const noexcept { return (static_cast<double>(last) + 1) * 0x1p-64; }

  double* row(std::size_t i) const noexcept { return values + i * shape.columns; }

  // Moves a hash and its values to a lower index.
  void move_row(std::size_t from, std::size_t to) noexcept;

 private:
  void truncate() noexcept;
  Status read_envelope_of(Bytes image, std::uint8_t& form);
  bool is_hash(std::uint64_t hash) const noexcept;
  bool is_theta(std::uint64_t first_above) const noexcept;
  bool take_head(Bytes& body, bool sampled) noexcept;
  bool read_shape(const std::byte* at) noexcept;
  template <class Word>
  bool read_table(Bytes image);
  bool read_coded(Bytes body, std::uint64_t limit);
  bool read_columns(Bytes coded);

  Host& host_;
  ScratchArray<std::uint64_t, 512> room_;
  ScratchArray<double, 512> value_room_;
};

// Checks that two sketches with known shapes can be combined.
Status same_shape(Shape a, Shape b) noexcept;

// Combines a row of values with another row of the same key.
void combine(Shape shape, double* row, const double* other) noexcept;

// Reads an image and checks that it has the column. A sketch without a shape has every column.
Status read_column(ThetaContents& contents, Bytes image, std::size_t column);

// Trims the contents and gives their canonical image.
State canonical_image(ThetaContents& contents, Host& host);

Status frozen_image(Family family, Bytes image, Host& host, State& canonical);
Status check_image(Family family, Bytes image, Host& host);

// Questions that both families answer.
double cardinality_of(const ThetaHead& head) noexcept;
Estimate bounds_of(const ThetaHead& head, double confidence) noexcept;
Theta::Info info_of(const ThetaHead& head, std::size_t bytes) noexcept;

}  // namespace sketch
