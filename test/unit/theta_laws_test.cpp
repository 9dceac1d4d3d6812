// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "theta_traits.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Theta, Laws, ThetaTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Theta, ImageLaws, ThetaTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Theta, FaultLaws, ThetaTraits);

}  // namespace sketch::test
