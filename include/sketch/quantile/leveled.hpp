// SPDX-License-Identifier: PostgreSQL
//
// Leveled: what sketches of levels have in common, KLL and REQ. Level h holds keys of weight 2^h in
// order. When there are too many keys, the lowest level above its capacity is compacted: of the
// keys that go, every other one moves one level up, by a coin. A Sketch decides how many keys a
// level may hold, and which of them stay when it is compacted.
//
//   - Values are appended to a buffer and sorted all at once, and a state at work may hold twice
//   what it may at rest: the error of the last compaction is small beside that of the many before
//   it, which are as rare as with twice the k.
//   - Keys with weights are gathered at the end of the buffer, and go to the levels with its values.
//   - Coins come in pairs of opposites, so that two errors of a level tend to cancel (Ivkin et al.,
//   "Streaming quantiles algorithms with small space and update time", 2019). They are hashes of
//   the data: the same rows in the same order give the same bytes.
//
// Invariants:
//   1. The weights of all keys, and 1 for each value in the buffer, add up to n < 2^64.
//   2. n, the least and the greatest value are exact.
//   3. A canonical image has an empty buffer, ascending levels and at most budget() keys.
//
// The parameter of a sketch is k, and what else the Sketch packs into 16 bits with it. Format:
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

inline constexpr unsigned kMostLevels = 64;

// A Sketch has
//
//   kMinParameter ... kMaxParameter, kMalformed, kNotCanonical
//   kSampledAbove                     see below; no buffer is sampled if it is kMaxLevels
//   valid_parameter(parameter), size_of(parameter)     whether it is one, and the k in it
//   mergeable(a, b)                   whether sketches of two parameters can become one
//   with_size(parameter, k)           the parameter with another k
//   full_buffer(parameter)            how many values the buffer grows to
//   capacity(parameter, depth, times) how many keys the level `depth` below the highest may hold,
//                                     where all levels may hold `times` the budget
//   budget(parameter, levels)         how many all of them may hold; no less than the sum of capacities
//   room_for(levels)                  the levels that a state of so many has room for
//   staying(parameter, depth, times, random)           how many keys stay when it is compacted
//   greatest_stay(parameter)          whether those are its greatest, or else its least
//   rank_error_of(k)
template <class Sketch>
class Leveled : public Buffered<Sketch> {
 public:
  static constexpr bool kNumbers = false;  // whether all keys are those of double precision values

  static constexpr const char* kParameterName = "k";
  // Rows that ask for another k than those before are an error: it may be meant as a weight.
  static constexpr bool kOneParameter = true;

  // --- Building, as in distinct/hll.hpp.
  static State create(int parameter, Host& host, Kind kind = Kind::float8);

  // Adds a key with a weight of at least 1; out_of_range beyond n = 3 * 2^62.
  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);

  static Status merge(State& state, Bytes image, Host& host);

  // Nothing but a lower k, that of a parameter: what is already there stays until the next halving.
  static State reduce(State state, int parameter, Host& host);

  static Status thaw(Bytes image, Host& host, State& state);

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // Whether a state from outside can be changed safely: whether add() can, in no time, and
  // everything else.
  static bool can_add(State state) noexcept {
    if (!Buffered<Sketch>::is_state(state)) return false;
    const Head* head = head_of(state);
    return head->buffered <= head->room &&
           head->buffer_words() <= (state.size() - kBufferOffset) / sizeof(Key);
  }
  static Status check_state(State state, Host& host);

  // --- Asking. Images of any form.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // rank_error_of() the sketch's k; 0 while every value is kept.
  static Status error(Bytes image, Host& host, double& rank_error);

  struct Info {
    const char* form;  // "values", while all are kept, or "levels"
    Kind kind;
    int parameter, k;
    std::uint64_t n;
    unsigned levels;
    std::size_t keys;
    std::size_t bytes;
    double rank_error;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int parameter(State state) noexcept { return static_cast<int>(head_of(state)->parameter); }
  static Kind kind(State state) noexcept { return Kind{image_parameter(state.data())}; }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t { kLevels = 0, kWorking = 8 };

  static constexpr unsigned kMaxLevels = kMostLevels;

  // A value of no greater weight is added so often, which costs less than a place of its own in the buffer.
  static constexpr std::uint64_t kFewTimes = 32;

  struct Weighted {
    Key key;
    std::uint64_t weight;
  };
  static constexpr std::uint32_t kWeightedWords = sizeof(Weighted) / sizeof(Key);

  // A working image: envelope, head, buffer; the summary is the levels' sizes and keys. The last of the buffer's
  // words are weighted keys: its room for values is so much less.
  struct Head : BufferHead {
    double sum;
    std::uint64_t pending, coins;  // levels whose next coin is the opposite of the last one
    std::uint16_t parameter, weighted;
    std::uint32_t levels;
    std::size_t buffer_words() const noexcept { return this->room + kWeightedWords * std::size_t{weighted}; }
  };
  static constexpr std::size_t kBufferOffset = kEnvelopeBytes + sizeof(Head);

 protected:
  friend class Buffered<Sketch>;
  using Buffered<Sketch>::head_of;
  static std::size_t most_buffered(State state) noexcept;
  static State with_buffer(State state, std::size_t room, Host& host);
  // Whether there is anything but values in the buffer.
  static bool summarised(State state) noexcept { return head_of(state)->levels != 0 || head_of(state)->weighted != 0; }
  static State emptied(State state, Host& host);
};

}  // namespace sketch
