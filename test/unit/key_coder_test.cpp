// SPDX-License-Identifier: PostgreSQL
#include "../../src/quantile/key_coder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "support/random.hpp"

namespace sketch::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Encodes and decodes; gives the bits per key.
double round_trip(Kind kind, std::vector<Key> keys) {
  std::sort(keys.begin(), keys.end());
  const Units units = Units::of(kind, keys.front(), keys.back(), keys);
  std::vector<std::byte> head(Units::kMaxBytes);
  Bytes put(head.data(), units.put(head.data()));
  Units again;
  EXPECT_TRUE(Units::take(put, kind, again) && put.empty());
  for (const Key key : keys) EXPECT_EQ(again.step.key(units.step.unit(key)), key);
  EXPECT_EQ(again.least_key(), keys.front());
  EXPECT_EQ(again.greatest_key(), keys.back());
  std::vector<std::byte> bytes(key_coder::max_bits(keys.size()) / 8 + 16);
  BitWriter writer(bytes.data());
  key_coder::encode(keys, units, writer);
  const std::size_t size = writer.finish();
  EXPECT_LE(size, key_coder::max_bits(keys.size()) / 8 + 1);
  bytes.resize(size);
  std::vector<Key> decoded(keys.size());
  BitReader reader(bytes);
  EXPECT_TRUE(key_coder::decode(reader, again, decoded));
  EXPECT_EQ(decoded, keys);
  for (std::size_t cut = 0; cut < size; ++cut) {
    BitReader cut_short(Bytes(bytes).first(cut));
    EXPECT_FALSE(key_coder::decode(cut_short, again, decoded));
  }
  return 8.0 * static_cast<double>(size) / static_cast<double>(keys.size());
}

std::vector<Key> keys_of(std::vector<double> values) {
  std::vector<Key> keys;
  for (const double value : values) keys.push_back(key_of(value));
  return keys;
}

TEST(Keys, SortAsValuesDo) {
  const double ascending[] = {-kInfinity, -1e300, -1, -5e-324, 0, 5e-324, 1, 1e300, kInfinity};
  for (std::size_t i = 1; i < std::size(ascending); ++i)
    EXPECT_LT(key_of(ascending[i - 1]), key_of(ascending[i]));
  for (const double value : ascending) EXPECT_EQ(double_of(key_of(value)), value);
  EXPECT_EQ(key_of(-0.0), key_of(0.0));
  EXPECT_LT(key_of(kInfinity), key_of(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_EQ(key_of(-std::numeric_limits<double>::quiet_NaN()), kNanKey);
  EXPECT_TRUE(std::isnan(double_of(kNanKey)));
}

TEST(Keys, OnlyDoublesAreValid) {
  for (const Key key : {Key{0}, kInfinityKey, -kInfinityKey, kNanKey})
    EXPECT_TRUE(valid_key(Kind::float8, key));
  for (const Key key : {kInfinityKey + 1, kNanKey + 1, -kInfinityKey - 1,
                        std::numeric_limits<Key>::min(), std::numeric_limits<Key>::max()}) {
    EXPECT_FALSE(valid_key(Kind::float8, key));
    EXPECT_TRUE(valid_key(Kind::bigint, key));
  }
}

TEST(KeyCoder, RoundTrips) {
  constexpr auto kMin = std::numeric_limits<Key>::min(), kMax = std::numeric_limits<Key>::max();
  round_trip(Kind::bigint, {0});
  round_trip(Kind::bigint, {kMin});
  round_trip(Kind::bigint, {kMin, kMax});
  round_trip(Kind::bigint, {kMin, -1, 0, 0, 0, 1, kMax});
  round_trip(Kind::bigint, std::vector<Key>(1000, kMax));
  round_trip(Kind::float8,
             keys_of({-kInfinity, 0, kInfinity, std::numeric_limits<double>::quiet_NaN()}));
  round_trip(Kind::float8, keys_of({-1e300, -1e-300, 5e-324, 0.1}));
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Key> keys(1 + random.below(300));
    const unsigned shift = random.below(64);
    for (Key& key : keys) key = static_cast<Key>(random() >> shift) - (Key{1} << random.below(20));
    round_trip(Kind::bigint, keys);
  }
}

TEST(KeyCoder, CostsWhatValuesTell) {
  Random random(4);
  std::vector<double> money(500), single(500), continuous(500);
  std::vector<Key> seconds(500);
  for (int i = 0; i < 500; ++i) {
    continuous[i] = random.unit();
    money[i] = std::floor(1e6 * continuous[i]) / 100;
    single[i] = static_cast<float>(continuous[i]);
    seconds[i] = static_cast<Key>(1e8 * continuous[i]) * 1'000'000;
  }
  EXPECT_LT(round_trip(Kind::float8, keys_of(money)), 14);  // log2(1e6 / 500) + 2
  EXPECT_LT(round_trip(Kind::float8, keys_of(single)), 24);
  EXPECT_LT(round_trip(Kind::float8, keys_of(continuous)), 52);
  EXPECT_LT(round_trip(Kind::timestamptz, seconds), 20.5);
}

TEST(Step, RefusesUnknownCodes) {
  Step step;
  for (unsigned code = 0; code < 256; ++code) {
    EXPECT_EQ(Step::read(Kind::float8, code, step), code < 64 + 10);
    EXPECT_EQ(Step::read(Kind::bigint, code, step), code < 64 + 19);
  }
}

}  // namespace
}  // namespace sketch::test
