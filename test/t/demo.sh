#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# What `make demo` shows runs to the end, over data that pgbench makes up.
set -uo pipefail
. test/tap.sh

own_database sketch_demo || exit 1

# runs NAME COMMAND...
runs() {
  local output
  if output=$("${@:2}" 2>&1); then ok "$1"; else not_ok "$1" "$(tail -n 5 <<<"$output")"; fi
}

runs "the demo's tables" psql -qX -f bench/demo/load.sql
runs "the demo's data" pgbench -n -t 100 --random-seed=1 -f bench/demo/generate.sql
runs "the demo's queries" psql -qX -f bench/demo/show.sql
exit $status
