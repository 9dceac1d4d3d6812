// SPDX-License-Identifier: PostgreSQL
#include "../../src/quantile/sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "sketch/quantile/value.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

using Shape = Key (*)(Random&);

// Keys that differ only in high bits, in low bits, in the sign, or in one key out of many.
TEST(SortKeys, SortsWhateverTheBits) {
  constexpr Shape kShapes[] = {
      [](Random& r) { return static_cast<Key>(r()); },
      [](Random& r) { return static_cast<Key>(r.below(10)); },
      [](Random& r) { return static_cast<Key>(r.below(1 << 24)) - (1 << 23); },
      [](Random& r) { return static_cast<Key>(r() >> 20) << 20; },
      [](Random& r) { return static_cast<Key>(r.below(100) == 0 ? r() : r() >> 40); },
      [](Random& r) { return static_cast<Key>(r.below(100) == 0 ? r() : r() & 0xFF); },
      [](Random& r) { return key_of(r.unit() - 0.5); },
      [](Random& r) { return key_of(1e9 + r.unit()); },
      [](Random&) { return std::numeric_limits<Key>::min(); },
  };
  Random random(1);
  for (const Shape shape : kShapes) {
    for (const std::size_t n : {0, 1, 2, 95, 96, 97, 1000, 5000}) {
      std::vector<Key> keys(n), room(n);
      for (Key& key : keys) key = shape(random);
      std::vector<Key> expected = keys;
      std::sort(expected.begin(), expected.end());
      sort_keys(keys, room);
      ASSERT_EQ(keys, expected) << n;
      sort_keys(keys, room);
      ASSERT_EQ(keys, expected) << n;
      std::reverse(keys.begin(), keys.end());
      sort_keys(keys, room);
      ASSERT_EQ(keys, expected) << n;
    }
  }
}

}  // namespace
}  // namespace sketch::test
