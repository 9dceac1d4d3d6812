-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll: the same set of values gives the same bytes, whatever the order, the plan, the number of workers
-- or the way there. Every plan is forced, and checked to be what it should be.

-- Groups of all sizes: tokens, the change to registers, registers. Values repeat across rows, days and groups.
CREATE TABLE hit (day int, g int, x bigint, t text) PARTITION BY LIST (day);
CREATE TABLE hit0 PARTITION OF hit FOR VALUES IN (0);
CREATE TABLE hit1 PARTITION OF hit FOR VALUES IN (1);
CREATE TABLE hit2 PARTITION OF hit FOR VALUES IN (2);
INSERT INTO hit
  SELECT i % 3, g, i * i % 40009, 'x' || i * i % 40009
  FROM unnest(ARRAY[1, 2, 30, 400, 511, 512, 513, 600, 9000, 50000]) WITH ORDINALITY sizes(size, g),
       generate_series(1::bigint, size) i;
ANALYZE hit;

-- What all others are held against: one process, PostgreSQL's own executor, sorted.
SET sketch.batch_executor = off;
SET max_parallel_workers_per_gather = 0;
SET enable_hashagg = off;
CREATE VIEW by_group AS SELECT g, sketch_hll_agg(x) AS s, sketch_hll_agg(t, 6) AS low, approx_count_distinct(t) AS n FROM hit GROUP BY g;
SELECT plan_shows('TABLE by_group', 'GroupAggregate') AS sorted;
CREATE TABLE expected AS TABLE by_group;
CREATE VIEW whole AS SELECT 0 AS g, sketch_hll_agg(x) AS s, sketch_hll_agg(t, 6) AS low, approx_count_distinct(t) AS n FROM hit;
SELECT plan_shows('TABLE whole', '^Aggregate') AS plain;
INSERT INTO expected TABLE whole;
RESET enable_hashagg;
SELECT count(*), bool_and(abs(n - exact) <= 5 * 0.0152 * exact) AS near
  FROM expected JOIN (SELECT coalesce(g, 0) AS g, count(DISTINCT x) AS exact FROM hit GROUP BY ROLLUP (g)) e USING (g);

-- Whether a query has the plan it is meant to have, and in how many groups it differs from what is expected.
CREATE FUNCTION pg_temp.run(query text, plan text, OUT planned boolean, OUT differences bigint) LANGUAGE plpgsql AS $$
BEGIN
  planned := plan_shows('CREATE TEMP TABLE got AS ' || query, plan);
  EXECUTE 'CREATE TEMP TABLE got AS ' || query;
  SELECT count(*) INTO differences
    FROM got FULL JOIN (SELECT * FROM expected WHERE (g = 0) = EXISTS (SELECT FROM got WHERE g = 0)) e USING (g)
    WHERE (got.s = e.s AND got.low = e.low AND got.n = e.n) IS NOT TRUE;
  DROP TABLE got;
END
$$;

-- --- Order of rows

SELECT bool_and(s = ascending) AS ascending, bool_and(s = descending) AS descending, bool_and(s = shuffled) AS shuffled,
       bool_and(s = twice) AS twice, bool_and(s = counted_once) AS counted_once
  FROM expected JOIN (SELECT g, sketch_hll_agg(x ORDER BY x) AS ascending, sketch_hll_agg(x ORDER BY x DESC) AS descending,
                             sketch_hll_agg(x ORDER BY md5(t)) AS shuffled, sketch_hll_agg(DISTINCT x) AS counted_once FROM hit GROUP BY g) o USING (g)
       JOIN (SELECT g, sketch_hll_agg(x) AS twice FROM (TABLE hit UNION ALL TABLE hit) h GROUP BY g) t USING (g);

-- --- Plans

SET enable_sort = off;
SELECT * FROM pg_temp.run('TABLE by_group', 'HashAggregate');
SET work_mem = '64kB';
SELECT * FROM pg_temp.run('TABLE by_group', 'HashAggregate');
RESET work_mem;
RESET enable_sort;

-- Parallel: forced by costs; the workers do the work, if there are any.
SET max_parallel_workers_per_gather = 3;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT * FROM pg_temp.run('TABLE whole', 'Finalize Aggregate.*Gather.*Partial Aggregate');
SET enable_sort = off;
SELECT * FROM pg_temp.run('TABLE by_group', 'Finalize.*Aggregate.*Gather.*Partial HashAggregate');
RESET enable_sort;
SET enable_hashagg = off;
SELECT * FROM pg_temp.run('TABLE by_group', 'Finalize GroupAggregate.*Gather.*Partial GroupAggregate');
RESET enable_hashagg;
-- Over a join.
CREATE TABLE wanted AS SELECT generate_series(0, 2) AS day;
ANALYZE wanted;
CREATE VIEW joined AS SELECT 0 AS g, sketch_hll_agg(x) AS s, sketch_hll_agg(t, 6) AS low, approx_count_distinct(t) AS n
  FROM hit JOIN wanted USING (day);
SELECT * FROM pg_temp.run('TABLE joined', 'Gather.*Partial Aggregate.*Join');
RESET parallel_leader_participation;
SELECT * FROM pg_temp.run('TABLE whole', 'Finalize Aggregate.*Gather.*Partial Aggregate');

