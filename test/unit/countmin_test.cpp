// SPDX-License-Identifier: PostgreSQL
#include "sketch/frequency/countmin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "sketch/core/hash.hpp"
#include "support/subject.hpp"

namespace sketch::test {
namespace {

using Shape = CountMin::Shape;
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

class CountMinTest : public ::testing::Test {
 protected:
  void add(State state, std::uint64_t value, std::int64_t weight = 1) {
    ASSERT_TRUE(CountMin::add(state, hash_u64(value), weight).ok());
  }
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
  CountMin::Frequency frequency(Bytes image, std::uint64_t value) {
    CountMin::Frequency result{};
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
}

// Against counters that are plain arrays, and against the truth.
TEST_F(CountMinTest, CountsAsTheDefinition) {
  for (const Shape shape : {Shape{1, 1}, Shape{7, 3}, Shape{272, 5}, Shape{2719, 5}}) {
    const State state = CountMin::create(shape, host_);
    std::vector<std::vector<std::uint64_t>> naive(shape.depth,
                                                  std::vector<std::uint64_t>(shape.width));
    std::map<std::uint64_t, std::uint64_t> truth;
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      const std::uint64_t value = hash_u64(i) % 5000 * (hash_u64(i + 1) % 3), weight = i % 4;
      add(state, value, static_cast<std::int64_t>(weight));
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
    // Each is too far off with a probability of exp(-depth).
    EXPECT_LE(static_cast<double>(far), 10'000 * std::exp(-static_cast<double>(shape.depth)));
  }
}

TEST_F(CountMinTest, SameMultisetSameBytes) {
  const Shape shape{272, 5};
  const State forwards = CountMin::create(shape, host_), backwards = CountMin::create(shape, host_);
  State a = CountMin::create(shape, host_), b = CountMin::create(shape, host_);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    add(forwards, i, 3);
    for (int times = 0; times < 3; ++times) add(backwards, 999 - i);
    add(i % 3 == 0 ? a : b, i, 3);
  }
  EXPECT_EQ(bytes(forwards), bytes(backwards));
  State ab = CountMin::create(shape, host_), ba = CountMin::create(shape, host_);
  ASSERT_TRUE(CountMin::merge(ab, a, host_).ok() && CountMin::merge(ab, frozen(b), host_).ok());
  ASSERT_TRUE(CountMin::merge(ba, frozen(b), host_).ok() && CountMin::merge(ba, a, host_).ok());
  EXPECT_EQ(bytes(ab), bytes(forwards));
  EXPECT_EQ(bytes(ba), bytes(forwards));
  State thawed;
  ASSERT_TRUE(CountMin::thaw(frozen(forwards), host_, thawed).ok());
  EXPECT_EQ(bytes(thawed), bytes(forwards));
}

TEST_F(CountMinTest, TotalsBeyondTheLimitChangeNothing) {
  State state = CountMin::create({7, 3}, host_);
  add(state, 1, kLargest);
  const auto before = bytes(state);
  EXPECT_EQ(CountMin::add(state, hash_u64(2), 1).code, Code::out_of_range);
  EXPECT_EQ(CountMin::add(state, hash_u64(2), -1).code, Code::out_of_range);
  EXPECT_EQ(CountMin::merge(state, frozen(state), host_).code, Code::out_of_range);
  EXPECT_EQ(bytes(state), before);
  EXPECT_EQ(frequency(state, 1).estimate, static_cast<std::uint64_t>(kLargest));
  EXPECT_EQ(CountMin::merge(state, CountMin::create({8, 3}, host_), host_).code,
            Code::out_of_range);
}

TEST_F(CountMinTest, InnerProductIsNeverTooLow) {
  const State a = CountMin::create({2719, 5}, host_), b = CountMin::create({2719, 5}, host_);
  double exact = 0;
  for (int i = 0; i < 500; ++i) {
    add(a, i, i % 7);
    add(b, i + 250, i % 5);
    if (i >= 250) exact += (i % 7) * ((i - 250) % 5);
  }
  double product = 0, stored = 0;
  ASSERT_TRUE(CountMin::inner_product(a, b, host_, product).ok());
  ASSERT_TRUE(CountMin::inner_product(frozen(a), b, host_, stored).ok());
  EXPECT_EQ(product, stored);
  EXPECT_GE(product, exact);
  EXPECT_LE(product, exact + 0.001 * 1500 * 1000);
}

// What the parser takes, it would write: any byte changed, cut or added is refused, or canonical.
TEST_F(CountMinTest, TakesOnlyWhatItWrites) {
  const State state = CountMin::create({7, 3}, host_);
  for (int i = 0; i < 5; ++i) add(state, i, 100 * i);
  for (const auto& image : {bytes(CountMin::create({7, 3}, host_)), bytes(state)}) {
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
