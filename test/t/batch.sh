#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Compares the batch executor with PostgreSQL's own over random queries, and tests what only shows
# outside of a query: transactions, other sessions, cursors, cancelling. BATCH_SEED and
# BATCH_QUERIES vary the queries.
set -uo pipefail
. test/tap.sh

export PGDATABASE=sketch_batch PGOPTIONS='-c client_min_messages=warning -c session_preload_libraries=sketch -c jit=off'
dropdb --if-exists --force "$PGDATABASE" 2>/dev/null
createdb "$PGDATABASE" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force "$PGDATABASE" 2>/dev/null' EXIT

# ---- Tables

psql -qX -v ON_ERROR_STOP=1 >/dev/null <<'SQL' || exit 1
CREATE EXTENSION sketch;
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE plain (
  i int, g int, i2 int2, i8 int8, f4 float4, f8 float8, n numeric, t text, v varchar(30), c "char", b bool, d date, ts timestamp,
  tz timestamptz, u uuid, y bytea, j jsonb, ip inet, iv interval, e mood, s sketch_hll, theta sketch_theta, tuple sketch_tuple, kll sketch_kll, req sketch_req,
  dd sketch_dd, tdigest sketch_tdigest, topk sketch_topk, countmin sketch_countmin, bloom sketch_bloom, sample sketch_sample);
-- Sketches to be merged: empty ones, and of few and many values.
CREATE TEMP TABLE stored AS
  SELECT i % 70 AS k, sketch_theta_agg(i) AS theta, sketch_tuple_agg(i, i % 10) AS tuple, sketch_kll_agg(i) AS kll, sketch_req_agg(i) AS req, sketch_dd_agg(i) AS dd,
    sketch_tdigest_agg(i) AS tdigest, sketch_topk_agg(i % 100, 32) AS topk, sketch_countmin_agg(i % 100) AS countmin, sketch_bloom_agg(i, 100) AS bloom,
    sketch_sample_agg_keyed(i, i, 20) AS sample
  FROM generate_series(1, 20000) i WHERE i % 70 < 3 OR i < 1000 GROUP BY 1;
UPDATE stored SET kll = NULL, theta = NULL, countmin = NULL WHERE k = 5;
SELECT setseed(0.25);
INSERT INTO plain
  SELECT i, i % 11, nullif(i % 50, 7), nullif(i % 900, 1) * 4294967297, (i % 40) / 4.0, nullif(i % 60, 0) / 4.0, i % 80 / 10.0,
    'text ' || i % 300, nullif('v' || i % 9, 'v3'), chr(65 + i % 9)::"char", nullif(i % 3, 2) = 0, date '2026-01-01' + i % 20,
    timestamp '2026-01-01' + i % 33 * interval '7 hours', timestamptz '2026-01-01 00:00+00' + i % 500 * interval '1 second',
    md5((i % 25)::text)::uuid, convert_to('b' || i % 13, 'UTF8'), jsonb_build_object('k', i % 44), ('10.0.0.' || i % 200)::inet,
    i % 30 * interval '1 day', (ARRAY['sad', 'ok', 'happy', NULL])[1 + i % 4]::mood, sketch_hll_empty() | sketch_add(NULL::sketch_hll, i % 70),
    theta, tuple, kll, req, dd, tdigest, topk, countmin, bloom, sample
  FROM generate_series(1, 2000) i LEFT JOIN stored ON k = i % 70 AND i % 3 = 0 ORDER BY i;
INSERT INTO plain (i, g) SELECT i, i % 11 FROM generate_series(2001, 2050) i;
INSERT INTO plain (i, g, t, f8, f4) VALUES (2051, 0, repeat('long ', 3000), 'NaN', '-0'), (2052, 1, repeat('long ', 3000), 'Infinity', '0');
INSERT INTO plain (i, g, t) SELECT 2053, 2, string_agg(md5(random()::text), '') FROM generate_series(1, 500);

-- Dropped columns, columns with a default that old rows don't have, dead rows, chains of updates.
CREATE TABLE changed (gone text, LIKE plain, also_gone numeric);
INSERT INTO changed SELECT repeat('x', i % 9), p.*, i FROM plain p;
ALTER TABLE changed DROP COLUMN gone, DROP COLUMN also_gone, DROP COLUMN i2, DROP COLUMN e;
ALTER TABLE changed ADD COLUMN i2 int2 DEFAULT 5, ADD COLUMN e mood DEFAULT 'ok';
INSERT INTO changed (i, g, i2) SELECT i, i % 11, i % 7 FROM generate_series(3000, 3300) i;
UPDATE changed SET f8 = f8 + 1 WHERE i % 10 = 3;
UPDATE changed SET t = 'again' WHERE i % 20 = 3;
DELETE FROM changed WHERE i % 17 = 5;

