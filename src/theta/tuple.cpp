// SPDX-License-Identifier: PostgreSQL
#include "sketch/theta/tuple.hpp"

#include <cstring>

#include "sketch/theta/theta_contents.hpp"
#include "working.hpp"

namespace sketch {
namespace {

// Adds a row in place; false if there is no room.
template <class Word>
bool add_row(State state, std::uint64_t hash, const double* values) noexcept {
  std::byte* image = state.data();
  if (hash == 0 && Theta::grain(image) == Grain::whole) return true;
  const int bits = hash_bits(Tuple::precision(image), Theta::grain(image));
  const std::uint64_t cell = truncated(hash, bits);
  const auto word = word_of<Word>(cell, bits);
  const Shape shape = Tuple::shape(state);
  const working::Layout layout(state);
  const auto place = hash_table::find(image, layout.words, layout.slots, cell, word);
  std::byte* there = image + layout.values() + place.at * shape.columns * sizeof(double);
  if (place.found) {
    double row[Tuple::kMaxColumns];
    std::memcpy(row, there, shape.columns * sizeof(double));
    combine(shape, row, values);
    std::memcpy(there, row, shape.columns * sizeof(double));
    return true;
  }
  if (!hash_table::put(image, place, Theta::most_in_table(image, layout.slots), word)) return false;
  std::memcpy(there, values, shape.columns * sizeof(double));
  return true;
}

}  // namespace

const char* name_of(Mode mode) noexcept {
  constexpr const char* kNames[kModes] = {"sum", "min", "max"};
  return kNames[static_cast<unsigned>(mode)];
}

// --- Building

State Tuple::create(int precision, Host& host) { return create(Domain::xxh3, precision, host); }

State Tuple::create(Domain domain, int precision, Host& host) {
  return working::create(kFamily, precision, first_grain(domain), {}, host);
}

Status same_shape(Shape a, Shape b) noexcept {
  if (a.mode != b.mode) {
    return {Code::wrong_domain, "sketches of different modes can't be combined",
            "Build them all with sum, all with min or all with max."};
  }
  if (a.columns != b.columns) {
    return {Code::wrong_domain, "sketches with different numbers of values can't be combined",
            "Give every key an array of the same length."};
  }
  return {};
}

Status Tuple::take_shape(State& state, Shape wanted, Host& host) {
  if (const Shape known = shape(state); known.known()) return same_shape(known, wanted);
  if (!fits(parameter(state), wanted.columns)) return kTooLarge;
  state = of_values(
      working::create(kFamily, parameter(state), working::grain_of(state), wanted, host),
      image_values(state.data()));
  return {};
}

bool Tuple::add(State state, std::uint64_t hash, const double* values) noexcept {
  if (hash > hash_table::last(state.data())) return true;
  return packs(parameter(state), working::grain_of(state))
             ? add_row<std::uint32_t>(state, hash, values)
             : add_row<std::uint64_t>(state, hash, values);
}

State Tuple::add(State state, std::uint64_t hash, const double* values, Host& host) {
  while (!add(state, hash, values)) state = working::grow(state, host);
  return state;
}

Status Tuple::merge(State& state, Bytes image, Host& host) {
  return working::merge(
      state, image, host,
      [&host](State to, const ThetaContents& other, std::size_t first, std::size_t count) {
        for (std::size_t i = first; i < first + count; ++i)
          to = add(to, other.hashes[i], other.row(i), host);
        return to;
      });
}

State Tuple::reduce(State state, int to, Host& host) { return working::reduce(state, to, host); }

Status Tuple::thaw(Bytes image, Host& host, State& state) {
  return working::thaw<Tuple>(image, host, state);
}

std::size_t Tuple::packed_bytes(State state) noexcept { return working::packed_bytes(state); }

void Tuple::pack(State state, std::byte* to) noexcept { working::pack(state, to); }

// --- Storing

Status Tuple::freeze(Bytes image, Host& host, State& canonical) {
  return frozen_image(kFamily, image, host, canonical);
}

Status Tuple::check(Bytes image, Host& host) { return check_image(kFamily, image, host); }

}  // namespace sketch
