// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/tdigest.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "counting.hpp"
#include "tdigest_contents.hpp"

namespace sketch {
namespace {

constexpr Status kNotCanonical{Code::malformed, "sketch_tdigest image is not in its canonical form",
                               "The bytes were not written by this extension, or are damaged."};
// In a working state centroids have at most half the size that they may have when stored.
constexpr unsigned kWorkingFineness = 2, kStoredFineness = 1;

// A state gathers this many centroids, times the compression, before they are united.
constexpr std::size_t kGathered = 4;
constexpr std::size_t kFirstCentroids = 8;

State new_state(std::uint32_t compression, std::size_t keys, std::size_t centroids, Host& host) {
  const State state = host.allocate(TDigest::kBufferOffset + sizeof(Key) * keys +
                                    sizeof(TDigest::Centroid) * centroids);
  write_envelope(state.data(), {TDigest::kFamily, Domain::xxh3, TDigest::kWorking, 0});
  TDigest::Head head{};
  head.room = static_cast<std::uint32_t>(keys);
  head.compression = compression;
  head.centroid_room = static_cast<std::uint32_t>(centroids);
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  return state;
}

// The full-grown buffer, about 4 compression.
std::size_t full_buffer(std::uint32_t compression) noexcept {
  return std::bit_ceil(std::size_t{4} * std::max(compression, 64U));
}

}  // namespace

// --- Building

State TDigest::create(int compression, Host& host, Kind) {
  return new_state(static_cast<std::uint32_t>(compression), first_room(), 0, host);
}

std::size_t TDigest::most_buffered(State state) noexcept {
  return full_buffer(head_of(state)->compression);
}

State TDigest::resized(State state, std::size_t keys, std::size_t centroids, Host& host) {
  const State made = new_state(head_of(state)->compression, keys, centroids, host);
  Head head = *head_of(state);
  head.room = static_cast<std::uint32_t>(keys);
  head.centroid_room = static_cast<std::uint32_t>(centroids);
  *head_of(made) = head;
  std::memcpy(buffer_of(made), buffer_of(state), sizeof(Key) * head.buffered);
  std::memcpy(centroids_of(made), centroids_of(state), sizeof(Centroid) * head.centroids);
  return made;
}

State TDigest::with_buffer(State state, std::size_t room, Host& host) {
  return resized(state, room, head_of(state)->centroid_room, host);
}

// The working image of compressed contents, with room for `more` centroids: in place if there is
// room, else a new one.
State TDigest::written(const TDigestContents& contents, State state, std::size_t more, Host& host) {
  const std::size_t size = contents.centroids.size();
  const std::size_t buffer = full_buffer(contents.compression);
  if (head_of(state)->room < buffer || head_of(state)->centroid_room < size + more)
    state = new_state(contents.compression, buffer, size + std::max(size / 4, more), host);
  Head* head = head_of(state);
  head->n = contents.n, head->least = contents.least, head->greatest = contents.greatest;
  head->sum = contents.sum, head->buffered = 0;
  head->centroids = static_cast<std::uint32_t>(size);
  std::memcpy(centroids_of(state), contents.centroids.data(), contents.centroids.size_bytes());
  return state;
}

State TDigest::emptied(State state, Host& host) {
  TDigestContents contents(host.scratch());
  contents.read_own(state);
  contents.compress(kWorkingFineness);
  return written(contents, state, 0, host);
}

// A state with room for `more` centroids. It grows until uniting them is worth the time.
State TDigest::with_centroid_room(State state, std::size_t more, Host& host) {
  const Head* head = head_of(state);
  const std::size_t wanted = head->centroids + more, most = kGathered * head->compression;
  if (wanted <= head->centroid_room) return state;
  if (wanted <= most) {
    const std::size_t room =
        std::max({wanted, std::size_t{2} * head->centroid_room, kFirstCentroids});
    return resized(state, head->room, std::min(room, most), host);
  }
  TDigestContents contents(host.scratch());
  contents.read_own(state);
  contents.compress(kWorkingFineness);
  return written(contents, state, more, host);
}

// Appends centroids, to be united with the others later.
Status TDigest::append(State& state, const Added& added, Host& host) {
  if (!can_count(head_of(state)->n, added.n)) return kTooMany;
  state = with_centroid_room(state, added.centroids.size(), host);
  Head* head = head_of(state);
  std::copy(added.centroids.begin(), added.centroids.end(), centroids_of(state) + head->centroids);
  head->centroids += static_cast<std::uint32_t>(added.centroids.size());
  head->least = head->n == 0 ? added.least : std::min(head->least, added.least);
  head->greatest = head->n == 0 ? added.greatest : std::max(head->greatest, added.greatest);
  head->sum += added.sum;
  head->n += added.n;
  return {};
}

Status TDigest::add_weighted(State& state, Key key, std::uint64_t weight, Host& host) {
  if (weight <= kMostRepeats) {
    state = add_times(state, key, weight, host);
    return {};
  }
  const Centroid added{key, weight, 0};
  const double sum = static_cast<double>(weight) * double_of(key);
  return append(state, {weight, key, key, sum, {&added, 1}}, host);
}

Status TDigest::add_centroids(State& state, std::span<Centroid> means, Host& host) {
  std::sort(means.begin(), means.end(),
            [](const Centroid& a, const Centroid& b) { return a.mean < b.mean; });
  ScratchArray<Centroid, 512> room(host.scratch());
  const auto added = room.make(means.size() + 2);
  std::size_t n = 0;
  std::uint64_t weight = 0;
  double sum = 0;
  for (std::size_t i = 0; i < means.size();) {
    host.pause();
    Centroid c{means[i].mean, 0, 0};
    for (; i < means.size() && means[i].mean == c.mean; ++i) {
      if (!can_count(weight, means[i].weight)) return kTooMany;
      c.weight += means[i].weight, weight += means[i].weight;
    }
    sum += static_cast<double>(c.weight) * double_of(c.mean);
    const bool finite = c.mean > -kInfinityKey && c.mean < kInfinityKey;
    const bool first = n == 0, last = i == means.size();
    if (c.weight > 2 && finite && first != last) {
      // Splits off a value at the very end; the other values stay beside it.
      const Centroid end{c.mean, 1, 0};
      const Centroid rest{c.mean - (last ? 1 : 0), c.weight - 1, 1};
      added[n++] = first ? end : rest;
      added[n++] = first ? rest : end;
      continue;
    }
    c.mixed = c.weight > 1 && finite && !first && !last ? 1 : 0;
    added[n++] = c;
  }
  if (n == 0) return {};
  return append(state, {weight, added[0].mean, added[n - 1].mean, sum, added.first(n)}, host);
}

State TDigest::reduce(State state, int compression, Host& host) {
  if (parameter(state) <= compression) return state;
  const State reduced =
      new_state(static_cast<std::uint32_t>(compression), head_of(state)->room, 0, host);
  if (!summarised(state)) return moved(state, reduced);
  TDigestContents contents(host.scratch());
  contents.read_own(state);
  contents.compression = static_cast<std::uint32_t>(compression);
  contents.compress(kWorkingFineness);
  return written(contents, reduced, 0, host);
}

Status TDigest::merge(State& state, Bytes image, Host& host) {
  TDigestContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  state = reduce(state, static_cast<int>(other.compression), host);
  // Values that are still single join those in the buffer.
  if (other.centroids.empty()) {
    state = add_all(state, other.buffer, host);
    return {};
  }
  if (!other.buffer.empty()) other.compress(kWorkingFineness);
  return append(state, {other.n, other.least, other.greatest, other.sum, other.centroids}, host);
}

Status TDigest::thaw(Bytes image, Host& host, State& state) {
  TDigestContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = create(static_cast<int>(contents.compression), host);
  return merge(state, image, host);
}

// --- Storing

namespace {

Status read_compressed(Bytes image, TDigestContents& contents) {
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.compress(kStoredFineness);
  contents.round_means();
  return {};
}

}  // namespace

Status TDigest::freeze(Bytes image, Host& host, State& canonical) {
  TDigestContents contents(host.scratch());
  if (const Status status = read_compressed(image, contents); !status.ok()) return status;
  ScratchArray<std::byte, 16384> room(host.scratch());
  std::byte* begin = room.make(contents.max_bytes()).data();
  const bool values = contents.few_values();
  const std::byte* const end =
      values ? contents.write_values(begin) : contents.write_centroids(begin);
  const auto bytes = static_cast<std::size_t>(end - begin);
  canonical = host.allocate(kEnvelopeBytes + bytes);
  write_envelope(canonical.data(), {kFamily, Domain::xxh3,
                                    static_cast<std::uint8_t>(values ? kValues : kCentroids), 0});
  std::memcpy(canonical.data() + kEnvelopeBytes, begin, bytes);
  return {};
}

Status TDigest::check(Bytes image, Host& host) {
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

// --- Questions

namespace {

// Between two means a rank can be off by all the weight that is spread around one of them, and by
// half of the weight that is spread around the other.
double rank_error_of(const TDigestContents& contents) noexcept {
  double most = 0, before = 0;
  for (const TDigest::Centroid& c : contents.centroids) {
    const double mixed = c.mixed != 0 ? static_cast<double>(c.weight) : 0;
    most = std::max(most, std::max(before, mixed) + std::min(before, mixed) / 2);
    before = mixed;
  }
  return most == 0 ? 0 : most / static_cast<double>(contents.n);
}

}  // namespace

Status TDigest::read(Bytes image, Host& host, Distribution& distribution) {
  TDigestContents contents(host.scratch());
  if (const Status status = read_compressed(image, contents); !status.ok()) return status;
  const auto points = distribution.make(contents.centroids.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Centroid& c = contents.centroids[i];
    points[i] = {c.mean, c.weight, c.mixed != 0};
  }
  distribution.finish(points, Kind::float8, contents.least, contents.greatest, contents.sum);
  return {};
}

Status TDigest::error(Bytes image, Host& host, double& rank_error) {
  TDigestContents contents(host.scratch());
  if (const Status status = read_compressed(image, contents); !status.ok()) return status;
  rank_error = rank_error_of(contents);
  return {};
}

Status TDigest::info(Bytes image, Host& host, Info& info) {
  TDigestContents contents(host.scratch());
  if (const Status status = read_compressed(image, contents); !status.ok()) return status;
  const double rank_error = rank_error_of(contents);
  const auto pure = std::count_if(contents.centroids.begin(), contents.centroids.end(),
                                  [](const Centroid& c) { return c.mixed == 0; });
  info = {rank_error == 0 ? "values" : "centroids",
          static_cast<int>(contents.compression),
          contents.n,
          contents.centroids.size(),
          static_cast<std::size_t>(pure),
          image.size(),
          rank_error};
  return {};
}

}  // namespace sketch
