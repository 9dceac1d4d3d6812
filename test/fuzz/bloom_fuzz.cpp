// SPDX-License-Identifier: PostgreSQL
//
// Takes any bytes as an image of sketch_bloom, and as a bitset of Parquet.
#include "sketch/membership/bloom.hpp"

#include "sketch_fuzz.hpp"

namespace {

using namespace sketch;

State built(int b, std::uint32_t seed, std::uint32_t items, Host& host,
            Domain domain = Domain::xxh3) {
  std::vector<std::uint64_t> hashes(items);
  for (std::uint32_t i = 0; i < items; ++i) hashes[i] = hash_u64(i + seed);
  return Bloom::add_all(Bloom::create(domain, b, host), hashes, host);
}

State make(std::uint32_t parameter, std::uint32_t items, Host& host) {
  const State state = built(static_cast<int>(parameter % 8), parameter, items % 5000, host);
  // Working images, too, because PostgreSQL passes them between workers.
  if (parameter >= 128) return state;
  State image;
  test::require(Bloom::freeze(state, host, image).ok());
  return image;
}

void ask(Bytes image, Host& host) {
  Bloom::Info info{};
  bool found = false;
  State blocks, read;
  const bool readable = Bloom::info(image, host, info).ok();
  const bool looks = Bloom::contains(image, hash_u64(1), found).ok();
  test::require(looks || !readable);
  // The size of a filter is a parameter: a few cells may stand for a large one.
  constexpr int kLargest = 16;
  if (readable && info.log2_blocks > kLargest) return;
  test::require(Bloom::to_blocks(image, host, blocks).ok() == readable);
  if (Bloom::of_blocks(Domain::parquet, image, host, read).ok())
    test::require(Bloom::check(read, host).ok());
  if (!readable) return;
  test::require(info.values >= 0 && info.error >= 0 && info.error <= 1);
  test::require(Bloom::of_blocks(Domain::parquet, blocks, host, read).ok());
  bool again = false;
  test::require(Bloom::contains(read, hash_u64(1), again).ok());
  test::require(again || !found);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  test::TestHost host;
  const auto image =
      test::image_of_input({reinterpret_cast<const std::byte*>(data), size}, host, make);
  // Sketches of different hash domains don't merge.
  const Domain domain = test::domain_or_ours(image, Domain::parquet);
  test::try_image<Bloom>(image, built(3, 1, 1, host, domain), host, ask);
  return 0;
}
