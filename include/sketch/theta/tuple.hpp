// SPDX-License-Identifier: PostgreSQL
//
// Tuple: the sketch of type sketch_tuple. A theta sketch of distinct keys, each with a few numbers
// (columns), for totals, means and quantiles per key: for example the spend of the customers who
// are in both of two sketches. For keys without values use Theta, which takes a fraction of the
// bytes.
//
// Algorithm: keys are sampled, merged, intersected and subtracted as in Theta (theta.hpp), whose
// invariants hold. A key that is below theta at the end was below it all along, so its values are
// complete. If a key comes again its values are combined by the sketch's mode: added, or the least
// or greatest kept. Keys that share a cell (floating_hash.hpp) count as one, which does not change
// a total.
//
//   working   Theta's table, with the values of each slot behind the words
//   stored    Theta's hashes, then one column after the other (value_coder.hpp)
//
// Invariants:
//   1. Values are finite; a sum beyond the range of a double stays at its end.
//   2. With min and max, the canonical image is a function of the set of keys and values and of the
//      lowest precision. With sum this holds as long as all sums are exact, such as those of
//      integers below 2^53; otherwise the last bits of a value depend on the order of additions.
//   3. A sketch that has seen no key may have no shape; it takes on that of the sketch it merges
//      with. Every other sketch has a mode and 1 to kMaxColumns columns, and merges only with
//      sketches of the same shape.
//
// Error: of the number of keys as in Theta; of totals see sum(). Memory: (12 or, if p > 14, 16)
// bytes a key and 8 for each further column, times up to 2. Cost: a key that is not below theta
// costs a comparison. Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/interval.hpp"
#include "sketch/theta/hash_table.hpp"
#include "sketch/theta/theta.hpp"

namespace sketch {

// How the values of a repeated key are combined; docs/format.md has the numbers.
enum class Mode : std::uint8_t { sum = 0, min = 1, max = 2 };
inline constexpr unsigned kModes = 3;

const char* name_of(Mode mode) noexcept;

// The mode and the number of columns of a sketch; no columns means not known yet.
struct Shape {
  Mode mode = Mode::sum;
  std::uint8_t columns = 0;

