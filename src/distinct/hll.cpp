// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/hll.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "hll_contents.hpp"
#include "sketch/distinct/ell_coder.hpp"
#include "sketch/distinct/ell_estimator.hpp"
#include "sketch/distinct/ell_kernels.hpp"
#include "sketch/distinct/token_coder.hpp"

namespace sketch {
namespace {

constexpr std::size_t registers_at(int precision) noexcept { return std::size_t{1} << precision; }

std::uint32_t* words_of(State state) noexcept {
  return reinterpret_cast<std::uint32_t*>(state.data() + Hll::kWordsOffset);
}

State new_state(std::uint8_t form, int precision, std::size_t bytes, Host& host) {
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0, bytes);
  write_envelope(state.data(),
                 {Hll::kFamily, Domain::xxh3, form, static_cast<std::uint8_t>(precision)});
  return state;
}

State new_registers(int precision, Host& host) {
  return new_state(Hll::kWorkingRegisters, precision,
                   Hll::kWordsOffset + 4 * registers_at(precision), host);
}

// How a hash, or the token in its place, updates a register array.
struct Hashes {
  static std::uint64_t hash(std::uint64_t hash) noexcept { return hash; }
  static std::size_t index(std::uint64_t hash, int p) noexcept { return StoredEll::index(hash, p); }
  static unsigned value(std::uint64_t hash, int p) noexcept {
    return StoredEll::update_value(hash, p);
  }
};
struct Tokens {
  static std::uint64_t hash(Token token) noexcept { return token_hash(token); }
  static std::size_t index(Token token, int p) noexcept {
    return StoredEll::index(token_index(token), p);
  }
  static unsigned value(Token token, int p) noexcept {
    const unsigned zeros = token_zeros(token);
    if (zeros == kTokenMaxZeros) [[unlikely]]
      return StoredEll::update_value(token_hash(token), p);
    constexpr int kSubs = 1 << StoredEll::kSubBits;
    return kSubs * zeros + token_index(token) % kSubs + 1;
  }
};

template <class Kind, class Item>
void add_to_registers(std::uint32_t* registers, int precision, std::span<Item> items) noexcept {
  for (const auto item : items) {
    std::uint32_t& r = registers[Kind::index(item, precision)];
    r = StoredEll::update(r, Kind::value(item, precision));
  }
}

template <class Kind, class Item>
State add_each(State state, std::span<Item> items, Host& host) {
  std::size_t i = 0;
  for (; i < items.size() && image_form(state.data()) != Hll::kWorkingRegisters; ++i) {
    if (Hll::add(state, Kind::hash(items[i]))) continue;
    state = Hll::grow(state, host);
    Hll::add(state, Kind::hash(items[i]));
  }
  add_to_registers<Kind>(words_of(state), Hll::precision(state.data()), items.subspan(i));
  return state;
}

// Merges registers of the same or a higher precision.
void merge_registers(std::span<std::uint32_t> into, int precision,
                     std::span<const std::uint32_t> from, int from_precision) noexcept {
  if (precision == from_precision) {
    ell_kernels().merge_registers(into.data(), from.data(), into.size());
    return;
  }
  for (std::size_t i = 0; i < from.size(); ++i) {
    auto& r = into[i & (into.size() - 1)];
    r = StoredEll::merge(r, StoredEll::reduce(from[i], i, from_precision, precision));
  }
}

}  // namespace

// --- Building

State Hll::create(int precision, Host& host) {
  return new_state(kWorkingTokens, precision, kFirstBytes, host);
}

State Hll::create(Domain domain, int precision, Host& host) {
  return domain == Domain::xxh3
             ? create(precision, host)
             : PlainHll::create(PlainHll::style_of(domain), precision, host);
}

