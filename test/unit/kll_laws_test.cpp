// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "kll_traits.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Kll, Laws, KllTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Kll, ImageLaws, KllTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Kll, FaultLaws, KllTraits);

}  // namespace sketch::test
