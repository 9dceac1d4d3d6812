// SPDX-License-Identifier: PostgreSQL
//
// Theta: the set sketch of type sketch_theta. Use it where intersections and differences are asked
// for; where counts and unions are enough, hll takes a fifth of the bytes for the same error.
//
// Algorithm: k minimum values (Bar-Yossef et al., "Counting distinct elements in a data stream",
// RANDOM 2002), with the set operations of the theta framework (Dasgupta, Lang, Rhodes, Thaler, "A
// framework for estimating stream expression cardinalities", ICDT 2016). Of all distinct hashes the
// sketch knows those below theta: all of them while there are at most k = 2^p, then the k smallest,
// theta being the next one. Unlike there, hashes are truncated to floating precision
// (floating_hash.hpp) as they come, and theta is a function of the set. As long as there are at
// most k distinct fine hashes the sketch is fine; from then on all of its hashes are coarse.
//
//   working   an open-addressed table of truncated hashes, and theta
//   at rest   the hashes in ascending order, entropy-coded (theta_coder.hpp)
//
// Of the values of another system (image.hpp, Domain) its own hashes are kept, whole. What is said
// of coarse hashes holds for those, from the first one on.
//
// Invariants:
//   1. The canonical image of what has been added and merged is a function of the set of values and
//      of the lowest precision that took part, whatever the order, the grouping of merges or the
//      machine. (Whether there are more than k fine hashes is a question about the set, and once
//      the answer is yes it is yes for every larger one. The k least coarse hashes of a union are
//      among those of its parts. Each precision has half the hashes of the next: those that a
//      sketch keeps are, truncated further, more than enough for the lower one.)
//   2. So are those of intersections and differences functions of the two sets and the lower
//      precision: they keep the hashes below the lower theta.
//   3. A canonical image has at most k hashes; a coarse table up to 7/4 k, the least k of which
//      count. Fine hashes are all there are: theta is 1.
//   4. Of more than k values whose coarse hashes are no more than k, all of these are there, and
//      theta is 1.
//   5. A sketch that was imported has the hashes and the theta that it had there.
//
// Error: relative standard error 1 / sqrt(k - 1) of the number of values, 1.56 % at p = 12; none,
// but for cells in common (floating_hash.hpp), up to k values. Memory: 10 k bytes and a header, 16 k
// where p > 14 or hashes are whole. At rest 14.7 bits a hash at p = 12, 25.6 up to k values, 54 whole. Cost: a hash that is not
// below theta costs a
// comparison; each other one a memory access and some twenty instructions. Of n values k (1 +
// ln(n / k)) are such.
// Format: docs/format.md.
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

