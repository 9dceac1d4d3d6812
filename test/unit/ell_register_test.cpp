// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_register.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "support/ell_reference.hpp"
#include "support/ell_theory.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

template <class E>
class EllRegister : public ::testing::Test {
 protected:
  // A hash with a uniformly distributed number of leading zeros.
  static std::uint64_t any_hash(Random& random) {
    const std::uint64_t low = random() & ((std::uint64_t{1} << 20) - 1);
    return (random.hash_below(random.below(65)) & ~((std::uint64_t{1} << 20) - 1)) | low;
  }

  static EllReference any_set(Random& random, int precision) {
    EllReference set(E::kWindow);
    // Values near each other, or windows would seldom overlap.
    const unsigned most = 1 + random.below(E::max_value(precision));
    const unsigned spread = std::min(most, 1 + random.below(40));
    for (std::uint32_t i = random.below(12); i-- != 0;) set.add(most - random.below(spread));
    return set;
  }

  static std::uint32_t word_of(const EllReference& set) { return set.word(); }
};

using Instances = ::testing::Types<Ell<0, 0>, Ell<0, 2>, Ell<2, 20>, Ell<2, 24>>;
TYPED_TEST_SUITE(EllRegister, Instances);

TYPED_TEST(EllRegister, CutsHashesAsDefined) {
  using E = TypeParam;
  Random random(1);
  for (int precision = 4; precision <= 18; ++precision) {
    const EllCut cut{E::kSubBits, precision};
    EXPECT_EQ(cut.value(std::uint64_t{3} >> (2 - E::kSubBits)), E::max_value(precision));
    for (int i = 0; i < 2000; ++i) {
      const std::uint64_t hash = this->any_hash(random);
      ASSERT_EQ(E::index(hash, precision), cut.index(hash)) << hash;
      ASSERT_EQ(E::update_value(hash, precision), cut.value(hash)) << hash;
      ASSERT_LE(E::update_value(hash, precision), E::max_value(precision));
    }
  }
}

TYPED_TEST(EllRegister, UpdatesLikeASetOfValues) {
  using E = TypeParam;
  Random random(2);
  for (int round = 0; round < 5000; ++round) {
    const int precision = 4 + static_cast<int>(random.below(15));
    const unsigned most = E::max_value(precision);
    const unsigned spread = 1 + random.below(most);
    EllReference set(E::kWindow);
    std::uint32_t word = 0;
    for (int i = 0; i < 25; ++i) {
      const unsigned value = most - random.below(spread);
      word = E::update(word, value);
      set.add(value);
      ASSERT_EQ(word, set.word());
      ASSERT_EQ(E::update(word, value), word);
      ASSERT_EQ(E::largest(word), set.largest());
      ASSERT_TRUE(E::valid(word, precision));
    }
    for (unsigned value = 0; value <= most; ++value) {
      ASSERT_EQ(E::remembers(word, value), set.remembers(value)) << value;
    }
  }
}

TYPED_TEST(EllRegister, MergesLikeUnions) {
  using E = TypeParam;
  Random random(3);
  for (int round = 0; round < 50'000; ++round) {
    const EllReference a = this->any_set(random, 9), b = this->any_set(random, 9);
    EllReference both = a;
    both.add(b);
    ASSERT_EQ(E::merge(a.word(), b.word()), both.word());
    ASSERT_EQ(E::merge(b.word(), a.word()), both.word());
    ASSERT_EQ(E::merge(a.word(), a.word()), a.word());
    ASSERT_EQ(E::merge(a.word(), 0), a.word());
  }
}

// A word is valid if and only if it is the register of the values that it remembers.
TYPED_TEST(EllRegister, ValidWordsAreThoseOfSets) {
  using E = TypeParam;
  Random random(4);
  int good = 0, bad = 0;
  for (int round = 0; round < 50'000; ++round) {
    const unsigned u = random.below(round % 2 == 0 ? 30 : 256);
    std::uint32_t word = static_cast<std::uint32_t>(std::uint64_t{u} << E::kWindow) |
                         (static_cast<std::uint32_t>(random()) & E::kWindowMask);
    // Half of the words with a small largest value are repaired, or few would be valid.
    if (u <= E::kWindow && round % 4 == 0) {
      const std::uint32_t zero = u == 0 ? 0 : std::uint32_t{1} << (E::kWindow - u);
      word = (word & ~((zero << 1) - 1)) | zero;
      if (u == 0) word = 0;
    }
    const std::uint32_t largest = E::largest(word);
    EllReference set(E::kWindow);
    if (largest != 0) set.add(largest);
    for (unsigned value = 1; value < largest; ++value) {
      if (largest - value > E::kWindow) continue;
      if ((word >> (E::kWindow - (largest - value)) & 1) != 0) set.add(value);
    }
    const bool expected = set.word() == word && largest <= E::max_value(9);
    ASSERT_EQ(E::valid(word, 9), expected) << word;
    ++(expected ? good : bad);
  }
  EXPECT_GT(good, 1000);
  EXPECT_GT(bad, 1000);
}

// Registers built at one precision and then reduced equal those built at the lower one.
TYPED_TEST(EllRegister, ReducesToLowerPrecisions) {
  using E = TypeParam;
  Random random(5);
  for (int round = 0; round < 400; ++round) {
    const int from = 5 + static_cast<int>(random.below(8));
    const int to = 4 + static_cast<int>(random.below(static_cast<std::uint32_t>(from - 4)));
    std::vector<std::uint32_t> high(std::size_t{1} << from), low(std::size_t{1} << to),
        direct(low.size());
    // Few distinct low bits, so that each register sees many hashes.
    for (int i = 0; i < 300; ++i) {
      std::uint64_t hash = this->any_hash(random);
      if (round % 2 == 0) hash &= ~(std::uint64_t{0xFF} << (from + E::kSubBits - 3));
      auto& r = high[E::index(hash, from)];
      r = E::update(r, E::update_value(hash, from));
      auto& s = direct[E::index(hash, to)];
      s = E::update(s, E::update_value(hash, to));
    }
    for (std::size_t i = 0; i < high.size(); ++i) {
      auto& r = low[i % low.size()];
      r = E::merge(r, E::reduce(high[i], i, from, to));
      ASSERT_TRUE(E::valid(E::reduce(high[i], i, from, to), to));
      ASSERT_EQ(E::reduce(high[i], i, from, from), high[i]);
    }
    ASSERT_EQ(low, direct) << from << " to " << to;
  }
}

TYPED_TEST(EllRegister, BiasIsWhatItsDerivationGives) {
  using E = TypeParam;
  double sum = 0;
  constexpr int kPhases = 16;
  for (int i = 0; i < kPhases; ++i) {
    sum += EllTheory<E>::many(std::exp2(i / double{kPhases})).bias;
  }
  EXPECT_NEAR(E::kBias, sum / kPhases, 1e-5);
}

}  // namespace
}  // namespace sketch::test
