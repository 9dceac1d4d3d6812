#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Units compiled for one instruction set must not emit weak symbols. The linker keeps one copy of
# each inline function; if that were the AVX-512 one, an older machine would die of SIGILL. The
# units are compiled without optimisation here, so that nothing is inlined and every such function
# shows.
set -uo pipefail

if [[ $(uname -m) != x86_64 ]]; then
  echo "ok # SKIP no units for other instruction sets on this machine"
  exit 0
fi
sources=$(ls src/*/*_avx2.cpp src/*/*_avx512.cpp) || exit 1
status=0
for source in $sources; do
  unit=${source#src/} unit=${unit%.cpp}
  object=build/weak/$unit.o
  rm -f "$object"
  make --no-print-directory -s BUILD=build/weak OPT_KERNEL=-O0 "$object" || exit 1
  weak=$(nm -C "$object" | awk '$2 ~ /^[WVu]$/')
  if [[ -z $weak ]]; then
    echo "ok - $unit has no weak symbol"
  else
    echo "not ok - $unit has weak symbols"
    sed 's/^/# /' <<<"$weak"
    status=1
  fi
done
exit $status
