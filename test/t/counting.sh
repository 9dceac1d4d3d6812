#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# How `make check` counts cases: passed, failed, or skipped, which is neither.
set -uo pipefail
. test/tap.sh

counted() { awk -f test/count.awk; }

# The cases are in variables, or this script's own output would be counted.
is "skipped cases of TAP, in any spelling" "$(printf '%s\n' 'ok - a' 'ok 2 - b # SKIP no server' 'ok - c # skip' 'not ok - d' '# ok' | counted)" "1 1 2"
is "what skip() prints" "$( (skip "a foreign table" "there is no postgres_fdw") | counted)" "0 0 1"
is "skipped cases of GoogleTest" "$(printf '%s\n' '[  SKIPPED ] A.b (0 ms)' '[  PASSED  ] 3 tests.' '[  SKIPPED ] 1 test, listed below:' '[  SKIPPED ] A.b' '[  FAILED  ] A.c (1 ms)' | counted)" "3 1 1"
is "regression tests" "$(printf '%s\n' 'test hll                          ... ok         12 ms' 'test kll                          ... FAILED      9 ms' 'ok 1         - dd                            30 ms' | counted)" "2 1 0"
# closing PASSED FAILED SKIPPED
closing() { bash -c '. test/parts.sh; passed=$0 failed=$1 skipped=$2; closing_line; echo "status $?"' "$@"; }
is "the closing line" "$(closing 12 0 0)" $'12 passed, 0 failed\nstatus 0'
is "the closing lines of a run that skipped something" "$(closing 12 1 2 | sed 's/, which.*//')" $'2 skipped\n12 passed, 1 failed\nstatus 1'
exit $status
