// SPDX-License-Identifier: PostgreSQL
//
// Theta: the set sketch of type sketch_theta. Use it for intersections and differences; if counts
// and unions are enough, hll takes a fifth of the bytes for the same error.
//
// Algorithm: k minimum values (Bar-Yossef et al., "Counting distinct elements in a data stream",
// RANDOM 2002), with the set operations of the theta framework (Dasgupta, Lang, Rhodes, Thaler, "A
// framework for estimating stream expression cardinalities", ICDT 2016). The sketch keeps the
// distinct hashes below theta: all hashes while there are at most k = 2^p, then the k smallest, and
// theta is the next one. There are two differences from the framework: hashes are truncated to
// floating precision as they arrive (floating_hash.hpp), and theta is a function of the set. The
// sketch is fine as long as there are at most k distinct fine hashes; from then on all its hashes
// are coarse.
//
//   working   an open-addressed table of truncated hashes, and theta (hash_table.hpp)
//   stored    the hashes in ascending order, entropy-coded (theta_coder.hpp)
//
// A sketch of the domain datasketches (image.hpp) keeps whole hashes. What is said below of coarse
// hashes holds for these, from the first one on.
//
// Invariants:
//   1. If a sketch results from adding and merging, its canonical image is a function of the set of
//      values and of the lowest precision that took part, whatever the order, the grouping of
//      merges or the machine. For whether there are more than k fine hashes depends on the set, and
//      stays true when the set grows. The k least coarse hashes of a union are among those of its
//      parts. A precision keeps half the hashes of the next higher one, so that a sketch has enough
//      of them to be reduced to a lower precision.
//   2. Images of intersections and differences are functions of the two sets and the lower
//      precision: they keep the hashes below the lower theta.
//   3. A canonical image has at most k hashes. A coarse table has up to 7/4 k, of which the least k
//      count. If hashes are fine, theta is 1.
//   4. If there are more than k values but at most k coarse hashes, all of these are kept and theta
//      is 1.
//   5. An imported sketch has the hashes and the theta of the original.
//
// Error: relative standard error 1 / sqrt(k - 1) of the number of values, 1.56 % at p = 12; up to k
// values none, apart from shared cells (floating_hash.hpp). Memory: 10 k bytes and a header; 16 k
// if p > 14 or hashes are whole. Stored: 14.7 bits a hash at p = 12, 25.6 up to k values, 54 whole.
// Cost: a hash that is not below theta costs a comparison, any other one a memory access and some
// twenty instructions; of n distinct values k (1 + ln(n / k)) are such. Format: docs/format.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/interval.hpp"
#include "sketch/theta/floating_hash.hpp"
#include "sketch/theta/hash_table.hpp"

namespace sketch {

// The grain that a sketch of a domain starts with, and the domain that a grain belongs to.
constexpr Grain first_grain(Domain domain) noexcept {
  return domain == Domain::xxh3 ? Grain::fine : Grain::whole;
}
constexpr Domain domain_of(Grain grain) noexcept {
  return grain == Grain::whole ? Domain::datasketches : Domain::xxh3;
}

class Theta {
 public:
  static constexpr Family kFamily = Family::theta;
  static constexpr int kMinPrecision = 4;
  static constexpr int kMaxPrecision = 20;
  static constexpr int kDefaultPrecision = 12;

  // The names under which every family describes its parameter.
  static constexpr const char* kParameterName = "precision";
  static constexpr int kMinParameter = kMinPrecision;
  static constexpr int kMaxParameter = kMaxPrecision;
  static constexpr int kDefaultParameter = kDefaultPrecision;
  static constexpr bool kOfSets = true;  // sets: order and repetitions change nothing
  static constexpr bool kOrderFree = true;  // the bytes depend on the values alone

  // --- Building, as in Hll. A State is a working image. A function that returns a State changes
  // the given one and returns it, or returns a new one from the host if there was no room.

  // An empty working state. The precision must be within its range.
  static State create(int precision, Host& host);
  static State create(Domain domain, int precision, Host& host);

  // Adds a hash in place; false if there is no room: then grow() and add again. In the domain
  // datasketches hashes must be even, and 0 stands for no value.
  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    if (hash > last(state)) return true;
    return packs(state.data()) ? insert<std::uint32_t>(state, hash)
                               : insert<std::uint64_t>(state, hash);
  }

