// SPDX-License-Identifier: PostgreSQL
#include "summaries.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace sketch::foreign {
namespace {

// Puts a working image together in scratch memory, part by part.
class Working {
 public:
  Working(Family family, std::uint8_t form, std::uint8_t parameter, Host& host)
      : bytes_(kEnvelopeBytes, std::byte{0}, host.scratch()) {
    write_envelope(bytes_.data(), {family, Domain::xxh3, form, parameter});
  }
  template <class T>
  void append(std::span<const T> part) {
    const Bytes bytes = std::as_bytes(part);
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  Bytes bytes() const noexcept { return bytes_; }

 private:
  std::pmr::vector<std::byte> bytes_;
};

double within(double sum, double n, double least, double greatest) noexcept {
  return std::clamp(sum, n * least, n * greatest);
}

}  // namespace

Status LevelParts::assemble(std::uint64_t n, Key least, Key greatest, State& canonical) {
  host_.pause();
  std::sort(keys_.begin(), keys_.end());
  std::array<std::uint32_t, Kll::kMaxLevels> sizes{};
  Kll::Head head{};
  double sum = 0;
  std::pmr::vector<Key> keys(host_.scratch());
  keys.reserve(keys_.size());
  for (const Kept& kept : keys_) {
    ++sizes[kept.level];
    keys.push_back(kept.key);
    sum += std::ldexp(number_of(kind_, kept.key), static_cast<int>(kept.level));
  }
  // At least the k with which a stored sketch may have this many keys.
  constexpr std::uint32_t kEach = 3, kLeast = Kll::kMinParameter, kMost = Kll::kMaxParameter;
  const auto holds =
      static_cast<std::uint32_t>(std::min<std::size_t>(keys.size() / kEach + 1, kMost));
  head.parameter = static_cast<std::uint16_t>(std::clamp(std::max(k_, holds), kLeast, kMost));
  head.levels = keys_.empty() ? 0 : keys_.back().level + 1;
  head.n = n, head.least = least, head.greatest = greatest;
  if (n != 0)
    head.sum =
        within(sum, static_cast<double>(n), number_of(kind_, least), number_of(kind_, greatest));
  Working working(Family::kll, Kll::kWorking, static_cast<std::uint8_t>(kind_), host_);
  working.append(std::span<const Kll::Head>(&head, 1));
  if (head.levels != 0) working.append(std::span<const std::uint32_t>(sizes));
  working.append(std::span<const Key>(keys));
  return Kll::freeze(working.bytes(), host_, canonical);
}

bool CentroidParts::put(double mean, std::uint64_t weight) {
  if (!std::isfinite(mean) || weight == 0) return false;
  centroids_.push_back({key_of(mean), weight, weight > 1 ? std::uint64_t{1} : 0});
  return true;
}

namespace {

// Removes one value from a centroid.
void take_value(TDigest::Centroid& c, double value) noexcept {
  const auto rest = static_cast<double>(c.weight - 1);
  const double mean = double_of(c.mean);
  const double without = mean + (mean - value) / rest;
  if (std::isfinite(without)) c.mean = key_of(without);
  if (--c.weight == 1) c.mixed = 0;
}

}  // namespace

// Means that rounding has moved beyond the extremes are moved back.
void CentroidParts::split_ends(Key least, Key greatest) {
  const auto as_value = [](Key key) { return TDigest::Centroid{key, 1, 0}; };
  const auto in_order = [](const TDigest::Centroid& a, const TDigest::Centroid& b) {
    return a.mean != b.mean ? a.mean < b.mean : a.mixed < b.mixed;
  };
  std::sort(centroids_.begin(), centroids_.end(), in_order);
  if (centroids_.front().mixed != 0) {
    take_value(centroids_.front(), double_of(least));
    centroids_.insert(centroids_.begin(), as_value(least));
  } else if (centroids_.front().mean > least && centroids_.size() > 1) {
    centroids_.front().mean = least;
  }
  if (centroids_.back().mixed != 0) {
    take_value(centroids_.back(), double_of(greatest));
    centroids_.push_back(as_value(greatest));
  } else if (centroids_.back().mean < greatest) {
    centroids_.back().mean = greatest;
  }
  for (TDigest::Centroid& c : centroids_) c.mean = std::clamp(c.mean, least, greatest);
  std::sort(centroids_.begin(), centroids_.end(), in_order);
  // Centroids of equal single values become one.
  std::size_t n = 0;
  for (std::size_t i = 1; i < centroids_.size(); ++i) {
    TDigest::Centroid& last = centroids_[n];
    const TDigest::Centroid& c = centroids_[i];
    if (c.mean == last.mean && (c.mixed | last.mixed) == 0)
      last.weight += c.weight;
    else
      centroids_[++n] = c;
  }
  centroids_.resize(n + 1);
  // The greatest value must be the last, pure centroid. If a mixed centroid has it as its mean, all
  // of its values are that value.
  while (centroids_.size() > 1 && centroids_.back().mixed != 0) {
    TDigest::Centroid& c = centroids_.back();
    c.mixed = 0;
    TDigest::Centroid& before = centroids_[centroids_.size() - 2];
    if (before.mean != c.mean) break;
    before.weight += c.weight;
    centroids_.pop_back();
  }
}

Status CentroidParts::assemble(std::uint32_t compression, double least, double greatest,
                               State& canonical) {
  host_.pause();
  constexpr Status kMalformed{Code::malformed, "the image's extremes don't fit its centroids",
                              "The bytes are truncated or damaged."};
  TDigest::Head head{};
  head.compression = compression;
  if (!centroids_.empty()) {
    if (!std::isfinite(least) || !std::isfinite(greatest) || least > greatest) return kMalformed;
    double sum = 0;
    for (const TDigest::Centroid& c : centroids_) {
      if (c.weight > (std::uint64_t{1} << 60) - head.n) return kMalformed;
      head.n += c.weight;
      sum += static_cast<double>(c.weight) * double_of(c.mean);
    }
    head.sum = within(sum, static_cast<double>(head.n), least, greatest);
    split_ends(key_of(least + 0.0), key_of(greatest + 0.0));
    head.least = centroids_.front().mean, head.greatest = centroids_.back().mean;
    head.centroids = head.centroid_room = static_cast<std::uint32_t>(centroids_.size());
  }
  Working working(Family::tdigest, TDigest::kWorking, 0, host_);
  working.append(std::span<const TDigest::Head>(&head, 1));
  working.append(std::span<const TDigest::Centroid>(centroids_));
  return TDigest::freeze(working.bytes(), host_, canonical);
}

Status CentroidParts::assemble(std::uint32_t compression, State& canonical) {
  if (centroids_.empty()) return assemble(compression, 0, 0, canonical);
  const auto [first, last] =
      std::minmax_element(centroids_.begin(), centroids_.end(),
                          [](const auto& a, const auto& b) { return a.mean < b.mean; });
  return assemble(compression, double_of(first->mean), double_of(last->mean), canonical);
}

}  // namespace sketch::foreign
