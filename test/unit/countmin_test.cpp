// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/countmin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <vector>

#include "sketch/core/hash.hpp"
#include "support/subject.hpp"

namespace sketch::test {
namespace {

using Shape = CountMin::Shape;

class CountMinTest : public ::testing::Test {
 protected:
  void add(State& state, std::uint64_t value, std::uint64_t weight = 1) {
    ASSERT_TRUE(CountMin::add_weighted(state, hash_u64(value), weight, host_).ok());
  }
  State created(Shape shape) { return CountMin::create(shape.parameter(), host_); }
  State frozen(Bytes image) {
    State result;
    const Status status = CountMin::freeze(image, host_, result);
    EXPECT_TRUE(status.ok()) << status.message;
    return result;
  }
  std::vector<std::byte> bytes(Bytes image) {
    const State result = frozen(image);
    return {result.begin(), result.end()};
  }
  Frequency frequency(Bytes image, std::uint64_t value) {
    Frequency result{};
    EXPECT_TRUE(CountMin::frequency(image, hash_u64(value), host_, result).ok());
    return result;
  }
  TestHost host_;
};

TEST(CountMinShape, FollowsErrorAndConfidence) {
  Shape shape;
  ASSERT_TRUE(CountMin::shape_of(0.001, 0.99, shape).ok());
  EXPECT_EQ(shape, (Shape{2719, 5}));
  for (const double wrong : {0.0, 1.0, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(CountMin::shape_of(wrong, 0.99, shape).code, Code::out_of_range);
    EXPECT_EQ(CountMin::shape_of(0.1, wrong, shape).code, Code::out_of_range);
  }
  EXPECT_EQ(CountMin::shape_of(1e-7, 0.99, shape).code, Code::out_of_range);
  // The greatest and the least possible depth.
  ASSERT_TRUE(CountMin::shape_of(0.5, std::nextafter(1.0, 0.0), shape).ok());
  EXPECT_EQ(shape, (Shape{6, CountMin::kMostDepth}));
  ASSERT_TRUE(CountMin::shape_of(0.9, 1e-300, shape).ok());
  EXPECT_EQ(shape.depth, 1U);
  ASSERT_TRUE(CountMin::shape_of(2.6e-6, 0.9, shape).ok());
  EXPECT_EQ(Shape::of(shape.parameter()), shape);
  EXPECT_EQ(Shape::of(CountMin::kDefaultParameter), (Shape{2719, 5}));
}

// Compares with plain arrays of counters, and with the true counts.
TEST_F(CountMinTest, CountsAsTheDefinition) {
  for (const Shape shape : {Shape{1, 1}, Shape{7, 3}, Shape{272, 5}, Shape{2719, 5}}) {
    State state = created(shape);
    std::vector<std::vector<std::uint64_t>> naive(shape.depth,
                                                  std::vector<std::uint64_t>(shape.width));
    std::map<std::uint64_t, std::uint64_t> truth;
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      const std::uint64_t value = hash_u64(i) % 5000 * (hash_u64(i + 1) % 3), weight = i % 4;
      add(state, value, weight);
      truth[value] += weight, total += weight;
      for (std::uint32_t row = 0; row < shape.depth; ++row)
        naive[row][CountMin::cell_of(hash_u64(value), row, shape.width)] += weight;
    }
    const State image = frozen(state);
    std::size_t far = 0;
    for (std::uint64_t value = 0; value < 10'000; ++value) {
      std::uint64_t least = total;
      for (std::uint32_t row = 0; row < shape.depth; ++row)
        least = std::min(least, naive[row][CountMin::cell_of(hash_u64(value), row, shape.width)]);
      const auto found = frequency(state, value), stored = frequency(image, value);
      ASSERT_EQ(found.estimate, least);
      ASSERT_EQ(stored.estimate, least);
      ASSERT_EQ(stored.lower, found.lower);
      const auto exact = truth.contains(value) ? truth[value] : 0;
      ASSERT_GE(found.upper, exact);
      far += found.lower > exact;
    }
    // Each estimate is too far off with probability exp(-depth).
    EXPECT_LE(static_cast<double>(far), 10'000 * std::exp(-static_cast<double>(shape.depth)));
  }
}

TEST_F(CountMinTest, SameMultisetSameBytes) {
  const Shape shape{272, 5};
  State forwards = created(shape), backwards = created(shape);
  State a = created(shape), b = created(shape);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    add(forwards, i, 3);
    for (int times = 0; times < 3; ++times) add(backwards, 999 - i);
    add(i % 3 == 0 ? a : b, i, 3);
  }
  EXPECT_EQ(bytes(forwards), bytes(backwards));
  State ab = created(shape), ba = created(shape);
  ASSERT_TRUE(CountMin::merge(ab, a, host_).ok() && CountMin::merge(ab, frozen(b), host_).ok());
  ASSERT_TRUE(CountMin::merge(ba, frozen(b), host_).ok() && CountMin::merge(ba, a, host_).ok());
  EXPECT_EQ(bytes(ab), bytes(forwards));
  EXPECT_EQ(bytes(ba), bytes(forwards));
  State thawed;
  ASSERT_TRUE(CountMin::thaw(frozen(forwards), host_, thawed).ok());
  EXPECT_EQ(bytes(thawed), bytes(forwards));
}

TEST_F(CountMinTest, TotalsBeyondTheLimitChangeNothing) {
  State state = created({7, 3});
  add(state, 1, CountMin::kMostTotal);
  const auto before = bytes(state);
  EXPECT_EQ(CountMin::add_weighted(state, hash_u64(2), 1, host_).code, Code::out_of_range);
  EXPECT_EQ(CountMin::merge(state, frozen(state), host_).code, Code::out_of_range);
  EXPECT_EQ(bytes(state), before);
  EXPECT_EQ(frequency(state, 1).estimate, CountMin::kMostTotal);
  EXPECT_EQ(CountMin::merge(state, created({8, 3}), host_).code, Code::out_of_range);
  // Adding one by one exceeds the limit, which storing then refuses.
  ASSERT_TRUE(CountMin::add(state, hash_u64(1)));
  State image;
  EXPECT_EQ(CountMin::freeze(state, host_, image).code, Code::out_of_range);
}

// Hashes while there are few; 32-bit cells while they can't overflow; then 64-bit cells.
TEST_F(CountMinTest, StatesGrowAsTheyMust) {
  constexpr std::uint64_t kMost32 = 0xFFFFFFFF;
  const Shape shape{272, 5};
  State state = created(shape), added = created(shape);
  const auto form = [&] { return image_form(state.data()); };
  for (std::uint64_t i = 0; i < shape.most_values(); ++i) add(state, i);
  EXPECT_EQ(form(), CountMin::kWorkingValues);
  EXPECT_EQ(image_form(frozen(state).data()), CountMin::kValues);
  EXPECT_EQ(frequency(state, 7).lower, 1U);
  add(state, 0, 10);
  EXPECT_EQ(form(), CountMin::kWorkingValues) << "no value that is new";
  add(state, 1000);
  EXPECT_EQ(form(), CountMin::kWorkingCells32);
  EXPECT_EQ(image_form(frozen(state).data()), CountMin::kCells);
  State large = created(shape);
  add(large, 1, kMost32);
  added = large;
  ASSERT_TRUE(CountMin::merge(large, state, host_).ok());
  EXPECT_EQ(image_form(large.data()), CountMin::kWorkingCells64);
  EXPECT_EQ(frequency(large, 1).estimate, kMost32 + 1);
  ASSERT_TRUE(CountMin::merge(state, added, host_).ok());
  EXPECT_EQ(form(), CountMin::kWorkingCells64);
  EXPECT_EQ(bytes(state), bytes(large));

  // The greatest 32-bit total, and one more; reached by single adds and by add_all().
  for (const bool many : {false, true}) {
    State full = created(shape);
    for (std::uint64_t i = 0; i <= shape.most_values(); ++i) add(full, i);
    add(full, 5, kMost32 - shape.most_values() - 1);
    EXPECT_EQ(image_form(full.data()), CountMin::kWorkingCells32);
    const std::uint64_t hash = hash_u64(5);
    if (many) {
      full = CountMin::add_all(full, {&hash, 1}, host_);
    } else {
      ASSERT_FALSE(CountMin::add(full, hash));
      full = CountMin::grow(full, host_);
      ASSERT_TRUE(CountMin::add(full, hash));
    }
    EXPECT_EQ(image_form(full.data()), CountMin::kWorkingCells64);
    EXPECT_EQ(frequency(full, 5).estimate, kMost32 - shape.most_values() + 1);
  }
}

// Only damaged sketches can have counts above the limit.
TEST_F(CountMinTest, CountsOfDamagedStatesArePacked) {
  for (const Shape shape : {Shape{7, 3}, Shape{272, 5}}) {
    State state = created(shape);
    for (const int value : {1, 2}) add(state, value, std::uint64_t{1} << 40);
    for (std::size_t i = CountMin::kItemsOffset; i < state.size(); i += 8)
      store_native(state.data() + i, ~std::uint64_t{0});
    const State image = frozen(state);
    EXPECT_LE(frequency(image, 1).estimate, CountMin::kMostTotal);
    State again;
    static_cast<void>(CountMin::thaw(image, host_, again));
  }
}

TEST_F(CountMinTest, ManyAtOnceIsOneByOne) {
  for (const Shape shape : {Shape{7, 3}, Shape{272, 5}}) {
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t i = 0; i < 5000; ++i) hashes.push_back(hash_u64(i * i % 700));
    State one = created(shape);
    for (const std::uint64_t hash : hashes) {
      while (!CountMin::add(one, hash)) one = CountMin::grow(one, host_);
      CountMin::prefetch(one, hash);
    }
    const State many = CountMin::add_all(created(shape), hashes, host_);
    EXPECT_EQ(bytes(one), bytes(many));
    for (const State state : {one, CountMin::add_all(created(shape), {hashes.data(), 3}, host_)}) {
      const State packed = host_.allocate(CountMin::packed_bytes(state));
      CountMin::pack(state, packed.data());
      State again;
      ASSERT_TRUE(CountMin::thaw(packed, host_, again).ok());
      EXPECT_EQ(bytes(again), bytes(state));
    }
  }
}

// Values come in the order of the slots. In a table that grew step by step, each would search past
// all the values before it: 100 times slower than in random order.
TEST_F(CountMinTest, MergesInAboutTheTimeThatAddingTakes) {
  constexpr Shape kLarge{1 << 21, 1};
  std::vector<std::uint64_t> hashes(100'000);
  for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = hash_u64(i);
  const auto time_of = [](auto run) {
    const std::clock_t start = std::clock();
    run();
    return std::clock() - start;
  };
  State state = created(kLarge), merged = created(kLarge), thawed;
  const auto added = time_of([&] { state = CountMin::add_all(state, hashes, host_); });
  const State image = frozen(state);
  EXPECT_LT(time_of([&] { EXPECT_TRUE(CountMin::merge(merged, image, host_).ok()); }), 20 * added);
  EXPECT_LT(time_of([&] { EXPECT_TRUE(CountMin::thaw(image, host_, thawed).ok()); }), 20 * added);
  EXPECT_EQ(bytes(thawed), bytes(state));
}

TEST_F(CountMinTest, InnerProductIsNeverTooLow) {
  const Shape shape{2719, 5};
  for (const int n : {100, 500, 5000}) {
    for (const int m : {100, 5000}) {
      State a = created(shape), b = created(shape);
      double exact = 0, total_a = 0, total_b = 0;
      for (int i = 0; i < n; ++i) add(a, i, i % 7), total_a += i % 7;
      for (int i = 50; i < 50 + m; ++i) {
        add(b, i, i % 5), total_b += i % 5;
        if (i < n) exact += (i % 7) * (i % 5);
      }
      double product = 0, stored = 0, swapped = 0;
      ASSERT_TRUE(CountMin::inner_product(a, b, host_, product).ok());
      ASSERT_TRUE(CountMin::inner_product(frozen(a), b, host_, stored).ok());
      ASSERT_TRUE(CountMin::inner_product(b, frozen(a), host_, swapped).ok());
      EXPECT_EQ(product, stored);
      EXPECT_EQ(product, swapped);
      EXPECT_GE(product, exact);
      const bool few = n < 800 && m < 800;
      EXPECT_LE(product, exact + (few ? 0 : 0.001 * total_a * total_b));
    }
  }
  double product;
  EXPECT_EQ(CountMin::inner_product(created({8, 3}), created({7, 3}), host_, product).code,
            Code::out_of_range);
}

// Whatever the parser accepts, it would write: an image with a byte changed, cut off or added is
// either refused or canonical.
TEST_F(CountMinTest, TakesOnlyWhatItWrites) {
  State state = created({7, 3});
  for (int i = 0; i < 5; ++i) add(state, i, 100 * i);
  State few = created({272, 5});
  for (int i = 0; i < 20; ++i) add(few, i, 1 + i * i);
  for (const auto& image : {bytes(created({7, 3})), bytes(state), bytes(few)}) {
    ASSERT_TRUE(CountMin::check(image, host_).ok());
    for (std::size_t cut = 0; cut < image.size(); ++cut)
      EXPECT_FALSE(CountMin::check(Bytes(image).first(cut), host_).ok());
    auto longer = image;
    longer.push_back(std::byte{0});
    EXPECT_FALSE(CountMin::check(longer, host_).ok());
    for (std::size_t i = 0; i < image.size(); ++i) {
      for (int value = 0; value < 256; ++value) {
        auto edited = image;
        edited[i] = static_cast<std::byte>(value);
        State again;
        if (!CountMin::check(edited, host_).ok()) continue;
        if (!CountMin::thaw(edited, host_, again).ok()) ADD_FAILURE();
        EXPECT_EQ(bytes(again), edited);
      }
    }
  }
}

}  // namespace
}  // namespace sketch::test
