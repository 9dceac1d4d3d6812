// SPDX-License-Identifier: PostgreSQL
//
// Other systems' quantile sketches. Images of DataSketches were written by its C++ library with k
// 200 or 100, of the values 1 ... n; those of the extension tdigest by version 1.4, of 1, 2, 2 and
// 10. Images of REQ, classic quantiles and Dunning's t-digest are built here after their
// documentation.
#include <gtest/gtest.h>

#include <bit>
#include <string_view>

#include "sketch/foreign/foreign.hpp"
#include "sketch/quantile/kll.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "support/hex.hpp"
#include "support/subject.hpp"

namespace sketch::test {
namespace {

using foreign::Format;

constexpr const char* kFloats =
    "05010f00c80008000a00000000000000c8000100be0000000000803f000020410000204100001041000000410000e0400000c0"
    "400000a0400000804000004040000000400000803f";
constexpr const char* kLongs =
    "05010f00c80008000a00000000000000c8000100be00000001000000000000000a000000000000000a00000000000000"
    "090000000000000008000000000000000700000000000000060000000000000005000000000000000400000000000000"
    "030000000000000002000000000000000100000000000000";

// What is compared: number of values, extremes, median.
struct Known {
  double n, least, greatest, median;
  bool operator==(const Known&) const = default;
};

template <class Sketch>
Known known(Bytes image) {
  TestHost host;
  EXPECT_TRUE(Sketch::check(image, host).ok());
  Distribution d(host.scratch());
  EXPECT_TRUE(Sketch::read(image, host, d).ok());
  if (d.empty()) return {};
  const auto number = [&d](Key key) { return number_of(d.kind(), key); };
  return {static_cast<double>(d.n()), number(d.least()), number(d.greatest()),
          number(d.quantile(0.5))};
}

struct Read {
  Status status;
  Image image;
};
Read read(foreign::From from, Format format, Bytes bytes) {
  TestHost host;
  State canonical;
  const Status status = from(format, bytes, host, canonical);
  EXPECT_EQ(host.scratch_in_use(), 0U);
  return {status, status.ok() ? copy_of(canonical) : Image{}};
}
Image written(foreign::To to, Format format, const Image& image) {
  TestHost host;
  State bytes;
  const Status status = to(format, image, host, bytes);
  EXPECT_TRUE(status.ok()) << status.message;
  return copy_of(bytes);
}

// Builds an image out of numbers.
class Builder {
 public:
  template <class T>
  Builder& le(T value) {
    return put(value, false);
  }
  template <class T>
  Builder& be(T value) {
    return put(value, true);
  }
  Image image;

