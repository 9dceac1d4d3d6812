// SPDX-License-Identifier: PostgreSQL
//
// Compares the tuple sketch with a plain model: an ordered map from truncated hashes to values.
#include "sketch/theta/tuple.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include "support/random.hpp"
#include "support/subject.hpp"
#include "support/test_host.hpp"
#include "tuple_traits.hpp"

namespace sketch::test {
namespace {

using Values = std::vector<double>;
using Row = std::pair<std::uint64_t, Values>;

double combined(Mode mode, double a, double b) {
  return mode == Mode::sum ? a + b : mode == Mode::min ? std::min(a, b) : std::max(a, b);
}

struct Model {
  int precision;
  Mode mode;
  Grain grain = Grain::fine;
  std::uint64_t last = Theta::kAll;
  std::map<std::uint64_t, Values> rows;

  Model(int p, Mode m, const std::vector<Row>& all) : precision(p), mode(m) {
    for (const auto& [hash, values] : all) put(truncated(hash, bits()), values);
    trim();
  }

  void put(std::uint64_t cell, const Values& values) {
    const auto [at, fresh] = rows.emplace(cell, values);
    for (std::size_t i = 0; !fresh && i < values.size(); ++i)
      at->second[i] = combined(mode, at->second[i], values[i]);
  }
  int bits() const { return hash_bits(precision, grain); }
  void truncate() {
    std::map<std::uint64_t, Values> finer;
    std::swap(rows, finer);
    for (const auto& [hash, values] : finer) put(truncated(hash, bits()), values);
  }
  void coarsen() {
    grain = Grain::coarse;
    truncate();
  }
  void trim() {
    if (rows.size() > Theta::most_hashes(precision)) coarsen();
    while (rows.size() > Theta::most_hashes(precision)) {
      last = rows.rbegin()->first - 1;
      rows.erase(std::prev(rows.end()));
    }
  }
  void lower(std::uint64_t to) {
    last = std::min(last, to);
    rows.erase(rows.upper_bound(last), rows.end());
  }
  void reduce(int to) {
    if (to >= precision) return;
    precision = to;
    if (last != Theta::kAll) lower(truncated(last + 1, bits()) - 1);
    truncate();
    trim();
  }
};

Image image_of(int precision, Shape shape, const std::vector<Row>& rows, bool frozen = true) {
  TestHost host;
  State state = Tuple::create(precision, host), canonical;
  EXPECT_TRUE(Tuple::take_shape(state, shape, host).ok());
  for (const auto& [hash, values] : rows) state = Tuple::add(state, hash, values.data(), host);
  EXPECT_TRUE(Tuple::freeze(state, host, canonical).ok());
  return copy_of(frozen ? canonical : state);
}

void expect_model(Bytes image, const Model& model, std::size_t columns) {
  TestHost host;
  Tuple::Info info{};
  ASSERT_TRUE(Tuple::info(image, host, info).ok());
  ASSERT_EQ(info.keys.precision, model.precision);
  ASSERT_EQ(info.keys.hashes, model.rows.size());
  ASSERT_EQ(info.keys.theta, std::ldexp(static_cast<double>(model.last) + 1, -64));
  ASSERT_EQ(info.shape, (Shape{model.mode, static_cast<std::uint8_t>(columns)}));
  const double theta = info.keys.theta;
  Tuple::PerColumn sums, means;
  bool any = false;
  ASSERT_TRUE(Tuple::sums(image, host, sums).ok());
  ASSERT_TRUE(Tuple::means(image, host, any, means).ok());
  ASSERT_EQ(sums.count, columns);
  ASSERT_EQ(means.count, any ? columns : 0);
  for (std::size_t c = 0; c < columns; ++c) {
    Values values;
    for (const auto& [hash, row] : model.rows) values.push_back(row[c]);
    Estimate total{};
    ASSERT_TRUE(Tuple::sum(image, c, 0.95, host, total).ok());
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    const double half =
        theta < 1 ? 1.959963984540054 * std::sqrt((1 - theta) * squares) / theta : 0;
    ASSERT_DOUBLE_EQ(total.value, sum / theta);
    ASSERT_EQ(sums.values[c], total.value);
    ASSERT_NEAR(total.lower, total.value - half, 1e-9 * (half + std::abs(total.value)));
    ASSERT_NEAR(total.upper, total.value + half, 1e-9 * (half + std::abs(total.value)));
    bool some = false;
    double mean = 0;
    ASSERT_TRUE(Tuple::mean(image, c, host, some, mean).ok());
    ASSERT_EQ(some, !values.empty());
    ASSERT_EQ(any, some);
    if (!some) continue;
    ASSERT_EQ(means.values[c], mean);
    ASSERT_DOUBLE_EQ(mean, sum / static_cast<double>(values.size()));
    // All values, in order.
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); i += 1 + values.size() / 20) {
      double value = 0;
      const double q = (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
      ASSERT_TRUE(Tuple::quantile(image, c, q, host, some, value).ok());
      ASSERT_EQ(value, values[i]);
    }
    double least = 0, greatest = 0;
    ASSERT_TRUE(Tuple::quantile(image, c, 0, host, some, least).ok());
    ASSERT_TRUE(Tuple::quantile(image, c, 1, host, some, greatest).ok());
    ASSERT_EQ(least, values.front());
    ASSERT_EQ(greatest, values.back());
  }
}

// Rows whose keys often repeat, with integer values, so that all sums are exact.
std::vector<Row> random_rows(std::uint64_t seed, std::size_t n, std::size_t columns,
                             std::uint32_t keys) {
  Random random(seed);
  std::vector<Row> rows(n);
  for (auto& [hash, values] : rows) {
    hash = hash_u64(random.below(keys));
    for (std::size_t c = 0; c < columns; ++c)
      values.push_back(static_cast<double>(random.below(1000)) - 100);
  }
  return rows;
}

TEST(Tuple, CombinesTheValuesOfTheLeastHashes) {
  for (const int precision : {4, 8, 15}) {
    for (const Mode mode : {Mode::sum, Mode::min, Mode::max}) {
      for (const std::size_t columns : {1, 2, 32}) {
        for (const std::size_t n : {0, 1, 15, 16, 17, 300, 3000}) {
          SCOPED_TRACE(::testing::Message() << precision << ", " << columns << ", " << n);
          const auto rows = random_rows(n, n, columns, 2000);
          const Model model(precision, mode, rows);
          const Shape shape{mode, static_cast<std::uint8_t>(columns)};
          const Image image = image_of(precision, shape, rows);
          expect_model(image, model, columns);
          expect_model(image_of(precision, shape, rows, false), model, columns);
          auto backwards = rows;
          std::reverse(backwards.begin(), backwards.end());
          ASSERT_EQ(image_of(precision, shape, backwards), image);
        }
      }
    }
  }
}

Image keys_of(int precision, const std::vector<Row>& rows) {
  TestHost host;
  State theta = Theta::create(precision, host);
  for (const auto& row : rows) theta = Theta::add_all(theta, {&row.first, 1}, host);
  return copy_of(theta);
}

TEST(Tuple, SetOperations) {
  const std::vector<Row> sets[] = {{},
                                   random_rows(1, 20, 2, 40),
                                   random_rows(2, 40, 2, 60),
                                   random_rows(3, 20'000, 2, 9000),
                                   random_rows(4, 20'000, 2, 15'000)};
  for (const Mode mode : {Mode::sum, Mode::min, Mode::max}) {
    const Shape shape{mode, 2};
    struct Operand {
      int precision;
      Model model;
      Image image;
      Image keys;  // of a theta sketch
    };
    const auto operands = [&](std::initializer_list<int> precisions) {
      std::vector<Operand> result;
      for (const int p : precisions) {
        for (const auto& set : sets)
          result.push_back({p, Model(p, mode, set), image_of(p, shape, set), keys_of(p, set)});
      }
      return result;
    };
    const auto ours = operands({5, 9}), theirs = operands({5, 15});
    for (const auto& [pa, model_a, image_a, keys_a] : ours) {
      for (const auto& [pb, model_b, image_b, theta] : theirs) {
        SCOPED_TRACE(::testing::Message() << pa << ", " << pb << ", " << model_a.rows.size()
                                          << ", " << model_b.rows.size());
        Model a = model_a, b = model_b;
        a.reduce(std::min(pa, pb)), b.reduce(std::min(pa, pb));
        if (a.grain != b.grain) a.coarsen(), b.coarsen();
        a.lower(b.last), b.lower(a.last);
        Model both = a, keys = a, rest = a, either = a;
        std::erase_if(both.rows, [&](const auto& row) { return !b.rows.contains(row.first); });
        keys.rows = both.rows;
        for (const auto& [hash, values] : both.rows) both.put(hash, b.rows.at(hash));
        std::erase_if(rest.rows, [&](const auto& row) { return b.rows.contains(row.first); });
        for (const auto& [hash, values] : b.rows) either.put(hash, values);
        both.trim(), keys.trim(), rest.trim(), either.trim();

        TestHost host;
        State result;
        ASSERT_TRUE(Tuple::intersection(image_a, image_b, host, result).ok());
        expect_model(result, both, 2);
        ASSERT_TRUE(Tuple::check(result, host).ok());
        ASSERT_TRUE(Tuple::intersection(image_a, theta, host, result).ok());
        expect_model(result, keys, 2);
        ASSERT_TRUE(Tuple::difference(image_a, image_b, host, result).ok());
        expect_model(result, rest, 2);
        const Image difference = copy_of(result);
        ASSERT_TRUE(Tuple::difference(image_a, theta, host, result).ok());
        ASSERT_EQ(copy_of(result), difference);
        State state;
        ASSERT_TRUE(Tuple::thaw(image_a, host, state).ok());
        ASSERT_TRUE(Tuple::merge(state, image_b, host).ok());
        expect_model(state, either, 2);
        ASSERT_EQ(host.scratch_in_use(), 0U);
      }
    }
  }
}

TEST(Tuple, OnlyLikeShapesAreCombined) {
  const auto rows = random_rows(5, 10, 2, 10);
  const Image two = image_of(8, {Mode::sum, 2}, rows), one = image_of(8, {Mode::sum, 1}, rows),
              least = image_of(8, {Mode::min, 2}, rows);
  for (const Image& other : {one, least}) {
    TestHost host;
    State state, result;
    ASSERT_TRUE(Tuple::thaw(two, host, state).ok());
    EXPECT_EQ(Tuple::merge(state, other, host).code, Code::wrong_domain);
    ASSERT_TRUE(Tuple::freeze(state, host, result).ok());
    EXPECT_EQ(copy_of(result), two) << "nothing has changed";
    EXPECT_EQ(Tuple::intersection(two, other, host, result).code, Code::wrong_domain);
    EXPECT_TRUE(Tuple::difference(two, other, host, result).ok()) << "values don't matter";
  }
}

TEST(Tuple, ASketchWithoutShapeTakesAny) {
  TestHost host;
  const Image one = image_of(12, {Mode::max, 32}, random_rows(6, 100, 32, 100));
  State state = Tuple::create(20, host), result;
  EXPECT_EQ(Tuple::take_shape(state, {Mode::sum, 32}, host).code, Code::out_of_range);
  EXPECT_FALSE(Tuple::shape(state).known());
  ASSERT_TRUE(Tuple::merge(state, one, host).ok()) << "large enough at the lower precision";
  ASSERT_TRUE(Tuple::freeze(state, host, result).ok());
  EXPECT_EQ(copy_of(result), one);
  const State blank = Tuple::create(12, host);
  const Image theta = [&] {
    State image;
    const State all = Theta::create(4, host);
    Theta::add_all(all, std::vector<std::uint64_t>(1, 1), host);
    EXPECT_TRUE(Theta::freeze(all, host, image).ok());
    return copy_of(image);
  }();
  for (const Bytes other : {Bytes(one), Bytes(theta), Bytes(blank)}) {
    ASSERT_TRUE(Tuple::intersection(blank, other, host, result).ok());
    EXPECT_TRUE(Tuple::check(result, host).ok());
    ASSERT_TRUE(Tuple::difference(blank, other, host, result).ok());
    EXPECT_TRUE(Tuple::check(result, host).ok());
  }
  Estimate total{};
  ASSERT_TRUE(Tuple::sum(blank, 31, 0.95, host, total).ok());
  EXPECT_EQ(total.value, 0);
  EXPECT_EQ(Tuple::sum(one, 32, 0.95, host, total).code, Code::out_of_range);
  bool some = true;
  double value = 0;
  EXPECT_EQ(Tuple::quantile(one, 0, 1.5, host, some, value).code, Code::out_of_range);
  ASSERT_TRUE(Tuple::mean(blank, 0, host, some, value).ok());
  EXPECT_FALSE(some);
}

TEST(Tuple, ValuesComeBackAsTheyWere) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const std::vector<Values> columns = {{0, 0, 0},
                                       {1, 2, -3},
                                       {0x1p53, -0x1p53, 0},
                                       {0x1p54, 1, 2},
                                       {0.1, -0.1, 1e300},
                                       {0.5, 0.25, -4096.125},
                                       {kMost, -kMost, std::numeric_limits<double>::denorm_min()},
                                       {-0x1p53, -0x1p53, -0x1p53},
                                       {1e-320, 1, 5}};
  for (const Values& values : columns) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i < values.size(); ++i)
      rows.emplace_back(hash_u64(i), Values{values[i]});
    const Image image = image_of(6, {Mode::sum, 1}, rows);
    EXPECT_TRUE(accepts(kernel_of<TupleTraits<Mode::sum>>("Tuple"), image));
    expect_model(image, Model(6, Mode::sum, rows), 1);
  }
}

