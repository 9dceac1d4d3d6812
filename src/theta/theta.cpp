// SPDX-License-Identifier: PostgreSQL
#include "sketch/theta/theta.hpp"

#include <algorithm>
#include <cstring>

#include "sketch/theta/theta_coder.hpp"
#include "theta_contents.hpp"

namespace sketch {
namespace {

constexpr std::size_t word_bytes(int precision) noexcept {
  return Theta::packs(precision) ? sizeof(std::uint32_t) : sizeof(std::uint64_t);
}

std::size_t count_of(State state) noexcept {
  return load_native<std::uint32_t>(state.data() + Theta::kCountOffset);
}

std::size_t slots_of(State state) noexcept {
  return (state.size() - Theta::kWordsOffset) / word_bytes(Theta::precision(state.data()));
}

// The largest table has two slots for each hash to be kept.
std::size_t most_bytes(int precision) noexcept {
  return Theta::kWordsOffset + 2 * Theta::most_hashes(precision) * word_bytes(precision);
}

}  // namespace

// --- Building

// Makes the state's table anew, with ascending hashes up to a last one.
template <class Word>
void Theta::fill(State state, std::uint64_t last, std::span<const std::uint64_t> hashes) noexcept {
  const std::size_t slots = slots_of(state);
  const int bits = hash_bits(precision(state.data()));
  // floor(slots * 2^64 / (last + 1)), so that the last hash's place is within the table. Below
  // `slots` hashes, which only an image made for the purpose has, any such scale will do.
  const auto all = static_cast<unsigned __int128>(slots) << 64;
  const std::uint64_t scale =
      last < slots ? kAll
                   : static_cast<std::uint64_t>(all / (static_cast<unsigned __int128>(last) + 1));
  std::memset(state.data() + kWordsOffset, 0, state.size() - kWordsOffset);
  store_native(state.data() + kCountOffset, static_cast<std::uint32_t>(hashes.size()));
  store_native(state.data() + kLastOffset, last);
  store_native(state.data() + kScaleOffset, scale);
  const auto slot = [&](std::size_t at) { return state.data() + kWordsOffset + sizeof(Word) * at; };
  std::size_t next = 0;  // all slots from here on are empty
  std::size_t free = 0;  // for what doesn't fit before the end
  for (const std::uint64_t hash : hashes) {
    std::size_t at = std::max(first_slot(state, hash), next);
    if (at < slots) {
      next = at + 1;
    } else {
      while (load_native<Word>(slot(free)) != 0) ++free;
      at = free;
    }
    store_native(slot(at), word_of<Word>(hash, bits));
  }
}

namespace {

State blank(int precision, std::size_t bytes, Host& host) {
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0, Theta::kWordsOffset);
  write_envelope(state.data(), {Theta::kFamily, Domain::xxh3, Theta::kWorking,
                                static_cast<std::uint8_t>(precision)});
  return state;
}

}  // namespace

State Theta::create(int precision, Host& host) {
  const State state = blank(precision, kFirstBytes, host);
  packs(precision) ? fill<std::uint32_t>(state, kAll, {}) : fill<std::uint64_t>(state, kAll, {});
  return state;
}

// The same state with room for so many hashes, as far as tables go: the largest is emptied of those
// that are above the k least.
State Theta::with_room(State state, std::size_t hashes, Host& host) {
  const int p = precision(state.data());
  const std::size_t most = most_bytes(p);
  std::size_t bytes = state.size();
  // A state and its length word take 2^i bytes: what PostgreSQL's allocator rounds up to anyway.
  while (bytes < most && room_of((bytes - kWordsOffset) / word_bytes(p)) < hashes)
    bytes = std::min(2 * bytes + sizeof(std::uint32_t), most);
  ThetaContents contents(host.scratch());
  contents.read_working(state);
  if (bytes == state.size()) {
    contents.trim();
  } else {
    state = blank(p, bytes, host);
  }
  packs(p) ? fill<std::uint32_t>(state, contents.last, contents.hashes)
           : fill<std::uint64_t>(state, contents.last, contents.hashes);
  return state;
}

State Theta::grow(State state, Host& host) { return with_room(state, count_of(state) + 1, host); }

State Theta::add_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  std::uint64_t known = last(state);
  for (const std::uint64_t hash : hashes) {
    if (hash > known || add(state, hash)) [[likely]]
      continue;
    state = grow(state, host);
    add(state, hash);
    known = last(state);
  }
  return state;
}

