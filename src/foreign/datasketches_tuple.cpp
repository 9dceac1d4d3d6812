// SPDX-License-Identifier: PostgreSQL
//
// Compact tuple sketches of Apache DataSketches (family 9), after its documentation and the
// preambles of its libraries. Byte 3 is the kind:
//   1, 5  tuple sketches of one value: the preamble of a compact theta sketch, version 3; then hash
//         and value in turn. A value is an integer of four or eight bytes, a float or a double.
//         Java's summaries have one more byte, how values are combined, and no floats
//   3     arrays of doubles, version 1: flags, number of values, hash of the seed, 2 bytes; theta;
//         number of hashes and 4 bytes of padding; hashes; as many values for each hash
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory_resource>
#include <type_traits>
#include <vector>

#include "datasketches.hpp"
#include "formats.hpp"
#include "sketch/theta/theta_contents.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches tuple image is malformed");

constexpr std::uint8_t kTuple = 1, kOldTuple = 5, kArrays = 3, kHasHashes = 8;

// Where hashes and values are, and the type of the values.
enum class Value { int32, int64, float32, float64 };
struct Rows {
  std::size_t count = 0;
  const std::byte *hashes = nullptr, *values = nullptr;
  std::size_t hash_stride = 0, value_stride = 0;
  Value value = Value::float64;
  const std::byte* modes = nullptr;  // in Java's summaries
};

double value_at(const std::byte* at, Value value) noexcept {
  switch (value) {
    case Value::int32:
      return static_cast<std::int32_t>(load_le<std::uint32_t>(at));
    case Value::int64:
      return static_cast<double>(static_cast<std::int64_t>(load_le<std::uint64_t>(at)));
    case Value::float32:
      return std::bit_cast<float>(load_le<std::uint32_t>(at));
    default:
      return std::bit_cast<double>(load_le<std::uint64_t>(at));
  }
}

// Whether values of one size are integers: as the caller says, or else as they look.
template <class Word, class Seen>
Status tell_integers(const Rows& rows, ItemChoice choice, bool& integers) noexcept {
  integers = choice == ItemChoice::integer;
  if (choice != ItemChoice::any) return {};
  Seen seen;
  for (std::size_t i = 0; i < rows.count; ++i)
    seen.see(
        static_cast<std::make_signed_t<Word>>(load_le<Word>(rows.values + i * rows.value_stride)));
  if (!seen.known()) return sizeof(Word) == 4 ? kWhichShortItems : kWhichItems;
  integers = seen.integers;
  return {};
}

// The type of summaries of this size.
Status tell_value(std::size_t bytes, ItemChoice choice, Rows& rows) noexcept {
  constexpr std::size_t kInt = 4, kLong = 8;
  const std::size_t value_bytes = bytes & ~std::size_t{1};
  if (value_bytes != kInt && value_bytes != kLong) return kMalformed;
  if (bytes != value_bytes) rows.modes = rows.values + value_bytes;
  const bool java = rows.modes != nullptr;
  bool integers = false;
  if (value_bytes == kInt) {
    if (java) choice = ItemChoice::integer;
    const Status status = tell_integers<std::uint32_t, FourBytes>(rows, choice, integers);
    rows.value = integers ? Value::int32 : Value::float32;
    return status;
  }
  if (java && choice == ItemChoice::any) choice = ItemChoice::number;
  const Status status = tell_integers<std::uint64_t, EightBytes>(rows, choice, integers);
  rows.value = integers ? Value::int64 : Value::float64;
  return status;
}

