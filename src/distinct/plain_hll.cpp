// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/plain_hll.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "plain_registers.hpp"
#include "sketch/core/hash.hpp"
#include "sketch/distinct/ell_estimator.hpp"

namespace sketch {
namespace {

using plain::new_state;

std::size_t slots_in(std::size_t bytes) noexcept {
  return (bytes - PlainHll::kBodyOffset) / sizeof(std::uint64_t);
}
std::size_t room_of(std::size_t bytes) noexcept { return slots_in(bytes) * 7 / 8; }

PlainHll::Style style_at(State state) noexcept {
  const std::byte* at = state.data() + PlainHll::kStyleOffset;
  return {image_domain(state.data()), std::to_integer<std::uint8_t>(at[0]),
          std::to_integer<std::uint8_t>(at[1])};
}

std::uint8_t* registers_of(State state) noexcept {
  return reinterpret_cast<std::uint8_t*>(state.data() + PlainHll::kBodyOffset);
}

bool has_registers(State state) noexcept {
  return image_form(state.data()) == PlainHll::kWorkingRegisters;
}

std::uint32_t count_of(State state) noexcept {
  return load_native<std::uint32_t>(state.data() + PlainHll::kCountOffset);
}

// The lower of two styles of a domain at a precision: sketches of both can be reduced to it.
PlainHll::Style lower_of(PlainHll::Style a, PlainHll::Style b, int precision) noexcept {
  constexpr std::uint8_t kSparse = 0x40;
  const std::size_t of_a = PlainHll::limit(a, precision), of_b = PlainHll::limit(b, precision);
  const bool first = of_a != of_b ? of_a < of_b : a.threshold < b.threshold;
  PlainHll::Style lower = first ? a : b;
  lower.width = std::min(a.width, b.width);
  if (((a.threshold & b.threshold) & kSparse) == 0)
    lower.threshold = static_cast<std::uint8_t>(lower.threshold & ~kSparse);
  return lower;
}

std::size_t first_slot(std::uint64_t value, std::size_t slots) noexcept {
  return static_cast<std::size_t>(static_cast<unsigned __int128>(hash_u64(value)) * slots >> 64);
}

}  // namespace

State plain::new_state(PlainHll::Style style, int precision, bool registers, std::size_t values,
                       Host& host) {
  std::size_t bytes = PlainHll::kFirstBytes;
  if (registers) {
    bytes = std::max(bytes, PlainHll::kBodyOffset + (std::size_t{1} << precision));
  } else {
    // A state and its length word take 2^i bytes, to which PostgreSQL's allocator rounds up anyway.
    while (room_of(bytes) < values) bytes = 2 * bytes + 4;
  }
  const State state = host.allocate(bytes);
  std::memset(state.data(), 0, bytes);
  write_envelope(state.data(),
                 {Family::hll, style.domain,
                  registers ? PlainHll::kWorkingRegisters : PlainHll::kWorkingValues,
                  static_cast<std::uint8_t>(precision)});
  state[PlainHll::kStyleOffset] = static_cast<std::byte>(style.width);
  state[PlainHll::kStyleOffset + 1] = static_cast<std::byte>(style.threshold);
  return state;
}

std::size_t PlainHll::limit(Style style, int precision) noexcept {
  // As many as fit into the longest sparse image that Redis writes.
  constexpr std::size_t kMostOfRedis = 768;
  if (style.domain == Domain::redis) return kMostOfRedis;
  if (style.domain == Domain::datasketches) {
    // A list of 8, which becomes registers when full; or a table filled to 3/4 at most.
    constexpr int kFirstTable = 8;
    return precision < kFirstTable ? 7 : std::size_t{3} << (precision - 5);
  }
  constexpr unsigned kAuto = 63, kMostCode = 15;
  constexpr std::size_t kMostValues = 16384;
  const unsigned code = style.threshold & 63;
  if (code == 0) return 0;
  if (code != kAuto) return code >= kMostCode ? kMostValues : std::size_t{1} << (code - 1);
  const std::size_t bits = std::size_t{style.width} << precision;
  return std::min((bits + 7) / 8 / sizeof(std::uint64_t), kMostValues);
}

bool PlainHll::is_value(Domain domain, std::uint64_t word) noexcept {
  if (!plain::has_coupons(domain)) return true;
  const std::uint64_t r = word >> plain::kCouponIndexBits;
  if (domain == Domain::redis)
    return r >= 1 && r <= plain::kMostRedisValue &&
           plain::coupon_index(word) >> kRedisPrecision == 0;
  return r >= 1 && r <= plain::kMostCouponValue;
}

unsigned PlainHll::most(Style style, int precision) noexcept {
  if (style.domain == Domain::redis) return plain::kMostRedisValue;
  if (style.domain == Domain::datasketches) return plain::kMostCouponValue;
  return std::min((1U << style.width) - 1, 64U - static_cast<unsigned>(precision));
}

// --- Building

State PlainHll::create(Style style, int precision, Host& host) {
  return new_state(style, precision, false, 0, host);
}

bool PlainHll::add(State state, std::uint64_t value) noexcept {
  std::byte* image = state.data();
  const Domain domain = image_domain(image);
  if (!is_value(domain, value)) return true;
  const int precision = image_parameter(image);
  const Style style = style_at(state);
  if (has_registers(state)) {
    plain::apply(registers_of(state), precision, domain, most(style, precision), value);
    return true;
  }
  const std::uint32_t count = count_of(state);
  const bool full = count >= std::min(room_of(state.size()), limit(style, precision));
  if (value == 0) {
    if (image[kZeroOffset] != std::byte{0}) return true;
    if (full) return false;
    image[kZeroOffset] = std::byte{1};
    store_native(image + kCountOffset, count + 1);
    return true;
  }
  const std::size_t slots = slots_in(state.size());
  std::size_t at = first_slot(value, slots);
  for (;;) {
    std::byte* slot = image + kBodyOffset + sizeof value * at;
    const auto there = load_native<std::uint64_t>(slot);
    if (there == value) return true;
    if (there == 0) {
      if (full) return false;
      store_native(slot, value);
      store_native(image + kCountOffset, count + 1);
      return true;
    }
    at = at + 1 == slots ? 0 : at + 1;
  }
}

void PlainHll::prefetch(State state, std::uint64_t value) noexcept {
  const std::byte* image = state.data();
  const std::size_t offset =
      has_registers(state) ? plain::register_index(value, image_parameter(image))
                           : sizeof value * first_slot(value, slots_in(state.size()));
  __builtin_prefetch(image + kBodyOffset + offset, 1);
}

State PlainHll::grow(State state, Host& host) {
  if (has_registers(state)) return state;
  const int precision = image_parameter(state.data());
  const Style style = style_at(state);
  const std::size_t wanted = count_of(state) + std::size_t{1};
  PlainHllContents contents(host.scratch());
  demand(contents.read(state));
  const bool registers = wanted > limit(style, precision);
  const State larger =
      of_values(new_state(style, precision, registers, wanted, host), contents.value_class);
  for (const std::uint64_t value : contents.values) add(larger, value);
  return larger;
}

State PlainHll::add_all(State state, std::span<const std::uint64_t> values, Host& host) {
  for (const std::uint64_t value : values) {
    if (add(state, value)) continue;
    state = grow(state, host);
    add(state, value);
  }
  return state;
}

State PlainHll::reduce(State state, int precision, Host& host) {
  if (image_parameter(state.data()) <= precision) return state;
  PlainHllContents contents(host.scratch());
  demand(contents.read(state));
  contents.reduce(contents.style, precision);
  return contents.working(host);
}

Status PlainHll::merge(State& state, Bytes image, Host& host) {
  Envelope envelope;
  if (const Status status = read_envelope(image, Family::hll, envelope); !status.ok())
    return status;
  const Domain domain = image_domain(state.data());
  if (envelope.domain != domain) return domain_mismatch(Family::hll, envelope.domain, domain);
  PlainHllContents other(host.scratch());
  if (const Status status = other.read(image); !status.ok()) return status;
  host.pause();
  const int precision = std::min<int>(image_parameter(state.data()), other.precision);
  const Style style = lower_of(style_at(state), other.style, precision);
  if (style != style_at(state) || precision != image_parameter(state.data())) {
    PlainHllContents mine(host.scratch());
    demand(mine.read(state));
    mine.reduce(style, precision);
    state = mine.working(host);
  }
  state = of_values(state, other.value_class);
  if (style != other.style || precision != other.precision) other.reduce(style, precision);
  if (!other.registers) {
    state = add_all(state, other.values, host);
    return {};
  }
  if (!has_registers(state)) {
    PlainHllContents mine(host.scratch());
    demand(mine.read(state));
    const State larger =
        of_values(new_state(style, precision, true, 0, host), mine.value_class);
    for (const std::uint64_t value : mine.values) add(larger, value);
    state = larger;
  }
  std::uint8_t* const into = registers_of(state);
  const std::uint8_t* const from = other.array.data();
  const std::size_t m = std::size_t{1} << precision;
  for (std::size_t i = 0; i < m; ++i) into[i] = std::max(into[i], from[i]);
  return {};
}

Status PlainHll::thaw(Bytes image, Host& host, State& state) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  state = contents.working(host);
  return {};
}