State Theta::reduce(State state, int to, Host& host) {
  if (precision(state.data()) <= to) return state;
  ThetaContents contents(host.scratch());
  contents.read_working(state);
  contents.reduce(to);
  contents.trim();
  state = with_room(create(to, host), contents.hashes.size(), host);
  packs(to) ? fill<std::uint32_t>(state, contents.last, contents.hashes)
            : fill<std::uint64_t>(state, contents.last, contents.hashes);
  return state;
}

Status Theta::merge(State& state, Bytes image, Host& host) {
  constexpr Status kInterrupted{Code::interrupted, "sketch merge was interrupted", ""};
  ThetaContents other(host.scratch());
  if (const Status status = other.read(image, last(state)); !status.ok()) return status;
  if (host.interrupted()) return kInterrupted;
  state = reduce(state, other.precision, host);
  const int p = precision(state.data());
  other.reduce(p);
  if (other.last < last(state)) {
    ThetaContents mine(host.scratch());
    mine.read_working(state);
    mine.lower(other.last);
    packs(p) ? fill<std::uint32_t>(state, mine.last, mine.hashes)
             : fill<std::uint64_t>(state, mine.last, mine.hashes);
  }
  other.lower(last(state));
  const std::size_t hashes = count_of(state) + other.hashes.size();
  if (state.size() < most_bytes(p) && room_of(slots_of(state)) < hashes)
    state = with_room(state, hashes, host);
  // In steps, as an image of chosen hashes may make a step slow.
  constexpr std::size_t kStep = 4096;
  for (std::size_t i = 0; i < other.hashes.size(); i += kStep) {
    if (i != 0 && host.interrupted()) return kInterrupted;
    state = add_all(state, other.hashes.subspan(i, std::min(kStep, other.hashes.size() - i)), host);
  }
  return {};
}

Status Theta::thaw(Bytes image, Host& host, State& state) {
  Envelope envelope;
  if (const Status status = read_envelope(image, kFamily, envelope); !status.ok()) return status;
  const int p = std::clamp<int>(envelope.parameter, kMinPrecision, kMaxPrecision);
  state = create(p, host);
  return merge(state, image, host);
}

std::size_t Theta::packed_bytes(State state) noexcept {
  return kWordsOffset + count_of(state) * word_bytes(precision(state.data()));
}

void Theta::pack(State state, std::byte* to) noexcept {
  const std::size_t bytes = word_bytes(precision(state.data()));
  std::memcpy(to, state.data(), kWordsOffset);
  to += kWordsOffset;
  for (std::size_t at = kWordsOffset; at + bytes <= state.size(); at += bytes) {
    constexpr std::byte kEmpty[sizeof(std::uint64_t)] = {};
    if (std::memcmp(state.data() + at, kEmpty, bytes) == 0) continue;
    std::memcpy(to, state.data() + at, bytes);
    to += bytes;
  }
}

// --- At rest

State canonical_image(ThetaContents& contents, Host& host) {
  contents.trim();
  const int bits = hash_bits(contents.precision);
  const bool sampled = contents.last != Theta::kAll;
  const std::size_t head = sampled ? sizeof contents.last : 0;
  ScratchArray<std::byte, 4096> room(host.scratch());
  const auto body = room.make(head + theta_coder::max_bytes(contents.hashes.size(), bits));
  if (sampled) store_le(body.data(), contents.last + 1);
  const std::size_t size =
      head + theta_coder::encode(contents.hashes, contents.last, bits, body.data() + head);
  const State image = host.allocate(kEnvelopeBytes + size);
  const std::uint8_t form = sampled ? Theta::kSampled : Theta::kExact;
  write_envelope(image.data(), {Theta::kFamily, Domain::xxh3, form,
                                static_cast<std::uint8_t>(contents.precision)});
  std::memcpy(image.data() + kEnvelopeBytes, body.data(), size);
  return image;
}

Status Theta::freeze(Bytes image, Host& host, State& canonical) {
  ThetaContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  canonical = canonical_image(contents, host);
  return {};
}

Status Theta::check(Bytes image, Host& host) {
  State again;
  if (const Status status = freeze(image, host, again); !status.ok()) return status;
  if (std::equal(image.begin(), image.end(), again.begin(), again.end())) return {};
  return {Code::malformed, "sketch_theta image is not in its canonical form",
          "The bytes were not written by this extension, or are damaged."};
}

}  // namespace sketch