// Reads a tuple sketch, whose preamble is that of a compact theta sketch apart from the kind.
Status read_tuple(Cursor& cursor, const DsPreamble& preamble, ItemChoice choice, DsSample& sample,
                  Rows& rows) {
  cursor.bytes(1);
  sample.flags = cursor.number<std::uint8_t>();
  sample.seed = cursor.number<std::uint16_t>();
  if (preamble.words < 1 || preamble.words > 3 || !sample.take_counts(cursor, preamble.words))
    return kMalformed;
  const Bytes rest = cursor.rest();
  rows.count = sample.count;
  if (rows.count == 0) return rest.empty() ? Status{} : kMalformed;
  // A row takes at least twelve bytes.
  constexpr std::size_t kHash = sizeof(std::uint64_t), kLeast = kHash + sizeof(std::uint32_t);
  if (rows.count > rest.size() / kLeast || rest.size() % rows.count != 0) return kMalformed;
  rows.hash_stride = rows.value_stride = rest.size() / rows.count;
  rows.hashes = rest.data();
  rows.values = rest.data() + kHash;
  return tell_value(rows.hash_stride - kHash, choice, rows);
}

// Reads arrays of doubles.
Status read_arrays(Cursor& cursor, const DsPreamble& preamble, DsSample& sample, Shape& shape,
                   Rows& rows) {
  sample.flags = cursor.number<std::uint8_t>();
  const auto columns = cursor.number<std::uint8_t>();
  sample.seed = cursor.number<std::uint16_t>();
  sample.theta = cursor.number<std::uint64_t>();
  if (!cursor.good() || preamble.words != 1 || preamble.version != 1 || columns == 0)
    return kMalformed;
  if (columns > Tuple::kMaxColumns) {
    return {Code::out_of_range, "the DataSketches image has more than 32 values a key",
            "A sketch_tuple has up to 32."};
  }
  shape.columns = columns;
  if ((sample.flags & kHasHashes) != 0) {
    sample.count = cursor.number<std::uint32_t>();
    cursor.bytes(4);
  }
  if (!cursor.good() || !sample.normalise()) return kMalformed;
  const Bytes rest = cursor.rest();
  constexpr std::size_t kHash = sizeof(std::uint64_t);
  const std::size_t row_bytes = columns * sizeof(double);
  rows.count = sample.count;
  if (rows.count > rest.size() / kHash || rest.size() != rows.count * (kHash + row_bytes))
    return kMalformed;
  rows.hash_stride = kHash;
  rows.value_stride = row_bytes;
  rows.hashes = rest.data();
  rows.values = rest.data() + rows.count * kHash;
  return {};
}

// How Java's summaries are combined; must be the same for all rows.
bool read_mode(const Rows& rows, Mode& mode) noexcept {
  if (rows.modes == nullptr) return true;
  // Java's mode 3, "always one", has the value 1 for each key.
  constexpr Mode kModesThere[] = {Mode::sum, Mode::min, Mode::max, Mode::max};
  const auto number = std::to_integer<unsigned>(*rows.modes);
  if (number >= std::size(kModesThere)) return false;
  for (std::size_t i = 0; i < rows.count; ++i)
    if (rows.modes[i * rows.value_stride] != *rows.modes) return false;
  mode = kModesThere[number];
  return true;
}

// Reads the rows by ascending hashes.
Status take_rows(const Rows& rows, ThetaContents& contents, Host& host) {
  struct Place {
    std::uint64_t hash;
    std::size_t at;
  };
  std::pmr::vector<Place> places(rows.count, host.scratch());
  Pace pace(host, kPauseRows);
  for (std::size_t i = 0; i < rows.count; ++i) {
    pace.step();
    const auto hash = load_le<std::uint64_t>(rows.hashes + i * rows.hash_stride);
    if (hash > DsTheta::kOne) return kMalformed;
    places[i] = {DsTheta::word_of(hash), i};
  }
  const auto before = [](const Place& a, const Place& b) { return a.hash < b.hash; };
  if (!std::is_sorted(places.begin(), places.end(), before))
    std::sort(places.begin(), places.end(), before);
  const std::size_t columns = contents.shape.columns;
  const auto hashes = contents.make_hashes(rows.count);
  double* to = contents.make_values(rows.count);
  for (std::size_t i = 0; i < rows.count; ++i) {
    pace.step();
    hashes[i] = places[i].hash;
    const std::byte* from = rows.values + places[i].at * rows.value_stride;
    for (std::size_t j = 0; j < columns; ++j) {
      const double value = value_at(from + j * sizeof(double), rows.value);
      if (!std::isfinite(value)) {
        return {Code::out_of_range, "the DataSketches image has a value that is not finite",
                "The values of a sketch_tuple are finite numbers."};
      }
      *to++ = value + 0.0;  // not -0
    }
  }
  return contents.valid() ? Status{} : kMalformed;
}

}  // namespace

