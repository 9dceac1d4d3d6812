// SPDX-License-Identifier: PostgreSQL
//
// One register of an ExaLogLog (Ertl, "ExaLogLog: Space-Efficient and Practical Approximate
// Distinct Counting up to the Exa-Scale", EDBT 2025, sections 2 and 3).
//
// A 64-bit hash h is split, from its low end, into t sub-level bits, p bits of register index, and
// 64-t-p bits whose number of leading zeros is the octave:
//
//    63                        t+p       t     0
//   +--------------------------+---------+-----+
//   | octave = leading zeros   | index   | sub |
//   +--------------------------+---------+-----+
//
// Its update value is
//     k = octave * 2^t + sub + 1,        1 <= k <= (65-t-p) * 2^t.
// A register is a word of 6+t+d bits:
//
//   +----------------------------+-------------------------------------+
//   | largest update value u     | window: have u-1, u-2 ... u-d       |
//   | so far                     | occurred? (u-1 in the highest bit)  |
//   +----------------------------+-------------------------------------+
//
// The value 0 counts as occurred as soon as the window covers it, so that a register is a function
// of the set alone.
//
// Ell<0,0> is HyperLogLog and Ell<0,2> UltraLogLog. Ell<2,24> is the one that is stored: 32 bits,
// and with 3.78 the lowest memory-variance product of those that fit a machine word (the paper's
// table 1).
//
// Cost: an update is some ten instructions with one well-predicted branch.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace sketch {

// First-order bias of the maximum-likelihood estimate of n, for n >> m. Cox and Snell ("A general
// definition of residuals", 1968) give it as (E l''' + 2 E l' l'') / (2 I^2) for a log-likelihood l
// of information I. Since E l' l'' = -I' - E l''', that is -(2 I' + E l''') / (2 I^2). Update value
// k has the rate x_k = n 2^-(t+1+octave) / m and is absent with probability q_k = exp(-x_k).
// Whether it occurred is known if no value above k + d has: w_k = prod_{j > k+d} q_j. Summed over
// all k, with octaves extended without end both ways,
//     I      = m A / n^2,   A = sum w_k x_k^2 q_k / (1 - q_k),
//     E l''' = m B / n^3,   B = sum w_k x_k^3 q_k (1 + q_k) / (1 - q_k)^2,
// and the relative bias is c / m with c = (4 A - B) / (2 A^2). c is periodic in log2(n) and varies
// by 1 part in 1000 at most; the values below are its means over a period.
template <int T, int D>
struct EllBias;
template <>
struct EllBias<0, 0> {
  static constexpr double kValue = 1.01016;
};
template <>
struct EllBias<0, 2> {
  static constexpr double kValue = 0.48147;
};
template <>
struct EllBias<2, 20> {
  static constexpr double kValue = 0.10639;
};
template <>
struct EllBias<2, 24> {
  static constexpr double kValue = 0.09169;
};

template <int T, int D>
struct Ell {
  static_assert(T >= 0 && T <= 3 && D >= 0 && D <= 26 - T);
  using Register = std::uint32_t;

  static constexpr int kSubBits = T;
  static constexpr int kWindow = D;
  static constexpr Register kWindowMask = (Register{1} << D) - 1;
  // On average the maximum-likelihood estimate is too large by the factor 1 + kBias / m.
  static constexpr double kBias = EllBias<T, D>::kValue;

  static constexpr std::size_t index(std::uint64_t hash, int precision) noexcept {
    return (hash >> T) & ((std::size_t{1} << precision) - 1);
  }

  // The largest update value at a precision.
  static constexpr unsigned max_value(int precision) noexcept {
    return static_cast<unsigned>(65 - T - precision) << T;
  }

  static constexpr unsigned update_value(std::uint64_t hash, int precision) noexcept {
    const std::uint64_t below = (std::uint64_t{1} << (precision + T)) - 1;
    const auto octave = static_cast<unsigned>(std::countl_zero(hash | below));
    return (octave << T) + static_cast<unsigned>(hash & ((1U << T) - 1)) + 1;
  }

  static constexpr unsigned largest(Register r) noexcept { return r >> D; }

  // The window with the largest value itself as the bit above it, shifted down by `shift` values.
  static constexpr Register history(Register r, unsigned shift) noexcept {
    const std::uint64_t window = (r & kWindowMask) | (Register{1} << D);
    return static_cast<Register>(window >> (shift < 63 ? shift : 63));
  }

  // Whether an update value has occurred; false for values that the register has forgotten.
  static constexpr bool remembers(Register r, unsigned value) noexcept {
    const unsigned u = largest(r);
    return value <= u && u - value <= D && (history(r, 0) >> (D - (u - value)) & 1) != 0;
  }

  static constexpr Register merge(Register a, Register b) noexcept {
    const unsigned ua = largest(a), ub = largest(b);
    const unsigned u = ua > ub ? ua : ub;
    return u << D | ((history(a, u - ua) | history(b, u - ub)) & kWindowMask);
  }

  // The same as merge(r, value << D). Once a register has seen a few values, a new largest one is
  // rare, so that the branch costs less than computing both.
  static constexpr Register update(Register r, unsigned value) noexcept {
    const unsigned u = largest(r);
    if (value <= u) [[likely]] {
      return r | (history(0, u - value) & kWindowMask);
    }
    return value << D | (history(r, value - u) & kWindowMask);
  }

  // Whether updates at this precision can produce the register: no value above the largest possible
  // one, and below the value 1 nothing but the bit of the value 0.
  static constexpr bool valid(Register r, int precision) noexcept {
    const unsigned u = largest(r);
    if (u > max_value(precision)) return false;
    if (u == 0) return r == 0;
    if (u > D) return true;
    const unsigned beyond = D - u;  // levels below the value 0
    return (r & ((Register{2} << beyond) - 1)) == Register{1} << beyond;
  }

  // The register to merge at the lower precision. Its index loses the high bits, from - to of them,
  // which become octave bits there. They matter only for values whose octave bits were all zero:
  // the dropped bits' leading zeros then lengthen the octave (section 4.4 of the paper).
  static constexpr Register reduce(Register r, std::size_t index, int from, int to) noexcept {
    const unsigned u = largest(r);
    const unsigned saturated = static_cast<unsigned>(64 - T - from) << T;
    if (u <= saturated) return r;
    const int dropped = from - to;
    const auto high = static_cast<std::uint64_t>(index >> to);
    const auto extra = static_cast<unsigned>(std::countl_zero(high) - (64 - dropped)) << T;
    Register result = 0;
    for (unsigned value = u > D ? u - D : 1; value <= u; ++value) {
      if (remembers(r, value)) {
        result = update(result, value + (value > saturated ? extra : 0));
      }
    }
    return result;
  }
};

using StoredEll = Ell<2, 24>;

}  // namespace sketch