// A working image with the state's tokens and room for `tokens` of them; it has registers if these
// are too many.
State Hll::with_room(State state, std::size_t tokens, Host& host) {
  const int p = precision(state.data());
  State larger;
  if (tokens > registers_at(p)) {
    HllContents contents(host.scratch());
    demand(contents.read(state));
    larger = of_values(new_registers(p, host), contents.values);
    add_to_registers<Tokens>(words_of(larger), p, contents.words);
    return larger;
  }
  std::size_t bytes = state.size();
  // A state and its length word take 2^i bytes, to which PostgreSQL's allocator rounds up anyway.
  while (token_limit(slot_count(bytes), p) < tokens) bytes = 2 * bytes + 4;
  larger = of_values(new_state(kWorkingTokens, p, bytes, host), image_values(state.data()));
  move_table(state, larger);
  return larger;
}

// Copies the slots of a table into a larger, empty one. The tokens are distinct.
void Hll::move_table(State from, State to) noexcept {
  const std::size_t slots = slot_count(to.size());
  std::uint32_t* words = words_of(to);
  const std::byte* end = from.data() + from.size();
  for (const std::byte* at = from.data() + kWordsOffset; at != end; at += 4) {
    const auto slot = load_native<std::uint32_t>(at);
    if (slot == 0) continue;
    std::size_t i = first_slot(slot & ~kOccupied, slots);
    while (words[i] != 0) i = i + 1 == slots ? 0 : i + 1;
    words[i] = slot;
  }
  store_native(to.data() + kCountOffset, load_native<std::uint32_t>(from.data() + kCountOffset));
}

State Hll::grow(State state, Host& host) {
  if (is_plain(state)) return PlainHll::grow(state, host);
  if (image_form(state.data()) == kWorkingRegisters) return state;
  const auto count = load_native<std::uint32_t>(state.data() + kCountOffset);
  return with_room(state, count + 1, host);
}

State Hll::add_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  if (is_plain(state)) return PlainHll::add_all(state, hashes, host);
  return add_each<Hashes>(state, hashes, host);
}

State Hll::reduce(State state, int to, Host& host) {
  if (is_plain(state)) return PlainHll::reduce(state, to, host);
  const int from = precision(state.data());
  if (from <= to) return state;
  HllContents contents(host.scratch());
  demand(contents.read(state));
  if (contents.registers) {
    const State reduced = of_values(new_registers(to, host), contents.values);
    merge_registers({words_of(reduced), registers_at(to)}, to, contents.words, from);
    return reduced;
  }
  return add_each<Tokens>(of_values(create(to, host), contents.values), contents.words, host);
}

Status Hll::merge(State& state, Bytes image, Host& host) {
  if (is_plain(state)) return PlainHll::merge(state, image, host);
  HllContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  state = of_values(reduce(state, other.precision, host), other.values);
  const int p = precision(state.data());
  if (other.registers) {
    if (image_form(state.data()) != kWorkingRegisters) {
      state = with_room(state, registers_at(p) + 1, host);
    }
    merge_registers({words_of(state), registers_at(p)}, p, other.words, other.precision);
    return {};
  }
  if (image_form(state.data()) == kWorkingTokens) {
    const auto count = load_native<std::uint32_t>(state.data() + kCountOffset);
    const std::size_t wanted = std::min(count + other.words.size(), registers_at(p));
    if (token_limit(slot_count(state.size()), p) < wanted) state = with_room(state, wanted, host);
  }
  state = add_each<Tokens>(state, other.words, host);
  return {};
}

Status Hll::thaw(Bytes image, Host& host, State& state) {
  if (is_plain(image)) return PlainHll::thaw(image, host, state);
  Envelope envelope;
  if (const Status status = read_envelope(image, kFamily, envelope); !status.ok()) return status;
  if (envelope.parameter < kMinPrecision || envelope.parameter > kMaxPrecision)
    return kBadPrecision;
  state = create(envelope.parameter, host);
  return merge(state, image, host);
}

std::size_t Hll::packed_bytes(State state) noexcept {
  if (is_plain(state)) return PlainHll::packed_bytes(state);
  if (image_form(state.data()) == kWorkingRegisters) return state.size();
  return kWordsOffset + 4 * std::size_t{load_native<std::uint32_t>(state.data() + kCountOffset)};
}

