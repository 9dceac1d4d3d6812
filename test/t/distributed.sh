#!/usr/bin/env bash
# SPDX-License-Identifier: PostgreSQL
#
# Foreign tables through postgres_fdw. Whole aggregates are pushed down if the server is declared to
# have the extension. If a table is spread over several servers, each of them makes sketches, and
# merging them here must give the bytes of the sketch of all rows. The servers are databases of one
# server.
set -uo pipefail
. test/tap.sh

export PGOPTIONS='-c client_min_messages=error -c jit=off -c max_parallel_workers_per_gather=0 -c synchronize_seqscans=off'
own_database sketch_distributed || exit 1
shards='sketch_shard1 sketch_shard2'
drop_shards() { for shard in $shards; do dropdb --if-exists --force "$shard" 2>/dev/null; done; }
drop_shards
trap 'drop_shards; dropdb --if-exists --force sketch_distributed 2>/dev/null' EXIT

needs postgres_fdw "aggregates of foreign tables"
psql -qX -v ON_ERROR_STOP=1 -v without_seeds=1 -c '\i test/support/calls.sql' -c '\i test/support/aggregates.sql' || exit 1
for shard in $shards; do
  n=${shard: -1}
  createdb "$shard" && sql 'CREATE EXTENSION sketch; CREATE TABLE event (shard int, x int, f float8, t text, ts timestamptz, g int)' -d "$shard" &&
    psql -qXAt -c "COPY (SELECT $n, *, x % 7 FROM row WHERE x % 5 IN ($n, $n * 2) AND x < 100000) TO STDOUT" | psql -qX -d "$shard" -c 'COPY event FROM STDIN' -c 'VACUUM ANALYZE event' || exit 1
done
psql -qX -v ON_ERROR_STOP=1 -v host="${PGHOST:-}" -v port="${PGPORT:-5432}" <<'SQL' || exit 1
CREATE EXTENSION postgres_fdw;
CREATE TABLE event (shard int, x int, f float8, t text, ts timestamptz, g int) PARTITION BY LIST (shard);
CREATE PROCEDURE shard(n int, host text, port text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE SERVER %1$s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (dbname %1$L, host %2$L, port %3$L, extensions %4$L)', 'sketch_shard' || n, host, port, 'sketch');
  EXECUTE format('CREATE USER MAPPING FOR CURRENT_USER SERVER %s OPTIONS (user %L)', 'sketch_shard' || n, current_user);
  EXECUTE format('CREATE FOREIGN TABLE event%s PARTITION OF event FOR VALUES IN (%1$s) SERVER %s OPTIONS (table_name ''event'')', n, 'sketch_shard' || n);
END
$$;
CALL shard(1, :'host', :'port');
CALL shard(2, :'host', :'port');
ANALYZE event;
CREATE TABLE here AS SELECT * FROM event ORDER BY shard;
VACUUM ANALYZE here;

\i test/support/distributed.sql
-- The same aggregates with only columns as arguments: the conversion of a number to timestamptz may not be
-- pushed down.
CREATE TABLE pushed AS SELECT number, signature, name, result, call_with(name, parameters, column_of(parameters[1]), usual()) AS expression, random FROM aggregate
  -- postgres_fdw doesn't push down calls whose only text is a constant, because of its collation.
  WHERE NOT parameters[2:] @> '{text}';
CREATE TABLE made AS SELECT * FROM pushed WHERE result IN (SELECT type FROM sketch_type);

-- The number of aggregates in the plan that the other servers compute.
CREATE FUNCTION remote(query text, name text) RETURNS int LANGUAGE sql
  RETURN in_plan(query, 'Remote SQL: SELECT .*' || name || '\(');
SQL

# ---- One table

is "aggregates are pushed down" "$(sql "SELECT signature FROM pushed WHERE remote(format('SELECT %s FROM event1', expression), name) <> 1")" ""
is "they are with groups and conditions" "$(sql "SELECT signature FROM pushed
  WHERE remote(format('SELECT g, %s FILTER (WHERE x %% 3 <> 1) FROM event1 WHERE x > 10 GROUP BY g HAVING count(*) > 5', expression), name) <> 1")" ""
is "what comes back is what the other server has" \
  "$(sql "SELECT name, text_of(format('SELECT g, %s FROM event1 GROUP BY g', expression)) FROM pushed WHERE NOT random ORDER BY number")" \
  "$(sql "SELECT name, text_of(format('SELECT g, %s FROM here WHERE shard = 1 GROUP BY g', expression)) FROM pushed WHERE NOT random ORDER BY number")"
is "nothing is pushed down to a server without the extension" "$(sql "BEGIN; ALTER SERVER sketch_shard1 OPTIONS (DROP extensions);
  SELECT count(*) FROM pushed WHERE remote(format('SELECT %s FROM event1', expression), name) <> 0; ROLLBACK")" 0

# ---- Two levels

# two_level NAME QUERY GROUP [CONDITION]: for each sketch; %s in the query stands for its aggregate.
two_level() {
  is "$1: each server makes its sketches" "$(sql "SET enable_partitionwise_aggregate = on; SELECT signature FROM made
    WHERE remote(format(\$q\$$2\$q\$, expression, expression), name) <> 2")" ""
  is "$1: merged they are the sketch of all rows" "$(sql "SET enable_partitionwise_aggregate = on; SELECT signature FROM made
    WHERE NOT (current_setting('test.few', true) = 'on' AND name LIKE '%weighted')  -- few rows, but of many values
      AND text_of(format('SELECT %s, essence(s) FROM (%s) y', '$3', format(\$q\$$2\$q\$, expression, expression)))
      IS DISTINCT FROM text_of(format('SELECT %s, essence(s) FROM (SELECT %1\$s, %s AS s FROM here ${4:-} GROUP BY 1) y', '$3', expression))")" ""
}
two_level "a union of servers" "SELECT 0 AS g, sketch_merge(s) AS s FROM (SELECT %s AS s FROM event1 UNION ALL SELECT %s FROM event2) x" "0 AS g"
PGOPTIONS+=' -c test.few=on'
two_level "few values" "SELECT 0 AS g, sketch_merge(s) AS s FROM (SELECT %s AS s FROM event1 WHERE x < 14 UNION ALL SELECT %s FROM event2 WHERE x < 14) x" "0 AS g" "WHERE x < 14"
PGOPTIONS+=' -c test.few=off'
two_level "partitions" "SELECT 0 AS g, sketch_merge(s) AS s FROM (SELECT shard, %s AS s FROM event GROUP BY shard) x" "0 AS g"
two_level "partitions with groups" "SELECT g, sketch_merge(s) AS s FROM (SELECT shard, g, %s AS s FROM event GROUP BY shard, g) x GROUP BY g" "g"
exit $status
