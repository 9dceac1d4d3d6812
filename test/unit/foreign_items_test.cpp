// SPDX-License-Identifier: PostgreSQL
//
// Other systems' frequent items and bucket sketches. Images of DataSketches were written by its C++
// library with 6 as the lg of the largest map, of 1 ... n or their decimal text. Protobuf messages
// of ddsketch and texts of TimescaleDB Toolkit are built here after the documentation of those
// systems.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <string>

#include "sketch/core/varint.hpp"
#include "sketch/foreign/foreign.hpp"
#include "sketch/frequency/topk.hpp"
#include "sketch/quantile/dd.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "support/hex.hpp"
#include "support/subject.hpp"

namespace sketch::test {
namespace {

using foreign::Format;

constexpr const char* kOneLong =
    "04010a060300000001000000000000000100000000000000000000000000000001000000000000000100000000000000";
constexpr const char* kOneString =
    "04010a060300000001000000000000000100000000000000000000000000000001000000000000000100000031";

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

std::vector<TopK::Ranked> top(const Image& image, TopK::Info& info) {
  TestHost host;
  EXPECT_TRUE(TopK::check(image, host).ok());
  EXPECT_TRUE(TopK::info(image, host, info).ok());
  std::vector<TopK::Ranked> ranking(info.counters);
  std::size_t count = 0;
  EXPECT_TRUE(TopK::top(image, host, ranking, count).ok());
  ranking.resize(count);
  return ranking;
}

TEST(ForeignItems, OneOfEachKind) {
  TopK::Info info;
  const Image longs = read(foreign::topk_from, Format::datasketches, bytes_of_hex(kOneLong)).image;
  auto ranking = top(longs, info);
  ASSERT_EQ(ranking.size(), 1U);
  EXPECT_EQ(ranking[0].item.word, 1U);
  EXPECT_EQ(ranking[0].frequency.lower, 1U);
  EXPECT_EQ(ranking[0].frequency.upper, 1U);
  EXPECT_EQ(info.capacity, 48);
  const Image strings = read(foreign::topk_from, Format::datasketches, bytes_of_hex(kOneString)).image;
  ranking = top(strings, info);
  ASSERT_EQ(ranking.size(), 1U);
  EXPECT_EQ(hex_of(ranking[0].item.bytes), "31");
  EXPECT_EQ(top(read(foreign::topk_from, Format::datasketches, bytes_of_hex("01010a0603050000")).image, info)
                .size(),
            0U);
}

// With more items than counters, bounds survive writing and reading.
TEST(ForeignItems, BoundsHoldThereAndBack) {
  TestHost host;
  const std::byte type{4};
  State state = TopK::create(16, {TopK::Items::words, {&type, 1}}, host), frozen, bytes;
  for (std::uint64_t i = 1; i <= 4000; ++i) {
    const std::uint64_t word = i % 3 == 0 ? i % 9 : i;
    ASSERT_TRUE(TopK::add(state, TopK::Item::of(word), 1, host).ok());
  }
  ASSERT_TRUE(TopK::freeze(state, host, frozen).ok());
  ASSERT_TRUE(foreign::topk_to(Format::datasketches, frozen, host, bytes).ok());
  const Read back = read(foreign::topk_from, Format::datasketches, bytes);
  ASSERT_TRUE(back.status.ok()) << back.status.message;
  TopK::Info before, after;
  const auto ranking = top(copy_of(frozen), before), again = top(back.image, after);
  EXPECT_EQ(after.total, before.total);
  EXPECT_EQ(after.offset, before.offset);
  ASSERT_FALSE(again.empty());
  for (const auto& a : again) {
    const auto b = std::find_if(ranking.begin(), ranking.end(),
                                [&a](const auto& r) { return r.item.word == a.item.word; });
    ASSERT_NE(b, ranking.end());
    EXPECT_EQ(a.frequency.upper, b->frequency.upper);
    EXPECT_LE(a.frequency.lower, b->frequency.lower);
  }
}

TEST(ForeignItems, DamageIsHarmless) {
  for (const char* hex : {kOneLong, kOneString}) {
    const Image image = bytes_of_hex(hex);
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      read(foreign::topk_from, Format::datasketches, changed);
    }
    for (std::size_t size = 0; size < image.size(); ++size) {
      const Image part(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size));
      // An image of a short integer starts like that of a one-byte string.
      const bool good = read(foreign::topk_from, Format::datasketches, part).status.ok();
      EXPECT_EQ(good, hex == kOneLong && size == 45) << size;
    }
  }
}

// ---- Buckets

