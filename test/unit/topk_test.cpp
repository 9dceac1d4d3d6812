// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/topk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "support/effort.hpp"
#include "topk_traits.hpp"

namespace sketch::test {
namespace {

class TopKTest : public ::testing::Test {
 protected:
  using Counts = std::map<std::uint64_t, std::uint64_t>;

  State create(int capacity, TopK::Items items = TopK::Items::words) {
    State state = TopK::create(capacity, host_);
    EXPECT_TRUE(TopK::take_type(state, {items, bytes_of(name_)}, host_).ok());
    return state;
  }
  void add(State& state, std::uint64_t word, std::uint64_t weight = 1) {
    const Status status = TopK::add(state, TopK::Item::of(word), weight, host_);
    ASSERT_TRUE(status.ok()) << status.message;
  }
  void add(State& state, const std::string& text) {
    const Status status = TopK::add(state, TopK::Item::of(bytes_of(text)), 1, host_);
    ASSERT_TRUE(status.ok()) << status.message;
  }
  State frozen(State state) {
    State canonical;
    EXPECT_TRUE(TopK::freeze(state, host_, canonical).ok());
    EXPECT_TRUE(TopK::check(canonical, host_).ok());
    return canonical;
  }
  TopK::Info info(Bytes image) {
    TopK::Info info{};
    EXPECT_TRUE(TopK::info(image, host_, info).ok());
    return info;
  }
  std::vector<TopK::Ranked> top(Bytes image, std::size_t n) {
    std::vector<TopK::Ranked> ranking(n);
    std::size_t count = 0;
    EXPECT_TRUE(TopK::top(image, host_, ranking, count).ok());
    ranking.resize(count);
    return ranking;
  }

  State unpacked(State state) {
    Image packed(TopK::packed_bytes(state));
    TopK::pack(state, packed.data());
    EXPECT_LE(packed.size(), state.size());
    State again;
    EXPECT_TRUE(TopK::unpack(packed, host_, again).ok());
    return again;
  }
  // If all values came once or never, there are still answers with bounds.
  void expect_answers(State state, int capacity) {
    const auto ranking = top(state, 1000);
    const auto total = static_cast<std::size_t>(info(state).total);
    ASSERT_GE(ranking.size(), std::min(total, static_cast<std::size_t>(capacity) / 4 + 1) / 2);
    ASSERT_GE(ranking.size(), 1U);
    for (const auto& [item, frequency] : ranking) {
      ASSERT_GE(frequency.lower, 1U);
      ASSERT_LE(frequency.lower, frequency.estimate);
      ASSERT_LE(frequency.estimate, frequency.upper);
    }
  }

  // The bounds hold for every item, with or without a counter.
  void expect_bounds(Bytes image, const Counts& truth) {
    const auto about = info(image);
    std::uint64_t total = 0;
    for (const auto& [word, count] : truth) {
      Frequency f{};
      ASSERT_TRUE(TopK::frequency(image, TopK::Item::of(word), host_, f).ok());
      ASSERT_LE(f.lower, count) << word;
      ASSERT_GE(f.upper, count) << word;
      ASSERT_LE(f.upper - f.lower, about.offset);
      total += count;
    }
    ASSERT_EQ(about.total, total);
    const auto capacity = static_cast<std::uint64_t>(about.capacity);
    ASSERT_LE(about.offset, total / (capacity + 1));
    ASSERT_LE(about.counters, image[2] == std::byte{0} ? capacity : 4 * capacity + 8);
  }

