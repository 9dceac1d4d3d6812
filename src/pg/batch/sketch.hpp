// SPDX-License-Identifier: PostgreSQL
//
// Kinds for sketches of hashes: adding values, and merging sketches. A group's state is a pointer
// to the sketch's working image in the arena, null before the first value. Images are aligned to
// four bytes. The lowest bit of the pointer says that the state is dense, in families that have
// dense states (hll.hpp).
//
//   group: ... | pointer | dense |  --->  | varlena header | image ... |
#pragma once

#include <string_view>

#include "sketch/simd/kernels.hpp"

#include "batch/kind.hpp"
#include "value/foreign_hash.hpp"
#include "value/literal.hpp"

namespace sketch::pg {

// Reads a constant argument. Returns false if it is NULL or of another type.
inline bool take_fixed(const Fixed& argument, int32& value) {
  if (argument.null || argument.type != INT4OID) return false;
  value = DatumGetInt32(argument.value);
  return true;
}
inline bool take_fixed(const Fixed& argument, int64& value) {
  if (argument.null || argument.type != INT8OID) return false;
  value = DatumGetInt64(argument.value);
  return true;
}
inline bool take_fixed(const Fixed& argument, double& value) {
  if (argument.null || argument.type != FLOAT8OID) return false;
  value = DatumGetFloat8(argument.value);
  return true;
}
inline bool take_fixed(const Fixed& argument, std::string_view& value) {
  if (argument.null || argument.type != TEXTOID) return false;
  const text* given = DatumGetTextPP(argument.value);
  value = {VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given)};
  return true;
}

// Reads the sketch's parameter from its arguments. Returns false where parameter_argument() has to,
// or has to report an error. A family whose parameter isn't simply an argument specialises both
// functions.
template <class Sketch>
bool fixed_parameter(std::span<const Fixed> arguments, Domain domain, int& parameter) {
  if (arguments.size() != 1) return false;
  if constexpr (requires { Sketch::parameter_of(0.01); }) {
    double accuracy;
    if (!take_fixed(arguments[0], accuracy) ||
        !(accuracy >= Sketch::kMinAccuracy && accuracy <= Sketch::kMaxAccuracy))
      return false;
    parameter = Sketch::parameter_of(accuracy);
    return true;
  } else if constexpr (requires { Sketch::kMinParameter; }) {
    int least = Sketch::kMinParameter, most = Sketch::kMaxParameter;
    if constexpr (requires { Sketch::precisions(domain); })
      least = Sketch::precisions(domain).least, most = Sketch::precisions(domain).most;
    return take_fixed(arguments[0], parameter) && parameter >= least && parameter <= most;
  }
  return false;
}

template <class Sketch>
struct BatchSketch {
  static std::byte*& image_at(std::byte* state) noexcept {
    return *reinterpret_cast<std::byte**>(state);
  }
  static State state_from(std::byte* image) noexcept {
    return state_of(reinterpret_cast<varlena*>(image - VARHDRSZ));
  }

  // Whether the family has dense states.
  static constexpr bool kHasDense = requires(std::byte * image) {
    Sketch::dense_update(image, 0, std::uint64_t{});
  };

  static constexpr std::uintptr_t kDense = 1;
  static bool is_dense(const std::byte* pointer) noexcept {
    return kHasDense && (reinterpret_cast<std::uintptr_t>(pointer) & kDense) != 0;
  }
  static std::byte* image_of_pointer(std::byte* pointer) noexcept {
    return is_dense(pointer) ? pointer - kDense : pointer;
  }

