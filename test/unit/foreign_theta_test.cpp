// SPDX-License-Identifier: PostgreSQL
//
// Theta sketches of DataSketches. Images of versions 3 and 4 were written by its C++ library with
// lg k 12, of the integers 0 ... n - 1. Those of versions 1 and 2, and those with unsorted hashes,
// are made from them.
#include <gtest/gtest.h>

#include "sketch/foreign/foreign.hpp"
#include "support/hex.hpp"
#include "support/subject.hpp"
#include "theta_traits.hpp"

namespace sketch::test {
namespace {

using foreign::Format;

constexpr const char* kNone = "01030300001ecc93";
constexpr const char* kOne = "01030300001acc93e56b61eec8804420";
constexpr const char* kHashes =
    "15f97dcbbd86a10540de2ee1c9db3d08698bb991b8685708fe162113fb98bc10bd3273724691cc14c397fc1281709d1e"
    "e56b61eec88044201ad1300b998c2f22ba40b3c1da06695de0f48bea9983c37c";
constexpr const char* kTenDifferences =
    "0104033e011acc930a16861af72df7e45429c550c15b0e52b006633bac22ab4a4865304281678b95103fe12d7d486efc"
    "9d0df3aa0896506069c411f6d9350881eb0bd01ccf6535ece5e906da09be81f5a7cbf28d8b4260";
// A sampled sketch without hashes.
constexpr const char* kNoneBelow = "03030300001acc93000000000000000000000000" "14ae4701";

const std::string kTen = std::string("02030300001acc930a00000000000000") + kHashes;

// A sketch with theta seven eighths, below which there are nine of the hashes.
std::string sampled(const char* preamble) {
  return std::string(preamble) + "09000000" "0000803f" "0000000000000070" + std::string(kHashes).substr(0, 144);
}

struct Read {
  Status status;
  Image image;
};

Read read(Bytes bytes, int precision = 0) {
  TestHost host;
  State canonical;
  const Status status = foreign::theta_from(
      Format::datasketches, bytes, foreign::SampleChoice{.precision = precision}, host, canonical);
  EXPECT_EQ(host.scratch_in_use(), 0U);
  if (!status.ok()) return {status, {}};
  EXPECT_TRUE(Theta::check(canonical, host).ok());
  return {status, copy_of(canonical)};
}
Read read(const std::string& hex, int precision = 0) { return read(bytes_of_hex(hex), precision); }

std::string written(const Image& image) {
  TestHost host;
  State bytes;
  const Status status = foreign::theta_to(Format::datasketches, image, host, bytes);
  EXPECT_TRUE(status.ok()) << status.message;
  return hex_of(bytes);
}

Theta::Info info(const Image& image) {
  TestHost host;
  Theta::Info result;
  EXPECT_TRUE(Theta::info(image, host, result).ok());
  return result;
}

// The image built from the same values here. Its class is that of an import.
Image built(std::size_t n, int precision = 12) {
  TestHost host;
  State state = WholeThetaTraits::add(WholeTheta::create(precision, host), 0, n, host), frozen;
  set_image_values(state.data(), ValueClass::other);
  EXPECT_TRUE(Theta::freeze(state, host, frozen).ok());
  return copy_of(frozen);
}

TEST(ForeignTheta, ImagesAreTheirValues) {
  EXPECT_EQ(read(kNone).image, built(0));
  EXPECT_EQ(read(kOne).image, built(1));
  EXPECT_EQ(read(kTen).image, built(10));
  EXPECT_EQ(read(kTenDifferences).image, built(10));
}

TEST(ForeignTheta, OldVersionsAreTheSame) {
  EXPECT_EQ(read("030103000000000000000000" "00000000" "ffffffffffffff7f").image, built(0));
  EXPECT_EQ(read("010203000000cc93").image, built(0));
  EXPECT_EQ(read(std::string("0301030000000000" "0a00000000000000" "ffffffffffffff7f") + kHashes).image, built(10));
  EXPECT_EQ(read(std::string("020203000018cc93" "0a0000000000803f") + kHashes).image, built(10));
  EXPECT_EQ(read(std::string("030203000018cc93" "0a0000000000803f" "ffffffffffffff7f") + kHashes).image, built(10));
  const Read three = read(sampled("03030300001acc93"));
  ASSERT_TRUE(three.status.ok()) << three.status.message;
  EXPECT_EQ(read(sampled("0301030000000000")).image, three.image);
  EXPECT_EQ(read(sampled("030203000018cc93")).image, three.image);
  EXPECT_NEAR(info(three.image).theta, 0.875, 1e-15);
  EXPECT_EQ(info(three.image).hashes, 9U);
  EXPECT_STREQ(info(three.image).form, "sampled");
}

TEST(ForeignTheta, OrderIsNoMatter) {
  Image image = bytes_of_hex(kTen);
  image[5] = std::byte{0x0A};
  std::swap_ranges(image.begin() + 16, image.begin() + 24, image.begin() + 88);
  EXPECT_EQ(read(image).image, built(10));
  std::copy_n(image.begin() + 16, 8, image.begin() + 24);
  EXPECT_EQ(read(image).status.code, Code::malformed) << "a hash that is there twice";
}

TEST(ForeignTheta, OfASampleOfNothingThetaIsKept) {
  const Read got = read(kNoneBelow);
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  EXPECT_EQ(info(got.image).hashes, 0U);
  EXPECT_NEAR(info(got.image).theta, 0.01, 1e-6);
  EXPECT_EQ(written(got.image), kNoneBelow);
  // An empty set is empty, whatever its theta.
  EXPECT_EQ(read("03030300001ecc9300000000000000000000000014ae4701").image, built(0));
}

TEST(ForeignTheta, WhatIsWrittenIsWhatWasRead) {
  for (const std::string& hex : {std::string(kNone), std::string(kOne), kTen, std::string(kNoneBelow)})
    EXPECT_EQ(written(read(hex).image), hex);
  EXPECT_EQ(written(read(kTenDifferences).image), kTen);
  for (const std::size_t n : {5U, 4096U, 4097U, 30000U}) {
    const Image image = built(n);
    EXPECT_EQ(read(written(image)).image, image) << n;
  }
}

TEST(ForeignTheta, ThePrecisionKeepsAllHashes) {
  EXPECT_EQ(info(read(kTen).image).precision, 12);
  EXPECT_EQ(info(read(kTen, 16).image).precision, 16);
  EXPECT_EQ(read(kTen, 16).image, built(10, 16));
  const Image large = built(5000, 13);
  EXPECT_EQ(read(written(large)).image, large);
  EXPECT_EQ(info(read(written(built(30000, 14))).image).precision, 14);
  // At a lower precision than asked for there, the least hashes and theta are kept.
  EXPECT_EQ(read(written(large), 8).image, built(5000, 8));
}

TEST(ForeignTheta, WhatIsAddedGoesOn) {
  TestHost host;
  State state;
  const Image first = built(3000);
  ASSERT_TRUE(Theta::thaw(read(written(first)).image, host, state).ok());
  state = WholeThetaTraits::add(state, 2000, 6000, host);
  State frozen;
  ASSERT_TRUE(Theta::freeze(state, host, frozen).ok());
  EXPECT_EQ(copy_of(frozen), built(8000));
}

TEST(ForeignTheta, NoValuesHashIsZeroOrAllOnes) {
  TestHost host;
  State state = WholeTheta::create(12, host);
  EXPECT_TRUE(Theta::add(state, 0));
  double count = -1;
  ASSERT_TRUE(Theta::cardinality(state, host, count).ok());
  EXPECT_EQ(count, 0);
  for (const char* hash : {"0000000000000000", "ffffffffffffff7f", "0000000000000080", "ffffffffffffffff"})
    EXPECT_EQ(read(std::string("01030300001acc93") + hash).status.code, Code::malformed) << hash;
  EXPECT_TRUE(read("01030300001acc93feffffffffffff7f").status.ok());
}

TEST(ForeignTheta, DomainsDontMix) {
  TestHost host;
  const Image theirs = built(10);
  State ours = ThetaTraits::add(Theta::create(12, host), 0, 10, host), result;
  State mixed;
  ASSERT_TRUE(Theta::thaw(theirs, host, mixed).ok());
  EXPECT_EQ(Theta::merge(ours, theirs, host).code, Code::wrong_domain);
  EXPECT_EQ(Theta::merge(mixed, ours, host).code, Code::wrong_domain);
  EXPECT_EQ(Theta::intersection(ours, theirs, host, result).code, Code::wrong_domain);
  const Status status = Theta::difference(theirs, ours, host, result);
  EXPECT_EQ(status.code, Code::wrong_domain);
  EXPECT_NE(std::string(status.message).find("sketch and datasketches"), std::string::npos);
  Estimate estimate;
  EXPECT_EQ(Theta::jaccard(theirs, ours, 0.9, host, estimate).code, Code::wrong_domain);
  EXPECT_EQ(foreign::theta_to(Format::datasketches, ours, host, result).code, Code::wrong_domain);
}

TEST(ForeignTheta, WhatElseTheBytesMayBe) {
  EXPECT_EQ(read("01030300001acc94e56b61eec8804420").status.code, Code::wrong_domain) << "another seed";
  EXPECT_EQ(read("0303020c0d00cc93").status.code, Code::wrong_family) << "a sketch that is being built";
  EXPECT_EQ(read("0201070c030c0008").status.code, Code::wrong_family) << "an hll";
  EXPECT_EQ(read("01050300001ecc93").status.code, Code::malformed) << "version 5";
  EXPECT_EQ(read("01030300001fcc93").status.code, Code::malformed) << "the large end first";
  EXPECT_EQ(read(kTen + "00").status.code, Code::malformed);
  TestHost host;
  for (const std::string& hex : {std::string(kNone), kTen, std::string(kTenDifferences)}) {
    const foreign::Detected found = foreign::detect(bytes_of_hex(hex), host);
    EXPECT_STREQ(found.format, "datasketches");
    EXPECT_STREQ(found.kind, "theta");
  }
}

// Every truncation gives an error, and every flipped bit an error or a sketch.
TEST(ForeignTheta, DamageIsHarmless) {
  for (const std::string& hex :
       {std::string(kNone), std::string(kOne), kTen, std::string(kTenDifferences), std::string(kNoneBelow),
        sampled("0301030000000000"), sampled("030203000018cc93")}) {
    const Image image = bytes_of_hex(hex);
    ASSERT_TRUE(read(image).status.ok()) << hex;
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      read(changed);
    }
    for (std::size_t size = 0; size < image.size(); ++size)
      EXPECT_FALSE(read(Image(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size))).status.ok())
          << size;
  }
}

}  // namespace
}  // namespace sketch::test
