// SPDX-License-Identifier: PostgreSQL
//
// The kind that counts items for sketch_topk.
#include "sketch/frequency/topk.hpp"

#include "batch/sketch.hpp"
#include "types/frequency.hpp"
#include "types/item.hpp"

using sketch::Host;
using sketch::State;
using sketch::TopK;

extern "C" {
Datum sketch_topk_transition(FunctionCallInfo);
Datum sketch_topk_transition_k(FunctionCallInfo);
Datum sketch_topk_merge_transition(FunctionCallInfo);
}

namespace {

using sketch::pg::Arena;
using sketch::pg::Step;
using sketch::pg::Transition;

constexpr std::byte kByHash{1}, kCut{2};

// An item as a varlena: flags, the hash if the item is identified by that, the bytes.
const varlena* varlena_of(const TopK::Item& item) {
  const std::size_t head = 1 + (item.by_hash ? sizeof item.hash : 0);
  auto* made = static_cast<varlena*>(palloc(VARHDRSZ + head + item.bytes.size()));
  SET_VARSIZE(made, VARHDRSZ + head + item.bytes.size());
  auto* to = reinterpret_cast<std::byte*>(VARDATA(made));
  to[0] = (item.by_hash ? kByHash : std::byte{0}) | (item.cut ? kCut : std::byte{0});
  if (item.by_hash) sketch::store_le(to + 1, item.hash);
  std::copy(item.bytes.begin(), item.bytes.end(), to + head);
  return made;
}

TopK::Item item_of_made(sketch::Bytes made) {
  const bool cut = (made[0] & kCut) != std::byte{0};
  if ((made[0] & kByHash) == std::byte{0}) return TopK::Item::of(made.subspan(1));
  const auto hash = sketch::load_le<std::uint64_t>(made.data() + 1);
  return TopK::Item::of(hash, made.subspan(1 + sizeof hash), cut);
}

// Counts values of one type. Items that are words are read as such, texts and byteas as they are,
// others as varlenas made by varlena_of(). kWanting: the aggregate is given the number of values to
// return.
template <Oid kType, bool kWanting>
struct BatchTopK : sketch::pg::BatchSketch<TopK> {
  static constexpr bool kWords = sketch::pg::items_of(kType) == TopK::Items::words;
  static constexpr bool kPlain = kType == TEXTOID || kType == BYTEAOID;

  static void make(const Transition& transition, std::byte*& image, Arena& arena) {
    change(image, arena, [&](State& state, Host& host) {
      state = TopK::create(
          kWanting ? sketch::pg::capacity_for(transition.parameter) : transition.parameter,
          sketch::pg::builtin_item_type(kType), host);
      if (kWanting) TopK::want(state, static_cast<std::uint32_t>(transition.parameter));
      return sketch::Status{};
    });
  }

  // Adds an item where the state has to be created or grow.
  [[gnu::noinline]] static void make_room(const Transition& transition, std::byte*& image,
                                          const TopK::Item& item, std::uint64_t weight,
                                          Arena& arena) {
    if (image == nullptr) make(transition, image, arena);
    change(image, arena,
           [&](State& state, Host& host) { return TopK::add(state, item, weight, host); });
  }

  static TopK::Item item_of(std::uint64_t word) {
    if constexpr (kWords) return TopK::Item::of(word);
    const auto bytes = sketch::pg::image_of(reinterpret_cast<const varlena*>(word));
    if constexpr (kPlain) return sketch::pg::item_of_bytes(bytes, kType == TEXTOID);
    return item_of_made(bytes);
  }

  // The row's weight; 0 if it is left out.
  static std::uint64_t weight_of(const Step& step, int row) {
    if (step.nulls[row] || (step.second != nullptr && step.second->nulls[row])) return 0;
    if (step.second == nullptr) return 1;
    return sketch::pg::checked_weight(static_cast<int64>(step.second->words[row]));
  }

