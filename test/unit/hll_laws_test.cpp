// SPDX-License-Identifier: PostgreSQL
#include "hll_traits.hpp"
#include "image_laws.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Hll, Laws, HllTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Hll, ImageLaws, HllTraits);

}  // namespace sketch::test