 private:
  template <class T>
  Builder& put(T value, bool big) {
    std::byte bytes[sizeof value];
    std::memcpy(bytes, &value, sizeof value);
    if (big != (std::endian::native == std::endian::big)) std::reverse(bytes, bytes + sizeof value);
    image.insert(image.end(), bytes, bytes + sizeof value);
    return *this;
  }
};

constexpr Known kTen{10, 1, 10, 5};

TEST(ForeignKll, ItemsOfEachType) {
  for (const auto& [hex, format] : {std::pair{kFloats, Format::datasketches},
                                    {kFloats, Format::datasketches_float},
                                    {kLongs, Format::datasketches},
                                    {kLongs, Format::datasketches_long}}) {
    const Read got = read(foreign::kll_from, format, bytes_of_hex(hex));
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    EXPECT_EQ(known<Kll>(got.image), kTen);
  }
  EXPECT_EQ(read(foreign::kll_from, Format::datasketches_long, bytes_of_hex(kFloats)).status.code,
            Code::malformed);
}

TEST(ForeignKll, NoneAndOne) {
  EXPECT_EQ(known<Kll>(read(foreign::kll_from, Format::datasketches, bytes_of_hex("02010f01c8000800")).image),
            Known{});
  for (const char* hex : {"02020f04c80008000000803f", "02020f04c8000800000000000000f03f",
                          "02020f04c80008000100000000000000"}) {
    EXPECT_EQ(known<Kll>(read(foreign::kll_from, Format::datasketches, bytes_of_hex(hex)).image),
              (Known{1, 1, 1, 1}))
        << hex;
  }
}

TEST(ForeignKll, EightBytesThatMayBeEitherHaveToBeNamed) {
  // A time in nanoseconds; read as a double it would be 1e-201.
  const Image image =
      Builder().le<std::uint64_t>(0x000800C8040F0202).le<std::int64_t>(1600000000000000000).image;
  EXPECT_EQ(read(foreign::kll_from, Format::datasketches, image).status.code, Code::out_of_range);
  const Read got = read(foreign::kll_from, Format::datasketches_long, image);
  EXPECT_EQ(known<Kll>(got.image).least, 1.6e18);
}

// Writing a large sketch and reading it again preserves every key.
TEST(ForeignKll, ThereAndBack) {
  TestHost host;
  for (const Kind kind : {Kind::float8, Kind::bigint}) {
    for (const std::int64_t n : {0, 1, 2, 600, 601, 100000}) {
      State state = Kll::create(200, host, kind), frozen;
      for (std::int64_t i = 0; i < n; ++i) {
        const Key key = kind == Kind::bigint ? i : key_of(static_cast<double>(i) / 8);
        state = Kll::add_all(state, {&key, 1}, host);
      }
      ASSERT_TRUE(Kll::freeze(state, host, frozen).ok());
      const Image theirs = written(foreign::kll_to, Format::datasketches, copy_of(frozen));
      const Format format =
          kind == Kind::bigint ? Format::datasketches_long : Format::datasketches_double;
      const Read back = read(foreign::kll_from, format, theirs);
      ASSERT_TRUE(back.status.ok()) << back.status.message << " of " << n;
      Distribution a(host.scratch()), b(host.scratch());
      ASSERT_TRUE(Kll::read(frozen, host, a).ok());
      ASSERT_TRUE(Kll::read(back.image, host, b).ok());
      ASSERT_EQ(a.points().size(), b.points().size());
      for (std::size_t i = 0; i < a.points().size(); ++i) {
        EXPECT_EQ(a.points()[i].key, b.points()[i].key);
        EXPECT_EQ(a.points()[i].cumulative, b.points()[i].cumulative);
      }
    }
  }
}

TEST(ForeignKll, ReqAndClassicQuantiles) {
  // REQ with raw items; then with two levels, the second of weight 2.
  Builder raw;
  raw.le<std::uint32_t>(0x10110102).le<std::uint16_t>(12).le<std::uint8_t>(1).le<std::uint8_t>(3);
  for (const float value : {3.0F, 1.0F, 2.0F}) raw.le(value);
  EXPECT_EQ(known<Kll>(read(foreign::kll_from, Format::datasketches, raw.image).image), (Known{3, 1, 3, 2}));
  Builder levels;
  levels.le<std::uint32_t>(0x08110104).le<std::uint16_t>(12).le<std::uint8_t>(2).le<std::uint8_t>(0);
  levels.le<std::uint64_t>(7).le(1.0F).le(9.0F);
  for (const std::uint8_t weight : {0, 1}) {
    levels.le<std::uint64_t>(0).le(12.0F).le(weight).le<std::uint8_t>(3).le<std::uint16_t>(0);
    levels.le<std::uint32_t>(weight == 0 ? 3 : 2);
    for (int i = 0; i < (weight == 0 ? 3 : 2); ++i) levels.le(static_cast<float>(4 * i + 1 + weight));
  }
  EXPECT_EQ(known<Kll>(read(foreign::kll_from, Format::datasketches, levels.image).image),
            (Known{7, 1, 9, 5}));
  // Classic with k 2: of 11 values three are in the buffer, and four on the second level with
  // weight 4.
  Builder classic;
  classic.le<std::uint32_t>(0x08080302).le<std::uint16_t>(2).le<std::uint16_t>(0);
  classic.le<std::uint64_t>(11).le(1.0).le(11.0);
  for (const double value : {11.0, 9.0, 10.0, 3.0, 7.0}) classic.le(value);
  EXPECT_EQ(known<Kll>(read(foreign::kll_from, Format::datasketches, classic.image).image),
            (Known{11, 1, 11, 7}));
}

TEST(ForeignTDigest, OfDataSketches) {
  for (const char* hex : {
           "02011464000400000a000000000000000000803f000020410000803f01000000000000400100000000004040010000000000"
           "8040010000000000a040010000000000c040010000000000e04001000000000000410100000000001041010000000000204101"
           "000000",
           "0201146400000000000000000a0000000000803f000020410000803f0000004000004040000080400000a0400000c0400000e0"
           "40000000410000104100002041",
           "0201146400000000000000000a000000000000000000f03f0000000000002440000000000000f03f0000000000000040000000"
           "00000008400000000000001040000000000000144000000000000018400000000000001c40000000000000204000000000000022"
           "400000000000002440"}) {
    const Read got = read(foreign::tdigest_from, Format::datasketches, bytes_of_hex(hex));
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    EXPECT_EQ(known<TDigest>(got.image), kTen);
  }
  EXPECT_EQ(known<TDigest>(read(foreign::tdigest_from, Format::datasketches,
                                bytes_of_hex("0101146400010000"))
                               .image),
            Known{});
  for (const char* hex : {"01011464000600000000803f", "0101146400060000000000000000f03f"})
    EXPECT_EQ(known<TDigest>(read(foreign::tdigest_from, Format::datasketches, bytes_of_hex(hex)).image),
              (Known{1, 1, 1, 1}));
}

// The centroids at both ends give up a value for the extremes; no weight is lost.
TEST(ForeignTDigest, OfDunning) {
  Builder verbose, small;
  verbose.be<std::uint32_t>(1).be(1.0).be(9.0).be(100.0).be<std::uint32_t>(3);
  small.be<std::uint32_t>(2).be(1.0).be(9.0).be(100.0F).be<std::uint16_t>(5).be<std::uint16_t>(5).be<std::uint16_t>(3);
  for (const auto& [weight, mean] : {std::pair{4.0, 2.0}, {1.0, 5.0}, {2.0, 8.5}}) {
    verbose.be(weight).be(mean);
    small.be(static_cast<float>(weight)).be(static_cast<float>(mean));
  }
  for (const Image& image : {verbose.image, small.image}) {
    const Read got = read(foreign::tdigest_from, Format::datasketches, image);
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    TestHost host;
    Distribution d(host.scratch());
    ASSERT_TRUE(TDigest::read(got.image, host, d).ok());
    EXPECT_EQ(d.n(), 7U);
    EXPECT_EQ(double_of(d.least()), 1);
    EXPECT_EQ(double_of(d.greatest()), 9);
    EXPECT_EQ(d.sum(), 30);
  }
}

constexpr std::string_view kText = "flags 1 count 4 compression 100 centroids 3 (1.000000, 1) (2, 2) (1e1, 1)";
constexpr std::string_view kSums = "flags 0 count 4 compression 100 centroids 3 (1, 1) (4, 2) (10, 1)";

Bytes bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

TEST(ForeignTDigest, OfTheExtension) {
  Builder binary;
  binary.be<std::uint32_t>(1).be<std::uint64_t>(4).be<std::uint32_t>(100).be<std::uint32_t>(3);
  binary.be(1.0).be<std::uint64_t>(1).be(2.0).be<std::uint64_t>(2).be(10.0).be<std::uint64_t>(1);
  const Read got = read(foreign::tdigest_from, Format::tdigest, binary.image);
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  EXPECT_EQ(known<TDigest>(got.image).n, 4);
  EXPECT_EQ(read(foreign::tdigest_from, Format::tdigest, bytes_of(kText)).image, got.image);
  EXPECT_EQ(read(foreign::tdigest_from, Format::tdigest, bytes_of(kSums)).image, got.image);
  for (const Format format : {Format::tdigest, Format::tdigest_text}) {
    const Image theirs = written(foreign::tdigest_to, format, got.image);
    EXPECT_EQ(known<TDigest>(read(foreign::tdigest_from, format, theirs).image),
              known<TDigest>(got.image));
  }
  for (const std::string_view bad :
       {"flags 2 count 1 compression 100 centroids 1 (1, 1)", "flags 1 count 2 compression 100 centroids 1 (1, 1)",
        "flags 1 count 1 compression 100 centroids 1 (1, 1) x", "flags 1 count 1 compression 100 centroids 1 (nan, 1)",
        "flags 1 count 1 compression 100 centroids 2 (1, 1)", "flags"})
    EXPECT_EQ(read(foreign::tdigest_from, Format::tdigest, bytes_of(bad)).status.code, Code::malformed) << bad;
}

// Damaged images give an error or a sketch.
TEST(ForeignQuantiles, DamageIsHarmless) {
  const std::pair<foreign::From, Image> images[] = {
      {foreign::kll_from, bytes_of_hex(kFloats)},
      {foreign::kll_from, bytes_of_hex("02020f04c8000800000000000000f03f")},
      {foreign::tdigest_from, bytes_of_hex("0201146400000000000000000a0000000000803f000020410000803f0000004000"
                                           "004040000080400000a0400000c0400000e040000000410000104100002041")},
  };
  TestHost host;
  for (const auto& [from, image] : images) {
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      read(from, Format::datasketches, changed);
    }
    for (std::size_t size = 0; size < image.size(); ++size) {
      const Image part(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size));
      // Half of a double is a float.
      const bool good = read(from, Format::datasketches, part).status.ok();
      EXPECT_EQ(good, image.size() == 16 && size == 12) << size;
    }
  }
  for (std::size_t size = 0; size < kText.size(); ++size)
    EXPECT_FALSE(read(foreign::tdigest_from, Format::tdigest, bytes_of(kText.substr(0, size))).status.ok());
}

}  // namespace
}  // namespace sketch::test
