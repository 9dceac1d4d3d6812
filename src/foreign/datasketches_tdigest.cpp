// SPDX-License-Identifier: PostgreSQL
//
// t-digests of Apache DataSketches (family 20, with doubles or floats, as the size tells), after
// the C++ library; and of Dunning's own library, big-endian, which that library reads, too:
// asBytes(), whose first word is 1, and asSmallBytes(), whose first word is 2.
#include <cmath>
#include <cstring>

#include "datasketches.hpp"
#include "formats.hpp"
#include "summaries.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("DataSketches t-digest image is malformed");
constexpr std::uint8_t kEmpty = 1, kSingle = 2;

double take_value(Cursor& cursor, bool small) noexcept {
  return small ? static_cast<double>(cursor.number<float>()) : cursor.number<double>();
}

Status read_datasketches(Cursor cursor, Host& host, State& canonical) {
  ds_preamble(cursor);
  const auto k = cursor.number<std::uint16_t>();
  const auto flags = cursor.number<std::uint8_t>();
  cursor.bytes(2);
  CentroidParts parts(host);
  const std::uint32_t compression = compression_for(0, k);
  if (!cursor.good() || k < 10) return kMalformed;
  if ((flags & kEmpty) != 0) return parts.assemble(compression, canonical);
  if ((flags & kSingle) != 0) {
    const double value = take_value(cursor, cursor.left() == sizeof(float));
    const bool good = cursor.at_end() && parts.put(value, 1);
    return good ? parts.assemble(compression, value, value, canonical) : kMalformed;
  }
  const std::uint64_t centroids = cursor.number<std::uint32_t>();
  const std::uint64_t buffered = cursor.number<std::uint32_t>();
  // The extremes; means and weights; values that are not yet in centroids.
  const std::uint64_t words = 2 + 2 * centroids + buffered;
  const bool small = cursor.left() == sizeof(float) * words;
  if (!small && cursor.left() != sizeof(double) * words) return kMalformed;
  const double least = take_value(cursor, small), greatest = take_value(cursor, small);
  bool good = true;
  for (std::uint64_t i = 0; i < centroids && good; ++i) {
    const double mean = take_value(cursor, small);
    good = parts.put(mean, small ? cursor.number<std::uint32_t>() : cursor.number<std::uint64_t>());
  }
  for (std::uint64_t i = 0; i < buffered && good; ++i)
    good = parts.put(take_value(cursor, small), 1);
  if (!good || parts.size() == 0) return kMalformed;
  return parts.assemble(compression_for(0, k), least, greatest, canonical);
}

// Dunning's layout: the extremes, the compression, the number of centroids; then weight and mean of
// each.
Status read_reference(Cursor cursor, Host& host, State& canonical) {
  const bool small = cursor.number_be<std::uint32_t>() == 2;
  const auto least = cursor.number_be<double>(), greatest = cursor.number_be<double>();
  const double theirs =
      small ? static_cast<double>(cursor.number_be<float>()) : cursor.number_be<double>();
  if (small) cursor.bytes(4);
  const std::uint64_t centroids =
      small ? cursor.number_be<std::uint16_t>() : cursor.number_be<std::uint32_t>();
  if (!cursor.good() || cursor.left() != centroids * (small ? 8 : 16)) return kMalformed;
  CentroidParts parts(host);
  for (std::uint64_t i = 0; i < centroids; ++i) {
    const double weight =
        small ? static_cast<double>(cursor.number_be<float>()) : cursor.number_be<double>();
    const double mean =
        small ? static_cast<double>(cursor.number_be<float>()) : cursor.number_be<double>();
    if (!(weight >= 1 && weight <= 0x1p53 && weight == std::floor(weight))) return kMalformed;
    if (!parts.put(mean, static_cast<std::uint64_t>(weight))) return kMalformed;
  }
  if (parts.size() == 0) return parts.assemble(compression_for(0, theirs), canonical);
  return parts.assemble(compression_for(0, theirs), least, greatest, canonical);
}

}  // namespace

Status read_datasketches_tdigest(Bytes image, Host& host, State& canonical) {
  Cursor cursor(image);
  const auto encoding = cursor.number_be<std::uint32_t>();
  if (cursor.good() && (encoding == 1 || encoding == 2))
    return read_reference(Cursor(image), host, canonical);
  Cursor again(image);
  const DsPreamble preamble = ds_preamble(again);
  if (!again.good()) return kMalformed;
  if (const Status status = ds_family(preamble, DsFamily::tdigest); !status.ok()) return status;
  return preamble.version == 1 ? read_datasketches(Cursor(image), host, canonical) : kMalformed;
}

// Writes doubles. The layout has no place for infinities and NaN.
Status write_datasketches_tdigest(Bytes image, Host& host, State& bytes) {
  Distribution distribution(host.scratch());
  if (const Status status = TDigest::read(image, host, distribution); !status.ok()) return status;
  const auto points = distribution.points();
  TDigest::Info info;
  if (const Status status = TDigest::info(image, host, info); !status.ok()) return status;
  const bool empty = points.empty();
  if (!empty && !(std::isfinite(double_of(distribution.least())) &&
                  std::isfinite(double_of(distribution.greatest())))) {
    return {Code::out_of_range, "a t-digest of DataSketches can't hold infinity or NaN",
            "Leave such values out with FILTER."};
  }
  const bool single = distribution.n() == 1;
  const std::size_t size = empty ? 8 : single ? 16 : 32 + 16 * points.size();
  bytes = host.allocate(size);
  std::memset(bytes.data(), 0, size);
  bytes[0] = std::byte{static_cast<unsigned char>(empty || single ? 1 : 2)};
  bytes[1] = std::byte{1};
  bytes[2] = static_cast<std::byte>(DsFamily::tdigest);
  constexpr int kTimesTheirs = 4, kLeast = 10;
  store_le(bytes.data() + 3,
           static_cast<std::uint16_t>(std::max(info.compression / kTimesTheirs, kLeast)));
  bytes[5] = std::byte{static_cast<unsigned char>(empty ? kEmpty : single ? kSingle : 0)};
  const auto put = [&bytes](std::size_t at, double value) {
    store_le(bytes.data() + at, std::bit_cast<std::uint64_t>(value));
  };
  if (empty) return {};
  if (single) {
    put(8, double_of(distribution.least()));
    return {};
  }
  store_le(bytes.data() + 8, static_cast<std::uint32_t>(points.size()));
  put(16, double_of(distribution.least()));
  put(24, double_of(distribution.greatest()));
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    put(32 + 16 * i, double_of(points[i].key));
    store_le(bytes.data() + 40 + 16 * i, points[i].cumulative - before);
    before = points[i].cumulative;
  }
  return {};
}

}  // namespace sketch::foreign
