// SPDX-License-Identifier: PostgreSQL
#include "countmin_traits.hpp"
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(CountMin, Laws, CountMinTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(CountMin, ImageLaws, CountMinTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(CountMin, FaultLaws, CountMinTraits);

}  // namespace sketch::test
