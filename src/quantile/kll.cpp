// SPDX-License-Identifier: PostgreSQL
#include "sketch/quantile/kll.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "key_coder.hpp"
#include "kll_contents.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

constexpr Status kNotCanonical{Code::malformed, "sketch_kll image is not in its canonical form",
                               "The bytes were not written by this extension, or are damaged."};
// At work there may be twice as many keys as at rest.
constexpr unsigned kAtWork = 2, kAtRest = 1;

// A weight of so little is added as so many values, which costs less than a walk through the
// levels.
constexpr std::uint64_t kFewValues = 32;

// The buffer when it is full grown: some 4 k.
std::size_t full_buffer(std::uint32_t k) noexcept {
  return std::bit_ceil(std::size_t{4} * std::max(k, 32U));
}

State new_state(Kind kind, std::uint32_t k, std::size_t buffer, std::size_t levels_bytes,
                Host& host) {
  const State state = host.allocate(Kll::kBufferOffset + sizeof(Key) * buffer + levels_bytes);
  std::memset(state.data(), 0, Kll::kBufferOffset);
  write_envelope(state.data(),
                 {Kll::kFamily, Domain::xxh3, Kll::kWorking, static_cast<std::uint8_t>(kind)});
  Kll::Head head{};
  head.k = k;
  head.room = static_cast<std::uint32_t>(buffer);
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  return state;
}

// The working image of settled contents: in place where it fits, else a new one with room for all
// that levels can become.
State written(const KllContents& contents, State state, Host& host) {
  const std::size_t buffer = full_buffer(contents.k);
  const std::size_t levels_bytes = sizeof contents.levels.sizes +
                                   sizeof(Key) * kAtWork * Kll::budget(contents.k, Kll::kMaxLevels);
  Kll::Head head;
  std::memcpy(&head, state.data() + kEnvelopeBytes, sizeof head);
  if (state.size() != Kll::kBufferOffset + sizeof(Key) * buffer + levels_bytes) {
    state = new_state(contents.kind, contents.k, buffer, levels_bytes, host);
    head.room = static_cast<std::uint32_t>(buffer);
  }
  head.n = contents.n, head.least = contents.least, head.greatest = contents.greatest;
  head.sum = contents.sum, head.pending = contents.pending, head.coins = contents.coins;
  head.buffered = 0, head.k = contents.k, head.levels = contents.levels.count;
  std::memcpy(state.data() + kEnvelopeBytes, &head, sizeof head);
  std::byte* to = state.data() + Kll::kBufferOffset + sizeof(Key) * buffer;
  std::memcpy(to, contents.levels.sizes.data(), sizeof contents.levels.sizes);
  to += sizeof contents.levels.sizes;
  const auto keys = contents.levels.keys;
  if (!keys.empty()) std::memcpy(to, keys.data(), keys.size_bytes());
  return state;
}

}  // namespace

// --- Building

State Kll::create(int k, Host& host, Kind kind) {
  return new_state(kind, static_cast<std::uint32_t>(k), first_room(), 0, host);
}

std::size_t Kll::most_buffered(State state) noexcept { return full_buffer(head_of(state)->k); }

State Kll::with_buffer(State state, std::size_t room, Host& host) {
  return moved(state, new_state(kind(state), head_of(state)->k, room, 0, host));
}

State Kll::emptied(State state, Host& host) {
  KllContents contents(host.scratch());
  demand(contents.read(state));
  contents.settle({}, kAtWork);
  return written(contents, state, host);
}

Status Kll::add_weighted(State& state, Key key, std::uint64_t weight, Host& host) {
  if (weight <= kFewValues) {
    state = add_times(state, key, weight, host);
    return {};
  }
  KllContents contents(host.scratch());
  if (const Status status = contents.read(state); !status.ok()) return status;
  Key copies[kMaxLevels];
  KllLevels added;
  for (std::uint64_t rest = weight; rest != 0; rest >>= 1) {
    copies[added.count] = key;
    added.sizes[added.count++] = static_cast<std::uint32_t>(rest & 1);
  }
  added.keys = std::span(copies).first(static_cast<std::size_t>(std::popcount(weight)));
  if (!contents.counts(weight)) return kTooMany;
  contents.count(weight, key, key, static_cast<double>(weight) * number_of(contents.kind, key));
  contents.settle(added, kAtWork);
  state = written(contents, state, host);
  return {};
}

State Kll::reduce(State state, int k, Host& host) {
  if (parameter(state) <= k) return state;
  KllContents contents(host.scratch());
  demand(contents.read(state));
  contents.k = static_cast<std::uint32_t>(k);
  contents.settle({}, kAtWork);
  return written(contents, create(k, host, contents.kind), host);
}

