// SPDX-License-Identifier: PostgreSQL
//
// Other systems' HyperLogLogs. Images of DataSketches were written by its C++ library with lg k 12
// and the unsigned integers 0 ... n - 1; those of postgresql-hll by hll 2.17, as each case says.
// Kinds that are too long to include are made from these: registers of 4, 6 and 8 bits from a
// list's coupons.
#include <gtest/gtest.h>

#include "plain_hll_traits.hpp"
#include "sketch/foreign/foreign.hpp"
#include "support/hex.hpp"
#include "support/subject.hpp"

namespace sketch::test {
namespace {

using foreign::Format;

constexpr const char* kNone = "0201070c030c0008";
constexpr const char* kOne = "0201070c03080100cbd7c204";
// A set of ten coupons.
constexpr const char* kTen =
    "0301070c050800090a00000081bc5d06862ff90dcbd7c204c1e91705d216730734a2610e75816607fc2d420a7b65e6082b"
    "f2fb06";
// The first seven of them as a list.
constexpr const char* kSeven =
    "0201070c0308070081bc5d06862ff90dcbd7c204c1e91705d216730734a2610e75816607";

struct Read {
  Status status;
  Image image;
};

Read read(Format format, Bytes bytes) {
  TestHost host;
  State canonical;
  const Status status = foreign::hll_from(format, bytes, host, canonical);
  if (!status.ok()) return {status, {}};
  EXPECT_TRUE(Hll::check(canonical, host).ok());
  EXPECT_EQ(host.scratch_in_use(), 0U);
  return {status, copy_of(canonical)};
}
Read read(Format format, const char* hex) { return read(format, bytes_of_hex(hex)); }

Image written(Format format, const Image& image) {
  TestHost host;
  State bytes;
  const Status status = foreign::hll_to(format, image, host, bytes);
  EXPECT_TRUE(status.ok()) << status.message;
  return copy_of(bytes);
}

double cardinality(const Image& image) {
  TestHost host;
  return HllTraits::answer(image, host);
}

// A dense image of DataSketches with lg k 4 and these registers, of `bits` bits each.
Image dense(unsigned bits, const std::vector<unsigned>& registers, unsigned base = 0) {
  Image image = bytes_of_hex("0a01070400180000");
  image[6] = static_cast<std::byte>(bits == 4 ? base : 0);
  image[7] = static_cast<std::byte>(2 | (bits - 4) / 2 << 2);
  image.resize(40);
  std::vector<std::uint32_t> beyond;
  std::vector<std::uint8_t> packed(16 * bits / 8 + (bits == 6 ? 1 : 0));
  for (std::size_t i = 0; i < registers.size(); ++i) {
    unsigned value = registers[i];
    if (bits == 4) {
      value -= base;
      if (value >= 15) {
        value = 15;
        beyond.push_back(registers[i] << 26 | static_cast<std::uint32_t>(i));
      }
    }
    for (unsigned bit = 0; bit < bits; ++bit)
      packed[(i * bits + bit) / 8] |= (value >> bit & 1) << (i * bits + bit) % 8;
  }
  image[36] = static_cast<std::byte>(beyond.size());
  for (const std::uint8_t byte : packed) image.push_back(std::byte{byte});
  for (const std::uint32_t pair : beyond)
    for (int shift = 0; shift < 32; shift += 8) image.push_back(static_cast<std::byte>(pair >> shift));
  return image;
}

TEST(ForeignHll, SmallImagesOfDataSketchesAreTheirValues) {
  TestHost host;
  for (const auto& [hex, n] : {std::pair{kNone, 0}, {kOne, 1}, {kTen, 10}}) {
    const Read got = read(Format::datasketches, hex);
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    State state = Hll::create(Domain::datasketches, 12, host);
    state = DataSketchesHllTraits::add(state, 0, static_cast<std::size_t>(n), host);
    set_image_values(state.data(), ValueClass::other);  // the image doesn't record the class
    State frozen;
    ASSERT_TRUE(Hll::freeze(state, host, frozen).ok());
    EXPECT_EQ(got.image, copy_of(frozen)) << n;
    EXPECT_NEAR(cardinality(got.image), n, 1e-6);
  }
}

TEST(ForeignHll, RegistersInAnyNumberOfBitsAreTheSame) {
  const std::vector<unsigned> registers = {3, 4, 17, 63, 5, 3, 3, 18, 30, 4, 9, 3, 3, 12, 8, 17};
  const Image eight = read(Format::datasketches, dense(8, registers)).image;
  ASSERT_FALSE(eight.empty());
  EXPECT_EQ(read(Format::datasketches, dense(6, registers)).image, eight);
  EXPECT_EQ(read(Format::datasketches, dense(4, registers)).image, eight);
  EXPECT_EQ(read(Format::datasketches, dense(4, registers, 3)).image, eight);
  // Writing gives registers of eight bits.
  EXPECT_EQ(read(Format::datasketches, written(Format::datasketches, eight)).image, eight);
  const Image out = written(Format::datasketches, eight);
  ASSERT_EQ(out.size(), 56U);
  for (std::size_t i = 0; i < registers.size(); ++i)
    EXPECT_EQ(std::to_integer<unsigned>(out[40 + i]), registers[i]);
}

TEST(ForeignHll, BeyondWhatFourBitsHoldEachRegisterIsThereOnce) {
  const std::vector<unsigned> registers = {1, 20, 1, 1, 1, 21, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const Image good = dense(4, registers);
  ASSERT_TRUE(read(Format::datasketches, good).status.ok());
  Image twice = good;
  std::copy_n(twice.end() - 8, 4, twice.end() - 4);
  EXPECT_EQ(read(Format::datasketches, twice).status.code, Code::malformed);
  Image missing(good.begin(), good.end() - 4);
  EXPECT_EQ(read(Format::datasketches, missing).status.code, Code::malformed);
  Image another = good;
  another[another.size() - 4] = std::byte{2};
  EXPECT_EQ(read(Format::datasketches, another).status.code, Code::malformed);
}

TEST(ForeignHll, TablesWithRoomAreReadWhereTheySayThatTheyAre) {
  // A list with room for eight coupons, of which seven are used.
  Image image = bytes_of_hex(kSeven);
  image[5] = std::byte{0};
  image.resize(image.size() + 4);
  const Image seven = read(Format::datasketches, kSeven).image;
  EXPECT_EQ(read(Format::datasketches, image).image, seven);
  image[5] = std::byte{8};
  EXPECT_EQ(read(Format::datasketches, image).status.code, Code::malformed);
}

TEST(ForeignHll, RegistersOfDataSketchesFoldToFewer) {
  TestHost host;
  State fine = Hll::create(Domain::datasketches, 12, host);
  fine = DataSketchesHllTraits::add(fine, 0, 3000, host);
  State coarse = Hll::create(Domain::datasketches, 6, host);
  coarse = DataSketchesHllTraits::add(coarse, 0, 3000, host);
  State reduced = Hll::reduce(fine, 6, host), a, b;
  ASSERT_TRUE(Hll::freeze(reduced, host, a).ok());
  ASSERT_TRUE(Hll::freeze(coarse, host, b).ok());
  EXPECT_EQ(copy_of(a), copy_of(b));
}

TEST(ForeignHll, ImagesOfPostgresqlHllAreWrittenAsTheyWereRead) {
  for (const char* hex : {
           "118b7f",                                       // hll_empty()
           "128b7f0000000000000000",                       // of the hash 0
           "128b7f8895a3f5af28cafe96c3a8cdd6b5d22d",       // of two hashes
           "138b7f0842",                                   // sparse: register 16 is 2 ... as bits say
           "1244448895a3f5af28cafe", "11243f", "138b40",   // other parameters
       }) {
    const Read got = read(Format::postgresql_hll, hex);
    ASSERT_TRUE(got.status.ok()) << hex << ": " << got.status.message;
    EXPECT_EQ(hex_of(written(Format::postgresql_hll, got.image)), hex);
  }
}

TEST(ForeignHll, RegistersOfPostgresqlHllFoldAsTheirValuesWould) {
  TestHost host;
  for (const int low : {4, 8, 11}) {
    State fine = Hll::create(Domain::postgresql_hll, 14, host);
    fine = PostgresqlHllTraits::add(fine, 7, 5000, host);
    State coarse = Hll::create(Domain::postgresql_hll, low, host);
    coarse = PostgresqlHllTraits::add(coarse, 7, 5000, host);
    State reduced = Hll::reduce(fine, low, host), a, b;
    ASSERT_TRUE(Hll::freeze(reduced, host, a).ok());
    ASSERT_TRUE(Hll::freeze(coarse, host, b).ok());
    EXPECT_EQ(copy_of(a), copy_of(b)) << low;
  }
}

TEST(ForeignHll, ManyRegistersComeDownToTheMostThatThereAre) {
  // Sparse, with log2m 24: register 1 has the value 3. Reduced to 21 bits, it is register 1 with
  // value 6, because the three bits that leave the index are 0. Register 2^21 has the value 1: it
  // becomes register 0 with value 1, for the 1 bit that leaves the index.
  Image image = bytes_of_hex("13987f");
  const std::uint64_t bits = (std::uint64_t{1} << 5 | 3) << 29 | (std::uint64_t{1} << 26 | 1);
  for (int shift = 50; shift > -8; shift -= 8)
    image.push_back(static_cast<std::byte>(shift >= 0 ? bits >> shift : bits << -shift));
  const Read got = read(Format::postgresql_hll, image);
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  EXPECT_EQ(hex_of(written(Format::postgresql_hll, got.image)), "13957f00000040000260");
}

TEST(ForeignHll, EstimatesAreWithinTheirBounds) {
  TestHost host;
  for (const std::size_t n : {100U, 1000U, 20000U, 300000U}) {
    for (const bool theirs : {false, true}) {
      const Domain domain = theirs ? Domain::datasketches : Domain::postgresql_hll;
      State state = Hll::create(domain, 12, host);
      state = theirs ? DataSketchesHllTraits::add(state, 0, n, host)
                     : PostgresqlHllTraits::add(state, 0, n, host);
      Estimate estimate;
      ASSERT_TRUE(Hll::bounds(state, 0.9999, host, estimate).ok());
      const auto count = static_cast<double>(n);
      EXPECT_LE(estimate.lower, count + 1e-6) << n;
      EXPECT_GE(estimate.upper, count - 1e-6) << n;
      EXPECT_LE(estimate.upper, count * 1.08) << n;
    }
  }
}

TEST(ForeignHll, DomainsDontMix) {
  TestHost host;
  const Image theirs = read(Format::datasketches, kTen).image;
  const Image others = read(Format::postgresql_hll, "128b7f8895a3f5af28cafe").image;
  State ours = Hll::create(12, host), mixed = Hll::create(Domain::datasketches, 12, host);
  for (const Image& image : {theirs, others}) {
    const Status status = Hll::merge(ours, image, host);
    EXPECT_EQ(status.code, Code::wrong_domain);
    EXPECT_NE(std::string(status.message).find("sketch and"), std::string::npos);
  }
  EXPECT_EQ(Hll::merge(mixed, others, host).code, Code::wrong_domain);
  EXPECT_EQ(Hll::merge(mixed, ours, host).code, Code::wrong_domain);
  State bytes;
  EXPECT_EQ(foreign::hll_to(Format::datasketches, ours, host, bytes).code, Code::wrong_domain);
  EXPECT_EQ(foreign::hll_to(Format::postgresql_hll, theirs, host, bytes).code, Code::wrong_domain);
}

// Written by Redis 7.0: what GET returns after PFADD of nothing, the empty string, "1", "a" to "g",
// and "user1" to "user20".
constexpr const char* kRedisNone = "48594c4c0100000000000000000000807fff";
constexpr const char* kRedisEmpty = "48594c4c01000000000000000000008057318468cc";
constexpr const char* kRedisOne = "48594c4c0100000000000000000000805d66806297";
constexpr const char* kRedisSeven =
    "48594c4c010000000000000000000080466d80560c80443c84388050b184498c80426d80425a";
constexpr const char* kRedisTwenty =
    "48594c4c010000000000000000000080441188441f8040b38441c78441e2804a2988409180420f84440880459a8040518c46108447"
    "82881b8046f18040fc8042b98c417f8440808040e088415d";

Image of_strings(const std::vector<std::string>& strings) {
  TestHost host;
  State state = Hll::create(Domain::redis, 14, host), frozen;
  for (const std::string& string : strings) {
    const std::uint64_t coupon = redis_coupon(string.data(), string.size());
    state = Hll::add_all(state, {&coupon, 1}, host);
  }
  set_image_values(state.data(), ValueClass::other);
  EXPECT_TRUE(Hll::freeze(state, host, frozen).ok());
  return copy_of(frozen);
}
std::vector<std::string> users(int n) {
  std::vector<std::string> users;
  for (int i = 1; i <= n; ++i) users.push_back("user" + std::to_string(i));
  return users;
}

TEST(ForeignHll, ImagesOfRedisAreTheirStringsAndAreWrittenAsTheyWereRead) {
  const std::pair<const char*, std::vector<std::string>> images[] = {
      {kRedisNone, {}},
      {kRedisEmpty, {""}},
      {kRedisOne, {"1"}},
      {kRedisSeven, {"a", "b", "c", "d", "e", "f", "g"}},
      {kRedisTwenty, users(20)}};
  for (const auto& [hex, strings] : images) {
    const Read got = read(Format::redis, hex);
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    EXPECT_EQ(got.image, of_strings(strings));
    EXPECT_EQ(hex_of(written(Format::redis, got.image)), hex);
    EXPECT_NEAR(cardinality(got.image), static_cast<double>(strings.size()), 0.01 * static_cast<double>(strings.size()));
  }
}

TEST(ForeignHll, RegistersOfRedisAreRunsOrDense) {
  for (const int n : {500, 767, 800, 1000, 3000, 60000}) {
    const Image image = of_strings(users(n));
    const Image out = written(Format::redis, image);
    EXPECT_EQ(out.size() == 12304, n >= 3000) << n;
    EXPECT_EQ(out[4], std::byte{n < 3000}) << n;
    const Read back = read(Format::redis, out);
    ASSERT_TRUE(back.status.ok());
    EXPECT_EQ(back.image, image) << n;
    EXPECT_NEAR(cardinality(image) / n, 1, 0.03);
  }
}

// A sketch that gets a few registers by a merge equals the sketch of the values themselves.
TEST(ForeignHll, RegistersOfRedisHaveOneForm) {
  TestHost host;
  for (const int n : {3, 700, 768, 769, 2000}) {
    const Image all = of_strings(users(n));
    State state = Hll::create(Domain::redis, 14, host), frozen;
    for (int i = 0; i < n; i += 50) {
      const auto some = users(std::min(n, i + 50));
      ASSERT_TRUE(Hll::merge(state, of_strings({some.begin() + i, some.end()}), host).ok());
    }
    ASSERT_TRUE(Hll::freeze(state, host, frozen).ok());
    EXPECT_EQ(copy_of(frozen), all) << n;
  }
}

TEST(ForeignHll, DamageOfRedisIsHarmless) {
  for (const int n : {20, 3000}) {
    const Image image = written(Format::redis, of_strings(users(n)));
    const std::size_t step = image.size() < 1000 ? 1 : 61;
    for (std::size_t bit = 0; bit < 8 * image.size(); bit += bit < 8 * 40 ? 1 : step) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      const Read got = read(Format::redis, changed);
      if (bit < 32) {
        EXPECT_EQ(got.status.code, Code::malformed) << bit;
      }
    }
    for (std::size_t size = 0; size < image.size(); size += size < 40 ? 1 : step)
      EXPECT_EQ(read(Format::redis, Image(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size))).status.code,
                Code::malformed);
    Image longer = image;
    longer.push_back(std::byte{0});
    EXPECT_EQ(read(Format::redis, longer).status.code, Code::malformed);
  }
  // A register can't be above 51.
  Image dense = written(Format::redis, of_strings(users(3000)));
  dense[16] |= std::byte{0x3F};
  EXPECT_EQ(read(Format::redis, dense).status.code, Code::malformed);
}

TEST(ForeignHll, DetectsWhoseTheyAre) {
  for (const auto& [hex, format, kind] :
       {std::tuple{kNone, "datasketches", "hll"}, {kTen, "datasketches", "hll"},
        {"118b7f", "postgresql-hll", "hll"}, {"0201100b02000000", "datasketches", "cpc"}, {kRedisOne, "redis", "hll"}}) {
    const Image image = bytes_of_hex(hex);
    TestHost host;
    const foreign::Detected found = foreign::detect(image, host);
    ASSERT_NE(found.format, nullptr) << hex;
    EXPECT_STREQ(found.format, format);
    EXPECT_STREQ(found.kind, kind);
  }
  TestHost host;
  for (const char* hex : {"", "00", "0000000000000000", "ffffffffffffffff", "7b7d"})
    EXPECT_EQ(foreign::detect(bytes_of_hex(hex), host).format, nullptr) << hex;
}

// Every truncation and every flipped bit of each image gives an error or a sketch.
TEST(ForeignHll, DamageIsHarmless) {
  const std::vector<unsigned> registers = {3, 4, 17, 63, 5, 3, 3, 18, 30, 4, 9, 3, 3, 12, 8, 17};
  const std::vector<std::pair<Format, Image>> images = {
      {Format::datasketches, bytes_of_hex(kTen)},
      {Format::datasketches, bytes_of_hex(kSeven)},
      {Format::datasketches, dense(4, registers, 3)},
      {Format::datasketches, dense(6, registers)},
      {Format::datasketches, dense(8, registers)},
      {Format::postgresql_hll, bytes_of_hex("128b7f8895a3f5af28cafe96c3a8cdd6b5d22d")},
      {Format::postgresql_hll, bytes_of_hex("138b7f084200210063")},
      {Format::postgresql_hll, bytes_of_hex("14847f08421084210842108421")},
  };
  for (const auto& [format, image] : images) {
    ASSERT_TRUE(read(format, image).status.ok()) << hex_of(image);
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      read(format, changed);
    }
    for (std::size_t size = 0; size < image.size(); ++size)
      read(format, Image(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size)));
  }
}

}  // namespace
}  // namespace sketch::test