// Whose hashes are kept as they are, and whose are not.
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

  // What every family says of its parameter.
  static constexpr const char* kParameterName = "precision";
  static constexpr int kMinParameter = kMinPrecision;
  static constexpr int kMaxParameter = kMaxPrecision;
  static constexpr int kDefaultParameter = kDefaultPrecision;
  static constexpr bool kOfSets = true;  // order and repeats change nothing
  static constexpr bool kOrderFree = true;  // the bytes depend on nothing but the values

  // --- Building: as in Hll. A State is a working image; functions that return one return the same
  // bytes, or new ones from the host where the old had no room.

  // An empty working state. The precision is within its range.
  static State create(int precision, Host& host);
  static State create(Domain domain, int precision, Host& host);

  // Adds a hash in place; false when there is no room: grow, and add again. The hashes of other
  // systems are even, and 0 is no value's.
  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    if (hash > last(state)) return true;
    return packs(state.data()) ? insert<std::uint32_t>(state, hash)
                               : insert<std::uint64_t>(state, hash);
  }

  // Fetches the cache line that add() will touch; the one with the state's header is there.
  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    if (hash > last(state)) return;
    const std::size_t bytes = packs(state.data()) ? 4 : 8;
    __builtin_prefetch(
        state.data() + kWordsOffset + bytes * hash_table::first_slot(state.data(), hash), 1);
  }

  // A state with the same contents and more room: a larger one, or one with a lower theta.
  static State grow(State state, Host& host);

  // Adds many hashes; grows as it must.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds whatever an image of any form holds. On failure `state` is still a valid state that holds
  // what it held, below a theta that may be lower.
  static Status merge(State& state, Bytes image, Host& host);

  // Makes the state coarser, if its precision is above `precision`.
  static State reduce(State state, int precision, Host& host);

  // A working state with the contents of an image.
  static Status thaw(Bytes image, Host& host, State& state);

  // A short image of a state, of packed_bytes(), made with next to no work: a table without its
  // empty slots. It is no state itself, but thaw() and merge() take it.
  static std::size_t packed_bytes(State state) noexcept;
  static void pack(State state, std::byte* to) noexcept;

  // --- At rest.

  // The canonical image of a working or canonical image.
  static Status freeze(Bytes image, Host& host, State& canonical);

  // Whether bytes from outside are exactly an image that freeze() makes.
  static Status check(Bytes image, Host& host);

  // --- Set operations, of images of any form; canonical images result, of the lower precision.

  // What is in both.
  static Status intersection(Bytes a, Bytes b, Host& host, State& canonical);
  // What is in a, but not in b.
  static Status difference(Bytes a, Bytes b, Host& host, State& canonical);

  // --- Asking. Images of any form.

  // The estimated number of distinct values.
  static Status cardinality(Bytes image, Host& host, double& value);

  // The estimate, and the interval that holds the true number with probability `confidence`.
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  // The Jaccard similarity of two sets: how large a part of what is in either is in both. Of two
  // empty sets it is 1.
  static Status jaccard(Bytes a, Bytes b, double confidence, Host& host, Estimate& estimate);

  // Whether the value of a hash is in the set, as far as the sketch can tell.
  enum class Answer { no, yes, unknown };
  static Status contains(Bytes image, std::uint64_t hash, Host& host, Answer& answer);

  struct Info {
    const char* form;  // "fine", "coarse", "sampled" or "whole"
    Domain domain;
    int precision;
    double estimate;        // of the number of distinct values
    std::size_t hashes;     // kept
    double theta;           // the fraction of all hashes that is known
    std::size_t bytes;      // of the image as given
    double standard_error;  // relative, of this precision once n >> k
  };
  static Status info(Bytes image, Host& host, Info& info);

  static int precision(const std::byte* image) noexcept { return image_parameter(image); }
  static int parameter(State state) noexcept { return precision(state.data()); }
  static constexpr std::size_t most_hashes(int precision) noexcept {
    return std::size_t{1} << precision;
  }

  // Whether bytes that this code has made are a working state.
  static bool is_state(State image) noexcept {
    return image.size() >= kFirstBytes && image_form(image.data()) >= kFirstWorkingForm;
  }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t {
    kFine = 0,     // canonical: fine hashes, all of them
    kSampled = 1,  // canonical: the coarse or whole hashes below theta
    kCoarse = 2,   // canonical: coarse hashes, all of them
    kWhole = 3,    // canonical: whole hashes, all of them
    kWorkingFine = 8,
    kWorkingCoarse = 9,
    kWorkingWhole = 10,
  };
  // The form of all hashes, and that at work.
  static constexpr std::uint8_t form_of(Grain grain) noexcept {
    return grain == Grain::fine ? kFine : grain == Grain::coarse ? kCoarse : kWhole;
  }
  static constexpr std::uint8_t working_form_of(Grain grain) noexcept {
    return static_cast<std::uint8_t>(kWorkingFine + static_cast<unsigned>(grain));
  }

  // A working image: the table of hash_table.hpp. A word has 32 bits where these are enough.
  static constexpr std::size_t kWordsOffset = hash_table::kHeaderBytes;
  // The least working state, with its varlena length word, fills 64 bytes.
  static constexpr std::size_t kFirstBytes = 60;

  static constexpr std::uint64_t kAll = ~std::uint64_t{0};  // the last hash where theta is 1

  // Of a working image.
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
