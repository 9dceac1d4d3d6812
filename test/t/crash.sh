#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Kills backends with -9 while they add to a rollup table, on a server of its own. After recovery,
# each rolled-up sketch must be that of the rows whose insertion was committed with it. Killed
# processes lose nothing that they passed to the operating system, so fsync may be off; but
# half-written pages are possible.
set -uo pipefail
. test/server.sh
. test/tap.sh

server_home
server_create crashed <<'CONF'
shared_buffers = 16MB
full_page_writes = on
synchronous_commit = on
checkpoint_timeout = 30s
restart_after_crash = on
session_preload_libraries = 'sketch'
CONF
server_up crashed || exit 1
unset PGOPTIONS
export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PATH=$server_bin:$PATH
rounds=${CRASHES:-2}

# Sketches that depend on the order of values are compared while they are exact, or by their exact
# parts.
psql -qX -v ON_ERROR_STOP=1 <<'SQL' || exit 1
CREATE EXTENSION sketch;
CREATE TABLE raw (g int, v int);
CREATE TABLE rollup (g int PRIMARY KEY, hll sketch_hll, theta sketch_theta, tuple sketch_tuple, dd sketch_dd, countmin sketch_countmin,
  topk sketch_topk, kll sketch_kll, req sketch_req, tdigest sketch_tdigest);
CREATE VIEW rebuilt AS SELECT g, sketch_hll_agg(v) AS hll, sketch_theta_agg(v, 8) AS theta, sketch_tuple_agg(v, 1.0::float8, 8) AS tuple,
    sketch_dd_agg(v) AS dd, sketch_countmin_agg(v % 100) AS countmin, sketch_topk_agg(v % 100) AS topk, sketch_kll_agg(v) AS kll, sketch_req_agg(v) AS req, sketch_tdigest_agg(v) AS tdigest
  FROM raw GROUP BY g;
CREATE FUNCTION different() RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(format('group %s: %s', g, kinds), E'\n') FROM (
    SELECT g, array_remove(ARRAY[
      CASE WHEN a.hll IS DISTINCT FROM b.hll THEN 'hll' END, CASE WHEN a.theta IS DISTINCT FROM b.theta THEN 'theta' END,
      CASE WHEN a.tuple IS DISTINCT FROM b.tuple THEN 'tuple' END, CASE WHEN a.dd IS DISTINCT FROM b.dd THEN 'dd' END,
      CASE WHEN a.countmin IS DISTINCT FROM b.countmin THEN 'countmin' END, CASE WHEN a.topk IS DISTINCT FROM b.topk THEN 'topk' END,
      CASE WHEN (sketch_n(a.kll), sketch_min(a.kll), sketch_max(a.kll), sketch_sum(a.kll)) IS DISTINCT FROM (sketch_n(b.kll), sketch_min(b.kll), sketch_max(b.kll), sketch_sum(b.kll)) THEN 'kll' END,
      CASE WHEN (sketch_n(a.req), sketch_min(a.req), sketch_max(a.req), sketch_sum(a.req)) IS DISTINCT FROM (sketch_n(b.req), sketch_min(b.req), sketch_max(b.req), sketch_sum(b.req)) THEN 'req' END,
      CASE WHEN (sketch_n(a.tdigest), sketch_min(a.tdigest), sketch_max(a.tdigest), sketch_sum(a.tdigest)) IS DISTINCT FROM (sketch_n(b.tdigest), sketch_min(b.tdigest), sketch_max(b.tdigest), sketch_sum(b.tdigest)) THEN 'tdigest' END], NULL) AS kinds
    FROM rollup a FULL JOIN rebuilt b USING (g)) x
  WHERE kinds <> '{}' $$;
SQL
cat >"$server_dir/upsert.sql" <<'SQL'
\set g random(1, 20)
BEGIN;
WITH added AS (INSERT INTO raw SELECT :g, (random() * 3000)::int FROM generate_series(1, 60) RETURNING v)
INSERT INTO rollup AS r
  SELECT :g, sketch_hll_agg(v), sketch_theta_agg(v, 8), sketch_tuple_agg(v, 1.0::float8, 8), sketch_dd_agg(v), sketch_countmin_agg(v % 100),
    sketch_topk_agg(v % 100), sketch_kll_agg(v), sketch_req_agg(v), sketch_tdigest_agg(v) FROM added
  ON CONFLICT (g) DO UPDATE SET hll = r.hll | excluded.hll, theta = r.theta | excluded.theta, tuple = r.tuple | excluded.tuple, dd = r.dd | excluded.dd,
    countmin = r.countmin | excluded.countmin, topk = r.topk | excluded.topk, kll = r.kll | excluded.kll, req = r.req | excluded.req, tdigest = r.tdigest | excluded.tdigest;
COMMIT;
SQL

# The server takes connections again once it has recovered.
recovered() {
  local i
  for i in $(seq 300); do
    [[ $(psql -qXAt -c 'SELECT 1' 2>/dev/null) == 1 ]] && return
    sleep 0.1
  done
  return 1
}

for ((round = 1; round <= rounds; ++round)); do
  rows=$(sql 'SELECT count(*) FROM raw')
  pgbench -n -c 3 -T 30 -f "$server_dir/upsert.sql" >"$server_dir/pgbench.log" 2>&1 &
  clients=$!
  # Waits until some transactions are done.
  for i in $(seq 100); do [[ $(sql 'SELECT count(*) FROM raw') -gt $((rows + 3000)) ]] && break; sleep 0.1; done
  victim=$(sql "SELECT pid FROM pg_stat_activity WHERE application_name = 'pgbench' ORDER BY state = 'active' AND query LIKE 'WITH%' DESC, random() LIMIT 1")
  kill -9 "$victim"
  wait "$clients"
  if ! recovered; then not_ok "crash $round: the server is back" "$(tail -5 "$server_dir/crashed.log")"; break; fi
  killed=$(grep -c 'terminated by signal 9' "$server_dir/crashed.log")
  is "crash $round: a backend was killed and the server recovered" "$killed $(grep -c 'redo done' "$server_dir/crashed.log")" "$round $round"
  added=$(($(sql 'SELECT count(*) FROM raw') - rows))
  if ((added >= 3000 && added % 60 == 0)); then ok "crash $round: all of a transaction is there or nothing"
  else not_ok "crash $round: all of a transaction is there or nothing" "$added rows"; fi
  is "crash $round: each sketch is that of its rows" "$(sql 'SELECT different()')" ""
done
is "a sketch that lacks a row is seen" "$(sql 'BEGIN; DELETE FROM raw WHERE ctid = (SELECT min(ctid) FROM raw WHERE g = 7); SELECT different(); ROLLBACK' | grep -c '^group 7: .*countmin.*kll')" 1
exit $status
