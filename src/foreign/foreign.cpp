// SPDX-License-Identifier: PostgreSQL
#include "sketch/foreign/foreign.hpp"

#include <algorithm>
#include <cstring>

#include "datasketches.hpp"
#include "formats.hpp"
#include "sketch/distinct/hll.hpp"
#include "sketch/frequency/countmin.hpp"
#include "sketch/frequency/topk.hpp"
#include "sketch/membership/bloom.hpp"
#include "sketch/sample/sample.hpp"
#include "sketch/quantile/dd.hpp"
#include "sketch/quantile/kll.hpp"
#include "sketch/quantile/req.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "sketch/theta/tuple.hpp"

namespace sketch::foreign {
namespace {

constexpr const char* kNames[kFormats] = {"datasketches",
                                          "datasketches float",
                                          "datasketches double",
                                          "datasketches long",
                                          "postgresql-hll",
                                          "tdigest",
                                          "tdigest text",
                                          "ddsketch",
                                          "toolkit",
                                          "parquet",
                                          "redis"};

constexpr Status kNoSuchReader{Code::out_of_range, "the format has no sketches of this type",
                               "docs/migrating.md lists which format is read as which type."};

constexpr Status kNoSuchWriter{Code::out_of_range,
                               "sketches of this type can't be written in the format",
                               "docs/migrating.md lists which type is written in which format."};

// The error for a sketch whose hash domain is not that of the format.
constexpr Status other_hashes(const char* message, const char* hint) noexcept {
  return {Code::wrong_domain, message, hint};
}
constexpr Status not_of_datasketches(const char* hint) noexcept {
  return other_hashes("the sketch is not of the hash domain datasketches", hint);
}

constexpr const char* kBuildHll =
    "Only sketches with that system's hashes can be written for it. Build them with that domain, "
    "as in sketch_hll_agg(value, 12, 'datasketches').";
constexpr const char* kBuildRedisHll =
    "Only sketches with that system's hashes can be written for it. Build them with that domain, "
    "as in sketch_hll_agg(value, 14, 'redis').";
constexpr const char* kBuildTheta =
    "Only sketches with that system's hashes can be written for it. Build them with that domain, "
    "as in sketch_theta_agg(value, 12, 'datasketches').";
constexpr const char* kBuildTuple =
    "Only sketches with that system's hashes can be written for it. Build them with that domain, "
    "as in sketch_tuple_agg(key, value, 12, 'sum', 'datasketches').";
constexpr const char* kBuildBloom =
    "Only sketches with that system's hashes can be written for it. Build them with that domain, "
    "as in sketch_bloom_agg(value, 50000, 0.01, 'parquet').";

bool is_of(Bytes image, Domain domain) noexcept {
  return image.size() >= kEnvelopeBytes && image_domain(image.data()) == domain;
}

}  // namespace

const char* name_of(Format format) noexcept { return kNames[static_cast<unsigned>(format)]; }

bool format_of(Bytes name, Format& format) noexcept {
  for (unsigned i = 0; i < kFormats; ++i) {
    if (name.size() != std::strlen(kNames[i])) continue;
    if (std::memcmp(name.data(), kNames[i], name.size()) != 0) continue;
    format = static_cast<Format>(i);
    return true;
  }
  return false;
}

Status hll_from(Format format, Bytes image, Host& host, State& canonical) {
  switch (format) {
    case Format::datasketches:
      return read_datasketches_hll(image, host, canonical);
    case Format::postgresql_hll:
      return read_postgresql_hll(image, host, canonical);
    case Format::redis:
      return read_redis_hll(image, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status hll_to(Format format, Bytes image, Host& host, State& bytes) {
  switch (format) {
    case Format::datasketches:
      if (!is_of(image, Domain::datasketches))
        return not_of_datasketches(kBuildHll);
      return write_datasketches_hll(image, host, bytes);
    case Format::postgresql_hll:
      if (!is_of(image, Domain::postgresql_hll))
        return other_hashes("the sketch is not of the hash domain postgresql-hll",
                            kBuildHll);
      return write_postgresql_hll(image, host, bytes);
    case Format::redis:
      if (!is_of(image, Domain::redis))
        return other_hashes("the sketch is not of the hash domain redis",
                            kBuildRedisHll);
      return write_redis_hll(image, host, bytes);
    default:
      return kNoSuchWriter;
  }
}

Status theta_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical) {
  return format == Format::datasketches ? read_datasketches_theta(image, wanted, host, canonical)
                                        : kNoSuchReader;
}

Status theta_from(Format format, Bytes image, Host& host, State& canonical) {
  return theta_from(format, image, SampleChoice{}, host, canonical);
}

Status theta_to(Format format, Bytes image, Host& host, State& bytes) {
  if (format != Format::datasketches) return kNoSuchWriter;
  if (!is_of(image, Domain::datasketches)) return not_of_datasketches(kBuildTheta);
  return write_datasketches_theta(image, host, bytes);
}

Status tuple_from(Format format, Bytes image, SampleChoice wanted, Host& host, State& canonical) {
  switch (format) {
    case Format::datasketches:
      return read_datasketches_tuple(image, ItemChoice::any, wanted, host, canonical);
    case Format::datasketches_float:
    case Format::datasketches_double:
      return read_datasketches_tuple(image, ItemChoice::number, wanted, host, canonical);
    case Format::datasketches_long:
      return read_datasketches_tuple(image, ItemChoice::integer, wanted, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status tuple_from(Format format, Bytes image, Host& host, State& canonical) {
  return tuple_from(format, image, SampleChoice{}, host, canonical);
}

Status tuple_to(Format format, Bytes image, Host& host, State& bytes) {
  if (format != Format::datasketches) return kNoSuchWriter;
  if (!is_of(image, Domain::datasketches)) return not_of_datasketches(kBuildTuple);
  return write_datasketches_tuple(image, host, bytes);
}

Status kll_from(Format format, Bytes image, Host& host, State& canonical) {
  switch (format) {
    case Format::datasketches:
      return read_datasketches_kll(image, ItemChoice::any, host, canonical);
    case Format::datasketches_float:
      return read_datasketches_kll(image, ItemChoice::single, host, canonical);
    case Format::datasketches_double:
      return read_datasketches_kll(image, ItemChoice::number, host, canonical);
    case Format::datasketches_long:
      return read_datasketches_kll(image, ItemChoice::integer, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status kll_to(Format format, Bytes image, Host& host, State& bytes) {
  return format == Format::datasketches ? write_datasketches_kll(image, host, bytes)
                                        : kNoSuchWriter;
}

Status tdigest_from(Format format, Bytes image, Host& host, State& canonical) {
  switch (format) {
    case Format::datasketches:
      return read_datasketches_tdigest(image, host, canonical);
    case Format::tdigest:
    case Format::tdigest_text:
      return read_tvondra_tdigest(image, host, canonical);
    case Format::toolkit:
      return read_toolkit_tdigest(image, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status tdigest_to(Format format, Bytes image, Host& host, State& bytes) {
  switch (format) {
    case Format::datasketches:
      return write_datasketches_tdigest(image, host, bytes);
    case Format::tdigest:
    case Format::tdigest_text:
      return write_tvondra_tdigest(image, format == Format::tdigest_text, host, bytes);
    default:
      return kNoSuchWriter;
  }
}

Status dd_from(Format format, Bytes image, Host& host, State& canonical) {
  switch (format) {
    case Format::ddsketch:
      return read_ddsketch(image, host, canonical);
    case Format::toolkit:
      return read_toolkit_dd(image, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status topk_from(Format format, Bytes image, Host& host, State& canonical) {
  switch (format) {
    case Format::datasketches:
      return read_datasketches_items(image, ItemChoice::any, host, canonical);
    case Format::datasketches_long:
      return read_datasketches_items(image, ItemChoice::integer, host, canonical);
    default:
      return kNoSuchReader;
  }
}

Status topk_to(Format format, Bytes image, Host& host, State& bytes) {
  return format == Format::datasketches ? write_datasketches_items(image, host, bytes)
                                        : kNoSuchWriter;
}

// The bitset of an Apache Parquet Bloom filter (parquet-format, BloomFilter.md) is the same as the
// blocks of a sketch of that domain.

Status bloom_from(Format format, Bytes image, Host& host, State& canonical) {
  return format == Format::parquet ? Bloom::of_blocks(Domain::parquet, image, host, canonical)
                                   : kNoSuchReader;
}

Status bloom_to(Format format, Bytes image, Host& host, State& bytes) {
  if (format != Format::parquet) return kNoSuchWriter;
  if (!is_of(image, Domain::parquet))
    return other_hashes("the sketch is not of the hash domain parquet",
                        kBuildBloom);
  return Bloom::to_blocks(image, host, bytes);
}

// --- Detecting formats

namespace {

const char* datasketches_kind(const DsPreamble& preamble) noexcept {
  switch (static_cast<DsFamily>(preamble.family)) {
    case DsFamily::compact_theta:
      return preamble.version >= 1 && preamble.version <= 4 ? "theta" : nullptr;
    case DsFamily::tuple:
      return preamble.version >= 1 && preamble.version <= 3 ? "tuple" : nullptr;
    case DsFamily::hll:
      return preamble.version == 1 ? "hll" : nullptr;
    case DsFamily::quantiles:
      return preamble.version >= 1 && preamble.version <= 3 ? "quantiles" : nullptr;
    case DsFamily::frequency:
      return preamble.version == 1 ? "frequent items" : nullptr;
    case DsFamily::kll:
      return preamble.version == 1 || preamble.version == 2 ? "kll" : nullptr;
    case DsFamily::cpc:
      return preamble.version == 1 ? "cpc" : nullptr;
    case DsFamily::req:
      return preamble.version == 1 ? "req" : nullptr;
    case DsFamily::tdigest:
      return preamble.version == 1 ? "tdigest" : nullptr;
  }
  return nullptr;
}

template <class Sketch>
const char* if_valid(const char* type, Bytes image, Host& host) {
  return Sketch::check(image, host).ok() ? type : nullptr;
}

// The type of an image of ours.
const char* type_of_ours(Bytes image, Host& host) {
  if (image.size() < kEnvelopeBytes) return nullptr;
  switch (static_cast<Family>(std::to_integer<std::uint8_t>(image[1]))) {
    case Family::hll:
      return if_valid<Hll>("sketch_hll", image, host);
    case Family::theta:
      return if_valid<Theta>("sketch_theta", image, host);
    case Family::tuple:
      return if_valid<Tuple>("sketch_tuple", image, host);
    case Family::kll:
      return if_valid<Kll>("sketch_kll", image, host);
    case Family::tdigest:
      return if_valid<TDigest>("sketch_tdigest", image, host);
    case Family::dd:
      return if_valid<Dd>("sketch_dd", image, host);
    case Family::topk:
      return if_valid<TopK>("sketch_topk", image, host);
    case Family::countmin:
      return if_valid<CountMin>("sketch_countmin", image, host);
    case Family::bloom:
      return if_valid<Bloom>("sketch_bloom", image, host);
    case Family::sample:
      return if_valid<Sample>("sketch_sample", image, host);
    case Family::req:
      return if_valid<Req>("sketch_req", image, host);
  }
  return nullptr;
}

// Recognises quantile sketches without a signature by trying to read them.
const char* digest_kind(Bytes image, Host& host, const char*& format) {
  State canonical;
  constexpr std::size_t kLeastBinary = 20;
  if (image.size() >= kLeastBinary && read_tvondra_tdigest(image, host, canonical).ok()) {
    format = "tdigest";
    return "tdigest";
  }
  constexpr std::size_t kLeastReference = 30;
  if (image.size() >= kLeastReference && image[0] == std::byte{0} &&
      read_datasketches_tdigest(image, host, canonical).ok()) {
    format = "datasketches";
    return "tdigest";
  }
  constexpr char kToolkit[] = "(version:1,";
  if (image.size() >= sizeof kToolkit &&
      std::memcmp(image.data(), kToolkit, sizeof kToolkit - 1) == 0) {
    format = "toolkit";
    if (read_toolkit_dd(image, host, canonical).ok()) return "uddsketch";
    if (read_toolkit_tdigest(image, host, canonical).ok()) return "tdigest";
  }
  constexpr std::size_t kLeastProto = 11;
  if (image.size() >= kLeastProto && read_ddsketch(image, host, canonical).ok()) {
    format = "ddsketch";
    return "ddsketch";
  }
  return nullptr;
}

}  // namespace

Detected detect(Bytes image, Host& host) {
  if (const char* type = type_of_ours(image, host); type != nullptr) return {"sketch", type};
  if (is_redis_hll(image)) return {"redis", "hll"};
  constexpr std::size_t kLeastDs = 8, kLeastHll = 3;
  constexpr unsigned kMostWords = 10;
  Cursor cursor(image);
  const DsPreamble preamble = ds_preamble(cursor);
  if (!cursor.good()) return {};
  if (image.size() >= kLeastDs && (preamble.words & 63U) >= 1 &&
      (preamble.words & 63U) <= kMostWords) {
    if (const char* kind = datasketches_kind(preamble); kind != nullptr)
      return {"datasketches", kind};
  }
  const unsigned type = preamble.words & 15U;
  if (preamble.words >> 4 == 1 && type >= 1 && type <= 4 && image.size() >= kLeastHll &&
      (preamble.version & 31U) >= 4 && (preamble.family & 0x80U) == 0)
    return {"postgresql-hll", "hll"};
  const char* format = nullptr;
  const char* const kind = digest_kind(image, host, format);
  return kind == nullptr ? Detected{} : Detected{format, kind};
}

}  // namespace sketch::foreign
