// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "topk_traits.hpp"

namespace sketch::test {

using TopKWords = TopKTraits<TopK::Items::words>;
using TopKStrings = TopKTraits<TopK::Items::strings>;

INSTANTIATE_TYPED_TEST_SUITE_P(TopKWords, Laws, TopKWords);
INSTANTIATE_TYPED_TEST_SUITE_P(TopKStrings, Laws, TopKStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(TopKWords, ImageLaws, TopKWords);
INSTANTIATE_TYPED_TEST_SUITE_P(TopKWords, FaultLaws, TopKWords);
INSTANTIATE_TYPED_TEST_SUITE_P(TopKStrings, ImageLaws, TopKStrings);
INSTANTIATE_TYPED_TEST_SUITE_P(TopKStrings, FaultLaws, TopKStrings);

}  // namespace sketch::test
