#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# A full disk while groups are spilled. Temporary files go to a tablespace on a file system of 256
# kB. Every aggregate with more groups than fit into memory must fail with 53100 in both executors,
# leave no file behind, and leave the session able to answer correctly.
set -uo pipefail
. test/server.sh
. test/tap.sh

work=$(mktemp -d)
disk=$work/disk
if ! { mkdir "$disk" && [[ $(id -u) == 0 ]] && mount -t tmpfs -o size=256k sketch "$disk"; } 2>/dev/null; then
  rm -rf "$work"
  skip "a full disk" "only root can mount a file system"
  exit 0
fi
finish() {
  dropdb --if-exists --force sketch_disk 2>/dev/null
  psql -qX -d postgres -c 'DROP TABLESPACE IF EXISTS sketch_disk' 2>/dev/null
  umount "$disk"
  rm -rf "$work"
}
export PGOPTIONS='-c client_min_messages=error -c session_preload_libraries=sketch -c jit=off'
own_database sketch_disk || exit 1
trap finish EXIT
chmod 755 "$work" && chown postgres: "$disk"
psql -qXAt -v ON_ERROR_STOP=1 -v without_seeds=1 -v disk="$disk" <<'SQL' || exit 1
\i test/support/calls.sql
\i test/support/aggregates.sql
CREATE TABLESPACE sketch_disk LOCATION :'disk';

CREATE FUNCTION outcome(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
BEGIN
  EXECUTE query INTO answer;
  RETURN answer;
EXCEPTION WHEN OTHERS THEN
  RETURN SQLSTATE;
END
$$;
-- A line of TAP: the outcome with the full disk, the files left there, and what the session then answers
-- using another disk.
CREATE FUNCTION fill(name text, expression text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  query text := format('SELECT count(a) FROM (SELECT x, %s AS a FROM row WHERE x <= 20000 GROUP BY 1) y', expression);
  full_outcome text;
  left_over bigint;
  answer text;
BEGIN
  SET LOCAL temp_tablespaces = 'sketch_disk';
  full_outcome := outcome(query);
  left_over := (SELECT count(*) FROM pg_ls_tmpdir((SELECT oid FROM pg_tablespace WHERE spcname = 'sketch_disk')));
  SET LOCAL temp_tablespaces = '';
  answer := outcome(query);
  RETURN format('%s - %s%s', CASE WHEN (full_outcome, left_over, answer) = ('53100', 0, '20000') THEN 'ok' ELSE 'not ok' END, name,
    CASE WHEN (full_outcome, left_over, answer) <> ('53100', 0, '20000') THEN format(E'\n# full: %s; files left: %s; afterwards: %s', full_outcome, left_over, answer) END);
END
$$;
SQL

output=$(psql -qXAt 2>&1 <<'SQL'
SET work_mem = '64kB';
SET enable_sort = off;
SELECT format('SET sketch.batch_executor = %s; SELECT fill(%L, %L)', batch, format('%s, batch executor %s', signature, batch), expression)
  FROM aggregate, unnest(ARRAY['on', 'off']) batch WHERE batched OR batch = 'off' \gexec
-- Several workers, each with its own files.
SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT format('SET sketch.batch_executor = %s; SELECT fill(%L, %L)', batch, format('%s, parallel, batch executor %s', signature, batch), expression)
  FROM (SELECT * FROM aggregate WHERE batched ORDER BY number LIMIT 1) a, unnest(ARRAY['on', 'off']) batch \gexec
SELECT 'the end';
SQL
)
grep -v '^the end$' <<<"$output"
is "the session is alive" "$(tail -1 <<<"$output")" "the end"
! grep -q '^not ok' <<<"$output" && ((status == 0))
