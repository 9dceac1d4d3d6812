// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_tdigest.
#include "sketch/quantile/tdigest.hpp"

#include "quantile_fuzz.hpp"

using namespace sketch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto make = [](std::uint32_t parameter, std::uint32_t items, Host& owner) {
    return test::make_quantiles<TDigest>(TDigest::kMinParameter + static_cast<int>(parameter % 8),
                                         parameter, items % 5000, owner);
  };
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  test::try_image<TDigest>(image, TDigest::create(TDigest::kMinParameter, host), host,
                           test::ask_quantiles<TDigest>);
  return 0;
}
