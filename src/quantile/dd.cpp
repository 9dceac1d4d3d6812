// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/dd.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "counting.hpp"
#include "dd_contents.hpp"
#include "key_coder.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

constexpr Status kNotCanonical{Code::malformed, "sketch_dd image is not in its canonical form",
                               "The bytes were not written by this extension, or are damaged."};

constexpr std::size_t kLengthWord = 4;

// A working state with room for `keys` buffered keys and `buckets` buckets.
State new_state(int level, std::size_t keys, std::size_t buckets, Host& host) {
  const State state =
      host.allocate(Dd::kBufferOffset + sizeof(Key) * keys + sizeof(Dd::Counted) * buckets);
  write_envelope(state.data(),
                 {Dd::kFamily, Domain::xxh3, Dd::kWorking, static_cast<std::uint8_t>(level)});
  Dd::Head head{};
  head.room = static_cast<std::uint32_t>(keys);
  head.bucket_room = static_cast<std::uint32_t>(buckets);
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  return state;
}

std::uint32_t bucket_room_of(State state) noexcept {
  Dd::Head head;
  std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
  return head.bucket_room;
}

}  // namespace

State Dd::written(const DdContents& contents, State state, Host& host) {
  if (state.empty() || bucket_room_of(state) < contents.buckets.size()) {
    const std::size_t fixed = Dd::kBufferOffset + kLengthWord + sizeof(Key) * Dd::kMostBuffered;
    const std::size_t bytes = std::max(
        std::size_t{8192}, std::bit_ceil(fixed + sizeof(Dd::Counted) * contents.buckets.size()));
    state =
        new_state(contents.level, Dd::kMostBuffered, (bytes - fixed) / sizeof(Dd::Counted), host);
  }
  write_envelope(state.data(), {Dd::kFamily, Domain::xxh3, Dd::kWorking,
                                static_cast<std::uint8_t>(contents.level)});
  Dd::Head head;
  std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
  head.n = contents.n, head.least = contents.least, head.greatest = contents.greatest;
  head.buffered = 0, head.buckets = static_cast<std::uint32_t>(contents.buckets.size());
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  std::memcpy(state.data() + Dd::kBufferOffset + sizeof(Key) * head.room, contents.buckets.data(),
              contents.buckets.size_bytes());
  return state;
}

// --- Building

State Dd::create(int parameter, Host& host, Kind) {
  return new_state(kFinest - parameter, first_room(), 0, host);
}

State Dd::with_buffer(State state, std::size_t room, Host& host) {
  return moved(state, new_state(image_parameter(state.data()), room, 0, host));
}

State Dd::emptied(State state, Host& host) {
  DdContents contents(host.scratch());
  demand(contents.read(state));
  contents.count({}, contents.level);
  return written(contents, state, host);
}

// Adds weight to the value's bucket; false if that bucket is not in use.
bool Dd::add_to_bucket(State state, Key key, std::uint64_t weight) noexcept {
  Head* head = head_of(state);
  if (!can_count(head->n, weight)) return false;
  const Bucket bucket = bucket_of(key, image_parameter(state.data()));
  auto* begin = reinterpret_cast<Counted*>(buffer_of(state) + head->room);
  auto* end = begin + head->buckets;
  auto* found =
      std::lower_bound(begin, end, bucket, [](const Counted& c, Bucket b) { return c.bucket < b; });
  if (found == end || found->bucket != bucket) return false;
  found->count += weight;
  head->n += weight;
  head->least = std::min(head->least, key), head->greatest = std::max(head->greatest, key);
  return true;
}

Status Dd::add_weighted(State& state, Key key, std::uint64_t weight, Host& host) {
  if (weight <= kMostRepeats) {
    state = add_times(state, key, weight, host);
    return {};
  }
  if (add_to_bucket(state, key, weight)) return {};
  DdContents contents(host.scratch());
  if (const Status status = contents.read(state); !status.ok()) return status;
  if (!can_count(contents.n, weight)) return kTooMany;
  const Counted added{bucket_of(key, contents.level), 0, weight};
  contents.least = contents.n == 0 ? key : std::min(contents.least, key);
  contents.greatest = contents.n == 0 ? key : std::max(contents.greatest, key);
  contents.n += weight;
  contents.count({&added, 1}, contents.level);
  state = written(contents, state, host);
  return {};
}

State Dd::reduce(State state, int parameter, Host& host) {
  const int level = kFinest - parameter;
  if (image_parameter(state.data()) >= level) return state;
  DdContents contents(host.scratch());
  demand(contents.read(state));
  if (contents.buckets.empty()) {
    return moved(state, new_state(level, head_of(state)->room, 0, host));
  }
  contents.count({}, level);
  return written(contents, {}, host);
}