Status read_datasketches_tuple(Bytes image, ItemChoice choice, SampleChoice wanted, Host& host,
                               State& canonical) {
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  const auto kind = cursor.number<std::uint8_t>();
  if (!cursor.good()) return kMalformed;
  if (const Status status = ds_family(preamble, DsFamily::tuple); !status.ok()) return status;
  const bool arrays = kind == kArrays;
  const bool tuple =
      (kind == kTuple && preamble.version == 3) || (kind == kOldTuple && preamble.version == 1);
  if (!arrays && !tuple) {
    return {
        Code::wrong_family, "the bytes are a DataSketches tuple sketch of an unsupported kind",
        "Only compact sketches of numbers are supported; compact it in the system that made it."};
  }
  DsSample sample;
  Rows rows;
  ThetaContents contents(host, Family::tuple);
  contents.grain = first_grain(Domain::datasketches);
  contents.value_class = ValueClass::other;
  contents.shape.columns = 1;
  const Status status = arrays ? read_arrays(cursor, preamble, sample, contents.shape, rows)
                               : read_tuple(cursor, preamble, choice, sample, rows);
  if (!status.ok()) return status;
  if (!sample.of_default_seed()) return kOtherSeed;
  if (!read_mode(rows, contents.shape.mode)) return kMalformed;
  if (wanted.mode_given) contents.shape.mode = wanted.mode;
  contents.last = DsTheta::last_of(sample.theta);
  contents.precision = ds_precision(rows.count, wanted.precision);
  while (wanted.precision == 0 && !Tuple::fits(contents.precision, contents.shape.columns))
    --contents.precision;
  if (!Tuple::fits(contents.precision, contents.shape.columns)) return Tuple::kTooLarge;
  if (const Status taken = take_rows(rows, contents, host); !taken.ok()) return taken;
  canonical = canonical_image(contents, host);
  return {};
}

// Writes arrays of doubles, by ascending hashes.
Status write_datasketches_tuple(Bytes image, Host& host, State& bytes) {
  ThetaContents contents(host, Family::tuple);
  if (const Status status = contents.read(image); !status.ok()) return status;
  const std::size_t n = contents.hashes.size();
  const std::size_t columns = std::max<std::size_t>(contents.shape.columns, 1);
  constexpr std::size_t kHead = 16;
  bytes = host.allocate(n == 0 ? kHead : kHead + 8 + n * 8 * (1 + columns));
  std::memset(bytes.data(), 0, kHead);
  bytes[0] = std::byte{1};
  bytes[1] = std::byte{1};
  bytes[2] = static_cast<std::byte>(DsFamily::tuple);
  bytes[3] = std::byte{kArrays};
  const bool empty = n == 0 && contents.last == Theta::kAll;
  bytes[4] = static_cast<std::byte>(DsTheta::kOrdered | (empty ? DsTheta::kEmpty : 0) |
                                    (n == 0 ? 0 : kHasHashes));
  bytes[5] = static_cast<std::byte>(columns);
  store_le(bytes.data() + 6, kDataSketchesSeedHash);
  store_le(bytes.data() + 8, DsTheta::theta_of(contents.last));
  if (n == 0) return {};
  store_le(bytes.data() + kHead, std::uint64_t{n});
  std::byte* hash = bytes.data() + kHead + 8;
  std::byte* value = hash + 8 * n;
  Pace pace(host, kPauseRows);
  for (std::size_t i = 0; i < n; ++i) {
    pace.step();
    store_le(hash, contents.hashes[i] >> 1);
    hash += 8;
    for (std::size_t j = 0; j < columns; ++j) {
      store_le(value, std::bit_cast<std::uint64_t>(contents.row(i)[j]));
      value += 8;
    }
  }
  return {};
}

}  // namespace sketch::foreign