  // Runs a kernel that creates the state or reallocates it, and frees the old one.
  template <class Kernel>
  [[gnu::noinline]] static void change(std::byte*& pointer, Arena& arena, Kernel kernel) {
    std::byte* before = image_of_pointer(pointer);
    std::byte* image = before;
    const std::size_t bytes = before == nullptr ? 0 : state_from(before).size();
    ArenaHost::Made* made = nullptr;
    run(
        Source::stored,
        [&](Host& host) {
          State state = before == nullptr ? State{} : state_from(before);
          const Status status = kernel(state, host);
          if (status.ok()) image = state.data();
          return status;
        },
        ArenaHost(&arena, &made));
    ArenaHost::keep(arena, made, image - VARHDRSZ);
    pointer = image;
    if constexpr (kHasDense) {
      if (Sketch::is_dense(state_from(image))) pointer += kDense;
    }
    if (before != nullptr && before != image) arena.release(before - VARHDRSZ, bytes + VARHDRSZ);
  }

  static void make(const Transition& transition, std::byte*& image, Arena& arena) {
    change(image, arena, [&](State& state, Host& host) {
      if constexpr (requires { Sketch::create(transition.domain, transition.parameter, host); })
        state = Sketch::create(transition.domain, transition.parameter, host);
      else
        state = Sketch::create(transition.parameter, host);
      state = of_values(state, transition.values);
      return Status{};
    });
  }

  static void add_all(const Transition& transition, std::byte*& image,
                      std::span<const std::uint64_t> hashes, Arena& arena) {
    if (image == nullptr) make(transition, image, arena);
    change(image, arena, [&](State& state, Host& host) {
      state = Sketch::add_all(state, hashes, host);
      return Status{};
    });
  }

  // The hashes of all rows: the words themselves, or their hashes in step.scratch.
  static const std::uint64_t* hashed_words(const Transition& transition, const Step& step) {
    if (transition.hash_words == nullptr) return step.words;
    transition.hash_words(step.words, step.scratch, static_cast<std::size_t>(step.rows));
    return step.scratch;
  }
  static std::byte*& image_in_group(const Transition& transition, const Step& step, int row) {
    return image_at(state_at(step.only != nullptr ? step.only : step.groups[row], transition));
  }

