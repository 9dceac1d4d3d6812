// SPDX-License-Identifier: PostgreSQL
//
// The state of approx_percentile(). An aggregate's final function doesn't see the arguments, so the
// state has the fractions before the sketch, in a bytea:
//
//   +-----------+------------+---------+--------------+-----------+------------------------+
//   | number of | number of  | lengths | lower bounds | fractions | the sketch's working   |
//   | fractions | dimensions |         |              |           | image                  |
//   +-----------+------------+---------+--------------+-----------+------------------------+
//     4 bytes     4            4 each    4 each         8 each
//
// The dimensions are those of the array of fractions; a single fraction has none. The part before
// the sketch is a multiple of 8 bytes, so that the sketch is aligned as in a value of its own.
#pragma once

#include <cstring>

#include "sketch/quantile/kll.hpp"
#include "types/quantile_questions.hpp"

namespace sketch::pg {

// The beginning of the part before the sketch.
struct FrontHead {
  std::uint32_t count, dimensions;

  std::size_t bytes() const noexcept {
    return sizeof(FrontHead) + 8 * (std::size_t{dimensions} + count);
  }
};

// The shape of the fractions. They have been checked already.
inline Shape shape_of_front(Bytes front) {
  const auto head = load_native<FrontHead>(front.data());
  Shape shape = {};
  shape.dimensions = static_cast<int>(head.dimensions);
  const std::size_t bytes = sizeof(int) * head.dimensions;
  std::memcpy(shape.lengths, front.data() + sizeof head, bytes);
  std::memcpy(shape.bounds, front.data() + sizeof head + bytes, bytes);
  return shape;
}

inline bool is_shape(const Shape& shape, std::uint32_t count) {
  std::uint64_t all = 1;
  for (int i = 0; i < shape.dimensions; ++i) {
    const std::int64_t length = shape.lengths[i];
    if (length <= 0 || shape.bounds[i] + length > PG_INT32_MAX) return false;
    all *= static_cast<std::uint64_t>(length);
    if (all > count) return false;
  }
  return all == count;
}

[[noreturn]] inline void raise_malformed_percentile() {
  raise({Code::malformed, "the state of approx_percentile is malformed",
         "The bytes are truncated or damaged."},
        Source::stored);
}

// The part before the sketch.
inline Bytes front_of_state(Bytes state) {
  FrontHead head = {};
  if (state.size() >= sizeof head) head = load_native<FrontHead>(state.data());
  if (head.count == 0 || head.dimensions > MAXDIM || head.bytes() > state.size() ||
      !is_shape(shape_of_front(state), head.count))
    raise_malformed_percentile();
  return state.first(head.bytes());
}

// Allocates states that begin with given fractions.
class PercentileHost final : public PgHost {
 public:
  explicit PercentileHost(Bytes fractions) : fractions_(fractions) {}

  State allocate(std::size_t bytes) override {
    const State whole = PgHost::allocate(fractions_.size() + bytes);
    std::memcpy(whole.data(), fractions_.data(), fractions_.size());
    return whole.subspan(fractions_.size());
  }

 private:
  Bytes fractions_;
};

// The state as a Datum, given the sketch in it.
inline Datum value_of(State sketch, Bytes fractions) {
  return PointerGetDatum(sketch.data() - fractions.size() - VARHDRSZ);
}

// A fraction, or an array of fractions without NULLs, as the part before the sketch.
inline Bytes front_of(Datum q, bool is_array) {
  const auto made = [](FrontHead head, const void* shape, const void* values) -> Bytes {
    auto* front = static_cast<std::byte*>(palloc(head.bytes()));
    store_native(front, head);
    if (head.dimensions != 0) std::memcpy(front + sizeof head, shape, 8 * head.dimensions);
    const std::size_t bytes = sizeof(double) * head.count;
    std::memcpy(front + head.bytes() - bytes, values, bytes);
    return {front, head.bytes()};
  };
  if (!is_array) {
    const double one = DatumGetFloat8(q);
    return made({1, 0}, nullptr, &one);
  }
  ArrayType* array = DatumGetArrayTypeP(q);
  const int count = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
  return made({static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(ARR_NDIM(array))},
              ARR_DIMS(array), ARR_DATA_PTR(array));
}

}  // namespace sketch::pg
