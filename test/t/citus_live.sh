#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Citus itself, if the server has it: a coordinator and two workers; distributed, reference and
# local tables. Aggregates are computed on the workers, in batches, and must give what one server
# gives. Results that depend on the order of rows are compared for few rows, for which they are
# exact.
set -uo pipefail
. test/server.sh
. test/tap.sh

needs citus "distributed by Citus"
server_home
unset PGOPTIONS
export PGHOST=$server_dir PGPORT=5432 PGUSER=postgres PGDATABASE=postgres PATH=$server_bin:$PATH
nodes="5432 5433 5434"
for port in $nodes; do
  server_create "node$port" <<'CONF' || exit 1
shared_buffers = 32MB
shared_preload_libraries = 'citus'
session_preload_libraries = 'sketch'
jit = off
client_min_messages = error
max_parallel_workers_per_gather = 0
synchronize_seqscans = off
citus.node_conninfo = 'sslmode=disable'
citus.shard_count = 8
citus.shard_replication_factor = 1
citus.enable_repartition_joins = on
# Without this setting Citus may gather all rows, and the test would prove nothing.
citus.coordinator_aggregation_strategy = 'disabled'
CONF
  server_up "node$port" "$port" && sql "CREATE EXTENSION citus" -p "$port" || exit 1
done
sql "SELECT citus_set_coordinator_host('$server_dir', 5432), citus_add_node('$server_dir', 5433), citus_add_node('$server_dir', 5434)" >/dev/null

psql -qX -v ON_ERROR_STOP=1 -v without_seeds=1 -c '\i test/support/calls.sql' -c '\i test/support/aggregates.sql' -c '\i test/support/distributed.sql' || exit 1
psql -qX -v ON_ERROR_STOP=1 >/dev/null <<'SQL' || exit 1
CREATE TABLE here AS SELECT x, x / 4.0::float8 AS f, t, ts, x % 7 AS g FROM row WHERE x <= 20000;
CREATE TABLE event (LIKE here);
CREATE TABLE everywhere (LIKE here);
SELECT create_distributed_table('event', 'x'), create_reference_table('everywhere');
INSERT INTO event SELECT * FROM here;
INSERT INTO everywhere SELECT * FROM here;
VACUUM ANALYZE here, event, everywhere;
CREATE TABLE given AS SELECT number, signature, name, result, batched, random, call_with(name, parameters, column_of(parameters[1]), usual()) AS expression FROM aggregate;
SQL
is "the extension went to the workers" "$(sql "SELECT extname FROM pg_extension WHERE extname = 'sketch'" -p 5433)" sketch

# Checks that a query gives the same over distributed tables as over local ones; %s stands for the
# aggregate.
# alike TEST FUNCTION QUERY CONDITION
alike() {
  is "$1" "$(sql "SELECT signature FROM given WHERE CASE WHEN $4 THEN $2(format(\$q\$$3\$q\$, expression))
    IS DISTINCT FROM $2(format(regexp_replace(\$q\$$3\$q\$, 'event|everywhere', 'here', 'g'), expression)) END ORDER BY number")" ""
}
# Weighted sketches get many values even from few rows; rows of random samples differ anyway.
few="NOT random AND (name NOT LIKE '%weighted' OR result NOT IN ('sketch_kll', 'sketch_req', 'sketch_tdigest', 'sketch_topk'))"
made="result IN (SELECT type FROM sketch_type)"
# all_shards TEST CONDITION
all_shards() {
  alike "$1: all shards" text_of "SELECT %s FROM event WHERE x < 12" "$few AND $2"
  alike "$1: many rows" essence_of "SELECT g, %s AS s FROM event GROUP BY g" "$made AND $2"
}
all_shards "in batches" true
alike "groups of rows of several shards" text_of "SELECT g, %s FROM event WHERE x < 12 GROUP BY g" "$few"
alike "no rows" text_of "SELECT %s, 1 FROM (SELECT * FROM event WHERE x < 0) e" true
is "workers compute partial aggregates in batches" "$(sql "SELECT signature FROM given
  WHERE in_plan(format('SELECT g, %s FROM event GROUP BY g', expression), 'worker_partial_agg') = 0
     OR (in_plan(format('SELECT g, %s FROM event GROUP BY g', expression), 'SketchAggregate') = 0) = batched")" ""
alike "groups of the distribution column" essence_of "SELECT x AS g, %s AS s FROM event GROUP BY x" "$made"
is "they are computed whole on the workers" "$(sql "SELECT signature FROM given
  WHERE in_plan(format('SELECT x, %s FROM event GROUP BY x', expression), 'worker_partial_agg') <> 0")" ""