CREATE TABLE parted (LIKE plain) PARTITION BY HASH (i);
CREATE TABLE parted0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT * FROM plain;
-- Partitions on two levels whose columns differ from the table's, and one that is read through an index.
CREATE TABLE ranged (LIKE plain) PARTITION BY RANGE (i);
CREATE TABLE ranged0 PARTITION OF ranged FOR VALUES FROM (0) TO (600);
CREATE TABLE ranged1 (gone int, more numeric, LIKE changed);
ALTER TABLE ranged1 DROP COLUMN gone, DROP COLUMN more;
ALTER TABLE ranged ATTACH PARTITION ranged1 FOR VALUES FROM (600) TO (1200);
CREATE TABLE ranged2 PARTITION OF ranged FOR VALUES FROM (1200) TO (9999) PARTITION BY LIST (g);
CREATE TABLE ranged2a PARTITION OF ranged2 FOR VALUES IN (0, 1, 2, 3);
CREATE TABLE ranged2b PARTITION OF ranged2 DEFAULT;
INSERT INTO ranged SELECT * FROM plain;
CREATE INDEX ON ranged0 (i);
DELETE FROM ranged WHERE i % 19 = 4;
CREATE TABLE parent (LIKE plain);
CREATE TABLE child (more int) INHERITS (parent);
INSERT INTO parent SELECT * FROM plain WHERE i <= 1000;
INSERT INTO child SELECT *, 1 FROM plain WHERE i > 1000;
VACUUM ANALYZE;

CREATE TABLE query (id serial, settings text, text text);

\i test/support/plan.sql

-- The parameters of the queries: two fractions, an accuracy, two that are neither, a precision.
CREATE PROCEDURE prepare(query text) LANGUAGE plpgsql AS $$
BEGIN
  DEALLOCATE ALL;
  EXECUTE 'PREPARE asked(float8, float8[], float8, float8, float8, int) AS ' || query;
END
$$;
CREATE FUNCTION execution() RETURNS text LANGUAGE sql AS $$ SELECT 'EXECUTE asked(0.9, ''{0.1,0.75,0.5}'', 0.05, 1.5, NULL, 9)' $$;

-- A hash of the sorted lines that a query gives, or its error. If a group has 0 and -0 it shows the first
-- one, which is arbitrary under parallel workers.
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
BEGIN
  CALL prepare(format('SELECT count(*) || '' rows '' || md5(string_agg(line, E''\n'' ORDER BY line COLLATE "C")) FROM (SELECT regexp_replace(q::text, ''(?<=[(,])-0(?=[,)])'', ''0'', ''g'') AS line FROM (%s) q) x', query));
  EXECUTE execution() INTO result;
  RETURN result;
EXCEPTION WHEN OTHERS THEN
  RETURN sqlstate || ': ' || sqlerrm;
END
$$;
CREATE FUNCTION compare(id int, settings text, query text, OUT taken boolean, OUT batch text, OUT core text) LANGUAGE plpgsql AS $$
DECLARE
  setting text;
BEGIN
  FOREACH setting IN ARRAY string_to_array(settings, ',') LOOP
    PERFORM set_config(split_part(setting, '=', 1), split_part(setting, '=', 2), true);
  END LOOP;
  CALL prepare(query);
  taken := plan_shows(execution(), 'SketchAggregate');
  batch := answer(query);
  -- A query that the batch executor doesn't take is executed by PostgreSQL under both settings.
  IF NOT taken THEN
    core := batch;
    RETURN;
  END IF;
  -- A sort makes the order of a group's rows arbitrary.
  PERFORM set_config('sketch.batch_executor', 'off', true), set_config('enable_sort', 'off', true);
  core := answer(query);
  PERFORM set_config('sketch.batch_executor', 'on', true);
END
$$;
SQL

# ---- Random queries

