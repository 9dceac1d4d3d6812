// SPDX-License-Identifier: PostgreSQL
//
// The families under test, and tests that run over all of them.
#pragma once

#include <string>
#include <vector>

#include "support/subject.hpp"

namespace sketch::test {

// All families under test. Some occur in several variants.
const std::vector<Kernel>& kernels();

class KernelTest : public ::testing::TestWithParam<Kernel> {
 protected:
  static const Kernel& kernel() { return GetParam(); }
};

#define FOR_EACH_KERNEL(suite)                                           \
  INSTANTIATE_TEST_SUITE_P(Each, suite, ::testing::ValuesIn(kernels()), \
                           [](const auto& info) { return std::string(info.param.name); })

}  // namespace sketch::test
