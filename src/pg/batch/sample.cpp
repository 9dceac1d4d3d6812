// SPDX-License-Identifier: PostgreSQL
//
// The kind that draws values for sketch_sample. Rows that are not drawn are only counted; their
// values aren't read.
#include "sketch/sample/sample.hpp"

#include "batch/sketch.hpp"
#include "types/item.hpp"

using sketch::Host;
using sketch::Sample;
using sketch::State;

extern "C" {
Datum sketch_sample_transition(FunctionCallInfo);
Datum sketch_sample_merge_transition(FunctionCallInfo);
}

namespace {

using sketch::pg::Arena;
using sketch::pg::Step;
using sketch::pg::Transition;

// Samples of values of one type. A value is made an item when it is drawn.
template <Oid kType, Sample::Item (*encode)(Datum, Oid)>
struct BatchSample : sketch::pg::BatchSketch<Sample> {
  // Adds a drawn value to the sample.
  [[gnu::noinline]] static void enter(const Transition& transition, std::byte*& image,
                                      const Sample::Item& item, Oid collation, Arena& arena) {
    const bool first = image == nullptr;
    change(image, arena, [&](State& state, Host& host) {
      if (!first) return Sample::enter(state, item, host);
      state = Sample::create(transition.parameter, host);
      const auto type = sketch::pg::builtin_item_type(kType, collation);
      if (const auto status = Sample::take_type(state, Sample::Draw::uniform, type, host);
          !status.ok())
        return status;
      return Sample::enter(state, item, host);
    });
  }

  // Memory for encoding items, until the batch is done.
  struct Temporary {
    MemoryContext memory = nullptr;

    Sample::Item item(std::uint64_t word, Oid collation) {
      if (sketch::pg::items_of(kType) == sketch::Items::words)
        return encode(Datum{word}, collation);
      if (memory == nullptr) {
        memory =
            AllocSetContextCreate(CurrentMemoryContext, "items of a batch", ALLOCSET_DEFAULT_SIZES);
      } else if (memory->mem_allocated > sketch::pg::kBatchBytes) {
        MemoryContextReset(memory);
      }
      const MemoryContext before = MemoryContextSwitchTo(memory);
      const Sample::Item item = encode(Datum{word}, collation);
      MemoryContextSwitchTo(before);
      return item;
    }
    void free() const {
      if (memory != nullptr) MemoryContextDelete(memory);
    }
  };

  static void add(const Transition& transition, const Step& step) {
    const Oid collation = step.columns->collation;
    Temporary temporary;
    const auto draw = [&](std::byte*& image, int row) {
      enter(transition, image, temporary.item(step.words[row], collation), collation, *step.arena);
    };
    if (step.only != nullptr && !step.any_null) {
      std::byte*& image = image_at(state_at(step.only, transition));
      for (int i = 0; i < step.rows; ++i) {
        if (image != nullptr)
          i += static_cast<int>(
              Sample::pass(state_from(image), static_cast<std::uint64_t>(step.rows - i)));
        if (i < step.rows) draw(image, i);
      }
    } else {
      for (int i = 0; i < step.rows; ++i)
        __builtin_prefetch(image_at(state_at(step.groups[i], transition)), 1);
      for (int i = 0; i < step.rows; ++i) {
        if (step.nulls[i]) continue;
        std::byte*& image = image_at(state_at(step.groups[i], transition));
        if (image == nullptr || Sample::pass(state_from(image), 1) == 0) draw(image, i);
      }
    }
    temporary.free();
  }

  static constexpr sketch::pg::Kind kAdd = {sizeof(std::byte*), add,  value, nullptr,
                                            packed_bytes,       pack, unpack};

  static constexpr sketch::pg::Recipe adding() {
    // Read::word would extend the sign of an oid, which has none.
    const bool words = sketch::pg::items_of(kType) == sketch::Items::words && kType != OIDOID;
    return recipe_of(kAdd, words ? sketch::pg::Read::word : sketch::pg::Read::datum, nullptr);
  }
};

}  // namespace

std::span<const sketch::pg::FamilyFunction> sketch::pg::sample_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid) \
  {sketch_sample_transition, BatchSample<oid, item_##name>::adding(), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_sample_merge_transition, BatchSketch<Sample>::merging()},
  };
  return kFunctions;
}