seed=${BATCH_SEED:-20261124} queries=${BATCH_QUERIES:-2000}
perl test/batch_queries.pl "$seed" "$queries" >"$work/queries"
psql -qX -c "\\copy query (settings, text) FROM '$work/queries'"
# Small tables are read in parallel, too. Each query has a transaction of its own, so that settings
# don't last.
for part in 0 1; do
  psql -qXAt -F ' | ' >"$work/result$part" 2>&1 <<SQL &
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 0;
SELECT format('SELECT q.id, c.*, settings, text FROM query q, compare(id, settings, text) c WHERE id = %s', id)
  FROM query WHERE id % 2 = $part ORDER BY id \\gexec
SQL
done
wait
cat "$work"/result? >"$work/results"
answered=$(grep -cE '^[0-9]+ \| [tf] \| ' "$work/results")
is "seed $seed: all queries have an answer" "$answered$(grep -A 3 ERROR "$work/results" | head -8)" "$queries"
different=$(awk -F ' [|] ' '$3 != $4' "$work/results" | head -5)
is "the batch executor gives what PostgreSQL's gives" "$different" ""
taken=$(grep -cE '^[0-9]+ \| t \| ' "$work/results")
if ((taken * 2 > queries)); then ok "more than half of them are run in batches"; else not_ok "only $taken are run in batches"; fi
failed=$(grep -cE ' \| [0-9A-Z]{5}: ' "$work/results")
if ((failed * 4 < queries)); then ok "most of them succeed"; else not_ok "$failed queries are errors"; fi

# ---- Transactions

query='SELECT approx_count_distinct(i), count(*), sum(i8) FROM plain'
is "changes of one's own transaction are seen" "$(sql "BEGIN; DELETE FROM plain WHERE i <= 100; INSERT INTO plain (i) SELECT -i FROM generate_series(1, 7) i;
  UPDATE plain SET i = i WHERE i > 2000; SELECT answer('$query') = (SELECT core FROM compare(0, 'enable_sort=off', '$query')); ROLLBACK")" t
is "a serializable transaction locks the table it reads" "$(sql "BEGIN ISOLATION LEVEL SERIALIZABLE; $query;
  SELECT count(*) FROM pg_locks WHERE mode = 'SIReadLock' AND relation = 'plain'::regclass; ROLLBACK" | tail -1)" 1
is "prepared statements take parameters" "$(sql "SET plan_cache_mode = force_generic_plan;
  PREPARE p(int) AS SELECT count(*), approx_count_distinct(i) FROM plain WHERE g < \$1; EXECUTE p(3); EXECUTE p(5)")" \
  "$(sql "SET sketch.batch_executor = off; SELECT count(*), approx_count_distinct(i) FROM plain WHERE g < 3;
  SELECT count(*), approx_count_distinct(i) FROM plain WHERE g < 5")"
is "a cursor gives all groups, whatever happens to the table meanwhile" "$(sql "BEGIN;
  DECLARE c CURSOR FOR SELECT g, approx_count_distinct(i) FROM plain WHERE g IS NOT NULL GROUP BY g; FETCH 3 FROM c;
  DELETE FROM plain; FETCH ALL FROM c; ROLLBACK" | sort -n)" \
  "$(sql "SET sketch.batch_executor = off; SELECT g, approx_count_distinct(i) FROM plain WHERE g IS NOT NULL GROUP BY g ORDER BY g")"
is "row-level security holds" "$(sql "CREATE ROLE sketch_batch_reader; GRANT SELECT ON changed TO sketch_batch_reader;
  CREATE POLICY p ON changed USING (g < 4); ALTER TABLE changed ENABLE ROW LEVEL SECURITY; SET ROLE sketch_batch_reader;
  SELECT count(DISTINCT g), approx_count_distinct(g) FROM changed; SELECT approx_count_distinct(g) FROM changed; RESET ROLE;
  ALTER TABLE changed DISABLE ROW LEVEL SECURITY; REVOKE ALL ON changed FROM sketch_batch_reader; DROP POLICY p ON changed;
  DROP ROLE sketch_batch_reader")" "4|4
4"

# ---- A foreign table

