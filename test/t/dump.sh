#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Stored sketches, with their indexes, defaults and views, survive pg_dump and restore in every
# format, and binary COPY, byte for byte.
set -uo pipefail

work=$(mktemp -d)
from=sketch_dump_from
to=sketch_dump_to
trap 'rm -rf "$work"; for d in $from $to; do dropdb --if-exists --force $d 2>/dev/null; done' EXIT
run() { psql -qXAt -v ON_ERROR_STOP=1 "$@"; }

createdb "$from" || exit 1
run -d "$from" -c 'CREATE EXTENSION sketch' -f test/support/stored.sql || exit 1

tables=$(run -d "$from" -c "SELECT tablename FROM pg_tables WHERE tablename ~ '^stored' ORDER BY 1")

fingerprint() { run -d "$1" -c 'SELECT fingerprint()'; }
expected=$(fingerprint "$from") || exit 1
status=0

# survives NAME COMMAND: the command restores into the database $to.
survives() {
  dropdb --if-exists "$to" && createdb "$to" || exit 1
  if eval "$2" >"$work/log" 2>&1 && diff <(echo "$expected") <(fingerprint "$to" 2>&1) >>"$work/log"; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    head -n 20 "$work/log" | sed 's/^/# /'
    status=1
  fi
}

survives "plain dump" 'pg_dump "$from" | run -d "$to"'
survives "dump as INSERTs" 'pg_dump --inserts "$from" | run -d "$to"'
survives "custom format" 'pg_dump -Fc -f "$work/dump" "$from" && pg_restore -e -d "$to" "$work/dump"'
survives "parallel directory format" \
  'pg_dump -Fd -j2 -f "$work/dir" "$from" && pg_restore -e -j2 -d "$to" "$work/dir"'
survives "binary COPY" 'pg_dump --schema-only "$from" | run -d "$to" &&
  for table in $tables; do
    run -d "$from" -c "COPY $table TO STDOUT (FORMAT binary)" >"$work/binary" &&
    run -d "$to" -c "COPY $table FROM STDIN (FORMAT binary)" <"$work/binary" || exit 1
  done &&
  run -d "$to" -c "REFRESH MATERIALIZED VIEW kept"'
exit $status
