// SPDX-License-Identifier: PostgreSQL
//
// Leveled: the common part of the sketches KLL and REQ, which consist of levels:
//
//   level h+1   keys of weight 2^(h+1), ascending   <--+  every other one of the
//   level h     keys of weight 2^h,     ascending   ---+  keys that are compacted
//   ...
//   level 0     keys of weight 1,       ascending   <---  buffer, sorted
//
// If there are too many keys, the lowest level above its capacity is compacted. Of the keys that
// leave the level, a coin decides whether the odd or the even ones move one level up; the others
// are dropped. The class Sketch decides how many keys a level may hold, and which ones stay when it
// is compacted.
//
//   - Values are appended to a buffer and sorted all at once. A working state may hold twice the
//     keys of a stored one. Compactions are then as rare as with twice the k; the error of the last
//     one, when the sketch is stored, is small beside that of the many before.
//   - Weighted keys are gathered at the end of the buffer, and go to the levels with its values.
//   - Coins come in pairs of opposites, so that two errors of a level tend to cancel (Ivkin et al.,
//     "Streaming quantiles algorithms with small space and update time", 2019). They are hashes of
//     the data: the same rows in the same order give the same bytes.
//
// Invariants:
//   1. The weights of all keys, and 1 for each value in the buffer, add up to n < 2^64.
//   2. n, the least and the greatest value are exact.
//   3. A canonical image has an empty buffer, ascending levels and at most budget() keys.
//
// The parameter of a sketch is 16 bits: k, and whatever else the class Sketch packs with it.
// Format: docs/format.md.
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

// The class Sketch provides
//
//   kMinParameter ... kMaxParameter, kMalformed, kNotCanonical
//   kSampledAbove                      the highest level up to which no buffer is sampled before it
//                                      is sorted; kMaxLevels for never
//   valid_parameter(parameter), size_of(parameter)     whether it is a parameter, and its k
//   mergeable(a, b)                    whether sketches with these parameters can merge
//   with_size(parameter, k)            the parameter with another k
//   full_buffer(parameter)             the size of the full-grown buffer
//   capacity(parameter, depth, times)  how many keys the level `depth` below the highest may hold,
//                                      if all levels may hold `times` the budget
//   budget(parameter, levels)          how many keys all levels may hold together; at least the sum
//                                      of their capacities
//   room_for(levels)                   the number of levels for which such a state has room
//   staying(parameter, depth, times, random)    how many keys stay when a level is compacted
//   greatest_stay(parameter)           whether the greatest keys stay, rather than the least
//   rank_error_of(k)
template <class Sketch>
class Leveled : public Buffered<Sketch> {
 public:
  static constexpr bool kNumbers = false;  // not all keys are those of doubles

  static constexpr const char* kParameterName = "k";
  // It is an error if rows ask for different k: the argument may be meant as a weight.
  static constexpr bool kOneParameter = true;

  // --- Building, as in distinct/hll.hpp.
  static State create(int parameter, Host& host, Kind kind = Kind::float8);

  // Adds a key with a weight of at least 1; out_of_range if n would exceed 3 * 2^62.
  static Status add_weighted(State& state, Key key, std::uint64_t weight, Host& host);

  static Status merge(State& state, Bytes image, Host& host);

  // Lowers k to that of a parameter. Keys are dropped only by later compactions.
  static State reduce(State state, int parameter, Host& host);

  static Status thaw(Bytes image, Host& host, State& state);

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // Whether a state from outside can be changed safely. can_add() says so for add() alone, in
  // constant time; check_state() for everything.
  static bool can_add(State state) noexcept {
    if (!Buffered<Sketch>::is_state(state)) return false;
    const Head* head = head_of(state);
    return head->buffered <= head->room &&
           head->buffer_words() <= (state.size() - kBufferOffset) / sizeof(Key);
  }
  static Status check_state(State state, Host& host);

  // --- Questions, for images of any form.
  static Status read(Bytes image, Host& host, Distribution& distribution);

  // rank_error_of() the sketch's k; 0 while all values are kept.
  static Status error(Bytes image, Host& host, double& rank_error);

  struct Info {
    const char* form;  // "values" while all are kept, or "levels"
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

  // Up to this weight a value is added repeatedly, which costs less than a weighted key in the
  // buffer.
  static constexpr std::uint64_t kMostRepeats = 32;

  struct Weighted {
    Key key;
    std::uint64_t weight;
  };
  static constexpr std::uint32_t kWeightedWords = sizeof(Weighted) / sizeof(Key);

  // A working image: envelope, head, buffer, then the summary, which consists of the sizes of the
  // levels and their keys. Weighted keys take the last words of the buffer, and leave less room for
  // values.
  struct Head : BufferHead {
    double sum;
    std::uint64_t pending, coins;  // of levels: the next coin is the opposite of the last
    std::uint16_t parameter, weighted;
    std::uint32_t levels;
    std::size_t buffer_words() const noexcept {
      return this->room + kWeightedWords * std::size_t{weighted};
    }
  };
  static constexpr std::size_t kBufferOffset = kEnvelopeBytes + sizeof(Head);

 protected:
  friend class Buffered<Sketch>;
  using Buffered<Sketch>::head_of;
  static std::size_t most_buffered(State state) noexcept;
  static State with_buffer(State state, std::size_t room, Host& host);
  // Whether there is anything but values in the buffer.
  static bool summarised(State state) noexcept {
    return head_of(state)->levels != 0 || head_of(state)->weighted != 0;
  }
  static State emptied(State state, Host& host);
};

}  // namespace sketch