if has postgres_fdw; then
  fdw=$(sql "CREATE EXTENSION postgres_fdw; CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (dbname '$PGDATABASE'${PGHOST:+, host '$PGHOST'}${PGPORT:+, port '$PGPORT'});
    CREATE USER MAPPING FOR CURRENT_USER SERVER self${PGUSER:+ OPTIONS (user '$PGUSER')}; CREATE FOREIGN TABLE afar (i int, g int, t text, f8 float8) SERVER self OPTIONS (table_name 'plain')")
  query="SELECT sketch_hll_agg(t), approx_count_distinct(i), sum(f8), count(*) FROM afar WHERE i % 3 > random() - 1"
  is "a foreign table is read in batches" "$fdw$(sql "EXPLAIN (COSTS OFF) $query" | grep -cE 'SketchAggregate|Foreign Scan')" "${fdw}2"
  is "a foreign table gives what PostgreSQL's executor gives" "$(sql "$query")" "$(sql "SET sketch.batch_executor = off; $query")"
  is "and what the table there gives" "$(sql "$query")" "$(sql "${query/afar/plain}")"
else
  skip "a foreign table" "there is no postgres_fdw"
fi

# ---- EXPLAIN

explain() { sql "SET sketch.batch_executor = $1; EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF, SUMMARY OFF) $2" | grep -A 9 'Seq Scan' | sed 's/^ *//'; }
counted='SELECT g, approx_count_distinct(i) FROM changed WHERE i % 3 = 1 GROUP BY g'
is "EXPLAIN ANALYZE counts the rows of the scan" "$(explain on "$counted")" "$(explain off "$counted")"
is "the same without a condition" "$(explain on "${counted/WHERE i % 3 = 1/}")" "$(explain off "${counted/WHERE i % 3 = 1/}")"
under_append() { sql "SET sketch.batch_executor = $1; EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF, TIMING OFF, SUMMARY OFF) $2" | sed -n '/Append/,$s/^ *//p'; }
several='SELECT g, approx_count_distinct(i), sketch_theta_agg(t) FROM ranged WHERE i IN (5, 6, 700, 800, 1300, 1301) OR g = 12 GROUP BY g'
is "the same under an Append" "$(under_append on "$several")" "$(under_append off "$several")"
is "the same of all partitions" "$(under_append on "${several/WHERE*GROUP/GROUP}")" "$(under_append off "${several/WHERE*GROUP/GROUP}")"
is "tables under an Append are drained" "$(sql "EXPLAIN (COSTS OFF) ${several/WHERE*GROUP/GROUP}" | grep Input)" "  Input: drain"
is "beside plans that are pulled" "$(sql "SET enable_sort = off; EXPLAIN (COSTS OFF) ${several/ OR g = 12/}" | grep -E 'Input|Index Scan' | sed 's/^ *//; s/ on .*//')" "Input: drain, pull
->  Index Scan using ranged0_i_idx"
is "partitions are pruned when the query runs" "$(sql "SET plan_cache_mode = force_generic_plan;
  PREPARE p(int) AS SELECT count(*), approx_count_distinct(i), sketch_dd_agg(f8) IS NULL FROM ranged WHERE i >= \$1 AND i < \$1 + 500;
  EXECUTE p(100); EXECUTE p(650); EXECUTE p(1300); EXECUTE p(20000); EXPLAIN (COSTS OFF) EXECUTE p(650)" | grep -v Filter)" \
  "$(for from in 100 650 1300 20000; do sql "SET sketch.batch_executor = off; SELECT count(*), approx_count_distinct(i), sketch_dd_agg(f8) IS NULL
    FROM ranged WHERE i >= $from AND i < $from + 500"; done; printf 'Custom Scan (SketchAggregate)\n  Sketches: approx_count_distinct, sketch_dd_agg\n  Input: drain\n  ->  Append\n        Subplans Removed: 3\n        ->  Seq Scan on ranged1 ranged_1')"
# If the table were read in batches, expressions would be evaluated once for each column that refers
# to them.
once="SELECT sum(v), min(v), max(v), approx_count_distinct(v) FROM (SELECT nextval('calls') AS v FROM plain UNION ALL SELECT i::bigint FROM ONLY parent) x"
is "volatile functions under an Append are called once a row" "$(sql "CREATE SEQUENCE calls; EXPLAIN (COSTS OFF) $once" | grep Input; sql "$once; SELECT last_value FROM calls")" \
  "  Input: drain, pull
$(sql "ALTER SEQUENCE calls RESTART; SET sketch.batch_executor = off; $once; SELECT last_value FROM calls")"
within="SELECT sum(v), approx_count_distinct(v) FROM (SELECT (SELECT count(*) FROM changed c WHERE c.g < p.g) AS v FROM plain p UNION ALL SELECT i::bigint FROM ONLY parent) x"
is "a subquery in a table's target list under an Append" "$(sql "EXPLAIN (COSTS OFF) $within" | grep Input; sql "$within")" \
  "  Input: drain, pull
$(sql "SET sketch.batch_executor = off; $within")"
verbose=$(sql "SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET max_parallel_workers_per_gather = 2;
  EXPLAIN (ANALYZE, VERBOSE) SELECT g, approx_count_distinct(i) + 1, avg(f8) FROM plain GROUP BY g HAVING count(*) > 1")
if [[ $verbose == *"PARTIAL approx_count_distinct"* && $verbose == *SketchAggregate* ]]; then ok "EXPLAIN VERBOSE shows a parallel plan"
else not_ok "EXPLAIN VERBOSE shows a parallel plan" "$verbose"; fi
# The costs make the leader take part. All of its groups and of the workers' come through the
# Gather.
parallel=$(sql "SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET max_parallel_workers_per_gather = 2;
  EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT i, approx_count_distinct(g) FROM plain GROUP BY i")
is "EXPLAIN ANALYZE counts the groups of all workers" "$(sed -n 's/.*Groups: //p' <<<"$parallel")" "$(sed -n 's/.*Gather (actual rows=\([0-9]*\).*/\1/p' <<<"$parallel")"
is "the statistics count the rows read" "$(for batch in on off; do
  sql "SELECT pg_stat_reset_single_table_counters('parent'::regclass)" >/dev/null
  sql "SET sketch.batch_executor = $batch; SELECT approx_count_distinct(i) FROM ONLY parent" >/dev/null
  sleep 1.2; sql "SELECT seq_scan, seq_tup_read FROM pg_stat_user_tables WHERE relname = 'parent'"; done)" "1|1000
1|1000"

# ---- Sorted groups

is "groups are sorted, not rows, though the planner takes each row for a group" "$(sql "CREATE TABLE hourly AS
  SELECT timestamptz '2026-01-01' + i * interval '1 s' AS ts, 'page ' || i % 50 AS page, i FROM generate_series(1, 100000) i; ANALYZE hourly;
  EXPLAIN (COSTS OFF) SELECT date_trunc('hour', ts), page, approx_count_distinct(i), count(*) FROM hourly GROUP BY 1, 2 ORDER BY 1" | grep -c 'Sort$\|SketchAggregate')" 2
is "the first groups of an index are left to PostgreSQL, which reads no more than them" "$(sql "CREATE INDEX ON hourly (ts); ANALYZE hourly;
  EXPLAIN (COSTS OFF) SELECT ts, approx_count_distinct(i) FROM hourly GROUP BY 1 ORDER BY 1 LIMIT 3" | sed 's/^ *//; s/ using.*//' | head -4)" "Limit
->  GroupAggregate
Group Key: ts
->  Index Scan"

# ---- Grouping sets

rolled="SELECT g, b, approx_count_distinct(i), count(*), grouping(g, b) FROM plain GROUP BY ROLLUP (g, b)"
is "a ROLLUP reads rows into the finest set" "$(sql "EXPLAIN (COSTS OFF) $rolled" | sed 's/^ *//')" "Custom Scan (SketchAggregate)
Group Key: g, b
Merged Key: g
Merged Key: ()
Sketches: approx_count_distinct
Input: drain
->  Seq Scan on plain"
is "in JSON the keys of each set are a list" "$(sql "EXPLAIN (COSTS OFF, FORMAT json) $rolled" | grep -c 'Key": \[')" 3
is "what depends on the order of rows is not merged" "$(sql "EXPLAIN (COSTS OFF) ${rolled/count(\*)/sum(f8)}" | grep -c 'Group Key')" 3
# Sets with many groups, which don't fit into memory.
wide="SELECT a, b, c, sketch_hll_agg(i) AS s, sketch_dd_agg(i), count(*), grouping(a, b, c) AS g FROM
  (SELECT i, i % 997 AS a, 'b' || i % 41 AS b, i % 7 AS c FROM generate_series(1, 25000) i) x GROUP BY CUBE (a, b, c)"
is "grouping sets that don't fit the memory" "$(sql "SET work_mem = '1MB'; SELECT answer('${wide//\'/\'\'}')")" "$(sql "SET sketch.batch_executor = off; SELECT answer('${wide//\'/\'\'}')")"
is "they were in files" "$(sql "SET work_mem = '1MB'; EXPLAIN (ANALYZE, COSTS OFF) $wide" | grep -cE 'Groups Spilled: [1-9]|Merged Key')" 8

# ---- Aggregates over ordered rows

kept="SELECT k, sketch_hll_agg(i, 12), count(DISTINCT i % 50), array_agg(i % 9 ORDER BY i DESC) FILTER (WHERE i % 2 = 0), mode() WITHIN GROUP (ORDER BY i % 5), percentile_disc(0.4) WITHIN GROUP (ORDER BY 'x' || i)
  FROM (SELECT i, i % 300 AS k FROM generate_series(1, 60000) i) x GROUP BY k"
is "rows that are kept go to files with their groups" "$(sql "SET work_mem = '128kB'; SELECT answer('${kept//\'/\'\'}')")" "$(sql "SET sketch.batch_executor = off; SELECT answer('${kept//\'/\'\'}')")"
is "they were in files" "$(sql "SET work_mem = '128kB'; EXPLAIN (ANALYZE, COSTS OFF) $kept" | grep -cE 'SketchAggregate|Groups Spilled: [1-9]|Rows Spilled: [1-9]')" 3
is "sorts that don't fit the memory are on disk" "$(sql "EXPLAIN (ANALYZE, COSTS OFF) SELECT approx_count_distinct(i), string_agg('v' || i, '' ORDER BY i % 1000) FROM generate_series(1, 300000) i" |
  grep -cE 'SketchAggregate|Disk Usage: [1-9]')" 2
is "no more aggregates than fit a row" "$(sql "SET client_min_messages = debug1; EXPLAIN SELECT g, approx_count_distinct(i), $(seq -f 'count(DISTINCT i + %g)' -s, 1 900) FROM plain GROUP BY g" | grep -c 'too many aggregates')" 1

# ---- The first query of a session loads the library

grouped='SELECT g, approx_count_distinct(i) FROM plain GROUP BY g'
first() { PGOPTIONS="${PGOPTIONS/-c session_preload_libraries=sketch}" sql "$1"; }
is "the first query of a session" "$(first "EXPLAIN (COSTS OFF) $grouped" | head -1)" "Custom Scan (SketchAggregate)"
is "its answer" "$(first "$grouped" | sort)" "$(sql "SET sketch.batch_executor = off; $grouped" | sort)"
is "a prepared statement that comes first, each time" "$(first "PREPARE p AS $grouped; EXPLAIN (COSTS OFF) EXECUTE p; EXPLAIN (COSTS OFF) EXECUTE p" | grep -c SketchAggregate)" 2
is "the first query in a function and its workers" "$(first "SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET max_parallel_workers_per_gather = 2;
  CREATE FUNCTION plan() RETURNS SETOF text LANGUAGE plpgsql AS \$\$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) ${grouped/i)/f8)}'; END \$\$;
  SELECT plan()" | grep -cE 'Workers Launched: 2|SketchAggregate')" 2
