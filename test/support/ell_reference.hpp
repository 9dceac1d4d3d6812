// SPDX-License-Identifier: PostgreSQL
//
// Ell registers by their definition: the set of update values seen. Slow, and shares no code with
// the kernel.
#pragma once

#include <cstdint>
#include <set>

namespace sketch::test {

// The update values of hashes, for a given t and precision.
struct EllCut {
  int t;
  int precision;

  std::size_t index(std::uint64_t hash) const {
    std::size_t result = 0;
    for (int bit = 0; bit < precision; ++bit) result |= (hash >> (t + bit) & 1) << bit;
    return result;
  }

  unsigned value(std::uint64_t hash) const {
    unsigned octave = 0;
    for (int bit = 63; bit >= t + precision && (hash >> bit & 1) == 0; --bit) ++octave;
    unsigned sub = 0;
    for (int bit = 0; bit < t; ++bit) sub |= static_cast<unsigned>(hash >> bit & 1) << bit;
    return octave * (1U << t) + sub + 1;
  }
};

class EllReference {
 public:
  explicit EllReference(int d) : d_(d) {}

  void add(unsigned value) { values_.insert(value); }
  void add(const EllReference& other) {
    values_.insert(other.values_.begin(), other.values_.end());
  }

  bool has(unsigned value) const { return value == 0 ? !values_.empty() : values_.contains(value); }
  unsigned largest() const { return values_.empty() ? 0 : *values_.rbegin(); }
  bool remembers(unsigned value) const {
    return value + static_cast<unsigned>(d_) >= largest() && has(value);
  }

  std::uint32_t word() const {
    if (values_.empty()) return 0;
    std::uint32_t result = largest();
    for (int below = 1; below <= d_; ++below) {
      const int value = static_cast<int>(largest()) - below;
      result = result << 1 | (value >= 0 && has(static_cast<unsigned>(value)) ? 1 : 0);
    }
    return result;
  }

 private:
  int d_;
  std::set<unsigned> values_;
};

}  // namespace sketch::test