void Hll::pack(State state, std::byte* to) noexcept {
  if (is_plain(state)) return PlainHll::pack(state, to);
  if (image_form(state.data()) == kWorkingRegisters) {
    std::memcpy(to, state.data(), state.size());
    return;
  }
  std::memcpy(to, state.data(), kWordsOffset);
  to += kWordsOffset;
  for (std::size_t at = kWordsOffset; at != state.size(); at += 4) {
    const auto slot = load_native<std::uint32_t>(state.data() + at);
    if (slot == 0) continue;
    store_native(to, slot);
    to += 4;
  }
}

// --- Storing

namespace {

State canonical_image(std::uint8_t form, const HllContents& contents, Bytes body, Host& host) {
  const State image = host.allocate(kEnvelopeBytes + body.size());
  const bool some = contents.registers || !contents.words.empty();
  write_envelope(image.data(), {Hll::kFamily, Domain::xxh3, form,
                                static_cast<std::uint8_t>(contents.precision),
                                some ? contents.values : ValueClass::none});
  std::memcpy(image.data() + kEnvelopeBytes, body.data(), body.size());
  return image;
}

State freeze_tokens(HllContents& contents, Host& host) {
  // The slots are in almost ascending order (hll.hpp, add_token).
  std::sort(contents.words.begin(), contents.words.end());
  ScratchArray<std::byte, 2048> room(host.scratch());
  const auto coded = room.make(token_coder::max_bytes(contents.words.size()));
  const std::size_t bytes = token_coder::encode(contents.words, coded.data());
  return canonical_image(Hll::kTokens, contents, coded.first(bytes), host);
}

State freeze_registers(const HllContents& contents, Host& host) {
  const std::size_t raw = 4 * contents.words.size();
  ScratchArray<std::byte, 10240> room(host.scratch());
  const Bytes coded = ell_coder::encode(
      contents.words, room.make(ell_coder::max_bytes(contents.words.size())), host.scratch());
  if (coded.size() < raw)
    return canonical_image(Hll::kCodedRegisters, contents, coded, host);
  ScratchArray<std::byte, 2048> little(host.scratch());
  const auto bytes = little.make(raw);
  for (std::size_t i = 0; i < contents.words.size(); ++i)
    store_le(&bytes[4 * i], contents.words[i]);
  return canonical_image(Hll::kRawRegisters, contents, bytes, host);
}

}  // namespace

Status Hll::freeze(Bytes image, Host& host, State& canonical) {
  if (is_plain(image)) return PlainHll::freeze(image, host, canonical);
  HllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  canonical = contents.registers ? freeze_registers(contents, host) : freeze_tokens(contents, host);
  return {};
}

Status Hll::check(Bytes image, Host& host) {
  if (is_plain(image)) return PlainHll::check(image, host);
  HllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  if (image_form(image.data()) >= kFirstWorkingForm) return kNotCanonical;
  if (contents.registers) {
    for (const std::uint32_t r : contents.words) {
      if (!StoredEll::valid(r, contents.precision)) return kMalformed;
    }
  } else {
    if (contents.words.size() > registers_at(contents.precision)) return kMalformed;
    for (std::size_t i = 1; i < contents.words.size(); ++i) {
      if (contents.words[i - 1] >= contents.words[i]) return kMalformed;
    }
  }
  State again;
  if (const Status status = freeze(image, host, again); !status.ok()) return status;
  const bool same = std::equal(image.begin(), image.end(), again.begin(), again.end());
  return same ? Status{} : kNotCanonical;
}

// --- Questions