is "not if batches are off" "$(first "SET sketch.batch_executor = off; EXPLAIN (COSTS OFF) $grouped" | head -1)" "HashAggregate"

# ---- Other sessions

sql "CREATE TABLE busy AS SELECT i, i % 5 AS g, 0 AS n FROM generate_series(1, 5000) i; CREATE INDEX ON busy (i)" >/dev/null
cat >"$work/write.sql" <<'SQL'
\set i random(1, 5000)
UPDATE busy SET n = n + 1 WHERE i = :i;
INSERT INTO busy VALUES (5000 + :i, 1, 0);
DELETE FROM busy WHERE i = 5000 + :i / 2;
SQL
pgbench -n -c 2 -T 60 -f "$work/write.sql" >/dev/null 2>&1 &
writers=$!
same=t
for _ in $(seq 1 25); do
  same+=$(sql "BEGIN ISOLATION LEVEL REPEATABLE READ;
    SELECT batch = core FROM compare(0, 'enable_sort=off', 'SELECT g, count(*), approx_count_distinct(i), sum(n) FROM busy GROUP BY g'); COMMIT")
done
kill "$writers"
wait "$writers" 2>/dev/null
is "among writers, both executors see the same snapshot" "$same" "$(printf 't%.0s' $(seq 0 25))"

# ---- Ending early

slow="SELECT g % 7, approx_count_distinct(i * 1000 + o) FROM plain, generate_series(1, 100000) o GROUP BY 1"
is "a time limit stops it" "$(sql "SET statement_timeout = '300ms'; SET enable_sort = off; $slow")" "ERROR:  canceling statement due to statement timeout"
many="SELECT k, approx_count_distinct(k), sketch_hll_agg(i) FROM (SELECT (i * 100 + o) % 150000 AS k, i FROM plain, generate_series(1, 100) o) x GROUP BY k"
is "a limit on temporary files is kept" "$(sql "SET temp_file_limit = '1MB'; SET work_mem = '64kB'; SET enable_sort = off; $many" | head -1 | tr -d '"')" \
  "ERROR:  temporary file size exceeds temp_file_limit (1024kB)"
is "the memory limit makes it spill" "$(sql "SET work_mem = '64kB'; SET enable_sort = off; EXPLAIN (ANALYZE, COSTS OFF) $many" |
  grep -cE 'Rows Spilled: [1-9]|Disk Usage: [1-9]')" 2
