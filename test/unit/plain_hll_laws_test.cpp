// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "plain_hll_traits.hpp"

namespace sketch::test {

using PlainHlls = ::testing::Types<DataSketchesHllTraits, PostgresqlHllTraits>;
INSTANTIATE_TYPED_TEST_SUITE_P(PlainHll, Laws, PlainHlls);
INSTANTIATE_TYPED_TEST_SUITE_P(PlainHll, ImageLaws, PlainHlls);
INSTANTIATE_TYPED_TEST_SUITE_P(PlainHll, FaultLaws, PlainHlls);

}  // namespace sketch::test
