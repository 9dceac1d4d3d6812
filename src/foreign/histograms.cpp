// SPDX-License-Identifier: PostgreSQL
//
// Sketches whose buckets grow by a factor gamma, and the t-digest that shares a text form with one:
//   ddsketch   Datadog's protobuf message DDSketch (sketches-java and -go, "ddsketch.proto").
//              Fields: 1 mapping (1 gamma, 2 offset, 3 interpolation), 2 positive values, 3
//              negative values (1 counts by index, 2 contiguous counts, 3 index of the first of
//              these), 4 zero count
//   toolkit    the text of TimescaleDB Toolkit's uddsketch and tdigest
// A bucket is read as the value that represents it. Its error adds to that of our sketch.
#include <algorithm>
#include <cmath>

#include "cursor.hpp"
#include "formats.hpp"
#include "sketch/core/varint.hpp"
#include "sketch/quantile/dd.hpp"
#include "summaries.hpp"
#include "text.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("ddsketch image is malformed");
constexpr Status kMalformedText = malformed("text of a TimescaleDB Toolkit sketch is malformed");

constexpr Status kNotWhole{Code::out_of_range, "the ddsketch has counts that are not whole numbers",
                           "A sketch_dd has whole numbers as counts."};

// Builds a sketch with a quarter of the other sketch's error, so that the total is little more.
class BucketParts {
 public:
  BucketParts(double gamma, double offset, Host& host)
      : host_(host),
        gamma_(gamma),
        offset_(offset),
        state_(Dd::create(Dd::parameter_of(std::clamp((gamma - 1) / (gamma + 1) / 4,
                                                      Dd::kMinAccuracy, Dd::kMaxAccuracy)),
                          host)) {}

  static bool valid(double gamma, double offset) noexcept {
    return gamma > 1 && gamma < 1e6 && std::abs(offset) < 1e9;
  }

  // Adds `count` values of the bucket that starts at gamma^(index - offset).
  Status put(bool negative, double index, std::uint64_t count) {
    const double lower = std::exp((index - offset_) * std::log(gamma_));
    const double value = lower * 2 * gamma_ / (gamma_ + 1);
    if (!std::isfinite(value)) return kMalformed;
    return put_value(negative ? -value : value, count);
  }
  Status put_value(double value, std::uint64_t count) {
    host_.pause();
    return count == 0 ? Status{} : Dd::add_weighted(state_, key_of(value + 0.0), count, host_);
  }
  Status finish(State& canonical) { return Dd::freeze(state_, host_, canonical); }

 private:
  Host& host_;
  double gamma_, offset_;
  State state_;
};

// ---- Datadog's protobuf

// A protobuf field: its number and contents.
struct Field {
  std::uint64_t number = 0;
  unsigned type = 0;
  std::uint64_t value = 0;  // of a varint or of eight bytes
  Bytes bytes;
  double real() const noexcept { return std::bit_cast<double>(value); }
  std::int32_t index() const noexcept { return static_cast<std::int32_t>(unzigzag(value)); }
};

enum WireType : unsigned { kVarint = 0, kEight = 1, kBytes = 2, kFour = 5 };

bool take_field(Bytes& from, Field& field) noexcept {
  std::uint64_t tag;
  if (!take_varint(from, tag)) return false;
  field = {tag >> 3, static_cast<unsigned>(tag & 7), 0, {}};
  if (field.type == kVarint) return take_varint(from, field.value);
  std::uint64_t size = field.type == kEight ? 8 : 4;
  if (field.type == kBytes && !take_varint(from, size)) return false;
  if (field.type != kEight && field.type != kBytes && field.type != kFour) return false;
  if (size > from.size()) return false;
  field.bytes = from.first(size);
  from = from.subspan(size);
  if (field.type == kEight) field.value = load_le<std::uint64_t>(field.bytes.data());
  return true;
}

// Calls body(field) for each field of a message, up to the first error.
template <class Body>
Status each_field(Bytes message, Body body) {
  while (!message.empty()) {
    Field field;
    if (!take_field(message, field)) return kMalformed;
    if (const Status status = body(field); !status.ok()) return status;
  }
  return {};
}

Status whole(double count, std::uint64_t& n) noexcept {
  if (!(count >= 0 && count <= 0x1p53)) return kMalformed;
  n = static_cast<std::uint64_t>(count);
  return static_cast<double>(n) == count ? Status{} : kNotWhole;
}

Status read_pair(Bytes message, bool negative, BucketParts& parts) {
  std::int32_t index = 0;
  double count = 0;
  const Status status = each_field(message, [&](const Field& field) {
    if (field.number == 1 && field.type == kVarint) index = field.index();
    if (field.number == 2 && field.type == kEight) count = field.real();
    return Status{};
  });
  if (!status.ok()) return status;
  std::uint64_t n = 0;
  if (const Status bad = whole(count, n); !bad.ok()) return bad;
  return parts.put(negative, index, n);
}

Status read_store(Bytes message, bool negative, BucketParts& parts) {
  // The first index may come after the counts.
  std::int32_t first = 0;
  const Status found = each_field(message, [&](const Field& field) {
    if (field.number == 3 && field.type == kVarint) first = field.index();
    return Status{};
  });
  if (!found.ok()) return found;
  double index = first;
  const auto put = [&](double count) {
    std::uint64_t n;
    if (const Status bad = whole(count, n); !bad.ok()) return bad;
    return parts.put(negative, index++, n);
  };
  return each_field(message, [&](const Field& field) {
    if (field.number == 1 && field.type == kBytes) return read_pair(field.bytes, negative, parts);
    if (field.number == 2 && field.type == kEight) return put(field.real());
    if (field.number != 2 || field.type != kBytes) return Status{};
    if (field.bytes.size() % 8 != 0) return kMalformed;
    for (Cursor counts(field.bytes); counts.left() != 0;)
      if (const Status bad = put(counts.number<double>()); !bad.ok()) return bad;
    return Status{};
  });
}

