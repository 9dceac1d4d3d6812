// SPDX-License-Identifier: PostgreSQL
#include "ell_variants.hpp"

#if defined(__aarch64__)

#include "lanes.inc"
#include "registers_256.inc"

namespace sketch {
namespace {
constexpr EllKernels kVariant{merge_registers, spell_registers, put_symbols, take_registers,
                              collect_value,   mark_value,      count_values};
}  // namespace
const EllKernels* const kEllNeon = &kVariant;
}  // namespace sketch

#else

namespace sketch {
const EllKernels* const kEllNeon = nullptr;
}  // namespace sketch

#endif
