// SPDX-License-Identifier: PostgreSQL
//
// Maps values to buckets, and buckets to the values that represent them.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "sketch/quantile/dd.hpp"

namespace sketch {
namespace {

// The number of buckets in an octave on level 0. The slope of the cubic against ln x is at least 10
// / 7, so that a bucket is at most 7 / (10 * 4480) = 2^-7 * 0.02 wide in ln x.
constexpr int kPerOctave = 4480;
constexpr int kLeastExponent = -1074, kMantissaBits = 52, kBias = 1023;

// The cubic s (10/7 + s (-3/5 + s 6/35)) rises from 0 to 1 for s from 0 to 1, close to log2(1 + s).
// Adding and multiplying in this order gives the same bits on every machine.
constexpr double kA = 6.0 / 35, kB = -3.0 / 5, kC = 10.0 / 7;
constexpr double cubic(double s) noexcept { return s * (kC + s * (kB + s * kA)); }

// The inverse. Newton's method from the upper end converges to the last bit in four steps.
double inverse_cubic(double y) noexcept {
  double s = y;
  for (int i = 0; i < 4; ++i) s -= (cubic(s) - y) / (kC + s * (2 * kB + s * 3 * kA));
  return s;
}

// The lower bound of a positive bucket of level 0; infinite beyond the greatest double.
double bound_of(std::int64_t bucket) noexcept {
  const std::int64_t place = bucket - 1;
  const auto octave = static_cast<int>(place / kPerOctave);
  const double y = static_cast<double>(place % kPerOctave) / kPerOctave;
  return std::ldexp(1 + inverse_cubic(y), kLeastExponent + octave);
}

}  // namespace

Dd::Bucket Dd::bucket_of(Key key, int level) noexcept {
  if (key == 0) return 0;
  const Key magnitude = key < 0 ? -key : key;
  if (magnitude >= kInfinityKey)
    return key < 0 ? -kInfinity : key == kInfinityKey ? kInfinity : kNan;
  auto bits = static_cast<std::uint64_t>(magnitude);
  int exponent = static_cast<int>(bits >> kMantissaBits) - kBias;
  if (exponent == -kBias) {
    // A subnormal number is shifted until its highest bit is where the implicit one would be.
    const int shift = std::countl_zero(bits) - (63 - kMantissaBits);
    bits <<= shift;
    exponent = 1 - kBias - shift;
  }
  constexpr std::uint64_t kMantissa = (std::uint64_t{1} << kMantissaBits) - 1;
  const double s = static_cast<double>(bits & kMantissa) * 0x1p-52;
  const auto within = std::min(static_cast<int>(kPerOctave * cubic(s)), kPerOctave - 1);
  const int place = (exponent - kLeastExponent) * kPerOctave + within;
  const Bucket bucket = (place >> level) + 1;
  return key < 0 ? -bucket : bucket;
}

Dd::Bucket Dd::coarser(Bucket bucket, int levels) noexcept {
  if (bucket == 0 || bucket >= kInfinity || bucket == -kInfinity) return bucket;
  const Bucket magnitude = ((std::abs(bucket) - 1) >> levels) + 1;
  return bucket < 0 ? -magnitude : magnitude;
}

Key Dd::middle_of(Bucket bucket, int level) noexcept {
  if (bucket == 0) return 0;
  if (bucket == kNan) return kNanKey;
  const Key sign = bucket < 0 ? -1 : 1;
  if (std::int64_t{bucket} * sign == kInfinity) return sign * kInfinityKey;
  const auto [lower, upper] = bounds_of(bucket < 0 ? -bucket : bucket, level);
  // 2 l u / (l + u), evaluated without overflow.
  return sign * key_of(lower * (2 / (1 + lower / upper)));
}

std::pair<double, double> Dd::bounds_of(Bucket bucket, int level) noexcept {
  if (bucket == 0 || bucket >= kInfinity || bucket == -kInfinity) {
    const double value = double_of(middle_of(bucket, level));
    return {value, value};
  }
  const double sign = bucket < 0 ? -1 : 1;
  const std::int64_t first = ((std::int64_t{std::abs(bucket)} - 1) << level) + 1;
  const double upper = bound_of(first + (std::int64_t{1} << level));
  return {sign * bound_of(first), sign * std::min(upper, std::numeric_limits<double>::max())};
}

int Dd::parameter_of(double accuracy) noexcept {
  int parameter = kMinParameter;
  while (parameter < kMaxParameter && accuracy_of(parameter) > accuracy) ++parameter;
  return parameter;
}

double Dd::accuracy_of(int parameter) noexcept {
  return std::tanh(std::ldexp(kDefaultAccuracy, kDefaultParameter - parameter));
}

}  // namespace sketch