struct Mapping {
  double gamma = 0, offset = 0;
  std::uint64_t interpolation = 0;
};

Status read_mapping(Bytes message, Mapping& mapping) {
  return each_field(message, [&](const Field& field) {
    if (field.number == 1 && field.type == kEight) mapping.gamma = field.real();
    if (field.number == 2 && field.type == kEight) mapping.offset = field.real();
    if (field.number == 3 && field.type == kVarint) mapping.interpolation = field.value;
    return Status{};
  });
}

}  // namespace

Status read_ddsketch(Bytes image, Host& host, State& canonical) {
  Mapping mapping;
  const Status found = each_field(image, [&](const Field& field) {
    return field.number == 1 && field.type == kBytes ? read_mapping(field.bytes, mapping)
                                                     : Status{};
  });
  if (!found.ok()) return found;
  if (mapping.interpolation != 0) {
    return {Code::out_of_range, "the ddsketch has an interpolated mapping",
            "Sketches with a logarithmic mapping are supported."};
  }
  if (!BucketParts::valid(mapping.gamma, mapping.offset)) return kMalformed;
  BucketParts parts(mapping.gamma, mapping.offset, host);
  const Status read = each_field(image, [&](const Field& field) {
    if (field.type == kBytes && (field.number == 2 || field.number == 3))
      return read_store(field.bytes, field.number == 3, parts);
    if (field.number != 4 || field.type != kEight) return Status{};
    std::uint64_t zeros;
    if (const Status bad = whole(field.real(), zeros); !bad.ok()) return bad;
    return parts.put_value(0, zeros);
  });
  return read.ok() ? parts.finish(canonical) : read;
}

// ---- TimescaleDB Toolkit's text

Status read_toolkit_dd(Bytes image, Host& host, State& canonical) {
  TextCursor text(image);
  double alpha, sum;
  std::uint64_t number, buckets, count;
  const bool head = text.word("(version:1") && text.word(",") && text.word("alpha:") &&
                    text.number(alpha) && text.word(",") && text.word("max_buckets:") &&
                    text.number(number) && text.word(",") && text.word("num_buckets:") &&
                    text.number(buckets) && text.word(",") && text.word("compactions:") &&
                    text.number(number) && text.word(",") && text.word("count:") &&
                    text.number(count) && text.word(",") && text.word("sum:") && text.number(sum) &&
                    text.word(",") && text.word("buckets:") && text.word("[");
  if (!head || !(alpha > 0 && alpha < 1)) return kMalformedText;
  const double gamma = (1 + alpha) / (1 - alpha);
  if (!BucketParts::valid(gamma, 0)) return kMalformedText;
  BucketParts parts(gamma, 0, host);
  for (std::uint64_t i = 0; i < buckets; ++i) {
    if ((i != 0 && !text.word(",")) || !text.word("(")) return kMalformedText;
    const bool zero = text.word("Zero"), negative = !zero && text.word("Negative");
    std::int64_t index = 0;
    std::uint64_t n;
    if (!zero && !negative && !text.word("Positive")) return kMalformedText;
    if (!zero && !(text.word("(") && text.number(index) && text.word(")"))) return kMalformedText;
    if (!text.word(",") || !text.number(n) || n > count || !text.word(")")) return kMalformedText;
    count -= n;
    // There, an index names the upper end of a bucket.
    const Status status =
        zero ? parts.put_value(0, n) : parts.put(negative, static_cast<double>(index) - 1, n);
    if (!status.ok()) return status.code == Code::malformed ? kMalformedText : status;
  }
  if (count != 0 || !text.word("]") || !text.word(")") || !text.at_end()) return kMalformedText;
  return parts.finish(canonical);
}

Status read_toolkit_tdigest(Bytes image, Host& host, State& canonical) {
  TextCursor text(image);
  std::uint64_t number, most, count;
  double sum, least, greatest;
  bool good = text.word("(version:1") && text.word(",");
  // Digests written by hand lack the number of buckets.
  if (good && text.word("buckets:")) good = text.number(number) && text.word(",");
  good = good && text.word("max_buckets:") && text.number(most) && text.word(",") &&
         text.word("count:") && text.number(count) && text.word(",") && text.word("sum:") &&
         text.number(sum) && text.word(",") && text.word("min:") && text.number(least) &&
         text.word(",") && text.word("max:") && text.number(greatest) && text.word(",") &&
         text.word("centroids:") && text.word("[");
  if (!good) return kMalformedText;
  CentroidParts parts(host);
  std::uint64_t left = count;
  while (left != 0) {
    double mean;
    std::uint64_t weight;
    if ((left != count && !text.word(",")) || !text.word("(") || !text.word("mean:") ||
        !text.number(mean) || !text.word(",") || !text.word("weight:") || !text.number(weight) ||
        !text.word(")") || weight > left || !parts.put(mean, weight))
      return kMalformedText;
    left -= weight;
  }
  if (!text.word("]") || !text.word(")") || !text.at_end()) return kMalformedText;
  const std::uint32_t compression = compression_for(0, static_cast<double>(most));
  return parts.size() == 0 ? parts.assemble(compression, canonical)
                           : parts.assemble(compression, least, greatest, canonical);
}

}  // namespace sketch::foreign
