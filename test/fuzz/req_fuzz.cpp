// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_req.
#include "sketch/quantile/req.hpp"

#include "quantile_fuzz.hpp"

using namespace sketch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto make = [](std::uint32_t parameter, std::uint32_t items, Host& owner) {
    const int k = Req::kMinParameter + static_cast<int>(parameter % 8);
    return test::make_quantiles<Req>(parameter % 16 < 8 ? k : k | Req::kLowRanks, parameter,
                                     items % 5000, owner);
  };
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  test::try_image<Req>(image, Req::create(Req::kMinParameter, host), host,
                       test::ask_quantiles<Req>);
  return 0;
}