-- Partitionwise: partial aggregates for each partition, parallel and not.
SET enable_partitionwise_aggregate = on;
SELECT * FROM pg_temp.run('TABLE by_group', 'Finalize.*Append.*Partial.*Aggregate');
SET max_parallel_workers_per_gather = 0;
SELECT * FROM pg_temp.run('TABLE by_group', 'Finalize.*Append.*Partial.*Aggregate');
RESET enable_partitionwise_aggregate;

-- The batch executor in the place of the nodes that aggregate: whole and grouped, in little memory, in workers, over
-- partitions and over a join.
SET sketch.batch_executor = on;
SELECT * FROM pg_temp.run('TABLE whole', 'SketchAggregate');
SELECT * FROM pg_temp.run('TABLE by_group', 'SketchAggregate');
SET work_mem = '64kB';
SELECT * FROM pg_temp.run('TABLE by_group', 'SketchAggregate');
RESET work_mem;
SELECT * FROM pg_temp.run('TABLE joined', 'SketchAggregate.*Join');
SET max_parallel_workers_per_gather = 3;
SELECT * FROM pg_temp.run('TABLE whole', 'Finalize Aggregate.*Gather.*SketchAggregate');
SELECT * FROM pg_temp.run('TABLE by_group', 'Finalize.*Aggregate.*Gather.*SketchAggregate');
SET enable_partitionwise_aggregate = on;
SELECT * FROM pg_temp.run('TABLE by_group', 'SketchAggregate.*Append');
SET max_parallel_workers_per_gather = 0;
SELECT * FROM pg_temp.run('TABLE by_group', 'SketchAggregate.*Append');
RESET enable_partitionwise_aggregate;

-- --- Rollups: stored, and merged in any grouping

CREATE TABLE rollup (day int, g int, half int, s sketch_hll, low sketch_hll);
INSERT INTO rollup SELECT day, g, x % 2, sketch_hll_agg(x), sketch_hll_agg(t, 6) FROM hit GROUP BY 1, 2, 3;
CREATE VIEW merged AS SELECT g, sketch_merge(s) AS s, sketch_merge(low) AS low FROM rollup GROUP BY g;
SELECT count(*), bool_and(m.s = e.s AND m.low = e.low) AS merged FROM expected e JOIN merged m USING (g);
SELECT count(*), bool_and(m.s = e.s AND m.low = e.low) AS merged_twice
  FROM expected e JOIN (SELECT g, sketch_merge(s) AS s, sketch_merge(low) AS low
                        FROM (SELECT g, half, sketch_merge(s) AS s, sketch_merge(low) AS low FROM rollup GROUP BY g, half) x GROUP BY g) m USING (g);
SELECT s = (SELECT sketch_merge(s) FROM rollup) AS everything,
       s = (SELECT sketch_merge(s ORDER BY day, g DESC, half) FROM rollup) AS ordered,
       s = (SELECT sketch_merge(s) FROM (SELECT sketch_merge(s) AS s FROM rollup GROUP BY CUBE (day, g, half)) x) AS cube,
       s = (SELECT sketch_merge(s) FROM (SELECT sketch_hll_agg(x) AS s FROM hit GROUP BY x % 1000) x) AS thousand
  FROM expected WHERE g = 0;
SET max_parallel_workers_per_gather = 3;
SELECT plan_shows('SELECT sketch_merge(s) FROM rollup', 'Finalize.*Gather.*(Partial|SketchAggregate)') AS parallel,
       (SELECT sketch_merge(s) FROM rollup) = s AS merged FROM expected WHERE g = 0;
SET max_parallel_workers_per_gather = 0;
-- By | and sketch_add, value by value, as by the aggregate.
CREATE FUNCTION pg_temp.one_by_one(g int) RETURNS sketch_hll LANGUAGE plpgsql AS $$
DECLARE
  s sketch_hll;
  value bigint;
BEGIN
  FOR value IN SELECT x FROM hit WHERE hit.g = one_by_one.g LOOP
    s := sketch_add(s, value);
  END LOOP;
  RETURN s;
END
$$;
SELECT count(*), bool_and(s = pg_temp.one_by_one(g)) AS one_by_one,
       bool_and(s = sketch_add_all(NULL::sketch_hll, (SELECT array_agg(x) FROM hit WHERE hit.g = e.g))) AS array
  FROM expected e WHERE g BETWEEN 1 AND 9;
SELECT bool_and((a.s | b.s) = (b.s | a.s)) AS commutative, bool_and((a.s | a.s) = a.s) AS idempotent,
       bool_and(((a.s | b.s) | c.s) = (a.s | (b.s | c.s))) AS associative, bool_and((a.s | a.low) = (a.low | a.s)) AS mixed,
       bool_and((a.s | b.low) = (b.low | a.s)) AS mixed_sets, bool_and((a.s | sketch_hll_empty(18)) = a.s) AS empty,
       bool_and(((a.s | b.s) | c.low) = ((a.s | c.low) | b.s)) AS mixed_associative
  FROM expected a, expected b, expected c WHERE a.g IN (2, 4, 6, 9) AND b.g IN (3, 5, 7) AND c.g IN (1, 4, 8);

DROP VIEW by_group, whole, joined, merged;
DROP TABLE hit, wanted, rollup, expected;
