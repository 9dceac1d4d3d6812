// SPDX-License-Identifier: PostgreSQL
//
// The laws about bytes that every sketch obeys: no image from outside does harm. Best run under
// AddressSanitizer.
#include "kernels.hpp"
#include "support/effort.hpp"

namespace sketch::test {

namespace {

// With sanitizers only every eleventh bit behind an image's head is flipped, other ones in the next
// image; the plain run flips all.
constexpr std::size_t kStride = kSanitized ? 11 : 1;
constexpr std::size_t kHeadBits = 8 * 24;

class ImageLaws : public KernelTest {
 protected:
  // Passes bytes to the parser, and to all other functions, which must survive unchecked images.
  void feed(Bytes image) const {
    TestHost host;
    if (kernel().check(image, host).ok()) {
      State again;
      ASSERT_TRUE(kernel().freeze(image, host, again).ok());
      ASSERT_EQ(copy_of(again), copy_of(image)) << "check() accepts only what freeze() makes";
    }
    kernel().ask(image, host);
    for (const int parameter : {kernel().parameters.front(), kernel().parameters.back()}) {
      State state = kernel().create(parameter, host);
      static_cast<void>(kernel().merge(state, image, host));
      State frozen;
      ASSERT_TRUE(kernel().freeze(state, host, frozen).ok());
    }
    State thawed;
    static_cast<void>(kernel().thaw(image, host, thawed));
    ASSERT_EQ(host.scratch_in_use(), 0U);
  }

  // The canonical images of all small cases.
  std::vector<Image> images(std::size_t most_bytes) const {
    std::vector<Image> result;
    for (const int parameter : kernel().parameters) {
      for (const std::size_t size : kernel().sizes(parameter)) {
        Image image = Subject(kernel(), parameter, 0, size).frozen();
        if (image.size() <= most_bytes) result.push_back(std::move(image));
      }
    }
    return result;
  }

  std::vector<Image> working_images(std::size_t most_bytes) const {
    std::vector<Image> result;
    for (const int parameter : kernel().parameters) {
      for (const std::size_t size : kernel().sizes(parameter)) {
        const Subject subject(kernel(), parameter, 0, size);
        if (subject.working().size() <= most_bytes) result.push_back(copy_of(subject.working()));
      }
    }
    return result;
  }
};

FOR_EACH_KERNEL(ImageLaws);

TEST_P(ImageLaws, EveryTruncationIsRejected) {
  for (const Image& image : images(5000)) {
    for (std::size_t size = 0; size < image.size(); ++size) {
      // A copy, so that AddressSanitizer watches its end.
      const Image part(image.begin(), image.begin() + static_cast<std::ptrdiff_t>(size));
      ASSERT_FALSE(accepts(kernel(), part)) << size << " of " << image.size();
    }
  }
}

TEST_P(ImageLaws, NothingMayFollow) {
  for (Image image : images(100'000)) {
    for (const unsigned char byte : {0, 1, 128, 255}) {
      image.push_back(std::byte{byte});
      ASSERT_FALSE(accepts(kernel(), image));
      image.pop_back();
    }
  }
}

TEST_P(ImageLaws, UnalignedImagesAreRead) {
  for (const Image& image : images(100'000)) {
    for (std::size_t offset = 0; offset < 8; ++offset) {
      Image moved(offset + image.size());
      std::copy(image.begin(), image.end(), moved.begin() + static_cast<std::ptrdiff_t>(offset));
      const Bytes there = Bytes(moved).subspan(offset);
      ASSERT_TRUE(accepts(kernel(), there)) << offset;
      feed(there);
    }
  }
}

TEST_P(ImageLaws, EveryFlippedBitIsHarmless) {
  std::size_t turn = 0;
  for (const auto& images : {images(1300), working_images(300)}) {
    for (const Image& image : images) {
      ++turn;
      for (std::size_t bit = 0; bit < 8 * image.size(); ++bit) {
        if (bit >= kHeadBits && (bit + turn) % kStride != 0) continue;
        Image changed = image;
        changed[bit / 8] ^= std::byte{1} << bit % 8;
        feed(changed);
      }
    }
  }
}

TEST_P(ImageLaws, MutatedImagesAreHarmless) {
  Random random(1);
  for (const auto& images : {images(20'000), working_images(20'000)}) {
    for (const Image& image : images) {
      for (int round = 0; round < 30; ++round) {
        Image changed = image;
        for (std::uint32_t i = random.below(4); i < 4 && !changed.empty(); ++i) {
          const std::uint32_t at = random.below(static_cast<std::uint32_t>(changed.size()));
          switch (random.below(4)) {
            case 0:
              changed[at] = std::byte{0xFF};
              break;
            case 1:
              changed.erase(changed.begin() + at);
              break;
            case 2:
              changed.insert(changed.begin() + at, static_cast<std::byte>(random()));
              break;
            default:
              changed[at] = static_cast<std::byte>(random());
          }
        }
        feed(changed);
      }
    }
  }
}

TEST_P(ImageLaws, RandomBytesAreHarmless) {
  Random random(2);
  const Image start = Subject(kernel(), kernel().default_parameter).frozen();
  for (int round = 0; round < 3000; ++round) {
    Image image(random.below(200));
    for (auto& byte : image) byte = static_cast<std::byte>(random());
    // The envelope is mostly valid, or the parser would go no further.
    if (round % 8 != 0) {
      std::copy_n(start.begin(), std::min<std::size_t>(2, image.size()), image.begin());
      if (image.size() > 2)
        image[2] = (image[2] & std::byte{0x0F}) | (start[2] & std::byte{0xF0});
      if (image.size() > 3) image[3] &= std::byte{0x1F};
    }
    feed(image);
  }
}

TEST_P(ImageLaws, ForeignEnvelopesAreNamed) {
  const Image good = Subject(kernel(), kernel().default_parameter, 0, 10).frozen();
  const auto code_of = [&](std::size_t at, unsigned char value) {
    Image image = good;
    image[at] = std::byte{value};
    TestHost host;
    State state = kernel().create(kernel().default_parameter, host);
    const Status status = kernel().check(image, host);
    EXPECT_EQ(kernel().merge(state, image, host).code, status.code);
    if (status.ok()) return status.code;
    EXPECT_STRNE(status.message, "");
    EXPECT_STRNE(status.hint, "");
    return status.code;
  };
  EXPECT_EQ(code_of(0, 0), Code::wrong_version);
  EXPECT_EQ(code_of(0, 2), Code::wrong_version);
  EXPECT_EQ(code_of(0, 0xF2), Code::wrong_version);
  const bool has = has_class(kernel().family);
  EXPECT_EQ(code_of(0, 0x41), has ? Code::ok : Code::wrong_version);
  EXPECT_EQ(code_of(1, 0), Code::wrong_family);
  EXPECT_EQ(code_of(1, 200), Code::wrong_family);
  EXPECT_EQ(code_of(2, 0xF0), Code::wrong_domain);
  const auto domain = std::to_integer<unsigned>(good[2]) & 0xF0;
  for (unsigned form = 0; form < 16; ++form) {
    const auto byte = static_cast<unsigned char>(domain | form);
    if (std::byte{byte} == good[2]) continue;
    EXPECT_EQ(code_of(2, byte), Code::malformed) << form;
  }
}

}  // namespace
}  // namespace sketch::test
