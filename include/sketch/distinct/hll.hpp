// SPDX-License-Identifier: PostgreSQL
//
// Hll: the distinct counter of type sketch_hll. Use it for counts; use theta where intersections
// are asked for.
//
// Algorithm: ExaLogLog with t = 2, d = 24 (ell_register.hpp) behind hash tokens while small
// (token.hpp), estimated by maximum likelihood (ell_estimator.hpp), entropy-coded at rest
// (ell_coder.hpp). With p the precision and m = 2^p:
//
//   state           kept                                        at rest
//   <= m tokens     open-addressed table of 32-bit slots        Elias-Fano coded, sorted tokens
//   more            m registers of 32 bits                      entropy-coded registers
//
// Invariants:
//   1. A canonical image is a function of the set of values and of the lowest precision that took
//      part, whatever the order, the grouping of merges or the machine.
//   2. Tokens are kept exactly as long as there are at most m distinct ones.
//   3. add and merge are idempotent; merge is commutative and associative.
//
// Error: relative standard error sqrt(3.78 / (32 m)) = 0.344 / sqrt(m) once n >> m, 1.52 % at p =
// 9; near 0 while tokens are kept. Memory: 4 m bytes at most (and a header); the working table is
// never larger than 8 m. Cost: an add is one random memory access and some ten instructions.
// Format: docs/format.md.
//
// Images of another system's values (image_domain()) are of PlainHll; all functions below take them,
// too, and sketches of two domains don't merge.
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

  // What every family says of its parameter.
  static constexpr const char* kParameterName = "precision";
  static constexpr int kMinParameter = kMinPrecision;
  static constexpr int kMaxParameter = kMaxPrecision;
  static constexpr int kDefaultParameter = kDefaultPrecision;
  static constexpr bool kOfSets = true;  // order and repeats change nothing
  static constexpr bool kOrderFree = true;  // the bytes depend on nothing but the values

  // --- Building. A State is a working image; functions that return one return the same bytes, or
  // new ones from the host where the old had no room (the old ones stay as they were, and are the
  // caller's).

  // An empty working state. The precision is within its range.
  static State create(int precision, Host& host);
  // The same of a domain, whose precisions are of its own range.
  static State create(Domain domain, int precision, Host& host);

  // Adds a hash in place; false when there is no room: grow, and add again.
  [[gnu::always_inline]] static bool add(State state, std::uint64_t hash) noexcept {
    if (!is_dense(state)) return add_token(state, hash);
    apply(dense_update(state.data(), precision(state.data()), hash));
    return true;
  }

  // Fetches the cache line that add() will touch first; the one with the state's header is there.
  [[gnu::always_inline]] static void prefetch(State state, std::uint64_t hash) noexcept {
    const std::byte* image = state.data();
    if (image_form(image) > kWorkingRegisters) return PlainHll::prefetch(state, hash);
    const std::size_t word = image_form(image) == kWorkingRegisters
                                 ? StoredEll::index(hash, precision(image))
                                 : first_slot(make_token(hash), slot_count(state.size()));
    __builtin_prefetch(image + kWordsOffset + 4 * word, 1);
  }

  // A dense state never grows again, and needs no look at its header: its precision is that of its
  // making as long as nothing but values is added.
  static bool is_dense(State state) noexcept {
    return image_form(state.data()) == kWorkingRegisters;
  }
  // What a hash does to a dense state, apart from doing it, so that the memory can be fetched first.
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

  // Adds many hashes; grows as it must.
  static State add_all(State state, std::span<const std::uint64_t> hashes, Host& host);

  // Adds whatever an image of any form holds. On failure `state` is still a valid state that holds
  // at least what it held.
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

  // --- Asking. Images of any form.
  // The maximum-likelihood estimate of the number of distinct values.
  static Status cardinality(Bytes image, Host& host, double& value);

  // The estimate, and the interval that holds the true count with probability `confidence`.
  static Status bounds(Bytes image, double confidence, Host& host, Estimate& estimate);

  struct Info {
    const char* form;  // "tokens" or "registers"; "values" where other systems keep such
    Domain domain;
    int precision;
    std::size_t tokens;     // distinct tokens or values, 0 for registers
    std::size_t bytes;      // of the image as given
    double standard_error;  // relative, of this precision once n >> m
  };
  static Status info(Bytes image, Host& host, Info& info);

  // The relative standard error of a precision once n >> m, and the least precision that is as good as
  // an error, to the two digits in which errors are given: 0.015 is precision 9.
  static double standard_error(int precision) noexcept;
  static int precision_for(double standard_error) noexcept;

  // Other systems' HyperLogLogs have more registers.
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

  // Whether bytes that this code has made are a working state.
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

  // A working image: envelope, number of tokens, spare word, then slots or registers.
  static constexpr std::size_t kCountOffset = kEnvelopeBytes;
  static constexpr std::size_t kWordsOffset = kEnvelopeBytes + 8;
  // The least working state, with its varlena length word, fills 64 bytes.
  static constexpr std::size_t kFirstBytes = 60;

  // A slot of the table is 0 if empty, else its token with this bit.
  static constexpr std::uint32_t kOccupied = std::uint32_t{1} << 31;

 private:
  static bool is_plain(Bytes image) noexcept {
    return image.size() >= kEnvelopeBytes && image_domain(image.data()) != Domain::xxh3;
  }
  static State with_room(State state, std::size_t tokens, Host& host);
  static void move_table(State from, State to) noexcept;

  // Slots are probed linearly from the place that the token's index has in the order of all
  // indexes, so that a scan of the table meets the tokens almost sorted.
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
  // Seven eighths of the slots, and never more tokens than registers. Long probes within a few
  // cache lines are cheaper than a table of twice the size.
  static constexpr std::uint32_t token_limit(std::size_t slots, int precision) noexcept {
    const std::size_t loaded = slots - slots / 8;
    const std::size_t registers = std::size_t{1} << precision;
    return static_cast<std::uint32_t>(loaded < registers ? loaded : registers);
  }
};

}  // namespace sketch
