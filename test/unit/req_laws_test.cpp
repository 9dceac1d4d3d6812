// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "req_traits.hpp"
#include "laws.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(Req, Laws, ReqTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Req, ImageLaws, ReqTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(Req, FaultLaws, ReqTraits);

}  // namespace sketch::test
