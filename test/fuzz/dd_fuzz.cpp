// SPDX-License-Identifier: PostgreSQL
//
// Any bytes as an image of sketch_dd: parsed, asked, merged, thawed; nothing may crash, and
// check() accepts only what freeze() makes.
#include <cstdlib>
#include <vector>

#include "sketch/quantile/dd.hpp"
#include "support/test_host.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sketch;
  test::TestHost host;
  const std::vector<std::byte> image(reinterpret_cast<const std::byte*>(data),
                                     reinterpret_cast<const std::byte*>(data) + size);
  State again, state = Dd::create(5, host), thawed;
  if (Dd::check(image, host).ok()) {
    require(Dd::freeze(image, host, again).ok());
    require(std::vector<std::byte>(again.begin(), again.end()) == image);
  }
  Distribution distribution(host.scratch());
  if (Dd::read(image, host, distribution).ok() && !distribution.empty()) {
    Key before = distribution.least();
    for (double q = 0; q <= 1; q += 1.0 / 16) {
      const Key key = distribution.quantile(q);
      require(before <= key && distribution.rank(key) <= 1);
      before = key;
    }
    require(distribution.quantile(1) == distribution.greatest());
  }
  static_cast<void>(Dd::thaw(image, host, thawed));
  static_cast<void>(Dd::merge(state, image, host));
  static_cast<void>(Dd::add_weighted(state, 1, 1000, host));
  for (const State built : {state, thawed}) {
    if (built.empty()) continue;
    require(Dd::freeze(built, host, again).ok());
    require(Dd::check(again, host).ok());
  }
  return 0;
}
