// SPDX-License-Identifier: PostgreSQL
//
// Compares the theta sketch with a plain model: ordered sets of truncated hashes.
#include "sketch/theta/theta.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <vector>

#include "sketch/theta/theta_coder.hpp"
#include "support/random.hpp"
#include "support/subject.hpp"
#include "support/test_host.hpp"
#include "theta_traits.hpp"

namespace sketch::test {
namespace {

using Hashes = std::vector<std::uint64_t>;

Hashes random_hashes(std::uint64_t seed, std::size_t n) {
  Random random(seed);
  Hashes hashes(n);
  for (auto& hash : hashes) hash = random();
  return hashes;
}

Image image_of(int precision, const Hashes& hashes) {
  TestHost host;
  State canonical;
  const State state = Theta::add_all(Theta::create(precision, host), hashes, host);
  EXPECT_TRUE(Theta::freeze(state, host, canonical).ok());
  return copy_of(canonical);
}

struct Model {
  int precision;
  Grain grain = Grain::fine;
  std::uint64_t last = Theta::kAll;
  std::set<std::uint64_t> hashes;

  Model(int p, const Hashes& all) : precision(p), hashes(all.begin(), all.end()) {
    truncate();
    trim();
  }

  int bits() const { return hash_bits(precision, grain); }
  void truncate() {
    std::set<std::uint64_t> coarser;
    for (const auto hash : hashes) coarser.insert(truncated(hash, bits()));
    hashes = coarser;
  }
  void coarsen() {
    grain = Grain::coarse;
    truncate();
  }
  void trim() {
    if (hashes.size() > std::size_t{1} << precision) coarsen();
    while (hashes.size() > std::size_t{1} << precision) {
      last = *hashes.rbegin() - 1;
      hashes.erase(std::prev(hashes.end()));
    }
  }
  void lower(std::uint64_t to) {
    last = std::min(last, to);
    hashes.erase(hashes.upper_bound(last), hashes.end());
  }
  void reduce(int to) {
    if (to >= precision) return;
    precision = to;
    if (last != Theta::kAll) lower(truncated(last + 1, bits()) - 1);
    truncate();
    trim();
  }
  // Reduces both models to what is known of both.
  friend void level(Model& a, Model& b) {
    const int to = std::min(a.precision, b.precision);
    a.reduce(to), b.reduce(to);
    if (a.grain != b.grain) a.coarsen(), b.coarsen();
    a.lower(b.last), b.lower(a.last);
  }
  double theta() const { return std::ldexp(static_cast<double>(last) + 1, -64); }
  double cardinality() const { return static_cast<double>(hashes.size()) / theta(); }
};

void expect_model(Bytes image, const Model& model) {
  TestHost host;
  Theta::Info info{};
  double value = 0;
  ASSERT_TRUE(Theta::info(image, host, info).ok());
  ASSERT_TRUE(Theta::cardinality(image, host, value).ok());
  ASSERT_EQ(info.precision, model.precision);
  ASSERT_EQ(info.hashes, model.hashes.size());
  ASSERT_EQ(info.theta, model.theta());
  ASSERT_EQ(value, model.cardinality());
  // contains() finds exactly the hashes of the model.
  Theta::Answer answer{};
  std::size_t i = 0;
  for (const auto hash : model.hashes) {
    if (i++ % 37 != 0) continue;
    ASSERT_TRUE(Theta::contains(image, hash, host, answer).ok());
    ASSERT_EQ(answer, Theta::Answer::yes);
  }
  for (const auto hash : random_hashes(99, 100)) {
    ASSERT_TRUE(Theta::contains(image, hash, host, answer).ok());
    const std::uint64_t cell = truncated(hash, model.bits());
    ASSERT_EQ(answer, cell > model.last             ? Theta::Answer::unknown
                      : model.hashes.contains(cell) ? Theta::Answer::yes
                                                    : Theta::Answer::no);
  }
}

TEST(FloatingHash, TruncatesToACellAndPacksInOrder) {
  Random random(1);
  for (const int precision : {4, 12, 13, 14, 15, 20, -12, -20}) {
    const Grain grain = precision < 0 ? Grain::fine : Grain::coarse;
    const int bits = hash_bits(std::abs(precision), grain);
    const bool packed = packs(std::abs(precision), grain);
    std::uint64_t before = 0;
    Hashes hashes = {0, 1, 2, 3, Theta::kAll, std::uint64_t{1} << 63};
    for (unsigned i = 0; i < 2000; ++i) hashes.push_back(random.hash_below(i % 64));
    std::sort(hashes.begin(), hashes.end());
    for (const std::uint64_t hash : hashes) {
      const std::uint64_t cell = truncated(hash, bits);
      ASSERT_EQ(truncated(cell, bits), cell);
      ASSERT_GE(cell, before);
      ASSERT_NE(cell, 0U);
      ASSERT_LE(cell, std::max(hash, std::uint64_t{1}));
      ASSERT_LE(hash - std::min(hash, cell), hash >> bits);
      ASSERT_EQ(truncated(hash, 4), truncated(cell, 4)) << "truncated twice is truncated once";
      if (packed) {
        const auto word = word_of<std::uint32_t>(cell, bits);
        ASSERT_NE(word, 0U);
        ASSERT_EQ(hash_of(word, bits), cell);
        if (cell > before && before != 0) {
          ASSERT_GT(word, word_of<std::uint32_t>(before, bits));
        }
      }
      ASSERT_EQ(hash_of(word_of<std::uint64_t>(cell, bits), bits), cell);
      before = cell;
    }
  }
}

TEST(FloatingHash, WordsOf32BitsAreEnoughUpTo14) {
  EXPECT_TRUE(packs(14, Grain::coarse));
  EXPECT_FALSE(packs(15, Grain::coarse));
  EXPECT_FALSE(packs(4, Grain::fine));
}

TEST(ThetaCoder, GivesBackWhatItWrote) {
  Random random(2);
  for (const int bits : {23, 26, 35, 50}) {
    for (const std::size_t n : {0, 1, 2, 3, 7, 100, 5000}) {
      for (const unsigned zeros : {0U, 8U, 40U, 60U}) {
        std::set<std::uint64_t> distinct;
        for (std::size_t i = 0; i < n; ++i)
          distinct.insert(truncated(random.hash_below(zeros), bits));
        const Hashes hashes(distinct.begin(), distinct.end());
        const std::uint64_t last = Theta::kAll >> zeros;
        std::vector<std::byte> coded(theta_coder::max_bytes(hashes.size(), bits));
        coded.resize(theta_coder::encode(hashes, last, bits, coded.data()));
        theta_coder::Decoder decoder;
        ASSERT_TRUE(decoder.open(coded, last, Theta::kAll, bits));
        Hashes decoded(decoder.count());
        ASSERT_TRUE(decoder.read(decoded.data()));
        ASSERT_EQ(decoded, hashes);
        // Reads only the least hashes.
        const std::uint64_t limit = last / 5;
        ASSERT_TRUE(decoder.open(coded, last, limit, bits));
        decoded.resize(decoder.count());
        ASSERT_TRUE(decoder.read(decoded.data()));
        ASSERT_TRUE(std::equal(decoded.begin(), decoded.end(), hashes.begin()));
        if (decoded.size() < hashes.size()) {
          ASSERT_GT(hashes[decoded.size()], limit);
        }
      }
    }
  }
}

TEST(Theta, KeepsTheLeastHashes) {
  for (const int precision : {4, 8, 14, 15}) {
    const std::size_t k = Theta::most_hashes(precision);
    const std::size_t many = precision < 10 ? 30 * k : 4 * k;
    for (const std::size_t n : {std::size_t{0}, k - 1, k, k + 1, 2 * k, 3 * k, many}) {
      SCOPED_TRACE(::testing::Message() << precision << ", " << n);
      const Hashes hashes = random_hashes(n, n);
      expect_model(image_of(precision, hashes), Model(precision, hashes));
    }
  }
}

TEST(Theta, IsAsSmallAsPromised) {
  TestHost host;
  const State state = Theta::add_all(Theta::create(12, host), random_hashes(3, 1'000'000), host);
  EXPECT_LE(state.size() + 4, 34'000U);
  // 34 bits a hash, less what the order of the hashes saves.
  EXPECT_LE(image_of(12, random_hashes(4, 4096)).size(), 13'200U);
  EXPECT_LE(image_of(12, random_hashes(4, 10)).size(), 52U);
  // The size depends on theta's place within its octave.
  for (std::size_t n = 100'000; n < 200'000; n += 9'000)
    EXPECT_LE(image_of(12, random_hashes(n, n)).size(), 7600U) << n;
  EXPECT_LE(image_of(12, random_hashes(3, 1'000'000)).size(), 7600U);
}

TEST(Theta, SetOperationsKeepWhatBothKnow) {
  const Hashes all = random_hashes(4, 20'000);
  const auto part = [&](std::size_t from, std::size_t to) {
    return Hashes(all.begin() + static_cast<std::ptrdiff_t>(from),
                  all.begin() + static_cast<std::ptrdiff_t>(to));
  };
  const Hashes sets[] = {{}, part(0, 30), part(10, 50), part(0, 9000), part(6000, 20'000)};
  struct Operand {
    int precision;
    const Hashes* hashes;
    Model model;
    Image image;
  };
  std::vector<Operand> operands;
  for (const int precision : {5, 9, 15}) {
    for (const auto& set : sets)
      operands.push_back({precision, &set, Model(precision, set), image_of(precision, set)});
  }
  for (const auto& [pa, set_a, model_a, image_a] : operands) {
    for (const auto& [pb, set_b, model_b, image_b] : operands) {
      SCOPED_TRACE(::testing::Message() << pa << ", " << pb << ", " << model_a.hashes.size()
                                        << ", " << model_b.hashes.size());
      Model a = model_a, b = model_b;
      const int precision = std::min(pa, pb);
      level(a, b);
      Model both = a, rest = a;
      std::erase_if(both.hashes, [&](auto hash) { return !b.hashes.contains(hash); });
      std::erase_if(rest.hashes, [&](auto hash) { return b.hashes.contains(hash); });
      const auto common = static_cast<double>(both.hashes.size());
      const auto either = static_cast<double>(a.hashes.size() + b.hashes.size()) - common;
      const Model all_of_a = a;
      TestHost host;
      State result;
      ASSERT_TRUE(Theta::intersection(image_a, image_b, host, result).ok());
      expect_model(result, both);
      ASSERT_TRUE(Theta::check(result, host).ok());
      ASSERT_TRUE(Theta::difference(image_a, image_b, host, result).ok());
      expect_model(result, rest);
      ASSERT_TRUE(Theta::check(result, host).ok());
      // The result is a sketch that can be used like any other.
      State state = Theta::create(precision, host);
      ASSERT_TRUE(Theta::merge(state, result, host).ok());
      ASSERT_TRUE(Theta::intersection(image_a, image_b, host, result).ok());
      ASSERT_TRUE(Theta::merge(state, result, host).ok());
      ASSERT_TRUE(Theta::freeze(state, host, result).ok());
      expect_model(result, all_of_a);
      // Working images give the same answers.
      const State working = Theta::add_all(Theta::create(pa, host), *set_a, host);
      State again;
      ASSERT_TRUE(Theta::intersection(working, image_b, host, again).ok());
      expect_model(again, both);
      ASSERT_EQ(host.scratch_in_use(), 0U);

      Estimate e{};
      ASSERT_TRUE(Theta::jaccard(image_a, image_b, 0.95, host, e).ok());
      ASSERT_DOUBLE_EQ(e.value, either == 0 ? 1 : common / either);
      ASSERT_LE(e.lower, e.value);
      ASSERT_LE(e.value, e.upper);
      if (a.last == Theta::kAll) {
        ASSERT_EQ(e.lower, e.upper) << "all is known";
      }
    }
  }
}

TEST(Theta, UnionsOfResultsDoNotDependOnTheTree) {
  TestHost host;
  std::vector<Image> images;
  const Hashes all = random_hashes(5, 30'000);
  for (std::size_t i = 0; i < 5; ++i) {
    const auto at = all.begin() + static_cast<std::ptrdiff_t>(4000 * i);
    State result;
    ASSERT_TRUE(Theta::intersection(image_of(8, Hashes(at, at + 300 + 2500 * (i % 2))),
                                    image_of(8, Hashes(at + 100, at + 6000)), host, result)
                    .ok());
    images.push_back(copy_of(result));
    images.push_back(image_of(8, Hashes(at, at + 50)));
  }
  std::set<Image> results;
  Random random(6);
  for (int round = 0; round < 200; ++round) {
    std::vector<Image> left = images;
    while (left.size() > 1) {
      const auto take = [&] {
        const auto at = left.begin() + random.below(static_cast<std::uint32_t>(left.size()));
        Image image = *at;
        left.erase(at);
        return image;
      };
      TestHost own;
      State state, canonical;
      ASSERT_TRUE(Theta::thaw(take(), own, state).ok());
      ASSERT_TRUE(Theta::merge(state, take(), own).ok());
      if (random.below(2) == 0) {
        ASSERT_TRUE(Theta::freeze(state, own, canonical).ok());
      }
      left.push_back(copy_of(canonical.empty() ? state : canonical));
    }
    State canonical;
    ASSERT_TRUE(Theta::freeze(left[0], host, canonical).ok());
    results.insert(copy_of(canonical));
  }
  EXPECT_EQ(results.size(), 1U);
}

TEST(Theta, PackedStatesAreTakenBack) {
  for (const int precision : {6, 15}) {
    for (const std::size_t n : {0, 1, 5, 100, 100'000}) {
      TestHost host;
      const State state = Theta::add_all(Theta::create(precision, host), random_hashes(n, n), host);
      Image packed(Theta::packed_bytes(state));
      Theta::pack(state, packed.data());
      State thawed, a, b;
      ASSERT_TRUE(Theta::thaw(packed, host, thawed).ok());
      ASSERT_TRUE(Theta::freeze(thawed, host, a).ok());
      ASSERT_TRUE(Theta::freeze(state, host, b).ok());
      ASSERT_EQ(copy_of(a), copy_of(b));
    }
  }
}

// Hashes that all belong to the same slot, at the end of the table and elsewhere.
TEST(Theta, CrowdedHashesFindAPlace) {
  for (const int precision : {8, 15}) {
    for (const unsigned zeros : {0U, 3U, 40U}) {
      const std::uint64_t step = std::uint64_t{1} << (63 - hash_bits(precision, Grain::coarse));
      Hashes hashes;
      for (std::uint64_t i = 0; i < 3000; ++i) hashes.push_back((Theta::kAll - i * step) >> zeros);
      const Model model(precision, hashes);
      expect_model(image_of(precision, hashes), model);
      std::reverse(hashes.begin(), hashes.end());
      expect_model(image_of(precision, hashes), model);
    }
  }
}

// Many hashes share a coarse cell: there are more than k hashes, but at most k coarse ones.
TEST(Theta, MoreThanKMayBeNoMoreThanKCells) {
  const Hashes one = random_hashes(10, 250);
  Hashes near(one);
  for (auto& hash : near) hash ^= std::uint64_t{1} << (octave_of(hash) - 30);
  Hashes both(one);
  both.insert(both.end(), near.begin(), near.end());
  const Model model(8, both);
  ASSERT_EQ(model.grain, Grain::coarse);
  ASSERT_EQ(model.last, Theta::kAll);
  const Image image = image_of(8, both);
  expect_model(image, model);
  TestHost host;
  EXPECT_TRUE(Theta::check(image, host).ok());
  const Image parts[] = {image_of(8, one), image_of(8, near),
                         image_of(8, Hashes(both.begin() + 100, both.begin() + 400))};
  // In any order of merging, whether the parts are fine or coarse.
  for (const auto& order : {std::array{0, 1, 2}, std::array{2, 1, 0}, std::array{1, 2, 0}}) {
    State state = Theta::create(8, host), canonical;
    for (const int i : order)
      ASSERT_TRUE(Theta::merge(state, parts[static_cast<std::size_t>(i)], host).ok());
    ASSERT_TRUE(Theta::freeze(state, host, canonical).ok());
    EXPECT_EQ(copy_of(canonical), image);
  }
  // A fine and a coarse sketch have coarse hashes in common. There is one image of the empty set.
  State result;
  ASSERT_TRUE(Theta::intersection(parts[0], image, host, result).ok());
  Theta::Info info{};
  ASSERT_TRUE(Theta::info(result, host, info).ok());
  EXPECT_STREQ(info.form, "coarse");
  EXPECT_EQ(info.hashes, 250U);
  ASSERT_TRUE(Theta::difference(image, image, host, result).ok());
  EXPECT_EQ(copy_of(result), image_of(8, {}));
}

// Sets of up to k values, a thousand of them: counts and hashes are exact, and disjoint sets have
// an empty intersection.
TEST(Theta, UpToKValuesNothingIsLost) {
  Random random(12);
  std::size_t wrong = 0, found = 0, common = 0;
  constexpr std::size_t kSets = 1000, kValues = 4000;
  Image before;
  for (std::size_t i = 0; i < kSets; ++i) {
    const Image image = image_of(12, random_hashes(random(), kValues));
    TestHost host;
    Theta::Answer answer{};
    Estimate e{};
    State both;
    ASSERT_TRUE(Theta::bounds(image, 0.99, host, e).ok());
    wrong += e.lower > kValues || e.value != kValues || e.upper < kValues;
    if (i % 10 == 0) {
      for (const auto hash : random_hashes(random(), 20)) {
        ASSERT_TRUE(Theta::contains(image, hash, host, answer).ok());
        found += answer != Theta::Answer::no;
      }
    }
    if (!before.empty()) {
      ASSERT_TRUE(Theta::intersection(image, before, host, both).ok());
      ASSERT_TRUE(Theta::bounds(both, 0.99, host, e).ok());
      common += e.lower > 0;
    }
    before = image;
  }
  EXPECT_LE(wrong, 1U);
  EXPECT_EQ(found, 0U);
  EXPECT_LE(common, 2U);
}

TEST(Theta, BoundsKnowTheTail) {
  TestHost host;
  Estimate e{};
  const Image empty = image_of(12, {});
  ASSERT_TRUE(Theta::bounds(empty, 0.95, host, e).ok());
  EXPECT_EQ(e.upper, 0);
  const Image exact = image_of(12, random_hashes(7, 1000));
  ASSERT_TRUE(Theta::bounds(exact, 0.95, host, e).ok());
  EXPECT_EQ(e.lower, 1000);
  EXPECT_EQ(e.upper, 1000);
  // With no hash below theta the upper bound is at most z^2 / theta, less because of the fraction
  // that is known.
  const Image a = image_of(8, random_hashes(8, 100'000)),
              b = image_of(8, random_hashes(9, 100'000));
  State none;
  ASSERT_TRUE(Theta::intersection(a, b, host, none).ok());
  Theta::Info info{};
  ASSERT_TRUE(Theta::info(none, host, info).ok());
  ASSERT_TRUE(Theta::bounds(none, 0.95, host, e).ok());
  EXPECT_EQ(e.lower, 0);
  EXPECT_EQ(e.value, 0);
  EXPECT_NEAR(e.upper, 1.959964 * 1.959964 * (1 - info.theta) / info.theta, 1e-3);
  for (const double confidence : {0.0, 1.0, -1.0, 2.0, std::nan("")}) {
    EXPECT_EQ(Theta::bounds(exact, confidence, host, e).code, Code::out_of_range);
    EXPECT_EQ(Theta::jaccard(exact, exact, confidence, host, e).code, Code::out_of_range);
  }
}

}  // namespace
}  // namespace sketch::test