# hash_mem is 2 MB. Another batch of states may come on top of that.
memory() { sql "SET work_mem = '1MB'; SET hash_mem_multiplier = 2; SET enable_sort = off; EXPLAIN (ANALYZE, COSTS OFF) $1" | sed -n 's/.*Memory Usage: \([0-9]*\) kB/\1/p'; }
large=
for aggregate in 'sketch_hll_agg(i)' 'sketch_countmin_agg(i)' 'sketch_kll_agg(i)' 'approx_percentile(i, ARRAY[0.5, 0.9])' 'sketch_dd_agg(i)' 'sketch_theta_agg(i)' 'sketch_topk_agg(i)' "string_agg(i::text, ''), approx_count_distinct(i)" \
  'sum(i::numeric), sketch_hll_agg(i)' 'stddev(i::bigint), avg(i::numeric), sketch_kll_agg(i)' 'array_agg(i::text), sketch_topk_agg(i)' 'array_agg(i), approx_count_distinct(i)' \
  'count(DISTINCT i), sketch_hll_agg(i)' "string_agg(i::text, '' ORDER BY i DESC), sketch_topk_agg(i)" 'percentile_cont(0.5) WITHIN GROUP (ORDER BY i), array_agg(DISTINCT i % 9), sketch_dd_agg(i)'; do
  used=$(memory "SELECT i % 5000, $aggregate FROM generate_series(1, 300000) i GROUP BY 1")
  ((used > 1000 && used < 2048 * 5 / 4 + 2048)) || large+="$aggregate takes $used kB; "
