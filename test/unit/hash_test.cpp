// SPDX-License-Identifier: PostgreSQL
#include "sketch/core/hash.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "sketch/core/bytes.hpp"
#include "support/random.hpp"

namespace sketch::test {
namespace {

TEST(Hash, KeysHashLikeTheirLittleEndianBytes) {
  Random random(1);
  std::vector<std::uint64_t> keys{0, 1, ~std::uint64_t{0}, std::uint64_t{1} << 63};
  for (std::uint64_t i = 0; i < 10'000; ++i) keys.insert(keys.end(), {i, 0 - i, random()});
  for (int bit = 0; bit < 64; ++bit) keys.push_back(std::uint64_t{1} << bit);
  for (const std::uint64_t key : keys) {
    std::array<std::byte, 8> bytes;
    store_le(bytes.data(), key);
    ASSERT_EQ(hash_u64(key), XXH3_64bits(bytes.data(), bytes.size())) << key;
    ASSERT_EQ(hash_u64(key), hash_bytes(bytes.data(), bytes.size())) << key;
    ASSERT_EQ(unhash_u64(hash_u64(key)), key);
  }
}

// XXH3_64bits with seed 0 of xxHash's own test buffer, as in its sanity check.
TEST(Hash, KnownVectors) {
  std::array<unsigned char, 2367> buffer;
  std::uint64_t generator = 2654435761U;
  for (auto& byte : buffer) {
    byte = static_cast<unsigned char>(generator >> 56);
    generator *= 11400714785074694797U;
  }
  struct Vector {
    std::size_t size;
    std::uint64_t hash;
  };
  constexpr Vector kVectors[] = {
      {0, 0x2D06800538D394C2},    {1, 0xC44BDFF4074EECDB},    {6, 0x27B56A84CD2D7325},
      {12, 0xA713DAF0DFBB77E7},   {24, 0xA3FE70BF9D3510EB},   {48, 0x397DA259ECBA1F11},
      {80, 0xBCDEFBBB2C47C90A},   {195, 0xCD94217EE362EC3A},  {403, 0xCDEB804D65C6DEA4},
      {512, 0x617E49599013CB6B},  {2048, 0xDD59E2C3A5F038E0}, {2240, 0x6E73A90539CF2948},
      {2367, 0xCB37AEB9E5D361ED},
  };
  for (const auto& [size, hash] : kVectors)
    EXPECT_EQ(hash_bytes(buffer.data(), size), hash) << size;
}

TEST(Hash, LiesAboutNoLength) {
  // Each input has memory of its own, so that AddressSanitizer watches both ends.
  for (std::size_t size = 0; size < 600; ++size) {
    const std::vector<unsigned char> bytes(size, 7);
    ASSERT_EQ(hash_bytes(bytes.data(), size), XXH3_64bits(bytes.data(), size));
  }
}

}  // namespace
}  // namespace sketch::test
