// SPDX-License-Identifier: PostgreSQL
//
// What would a checksum in stored images be worth? Prints the fraction of images with one flipped
// bit that the parser accepts, and the fraction whose answer then changes by 1 % or more: the
// number of values, the median, the frequency of the most frequent or of a given value. Also prints
// what computing a checksum would cost, compared with reading the image. Not part of `make bench`:
// build it with make build/micro/damage.
#include <benchmark/benchmark.h>

#include "unit/countmin_traits.hpp"
#include "unit/dd_traits.hpp"
#include "unit/hll_traits.hpp"
#include "unit/kll_traits.hpp"
#include "unit/tdigest_traits.hpp"
#include "unit/theta_traits.hpp"
#include "unit/topk_traits.hpp"
#include "unit/tuple_traits.hpp"

namespace sketch::test {
namespace {

template <class Traits>
Image image_of(const benchmark::State& run) {
  return Subject(kernel_of<Traits>(""), Traits::default_parameter(), 0, static_cast<std::size_t>(run.range(0)))
      .frozen();
}

template <class Traits>
double answer(Bytes image, Host& host) {
  using Sketch = typename Traits::Sketch;
  if constexpr (requires(Distribution d) { Sketch::read(image, host, d); }) {
    Distribution distribution(host.scratch());
    if (!Sketch::read(image, host, distribution).ok()) std::abort();
    return number_of(distribution.kind(), distribution.quantile(0.5));
  } else if constexpr (std::is_same_v<Sketch, TopK>) {
    TopK::Ranked first[1];
    std::size_t count = 0;
    if (!TopK::top(image, host, first, count).ok()) std::abort();
    return static_cast<double>(first[0].frequency.upper);
  } else if constexpr (std::is_same_v<Sketch, CountMin>) {
    Frequency frequency{};
    if (!CountMin::frequency(image, hash_u64(1), host, frequency).ok()) std::abort();
    return static_cast<double>(frequency.upper);
  } else {
    return Traits::answer(image, host);
  }
}

template <class Traits>
void damage(benchmark::State& run) {
  const Image image = image_of<Traits>(run);
  Random random(1);
  TestHost host;
  const double before = answer<Traits>(image, host);
  double accepted = 0, wrong = 0;
  for (auto _ : run) {
    Image changed = image;
    const std::uint32_t bit = random.below(static_cast<std::uint32_t>(8 * image.size()));
    changed[bit / 8] ^= std::byte{1} << bit % 8;
    TestHost own;
    if (!Traits::Sketch::check(changed, own).ok()) continue;
    ++accepted;
    const double after = answer<Traits>(changed, own);
    if (!(std::abs(after - before) < 0.01 * std::abs(before))) ++wrong;
  }
  run.counters["bytes"] = static_cast<double>(image.size());
  run.counters["accepted_%"] = 100 * accepted / static_cast<double>(run.iterations());
  run.counters["wrong_%"] = 100 * wrong / static_cast<double>(run.iterations());
}

template <class Traits>
void checksum(benchmark::State& run) {
  const Image image = image_of<Traits>(run);
  for (auto _ : run) benchmark::DoNotOptimize(hash_bytes(image.data(), image.size()));
}

template <class Traits>
void check(benchmark::State& run) {
  const Image image = image_of<Traits>(run);
  for (auto _ : run) {
    TestHost host;
    benchmark::DoNotOptimize(Traits::Sketch::check(image, host).ok());
  }
}

using TupleSums = TupleTraits<Mode::sum>;
using TopKWords = TopKTraits<TopK::Items::words>;
using TopKStrings = TopKTraits<TopK::Items::strings>;

#define SKETCH_DAMAGE(Traits)                                                       \
  BENCHMARK(damage<Traits>)->Arg(10)->Arg(1000)->Arg(100'000)->Iterations(100'000); \
  BENCHMARK(checksum<Traits>)->Arg(10)->Arg(1000)->Arg(100'000);                    \
  BENCHMARK(check<Traits>)->Arg(10)->Arg(1000)->Arg(100'000)

SKETCH_DAMAGE(HllTraits);
SKETCH_DAMAGE(ThetaTraits);
SKETCH_DAMAGE(TupleSums);
SKETCH_DAMAGE(KllTraits);
SKETCH_DAMAGE(DdTraits);
SKETCH_DAMAGE(TDigestTraits);
SKETCH_DAMAGE(TopKWords);
SKETCH_DAMAGE(TopKStrings);
SKETCH_DAMAGE(CountMinTraits);

}  // namespace
}  // namespace sketch::test
