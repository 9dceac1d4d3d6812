// SPDX-License-Identifier: PostgreSQL
#include "ell_variants.hpp"
#include "sketch/distinct/ell_register.hpp"

#include "lanes.inc"

namespace sketch {
namespace {

void merge_registers(std::uint32_t* into, const std::uint32_t* from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) into[i] = StoredEll::merge(into[i], from[i]);
}

constexpr EllKernels kVariant{merge_registers, spell_registers, put_symbols, take_registers,
                              collect_value,   mark_value,      count_values};

}  // namespace

const EllKernels* const kEllScalar = &kVariant;

}  // namespace sketch
