// SPDX-License-Identifier: PostgreSQL
//
// The common part of the fuzzers of quantile sketches: asking all questions, and making a valid
// image.
#pragma once

#include "sketch/quantile/distribution.hpp"

#include "sketch_fuzz.hpp"

namespace sketch::test {

template <class Sketch>
State make_quantiles(int sketch_parameter, std::uint32_t parameter, std::uint32_t items,
                     Host& host) {
  std::vector<Key> keys(items);
  for (std::uint32_t i = 0; i < items; ++i) {
    const auto v = static_cast<double>(std::uint64_t{i} * 7919 % 10'007) - 3 * parameter;
    keys[i] = key_of(parameter % 2 == 0 ? v / 8 : v * v * v / 1000);
  }
  State image;
  const State state = Sketch::add_all(Sketch::create(sketch_parameter, host), keys, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  require(Sketch::freeze(state, host, image).ok());
  return image;
}

template <class Sketch>
void ask_quantiles(Bytes image, Host& host) {
  Distribution distribution(host.scratch());
  typename Sketch::Info info{};
  double error = 0;
  const bool readable = Sketch::read(image, host, distribution).ok();
  require(Sketch::info(image, host, info).ok() == readable);
  require(Sketch::error(image, host, error).ok() == readable);
  if (!readable || distribution.empty()) return;
  Key before = distribution.least();
  for (double q = 0; q <= 1; q += 1.0 / 16) {
    const Key key = distribution.quantile(q);
    require(before <= key && distribution.rank(key) > 0 && distribution.rank(key) <= 1);
    require(distribution.weight_upto(key) <= distribution.n());
    before = key;
  }
  require(before == distribution.greatest());
  static_cast<void>(distribution.sum());
  for (const double upper : {0.25, 1.0})
    static_cast<void>(distribution.trimmed_mean(upper / 2, upper));
}

}  // namespace sketch::test