class Message {
 public:
  Message& real(unsigned field, double value) {
    tag(field, 1);
    for (int shift = 0; shift < 64; shift += 8)
      image.push_back(static_cast<std::byte>(std::bit_cast<std::uint64_t>(value) >> shift));
    return *this;
  }
  Message& index(unsigned field, std::int64_t value) {
    tag(field, 0);
    return number(zigzag(value));
  }
  Message& inner(unsigned field, const Message& message) {
    tag(field, 2);
    number(message.image.size());
    image.insert(image.end(), message.image.begin(), message.image.end());
    return *this;
  }
  Message& packed(unsigned field, std::initializer_list<double> values) {
    Message all;
    for (const double value : values) {
      Message one;
      one.real(0, value);
      all.image.insert(all.image.end(), one.image.begin() + 1, one.image.end());
    }
    return inner(field, all);
  }
  Image image;

 private:
  Message& number(std::uint64_t value) {
    std::byte bytes[kMaxVarintBytes];
    image.insert(image.end(), bytes, put_varint(bytes, value));
    return *this;
  }
  void tag(unsigned field, unsigned type) { number(field << 3 | type); }
};

struct Known {
  std::uint64_t n;
  double least, median, greatest;
};
template <class Sketch>
Known known(const Image& image) {
  TestHost host;
  EXPECT_TRUE(Sketch::check(image, host).ok());
  Distribution d(host.scratch());
  EXPECT_TRUE(Sketch::read(image, host, d).ok());
  if (d.empty()) return {};
  return {d.n(), double_of(d.least()), double_of(d.quantile(0.5)), double_of(d.greatest())};
}

TEST(ForeignDd, ProtobufOfBothSigns) {
  // gamma 1.02: 100 is in bucket floor(ln 100 / ln 1.02) = 232, 1 in 0, -50 in 197.
  Message mapping, positive, negative, pair, sketch;
  mapping.real(1, 1.02).real(2, 0);
  positive.packed(2, {3, 0, 2}).index(3, 230);
  pair.index(1, 197).real(2, 4);
  negative.inner(1, pair);
  sketch.inner(1, mapping).inner(2, positive).inner(3, negative).real(4, 5);
  const Read got = read(foreign::dd_from, Format::ddsketch, sketch.image);
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  const Known of = known<Dd>(got.image);
  EXPECT_EQ(of.n, 14U);
  EXPECT_NEAR(of.least, -50, 0.6);
  EXPECT_EQ(of.median, 0);
  EXPECT_NEAR(of.greatest, 100, 1.2);

  Message cubic = mapping, other;
  cubic.index(3, 2);
  other.inner(1, cubic);
  EXPECT_EQ(read(foreign::dd_from, Format::ddsketch, other.image).status.code, Code::out_of_range);
  Message half;
  half.inner(1, mapping).real(4, 0.5);
  EXPECT_EQ(read(foreign::dd_from, Format::ddsketch, half.image).status.code, Code::out_of_range);
  EXPECT_EQ(read(foreign::dd_from, Format::ddsketch, Image{}).status.code, Code::malformed);
  for (std::size_t bit = 0; bit < 8 * sketch.image.size(); ++bit) {
    Image changed = sketch.image;
    changed[bit / 8] ^= std::byte{1} << bit % 8;
    read(foreign::dd_from, Format::ddsketch, changed);
  }
}

Bytes bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(ForeignDd, TextOfToolkit) {
  // 1 is the upper end of bucket 0. With alpha 0.01, bucket 35 ends at exp(35 * 0.0200007) =
  // 2.0138.
  const std::string text =
      "(version:1,alpha:0.01,max_buckets:100,num_buckets:4,compactions:0,count:8,sum:-1,"
      "buckets:[(Negative(35),3),(Zero,2),(Positive(0),1),(Positive(35),2)])";
  const Read got = read(foreign::dd_from, Format::toolkit, bytes_of(text));
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  const Known of = known<Dd>(got.image);
  EXPECT_EQ(of.n, 8U);
  EXPECT_NEAR(of.least, -2, 0.03);
  EXPECT_EQ(of.median, 0);
  EXPECT_NEAR(of.greatest, 2, 0.03);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(read(foreign::dd_from, Format::toolkit, bytes_of(text.substr(0, size))).status.ok());
}

TEST(ForeignTDigest, TextOfToolkit) {
  const std::string text =
      "(version:1,buckets:3,max_buckets:100,count:4,sum:15,min:1,max:10,"
      "centroids:[(mean:1,weight:1),(mean:2,weight:2),(mean:10,weight:1)])";
  const Read got = read(foreign::tdigest_from, Format::toolkit, bytes_of(text));
  ASSERT_TRUE(got.status.ok()) << got.status.message;
  EXPECT_EQ(known<TDigest>(got.image).n, 4U);
  EXPECT_EQ(known<TDigest>(got.image).greatest, 10);
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(
        read(foreign::tdigest_from, Format::toolkit, bytes_of(text.substr(0, size))).status.ok());
}

}  // namespace
}  // namespace sketch::test
