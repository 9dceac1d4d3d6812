// SPDX-License-Identifier: PostgreSQL
#include "image_laws.hpp"
#include "laws.hpp"
#include "tdigest_traits.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(TDigest, Laws, TDigestTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(TDigest, ImageLaws, TDigestTraits);

}  // namespace sketch::test
