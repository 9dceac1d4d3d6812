// SPDX-License-Identifier: PostgreSQL
//
// The extension tdigest: the bytes of tdigest_send(), big-endian (flags, count, compression, number
// of centroids, then mean and count of each), and the type's text. Digests from before version 1.4,
// without the flag 1, have the sum of each centroid in place of its mean.
#include <charconv>
#include <cmath>
#include <cstring>

#include "cursor.hpp"
#include "formats.hpp"
#include "summaries.hpp"
#include "text.hpp"

namespace sketch::foreign {
namespace {

constexpr Status kMalformed = malformed("tdigest image is malformed");
constexpr std::uint32_t kMeans = 1;

struct Head {
  std::uint32_t flags;
  std::int64_t count;
  std::int32_t compression, centroids;
};

// Builds the sketch from centroids that next(sum or mean, count) gives; it gives false if there is
// none.
template <class Next>
Status assemble(const Head& head, Host& host, State& canonical, Next next) {
  if ((head.flags & ~kMeans) != 0 || head.compression < 1 || head.centroids < 0 || head.count < 0)
    return kMalformed;
  CentroidParts parts(host);
  std::int64_t left = head.count;
  for (std::int32_t i = 0; i < head.centroids; ++i) {
    double mean;
    std::int64_t count;
    if (!next(mean, count) || count < 1 || count > left) return kMalformed;
    left -= count;
    if ((head.flags & kMeans) == 0) mean /= static_cast<double>(count);
    if (!parts.put(mean, static_cast<std::uint64_t>(count))) return kMalformed;
  }
  if (left != 0) return kMalformed;
  return parts.assemble(compression_for(0, head.compression), canonical);
}

Status read_binary(Bytes image, Host& host, State& canonical) {
  Cursor cursor(image);
  Head head;
  head.flags = cursor.number_be<std::uint32_t>();
  head.count = cursor.number_be<std::int64_t>();
  head.compression = cursor.number_be<std::int32_t>();
  head.centroids = cursor.number_be<std::int32_t>();
  if (!cursor.good() || head.centroids < 0 ||
      cursor.left() != 16 * static_cast<std::uint64_t>(head.centroids))
    return kMalformed;
  return assemble(head, host, canonical, [&cursor](double& mean, std::int64_t& count) {
    mean = cursor.number_be<double>();
    count = cursor.number_be<std::int64_t>();
    return true;
  });
}

Status read_text(Bytes image, Host& host, State& canonical) {
  TextCursor text(image);
  Head head{};
  if (!text.word("flags") || !text.number(head.flags) || !text.word("count") ||
      !text.number(head.count) || !text.word("compression") || !text.number(head.compression) ||
      !text.word("centroids") || !text.number(head.centroids))
    return kMalformed;
  const Status status =
      assemble(head, host, canonical, [&text](double& mean, std::int64_t& count) {
        return text.word("(") && text.number(mean) && text.word(",") && text.number(count) &&
               text.word(")");
      });
  return !status.ok() || text.at_end() ? status : kMalformed;
}

}  // namespace

Status read_tvondra_tdigest(Bytes image, Host& host, State& canonical) {
  constexpr char kText[] = "flags";
  constexpr std::size_t kTextBytes = sizeof kText - 1;
  const bool text = image.size() >= kTextBytes && std::memcmp(image.data(), kText, kTextBytes) == 0;
  return text ? read_text(image, host, canonical) : read_binary(image, host, canonical);
}

Status write_tvondra_tdigest(Bytes image, bool text, Host& host, State& bytes) {
  Distribution distribution(host.scratch());
  if (const Status status = TDigest::read(image, host, distribution); !status.ok()) return status;
  TDigest::Info info;
  if (const Status status = TDigest::info(image, host, info); !status.ok()) return status;
  const auto points = distribution.points();
  if (!points.empty() && !(std::isfinite(double_of(distribution.least())) &&
                           std::isfinite(double_of(distribution.greatest())))) {
    return {Code::out_of_range, "a tdigest can't hold infinity or NaN",
            "Leave such values out with FILTER."};
  }
  constexpr int kTimesTheirs = 4, kLeast = 10;
  const int compression = std::max(info.compression / kTimesTheirs, kLeast);
  std::uint64_t before = 0;
  if (!text) {
    bytes = host.allocate(20 + 16 * points.size());
    std::byte* to = bytes.data();
    const auto put = [&to](auto value) {
      store_le(to, byte_swap(value));
      to += sizeof value;
    };
    put(kMeans);
    put(distribution.n());
    put(static_cast<std::uint32_t>(compression));
    put(static_cast<std::uint32_t>(points.size()));
    for (const auto& point : points) {
      put(std::bit_cast<std::uint64_t>(double_of(point.key)));
      put(point.cumulative - before);
      before = point.cumulative;
    }
    return {};
  }
  // A double takes up to 24 characters, an integer up to 20.
  constexpr std::size_t kHeadRoom = 120, kEachRoom = 52;
  std::pmr::vector<char> room(kHeadRoom + kEachRoom * points.size(), host.scratch());
  char* to = room.data();
  char* const end = to + room.size();
  const auto put_text = [&to](const char* words) {
    const std::size_t size = std::strlen(words);
    std::memcpy(to, words, size);
    to += size;
  };
  const auto put_number = [&to, end](auto value) { to = std::to_chars(to, end, value).ptr; };
  put_text("flags 1 count ");
  put_number(distribution.n());
  put_text(" compression ");
  put_number(compression);
  put_text(" centroids ");
  put_number(points.size());
  for (const auto& point : points) {
    put_text(" (");
    put_number(double_of(point.key));
    put_text(", ");
    put_number(point.cumulative - before);
    put_text(")");
    before = point.cumulative;
  }
  bytes = host.allocate(static_cast<std::size_t>(to - room.data()));
  std::memcpy(bytes.data(), room.data(), bytes.size());
  return {};
}

}  // namespace sketch::foreign