  bool known() const noexcept { return columns != 0; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

class Tuple {
 public:
  static constexpr Family kFamily = Family::tuple;
  static constexpr int kMinPrecision = Theta::kMinPrecision;
  static constexpr int kMaxPrecision = Theta::kMaxPrecision;
  static constexpr int kDefaultPrecision = Theta::kDefaultPrecision;
  static constexpr const char* kParameterName = Theta::kParameterName;
  static constexpr int kMinParameter = kMinPrecision;
  static constexpr int kMaxParameter = kMaxPrecision;
  static constexpr int kDefaultParameter = kDefaultPrecision;

  // Limits that keep every state below 300 MB.
  static constexpr int kMaxColumns = 32;
  static constexpr std::size_t kMostValues = std::size_t{1} << 24;
  static constexpr bool fits(int precision, std::size_t columns) noexcept {
    return columns <= kMaxColumns && columns << precision <= kMostValues;
  }

  static constexpr Status kTooLarge{
      Code::out_of_range, "the sketch would be too large",
      "A key can have up to 32 values, and up to 16777216 / 2^precision. Use a lower precision."};

  // --- Building: as in Theta.

  // An empty working state without a shape.
  static State create(int precision, Host& host);
  static State create(Domain domain, int precision, Host& host);

  // Sets the shape of a state that has none. An error if it is too large, or if the state has
  // another one.
  static Status take_shape(State& state, Shape shape, Host& host);

  // Adds a key, by its hash, with one value for each column. The state must have a shape. Values
  // must be finite, and not -0.
  static State add(State state, std::uint64_t hash, const double* values, Host& host);
  // The same in place. False, with nothing changed, if the state has to grow first.
  static bool add(State state, std::uint64_t hash, const double* values) noexcept;

  // On failure `state` is valid and may hold a part of the image.
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int precision, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Set operations on images of any form. The result is canonical and has the lower precision.

  // The keys in both, with their values combined. If `b` is a theta sketch the values are a's.
  static Status intersection(Bytes a, Bytes b, Host& host, State& canonical);
  // The keys in a that are not in b, with their values. `b` may have any shape, or be a theta
  // sketch.
  static Status difference(Bytes a, Bytes b, Host& host, State& canonical);

  // --- Questions, for images of any form.

  // The number of distinct keys, as in Theta.
  static Status cardinality(Bytes image, Host& host, double& value);
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  static Status shape(Bytes image, Host& host, Shape& shape);

  // The total of a column over all distinct keys. Given theta, each key is in the sample with
  // probability theta, independently of its values. So the estimate is that of Horvitz and Thompson
  // ("A generalization of sampling without replacement from a finite universe", JASA 1952): the
  // sample's sum / theta. The unbiased estimate of its variance is (1 - theta) / theta^2 * sum of
  // squares (section 4 there, for independent draws). The bounds assume a normal distribution: they
  // are too narrow if a few dozen keys, or a few large values, make up the sample.
  static Status sum(Bytes image, std::size_t column, double confidence, Host& host,
                    Estimate& estimate);

  // The mean of a column over the sample's keys; `some` is false if there are none.
  static Status mean(Bytes image, std::size_t column, Host& host, bool& some, double& value);

  // The estimated totals of all columns, and their means. Without a shape there are none.
  struct PerColumn {
    std::size_t count = 0;
    double values[kMaxColumns] = {};
  };
  static Status sums(Bytes image, Host& host, PerColumn& sums);
  static Status means(Bytes image, Host& host, bool& some, PerColumn& means);

  // The variance of each column over the keys, estimated from the sample; `some` is false if it has
  // fewer than two keys.
  static Status variances(Bytes image, Host& host, bool& some, PerColumn& variances);

  // --- Parts of a sketch, for images of any form (tuple_parts.cpp).

  // The set of keys, as a canonical image of Theta.
  static Status keys_of(Bytes image, Host& host, State& canonical);
  // The sketch of the keys whose value in a column is from `lower` to `upper`.
  static Status filtered(Bytes image, std::size_t column, double lower, double upper, Host& host,
                         State& canonical);
  // The number of keys in the sample, and a column's values of as many of them as `values` has room
  // for.
  static Status count_keys(Bytes image, Host& host, std::size_t& count);
  static Status column_values(Bytes image, std::size_t column, Host& host,
                              std::span<double> values);

  // The least value of a column whose rank in the sample is at least q, 0 to 1.
  static Status quantile(Bytes image, std::size_t column, double q, Host& host, bool& some,
                         double& value);

  struct Info {
    Theta::Info keys;
    Shape shape;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int precision(const std::byte* image) noexcept { return image_parameter(image); }
  static int parameter(State state) noexcept { return precision(state.data()); }

  // Whether an image, which this code has made, is a working state.
  static bool is_state(State image) noexcept {
    return image.size() >= kWordsOffset && image_form(image.data()) >= kFirstWorkingForm;
  }
  // Prefetches the slot of a key's hash.
  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    if (hash > hash_table::last(state.data())) return;
    const std::size_t bytes = packs(parameter(state), Theta::grain(state.data())) ? 4 : 8;
    __builtin_prefetch(
        state.data() + kWordsOffset + bytes * hash_table::first_slot(state.data(), hash), 1);
  }
  static Shape shape(State state) noexcept {
    const std::byte* at = state.data() + kShapeOffset;
    return {static_cast<Mode>(at[0]), std::to_integer<std::uint8_t>(at[1])};
  }

  // --- Layout of a working image: Theta's header, mode, columns, two bytes of 0, the words of all
  // slots, the values of all slots. The forms are Theta's (docs/format.md).
  static constexpr std::size_t kShapeOffset = hash_table::kHeaderBytes;
  static constexpr std::size_t kWordsOffset = kShapeOffset + 4;
};

}  // namespace sketch
