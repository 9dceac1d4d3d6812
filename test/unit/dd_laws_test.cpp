// SPDX-License-Identifier: PostgreSQL
#include "dd_traits.hpp"
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Dd, Laws, DdTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Dd, ImageLaws, DdTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Dd, FaultLaws, DdTraits);

}  // namespace sketch::test
