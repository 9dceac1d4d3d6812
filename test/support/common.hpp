// SPDX-License-Identifier: PostgreSQL
//
// What nearly every unit test includes. It is compiled once, as a precompiled header, and is in front of each test: a
// third of the time that a test took to compile. Tests include what they use all the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>