  static void add(const Transition& transition, const Step& step) {
    const auto rows = static_cast<std::size_t>(step.rows);
    if (step.only != nullptr && step.any_null) {
      std::size_t n = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        step.scratch[n] = step.words[i];
        n += !step.nulls[i];
      }
      if (n == 0) return;
      if (transition.hash_words != nullptr) transition.hash_words(step.scratch, step.scratch, n);
      add_all(transition, image_at(state_at(step.only, transition)), {step.scratch, n},
              *step.arena);
      return;
    }
    const std::uint64_t* hashes = hashed_words(transition, step);
    if (step.only != nullptr) {
      add_all(transition, image_at(state_at(step.only, transition)), {hashes, rows}, *step.arena);
      return;
    }
    for (std::size_t begin = 0; begin < rows; begin += kAhead)
      add_some(transition, step, hashes, begin, std::min(begin + kAhead, rows));
  }

  // Adds the rows whose groups' states are dense: that changes one word of memory for each. Writes
  // the other rows to `others`, and returns their number.
  static std::size_t add_dense(const Transition& transition, const Step& step,
                               const std::uint64_t* hashes, std::size_t begin, std::size_t end,
                               std::size_t* others) {
    typename Sketch::DenseUpdate updates[kAhead];
    std::size_t n = 0, rest = 0;
    for (std::size_t i = begin; i < end; ++i) {
      std::byte* pointer = image_at(state_at(step.groups[i], transition));
      if (step.nulls[i]) continue;
      if (is_dense(pointer)) {
        updates[n] = Sketch::dense_update(pointer - kDense, transition.parameter, hashes[i]);
        __builtin_prefetch(updates[n++].place, 1);
      } else {
        others[rest++] = i;
      }
    }
    for (std::size_t k = 0; k < n; ++k) Sketch::apply(updates[k]);
    return rest;
  }

  // Adds rows begin to end - 1. Dense states come first; the order of a state's rows doesn't
  // change, because a state can only become dense in the last loop, when no dense state is left.
  // For the other states two places are prefetched: the header, then the place that the hash goes
  // to.
  static void add_some(const Transition& transition, const Step& step, const std::uint64_t* hashes,
                       std::size_t begin, std::size_t end) {
    std::size_t rows[kAhead], n = 0;
    if constexpr (kHasDense) {
      n = add_dense(transition, step, hashes, begin, end, rows);
    } else {
      for (std::size_t i = begin; i < end; ++i)
        if (!step.nulls[i]) rows[n++] = i;
    }
    const auto pointer_of = [&](std::size_t k) -> std::byte*& {
      return image_at(state_at(step.groups[rows[k]], transition));
    };
    for (std::size_t k = 0; k < n; ++k) __builtin_prefetch(pointer_of(k));
    for (std::size_t k = 0; k < n; ++k) {
      if (pointer_of(k) != nullptr) Sketch::prefetch(state_from(pointer_of(k)), hashes[rows[k]]);
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::uint64_t hash = hashes[rows[k]];
      std::byte*& pointer = pointer_of(k);
      if (pointer == nullptr || is_dense(pointer) || !Sketch::add(state_from(pointer), hash))
        add_all(transition, pointer, {&hash, 1}, *step.arena);
    }
  }

  static void merge(const Transition& transition, const Step& step) {
    for (int i = 0; i < step.rows; ++i)
      __builtin_prefetch(image_at(state_at(step.groups[i], transition)));
    for (int i = 0; i < step.rows; ++i) {
      if (step.nulls[i]) continue;
      CHECK_FOR_INTERRUPTS();
      const Bytes other = image_of(reinterpret_cast<const varlena*>(step.words[i]));
      std::byte*& image = image_at(state_at(step.groups[i], transition));
      const bool empty = image == nullptr;
      change(image, *step.arena, [&](State& state, Host& host) {
        return empty ? Sketch::thaw(other, host, state) : Sketch::merge(state, other, host);
      });
    }
  }

  static std::byte* stored_image(const std::byte* state) noexcept {
    return image_of_pointer(*reinterpret_cast<std::byte* const*>(state));
  }

  static Datum value(const Transition&, const std::byte* state, bool* null) {
    const std::byte* image = stored_image(state);
    *null = image == nullptr;
    return PointerGetDatum(*null ? nullptr : image - VARHDRSZ);
  }

  static std::size_t packed_bytes(const Transition&, const std::byte* state) {
    std::byte* image = stored_image(state);
    return image == nullptr ? 0 : Sketch::packed_bytes(state_from(image));
  }
  static void pack(const Transition&, const std::byte* state, std::byte* to) {
    std::byte* image = stored_image(state);
    if (image != nullptr) Sketch::pack(state_from(image), to);
  }
  static void unpack(const Transition&, std::byte* state, const std::byte* from,
                     std::size_t bytes, Arena& arena) {
    image_at(state) = nullptr;
    if (bytes == 0) return;
    change(image_at(state), arena, [&](State& made, Host& host) {
      if constexpr (requires { Sketch::unpack({from, bytes}, host, made); })
        return Sketch::unpack({from, bytes}, host, made);
      else
        return Sketch::thaw({from, bytes}, host, made);
    });
  }

  static void merge_state(const Transition&, std::byte* state, const std::byte* other,
                          Arena& arena) {
    std::byte* from = stored_image(other);
    if (from == nullptr) return;
    const State source = state_from(from);
    const bool empty = image_at(state) == nullptr;
    change(image_at(state), arena, [&](State& made, Host& host) {
      if (!empty) return Sketch::merge(made, source, host);
      made = host.allocate(source.size());
      std::copy(source.begin(), source.end(), made.begin());
      return Status{};
    });
  }
  static constexpr auto merging_states() {
    decltype(Kind::merge) function = nullptr;
    if constexpr (requires { Sketch::kOrderFree; }) function = merge_state;
    return function;
  }

  static constexpr Kind kAdd = {sizeof(std::byte*), add,  value,  nullptr,
                                packed_bytes,       pack, unpack, merging_states()};
  static constexpr Kind kMerge = {sizeof(std::byte*), merge, value,  nullptr,
                                  packed_bytes,       pack,  unpack, merging_states()};

  // A sketch of a set ignores the order of its rows, and repeated ones.
  static constexpr void set_laws(Recipe& recipe) {
    if constexpr (requires { Sketch::kOfSets; })
      recipe.ignores_order = recipe.ignores_repeats = Sketch::kOfSets;
  }

  // A recipe whose argument after the value, if there is one, is the sketch's parameter.
  static constexpr Recipe recipe_of(const Kind& kind, Read read, ValueHash hash) {
    Recipe recipe = {};
    recipe.kind = &kind;
    recipe.read = read;
    recipe.hash = hash;
    recipe.ours = true;
    set_laws(recipe);
    recipe.default_parameter = Sketch::kDefaultParameter;
    recipe.take = take_parameter;
    return recipe;
  }
  static constexpr Recipe adding(Oid type, ValueHash hash,
                                 decltype(Recipe::take) take = take_parameter) {
    Recipe recipe = recipe_of(kAdd, reading_for_hash(type), hash);
    recipe.values = class_of_type(type);
    recipe.take = take;
    return recipe;
  }

  // Takes (value, parameter) and (value, parameter, weight).
  static bool take_parameter(const Arguments& arguments, Recognised& recognised) {
    std::span<const Fixed> extra = arguments.extra;
    if (recognised.recipe.second == 2 && extra.size() == 2) extra = extra.first(1);
    return fixed_parameter<Sketch>(extra, recognised.domain, recognised.parameter);
  }
  // For values that are hashed as another system does it; the hash depends on the argument's type.
  static constexpr Recipe adding_of_domain() {
    Recipe recipe = recipe_of(kAdd, Read::hash, nullptr);
    recipe.take = take_domain;
    return recipe;
  }

  // Takes (value, parameter, domain).
  static bool take_domain(const Arguments& arguments, Recognised& recognised) {
    const auto extra = arguments.extra;
    std::string_view name;
    return take_fixed(extra.back(), name) &&
           find_domain(name, Sketch::kFamily, recognised.domain) &&
           hash_by_type(arguments.type, recognised) &&
           fixed_parameter<Sketch>(extra.first(extra.size() - 1), recognised.domain,
                                   recognised.parameter);
  }

  // Sets how values of a type are hashed in the domain. Returns false if they can't be.
  static bool hash_by_type(Oid argument_type, Recognised& recognised) {
    const Oid type = getBaseType(argument_type);
    Recipe& recipe = recognised.recipe;
    if (recognised.domain == Domain::xxh3) {
      recipe.hash = value_hash_of(type);
      recipe.read = reading_for_hash(type);
    } else {
      const ForeignHash foreign = foreign_hash(recognised.domain, Sketch::kFamily, type);
      recipe.hash = foreign.value;
      recipe.hash_words = foreign.words;
      recipe.read = foreign.words != nullptr ? Read::word : Read::hash;
    }
    recipe.values = class_of_type(type);
    return recipe.hash != nullptr;
  }

  static constexpr Recipe merging() {
    Recipe recipe = {};
    recipe.kind = &kMerge;
    recipe.read = Read::bytes;
    recipe.ours = true;
    set_laws(recipe);
    return recipe;
  }

  // Types that are hashed as integers are read as words, and hashed a batch at a time.
  static constexpr Read reading_for_hash(Oid type) {
    switch (type) {
      case BOOLOID:
      case INT2OID:
      case INT4OID:
      case INT8OID:
      case TIMEOID:
      case TIMESTAMPOID:
      case TIMESTAMPTZOID:
        return Read::word;
      default:
        return Read::hash;
    }
  }
};

}  // namespace sketch::pg