  // Adds the words of a single group, without weights.
  static void add_words(const Transition& transition, const Step& step) {
    std::size_t n = 0;
    for (int i = 0; i < step.rows; ++i) {
      step.scratch[n] = step.words[i];
      n += !step.nulls[i];
    }
    if (n == 0) return;
    sketch::simd::kernels().hash_u64(step.scratch, step.scratch, n);
    std::byte*& image = image_at(state_at(step.only, transition));
    if (image == nullptr) make(transition, image, *step.arena);
    change(image, *step.arena,
           [&](State& state, Host& host) { return TopK::add_all(state, {step.scratch, n}, host); });
  }

  static void add(const Transition& transition, const Step& step) {
    if (kWords && step.only != nullptr && step.second == nullptr) {
      add_words(transition, step);
      return;
    }
    TopK::Item items[sketch::pg::kAhead];
    const auto image_of_row = [&](int row) -> std::byte*& {
      return image_in_group(transition, step, row);
    };
    for (int begin = 0; begin < step.rows; begin += sketch::pg::kAhead) {
      const int end = std::min(begin + sketch::pg::kAhead, step.rows);
      if (step.only == nullptr)
        for (int i = begin; i < end; ++i) __builtin_prefetch(image_of_row(i), 1);
      for (int i = begin; i < end; ++i) {
        if (step.nulls[i]) continue;
        items[i - begin] = item_of(step.words[i]);
        const std::byte* image = image_of_row(i);
        if (image != nullptr) TopK::prefetch(state_from(image_of_row(i)), items[i - begin].hash);
      }
      for (int i = begin; i < end; ++i) {
        const std::uint64_t weight = weight_of(step, i);
        if (weight == 0) continue;
        std::byte*& image = image_of_row(i);
        const TopK::Item& item = items[i - begin];
        if (image == nullptr || !TopK::add(state_from(image), item, weight)) [[unlikely]]
          make_room(transition, image, item, weight, *step.arena);
      }
    }
  }

  static constexpr sketch::pg::Kind kAdd = {sizeof(std::byte*), add,  value, nullptr,
                                            packed_bytes,       pack, unpack};

  static constexpr sketch::pg::Recipe adding(sketch::pg::ValueHash word,
                                             sketch::pg::ValueBytes make) {
    sketch::pg::Recipe recipe = recipe_of(kAdd,
                                          kWords  ? reading_for_hash(kType)
                                          : kPlain ? sketch::pg::Read::bytes
                                                  : sketch::pg::Read::made,
                                          word);
    recipe.make = make;
    recipe.second = kWanting ? 0 : 2;
    recipe.second_read = sketch::pg::Read::word;
    if (kWanting) {
      recipe.take = take_wanted;
      recipe.default_parameter = sketch::pg::kUsuallyWanted;
    }
    return recipe;
  }

  // Takes (value, number of values to return).
  static bool take_wanted(const sketch::pg::Arguments& arguments,
                          sketch::pg::Recognised& recognised) {
    return arguments.extra.size() == 1 &&
           sketch::pg::take_fixed(arguments.extra[0], recognised.parameter) &&
           recognised.parameter >= TopK::kMinParameter &&
           recognised.parameter <= sketch::pg::kMostWanted;
  }
};

template <TopK::Item (*item)(Datum, Oid)>
std::uint64_t word_of(Datum value, Oid collation) {
  return item(value, collation).word;
}

template <TopK::Item (*item)(Datum, Oid)>
const varlena* varlena_of_item(Datum value, Oid collation) {
  return varlena_of(item(value, collation));
}

}  // namespace

std::span<const sketch::pg::FamilyFunction> sketch::pg::topk_batch_functions() {
  static constexpr FamilyFunction kFunctions[] = {
#define SKETCH_VALUE_TYPE(name, sql, oid)                                                   \
  {sketch_topk_transition,                                                                  \
   BatchTopK<oid, false>::adding(word_of<item_##name>, varlena_of_item<item_##name>), oid}, \
      {sketch_topk_transition_k,                                                            \
       BatchTopK<oid, true>::adding(word_of<item_##name>, varlena_of_item<item_##name>), oid},
#include "value/types.def"
#undef SKETCH_VALUE_TYPE
      {sketch_topk_merge_transition, BatchSketch<TopK>::merging()},
  };
  return kFunctions;
}
