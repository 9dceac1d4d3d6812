// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "bloom_traits.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Bloom, Laws, BloomTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Bloom, ImageLaws, BloomTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Bloom, FaultLaws, BloomTraits);

}  // namespace sketch::test
