// SPDX-License-Identifier: PostgreSQL
//
// Sample: the sketch of type sketch_sample. Rows that stand for all.
//
// Every row has a key; the sample is the rows of the n least ones, and the limit, the least key that is
// not in it. Samples of parts therefore merge to the sample of the whole, in any order and of any sizes.
// What the key is makes the kind of draw:
//
//   uniform   a random word: a simple random sample without replacement. A row stands for N / k rows,
//             N in all and k sampled; the sums are exact for all rows together.
//   weighted  u / w of a uniform u and the weight w: priority sampling (Duffield, Lund, Thorup, "Priority
//             sampling for estimation of arbitrary subset sums", JACM 54(6), 2007). With the limit t, a row
//             stands for a weight of max(w, 1 / t), and was drawn with the probability min(1, w t).
//   keyed     the hash of a key that the caller gives: a sample of the different keys, whose rows are the
//             same wherever these come from. Of rows with the same key the least item stays. One stands for
//             1 / p keys, where p is the share of all hashes that is below the limit.
//
// All of these have expectations equal to the sums that they stand for, over any subset of the rows.
//
// Items are kept whole, up to kMostItemBytes; that all of them take no more than string_budget(n), fewer
// than n are kept where they are long: those before the first that doesn't fit. Whether a row is kept still
// depends on its key and what the others are, and so the estimates stay as they are: of a uniform sample,
// k is a stopping time, and rows within it are in random order.
//
// Where each of the rows enters with a probability p, the number of those passed until the next one is
// drawn, and they cost a subtraction (Li, "Reservoir-sampling algorithms of time complexity
// O(n(1 + log(N/n)))", TOMS 20(4), 1994). Random words are hash_u64() of a counter, twice, with a seed of
// 128 bits of the state's own.
//
// Invariants:
//   1. All entries have keys below the limit; without one, nothing has been left out.
//   2. A state is seeded once it has a type.
//
// Memory: 76 bytes and 16 bytes for each of up to 2 n entries, 24 with weights; strings, twice their
// budget. Error: of a sum of N_s of N rows, relative, sqrt((1 / n)(N / N_s - 1)). Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/item.hpp"

namespace sketch {

class Sample {
 public:
  static constexpr Family kFamily = Family::sample;
  static constexpr const char* kParameterName = "n";
  static constexpr int kMinParameter = 1;
  static constexpr int kMaxParameter = 1 << 16;
  static constexpr int kDefaultParameter = 100;

  static constexpr std::uint64_t kMostRows = INT64_MAX;
  // Weights whose sums and priorities are numbers.
  static constexpr double kLeastWeight = 1e-100, kMostWeight = 1e100;

  enum class Draw : std::uint8_t { uniform = 0, weighted = 1, keyed = 2 };
  static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

  using Item = sketch::Item;

  // A row to be added; its weight matters to weighted samples.
  struct Row {
    std::uint64_t key;
    double weight;
    Item item;
  };

  // --- Building.
  // An empty state, of no type yet.
  static State create(int n, Host& host);
  // Gives a kind and an item type to a state that has none; an error if it has others.
  static Status take_type(State& state, Draw draw, ItemType type, Host& host);
  static ItemType type(State state) noexcept;
  static Draw draw(State state) noexcept;

  // Uniform: of so many rows to come, how many are passed before one enters. They are counted.
  [[gnu::always_inline]] static std::uint64_t pass(State state, std::uint64_t rows) noexcept {
    Head& head = *reinterpret_cast<Head*>(state.data() + kEnvelopeBytes);
    const std::uint64_t passed = rows < head.skip ? rows : head.skip;
    head.skip -= passed;
    return passed;
  }
  // The row that enters then.
  static Status enter(State& state, const Item& item, Host& host);

  // Weighted: the key of a row; false if it doesn't enter, and is counted.
  static bool draw_key(State state, double weight, std::uint64_t& key) noexcept;
  // Keyed: that of a hash.
  static std::uint64_t key_of(std::uint64_t hash) noexcept { return hash - (hash == kNoLimit); }
  // Keys from here on don't enter.
  static std::uint64_t limit(State state) noexcept;

  // Adds a row of the state's type and kind. On failure the state is as it was.
  static Status add(State& state, const Row& row, Host& host);

  // The lower n is that of the result.
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int n, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- At rest.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Asking. Images of any form.

  // A sampled row: what it stands for, and the probability with which it was drawn.
  struct Sampled {
    Item item;  // in the image
    double weight;
    double probability;
  };
  // Up to n of them, in the order of their keys.
  static Status rows(Bytes image, Host& host, std::span<Sampled> sampled, std::size_t& count);

  struct Info {
    Draw draw;
    int n;
    double rows;  // that the sample is of; of keys an estimate
    std::size_t sampled;
    bool complete;  // nothing was left out
    ItemType type;  // in the image
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static bool is_state(State image) noexcept {
    return image.size() >= kEnvelopeBytes + sizeof(Head) && image_form(image.data()) == kWorking;
  }
  static int parameter(State state) noexcept;

  // --- Layout of a working image: this head behind the envelope; the item type's name in a multiple of 8
  // bytes; entries, weights, room for strings. Images start four bytes behind a multiple of 8.
  static constexpr std::uint8_t kCanonical = 0, kWorking = kFirstWorkingForm;

  struct Head {
    std::uint64_t rows;   // those that will pass included; of a keyed sample 0
    std::uint64_t limit;
    std::uint64_t skip;   // so many rows pass before the next one enters
    std::uint64_t seed[2], draws;
    std::uint32_t n;
    std::uint32_t entries, room;
    std::uint32_t type_bytes;
    std::uint32_t string_bytes, string_room;
  };
  struct Entry {
    std::uint64_t key;
    std::uint64_t word;  // or where the string is
  };
};

}  // namespace sketch
