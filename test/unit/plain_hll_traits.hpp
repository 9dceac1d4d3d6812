// SPDX-License-Identifier: PostgreSQL
#pragma once

#include "hll_traits.hpp"
#include "sketch/core/murmur.hpp"

namespace sketch::test {

// The coupon of a string in the domain redis: its register, and the register's value.
inline std::uint64_t redis_coupon(const void* bytes, std::size_t size) {
  const std::uint64_t hash = murmur2_64a(bytes, size, kRedisSeed);
  const auto zeros = static_cast<std::uint64_t>(std::min(std::countr_zero(hash >> 14), 50));
  return (zeros + 1) << 26 | hash % 16384;
}

// A sketch_hll of another domain.
template <Domain kDomain>
struct DomainHll : Hll {
  static State create(int precision, Host& host) { return Hll::create(kDomain, precision, host); }
};

template <Domain kDomain>
struct PlainHllTraits : HllTraits {
  using Sketch = DomainHll<kDomain>;

  static constexpr std::uint64_t kFingerprint =
      kDomain == Domain::datasketches ? 0x93A5EAC34AA698DF : kDomain == Domain::redis ? 0x03F548745069D90D : 0x7595008725205251;

  // Redis has only registers, which two values can share.
  static constexpr bool kRedis = kDomain == Domain::redis;
  static constexpr std::size_t kExactUpTo = kRedis ? 8 : 160;

  static std::pair<int, std::size_t> large() { return {kRedis ? PlainHll::kRedisPrecision : 18, 600'000}; }
  static std::vector<int> parameters() {
    return kRedis ? std::vector{PlainHll::kRedisPrecision} : std::vector{4, 8, 11};
  }
  static int default_parameter() { return kRedis ? PlainHll::kRedisPrecision : 11; }
  static std::vector<std::size_t> sizes(int precision) {
    const std::size_t most = PlainHll::limit(PlainHll::style_of(kDomain), precision);
    return {0, 1, 2, most, most + 1, std::size_t{3} << precision};
  }
  static std::vector<std::uint8_t> working_forms() {
    return {PlainHll::kWorkingValues, PlainHll::kWorkingRegisters};
  }

  // The word that represents a number in the domain: a coupon or a hash.
  static std::uint64_t value_of(std::uint64_t value) {
    const std::uint64_t number = little_endian(value);
    if (kDomain == Domain::postgresql_hll) return murmur3_128(&number, sizeof number, 0).first;
    if (kRedis) return redis_coupon(&number, sizeof number);
    const Murmur hash = murmur3_128(&number, sizeof number, kDataSketchesSeed);
    const auto zeros = static_cast<std::uint64_t>(std::min(std::countl_zero(hash.second), 62));
    return (zeros + 1) << 26 | (hash.first & 0x3FFFFFF);
  }

  static State add(State state, std::uint64_t first, std::size_t count, Host& host) {
    std::vector<std::uint64_t> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = value_of(first + i);
    return Hll::add_all(state, values, host);
  }
};

using DataSketchesHllTraits = PlainHllTraits<Domain::datasketches>;
using RedisHllTraits = PlainHllTraits<Domain::redis>;
using PostgresqlHllTraits = PlainHllTraits<Domain::postgresql_hll>;

}  // namespace sketch::test
