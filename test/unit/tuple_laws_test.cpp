// SPDX-License-Identifier: PostgreSQL
#include "fault_laws.hpp"
#include "image_laws.hpp"
#include "laws.hpp"
#include "tuple_traits.hpp"

namespace sketch::test {

INSTANTIATE_TYPED_TEST_SUITE_P(TupleSum, Laws, TupleTraits<Mode::sum>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleMax, Laws, TupleTraits<Mode::max>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleSum, ImageLaws, TupleTraits<Mode::sum>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleSum, FaultLaws, TupleTraits<Mode::sum>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleMax, ImageLaws, TupleTraits<Mode::max>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleMax, FaultLaws, TupleTraits<Mode::max>);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleWhole, Laws, WholeTupleTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleWhole, ImageLaws, WholeTupleTraits);
INSTANTIATE_TYPED_TEST_SUITE_P(TupleWhole, FaultLaws, WholeTupleTraits);

}  // namespace sketch::test
