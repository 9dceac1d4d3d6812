// SPDX-License-Identifier: PostgreSQL
//
// The kind that adds keys with their values to sketch_tuple.
#include "sketch/theta/tuple.hpp"

#include "batch/sketch.hpp"
#include "types/tuple.hpp"

using sketch::Host;
using sketch::Shape;
using sketch::State;
using sketch::Status;
using sketch::Tuple;

extern "C" {
Datum sketch_tuple_transition(FunctionCallInfo);
Datum sketch_tuple_transition_array(FunctionCallInfo);
Datum sketch_tuple_transition_mode(FunctionCallInfo);
Datum sketch_tuple_transition_array_mode(FunctionCallInfo);
Datum sketch_tuple_merge_transition(FunctionCallInfo);
}

namespace {

using sketch::pg::Arena;
using sketch::pg::Arguments;
using sketch::pg::Fixed;
using sketch::pg::Recognised;
using sketch::pg::Read;
using sketch::pg::Recipe;
using sketch::pg::Step;
using sketch::pg::take_fixed;
using sketch::pg::Transition;
using sketch::pg::TupleValues;

// Transition::parameter has the precision in its low bits, and the mode above them.
constexpr int kModeShift = 8;
int precision_of(const Transition& transition) {
  return transition.parameter & ((1 << kModeShift) - 1);
}
sketch::Mode mode_of(const Transition& transition) {
  return static_cast<sketch::Mode>(transition.parameter >> kModeShift);
}

// Each key has a number, or, with kArray, an array of numbers.
template <bool kArray>
struct BatchTuple : sketch::pg::BatchSketch<Tuple> {
  // Adds a key where the state has to be created, get its shape, or grow. Reports an error if the
  // values don't fit the shape.
  [[gnu::noinline]] static void change_and_add(const Transition& transition, std::byte*& image,
                                               std::uint64_t hash, const TupleValues& values,
                                               Arena& arena) {
    const bool first = image == nullptr;
    const Shape shape{mode_of(transition), static_cast<std::uint8_t>(values.count)};
    change(image, arena, [&](State& state, Host& host) {
      if (first) state = Tuple::create(transition.domain, precision_of(transition), host);
      if (const Status status = Tuple::take_shape(state, shape, host); !status.ok()) return status;
      state = of_values(Tuple::add(state, hash, values.values, host), transition.values);
      return Status{};
    });
  }

  static void add_row(const Transition& transition, const Step& step, std::byte*& image,
                      std::uint64_t hash, int row) {
    const TupleValues values = sketch::pg::tuple_values(Datum{step.second->words[row]}, kArray);
    const bool fits = image != nullptr && Tuple::shape(state_from(image)).columns == values.count;
    if (!fits || !Tuple::add(state_from(image), hash, values.values)) [[unlikely]]
      change_and_add(transition, image, hash, values, *step.arena);
  }

  static void add(const Transition& transition, const Step& step) {
    const std::uint64_t* hashes = hashed_words(transition, step);
    const auto image_of_row = [&](int row) -> std::byte*& {
      return image_in_group(transition, step, row);
    };
    for (int begin = 0; begin < step.rows; begin += sketch::pg::kAhead) {
      const int end = std::min(begin + sketch::pg::kAhead, step.rows);
      if (step.only == nullptr)
        for (int i = begin; i < end; ++i) __builtin_prefetch(image_of_row(i), 1);
      for (int i = begin; i < end; ++i) {
        std::byte* image = image_of_row(i);
        if (image != nullptr) Tuple::prefetch(state_from(image), hashes[i]);
      }
      for (int i = begin; i < end; ++i)
        if (!step.nulls[i] && !step.second->nulls[i])
          add_row(transition, step, image_of_row(i), hashes[i], i);
    }
  }

  static constexpr sketch::pg::Kind kAdd = {sizeof(std::byte*), add,  value, nullptr,
                                            packed_bytes,       pack, unpack};

  // Takes (key, value, mode), or (key, value, precision, mode, domain) with the last ones optional.
  static bool take_arguments(const Arguments& arguments, Recognised& recognised, bool mode_alone) {
    std::span<const Fixed> extra = arguments.extra.subspan(1);
    std::string_view name;
    sketch::Mode mode = sketch::Mode::sum;
    if (!mode_alone && !extra.empty()) {
      if (!take_fixed(extra[0], recognised.parameter) ||
          recognised.parameter < Tuple::kMinPrecision ||
          recognised.parameter > Tuple::kMaxPrecision)
        return false;
      extra = extra.subspan(1);
    }
    if (!extra.empty() && (!take_fixed(extra[0], name) || !sketch::pg::find_mode(name, mode)))
      return false;
    if (extra.size() > 1 &&
        (!take_fixed(extra[1], name) || !sketch::pg::find_domain(name, kFamily, recognised.domain)))
      return false;
    recognised.parameter |= static_cast<int>(mode) << kModeShift;
    return hash_by_type(arguments.type, recognised);
  }

  template <bool kModeAlone>
  static constexpr Recipe adding() {
    Recipe recipe = recipe_of(kAdd, Read::hash, nullptr);
    recipe.take = [](const Arguments& arguments, Recognised& recognised) {
      return take_arguments(arguments, recognised, kModeAlone);
    };
    recipe.second = 1;
    recipe.second_read = kArray ? Read::datum : Read::word;
    return recipe;
  }

  static constexpr sketch::Family kFamily = Tuple::kFamily;
};

}  // namespace

std::span<const sketch::pg::FamilyFunction> sketch::pg::tuple_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
      {sketch_tuple_transition, BatchTuple<false>::adding<false>()},
      {sketch_tuple_transition_array, BatchTuple<true>::adding<false>()},
      {sketch_tuple_transition_mode, BatchTuple<false>::adding<true>()},
      {sketch_tuple_transition_array_mode, BatchTuple<true>::adding<true>()},
      {sketch_tuple_merge_transition, BatchSketch<Tuple>::merging()},
  };
  return kFunctions;
}