namespace {

constexpr double kMostValues = 18446744073709551616.0;  // 2^64: the number of hashes

Evidence evidence_of(const HllContents& contents) noexcept {
  return contents.registers ? evidence_of_registers<StoredEll>(contents.words, contents.precision)
                            : evidence_of_tokens(contents.words);
}

// While tokens are kept, the estimate is the number of tokens plus that of values that share one: a
// whole number.
double value_of(const HllContents& contents, const MlEstimate& ml) noexcept {
  return std::min(contents.registers ? ml.value : std::round(ml.value), kMostValues);
}

// The likeliest number of values behind n tokens is between n and n + n^2 / 2^26, because the rate
// of a token is at most 2^-25. Up to this many tokens it rounds to n.
constexpr std::size_t kCountingTokens = 4096;

double value_of(const HllContents& contents) noexcept {
  if (!contents.registers && contents.words.size() <= kCountingTokens)
    return static_cast<double>(contents.words.size());
  return value_of(contents, estimate(evidence_of(contents)));
}

// Few values share a token; their number is Poisson distributed.
Estimate bounds_of_tokens(const HllContents& contents, double confidence) noexcept {
  const MlEstimate ml = estimate(evidence_of(contents));
  const auto tokens = static_cast<double>(contents.words.size());
  const double value = value_of(contents, ml);
  const Range shared = poisson_range(std::max(ml.value - tokens, 0.0), confidence);
  return {std::min(tokens + shared.low, value), value, std::max(tokens + shared.high, value)};
}

// The estimate is normally distributed apart from its skewness, which has two sources. While most
// values have an update value of their own, only the number of the others varies, and it is Poisson
// distributed. And the error grows with n. The bounds use the first two terms of Cornish and Fisher
// ("Moments and cumulants in the specification of distributions", 1937). The weight of the second
// source is measured (bench/accuracy).
Estimate bounds_of_registers(const HllContents& contents, double confidence) noexcept {
  const Evidence evidence = evidence_of(contents);
  const MlEstimate ml = estimate(evidence);
  const double value = value_of(contents, ml);
  // There are at least as many values as update values that have occurred.
  const double seen = std::accumulate(evidence.seen.begin(), evidence.seen.end(), 0.0);
  if (value == 0 || !(value < kMostValues)) return {std::min(seen, value), value, value};
  constexpr double kGrowth = 0.25, kLeastUnseen = 0.1;
  const double z = two_sided_normal_quantile(confidence), error = ml.standard_error;
  const double unseen = std::max(value - seen, kLeastUnseen);
  const double skew = error * error * ((z * z - 1) / (6 * unseen) + kGrowth * z * z / value);
  const double lower = std::max(value - z * error + skew, seen);
  const double upper = std::min(value + z * error + skew, kMostValues);
  return {std::min(lower, value), value, std::max(upper, value)};
}

}  // namespace

Status Hll::cardinality(Bytes image, Host& host, double& value) {
  if (is_plain(image)) return PlainHll::cardinality(image, host, value);
  HllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  value = value_of(contents);
  return {};
}

Status Hll::bounds(Bytes image, double confidence, Host& host, Estimate& result) {
  if (is_plain(image)) return PlainHll::bounds(image, confidence, host, result);
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  HllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  result = contents.registers ? bounds_of_registers(contents, confidence)
                              : bounds_of_tokens(contents, confidence);
  return {};
}

Status Hll::info(Bytes image, Host& host, Info& info) {
  if (is_plain(image)) {
    PlainHllContents contents(host.scratch());
    if (const Status status = contents.read(image); !status.ok()) return status;
    constexpr double kStandardError = 1.04;  // of a HyperLogLog, times sqrt(m)
    info = {contents.registers ? "registers" : "values",
            contents.style.domain,
            contents.precision,
            contents.values.size(),
            image.size(),
            kStandardError / std::sqrt(static_cast<double>(registers_at(contents.precision)))};
    return {};
  }
  HllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  info.form = contents.registers ? "registers" : "tokens";
  info.domain = Domain::xxh3;
  info.precision = contents.precision;
  info.tokens = contents.registers ? 0 : contents.words.size();
  info.bytes = image.size();
  info.standard_error = standard_error(contents.precision);
  return {};
}

double Hll::standard_error(int precision) noexcept {
  constexpr double kMemoryVarianceProduct = 3.78;  // bits times squared error (the paper's table 1)
  return std::sqrt(kMemoryVarianceProduct / (32.0 * static_cast<double>(registers_at(precision))));
}

int Hll::precision_for(double wanted) noexcept {
  int precision = kMinPrecision;
  while (precision < kMaxPrecision && standard_error(precision) > 1.02 * wanted) ++precision;
  return precision;
}

}  // namespace sketch
