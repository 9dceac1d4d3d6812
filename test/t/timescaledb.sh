#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# TimescaleDB itself, if the server has it. Every aggregate over the chunks of a hypertable,
# including compressed ones, must give the same as over an ordinary table, and as many chunks must
# be excluded as without the extension. Continuous aggregates of all families are refreshed, queried
# in real time, and stacked. Results that depend on the order of rows are compared for few rows, for
# which they are exact.
set -uo pipefail
. test/server.sh
. test/tap.sh

needs timescaledb "on TimescaleDB"
server_start <<'CONF' || exit 1
shared_preload_libraries = 'timescaledb'
session_preload_libraries = 'sketch'
timescaledb.telemetry_level = off
jit = off
client_min_messages = error
max_parallel_workers_per_gather = 0
synchronize_seqscans = off
max_locks_per_transaction = 256
timezone = 'UTC'
CONF
sql "CREATE EXTENSION timescaledb" || exit 1
if [[ $(sql "SHOW timescaledb.license") != timescale ]]; then skip "on TimescaleDB" "it has no continuous aggregates"; exit 0; fi

psql -qX -v ON_ERROR_STOP=1 -v without_seeds=1 -c '\i test/support/calls.sql' -c '\i test/support/aggregates.sql' -c '\i test/support/distributed.sql' || exit 1
psql -qX -v ON_ERROR_STOP=1 >/dev/null <<'SQL' || exit 1
CREATE TABLE here AS SELECT x, x / 4.0::float8 AS f, t, ts, x % 7 AS g FROM row WHERE x <= 20000;
CREATE TABLE event (LIKE here);
SELECT create_hypertable('event', 'ts', chunk_time_interval => interval '1 hour');
INSERT INTO event SELECT * FROM here;
VACUUM ANALYZE here, event;
CREATE TABLE given AS SELECT number, signature, name, result, batched, random, call_with(name, parameters, column_of(parameters[1]), usual()) AS expression FROM aggregate;
SQL

