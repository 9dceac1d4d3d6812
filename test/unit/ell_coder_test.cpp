// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/ell_coder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "sketch/distinct/ell_register.hpp"
#include "support/effort.hpp"
#include "support/ell_model.hpp"
#include "support/test_host.hpp"
#include "support/variants.hpp"

namespace sketch::test {
namespace {

using Registers = std::vector<std::uint32_t>;
using E = StoredEll;

// Encodes with every variant, all of which must give the same bytes.
std::vector<std::byte> coded(const Registers& registers) {
  TestHost host;
  std::vector<std::byte> result;
  for_each_variant(ell_variants(), [&](const EllKernels& variant) {
    std::vector<std::byte> room(ell_coder::max_bytes(registers.size()));
    const Bytes bytes = ell_coder::encode(registers, room, host.scratch(), variant);
    EXPECT_EQ(host.scratch_in_use(), 0U);
    EXPECT_GE(bytes.data(), room.data());
    EXPECT_LE(bytes.data() + bytes.size(), room.data() + room.size());
    const std::vector<std::byte> these(bytes.begin(), bytes.end());
    if (result.empty()) result = these;
    EXPECT_EQ(these, result);
  });
  return result;
}

// Decodes with every variant, all of which must give the same registers. The registers hold other
// values before, of which no trace may be left.
bool decoded(Bytes bytes, Registers& registers) {
  TestHost host;
  bool result = false, first = true;
  for_each_variant(ell_variants(), [&](const EllKernels& variant) {
    Registers these(registers.size(), 0xDEADBEEF);
    const bool good = ell_coder::decode(bytes, these, host.scratch(), variant);
    EXPECT_EQ(host.scratch_in_use(), 0U);
    if (first) {
      result = good;
      registers = these;
      first = false;
    }
    EXPECT_EQ(good, result);
    if (good) {
      EXPECT_EQ(these, registers);
    }
  });
  return result;
}

void expect_round_trip(const Registers& registers) {
  const auto bytes = coded(registers);
  Registers again(registers.size());
  ASSERT_TRUE(decoded(bytes, again));
  ASSERT_EQ(again, registers);
  ASSERT_EQ(coded(again), bytes);
}

TEST(EllCoder, RegistersOfEveryCountAndPrecision) {
  Random random(1);
  for (int precision = 4; precision <= 12; ++precision) {
    for (double n = 1; n < 0x1p61; n *= precision < 10 && !kSanitized ? 1.3 : 2.9) {
      RegisterModel<E> model(n, precision);
      expect_round_trip(model.draw(random));
    }
  }
  for (const int precision : {14, 16, 18}) {
    for (const double n : {1e3, 1e5, 1e7, 1e18}) {
      RegisterModel<E> model(n, precision);
      expect_round_trip(model.draw(random));
    }
  }
}

// A valid register that is unrelated to the model.
std::uint32_t any_valid(Random& random, int precision) {
  std::uint32_t r = 0;
  const unsigned most = 1 + random.below(E::max_value(precision));
  for (std::uint32_t i = random.below(30); i-- != 0;) {
    r = E::update(r, most - random.below(std::min(most, 40U)));
  }
  return r;
}

TEST(EllCoder, RegistersThatNoSetOfHashesHas) {
  Random random(2);
  for (const int precision : {4, 5, 9, 12}) {
    const std::size_t m = std::size_t{1} << precision;
    const unsigned most = E::max_value(precision);
    const std::uint32_t full = most << 24 | E::kWindowMask, bare = most << 24;
    const std::uint32_t one = E::update(0, 1);
    for (const std::uint32_t odd : {full, bare, one, E::update(0, 30), E::update(one, 5)}) {
      for (const std::uint32_t rest : {std::uint32_t{0}, full, bare, one}) {
        for (const std::size_t at : {std::size_t{0}, m / 2, m - 1}) {
          Registers registers(m, rest);
          registers[at] = odd;
          expect_round_trip(registers);
        }
        Registers alternating(m, rest), halves(m, rest);
        for (std::size_t i = 0; i < m; i += 2) alternating[i] = odd;
        for (std::size_t i = 0; i < m / 2; ++i) halves[i] = odd;
        expect_round_trip(alternating);
        expect_round_trip(halves);
      }
    }
    for (int round = 0; round < 200; ++round) {
      Registers registers(m);
      for (auto& r : registers) r = any_valid(random, precision);
      expect_round_trip(registers);
    }
  }
}

// Registers that are all equal, for each largest value and some windows: covers all scales and all
// escapes.
TEST(EllCoder, EveryLargestValue) {
  constexpr int kPrecision = 4;
  for (unsigned u = 1; u <= E::max_value(kPrecision); ++u) {
    const std::uint32_t bare = E::update(0, u);
    std::uint32_t full = bare;
    for (unsigned value = 1; value < u; ++value) full = E::update(full, value);
    for (const std::uint32_t r : {bare, full, E::update(bare, (u + 1) / 2)}) {
      ASSERT_TRUE(E::valid(r, kPrecision));
      expect_round_trip(Registers(std::size_t{1} << kPrecision, r));
    }
  }
}

// One improbable value at a time, from either end of the expected range, among otherwise ordinary
// registers.
TEST(EllCoder, OneStrangeRegisterAmongOrdinaryOnes) {
  constexpr int kPrecision = 9;
  Random random(3);
  for (const double n : {600.0, 3e3, 1e6, 1e15}) {
    RegisterModel<E> model(n, kPrecision);
    const Registers ordinary = model.draw(random);
    for (unsigned u = 0; u <= E::max_value(kPrecision); ++u) {
      Registers registers = ordinary;
      registers[random.below(512)] = u == 0 ? 0 : E::update(0, u);
      expect_round_trip(registers);
    }
  }
}

// The size is close to the entropy of the model, once there are several values per register.
TEST(EllCoder, SizeIsCloseToTheEntropy) {
  Random random(4);
  for (const int precision : {9, 12}) {
    const double m = std::ldexp(1, precision);
    for (double x = 1; x < 1e6; x *= 1.7) {
      RegisterModel<E> model(x * m, precision);
      constexpr int kDraws = rounds(20);
      double bytes = 0;
      for (int i = 0; i < kDraws; ++i)
        bytes += static_cast<double>(coded(model.draw(random)).size()) / kDraws;
      const double least = model.entropy() * m / 8;
      // Lanes cost half a bit for each of their first 8 registers. If there are few values, most
      // raw bits are known anyway.
      const double lanes = std::min(m / 16, 64.0) / 2, unfilled = x < 2 ? m / 16 : 0;
      EXPECT_LT(bytes, (x < 8 ? 1.06 : 1.025) * least + 6 + lanes + unfilled)
          << x << " values for each of " << m;
    }
  }
}

TEST(EllCoder, TruncatedBytesAreRejected) {
  Random random(5);
  for (const double n : {20.0, 600.0, 1e6}) {
    RegisterModel<E> model(n, 9);
    const auto bytes = coded(model.draw(random));
    Registers registers(512);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::vector<std::byte> part(bytes.begin(),
                                        bytes.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_FALSE(decoded(part, registers)) << size;
    }
  }
}

// Whatever the bytes are, decoding gives only registers that updates can produce.
TEST(EllCoder, AnyBytesGivePossibleRegisters) {
  Random random(6);
  RegisterModel<E> model(5000, 6);
  Registers registers(64);
  for (int round = 0; round < rounds(20'000); ++round) {
    auto bytes = coded(model.draw(random));
    if (round % 2 == 0) {
      for (std::uint32_t i = random.below(5) + 1; i-- != 0;) {
        bytes[random.below(static_cast<std::uint32_t>(bytes.size()))] =
            static_cast<std::byte>(random());
      }
    } else {
      bytes.resize(random.below(400));
      for (auto& byte : bytes) byte = static_cast<std::byte>(random());
    }
    if (!decoded(bytes, registers)) continue;
    for (const std::uint32_t r : registers) {
      const unsigned u = E::largest(r);
      ASSERT_TRUE(u > E::max_value(4) || E::valid(r, 4)) << r;
    }
  }
}

TEST(EllCoder, FailingMemoryIsPassedOn) {
  Random random(7);
  RegisterModel<E> model(1e5, 12);
  const Registers registers = model.draw(random);
  const auto bytes = coded(registers);
  Registers again(registers.size());
  std::vector<std::byte> room(ell_coder::max_bytes(registers.size()));
  TestHost host;
  bool finished = false;
  std::size_t failures = 0;
  for (; !finished; ++failures) {
    host.fail_after(failures);
    try {
      ell_coder::encode(registers, room, host.scratch());
      ASSERT_TRUE(ell_coder::decode(bytes, again, host.scratch()));
      finished = true;
    } catch (const std::bad_alloc&) {
    }
    ASSERT_EQ(host.scratch_in_use(), 0U);
  }
  EXPECT_GE(failures, 3U);
  EXPECT_EQ(again, registers);
}

}  // namespace
}  // namespace sketch::test
