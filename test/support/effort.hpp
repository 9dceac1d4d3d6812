// SPDX-License-Identifier: PostgreSQL
//
// How much the unit tests do. With sanitizers everything takes several times as long, and what
// matters is which memory is touched. So tests that repeat with other random numbers do so less
// often; the plain run repeats them in full.
#pragma once

namespace sketch::test {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

constexpr int rounds(int plain) { return kSanitized ? (plain + 4) / 5 : plain; }

}  // namespace sketch::test
