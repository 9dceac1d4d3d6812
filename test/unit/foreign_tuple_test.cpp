// SPDX-License-Identifier: PostgreSQL
//
// Tuple sketches of DataSketches with the keys 0 ... 2 and their numbers as values: the layouts of
// the C++ library's tuple sketches of 32-bit integers and its arrays of doubles. Images with other
// values and with Java's summaries are made from them.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "sketch/foreign/foreign.hpp"
#include "support/hex.hpp"
#include "support/subject.hpp"
#include "tuple_traits.hpp"

namespace sketch::test {
namespace {

using foreign::Format;
using foreign::SampleChoice;

struct Key {
  std::uint64_t hash;
  double value;
};

// The keys in the order of their hashes.
std::vector<Key> keys(std::uint64_t n) {
  std::vector<Key> result;
  for (std::uint64_t i = 0; i < n; ++i)
    result.push_back({WholeThetaTraits::hash_of(i) >> 1, static_cast<double>(i)});
  std::sort(result.begin(), result.end(), [](const Key& a, const Key& b) { return a.hash < b.hash; });
  return result;
}

template <class Word>
void put(Image& image, Word word) {
  for (unsigned i = 0; i < sizeof word; ++i) image.push_back(static_cast<std::byte>(word >> 8 * i));
}

enum class Kind { int32, int64, float32, float64 };

// A tuple sketch. With `mode` it has Java's summaries.
Image tuple(Kind kind, std::span<const Key> keys, int mode = -1) {
  Image image = bytes_of_hex(keys.size() == 1 ? "01030901001acc93" : "02030901001acc93");
  if (keys.size() != 1) put(image, std::uint64_t{keys.size()});
  for (const auto& [hash, value] : keys) {
    put(image, hash);
    if (kind == Kind::float64)
      put(image, std::bit_cast<std::uint64_t>(value));
    else if (kind == Kind::float32)
      put(image, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    else if (kind == Kind::int64)
      put(image, static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
    else
      put(image, static_cast<std::uint32_t>(static_cast<std::int32_t>(value)));
    if (mode >= 0) image.push_back(static_cast<std::byte>(mode));
  }
  return image;
}

Image arrays(unsigned columns, std::span<const Key> keys) {
  Image image = bytes_of_hex("010109031800cc93ffffffffffffff7f");
  image[5] = static_cast<std::byte>(columns);
  put(image, std::uint64_t{keys.size()});
  for (const Key& key : keys) put(image, key.hash);
  for (const Key& key : keys)
    for (unsigned i = 0; i < columns; ++i) put(image, std::bit_cast<std::uint64_t>(key.value + i));
  return image;
}

struct Read {
  Status status;
  Image image;
};

Read read(Bytes bytes, SampleChoice choice = {}, Format format = Format::datasketches) {
  TestHost host;
  State canonical;
  const Status status = foreign::tuple_from(format, bytes, choice, host, canonical);
  EXPECT_EQ(host.scratch_in_use(), 0U);
  if (!status.ok()) return {status, {}};
  EXPECT_TRUE(Tuple::check(canonical, host).ok());
  return {status, copy_of(canonical)};
}

Image written(const Image& image) {
  TestHost host;
  State bytes;
  const Status status = foreign::tuple_to(Format::datasketches, image, host, bytes);
  EXPECT_TRUE(status.ok()) << status.message;
  return copy_of(bytes);
}

Tuple::Info info(const Image& image) {
  TestHost host;
  Tuple::Info result;
  EXPECT_TRUE(Tuple::info(image, host, result).ok());
  return result;
}

std::vector<double> sums(const Image& image) {
  TestHost host;
  Tuple::PerColumn result;
  EXPECT_TRUE(Tuple::sums(image, host, result).ok());
  return {result.values, result.values + result.count};
}

TEST(ForeignTuple, ValuesOfAnyKindAreTheSame) {
  const auto three = keys(3);
  const Image image = read(tuple(Kind::int32, three)).image;
  ASSERT_FALSE(image.empty());
  EXPECT_EQ(info(image).keys.hashes, 3U);
  EXPECT_EQ(info(image).keys.domain, Domain::datasketches);
  EXPECT_EQ(sums(image), std::vector<double>{3});
  EXPECT_EQ(read(tuple(Kind::int64, three)).image, image);
  EXPECT_EQ(read(tuple(Kind::float32, three)).image, image);
  EXPECT_EQ(read(tuple(Kind::float64, three)).image, image);
  EXPECT_EQ(read(arrays(1, three)).image, image);
  EXPECT_EQ(read(tuple(Kind::int32, three, 0)).image, image);
  EXPECT_EQ(read(tuple(Kind::float64, three, 0)).image, image);
  // The numbers that older versions use for the kind.
  Image old = tuple(Kind::int32, three);
  old[1] = std::byte{1};
  old[3] = std::byte{5};
  EXPECT_EQ(read(old).image, image);
  EXPECT_EQ(sums(read(arrays(3, three)).image), (std::vector<double>{3, 6, 9}));
}

TEST(ForeignTuple, EachKeyHasItsValue) {
  TestHost host;
  // Unsorted hashes.
  auto ten = keys(10);
  std::reverse(ten.begin(), ten.end());
  const Image image = read(arrays(1, ten)).image;
  EXPECT_EQ(image, read(arrays(1, keys(10))).image);
  State state = WholeTuple::create(12, host), frozen;
  ASSERT_TRUE(Tuple::take_shape(state, {Mode::sum, 1}, host).ok());
  for (const Key& key : ten) state = Tuple::add(state, key.hash << 1, &key.value, host);
  set_image_values(state.data(), ValueClass::other);
  ASSERT_TRUE(Tuple::freeze(state, host, frozen).ok());
  EXPECT_EQ(image, copy_of(frozen));
  ten[3] = ten[4];
  EXPECT_EQ(read(arrays(1, ten)).status.code, Code::malformed) << "a key that is there twice";
}

TEST(ForeignTuple, TheModeIsTheImagesOrTheCallers) {
  const auto three = keys(3);
  EXPECT_EQ(info(read(tuple(Kind::float64, three, 1)).image).shape.mode, Mode::min);
  EXPECT_EQ(info(read(tuple(Kind::int32, three, 2)).image).shape.mode, Mode::max);
  EXPECT_EQ(read(tuple(Kind::int32, three, 4)).status.code, Code::malformed);
  Image two = tuple(Kind::int32, three, 1);
  two.back() = std::byte{2};
  EXPECT_EQ(read(two).status.code, Code::malformed);
  EXPECT_EQ(info(read(arrays(2, three)).image).shape.mode, Mode::sum);
  const SampleChoice choice{.precision = 5, .mode_given = true, .mode = Mode::max};
  EXPECT_EQ(info(read(arrays(2, three), choice).image).shape.mode, Mode::max);
  EXPECT_EQ(info(read(arrays(2, three), choice).image).keys.precision, 5);
}

TEST(ForeignTuple, EmptyOnesKeepTheirTheta) {
  for (const char* hex : {"01030901001ecc93", "010109031401cc93ffffffffffffff7f"}) {
    const Read got = read(bytes_of_hex(hex));
    ASSERT_TRUE(got.status.ok()) << got.status.message;
    EXPECT_EQ(info(got.image).keys.theta, 1);
    EXPECT_EQ(hex_of(written(got.image)), "010109031401cc93ffffffffffffff7f");
  }
  constexpr const char* kBelow = "010109031001cc930000000014ae4701";
  const Read below = read(bytes_of_hex(kBelow));
  ASSERT_TRUE(below.status.ok()) << below.status.message;
  EXPECT_NEAR(info(below.image).keys.theta, 0.01, 1e-6);
  EXPECT_EQ(hex_of(written(below.image)), kBelow);
}

TEST(ForeignTuple, WhatIsWrittenIsWhatWasRead) {
  for (const unsigned columns : {1U, 3U, 32U})
    for (const std::uint64_t n : {1U, 10U, 3000U}) {
      const Image image = arrays(columns, keys(n));
      EXPECT_EQ(written(read(image).image), image) << columns << ", " << n;
    }
}

TEST(ForeignTuple, ThePrecisionHasRoomForTheColumns) {
  const auto many = keys(5000);
  EXPECT_EQ(info(read(arrays(1, many)).image).keys.precision, 13);
  EXPECT_EQ(read(arrays(32, keys(3)), {.precision = 20}).status.code, Code::out_of_range);
  EXPECT_TRUE(read(arrays(32, keys(3)), {.precision = 19}).status.ok());
}

TEST(ForeignTuple, WhatCantBe) {
  const auto three = keys(3);
  EXPECT_EQ(read(arrays(33, three)).status.code, Code::out_of_range);
  auto infinite = three;
  infinite[1].value = INFINITY;
  EXPECT_EQ(read(arrays(1, infinite)).status.code, Code::out_of_range);
  EXPECT_EQ(read(tuple(Kind::float64, infinite)).status.code, Code::out_of_range);
  // Neither integers nor doubles of a usual size.
  auto neither = three;
  for (Key& key : neither) key.value = 1e-200;
  EXPECT_EQ(read(tuple(Kind::float64, neither)).status.code, Code::out_of_range);
  EXPECT_TRUE(read(tuple(Kind::float64, neither), {}, Format::datasketches_double).status.ok());
  for (Key& key : neither) key.value = 2e8;
  EXPECT_EQ(read(tuple(Kind::int32, neither)).status.code, Code::out_of_range);
  EXPECT_EQ(sums(read(tuple(Kind::int32, neither), {}, Format::datasketches_long).image), std::vector<double>{6e8});
  for (Key& key : neither) key.value = 0x1p-40;
  EXPECT_EQ(read(tuple(Kind::float32, neither)).status.code, Code::out_of_range);
  for (const Format format : {Format::datasketches_float, Format::datasketches_double})
    EXPECT_EQ(sums(read(tuple(Kind::float32, neither), {}, format).image), std::vector<double>{3 * 0x1p-40});
  Image seed = arrays(1, three);
  seed[6] = std::byte{0};
  EXPECT_EQ(read(seed).status.code, Code::wrong_domain);
  Image building = arrays(1, three);
  building[3] = std::byte{2};
  EXPECT_EQ(read(building).status.code, Code::wrong_family);
  EXPECT_EQ(read(bytes_of_hex("01030300001ecc93")).status.code, Code::wrong_family);
  TestHost host;
  State bytes;
  EXPECT_EQ(foreign::tuple_to(Format::datasketches, Tuple::create(12, host), host, bytes).code,
            Code::wrong_domain);
  State ours = TupleTraits<Mode::sum>::add(Tuple::create(12, host), 0, 3, host);
  EXPECT_EQ(Tuple::merge(ours, read(arrays(3, three)).image, host).code, Code::wrong_domain);
}

// Every truncation gives an error, and every flipped bit an error or a sketch.
TEST(ForeignTuple, DamageIsHarmless) {
  const auto three = keys(3);
  for (const Image& image : {tuple(Kind::int32, three), tuple(Kind::int64, three), tuple(Kind::float64, three, 1),
                             tuple(Kind::int32, std::span(three).first(1)), arrays(1, three), arrays(3, three)}) {
    ASSERT_TRUE(read(image).status.ok());
    for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
      Image changed = image;
      changed[bit / 8] ^= std::byte{1} << bit % 8;
      read(changed);
    }
    for (std::size_t size = 0; size < image.size(); ++size) {
      const Image part(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size));
      // Cutting may turn rows of eight bytes with a mode into rows without one.
      if (!read(part).status.ok()) continue;
      EXPECT_EQ((image.size() - size) % three.size(), 0U);
    }
  }
}

}  // namespace
}  // namespace sketch::test
