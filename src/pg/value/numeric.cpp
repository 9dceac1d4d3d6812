// SPDX-License-Identifier: PostgreSQL
#include "value/numeric.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include "sketch/core/hash.hpp"

#include "value/hash.hpp"

namespace sketch::pg {
namespace {

// The stored form of a numeric, as numeric.c describes it, unchanged since PostgreSQL 9.1: a 16-bit
// header in the machine's byte order, whose top two bits say positive, negative, short or special;
// a 16-bit weight, except in the short form; then base-10000 digits of 16 bits. The first digit
// stands for 10000^weight. The display scale is in the header, and isn't part of the value.
constexpr unsigned kSignMask = 0xC000, kNegative = 0x4000, kShort = 0x8000, kSpecial = 0xC000;
constexpr unsigned kSpecialMask = 0xF000, kPlusInfinity = 0xD000, kMinusInfinity = 0xF000;
constexpr unsigned kShortNegative = 0x2000, kShortWeightSign = 0x0040, kShortWeightMask = 0x003F;

struct Decimal {
  bool negative = false;
  int weight = 0;
  const std::byte* digits = nullptr;
  int count = 0;

  unsigned digit(int i) const noexcept { return load_native<std::uint16_t>(digits + 2 * i); }
};

Decimal decimal_of(Bytes stored, unsigned header) noexcept {
  Decimal value;
  std::size_t head = 2;
  if ((header & kSignMask) == kShort) {
    value.negative = (header & kShortNegative) != 0;
    const int low = static_cast<int>(header & kShortWeightMask);
    value.weight =
        (header & kShortWeightSign) != 0 ? low - static_cast<int>(kShortWeightMask) - 1 : low;
  } else {
    value.negative = (header & kSignMask) == kNegative;
    value.weight = load_native<std::int16_t>(stored.data() + 2);
    head = 4;
  }
  value.digits = stored.data() + head;
  value.count = static_cast<int>((stored.size() - head) / 2);
  while (value.count > 0 && value.digit(0) == 0) {
    value.digits += 2;
    --value.count;
    --value.weight;
  }
  while (value.count > 0 && value.digit(value.count - 1) == 0) --value.count;
  return value;
}

// Whether the number is an integer that fits 64 bits.
bool integer_of(const Decimal& value, std::int64_t& integer) noexcept {
  constexpr int kMostDigits = 5;  // 10000^4 < 2^63 < 10000^5
  if (value.count > value.weight + 1 || value.weight >= kMostDigits) return false;
  __extension__ using Wide = __int128;
  Wide sum = 0;
  for (int i = 0; i <= value.weight; ++i)
    sum = sum * 10000 + (i < value.count ? value.digit(i) : 0);
  if (value.negative) sum = -sum;
  if (sum < std::numeric_limits<std::int64_t>::min() ||
      sum > std::numeric_limits<std::int64_t>::max())
    return false;
  integer = static_cast<std::int64_t>(sum);
  return true;
}

// A number is a double if it is an integer of up to 53 bits times a power of two. A binary fraction
// loses its last base-10000 digit when it is multiplied by 16, because 16 * 625 = 10000. So
// fractions are multiplied by 16 until no decimal places are left, and large integers are divided
// by 16. Most decimal fractions fail at once, by their last digit.
constexpr unsigned kStepBits = 4, kStep = 1u << kStepBits;
constexpr int kMostDoubleDigits = 300;  // more than 1074 decimal places, or 308 before the point
__extension__ using UnsignedWide = unsigned __int128;
constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53;

// Sets `value` to integer * 2^exponent, if that is a double.
bool scaled(UnsignedWide integer, int exponent, bool negative, double& value) noexcept {
  for (; integer > kMostExact && integer % 2 == 0; integer /= 2) ++exponent;
  if (integer > kMostExact) return false;
  const auto exact = static_cast<double>(integer);
  value = std::ldexp(exact, exponent);
  if (!std::isfinite(value) || std::ldexp(value, -exponent) != exact) return false;
  if (negative) value = -value;
  return true;
}

// Whether a number with decimal places is a double; 0.1 isn't, 0.5 is.
bool fraction_of(const Decimal& number, double& value) noexcept {
  const int whole = number.weight + 1, places = number.count - whole;
  if (number.digit(number.count - 1) % (10000 / kStep) != 0) return false;
  if (whole > 4 || places > kMostDoubleDigits) return false;
  std::uint64_t integer = 0;
  for (int i = 0; i < whole; ++i) integer = integer * 10000 + number.digit(i);
  std::uint16_t rest[kMostDoubleDigits] = {};
  const int gap = whole < 0 ? -whole : 0;  // digits 0 behind the point, which aren't stored
  for (int i = gap; i < places; ++i)
    rest[i] = static_cast<std::uint16_t>(number.digit(i + whole));
  int exponent = 0;
  for (int left = places; left > 0; --left) {
    if (rest[left - 1] % (10000 / kStep) != 0 || integer > kMostExact) return false;
    unsigned carry = 0;
    for (int i = left - 1; i >= 0; --i) {
      const unsigned scaled_digit = rest[i] * kStep + carry;
      rest[i] = static_cast<std::uint16_t>(scaled_digit % 10000);
      carry = scaled_digit / 10000;
    }
    integer = integer * kStep + carry;
    exponent -= static_cast<int>(kStepBits);
  }
  return scaled(integer, exponent, number.negative, value);
}

// Whether an integer beyond 64 bits is a double; 2^100 is, 10^30 isn't.
bool large_integer_of(const Decimal& number, double& value) noexcept {
  const int count = number.weight + 1;
  if (count > kMostDoubleDigits) return false;
  std::uint16_t digits[kMostDoubleDigits] = {};
  for (int i = 0; i < number.count; ++i) digits[i] = static_cast<std::uint16_t>(number.digit(i));
  int exponent = 0, first = 0;
  for (; count - first > 5; exponent += static_cast<int>(kStepBits)) {
    if (digits[count - 1] % kStep != 0) return false;
    unsigned carry = 0;
    for (int i = first; i < count; ++i) {
      const unsigned both = carry * 10000 + digits[i];
      digits[i] = static_cast<std::uint16_t>(both / kStep);
      carry = both % kStep;
    }
    while (first < count && digits[first] == 0) ++first;
  }
  UnsignedWide integer = 0;
  for (int i = first; i < count; ++i) integer = integer * 10000 + digits[i];
  return scaled(integer, exponent, number.negative, value);
}

bool double_of(const Decimal& number, double& value) noexcept {
  return number.count > number.weight + 1 ? fraction_of(number, value)
                                          : large_integer_of(number, value);
}

// NaN or an infinity.
double special_of(unsigned header) noexcept {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if ((header & kSpecialMask) == kPlusInfinity) return kInfinity;
  if ((header & kSpecialMask) == kMinusInfinity) return -kInfinity;
  return std::numeric_limits<double>::quiet_NaN();
}

// A fast path for usual numerics, such as prices: an integer below 2^53, multiplied or divided by a
// power of ten that is a double, too. So a single operation rounds correctly (Clinger, "How to read
// floating point numbers accurately", PLDI 1990). Returns false for all other numbers.
bool short_double_of(const Decimal& value, double& result) noexcept {
  constexpr double kPowers[] = {1, 1e4, 1e8, 1e12, 1e16, 1e20};
  constexpr int kMostDigits = 4, kMostPower = 5;
  const int power = value.weight - value.count + 1;
  if (value.count > kMostDigits || power > kMostPower || power < -kMostPower) return false;
  std::uint64_t integer = 0;
  for (int i = 0; i < value.count; ++i) integer = integer * 10000 + value.digit(i);
  if (integer > std::uint64_t{1} << 53) return false;
  const auto whole = static_cast<double>(integer);
  result = power < 0 ? whole / kPowers[-power] : whole * kPowers[power];
  return true;
}

// Any number, by its decimal digits. Of the digits after kMostDigits it only matters whether one
// isn't zero: half way between two doubles has at most 768 decimal digits.
double long_double_of(const Decimal& value) noexcept {
  constexpr int kMostDigits = 200;
  char text[4 * kMostDigits + 32];
  char* to = text;
  const int count = value.count < kMostDigits ? value.count : kMostDigits;
  for (int i = 0; i < count; ++i) {
    const unsigned digit = value.digit(i);
    for (unsigned unit = 1000; unit != 0; unit /= 10)
      *to++ = static_cast<char>('0' + digit / unit % 10);
  }
  int exponent = 4 * (value.weight - count + 1);
  if (count < value.count) {
    *to++ = '1';
    --exponent;
  }
  *to++ = 'e';
  to = std::to_chars(to, text + sizeof text, exponent).ptr;
  double result = 0;
  std::from_chars(text, to, result);
  if (result != 0 && std::isfinite(result)) return result;
  return value.weight >= 0 ? std::numeric_limits<double>::max()
                           : std::numeric_limits<double>::denorm_min();
}

}  // namespace

double double_of_numeric(Bytes stored) {
  const unsigned header = load_native<std::uint16_t>(stored.data());
  if ((header & kSignMask) == kSpecial) return special_of(header);
  const Decimal value = decimal_of(stored, header);
  if (value.count == 0) return 0;
  double result;
  if (!short_double_of(value, result)) result = long_double_of(value);
  return value.negative ? -result : result;
}

bool integer_of_numeric(Bytes stored, std::int64_t& integer) {
  const unsigned header = load_native<std::uint16_t>(stored.data());
  if ((header & kSignMask) == kSpecial) return false;
  integer = 0;
  const Decimal value = decimal_of(stored, header);
  return value.count == 0 || integer_of(value, integer);
}

std::uint64_t hash_numeric_digits(Bytes stored) {
  const unsigned header = load_native<std::uint16_t>(stored.data());
  if ((header & kSignMask) == kSpecial) return hash_float(special_of(header));
  const Decimal value = decimal_of(stored, header);
  if (value.count == 0) return hash_integer(0);
  std::int64_t integer;
  if (integer_of(value, integer)) return hash_integer(integer);
  double exact;
  if (double_of(value, exact)) return hash_float(exact);

  // Hashes sign, weight and digits. Long numbers are hashed in steps, each with the hash of the
  // step before.
  std::byte bytes[256];
  constexpr int kAtOnce = (sizeof bytes - 8) / 2;
  std::uint64_t hash = static_cast<std::uint64_t>(value.weight) << 1 | (value.negative ? 1 : 0);
  for (int from = 0; from < value.count; from += kAtOnce) {
    const int count = value.count - from < kAtOnce ? value.count - from : kAtOnce;
    store_le(bytes, hash);
    for (int i = 0; i < count; ++i) {
      store_le(bytes + 8 + 2 * i, static_cast<std::uint16_t>(value.digit(from + i)));
    }
    hash = hash_bytes(bytes, 8 + 2 * static_cast<std::size_t>(count));
  }
  return hash;
}

}  // namespace sketch::pg
