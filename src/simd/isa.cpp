// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/isa.hpp"

#include <cstdlib>
#include <cstring>

namespace sketch::simd {
namespace {

#if defined(__x86_64__)
bool runs_avx2() noexcept {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

bool runs_avx512() noexcept {
  return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512cd");
}
#endif

Isa choose() noexcept {
  const char* wanted = std::getenv("SKETCH_SIMD");
  Isa best = Isa::scalar;
  for (const Isa isa : kIsas) {
    if (!supported(isa)) continue;
    best = isa;
    if (wanted != nullptr && std::strcmp(name_of(isa), wanted) == 0) break;
  }
  return best;
}

}  // namespace

const char* name_of(Isa isa) noexcept {
  switch (isa) {
    case Isa::scalar:
      return "scalar";
    case Isa::neon:
      return "neon";
    case Isa::avx2:
      return "avx2";
    case Isa::avx512:
      return "avx512";
  }
  return "";
}

bool supported(Isa isa) noexcept {
  switch (isa) {
    case Isa::scalar:
      return true;
#if defined(__aarch64__)
    case Isa::neon:
      return true;
#elif defined(__x86_64__)
    case Isa::avx2:
      return runs_avx2();
    case Isa::avx512:
      return runs_avx512();
#endif
    default:
      return false;
  }
}

Isa chosen() noexcept {
  static const Isa isa = choose();
  return isa;
}

}  // namespace sketch::simd
