// SPDX-License-Identifier: PostgreSQL
#include "sketch/simd/kernels.hpp"

#include <array>
#include <cstdlib>
#include <cstring>

#include "variants.hpp"

namespace sketch::simd {
namespace {

bool runs_avx2() noexcept {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
#else
  return false;
#endif
}

bool runs_avx512() noexcept {
#if defined(__x86_64__)
  return runs_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512cd");
#else
  return false;
#endif
}

struct Available {
  std::array<const Kernels*, 5> variants{};  // the slowest first, null-terminated
  const Kernels* chosen;

  Available() noexcept {
    std::size_t n = 0;
    variants[n++] = kScalar;
    if (kNeon != nullptr) variants[n++] = kNeon;
    if (kAvx2 != nullptr && runs_avx2()) variants[n++] = kAvx2;
    if (kAvx512 != nullptr && runs_avx512()) variants[n++] = kAvx512;
    chosen = variants[n - 1];
    const char* wanted = std::getenv("SKETCH_SIMD");
    if (wanted == nullptr) return;
    for (std::size_t i = 0; i < n; ++i) {
      if (std::strcmp(variants[i]->name, wanted) == 0) chosen = variants[i];
    }
  }
};

const Available& available() noexcept {
  static const Available instance;
  return instance;
}

}  // namespace

const Kernels& kernels() noexcept { return *available().chosen; }

const Kernels* const* available_kernels() noexcept { return available().variants.data(); }

}  // namespace sketch::simd
