// SPDX-License-Identifier: PostgreSQL
//
// Reads images of other domains, and writes their canonical form.
#include <algorithm>
#include <cstring>

#include "plain_registers.hpp"
#include "sketch/core/varint.hpp"

namespace sketch {
namespace {

// Stored registers: 4 bits each, relative to the least register. This difference says that more
// follows.
constexpr unsigned kBeyond = 15;

constexpr bool before(std::uint64_t a, std::uint64_t b) noexcept {
  return static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b);
}

constexpr std::size_t value_bytes(Domain domain) noexcept {
  return plain::has_coupons(domain) ? 4 : 8;
}

}  // namespace

std::span<std::uint8_t> PlainHllContents::make_registers() {
  registers = true;
  array = register_room_.make(std::size_t{1} << precision);
  std::memset(array.data(), 0, array.size());
  return array;
}

void PlainHllContents::make_dense() {
  if (registers) return;
  const auto all = values;
  make_registers();
  for (const std::uint64_t value : all)
    plain::apply(array.data(), precision, style.domain, PlainHll::most(style, precision), value);
  values = {};
}

bool PlainHllContents::finish_import() {
  std::sort(values.begin(), values.end(), before);
  values = values.first(
      static_cast<std::size_t>(std::unique(values.begin(), values.end()) - values.begin()));
  if (!valid()) return false;
  if (!registers && values.size() > PlainHll::limit(style, precision)) make_dense();
  normalise();
  return true;
}

void PlainHllContents::normalise() {
  if (style.domain != Domain::redis) return;
  if (registers) {
    const auto used = static_cast<std::size_t>(
        std::count_if(array.begin(), array.end(), [](std::uint8_t r) { return r != 0; }));
    if (used > PlainHll::limit(style, precision)) return;
    make_values(used);
    std::size_t n = 0;
    for (std::size_t i = 0; i < array.size(); ++i)
      if (array[i] != 0) values[n++] = plain::coupon_of(i, array[i]);
    registers = false;
    array = {};
  } else {
    // Puts the greatest coupon of a register last.
    std::sort(values.begin(), values.end(), [](std::uint64_t a, std::uint64_t b) {
      const auto i = plain::coupon_index(a), j = plain::coupon_index(b);
      return i != j ? i < j : a < b;
    });
    std::size_t n = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i + 1 == values.size() ||
          plain::coupon_index(values[i]) != plain::coupon_index(values[i + 1]))
        values[n++] = values[i];
    }
    values = values.first(n);
  }
  std::sort(values.begin(), values.end(), before);
}

bool PlainHllContents::valid() const noexcept {
  if (plain::has_coupons(style.domain)) {
    if (style != PlainHll::style_of(style.domain)) return false;
    if (!std::all_of(values.begin(), values.end(),
                     [&](std::uint64_t v) { return PlainHll::is_value(style.domain, v); }))
      return false;
  }
  if (style.domain == Domain::redis && precision != PlainHll::kRedisPrecision) return false;
  const unsigned most = PlainHll::most(style, precision);
  return array.empty() || *std::max_element(array.begin(), array.end()) <= most;
}

// --- Reading

Status PlainHllContents::read(Bytes image) {
  constexpr Status kMalformed{Code::malformed, "sketch_hll image is malformed",
                              "The bytes are truncated or damaged."};
  Envelope envelope;
  if (const Status status = read_envelope(image, Family::hll, envelope); !status.ok())
    return status;
  precision = envelope.parameter;
  value_class = envelope.values;
  if (envelope.domain == Domain::xxh3 || precision < PlainHll::kMinPrecision ||
      precision > PlainHll::kMaxPrecision)
    return kMalformed;
  style = PlainHll::style_of(envelope.domain);
  Bytes body = image.subspan(kEnvelopeBytes);
  if (envelope.working()) {
    if (image.size() < PlainHll::kBodyOffset) return kMalformed;
    style.width = std::to_integer<std::uint8_t>(image[PlainHll::kStyleOffset]);
    style.threshold = std::to_integer<std::uint8_t>(image[PlainHll::kStyleOffset + 1]);
    body = image.subspan(PlainHll::kBodyOffset);
  } else if (envelope.domain == Domain::postgresql_hll) {
    if (body.size() < 2) return kMalformed;
    style.width = std::to_integer<std::uint8_t>(body[0]);
    style.threshold = std::to_integer<std::uint8_t>(body[1]);
    body = body.subspan(2);
  }
  if (style.width < 1 || style.width > 8 || style.threshold > 0x7F) return kMalformed;
  bool good = false;
  switch (envelope.form) {
    case PlainHll::kValues:
      good = read_values(body);
      break;
    case PlainHll::kRegisters:
      good = read_registers(body);
      break;
    case PlainHll::kWorkingValues:
      good = read_table(image);
      break;
    case PlainHll::kWorkingRegisters:
      make_registers();
      good = body.size() >= array.size();
      if (good) std::memcpy(array.data(), body.data(), array.size());
      break;
    default:
      break;
  }
  good = good && values.size() <= PlainHll::limit(style, precision) && valid();
  return good ? Status{} : kMalformed;
}

bool PlainHllContents::read_values(Bytes body) {
  std::uint64_t n;
  const std::size_t bytes = value_bytes(style.domain);
  if (!take_varint(body, n) || n > body.size() || body.size() != n * bytes) return false;
  make_values(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::byte* at = body.data() + i * bytes;
    values[i] = bytes == 4 ? load_le<std::uint32_t>(at) : load_le<std::uint64_t>(at);
    if (i != 0 && !before(values[i - 1], values[i])) return false;
  }
  return true;
}