std::size_t PlainHll::packed_bytes(State state) noexcept {
  if (has_registers(state)) return state.size();
  const auto zero = std::to_integer<std::size_t>(state[kZeroOffset]);
  return kBodyOffset + sizeof(std::uint64_t) * (count_of(state) - zero);
}

void PlainHll::pack(State state, std::byte* to) noexcept {
  if (has_registers(state)) {
    std::memcpy(to, state.data(), state.size());
    return;
  }
  std::memcpy(to, state.data(), kBodyOffset);
  to += kBodyOffset;
  for (std::size_t i = 0; i < slots_in(state.size()); ++i) {
    const auto value =
        load_native<std::uint64_t>(state.data() + kBodyOffset + sizeof(std::uint64_t) * i);
    if (value == 0) continue;
    store_native(to, value);
    to += sizeof value;
  }
}

// --- Storing

Status PlainHll::freeze(Bytes image, Host& host, State& canonical) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.normalise();
  canonical = contents.canonical(host);
  return {};
}

Status PlainHll::check(Bytes image, Host& host) {
  constexpr Status kNotCanonical{Code::malformed, "sketch_hll image is not in its canonical form",
                                 "The bytes were not written by this extension, or are damaged."};
  return check_frozen(image, kNotCanonical,
                      [&](State& again) { return freeze(image, host, again); });
}

