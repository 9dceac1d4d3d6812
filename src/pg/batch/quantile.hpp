// SPDX-License-Identifier: PostgreSQL
//
// The kind that adds values to quantile sketches; they are merged like all sketches. Values become
// keys, which go to the buffers of the groups' states. Keys of by-value types are made for a whole
// batch.
#pragma once

#include "batch/sketch.hpp"
#include "value/quantile.hpp"

namespace sketch::pg {

// Value is the type of the values (value/quantile.hpp).
template <class Sketch, class Value>
struct BatchQuantile : BatchSketch<Sketch> {
  using Base = BatchSketch<Sketch>;

  static std::uint64_t word(Datum value, Oid) {
    return static_cast<std::uint64_t>(Value::item(value));
  }
  static void keys_of(const std::uint64_t* words, std::uint64_t* keys, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) keys[i] = word(Datum{words[i]}, InvalidOid);
  }

  static void add_all(const Transition& transition, std::byte*& image, const std::uint64_t* words,
                      std::size_t n, Arena& arena) {
    Base::change(image, arena, [&](State& state, Host& host) {
      if (state.empty()) state = Sketch::create(transition.parameter, host, Value::kKind);
      state = Sketch::add_all(state, {reinterpret_cast<const sketch::Key*>(words), n}, host);
      return Status{};
    });
  }

  // Prefetches the states' headers, then the places that values go to, then adds the values.
  static void add(const Transition& transition, const Step& step) {
    const auto rows = static_cast<std::size_t>(step.rows);
    if (step.only != nullptr) {
      std::size_t n = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        step.scratch[n] = step.words[i];
        n += !step.nulls[i];
      }
      if (n == 0) return;
      if (transition.hash_words != nullptr) transition.hash_words(step.scratch, step.scratch, n);
      add_all(transition, Base::image_at(state_at(step.only, transition)), step.scratch, n,
              *step.arena);
      return;
    }
    const std::uint64_t* keys = Base::hashed_words(transition, step);
    for (std::size_t begin = 0; begin < rows; begin += kAhead) {
      const std::size_t end = std::min(begin + kAhead, rows);
      for (std::size_t i = begin; i < end; ++i)
        __builtin_prefetch(Base::image_at(state_at(step.groups[i], transition)), 1);
      for (std::size_t i = begin; i < end; ++i) {
        std::byte* image = Base::image_at(state_at(step.groups[i], transition));
        if (image != nullptr) Sketch::prefetch(Base::state_from(image));
      }
      for (std::size_t i = begin; i < end; ++i) {
        if (step.nulls[i]) continue;
        std::byte*& image = Base::image_at(state_at(step.groups[i], transition));
        const auto key = static_cast<sketch::Key>(keys[i]);
        if (image == nullptr || !Sketch::add(Base::state_from(image), key)) [[unlikely]]
          add_all(transition, image, &keys[i], 1, *step.arena);
      }
    }
  }

  // Adds each value as many times as its weight says.
  template <std::uint64_t (*weight_of)(Datum)>
  static void add_weighted(const Transition& transition, const Step& step) {
    const std::uint64_t* keys = Base::hashed_words(transition, step);
    const auto image_of_row = [&](int row) -> std::byte*& {
      return Base::image_in_group(transition, step, row);
    };
    for (int begin = 0; begin < step.rows; begin += kAhead) {
      const int end = std::min(begin + kAhead, step.rows);
      if (step.only == nullptr) {
        for (int i = begin; i < end; ++i) __builtin_prefetch(image_of_row(i), 1);
        for (int i = begin; i < end; ++i)
          if (image_of_row(i) != nullptr) Sketch::prefetch(Base::state_from(image_of_row(i)));
      }
      for (int i = begin; i < end; ++i) {
        if (step.nulls[i] || step.second->nulls[i]) continue;
        const std::uint64_t weight = weight_of(Datum{step.second->words[i]});
        std::byte*& image = image_of_row(i);
        const auto key = static_cast<sketch::Key>(keys[i]);
        if (weight != 0 && (image == nullptr || !Sketch::add(Base::state_from(image), key, weight)))
          add_often(transition, image, key, weight, *step.arena);
      }
    }
  }

  [[gnu::noinline]] static void add_often(const Transition& transition, std::byte*& image,
                                          sketch::Key key, std::uint64_t weight, Arena& arena) {
    CHECK_FOR_INTERRUPTS();
    Base::change(image, arena, [&](State& state, Host& host) {
      if (state.empty()) state = Sketch::create(transition.parameter, host, Value::kKind);
      return Sketch::add_weighted(state, key, weight, host);
    });
  }

  static constexpr Kind kind_of(decltype(Kind::update) update) {
    return {sizeof(std::byte*), update,     Base::value,  nullptr,
            Base::packed_bytes, Base::pack, Base::unpack, Base::merging_states()};
  }
  static constexpr Kind kAdd = kind_of(add);
  template <std::uint64_t (*weight_of)(Datum)>
  static constexpr Kind kAddWeighted = kind_of(add_weighted<weight_of>);

  static constexpr Recipe adding(Oid type, const Kind& kind = kAdd) {
    const bool by_value = type != NUMERICOID && type != INTERVALOID;
    Recipe recipe = Base::recipe_of(kind, by_value ? Read::word : Read::hash, word);
    recipe.hash_words = keys_of;
    return recipe;
  }

  template <std::uint64_t (*weight_of)(Datum)>
  static constexpr Recipe weighted(Oid type, Read weight_read,
                                   const Kind& kind = kAddWeighted<weight_of>) {
    Recipe recipe = adding(type, kind);
    recipe.second = 1;
    recipe.second_read = weight_read;
    recipe.take = [](const Arguments& arguments, Recognised& recognised) {
      const auto extra = arguments.extra.subspan(1);
      return extra.empty() ||
             fixed_parameter<Sketch>(extra, recognised.domain, recognised.parameter);
    };
    return recipe;
  }
};

}  // namespace sketch::pg
