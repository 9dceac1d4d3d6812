// SPDX-License-Identifier: PostgreSQL
//
// Hll: the distinct counter of type sketch_hll. Use it for counts; use theta for intersections.
//
// Algorithm: an ExaLogLog with t = 2, d = 24 (ell_register.hpp), preceded by hash tokens while the
// set is small (token.hpp), estimated by maximum likelihood (ell_estimator.hpp). With p the
// precision and m = 2^p:
//
//   distinct tokens   working state                           stored
//   up to m           open-addressed table of 32-bit slots    sorted tokens, Elias-Fano coded
//   more              m registers of 32 bits                  coded registers (ell_coder.hpp)
//
// Invariants:
//   1. A canonical image is a function of the set of values and the lowest precision that took
//      part, whatever the order, the grouping of merges or the machine.
//   2. The sketch has tokens exactly as long as there are at most m distinct ones.
//   3. add and merge are idempotent; merge is commutative and associative.
//
// Error: relative standard error sqrt(3.78 / (32 m)) = 0.344 / sqrt(m) once n >> m, 1.52 % at p =
// 9; near 0 while tokens are kept. Memory: at most 4 m bytes and a header; the table of tokens is
// never larger than 8 m. Cost: an add is one random memory access and some ten instructions.
// Format: docs/format.md.
//
// Images of another hash domain (image_domain()) are PlainHll's. All functions below take them too.
// Sketches of different domains don't merge.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sketch/core/host.hpp"
#include "sketch/core/image.hpp"
#include "sketch/core/interval.hpp"
#include "sketch/distinct/ell_register.hpp"
#include "sketch/distinct/plain_hll.hpp"
#include "sketch/distinct/token.hpp"

namespace sketch {

class Hll {
 public:
  static constexpr Family kFamily = Family::hll;
  static constexpr int kMinPrecision = 4;
  static constexpr int kMaxPrecision = 18;
  static constexpr int kDefaultPrecision = 9;

  // The names under which every family describes its parameter.
  static constexpr const char* kParameterName = "precision";
  static constexpr int kMinParameter = kMinPrecision;
  static constexpr int kMaxParameter = kMaxPrecision;
  static constexpr int kDefaultParameter = kDefaultPrecision;
  static constexpr bool kOfSets = true;  // sets: order and repetitions change nothing
  static constexpr bool kOrderFree = true;  // the bytes depend on the values alone

  // --- Building. A State is a working image. A function that returns a State changes the given one
  // and returns it, or returns a new one from the host if there was no room. The old one then stays
  // as it was and still belongs to the caller.

  // An empty working state. The precision must be within its range.
  static State create(int precision, Host& host);
  // The same for a domain, within that domain's range of precisions.
  static State create(Domain domain, int precision, Host& host);

  // Adds a hash in place; false if there is no room: then grow() and add again.
  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    if (!is_dense(state)) return add_token(state, hash);
    apply(dense_update(state.data(), precision(state.data()), hash));
    return true;
  }