Status Dd::merge(State& state, Bytes image, Host& host) {
  DdContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  if (other.buckets.empty()) {
    state = reduce(state, kFinest - other.level, host);
    state = add_all(state, other.values, host);
    return {};
  }
  DdContents contents(host.scratch());
  if (const Status status = contents.read(state); !status.ok()) return status;
  if (!can_count(contents.n, other.n)) return kTooMany;
  other.count({}, other.level);
  contents.least = contents.n == 0 ? other.least : std::min(contents.least, other.least);
  contents.greatest =
      contents.n == 0 ? other.greatest : std::max(contents.greatest, other.greatest);
  contents.n += other.n;
  contents.count(other.buckets, other.level);
  state = written(contents, state, host);
  return {};
}

Status Dd::thaw(Bytes image, Host& host, State& state) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = new_state(contents.level, first_room(), 0, host);
  return merge(state, image, host);
}

// --- Storing

namespace {

std::byte* put_buckets(const DdContents& contents, std::byte* to) noexcept {
  to = put_varint(put_varint(to, zigzag(contents.least)), zigzag(contents.greatest));
  to = put_varint(to, contents.buckets.size());
  const auto place = [](Dd::Bucket bucket) {
    return static_cast<std::uint64_t>(std::int64_t{bucket} + Dd::kNan);
  };
  std::uint64_t before = place(contents.buckets.front().bucket);
  to = put_varint(to, before);
  BitWriter bits(to);
  unsigned width = 1;
  for (const Dd::Counted& b : contents.buckets) {
    const std::uint64_t here = place(b.bucket);
    if (here != before) {
      const std::uint64_t gap = here - before;
      const auto gap_bits = static_cast<unsigned>(std::bit_width(gap)) - 1;
      bits.put_unary(gap_bits);
      bits.put(gap ^ std::uint64_t{1} << gap_bits, gap_bits);
    }
    before = here;
    const auto wide = static_cast<unsigned>(std::bit_width(b.count));
    bits.put_unary(zigzag(static_cast<int>(wide) - static_cast<int>(width)));
    width = wide;
    const unsigned low = wide - 1;
    const std::uint64_t part = b.count ^ std::uint64_t{1} << low;
    bits.put(part & 0xFFFFFFFF, std::min(low, 32U));
    if (low > 32) bits.put(part >> 32, low - 32);
  }
  return bits.end();
}

}  // namespace

Status Dd::freeze(Bytes image, Host& host, State& canonical) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  const bool exact = contents.exact();
  // A bucket takes 2 bits for each bit of its gap, at most 33; 129 for the change of width; 63 for
  // the count.
  constexpr std::size_t kBucketBytes = (2 * 33 + 129 + 63) / 8 + 1, kHeadBytes = 64;
  ScratchArray<std::byte, 8192> room(host.scratch());
  std::byte* begin = room.make(kHeadBytes + (exact ? key_coder::max_bits(contents.values.size()) / 8
                                                   : kBucketBytes * contents.buckets.size()))
                         .data();
  const std::byte* const end = exact ? key_coder::put_values(Kind::float8, contents.values, begin)
                                     : put_buckets(contents, begin);
  const auto bytes = static_cast<std::size_t>(end - begin);
  canonical = host.allocate(kEnvelopeBytes + bytes);
  write_envelope(canonical.data(),
                 {kFamily, Domain::xxh3, static_cast<std::uint8_t>(exact ? kValues : kBuckets),
                  static_cast<std::uint8_t>(contents.level)});
  std::memcpy(canonical.data() + kEnvelopeBytes, begin, bytes);
  return {};
}

Status Dd::check(Bytes image, Host& host) {
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

// --- Questions

Status Dd::read(Bytes image, Host& host, Distribution& distribution) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  double sum = 0;
  std::size_t n = 0;
  const auto points = distribution.make(contents.values.size() + contents.buckets.size());
  const auto take = [&](Key key, std::uint64_t count) {
    points[n++] = {key, count};
    sum += static_cast<double>(count) * double_of(key);
  };
  for (const Key key : contents.values) take(key, 1);
  for (const Counted& b : contents.buckets) {
    const Key middle = middle_of(b.bucket, contents.level);
    take(std::clamp(middle, contents.least, contents.greatest), b.count);
  }
  distribution.finish(points, Kind::float8, contents.least, contents.greatest, sum);
  return {};
}

Status Dd::error(Bytes image, Host& host, double& relative_error) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  relative_error = contents.exact() ? 0 : accuracy_of(kFinest - contents.level);
  return {};
}

Status Dd::info(Bytes image, Host& host, Info& info) {
  DdContents contents(host.scratch());
  if (const Status status = contents.read_as_stored(image); !status.ok()) return status;
  info = {contents.exact() ? "values" : "buckets", accuracy_of(kFinest - contents.level),
          contents.n, contents.buckets.size(), image.size()};
  return {};
}

}  // namespace sketch
