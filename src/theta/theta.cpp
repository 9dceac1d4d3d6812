// SPDX-License-Identifier: PostgreSQL
#include "sketch/theta/theta.hpp"

#include "sketch/theta/theta_contents.hpp"
#include "working.hpp"

namespace sketch {

// --- Building

State Theta::create(int precision, Host& host) { return create(Domain::xxh3, precision, host); }

State Theta::create(Domain domain, int precision, Host& host) {
  return working::create(kFamily, precision, first_grain(domain), {}, host);
}

State Theta::grow(State state, Host& host) { return working::grow(state, host); }

State Theta::add_all(State state, std::span<const std::uint64_t> hashes, Host& host) {
  std::uint64_t known = last(state);
  for (const std::uint64_t hash : hashes) {
    if (hash > known || add(state, hash)) [[likely]]
      continue;
    do {
      state = grow(state, host);
    } while (!add(state, hash));
    known = last(state);
  }
  return state;
}

State Theta::reduce(State state, int to, Host& host) { return working::reduce(state, to, host); }

Status Theta::merge(State& state, Bytes image, Host& host) {
  return working::merge(
      state, image, host,
      [&host](State to, const ThetaContents& other, std::size_t first, std::size_t count) {
        return add_all(to, other.hashes.subspan(first, count), host);
      });
}

Status Theta::thaw(Bytes image, Host& host, State& state) {
  return working::thaw<Theta>(image, host, state);
}

std::size_t Theta::packed_bytes(State state) noexcept { return working::packed_bytes(state); }

void Theta::pack(State state, std::byte* to) noexcept { working::pack(state, to); }

// --- Storing

Status Theta::freeze(Bytes image, Host& host, State& canonical) {
  return frozen_image(kFamily, image, host, canonical);
}

Status Theta::check(Bytes image, Host& host) { return check_image(kFamily, image, host); }

}  // namespace sketch
