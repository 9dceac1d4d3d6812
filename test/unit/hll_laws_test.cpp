// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "hll_traits.hpp"
#include "image_laws.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Hll, Laws, HllTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Hll, ImageLaws, HllTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Hll, FaultLaws, HllTraits);

}  // namespace sketch::test
