// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "tdigest_traits.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(TDigest, Laws, TDigestTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(TDigest, ImageLaws, TDigestTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(TDigest, FaultLaws, TDigestTraits);

}  // namespace sketch::test