alike "a table that is everywhere" text_of "SELECT g, %s FROM everywhere WHERE x < 50 GROUP BY g" "NOT random"
alike "joined with a table that is everywhere" essence_of "SELECT e.g, %s AS s FROM event e JOIN (SELECT x AS y FROM everywhere) a ON e.x = a.y GROUP BY e.g" "$made"
alike "joined with a local table" essence_of "SELECT e.g, %s AS s FROM event e JOIN (SELECT x AS y FROM here WHERE x < 5000) l ON e.x = l.y GROUP BY e.g" "$made"

# ---- Rollups

psql -qX -v ON_ERROR_STOP=1 >/dev/null <<'SQL' || exit 1
CREATE TABLE rollup (x int, hll sketch_hll, theta sketch_theta, tuple sketch_tuple, kll sketch_kll, dd sketch_dd, topk sketch_topk, bloom sketch_bloom);
CREATE TABLE by_g (g int, hll sketch_hll, theta sketch_theta);
SELECT create_distributed_table('rollup', 'x', colocate_with => 'event'), create_distributed_table('by_g', 'g');
SQL
insert="INSERT INTO rollup SELECT x, sketch_hll_agg(t), sketch_theta_agg(t), sketch_tuple_agg(t, f), sketch_kll_agg(f), sketch_dd_agg(f), sketch_topk_agg(g), sketch_bloom_agg(t, 100) FROM event GROUP BY x"
is "a rollup is made where its rows are" "$(sql "SELECT in_plan(\$q\$$insert\$q\$, 'Insert on public.rollup_')")" 1
sql "$insert" && sql "INSERT INTO by_g SELECT g, sketch_hll_agg(t), sketch_theta_agg(t) FROM event GROUP BY g"
is "rollups merge to the sketch of all rows" \
  "$(sql "SELECT md5(sketch_merge(hll)::text), md5(sketch_merge(theta)::text), md5(sketch_merge(tuple)::text), sketch_n(sketch_merge(kll)), md5(sketch_merge(dd)::text), sketch_info(sketch_merge(topk)) ->> 'total', md5(sketch_merge(bloom)::text) FROM rollup")" \
  "$(sql "SELECT md5(sketch_hll_agg(t)::text), md5(sketch_theta_agg(t)::text), md5(sketch_tuple_agg(t, f)::text), 20000, md5(sketch_dd_agg(f)::text), 20000, md5(sketch_bloom_agg(t, 100)::text) FROM here")"
is "a rollup by another column goes through the coordinator" "$(sql "SELECT g, hll, theta FROM by_g ORDER BY g" | md5sum)" \
  "$(sql "SELECT g, sketch_hll_agg(t), sketch_theta_agg(t) FROM here GROUP BY g ORDER BY g" | md5sum)"
is "in two levels" "$(sql "SELECT md5(sketch_merge(s)::text) FROM (SELECT x, sketch_hll_agg(t) AS s FROM event GROUP BY x) q")" "$(sql "SELECT md5(sketch_hll_agg(t)::text) FROM here")"
is "repartitioned" "$(sql "SELECT approx_count_distinct(e.t) FROM event e JOIN by_g b ON e.g = b.g")" "$(sql "SELECT approx_count_distinct(t) FROM here")"

# ---- Values of types without declarations of their own

is "arrays and rows are counted on the workers" \
  "$(sql "SELECT approx_count_distinct(ARRAY[x, g]), approx_count_distinct((x, g)), md5(sketch_hll_agg(ARRAY[t])::text), # sketch_tuple_agg((x, g), 1) FROM event")" \
  "$(sql "SELECT approx_count_distinct(ARRAY[x, g]), approx_count_distinct((x, g)), md5(sketch_hll_agg(ARRAY[t])::text), # sketch_tuple_agg((x, g), 1) FROM here")"
is "of the most frequent ones the state doesn't tell the type" "$(sql "SELECT approx_top_k(ARRAY[g]) FROM event" | tail -n 1)" \
  "HINT:  Cast the value to bigint, text or another type that the aggregate names."

# ---- Without batches: Citus calls our functions from C, except for values of any type

for port in $nodes; do sql "ALTER SYSTEM SET sketch.batch_executor = off" -p "$port"; done
for port in $nodes; do server_down "node$port" && server_up "node$port" "$port" || exit 1; done
is "no batches" "$(sql "SELECT in_plan('SELECT approx_count_distinct(t) FROM event', 'SketchAggregate')")" 0
all_shards "without batches" "signature !~ 'any'"
exit $status