  // Prefetches the cache line that add() will touch. The header's line must be cached already.
  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    const std::byte* image = state.data();
    if (image_form(image) > kWorkingRegisters) return PlainHll::prefetch(state, hash);
    const std::size_t word = image_form(image) == kWorkingRegisters
                                 ? StoredEll::index(hash, precision(image))
                                 : first_slot(make_token(hash), slot_count(state.size()));
    __builtin_prefetch(image + kWordsOffset + 4 * word, 1);
  }

  // Whether the state has registers. Such a state never grows again, and adding values never
  // changes its precision, so that the header needn't be read each time.
  static bool is_dense(State state) noexcept {
    return image_form(state.data()) == kWorkingRegisters;
  }
  // The effect of a hash on a dense state. Computing it first lets the caller prefetch the
  // register.
  struct DenseUpdate {
    std::byte* place;
    unsigned value;
  };
  [[gnu::always_inline]] static DenseUpdate dense_update(std::byte* image, int p,
                                                         std::uint64_t hash) noexcept {
    return {image + kWordsOffset + 4 * StoredEll::index(hash, p), StoredEll::update_value(hash, p)};
  }
  [[gnu::always_inline]] static void apply(DenseUpdate update) noexcept {
    const auto r = load_native<std::uint32_t>(update.place);
    store_native(update.place, StoredEll::update(r, update.value));
  }

  // A larger state with the same contents.
  static State grow(State state, Host& host);

  // Adds many hashes, growing the state if necessary.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds the contents of an image of any form. On failure `state` is still valid and holds at least
  // what it held before.
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

  // --- Questions, for images of any form.

  // Estimates the number of distinct values by maximum
  // likelihood.
  static Status cardinality(Bytes image, Host& host, double& value);

  // The estimate, and the interval that holds the true count with probability `confidence`.
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  struct Info {
    const char* form;  // "tokens" or "registers"; "values" in other domains
    Domain domain;
    int precision;
    std::size_t tokens;     // distinct tokens or values, 0 for registers
    std::size_t bytes;      // of the image as given
    double standard_error;  // relative, of this precision once n >> m
  };
  static Status info(Bytes image, Host& host, Info& info);

  // The relative standard error of a precision once n >> m; and the least precision whose error is
  // no more than the given one. Errors are compared as they are quoted, to two digits: 0.015 gives
  // precision 9.
  static double standard_error(int precision) noexcept;
  static int precision_for(double standard_error) noexcept;

  // The range of precisions by domain: other systems' HyperLogLogs go to more registers.
  struct Range {
    int least, most;
  };
  static constexpr Range precisions(Domain domain) noexcept {
    if (domain == Domain::redis) return {PlainHll::kRedisPrecision, PlainHll::kRedisPrecision};
    return domain == Domain::xxh3 ? Range{kMinPrecision, kMaxPrecision}
                                  : Range{PlainHll::kMinPrecision, PlainHll::kMaxPrecision};
  }

  static int precision(const std::byte* image) noexcept { return image_parameter(image); }
  static int parameter(State state) noexcept { return precision(state.data()); }

  // Whether an image, which this code has made, is a working state.
  static bool is_state(State image) noexcept {
    return image.size() >= kFirstBytes && image_form(image.data()) >= kFirstWorkingForm;
  }

  // --- Forms and layout (docs/format.md).
  enum Form : std::uint8_t {
    kTokens = 0,          // canonical: Elias-Fano coded tokens
    kCodedRegisters = 1,  // canonical: entropy-coded registers
    kRawRegisters = 2,    // canonical: registers that coding would not make smaller
    kWorkingTokens = 8,
    kWorkingRegisters = 9,
  };

  // A working image:
  //
  //   0          4         8        12
  //   +----------+---------+--------+-----------------------------------------------+
  //   | envelope | tokens  | unused | slots (form 8) or 2^p registers (form 9),     |
  //   |          | (count) |        | 4 bytes each                                  |
  //   +----------+---------+--------+-----------------------------------------------+
  static constexpr std::size_t kCountOffset = kEnvelopeBytes;
  static constexpr std::size_t kWordsOffset = kEnvelopeBytes + 8;
  // The smallest working image, with its varlena length word, fills 64 bytes.
  static constexpr std::size_t kFirstBytes = 60;

  // A slot holds 0 if it is empty, else a token with this bit set.
  static constexpr std::uint32_t kOccupied = std::uint32_t{1} << 31;

 private:
  static bool is_plain(Bytes image) noexcept {
    return image.size() >= kEnvelopeBytes && image_domain(image.data()) != Domain::xxh3;
  }
  static State with_room(State state, std::size_t tokens, Host& host);
  static void move_table(State from, State to) noexcept;

  // Linear probing, from the slot at the same relative position as the token's index among all
  // indexes. So a scan of the table meets the tokens almost sorted.
  [[gnu::always_inline]] static bool add_token(State state, std::uint64_t hash) noexcept {
    std::byte* image = state.data();
    if (image_form(image) != kWorkingTokens) [[unlikely]]
      return PlainHll::add(state, hash);
    const Token token = make_token(hash);
    const std::uint32_t wanted = token | kOccupied;
    const std::size_t slots = slot_count(state.size());
    std::size_t at = first_slot(token, slots);
    for (;;) {
      std::byte* slot = image + kWordsOffset + 4 * at;
      const auto found = load_native<std::uint32_t>(slot);
      if (found == wanted) return true;
      if (found == 0) {
        const auto count = load_native<std::uint32_t>(image + kCountOffset);
        if (count >= token_limit(slots, precision(image))) return false;
        store_native(slot, wanted);
        store_native(image + kCountOffset, count + 1);
        return true;
      }
      at = at + 1 == slots ? 0 : at + 1;
    }
  }

  static constexpr std::size_t slot_count(std::size_t image_bytes) noexcept {
    return (image_bytes - kWordsOffset) / 4;
  }
  static constexpr std::size_t first_slot(Token token, std::size_t slots) noexcept {
    return static_cast<std::size_t>(std::uint64_t{token_index(token)} * slots >> kTokenIndexBits);
  }
  // How many tokens a table may hold: seven eighths of its slots, and at most m. Long probes within
  // a few cache lines are cheaper than a table of twice the size.
  static constexpr std::uint32_t token_limit(std::size_t slots, int precision) noexcept {
    const std::size_t loaded = slots - slots / 8;
    const std::size_t registers = std::size_t{1} << precision;
    return static_cast<std::uint32_t>(loaded < registers ? loaded : registers);
  }
};

}  // namespace sketch