# alike TEST FUNCTION QUERY REFERENCE CONDITION: compares aggregates; in the queries %1$s is the
# call, %2$s its number.
alike() {
  is "$1" "$(sql "SELECT signature FROM given WHERE CASE WHEN $5 THEN $2(format(\$q\$$3\$q\$, expression, number))
    IS DISTINCT FROM $2(format(\$q\$$4\$q\$, expression, number)) END ORDER BY number")" ""
}
# Weighted sketches get many values even from few rows; rows of random samples differ anyway.
few="NOT random AND (name NOT LIKE '%weighted' OR result NOT IN ('sketch_kll', 'sketch_req', 'sketch_tdigest', 'sketch_topk'))"
made="result IN (SELECT type FROM sketch_type)"
all_chunks() {
  local kind
  for kind in "few rows|text_of|SELECT g, %1\$s FROM event WHERE x % 1500 = 7 GROUP BY g|$few" \
    "many rows|essence_of|SELECT g, %1\$s AS s FROM event GROUP BY g|$made" \
    "buckets of time|essence_of|SELECT time_bucket('30 min', ts) AS g, %1\$s AS s FROM event GROUP BY 1|$made" \
    "no rows|text_of|SELECT %1\$s FROM event WHERE x < 0|true"; do
    IFS='|' read -r test function query condition <<<"$kind"
    query=${query// % / %% }
    alike "$1: $test" "$function" "$query" "${query//event/here}" "$condition"
  done
}
all_chunks "chunks"
# Both orders of loading the two libraries.
for first in timescaledb sketch; do
  is "in batches, $first loaded first" "$(PGOPTIONS="-c session_preload_libraries=$([[ $first == timescaledb ]] || echo sketch)" sql "SELECT signature FROM given
    WHERE (in_plan(format('SELECT g, %s FROM event GROUP BY g', expression), 'SketchAggregate') = 1) <> batched ORDER BY number")" ""
done

# ---- Excluded chunks

# chunks BATCHES QUERY: how many chunks the plan scans, how often, and what it says of excluded
# ones.
chunks() {
  sql "SET sketch.batch_executor = $1; EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) $2" >"$server_dir/plan" || { cat "$server_dir/plan"; return; }
  local scan='Scan.* on _hyper_[0-9_]*_chunk '
  echo "$(grep -c "$scan" "$server_dir/plan") of which $(grep -c "$scan.*never executed" "$server_dir/plan") never; $(grep -o 'Chunks excluded.*' "$server_dir/plan" | sort | tr '\n' ';')"
}
# excluded WHEN QUERY WANT
excluded() {
  is "excluded $1" "$(chunks on "$2")" "$3"
  is "excluded $1, without batches" "$(chunks off "$2")" "$3"
  is "the same result, excluded $1" "$(sql "$2")" "$(sql "${2//event/here}")"
}
excluded "when it is planned" "SELECT g, approx_count_distinct(t) FROM event WHERE ts < '2026-01-01 02:00Z' GROUP BY g ORDER BY g" "2 of which 0 never; "
excluded "when it starts" "SELECT g, approx_count_distinct(t) FROM event WHERE ts < timestamptz '2026-01-01 02:00Z' + (now() - now()) GROUP BY g ORDER BY g" \
  "2 of which 0 never; Chunks excluded during startup: 4;"
excluded "when it runs" "SELECT v, n FROM (VALUES (1), (3)) h(v), LATERAL (SELECT approx_count_distinct(t) AS n FROM event WHERE ts >= timestamptz '2026-01-01 00:00Z' + v * interval '1 hour' AND ts < timestamptz '2026-01-01 01:00Z' + v * interval '1 hour') q" \
  "6 of which 4 never; Chunks excluded during runtime: 5;Chunks excluded during startup: 0;"
excluded "by another query" "SELECT approx_count_distinct(t) FROM event WHERE ts >= (SELECT max(ts) - interval '10 min' FROM here)" \
  "6 of which 5 never; Chunks excluded during runtime: 5;"

# ---- Continuous aggregates

# continuous NAME WIDTH TIME FROM CONDITION CALL: for all aggregates of the condition; CALL uses
# %1$s and %2$s as above.
continuous() {
  sql "SELECT format(\$q\$CREATE MATERIALIZED VIEW $1 WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
    SELECT time_bucket('$2', $3) AS bucket, g, %s FROM $4 GROUP BY 1, 2 WITH NO DATA\$q\$, string_agg(format('$6 AS a%2\$s', expression, number), ', ' ORDER BY number))
    FROM given WHERE $5" >"$server_dir/view.sql" && psql -qX -v ON_ERROR_STOP=1 -f "$server_dir/view.sql" || not_ok "continuous aggregate $1"
}
refresh() { sql "CALL refresh_continuous_aggregate('$1', NULL, $2)"; }
# as_asked TEST: the rows of the views equal what the table gives.
as_asked() {
  alike "$1: few rows" text_of "SELECT bucket, g, a%2\$s FROM few" "SELECT time_bucket('10 s', ts), g, %1\$s FROM here WHERE x < 60 GROUP BY 1, 2" "$few"
  local width
  for width in 1 2; do
    alike "$1: ${width} h" essence_of "SELECT (bucket, g)::text AS g, a%2\$s AS s FROM by_$width" \
      "SELECT (time_bucket('$width h', ts), g)::text AS g, %1\$s AS s FROM here GROUP BY time_bucket('$width h', ts), here.g" "$made"
  done
}
continuous few '10 s' ts 'event WHERE x < 60' "$few" '%1$s'
continuous by_1 '1 h' ts event "$made" '%1$s'
continuous by_2 '2 h' bucket by_1 "$made" 'sketch_merge(a%2$s)'
is "families in continuous aggregates" "$(sql "SELECT type FROM sketch_type WHERE type NOT IN (SELECT atttypid FROM pg_attribute WHERE attrelid = 'by_2'::regclass)")" ""
as_asked "nothing is materialized"
refresh few NULL
refresh by_1 "'2026-01-01 05:00Z'"
refresh by_2 "'2026-01-01 04:00Z'"
as_asked "the newest rows in real time"
late="SELECT x + 30000 AS x, f, (x + 30000)::text AS t, ts + interval '1 s' * (x % 3) AS ts, x % 5 AS g FROM row WHERE x % 10 = 3 AND x < 24000"
sql "INSERT INTO here $late; INSERT INTO event SELECT * FROM here WHERE x > 30000"
kll=$(sql "SELECT 'a' || min(number) FROM given WHERE result = 'sketch_kll'::regtype")
is "rows that came late wait for a refresh" "$(sql "SELECT (SELECT sum(sketch_n($kll)) FROM by_1) < count(*) FROM here")" t
refresh by_1 NULL
refresh by_2 NULL
as_asked "refreshed"

# ---- Compression

sql "ALTER TABLE event SET (timescaledb.compress, timescaledb.compress_segmentby = 'g', timescaledb.compress_orderby = 'ts')"
is "chunks are compressed" "$(sql "SELECT count(compress_chunk(c)) FROM show_chunks('event') c")" 7
all_chunks "compressed chunks"
bytes="SELECT md5(string_agg(v::text, ' ' ORDER BY bucket, g)) FROM by_1 v"
before=$(sql "$bytes")
sql "ALTER MATERIALIZED VIEW by_1 SET (timescaledb.compress)"
is "a continuous aggregate is compressed" "$(sql "SELECT count(compress_chunk(c)) > 0 FROM show_chunks('by_1') c")" t
is "its sketches keep their bytes" "$(sql "$bytes")" "$before"
exit $status