Status Kll::merge(State& state, Bytes image, Host& host) {
  KllContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  if (other.n == 0 && other.buffer.empty()) {
    state = reduce(state, static_cast<int>(other.k), host);
    return {};
  }
  if (other.kind != kind(state)) {
    if (head_of(state)->n != 0 || head_of(state)->buffered != 0) return kOtherKind;
    state = create(parameter(state), host, other.kind);
  }
  state = reduce(state, static_cast<int>(other.k), host);
  // Values that are still what they were join those in the buffer.
  if (other.levels.count <= 1 &&
      other.levels.keys.size() + other.buffer.size() <= most_buffered(state)) {
    state = add_all(state, other.levels.keys, host);
    state = add_all(state, other.buffer, host);
    return {};
  }
  KllContents contents(host.scratch());
  if (const Status status = contents.read(state); !status.ok()) return status;
  other.k = contents.k;
  other.settle({}, kAtWork);
  if (!contents.counts(other.n)) return kTooMany;
  contents.count(other.n, other.least, other.greatest, other.sum);
  contents.settle(other.levels, kAtWork);
  state = written(contents, state, host);
  return {};
}

Status Kll::thaw(Bytes image, Host& host, State& state) {
  KllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = create(static_cast<int>(contents.k), host, contents.kind);
  return merge(state, image, host);
}

// --- At rest

Status Kll::freeze(Bytes image, Host& host, State& canonical) {
  KllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.settle({}, kAtRest);
  const auto keys = contents.levels.keys;

  constexpr std::size_t kHeadBytes =
      2 + 8 + Units::kMaxBytes + kMaxVarintBytes + 2 * kMaxLevels + 2 * sizeof(std::uint64_t);
  ScratchArray<std::byte, 8192> room(host.scratch());
  std::byte* const begin = room.make(kHeadBytes + key_coder::max_bits(keys.size()) / 8).data();
  store_le(begin, static_cast<std::uint16_t>(contents.k));
  std::byte* to = put_varint(begin + 2, contents.n);
  if (contents.n != 0) {
    constexpr std::uint64_t kNan = 0x7FF8000000000000;
    store_le(to, std::isnan(contents.sum) ? kNan : std::bit_cast<std::uint64_t>(contents.sum));
    const Units units = Units::of(contents.kind, contents.least, contents.greatest, keys);
    to = units.put(to + 8);
    for (unsigned h = 0; h < contents.levels.count; ++h)
      to = put_varint(to, contents.levels.sizes[h]);
    BitWriter bits(to);
    for (std::size_t at = 0, h = 0; h < contents.levels.count; at += contents.levels.sizes[h++]) {
      key_coder::encode(keys.subspan(at, contents.levels.sizes[h]), units, bits);
    }
    to = bits.end();
  }
  const auto bytes = static_cast<std::size_t>(to - begin);
  canonical = host.allocate(kEnvelopeBytes + bytes);
  write_envelope(canonical.data(),
                 {kFamily, Domain::xxh3, kLevels, static_cast<std::uint8_t>(contents.kind)});
  std::memcpy(canonical.data() + kEnvelopeBytes, begin, bytes);
  return {};
}

Status Kll::check(Bytes image, Host& host) {
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

Status Kll::check_state(State state, Host& host) {
  KllContents contents(host.scratch());
  return can_add(state) ? contents.read(state) : kMalformedKll;
}

// --- Asking

namespace {

// What 99 % of the errors of a rank stay below, times k^0.95: measured at k = 8 to 1000 over
// streams and trees of merges (0.35 to 0.81, bench/accuracy/kll_accuracy.cpp), and rounded up.
constexpr double kRankError = 0.95;

double error_of(const KllContents& contents) noexcept {
  if (contents.levels.count <= 1) return 0;
  return Kll::rank_error_of(static_cast<int>(contents.k));
}

Status settled(Bytes image, KllContents& contents) {
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.settle({}, kAtRest);
  return {};
}

}  // namespace

Status Kll::read(Bytes image, Host& host, Distribution& distribution) {
  KllContents contents(host.scratch());
  if (const Status status = settled(image, contents); !status.ok()) return status;
  const auto points = distribution.make(contents.levels.keys.size());
  std::size_t at = 0;
  for (unsigned h = 0; h < contents.levels.count; ++h) {
    for (std::uint32_t i = 0; i < contents.levels.sizes[h]; ++i, ++at)
      points[at] = {contents.levels.keys[at], std::uint64_t{1} << h};
  }
  distribution.finish(points, contents.kind, contents.least, contents.greatest, contents.sum);
  return {};
}

double Kll::rank_error_of(int k) noexcept { return kRankError / std::pow(k, 0.95); }

int Kll::k_for_rank_error(double rank_error) noexcept {
  int from = kMinParameter, to = kMaxParameter;
  while (from < to) {
    const int middle = (from + to) / 2;
    if (rank_error_of(middle) <= rank_error) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return to;
}

Status Kll::error(Bytes image, Host& host, double& rank_error) {
  KllContents contents(host.scratch());
  if (const Status status = settled(image, contents); !status.ok()) return status;
  rank_error = error_of(contents);
  return {};
}

Status Kll::info(Bytes image, Host& host, Info& info) {
  KllContents contents(host.scratch());
  if (const Status status = settled(image, contents); !status.ok()) return status;
  info = {contents.levels.count > 1 ? "levels" : "values",
          contents.kind,
          static_cast<int>(contents.k),
          contents.n,
          contents.levels.count,
          contents.levels.keys.size(),
          image.size(),
          error_of(contents)};
  return {};
}

}  // namespace sketch