  TestHost host_;
  std::string name_ = "1type";
};

// Zipf's law with exponent 1, by inversion of the continuous distribution.
std::uint64_t zipf(Random& random, double n) {
  return static_cast<std::uint64_t>(std::pow(n, random.unit()));
}

TEST_F(TopKTest, BoundsHoldOnStreamsOfEveryKind) {
  Random random(1);
  for (const int capacity : {1, 2, 10, 64, 256}) {
    for (const int kind : {0, 1, 2, 3}) {
      State state = create(capacity);
      Counts truth;
      constexpr std::uint64_t kItems = rounds(30'000);
      for (std::uint64_t i = 0; i < kItems; ++i) {
        const std::uint64_t word = kind == 0   ? i                       // all distinct
                                   : kind == 1 ? zipf(random, 1e5)       // skewed
                                   : kind == 2 ? i % 300                 // in turn
                                               : i / 100 % 250 + i % 2;  // in runs
        const std::uint64_t weight = kind == 1 && i % 16 == 0 ? 1 + random.below(50) : 1;
        add(state, word, weight);
        truth[word] += weight;
      }
      SCOPED_TRACE(::testing::Message() << capacity << " counters, kind " << kind);
      expect_bounds(state, truth);
      expect_bounds(frozen(state), truth);
    }
  }
}

TEST_F(TopKTest, BoundsHoldThroughTreesOfMerges) {
  Random random(2);
  for (const int capacity : {3, 50, 256}) {
    std::vector<State> parts;
    Counts truth;
    for (int part = 0; part < 16; ++part) {
      parts.push_back(create(capacity));
      for (int i = 0; i < 3000; ++i) {
        const std::uint64_t word = zipf(random, 1e4) + static_cast<std::uint64_t>(part) * 7;
        add(parts.back(), word);
        ++truth[word];
      }
      if (part % 3 == 0) parts.back() = frozen(parts.back());
    }
    for (std::size_t step = 1; step < parts.size(); step *= 2) {
      for (std::size_t i = 0; i + step < parts.size(); i += 2 * step) {
        State left;
        ASSERT_TRUE(TopK::thaw(parts[i], host_, left).ok());
        ASSERT_TRUE(TopK::merge(left, parts[i + step], host_).ok());
        parts[i] = left;
      }
    }
    expect_bounds(parts[0], truth);
    expect_bounds(frozen(parts[0]), truth);
  }
}

TEST_F(TopKTest, UpToTheCapacityCountsAreExactAndBytesTheSame) {
  Random random(3);
  Counts truth;
  std::vector<std::uint64_t> stream;
  for (int i = 0; i < 5000; ++i) stream.push_back(random.below(200));
  State forward = create(200), backward = create(200), left = create(200), right = create(200);
  for (std::size_t i = 0; i < stream.size(); ++i) {
    add(forward, stream[i]);
    add(backward, stream[stream.size() - 1 - i]);
    add(i % 3 == 0 ? left : right, stream[i]);
    ++truth[stream[i]];
  }
  ASSERT_TRUE(TopK::merge(left, frozen(right), host_).ok());
  const Image image = copy_of(frozen(forward));
  EXPECT_EQ(copy_of(frozen(backward)), image);
  EXPECT_EQ(copy_of(frozen(left)), image);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> expected;
  for (const auto& [word, count] : truth) expected.emplace_back(count, word);
  std::sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  const auto ranking = top(image, 1000);
  ASSERT_EQ(ranking.size(), expected.size());
  for (std::size_t i = 0; i < ranking.size(); ++i) {
    EXPECT_EQ(ranking[i].item.word, expected[i].second);
    EXPECT_EQ(ranking[i].frequency.lower, expected[i].first);
    EXPECT_EQ(ranking[i].frequency.upper, expected[i].first);
  }
}

// Items that are frequent from the beginning are counted exactly, however many others there are.
TEST_F(TopKTest, HeavyItemsOfASkewedStreamAreExact) {
  Random random(4);
  State state = create(256);
  Counts truth;
  for (int i = 0; i < 500'000; ++i) {
    const std::uint64_t word = zipf(random, 1e6);
    add(state, word);
    ++truth[word];
  }
  const State image = frozen(state);
  for (const auto& ranked : top(image, 10)) {
    EXPECT_EQ(ranked.frequency.lower, truth[ranked.item.word]);
    EXPECT_EQ(ranked.frequency.upper, truth[ranked.item.word]);
  }
  EXPECT_LT(info(image).offset, 500'000 * 6 / 10 / 256);
}

// In batches of any size, with packing in between, and with few or many items that have counters.
TEST_F(TopKTest, BatchesGiveWhatOneByOneGives) {
  Random random(5);
  for (const int capacity : {1, 3, 64, 1000}) {
    for (const double items : {2.0, 40.0, 1e3, 1e6}) {
      State single = create(capacity), batched = create(capacity);
      Counts truth;
      for (int round = 0; round < 60; ++round) {
        std::vector<std::uint64_t> hashes(random.below(400));
        for (auto& hash : hashes) {
          const std::uint64_t word = zipf(random, items);
          hash = hash_u64(word);
          add(single, word);
          ++truth[word];
        }
        ASSERT_TRUE(TopK::add_all(batched, hashes, host_).ok());
      }
      SCOPED_TRACE(::testing::Message() << capacity << " counters, " << items << " items");
      ASSERT_EQ(copy_of(batched), copy_of(single));
      expect_bounds(batched, truth);
      ASSERT_EQ(copy_of(frozen(unpacked(batched))), copy_of(frozen(batched)));
      host_.clear();
    }
  }
}

// A state that is packed and unpacked now and then ends up the same as one that is not.
TEST_F(TopKTest, PackingChangesNothing) {
  Random random(6);
  for (const auto items : {TopK::Items::words, TopK::Items::strings}) {
    for (const double values : {20.0, 500.0, 1e4, 1e6}) {
      State plain = create(30, items), packed = create(30, items);
      for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t word = zipf(random, values), weight = 1 + random.below(3);
        const std::string text(word % 50, 'k');
        const auto item = items == TopK::Items::words ? TopK::Item::of(word)
                                                      : TopK::Item::of(word, bytes_of(text), false);
        for (State* state : {&plain, &packed})
          ASSERT_TRUE(TopK::add(*state, item, weight, host_).ok());
        if (random.below(500) == 0) packed = unpacked(packed);
        if (i % 1000 == 0) {
          ASSERT_EQ(copy_of(frozen(packed)), copy_of(frozen(plain)));
        }
      }
      ASSERT_EQ(packed.size(), plain.size());
      ASSERT_EQ(copy_of(frozen(packed)), copy_of(frozen(plain)));
      host_.clear();
    }
  }
}

// There are always some items in the answer, and their bounds hold.
TEST_F(TopKTest, ThereIsAlwaysAnAnswer) {
  for (const int capacity : {1, 2, 3, 8, 64, 256}) {
    for (const auto items : {TopK::Items::words, TopK::Items::strings}) {
      State state = create(capacity, items), merged = create(capacity, items);
      for (std::uint64_t i = 0; i < 3000; ++i) {
        if (items == TopK::Items::words) add(state, i);
        else add(state, std::string(i % 100 * 20, 'k') + std::to_string(i));
        if (i % 10 == 9) {
          ASSERT_TRUE(TopK::merge(merged, i % 20 == 9 ? frozen(state) : state, host_).ok());
          expect_answers(merged, capacity);
        }
        if (i % 7 == 0) expect_answers(state, capacity);
        if (i % 100 == 99) host_.clear(), state = create(capacity, items), merged = create(capacity, items);
      }
    }
  }
}

// If no item is very frequent, the most frequent ones are found nevertheless, in one state or
// merged from parts; also with weights that need wider cells.
TEST_F(TopKTest, FlatDataHasItsMostFrequentItems) {
  constexpr std::size_t kRows = 80'000, kTop = 10, kParts = 8;
  for (const std::uint64_t weight : {std::uint64_t{1}, std::uint64_t{1} << 42}) {
    Random random(7);
    Counts truth;
    State whole = create(256), merged = create(256), part = create(256);
    for (std::size_t i = 0; i < kRows; ++i) {
      const double u = random.unit();
      const auto word = static_cast<std::uint64_t>(50'000 * u * u);  // Zipf's law, exponent 0.5
      truth[word] += weight;
      add(whole, word, weight);
      add(part, word, weight);
      if ((i + 1) % (kRows / kParts) != 0) continue;
      ASSERT_TRUE(TopK::merge(merged, i % 2 == 0 ? part : frozen(part), host_).ok());
      part = create(256);
    }
    std::vector<std::uint64_t> counts;
    for (const auto& [word, count] : truth) counts.push_back(count);
    std::sort(counts.begin(), counts.end(), std::greater<>());
    for (const State& state : {whole, merged}) {
      const State image = frozen(state);
      if (weight == 1) {
        EXPECT_LE(image.size(), 10'000U);
      }
      EXPECT_GT(info(image).cells, 0U);
      std::size_t found = 0;
      double squares = 0;
      for (const auto& [item, frequency] : top(image, kTop)) {
        const std::uint64_t count = truth[item.word];
        found += count >= counts[kTop - 1];
        const double error =
            static_cast<double>(frequency.estimate) - static_cast<double>(count);
        squares += error * error;
      }
      EXPECT_GE(found, kTop - 3) << weight;
      EXPECT_LE(std::sqrt(squares / kTop), 2 * info(image).standard_error) << weight;
      for (const auto& [item, frequency] : top(image, 256)) {
        ASSERT_LE(frequency.lower, truth[item.word]);
        ASSERT_GE(frequency.upper, truth[item.word]);
        ASSERT_LE(frequency.lower, frequency.estimate);
        ASSERT_LE(frequency.estimate, frequency.upper);
      }
    }
    host_.clear();
  }
}

// A merge lowers the capacity, and folds the cells.
TEST_F(TopKTest, CellsFold) {
  State large = create(300), small = create(40);
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    add(large, i);
    if (i % 2 == 0) add(small, i);
    if (i % 100 == 0) add(large, 77, 10), add(small, 77);
  }
  ASSERT_TRUE(TopK::merge(large, frozen(small), host_).ok());
  const State image = frozen(large);
  EXPECT_EQ(info(image).capacity, 40);
  EXPECT_EQ(info(image).cells, 2048U);
  const auto first = top(image, 1);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].item.word, 77U);
  State reduced = create(300);
  for (std::uint64_t i = 0; i < 20'000; ++i) add(reduced, i % 10'000);
  reduced = TopK::reduce(reduced, 20, host_);
  EXPECT_EQ(info(reduced).cells, 1024U);
  EXPECT_LE(info(frozen(reduced)).counters, 20U);
}

// Strings known by hash are one item even if they look different; the first one is shown.
TEST_F(TopKTest, StringsMayBeKnownByHash) {
  State state = create(10, TopK::Items::strings), other = create(10, TopK::Items::strings);
  const auto item = [](std::uint64_t hash, const std::string& shown, bool cut = false) {
    return TopK::Item::of(hash, bytes_of(shown), cut);
  };
  const std::string one = "1", longer = "1.00", two = "2", same = "1";
  for (State* to : {&state, &other}) {
    ASSERT_TRUE(TopK::add(*to, item(1, to == &state ? one : longer), 2, host_).ok());
    ASSERT_TRUE(TopK::add(*to, item(1, longer), 1, host_).ok());
    ASSERT_TRUE(TopK::add(*to, item(2, same, true), 1, host_).ok());
    ASSERT_TRUE(TopK::add(*to, TopK::Item::of(bytes_of(same)), 4, host_).ok());
  }
  ASSERT_TRUE(TopK::merge(state, frozen(other), host_).ok());
  const auto ranking = top(frozen(state), 9);
  ASSERT_EQ(ranking.size(), 3U);
  EXPECT_FALSE(ranking[0].item.by_hash);
  EXPECT_EQ(ranking[0].frequency.lower, 8U);
  EXPECT_EQ(ranking[1].item.hash, 1U);
  EXPECT_EQ(ranking[1].item.bytes.size(), 1U);
  EXPECT_FALSE(ranking[1].item.cut);
  EXPECT_EQ(ranking[1].frequency.upper, 6U);
  EXPECT_TRUE(ranking[2].item.by_hash && ranking[2].item.cut);
  Frequency f{};
  ASSERT_TRUE(TopK::frequency(state, item(1, two), host_, f).ok());
  EXPECT_EQ(f.lower, 6U);
  ASSERT_TRUE(TopK::frequency(state, TopK::Item::of(bytes_of(longer)), host_, f).ok());
  EXPECT_EQ(f.upper, 0U);
}

// The largest sketch, which has more counters while growing than the index can number.
TEST_F(TopKTest, TheLargestCapacityCounts) {
  State state = create(TopK::kMaxParameter);
  Counts truth;
  for (int pass = 0; pass < 4; ++pass) {
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t word = 0; word < 90'000; ++word) {
      hashes.push_back(hash_u64(word));
      ++truth[word];
    }
    ASSERT_TRUE(TopK::add_all(state, hashes, host_).ok());
  }
  add(state, 70'000, 1000);
  EXPECT_EQ(info(state).total, 361'000U);
  const auto first = top(state, 1);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].item.word, 70'000U);
  EXPECT_LE(first[0].frequency.lower, 1004U);
  EXPECT_GE(first[0].frequency.upper, 1004U);
}

TEST_F(TopKTest, LongStringsAreKeptWholeWithinABudget) {
  State state = create(16, TopK::Items::strings);
  const std::string tail(1000, 'k');
  for (int i = 0; i < 20'000; ++i) {
    add(state, tail + std::to_string(i));
    add(state, tail + "often");
    ASSERT_LT(state.size(), 300'000U);
  }
  auto ranking = top(frozen(state), 1);
  ASSERT_EQ(ranking.size(), 1U);
  EXPECT_EQ(copy_of(ranking[0].item.bytes), copy_of(bytes_of(tail + "often")));
  EXPECT_EQ(ranking[0].frequency.lower, 20'000U);

  // Strings so long that only one or two fit.
  State longest = create(16, TopK::Items::strings);
  const std::string a(kMostItemBytes, 'a'), b(kMostItemBytes, 'b');
  for (int i = 0; i < 10; ++i) {
    add(longest, a);
    add(longest, a);
    add(longest, b);
    add(longest, std::string(60'000, 'c') + std::to_string(i));
  }
  const auto left = top(frozen(longest), 10);
  EXPECT_LE(left.size(), 1U);
  Frequency f{};
  ASSERT_TRUE(TopK::frequency(longest, TopK::Item::of(bytes_of(a)), host_, f).ok());
  EXPECT_GE(f.upper, 20U);
  EXPECT_LE(f.lower, 20U);
  EXPECT_EQ(TopK::add(longest, TopK::Item::of(bytes_of(a + "a")), 1, host_).code,
            Code::out_of_range);
}

TEST_F(TopKTest, TypesAreKeptApart) {
  State words = create(8), others = TopK::create(8, host_);
  add(words, 1);
  name_ = "1tyre";
  ASSERT_TRUE(TopK::take_type(others, {TopK::Items::words, bytes_of(name_)}, host_).ok());
  add(others, 1);
  ASSERT_TRUE(TopK::merge(words, others, host_).ok());  // a label
  EXPECT_EQ(info(words).total, 2U);
  name_ = "2type";
  others = TopK::create(8, host_);
  ASSERT_TRUE(TopK::take_type(others, {TopK::Items::words, bytes_of(name_)}, host_).ok());
  add(others, 1);
  EXPECT_EQ(TopK::merge(words, others, host_).code, Code::wrong_domain);
  EXPECT_EQ(info(words).total, 2U);
}

TEST_F(TopKTest, RowsOfOtherColumnsAreKeptApart) {
  const auto merged = [this](const char* one, const char* other) {
    State sketches[2];
    for (int i = 0; i < 2; ++i) {
      name_ = i == 0 ? one : other;
      sketches[i] = create(8);
      add(sketches[i], 1);
    }
    return TopK::merge(sketches[0], sketches[1], host_);
  };
  EXPECT_TRUE(merged("\x40""12345678a", "\x40""12345678b").ok());  // a label
  const Status columns = merged("\x40""12345678a", "\x40""12345670a");
  EXPECT_EQ(columns.code, Code::wrong_domain);
  EXPECT_EQ(columns.message, kOtherColumns.message);
  EXPECT_EQ(merged("\x40""12345678a", "\x21""12345678a").message, kOtherItemType.message);
  EXPECT_EQ(merged("\x40""1234", "\x40""12345678").code, Code::wrong_domain);  // a damaged image
}

TEST_F(TopKTest, TheTotalCannotOverflow) {
  State state = create(8), other = create(8);
  add(state, 1, TopK::kMostWeight - 1);
  EXPECT_EQ(TopK::add(state, TopK::Item::of(2), 2, host_).code, Code::out_of_range);
  add(state, 2, 1);
  EXPECT_EQ(TopK::add(state, TopK::Item::of(2), 1, host_).code, Code::out_of_range);
  add(other, 3);
  EXPECT_EQ(TopK::merge(other, frozen(state), host_).code, Code::out_of_range);
  EXPECT_EQ(info(other).total, 1U);
  EXPECT_EQ(info(state).total, TopK::kMostWeight);
}

TEST_F(TopKTest, TheLowerCapacityIsThatOfTheResult) {
  State large = create(100), small = create(5);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    add(large, i % 50);
    add(small, i % 4);
  }
  ASSERT_TRUE(TopK::merge(large, small, host_).ok());
  EXPECT_EQ(info(large).capacity, 5);
  EXPECT_LE(info(frozen(large)).counters, 5U);
  Counts truth;
  for (std::uint64_t i = 0; i < 1000; ++i) ++truth[i % 50], ++truth[i % 4];
  expect_bounds(large, truth);
}

}  // namespace
}  // namespace sketch::test
