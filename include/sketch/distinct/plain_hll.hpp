// SPDX-License-Identifier: PostgreSQL
//
// PlainHll: the sketch_hll of another system's values. Its registers are those of that system, so that
// what was begun there goes on here, and back: HyperLogLog (Flajolet, Fusy, Gandouet, Meunier,
// "HyperLogLog: the analysis of a near-optimal cardinality estimation algorithm", AofA 2007), one
// byte each at work. Hll (hll.hpp) hands all images of other domains to it.
//
// What stands for a value, 64 bits, is the domain's:
//   datasketches    a coupon: the low 26 bits of the hash's first half, above them 1 + the leading
//                   zeros of its second half, at most 63. The register is that of the low p bits. 0 is
//                   no value (an empty string)
//   postgresql_hll  the hash. The register is that of the low p bits, its value 1 + the trailing zeros
//                   of the others, as far as `width` bits can count
//   redis           a coupon: the low 14 bits of the hash, above them, from bit 26 on, 1 + the trailing zeros of the
//                   others, at most 51. The precision is 14
//
// Values are kept as long as there are at most so many as the other system keeps (limit()), then
// registers. Redis keeps nothing but registers; where few of them are in use they are coupons here. The estimate is that of maximum likelihood, as in Hll, for Ell<0,0> (ell_register.hpp).
//
// Invariants:
//   1. Of values that were all added here, the canonical image is a function of the set and of the
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

  // What the other system calls its parameters, but for the precision.
  struct Style {
    Domain domain = Domain::datasketches;
    std::uint8_t width = 6;      // bits of a register, 1 to 8; 6 but for postgresql-hll
    std::uint8_t threshold = 0;  // postgresql-hll's third byte: when values become registers

    friend bool operator==(const Style&, const Style&) = default;
  };

  // postgresql-hll's default: 5 bits, as many values as take the room of the registers, sparse images.
  static constexpr Style kPostgresqlHll{Domain::postgresql_hll, 5, 0x7F};
  static constexpr Style style_of(Domain domain) noexcept {
    return domain == Domain::postgresql_hll ? kPostgresqlHll : Style{domain};
  }

  // The most values that are kept; a register's greatest value.
  static std::size_t limit(Style style, int precision) noexcept;
  // Whether a word can stand for a value; where a domain has coupons, 0 doesn't.
  static bool is_value(Domain domain, std::uint64_t word) noexcept;
  static unsigned most(Style style, int precision) noexcept;

  // --- As in Hll. A state's words are the domain's values.
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

  // --- Forms and layout (docs/format.md); those of Hll have the numbers below.
  enum Form : std::uint8_t {
    kValues = 4,
    kRegisters = 5,
    kWorkingValues = 12,
    kWorkingRegisters = 13,
  };

  // A working image: envelope, number of values, width, threshold, whether the value 0 is there (1),
  // a byte of 0; then a table of 8-byte values, in which 0 is an empty slot, or the registers.
  static constexpr std::size_t kCountOffset = kEnvelopeBytes;
  static constexpr std::size_t kStyleOffset = kEnvelopeBytes + 4;
  static constexpr std::size_t kZeroOffset = kEnvelopeBytes + 6;
  static constexpr std::size_t kBodyOffset = kEnvelopeBytes + 8;
  static constexpr std::size_t kFirstBytes = 60;
};

// What an image of any form holds, unpacked; or what an importer has read.
class PlainHllContents {
 public:
  explicit PlainHllContents(std::pmr::memory_resource* scratch) noexcept
      : value_room_(scratch), register_room_(scratch) {}

  PlainHll::Style style;
  int precision = 0;
  ValueClass value_class = ValueClass::other;  // what other systems' images don't tell
  bool registers = false;
  std::span<std::uint64_t> values;  // distinct, ascending as signed numbers
  std::span<std::uint8_t> array;    // the registers

  // Any image, whatever its bytes are. What it gives is safe to compute with.
  Status read(Bytes image);

  // Room for what an importer reads. Values may be in any order; settle() puts them in order.
  std::span<std::uint64_t> make_values(std::size_t n) { return values = value_room_.make(n); }
  std::span<std::uint8_t> make_registers();
  // Sorts values, drops those that are there twice, and makes registers of too many. False if a value
  // is none of the domain.
  bool settle();

  // Values as registers.
  void make_dense();

  // The one form that the registers of Redis have here: few of them are coupons, one of each.
  void normalise();

  // To lower parameters.
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