  // Prefetches the cache line that add() will touch. The header's line must be cached already.
  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    if (hash > last(state)) return;
    const std::size_t bytes = packs(state.data()) ? 4 : 8;
    __builtin_prefetch(
        state.data() + kWordsOffset + bytes * hash_table::first_slot(state.data(), hash), 1);
  }

  // A state with the same contents and more room: a larger one, or one with a lower theta.
  static State grow(State state, Host& host);

  // Adds many hashes, growing the state if necessary.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds the contents of an image of any form. On failure `state` is still valid and holds what it
  // held before, perhaps below a lower theta.
  static Status merge(State& state, Bytes image, Host& host);

  // Reduces the state to `precision`, if its own is higher.
  static State reduce(State state, int precision, Host& host);

  // A working state with the contents of an image.
  static Status thaw(Bytes image, Host& host, State& state);

  // Packs a state quickly into packed_bytes() bytes, leaving out the empty slots of its table. A
  // packed image is not a state, but thaw() and merge() read it.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- Storing.

  // The canonical image of a working or canonical image.
  static Status freeze(Bytes image, Host& host, State& canonical);

  // Checks that an image from outside is exactly one that freeze() makes.
  static Status check(Bytes image, Host& host);

  // --- Set operations on images of any form. The result is canonical and has the lower precision.

  // The values in both a and b.
  static Status intersection(Bytes a, Bytes b, Host& host, State& canonical);
  // The values in a that are not in b.
  static Status difference(Bytes a, Bytes b, Host& host, State& canonical);

  // --- Questions, for images of any form.

  // The estimated number of distinct values.
  static Status cardinality(Bytes image, Host& host, double& value);

  // The estimate, and the interval that holds the true number with probability `confidence`.
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  // The Jaccard similarity of two sets: the size of the intersection divided by that of the union;
  // 1 if both are empty.
  static Status jaccard(Bytes a, Bytes b, double confidence, Host& host, Estimate& estimate);

  // Whether the value of a hash is in the set. Above theta the answer is unknown.
  enum class Answer { no, yes, unknown };
  static Status contains(Bytes image, std::uint64_t hash, Host& host, Answer& answer);

  struct Info {
    const char* form;  // "fine", "coarse", "sampled" or "whole"
    Domain domain;
    int precision;
    double estimate;        // of the number of distinct values
    std::size_t hashes;     // of the sketch
    double theta;           // the fraction of all hashes that is below theta
    std::size_t bytes;      // of the image as given
    double standard_error;  // relative, of this precision once n >> k
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int precision(const std::byte* image) noexcept { return image_parameter(image); }
  static int parameter(State state) noexcept { return precision(state.data()); }
  static constexpr std::size_t most_hashes(int precision) noexcept {
    return std::size_t{1} << precision;
  }

  // Whether an image, which this code has made, is a working state.
  static bool is_state(State image) noexcept {
    return image.size() >= kFirstBytes && image_form(image.data()) >= kFirstWorkingForm;
  }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t {
    kFine = 0,     // canonical: fine hashes, all of them
    kSampled = 1,  // canonical: the coarse or whole hashes below theta
    kCoarse = 2,   // canonical: coarse hashes, all of them; more than k values
    kWhole = 3,    // canonical: whole hashes, all of them
    kWorkingFine = 8,
    kWorkingCoarse = 9,
    kWorkingWhole = 10,
  };
  // The form of an image that has all hashes, and the working form, by grain.
  static constexpr std::uint8_t form_of(Grain grain) noexcept {
    return grain == Grain::fine ? kFine : grain == Grain::coarse ? kCoarse : kWhole;
  }
  static constexpr std::uint8_t working_form_of(Grain grain) noexcept {
    return static_cast<std::uint8_t>(kWorkingFine + static_cast<unsigned>(grain));
  }

  // A working image is the table of hash_table.hpp. Its words have 32 bits if that is enough.
  static constexpr std::size_t kWordsOffset = hash_table::kHeaderBytes;
  // The smallest working state, with its varlena length word, fills 64 bytes.
  static constexpr std::size_t kFirstBytes = 60;

  static constexpr std::uint64_t kAll = ~std::uint64_t{0};  // the last hash if theta is 1

  // The grain of a working image.
  static Grain grain(const std::byte* image) noexcept {
    return static_cast<Grain>(image_form(image) - kWorkingFine);
  }
  // How many hashes the table of a working image may hold.
  static std::size_t most_in_table(const std::byte* image, std::size_t slots) noexcept {
    const std::size_t room = hash_table::room_of(slots);
    if (grain(image) != Grain::fine) return room;
    const std::size_t k = most_hashes(precision(image));
    return room < k ? room : k;
  }

 private:
  static std::uint64_t last(State state) noexcept { return hash_table::last(state.data()); }
  static bool packs(const std::byte* image) noexcept {
    return sketch::packs(precision(image), grain(image));
  }

  template <class Word>
  static bool insert(State state, std::uint64_t hash) noexcept {
    std::byte* image = state.data();
    const int bits = hash_bits(precision(image), grain(image));
    if (hash == 0 && bits == kWholeBits) [[unlikely]]
      return true;
    const std::uint64_t cell = truncated(hash, bits);
    const auto word = word_of<Word>(cell, bits);
    const std::size_t slots = (state.size() - kWordsOffset) / sizeof(Word);
    const auto place = hash_table::find(image, kWordsOffset, slots, cell, word);
    return place.found || hash_table::put(image, place, most_in_table(image, slots), word);
  }
};

}  // namespace sketch
