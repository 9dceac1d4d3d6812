// SPDX-License-Identifier: PostgreSQL
//
// Tests that are specific to the distinct counter; laws_test.cpp has the laws of all sketches.
#include "sketch/distinct/hll.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "hll_traits.hpp"
#include "support/ell_theory.hpp"

namespace sketch::test {
namespace {

const Kernel kKernel = kernel_of<HllTraits>("Hll");

struct Sketch : Subject {
  template <class... Arguments>
  explicit Sketch(Arguments... arguments) : Subject(kKernel, arguments...) {}
};

std::uint8_t form_of(Bytes image) { return image_form(image.data()); }

TEST(Hll, KeepsTokensUpToAsManyAsRegisters) {
  for (int p = Hll::kMinPrecision; p <= Hll::kMaxPrecision; ++p) {
    const std::size_t m = std::size_t{1} << p;
    Sketch sketch(p, 0, m);
    EXPECT_EQ(form_of(sketch.working()), Hll::kWorkingTokens);
    EXPECT_LE(sketch.working().size(), 8 * m + 60);
    const double collisions = std::ldexp(static_cast<double>(m), p - 25) / 3;
    EXPECT_NEAR(sketch.answer(), static_cast<double>(m), 0.5 + 5 * std::sqrt(collisions)) << p;
    EXPECT_EQ(form_of(sketch.frozen()), Hll::kTokens);
    sketch.add(m, 20 + m / 100);
    EXPECT_EQ(form_of(sketch.working()), Hll::kWorkingRegisters);
    EXPECT_EQ(sketch.working().size(), 12 + 4 * m);
    EXPECT_EQ(form_of(sketch.frozen()), Hll::kCodedRegisters);
  }
}

// Invariant 2 of hll.hpp, also if a merge meets the limit exactly.
TEST(Hll, FormDependsOnTheSetAlone) {
  constexpr int kPrecision = 6;
  for (std::size_t total = 60; total <= 70; ++total) {
    const Image direct = Sketch(kPrecision, 0, total).frozen();
    EXPECT_EQ(form_of(direct), total <= 64 ? Hll::kTokens : Hll::kCodedRegisters);
    for (std::size_t split = 0; split <= total; ++split) {
      for (const std::size_t overlap : {0U, 5U}) {
        Sketch left(kPrecision, 0, split), right(kPrecision, split, total - split);
        right.add(0, std::min(overlap, split));
        ASSERT_EQ(left.merge(right.frozen()).frozen(), direct) << split << " of " << total;
      }
    }
  }
}

TEST(Hll, HugePrecisions) {
  const std::size_t m = std::size_t{1} << 18;
  Sketch sketch(18, 0, m + 1000), other(17, 1000, 2 * m), both(17, 0, 2 * m + 1000);
  const Image frozen = sketch.frozen();
  EXPECT_TRUE(accepts(kKernel, frozen));
  EXPECT_EQ(sketch.merge(other.frozen()).frozen(), both.frozen());
}

// Hashes without enough bits saturate the registers; the estimate stays finite.
TEST(Hll, HashesOfZeros) {
  Random random(1);
  for (const int p : {4, 9, 12}) {
    TestHost host;
    std::vector<std::uint64_t> hashes(std::size_t{40} << p);
    for (auto& hash : hashes) hash = random() & ((std::uint64_t{4} << p) - 1);
    State state = Hll::add_all(Hll::create(p, host), hashes, host);
    State canonical;
    ASSERT_TRUE(Hll::freeze(state, host, canonical).ok());
    EXPECT_TRUE(accepts(kKernel, canonical));
    HllTraits::ask(canonical, host);
    EXPECT_LE(HllTraits::answer(canonical, host), 0x1p64);
    // With all possible hashes the estimate is at most 2^64.
    for (std::uint64_t& hash : hashes) hash = random() & 3;
    for (std::uint64_t i = 0; i < std::uint64_t{1} << (p + 2); ++i) {
      ASSERT_TRUE(Hll::add(state, i) || (state = Hll::grow(state, host), Hll::add(state, i)));
    }
    HllTraits::ask(state, host);
  }
}

TEST(Hll, EmptySketches) {
  for (int p = Hll::kMinPrecision; p <= Hll::kMaxPrecision; ++p) {
    Sketch sketch(p);
    const Image frozen = sketch.frozen();
    EXPECT_EQ(frozen.size(), 5U);
    EXPECT_EQ(sketch.answer(), 0);
    Estimate estimate{1, 1, 1};
    ASSERT_TRUE(Hll::bounds(frozen, 0.95, sketch.host(), estimate).ok());
    EXPECT_EQ(estimate.lower, 0);
    EXPECT_EQ(estimate.upper, 0);
  }
}

TEST(Hll, BoundsWantAConfidence) {
  Sketch sketch(9, 0, 5000);
  Estimate wide{}, narrow{};
  for (const double bad : {0.0, 1.0, -0.5, 2.0, std::nan(""), HUGE_VAL}) {
    const Status status = Hll::bounds(sketch.working(), bad, sketch.host(), wide);
    EXPECT_EQ(status.code, Code::out_of_range) << bad;
  }
  ASSERT_TRUE(Hll::bounds(sketch.working(), 0.5, sketch.host(), narrow).ok());
  ASSERT_TRUE(Hll::bounds(sketch.working(), 1 - 1e-12, sketch.host(), wide).ok());
  EXPECT_LT(wide.lower, narrow.lower);
  EXPECT_LT(narrow.lower, narrow.value);
  EXPECT_LT(narrow.value, narrow.upper);
  EXPECT_LT(narrow.upper, wide.upper);
  EXPECT_GE(wide.lower, 1);
}

TEST(Hll, Info) {
  Sketch small(9, 0, 100), large(12, 0, 10'000);
  Hll::Info info{};
  ASSERT_TRUE(Hll::info(small.frozen(), small.host(), info).ok());
  EXPECT_STREQ(info.form, "tokens");
  EXPECT_EQ(info.tokens, 100U);
  EXPECT_EQ(info.precision, 9);
  EXPECT_NEAR(info.standard_error, 0.0152, 0.0001);
  ASSERT_TRUE(Hll::info(large.working(), large.host(), info).ok());
  EXPECT_STREQ(info.form, "registers");
  EXPECT_EQ(info.tokens, 0U);
  EXPECT_EQ(info.precision, 12);
  EXPECT_NEAR(info.standard_error, 0.00538, 0.00005);
}

TEST(Hll, PrecisionsOutOfRangeAreRejected) {
  for (const std::size_t n : {0U, 10U, 5000U}) {
    Sketch sketch(9, 0, n);
    for (const Image& image : {sketch.frozen(), copy_of(sketch.working())}) {
      for (unsigned p = 0; p < 256; ++p) {
        if (p >= Hll::kMinPrecision && p <= Hll::kMaxPrecision) continue;
        Image changed = image;
        changed[3] = static_cast<std::byte>(p);
        State thawed;
        double value;
        EXPECT_EQ(Hll::check(changed, sketch.host()).code, Code::malformed);
        EXPECT_EQ(Hll::thaw(changed, sketch.host(), thawed).code, Code::malformed);
        EXPECT_EQ(Hll::cardinality(changed, sketch.host(), value).code, Code::malformed);
      }
    }
  }
}

// A short image must not make its reader allocate much memory.
TEST(Hll, SmallImagesTakeLittleMemory) {
  Random random(2);
  for (int round = 0; round < 5000; ++round) {
    Image image(4 + random.below(40));
    for (auto& byte : image) byte = static_cast<std::byte>(random());
    image[0] = std::byte{1};
    image[1] = std::byte{1};
    image[2] = static_cast<std::byte>(random.below(10));
    image[3] = static_cast<std::byte>(4 + random.below(15));
    TestHost host;
    double value;
    if (Hll::cardinality(image, host, value).ok()) continue;
    EXPECT_LE(host.largest_request(), std::size_t{4} << 18) << round;
  }
}

// The stored sizes that README and benchmarks promise, including PostgreSQL's length word: 1 byte
// up to 126 bytes in all, else 4.
TEST(Hll, StoredBytes) {
  const auto mean_bytes = [](int precision, std::size_t n) {
    double sum = 0;
    for (std::uint64_t i = 0; i < 20; ++i) {
      const std::size_t size = Sketch(precision, i * n, n).frozen().size();
      sum += static_cast<double>(size + (size <= 126 ? 1 : 4)) / 20;
    }
    return sum;
  };
  EXPECT_LE(mean_bytes(9, 10), 48);
  EXPECT_LE(mean_bytes(9, 100), 290);
  EXPECT_LE(mean_bytes(9, 1'000'000), 1184);
  // The memory-variance product of stored sketches, with the standard error from theory.
  const auto product = [&](int precision, double n) {
    const double error = EllTheory<StoredEll>::standard_error(n, precision);
    return 8 * mean_bytes(precision, static_cast<std::size_t>(n)) * error * error;
  };
  EXPECT_LE(product(9, 1'000'000), 2.18);
  EXPECT_LE(product(12, 1'000'000), 2.13);
}

}  // namespace
}  // namespace sketch::test
