// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "theta_traits.hpp"

namespace sketch::test {

using Thetas = ::testing::Types<ThetaTraits, WholeThetaTraits>;
INSTANTIATE_TYPED_TEST_SUITE_P(Theta, Laws, Thetas);
INSTANTIATE_TYPED_TEST_SUITE_P(Theta, ImageLaws, Thetas);
INSTANTIATE_TYPED_TEST_SUITE_P(Theta, FaultLaws, Thetas);

}  // namespace sketch::test
