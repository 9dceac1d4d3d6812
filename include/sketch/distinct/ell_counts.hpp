// SPDX-License-Identifier: PostgreSQL
//
// Counts over the registers of an ExaLogLog: the sufficient statistics of its estimate
// (ell_estimator.hpp).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sketch {

// Two counts for each octave, summed over registers and the octave's values: how many are known to
// have occurred, and of how many it is known whether they occurred. A register knows that of all
// values but those below its window.
struct ValueCounts {
  static constexpr std::size_t kOctaves = 65;
  std::uint64_t seen[kOctaves] = {};
  std::uint64_t known[kOctaves] = {};
};

namespace ell_counts {

// The number of registers by their largest value.
template <class E>
using ByLargest = std::array<std::uint32_t, (65U << E::kSubBits) + 1>;

// Sums of up to eight 4-bit numbers at a time, in 16-bit fields. Two words hold all fields, so that
// no loop is needed.
struct Fields {
  std::array<std::uint64_t, 2> words{};

  void add(std::uint64_t numbers) noexcept {
    // Spreads the numbers to bytes, even ones low and odd ones high; then splits even and odd
    // bytes.
    const std::uint64_t bytes = (numbers | numbers << 28) & 0x0F0F0F0F0F0F0F0F;
    words[0] += bytes & 0x00FF00FF00FF00FF;
    words[1] += bytes >> 8 & 0x00FF00FF00FF00FF;
  }
  bool empty() const noexcept { return (words[0] | words[1]) == 0; }
  std::uint32_t sum(unsigned number) const noexcept {
    const unsigned byte = number / 2 + (number % 2 != 0 ? 4 : 0);
    return words[byte % 2] >> 16 * (byte / 2) & 0xFFFF;
  }
};

// Counts the values seen in each octave. A register's window, aligned to its octave, is a row of
// groups of 2^t bits, one for each octave. The bits of all groups are counted side by side, and the
// counts are added up over the registers whose largest value has the same octave.
template <class E>
void count_seen(std::span<const std::uint32_t> registers, unsigned most, ByLargest<E>& by_largest,
                std::uint64_t (&seen)[ValueCounts::kOctaves]) noexcept {
  constexpr unsigned kSubs = 1U << E::kSubBits;
  constexpr unsigned kGroups = (E::kWindow + kSubs - 1) / kSubs + 1;
  constexpr unsigned kTop = kSubs * (kGroups - 1);  // where the largest value's octave starts
  constexpr std::size_t kMostSummed = 0xFFFF / kSubs;
  static_assert(kSubs == 4 ? kGroups <= 8 : kSubs == 1 && kGroups <= 3);
  while (!registers.empty()) {
    std::array<Fields, ValueCounts::kOctaves> sums{};
    const auto some = registers.first(std::min(registers.size(), kMostSummed));
    registers = registers.subspan(some.size());
    for (const std::uint32_t r : some) {
      const unsigned u = std::min(E::largest(r), most);
      ++by_largest[u];
      if (u == 0) continue;
      const unsigned sub = (u - 1) % kSubs;
      std::uint64_t bits = std::uint64_t{E::history(r, 0)} << (kTop - E::kWindow + sub);
      if constexpr (kSubs == 4) {
        bits = (bits & 0x5555555555555555) + (bits >> 1 & 0x5555555555555555);
        bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
      } else {
        bits = (bits & 1) | (bits & 2) << 3 | (bits & 4) << 6;
      }
      sums[(u - 1) / kSubs].add(bits);
    }
    for (unsigned octave = 0; octave < ValueCounts::kOctaves; ++octave) {
      if (sums[octave].empty()) continue;
      for (unsigned group = 0; group < kGroups && group <= octave; ++group)
        seen[octave - group] += sums[octave].sum(kGroups - 1 - group);
    }
  }
}

// Counts, for each octave, the values of which the registers know whether they occurred.
template <class E>
void count_known(const ByLargest<E>& by_largest,
                 std::uint64_t (&known)[ValueCounts::kOctaves]) noexcept {
  constexpr std::uint64_t kSubs = 1U << E::kSubBits;
  // Registers that know all values from this octave on; the octave below is counted at once.
  std::array<std::uint64_t, ValueCounts::kOctaves + 1> from{};
  for (unsigned u = 0; u < by_largest.size(); ++u) {
    if (by_largest[u] == 0) continue;
    // The register has forgotten the values 1 ... forgotten.
    const unsigned forgotten = u > E::kWindow ? u - E::kWindow - 1 : 0;
    known[forgotten / kSubs] += by_largest[u] * (kSubs - forgotten % kSubs);
    from[forgotten / kSubs + 1] += by_largest[u];
  }
  std::uint64_t registers = 0;
  for (std::size_t octave = 0; octave < ValueCounts::kOctaves; ++octave) {
    registers += from[octave];
    known[octave] += kSubs * registers;
  }
}

// Counts registers one by one; largest values above `most` count as `most`.
template <class E>
void count(std::span<const std::uint32_t> registers, unsigned most, ValueCounts& counts) noexcept {
  ByLargest<E> by_largest{};
  count_seen<E>(registers, most, by_largest, counts.seen);
  count_known<E>(by_largest, counts.known);
}

}  // namespace ell_counts
}  // namespace sketch
