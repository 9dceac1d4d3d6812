// SPDX-License-Identifier: PostgreSQL
#include "sketch/distinct/token_coder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "support/random.hpp"

namespace sketch::test {
namespace {

using Tokens = std::vector<Token>;

constexpr Token token(std::uint32_t index, unsigned zeros) { return index << 6 | zeros; }

std::vector<std::byte> coded(const Tokens& tokens) {
  std::vector<std::byte> bytes(token_coder::max_bytes(tokens.size()));
  bytes.resize(token_coder::encode(tokens, bytes.data()));
  bytes.shrink_to_fit();
  return bytes;
}

void expect_round_trip(const Tokens& tokens) {
  const auto bytes = coded(tokens);
  ASSERT_EQ(token_coder::count(bytes), static_cast<std::ptrdiff_t>(tokens.size()));
  Tokens again(tokens.size());
  ASSERT_TRUE(token_coder::decode(bytes, again));
  ASSERT_EQ(again, tokens);
}

Tokens random_tokens(std::size_t n, std::uint64_t seed) {
  Random random(seed);
  std::set<Token> tokens;
  while (tokens.size() < n) tokens.insert(make_token(random()));
  return {tokens.begin(), tokens.end()};
}

constexpr std::uint32_t kLastIndex = (1U << kTokenIndexBits) - 1;

TEST(TokenCoder, RandomSetsOfEverySize) {
  for (std::size_t n = 0; n < 300; ++n) expect_round_trip(random_tokens(n, n));
  for (int log = 9; log <= 18; ++log) {
    for (const std::size_t n : {(1U << log) - 1, 1U << log}) expect_round_trip(random_tokens(n, n));
  }
}

TEST(TokenCoder, Extremes) {
  for (unsigned zeros = 0; zeros <= kTokenMaxZeros; ++zeros) {
    expect_round_trip({token(0, zeros)});
    expect_round_trip({token(kLastIndex, zeros)});
    expect_round_trip({token(0, zeros), token(kLastIndex, kTokenMaxZeros - zeros)});
  }
  // All numbers of zeros for one index; for several; the maximum number of tokens, at either end of
  // the indexes.
  Tokens one, low, high;
  for (unsigned zeros = 0; zeros <= kTokenMaxZeros; ++zeros) one.push_back(token(77, zeros));
  expect_round_trip(one);
  for (std::uint32_t i = 0; low.size() < 1U << 18; ++i) {
    for (unsigned zeros = 0; zeros <= kTokenMaxZeros && low.size() < 1U << 18; ++zeros) {
      low.push_back(token(i, zeros));
      high.push_back(token(kLastIndex - i, kTokenMaxZeros - zeros));
    }
  }
  std::reverse(high.begin(), high.end());
  expect_round_trip(low);
  expect_round_trip(high);
}

TEST(TokenCoder, NeverNeedsMoreThanItSays) {
  for (const std::size_t n : {1U, 2U, 3U, 100U, 511U, 1U << 18}) {
    Tokens worst;
    const std::uint32_t step = kLastIndex / static_cast<std::uint32_t>(n);
    for (std::uint32_t i = 1; i <= n; ++i) worst.push_back(token(i * step, kTokenMaxZeros));
    worst.back() = token(kLastIndex, kTokenMaxZeros);
    expect_round_trip(worst);
    EXPECT_LE(coded(worst).size() + 8, token_coder::max_bytes(n)) << n;
  }
}

TEST(TokenCoder, SizesAreAsPromised) {
  double bytes_of_10 = 0, bytes_of_100 = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    bytes_of_10 += static_cast<double>(coded(random_tokens(10, seed)).size()) / 100;
    bytes_of_100 += static_cast<double>(coded(random_tokens(100, seed)).size()) / 100;
  }
  EXPECT_LE(bytes_of_10, 32);
  EXPECT_LE(bytes_of_100, 268);
}

TEST(TokenCoder, TruncatedBytesAreRejected) {
  for (const std::size_t n : {1U, 5U, 200U, 1000U}) {
    const auto bytes = coded(random_tokens(n, n));
    Tokens tokens(n);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::vector<std::byte> part(bytes.begin(),
                                        bytes.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_FALSE(token_coder::count(part) == static_cast<std::ptrdiff_t>(n) &&
                   token_coder::decode(part, tokens));
    }
  }
}

// A count that the bytes can't hold must not allocate memory.
TEST(TokenCoder, CountsAreLimitedByTheBytes) {
  const auto count_of = [](std::vector<unsigned char> bytes, std::size_t total) {
    std::vector<std::byte> image(total);
    std::transform(bytes.begin(), bytes.end(), image.begin(),
                   [](unsigned char b) { return std::byte{b}; });
    return token_coder::count(image);
  };
  EXPECT_EQ(token_coder::count({}), -1);
  EXPECT_EQ(count_of({0}, 1), 0);
  EXPECT_EQ(count_of({4}, 2), 4);
  EXPECT_EQ(count_of({5}, 2), -1);
  EXPECT_EQ(count_of({0x80}, 1), -1);
  EXPECT_EQ(count_of({0x80, 0x80, 0x10}, 100'000), 1 << 18);
  EXPECT_EQ(count_of({0x81, 0x80, 0x10}, 100'000), -1);
  EXPECT_EQ(count_of({0xFF, 0xFF, 0xFF, 0x01}, 100'000), -1);
}

TEST(TokenCoder, RandomBytesAreHarmless) {
  Random random(9);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::byte> bytes(random.below(60));
    for (auto& byte : bytes) byte = static_cast<std::byte>(random() & random());
    const std::ptrdiff_t n = token_coder::count(bytes);
    if (n < 0) continue;
    Tokens tokens(static_cast<std::size_t>(n));
    if (!token_coder::decode(bytes, tokens)) continue;
    for (const Token t : tokens) ASSERT_TRUE(token_valid(t));
  }
}

}  // namespace
}  // namespace sketch::test
