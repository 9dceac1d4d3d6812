// SPDX-License-Identifier: PostgreSQL
//
// Sample: the sketch of type sketch_sample, a random sample of rows with their values.
//
// Every row has a key. The sample consists of the n rows with the least keys, and the limit, the
// least key that is not in it. So samples of parts merge to the sample of the whole, in any order
// and of any sizes. The kind of draw decides what the key is:
//
//   uniform   a random word: a simple random sample without replacement. A row represents N / k
//             rows, N in all and k sampled. Sums are exact for all rows together.
//   weighted  u / w for a uniform u and the weight w: priority sampling (Duffield, Lund, Thorup,
//             "Priority sampling for estimation of arbitrary subset sums", JACM 54(6), 2007). With
//             the limit t, a row represents a weight of max(w, 1 / t), and was drawn with
//             probability min(1, w t).
//   keyed     the hash of a key that the caller gives: a sample of distinct keys, the same wherever
//             the rows come from. Of rows with the same key the least item is kept. A row
//             represents 1 / p keys, where p is the fraction of all hashes below the limit.
//
// For all three kinds, the expected value of an estimated sum over any subset of the rows is the
// true sum.
//
// Items are kept whole, up to kMostItemBytes. All of them together take at most string_budget(n);
// if items are long, fewer than n rows are kept: those before the first that doesn't fit. Whether a
// row is kept still depends only on its key and the other rows, so the estimates stay valid: in a
// uniform sample, k is a stopping time, and the rows are in random order.
//
// If each row enters with a probability p, the number of rows passed over before the next one
// enters is drawn at once; a row passed over costs a subtraction (Li, "Reservoir-sampling
// algorithms of time complexity O(n(1 + log(N/n)))", TOMS 20(4), 1994). Random words are a counter
// hashed twice by hash_u64(), with a 128-bit seed of the state's own.
//
// Invariants:
//   1. The keys of all entries are below the limit. Without a limit nothing has been left out.
//   2. A state with an item type is seeded.
//
// Memory: 76 bytes and 16 bytes for each of up to 2 n entries, 24 with weights; for strings, twice
// their budget. Error: the relative error of a sum of N_s out of N rows is sqrt((1 / n)(N / N_s -
// 1)). Format: docs/format.md.
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
  // The range of weights for which sums and priorities are finite and above 0.
  static constexpr double kLeastWeight = 1e-100, kMostWeight = 1e100;

  enum class Draw : std::uint8_t { uniform = 0, weighted = 1, keyed = 2 };
  static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

  using Item = sketch::Item;

  // A row to be added. Only weighted samples use its weight.
  struct Row {
    std::uint64_t key;
    double weight;
    Item item;
  };

  // --- Building.
  // An empty state without an item type.
  static State create(int n, Host& host);
  // Sets the draw and the item type of a state that has none; an error if it has others.
  static Status take_type(State& state, Draw draw, ItemType type, Host& host);
  static ItemType type(State state) noexcept;
  static Draw draw(State state) noexcept;

  // Uniform: the number of the next `rows` rows that are passed over before one enters. They are
  // counted as seen.
  [[gnu::always_inline]] static std::uint64_t pass(State state, std::uint64_t rows) noexcept {
    Head& head = *reinterpret_cast<Head*>(state.data() + kEnvelopeBytes);
    const std::uint64_t passed = rows < head.skip ? rows : head.skip;
    head.skip -= passed;
    return passed;
  }
  // Uniform: adds the row that enters.
  static Status enter(State& state, const Item& item, Host& host);

  // Weighted: the key of a row. False if the row doesn't enter; it is then counted.
  static bool draw_key(State state, double weight, std::uint64_t& key) noexcept;
  // Keyed: the key of a row, by its hash.
  static std::uint64_t key_of(std::uint64_t hash) noexcept { return hash - (hash == kNoLimit); }
  // The limit: keys from here on don't enter.
  static std::uint64_t limit(State state) noexcept;

  // Adds a row of the state's draw and item type. On failure the state is unchanged.
  static Status add(State& state, const Row& row, Host& host);

  // Merges an image. The lower n is that of the result.
  static Status merge(State& state, Bytes image, Host& host);
  static State reduce(State state, int n, Host& host);
  static Status thaw(Bytes image, Host& host, State& state);
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- Storing.
  static Status freeze(Bytes image, Host& host, State& canonical);
  static Status check(Bytes image, Host& host);

  // --- Questions, for images of any form.

  // A sampled row: what it represents, and the probability with which it was drawn.
  struct Sampled {
    Item item;  // points into the image
    double weight;
    double probability;
  };
  // The sampled rows, at most as many as `sampled` has room for, by ascending keys.
  static Status rows(Bytes image, Host& host, std::span<Sampled> sampled, std::size_t& count);

  struct Info {
    Draw draw;
    int n;
    double rows;  // number of rows sampled from; of keys an estimate
    std::size_t sampled;
    bool complete;  // nothing was left out
    ItemType type;  // points into the image
    std::size_t bytes;
  };
  static Status info(Bytes image, Host& host, Info& info);

  static bool is_state(State image) noexcept {
    return image.size() >= kEnvelopeBytes + sizeof(Head) && image_form(image.data()) == kWorking;
  }
  static int parameter(State state) noexcept;

  // --- Layout of a working image, which starts four bytes after a multiple of 8 (core/host.hpp):
  // envelope, this head, the item type's name padded to a multiple of 8 bytes, entries, weights (of
  // weighted samples), strings.
  static constexpr std::uint8_t kCanonical = 0, kWorking = kFirstWorkingForm;

  struct Head {
    std::uint64_t rows;   // including rows to be passed over; 0 if keyed
    std::uint64_t limit;
    std::uint64_t skip;   // rows to pass over before the next one enters
    std::uint64_t seed[2], draws;
    std::uint32_t n;
    std::uint32_t entries, room;
    std::uint32_t type_bytes;
    std::uint32_t string_bytes, string_room;
  };
  struct Entry {
    std::uint64_t key;
    std::uint64_t word;  // or place and size of the string
  };
};

}  // namespace sketch
