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
run -d "$from" <<'SQL' || exit 1
CREATE EXTENSION sketch;
CREATE TABLE stored (n int PRIMARY KEY, s sketch_hll DEFAULT sketch_hll_empty());
-- One of each form: none, few, many values, and every precision.
INSERT INTO stored SELECT n, (SELECT sketch_hll_agg(i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 100, 1000, 30000]) n;
INSERT INTO stored SELECT 100000 + p, (SELECT sketch_hll_agg(i, p) FROM generate_series(1, 20000) i)
  FROM generate_series(4, 18) p;
INSERT INTO stored VALUES (0);
INSERT INTO stored VALUES (-1, NULL);
CREATE TABLE stored_theta (n int PRIMARY KEY, s sketch_theta DEFAULT sketch_theta_empty());
INSERT INTO stored_theta SELECT n, (SELECT sketch_theta_agg(i) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 4096, 30000]) n;
INSERT INTO stored_theta SELECT 100000 + p, (SELECT sketch_theta_agg(i, p) FROM generate_series(1, 20000) i)
  FROM generate_series(4, 20) p;
INSERT INTO stored_theta VALUES (0);
CREATE TABLE stored_tuple (n int PRIMARY KEY, s sketch_tuple DEFAULT sketch_tuple_empty());
INSERT INTO stored_tuple SELECT n, (SELECT sketch_tuple_agg(i, ARRAY[i, i / 7.0, 1], 8, mode) FROM generate_series(1, n) i)
  FROM (VALUES (1, 'sum'), (2, 'min'), (256, 'max'), (30000, 'sum')) x (n, mode);
INSERT INTO stored_tuple VALUES (0);
CREATE TABLE stored_kll (n int PRIMARY KEY, s sketch_kll DEFAULT sketch_kll_empty());
INSERT INTO stored_kll SELECT n, (SELECT sketch_kll_agg(i / 4.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 10, 600, 601, 30000]) n;
INSERT INTO stored_kll SELECT -n, (SELECT sketch_kll_agg(date '2026-01-01' + i, 50) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 1000]) n;
INSERT INTO stored_kll VALUES (0);
CREATE TABLE stored_dd (n int PRIMARY KEY, s sketch_dd DEFAULT sketch_dd_empty());
INSERT INTO stored_dd SELECT n, (SELECT sketch_dd_agg(i / 4.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 64, 65, 30000]) n;
INSERT INTO stored_dd VALUES (0);
CREATE TABLE stored_tdigest (n int PRIMARY KEY, s sketch_tdigest DEFAULT sketch_tdigest_empty());
INSERT INTO stored_tdigest SELECT n, (SELECT sketch_tdigest_agg(i / 7.0) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 200, 201, 30000]) n;
INSERT INTO stored_tdigest VALUES (0);
CREATE TABLE stored_countmin (n int PRIMARY KEY, s sketch_countmin DEFAULT sketch_countmin_empty());
INSERT INTO stored_countmin SELECT n, (SELECT sketch_countmin_agg(i % 1000) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 849, 850, 30000]) n;
INSERT INTO stored_countmin VALUES (0);
CREATE TABLE stored_topk (n int PRIMARY KEY, s sketch_topk DEFAULT sketch_topk_empty());
INSERT INTO stored_topk SELECT n, (SELECT sketch_topk_agg('item ' || i % 300) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 2, 256, 257, 30000]) n;
INSERT INTO stored_topk SELECT -n, (SELECT sketch_topk_agg(i::numeric / 8) FROM generate_series(1, n) i)
  FROM unnest(ARRAY[1, 3000]) n;
INSERT INTO stored_topk VALUES (0);
CREATE UNIQUE INDEX stored_btree ON stored (s) WHERE n < 100000;
CREATE INDEX stored_hash ON stored USING hash (s);
CREATE VIEW total AS SELECT sketch_merge(s) AS s FROM stored WHERE n < 100000;
CREATE MATERIALIZED VIEW kept AS SELECT n, s | sketch_hll_empty() AS s FROM stored;
SQL

tables=$(run -d "$from" -c "SELECT tablename FROM pg_tables WHERE tablename ~ '^stored' ORDER BY 1")

fingerprint() {
  for table in $tables; do
    run -d "$1" -c "SELECT count(*), md5(string_agg(n || ':' || coalesce(s::text, ''), ',' ORDER BY n)) FROM $table"
  done
  run -d "$1" -c "SELECT md5(s::text) FROM total" -c "SELECT count(*) FROM pg_indexes
    WHERE tablename = 'stored'" \
    -c "SELECT md5(string_agg(n || ':' || coalesce(s::text, ''), ',' ORDER BY n)) FROM kept"
}
expected=$(fingerprint "$from") || exit 1
status=0

# survives NAME COMMAND: the command restores into $to.
survives() {
  dropdb --if-exists "$to" && createdb "$to" || exit 1
  if eval "$2" >"$work/log" 2>&1 && [[ $(fingerprint "$to" 2>&1) == "$expected" ]]; then
    echo "ok - $1"
  else
    echo "not ok - $1"
    sed 's/^/# /' "$work/log"
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
