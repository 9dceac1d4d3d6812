// SPDX-License-Identifier: PostgreSQL
//
// PlainHll: a sketch_hll that continues another system's sketch. It keeps the registers of that
// system, so that a sketch can be imported, added to and exported again: HyperLogLog (Flajolet,
// Fusy, Gandouet, Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation
// algorithm", AofA 2007), with one byte for each register of a working state. Hll (hll.hpp) passes
// all images of other domains to it.
//
// A value is represented by a 64-bit word, which depends on the domain:
//   datasketches    a coupon: the low 26 bits of the hash's first half, above them 1 + the leading
//                   zeros of its second half, at most 63. Its low p bits name the register. The
//                   word 0 stands for no value (an empty string)
//   postgresql_hll  the hash. Its low p bits name the register; the register's value is 1 + the
//                   trailing zeros of the other bits, as far as `width` bits can count
//   redis           a coupon: the low 14 bits of the hash and, from bit 26 on, 1 + the trailing
//                   zeros of the others, at most 51. The precision is 14
//
// A sketch keeps the words of up to limit() values, as the other system does, and registers beyond.
// Redis keeps registers only; here a few registers in use are represented by one coupon each. The
// estimate is the maximum-likelihood estimate of Ell<0,0> (ell_register.hpp), as in Hll.
//
// Invariants:
//   1. If all values were added here, the canonical image is a function of the set and of the
//      lowest parameters that took part. A sketch that was imported with registers keeps them.
//   2. add and merge are idempotent; merge is commutative.
//
// Error: relative standard error 1.04 / sqrt(m), m = 2^p; near 0 while values are kept. Memory: m
// bytes, or 16 for each value. Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/interval.hpp"
#include "sketch/core/scratch.hpp"

namespace sketch {

class PlainHll {
 public:
  static constexpr int kMinPrecision = 4;
  static constexpr int kMaxPrecision = 21;
  static constexpr int kRedisPrecision = 14;

  // The other system's parameters, apart from the precision.
  struct Style {
    Domain domain = Domain::datasketches;
    std::uint8_t width = 6;      // bits of a register, 1 to 8; 6 except in postgresql-hll
    std::uint8_t threshold = 0;  // postgresql-hll's third byte: how many values are kept

    friend bool operator==(const Style&, const Style&) = default;
  };

  // postgresql-hll's defaults: 5 bits, sparse images, and as many values as fit into the room of
  // the registers.
  static constexpr Style kPostgresqlHll{Domain::postgresql_hll, 5, 0x7F};
  static constexpr Style style_of(Domain domain) noexcept {
    return domain == Domain::postgresql_hll ? kPostgresqlHll : Style{domain};
  }

  // The most values that a sketch keeps, and the greatest value of a register.
  static std::size_t limit(Style style, int precision) noexcept;
  // Whether a word can represent a value. In domains with coupons 0 can't.
  static bool is_value(Domain domain, std::uint64_t word) noexcept;
  static unsigned most(Style style, int precision) noexcept;

  // --- As in Hll. The words are those of the state's domain.
  static State create(Style style, int precision, Host& host);
  static bool add(State state, std::uint64_t value) noexcept;
  static void prefetch(State state, std::uint64_t value) noexcept;
  static State grow(State state, Host& host);
  static State add_all(State state, std::span<const std::uint64_t> values, Host& host);
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int precision, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  static Status cardinality(Bytes image, Host& host, double& value);
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  // --- Forms and layout (docs/format.md). Their numbers don't overlap with Hll's.
  enum Form : std::uint8_t {
    kValues = 4,
    kRegisters = 5,
    kWorkingValues = 12,
    kWorkingRegisters = 13,
  };

  // A working image. The table has 8-byte slots, 0 if empty; `zero` is 1 if the value 0 is present.
  //
  //   0          4        8       9           10     11   12
  //   +----------+--------+-------+-----------+------+---+------------------------------------+
  //   | envelope | values | width | threshold | zero | 0 | slots (form 12) or 2^p registers   |
  //   |          | (count)|       |           |      |   | of one byte (form 13)              |
  //   +----------+--------+-------+-----------+------+---+------------------------------------+
  static constexpr std::size_t kCountOffset = kEnvelopeBytes;
  static constexpr std::size_t kStyleOffset = kEnvelopeBytes + 4;
  static constexpr std::size_t kZeroOffset = kEnvelopeBytes + 6;
  static constexpr std::size_t kBodyOffset = kEnvelopeBytes + 8;
  static constexpr std::size_t kFirstBytes = 60;
};

// The unpacked contents of an image of any form, or what an importer has read.
class PlainHllContents {
 public:
  explicit PlainHllContents(std::pmr::memory_resource* scratch) noexcept
      : value_room_(scratch), register_room_(scratch) {}

  PlainHll::Style style;
  int precision = 0;
  ValueClass value_class = ValueClass::other;  // other systems' images don't record it
  bool registers = false;
  std::span<std::uint64_t> values;  // distinct, ascending as signed numbers
  std::span<std::uint8_t> array;    // the registers

  // Reads any image, whatever its bytes are. The contents are safe to compute with.
  Status read(Bytes image);

  // Room for an importer. It may fill in values in any order and then calls finish_import().
  std::span<std::uint64_t> make_values(std::size_t n) { return values = value_room_.make(n); }
  std::span<std::uint8_t> make_registers();
  // Sorts the values, drops duplicates, and makes registers if there are too many. False if a word
  // can't represent a value of the domain.
  bool finish_import();

  // Turns values into registers.
  void make_dense();

  // Brings a sketch of Redis to its only form: a few registers become one coupon each.
  void normalise();

  // Reduces the contents to lower parameters.
  void reduce(PlainHll::Style to, int to_precision);

  State canonical(Host& host) const;
  State working(Host& host) const;

 private:
  bool read_values(Bytes body);
  bool read_registers(Bytes body);
  bool read_table(Bytes image);
  bool valid() const noexcept;

  ScratchArray<std::uint64_t, 512> value_room_;
  ScratchArray<std::uint8_t, 4096> register_room_;
};

}  // namespace sketch
