// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as another system's image; the first byte chooses the reader. If a reader accepts
// them, the result must be a canonical image, and must be writable if the format can be written.
#include "sketch/foreign/foreign.hpp"

#include "sketch/distinct/hll.hpp"
#include "sketch/frequency/topk.hpp"
#include "sketch/quantile/dd.hpp"
#include "sketch/quantile/kll.hpp"
#include "sketch/quantile/tdigest.hpp"
#include "sketch/theta/tuple.hpp"
#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;
using foreign::Format;

struct Reader {
  foreign::From from;
  foreign::To to;
  Status (*check)(Bytes image, Host& host);
  Format format, written;
};

// The readers, one for each layout. Names in the corpus begin with the reader's number.
constexpr Reader kReaders[] = {
    {foreign::hll_from, foreign::hll_to, Hll::check, Format::datasketches, Format::datasketches},
    {foreign::hll_from, foreign::hll_to, Hll::check, Format::postgresql_hll, Format::postgresql_hll},
    {foreign::kll_from, foreign::kll_to, Kll::check, Format::datasketches, Format::datasketches},
    {foreign::kll_from, foreign::kll_to, Kll::check, Format::datasketches_long,
     Format::datasketches},
    {foreign::tdigest_from, foreign::tdigest_to, TDigest::check, Format::datasketches,
     Format::datasketches},
    {foreign::tdigest_from, foreign::tdigest_to, TDigest::check, Format::tdigest, Format::tdigest},
    {foreign::tdigest_from, foreign::tdigest_to, TDigest::check, Format::tdigest,
     Format::tdigest_text},
    {foreign::topk_from, foreign::topk_to, TopK::check, Format::datasketches, Format::datasketches},
    {foreign::dd_from, nullptr, Dd::check, Format::ddsketch, Format::ddsketch},
    {foreign::dd_from, nullptr, Dd::check, Format::toolkit, Format::toolkit},
    {foreign::tdigest_from, nullptr, TDigest::check, Format::toolkit, Format::toolkit},
    {foreign::theta_from, foreign::theta_to, Theta::check, Format::datasketches, Format::datasketches},
    {foreign::tuple_from, foreign::tuple_to, Tuple::check, Format::datasketches, Format::datasketches},
    {foreign::hll_from, foreign::hll_to, Hll::check, Format::redis, Format::redis},
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  test::FuzzInput input({reinterpret_cast<const std::byte*>(data), size});
  const Reader& reader = kReaders[input.byte() % std::size(kReaders)];
  const Bytes image = input.rest();
  static_cast<void>(foreign::detect(image, host));
  State canonical, bytes;
  if (!reader.from(reader.format, image, host, canonical).ok()) return 0;
  test::require(reader.check(canonical, host).ok());
  // Some formats don't allow infinite values.
  if (reader.to != nullptr && reader.to(reader.written, canonical, host, bytes).ok()) {
    State again;
    const bool longs = canonical[3] == std::byte{1} && reader.check == Kll::check;
    const Format format = reader.check != Kll::check ? reader.format
                          : longs                    ? Format::datasketches_long
                                                     : Format::datasketches_double;
    test::require(reader.from(format, bytes, host, again).ok());
  }
  test::require(host.scratch_in_use() == 0);
  test::require(host.largest_request() <= (std::size_t{1} << 23) + 64 * size);
  return 0;
}
