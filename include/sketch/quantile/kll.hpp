// SPDX-License-Identifier: PostgreSQL
//
// Kll: the quantile sketch of type sketch_kll, with a rank error that holds for any data. Use dd
// where the value error counts and values span decades.
//
// Algorithm: KLL (Karnin, Lang, Liberty, "Optimal quantile approximation in streams", FOCS 2016),
// lazy, with the paired coins of Ivkin et al. ("Streaming quantiles algorithms with small space and
// update time", 2019). Level h holds keys of weight 2^h in order. When there are too many, the
// lowest level above its capacity is halved: every other key of it moves one level up, by a coin.
// The level d below the highest may hold k (2/3)^d keys; all levels together 3 k at rest, so that
// up to 3 k values are kept as they are. Ours differs in two ways:
//
//   - values are appended to a buffer of some 4 k and sorted all at once, and a state at work may
//   hold
//     twice what it may at rest: the error of the last halving is small beside that of the many
//     before it, which are as rare as with twice the k;
//   - once a key of the highest level weighs more than 2^7 values, the buffer is sampled before it
//   is
//     sorted, one value out of each 2^s that follow each other. It adds some 15 % to the error, and
//     takes the sorting away from most of the values of a large table.
//
// Coins come from hashes of the data: the same rows in the same order give the same bytes.
//
// Invariants:
//   1. The weights of all keys, and 1 for each value in the buffer, add up to n < 2^64.
//   2. n, the least and the greatest value are exact.
//   3. A canonical image has an empty buffer, ascending levels and at most budget() keys.
//
// Error: 99 % of the errors of a rank are below 0.95 / k^0.95, 0.62 % at k = 200 (measured; the
// greatest of all ranks' errors is 0.41 % on average). Memory: 10 k words at most. Format:
// docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/quantile/buffered.hpp"
#include "sketch/quantile/distribution.hpp"
#include "sketch/quantile/value.hpp"

namespace sketch {

class Kll : public Buffered<Kll> {
 public:
  static constexpr bool kNumbers = false;  // whether all keys are those of double precision values

  static constexpr Family kFamily = Family::kll;
  static constexpr const char* kParameterName = "k";
  static constexpr int kMinParameter = 8;
  static constexpr int kMaxParameter = 4096;
  static constexpr int kDefaultParameter = 200;
  // Rows that ask for another k than those before are an error: it may be meant as a weight.
  static constexpr bool kOneParameter = true;

  // --- Building, as in distinct/hll.hpp.
  static State create(int k, Host& host, Kind kind = Kind::float8);

  // Adds a key with a weight of at least 1; out_of_range beyond n = 3 * 2^62.
  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);

  static Status merge(State& state, Bytes image, Host& host);

  // Nothing but a lower k: what is already there stays until the next halving.
  static State reduce(State state, int k, Host& host);

  static Status thaw(Bytes image, Host& host, State& state);

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // Whether a state from outside can be changed safely: whether add() can, in no time, and
  // everything else.
  static bool can_add(State state) noexcept {
    if (!is_state(state)) return false;
    const Head* head = head_of(state);
    return head->buffered <= head->room &&
           head->room <= (state.size() - kBufferOffset) / sizeof(Key);
  }
  static Status check_state(State state, Host& host);

  // --- Asking. Images of any form.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // The rank error that the error of a single rank stays below with 99 % probability, as a fraction
  // of n, for any data and any tree of merges; 0 while every value is kept.
  static Status error(Bytes image, Host& host, double& rank_error);
  // The same of a k, once there are more than 3 k values; and the least k whose error is no more.
  static double rank_error_of(int k) noexcept;
  static int k_for_rank_error(double rank_error) noexcept;

  struct Info {
    const char* form;  // "values", while all are kept, or "levels"
    Kind kind;
    int k;
    std::uint64_t n;
    unsigned levels;
    std::size_t keys;
    std::size_t bytes;
    double rank_error;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept { return static_cast<int>(head_of(state)->k); }
  static Kind kind(State state) noexcept { return Kind{image_parameter(state.data())}; }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t { kLevels = 0, kWorking = 8 };

  static constexpr unsigned kMaxLevels = 64;

  // A working image: envelope, head, buffer; the summary is the levels' sizes and keys.
  struct Head : BufferHead {
    double sum;
    std::uint64_t pending, coins;  // levels whose next coin is the opposite of the last one
    std::uint32_t k, levels;
  };
  static constexpr std::size_t kBufferOffset = kEnvelopeBytes + sizeof(Head);

  // The most keys at rest and at work, when the levels are so many.
  static std::uint32_t budget(std::uint32_t k, unsigned levels) noexcept;

 private:
  friend class Buffered<Kll>;
  static std::size_t most_buffered(State state) noexcept;
  static State with_buffer(State state, std::size_t room, Host& host);
  static bool summarised(State state) noexcept { return head_of(state)->levels != 0; }
  static State emptied(State state, Host& host);
};

}  // namespace sketch