// --- Questions

namespace {

// The evidence of registers, or of the coupons in their place. Nothing is known of values below a
// register's; all values above have not occurred.
Evidence evidence_of(const PlainHllContents& contents) noexcept {
  Evidence evidence;
  const unsigned most = PlainHll::most(contents.style, contents.precision);
  std::array<std::uint32_t, Evidence::kLevels> with{};
  const std::size_t m = std::size_t{1} << contents.precision;
  for (const std::uint8_t r : contents.array) ++with[r];
  if (!contents.registers) {
    for (const std::uint64_t coupon : contents.values) ++with[coupon >> plain::kCouponIndexBits];
    with[0] = static_cast<std::uint32_t>(m - contents.values.size());
  }
  for (unsigned r = 0; r <= most; ++r) {
    const int all = -contents.precision;
    // The greatest value also represents all greater ones.
    const int half = static_cast<int>(r == most ? most - 1 : r);
    if (r != 0) {
      evidence.seen[r] = with[r];
      evidence.rate[r] = std::ldexp(1, all - half);
    }
    if (r != most)
      evidence.unseen += with[r] * std::ldexp(1, all - static_cast<int>(r));
  }
  evidence.bias = EllBias<0, 0>::kValue / static_cast<double>(m);
  return evidence;
}

// The evidence of coupons. Two values share one with probability 2^-26 / 3.
Evidence evidence_of_coupons(std::span<const std::uint64_t> coupons) noexcept {
  Evidence evidence;
  evidence.unseen = 1;
  for (const std::uint64_t coupon : coupons) ++evidence.seen[coupon >> plain::kCouponIndexBits];
  for (unsigned r = 1; r <= plain::kMostCouponValue; ++r) {
    const auto half = static_cast<int>(std::min(r, plain::kMostCouponValue - 1));
    evidence.rate[r] = std::ldexp(1, -plain::kCouponIndexBits - half);
    evidence.unseen -= evidence.seen[r] * evidence.rate[r];
  }
  return evidence;
}

MlEstimate estimate_of(const PlainHllContents& contents) noexcept {
  if (!contents.registers && contents.style.domain == Domain::postgresql_hll)
    return {static_cast<double>(contents.values.size()), 0};  // 64-bit hashes don't collide
  constexpr double kMostValues = 0x1p64;
  const bool of_registers = contents.registers || contents.style.domain == Domain::redis;
  MlEstimate ml = estimate(of_registers       ? evidence_of(contents)
                                              : evidence_of_coupons(contents.values));
  ml.value = std::min(ml.value, kMostValues);
  return ml;
}

}  // namespace

Status PlainHll::cardinality(Bytes image, Host& host, double& value) {
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.normalise();
  value = estimate_of(contents).value;
  return {};
}

Status PlainHll::bounds(Bytes image, double confidence, Host& host, Estimate& result) {
  if (const Status status = check_confidence(confidence); !status.ok()) return status;
  PlainHllContents contents(host.scratch());
  if (const Status status = contents.read(image); !status.ok()) return status;
  contents.normalise();
  const MlEstimate ml = estimate_of(contents);
  if (ml.value == 0) {
    result = {0, 0, 0};
    return {};
  }
  const double factor =
      std::exp(two_sided_normal_quantile(confidence) * ml.standard_error / ml.value);
  const double least = contents.registers ? 1 : static_cast<double>(contents.values.size());
  result = {std::min(std::max(ml.value / factor, least), ml.value), ml.value,
            std::max(ml.value, std::min(ml.value * factor, 0x1p64))};
  return {};
}

}  // namespace sketch