TEST(Tuple, SumsStayFinite) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const Image image =
      image_of(6, {Mode::sum, 2}, {{1, {kMost, -kMost}}, {1, {kMost, -kMost}}, {1, {0, 0}}});
  TestHost host;
  Estimate total{};
  ASSERT_TRUE(Tuple::sum(image, 0, 0.95, host, total).ok());
  EXPECT_EQ(total.value, kMost);
  ASSERT_TRUE(Tuple::sum(image, 1, 0.95, host, total).ok());
  EXPECT_EQ(total.value, -kMost);
  EXPECT_TRUE(accepts(kernel_of<TupleTraits<Mode::sum>>("Tuple"), image));
}

TEST(Tuple, IsAsSmallAsPromised) {
  std::vector<Row> rows;
  Random random(7);
  for (std::size_t i = 0; i < 100'000; ++i)
    rows.emplace_back(random(), Values{static_cast<double>(random.below(1000))});
  // 7.5 kB for the keys, and ten bits for each value.
  EXPECT_LE(image_of(12, {Mode::sum, 1}, rows).size(), 7600U + 4096 * 10 / 8 + 20);
  EXPECT_LE(image_of(12, {Mode::sum, 1}, rows, false).size() + 4, 2 * 4096 * 12U + 32);
}

TEST(Tuple, PackedStatesAreTakenBack) {
  for (const int precision : {6, 15}) {
    for (const std::size_t n : {0, 1, 5, 100, 40'000}) {
      TestHost host;
      State state = TupleTraits<Mode::min>::add(Tuple::create(precision, host), 0, n, host);
      Image packed(Tuple::packed_bytes(state));
      Tuple::pack(state, packed.data());
      State thawed, a, b;
      ASSERT_TRUE(Tuple::thaw(packed, host, thawed).ok());
      ASSERT_TRUE(Tuple::freeze(thawed, host, a).ok());
      ASSERT_TRUE(Tuple::freeze(state, host, b).ok());
      ASSERT_EQ(copy_of(a), copy_of(b));
    }
  }
}

}  // namespace
}  // namespace sketch::test