bool PlainHllContents::read_registers(Bytes body) {
  const std::size_t m = std::size_t{1} << precision;
  if (body.size() < 1 + m / 2 + 1) return false;
  const auto base = std::to_integer<std::uint8_t>(body[0]);
  const auto* packed = reinterpret_cast<const std::uint8_t*>(body.data() + 1);
  make_registers();
  if (base > PlainHll::most(style, precision)) return false;
  for (std::size_t i = 0; i < m / 2; ++i) {
    array[2 * i] = static_cast<std::uint8_t>(base + (packed[i] & 0xF));
    array[2 * i + 1] = static_cast<std::uint8_t>(base + (packed[i] >> 4));
  }
  body = body.subspan(1 + m / 2);
  std::uint64_t beyond, gap, more;
  if (!take_varint(body, beyond) || beyond > m) return false;
  for (std::size_t at = 0; beyond != 0; --beyond, ++at) {
    if (!take_varint(body, gap) || gap >= m - at || !take_varint(body, more)) return false;
    at += gap;
    if (array[at] != base + kBeyond || more > std::uint64_t{0xFF} - array[at])
      return false;
    array[at] = static_cast<std::uint8_t>(array[at] + more);
    if (at + 1 == m && beyond != 1) return false;
  }
  return body.empty();
}

bool PlainHllContents::read_table(Bytes image) {
  const std::size_t slots = (image.size() - PlainHll::kBodyOffset) / sizeof(std::uint64_t);
  const auto count = load_native<std::uint32_t>(image.data() + PlainHll::kCountOffset);
  const auto zero = std::to_integer<unsigned>(image[PlainHll::kZeroOffset]);
  if (zero > 1 || count < zero || count - zero > slots) return false;
  make_values(count);
  std::size_t n = 0;
  if (zero != 0) values[n++] = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    const auto value = load_native<std::uint64_t>(image.data() + PlainHll::kBodyOffset +
                                                  sizeof(std::uint64_t) * i);
    if (value == 0) continue;
    if (n == count) return false;
    values[n++] = value;
  }
  std::sort(values.begin(), values.end(), before);
  return n == count && std::adjacent_find(values.begin(), values.end()) == values.end();
}

// --- Lower parameters

void PlainHllContents::reduce(PlainHll::Style to, int to_precision) {
  const int from_precision = precision;
  const unsigned cap = PlainHll::most(to, to_precision);
  style = to;
  precision = to_precision;
  if (!registers) {
    if (values.size() > PlainHll::limit(style, precision)) make_dense();
    return;
  }
  const auto into = array.first(std::size_t{1} << to_precision);
  for (std::size_t i = 0; i < array.size(); ++i) {
    const auto folded = static_cast<std::uint8_t>(
        std::min(plain::folded(array[i], i, from_precision, to_precision, to.domain), cap));
    std::uint8_t& r = into[i & (into.size() - 1)];
    r = i < into.size() ? folded : std::max(r, folded);
  }
  array = into;
}

// --- Writing

State PlainHllContents::canonical(Host& host) const {
  ScratchArray<std::byte, 4096> room(host.scratch());
  const std::size_t bytes = value_bytes(style.domain);
  // A register beyond takes at most four bytes for its position and two for its value.
  constexpr std::size_t kEachBeyond = 6;
  std::uint8_t base = 0;
  std::size_t beyond = 0;
  if (registers) {
    base = *std::min_element(array.begin(), array.end());
    for (const std::uint8_t r : array) beyond += r - base >= static_cast<int>(kBeyond);
  }
  const std::size_t most = 3 + kMaxVarintBytes + values.size() * bytes + array.size() / 2 +
                           kEachBeyond * beyond;
  std::byte* const begin = room.make(most).data();
  std::byte* to = begin;
  if (style.domain == Domain::postgresql_hll) {
    *to++ = static_cast<std::byte>(style.width);
    *to++ = static_cast<std::byte>(style.threshold);
  }
  if (!registers) {
    to = put_varint(to, values.size());
    for (const std::uint64_t value : values) {
      if (bytes == 4)
        store_le(to, static_cast<std::uint32_t>(value));
      else
        store_le(to, value);
      to += bytes;
    }
  } else {
    *to++ = static_cast<std::byte>(base);
    const auto nibble = [&](std::size_t i) {
      return std::min<unsigned>(array[i] - base, kBeyond);
    };
    for (std::size_t i = 0; i < array.size(); i += 2)
      *to++ = static_cast<std::byte>(nibble(i) | nibble(i + 1) << 4);
    to = put_varint(to, beyond);
    for (std::size_t i = 0, next = 0; beyond != 0 && i < array.size(); ++i) {
      if (nibble(i) != kBeyond) continue;
      to = put_varint(to, i - next);
      to = put_varint(to, array[i] - base - kBeyond);
      next = i + 1;
    }
  }
  const auto size = static_cast<std::size_t>(to - begin);
  const State image = host.allocate(kEnvelopeBytes + size);
  write_envelope(image.data(),
                 {Family::hll, style.domain,
                  registers ? PlainHll::kRegisters : PlainHll::kValues,
                  static_cast<std::uint8_t>(precision),
                  registers || !values.empty() ? value_class : ValueClass::none});
  std::memcpy(image.data() + kEnvelopeBytes, begin, size);
  return image;
}

State PlainHllContents::working(Host& host) const {
  const State state = of_values(
      plain::new_state(style, precision, registers, values.size(), host), value_class);
  if (registers)
    std::memcpy(state.data() + PlainHll::kBodyOffset, array.data(), array.size());
  else
    for (const std::uint64_t value : values) PlainHll::add(state, value);
  return state;
}

}  // namespace sketch
