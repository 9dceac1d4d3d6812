// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "sample_traits.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(UniformSample, Laws, UniformWords);
INSTANTIATE_TYPED_TEST_SUITE_P(UniformSample, ImageLaws, UniformWords);
INSTANTIATE_TYPED_TEST_SUITE_P(UniformSample, FaultLaws, UniformWords);
INSTANTIATE_TYPED_TEST_SUITE_P(WeightedSample, Laws, WeightedStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(WeightedSample, ImageLaws, WeightedStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(WeightedSample, FaultLaws, WeightedStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(KeyedSample, Laws, KeyedStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(KeyedSample, ImageLaws, KeyedStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(KeyedSample, FaultLaws, KeyedStrings);

}  // namespace sketch::test