done
is "groups take the memory that they may" "$large" ""
# States that can't be written to files limit the number of groups in memory.
large=
for aggregate in 'jsonb_agg(i), sketch_hll_agg(i)' 'json_object_agg(i, i), sketch_kll_agg(i)'; do
  used=$(memory "SELECT i % 5000, $aggregate FROM generate_series(1, 300000) i GROUP BY 1")
  ((used < 2048 * 5 / 4)) || large+="$aggregate takes $used kB; "
done
is "so do those whose states stay in memory" "$large" ""
# Files must also keep characters that the client's encoding lacks.
packed="SELECT i % 900 AS g, sketch_hll_agg(i), array_agg(U&'\\20ac' || i), sum(i / 7.0), string_agg(U&'\\20ac', '+') FROM generate_series(1, 30000) i GROUP BY 1"
is "states of type internal go to files in the encoding of the database" "$(sql "SET client_encoding = latin1; SET work_mem = '64kB'; SELECT answer(\$\$$packed\$\$)")" "$(sql "SET sketch.batch_executor = off; SELECT answer(\$\$$packed\$\$)")"
is "they were in files" "$(sql "SET work_mem = '64kB'; SET enable_sort = off; EXPLAIN (ANALYZE, COSTS OFF) $packed" | grep -cE 'SketchAggregate|Groups Spilled: [1-9]')" 2
# The size of this state changes all the time.
used=$(memory "SELECT sketch_topk_agg(CASE WHEN i % 8 = 0 THEN i % 20 ELSE i END) FROM generate_series(1, 1000000) i")
if ((used < 512)); then ok "what a state leaves behind is used again"; else not_ok "a single sketch_topk takes $used kB"; fi
# Temporary files of other scripts belong to processes that are still running.
is "no temporary file is left" "$(sql "SELECT count(*) FROM pg_ls_tmpdir() WHERE substring(name FROM 'pgsql_tmp(\d+)')::int NOT IN (SELECT pid FROM pg_stat_activity)")" 0
exit $status
