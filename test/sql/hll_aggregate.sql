-- SPDX-License-Identifier: PostgreSQL
-- sketch_hll: aggregates. Small counts are exact, so they are held against count(DISTINCT).

CREATE TEMP TABLE event AS
  SELECT i, i % 3 AS g, i % 7 AS h, CASE WHEN i % 5 > 0 THEN i * i % 97 END AS x FROM generate_series(1, 300) i;
CREATE TEMP TABLE nothing (x int, s sketch_hll);

-- --- NULL and no rows

SELECT approx_count_distinct(x), approx_count_distinct(x, 12), sketch_hll_agg(x), sketch_hll_agg(x, 12), sketch_merge(s)
  FROM nothing;
SELECT approx_count_distinct(x), sketch_hll_agg(x), sketch_merge(s) FROM nothing GROUP BY x;
INSERT INTO nothing VALUES (NULL), (NULL);
SELECT approx_count_distinct(x), approx_count_distinct(x, 12), sketch_hll_agg(x), sketch_hll_agg(x, 12), sketch_merge(s)
  FROM nothing;
SELECT approx_count_distinct(x), sketch_hll_agg(x), sketch_merge(s) FROM nothing GROUP BY x;
SELECT approx_count_distinct(x), count(DISTINCT x) FROM event;
SELECT approx_count_distinct(x) FROM (VALUES (NULL), (1), (NULL), (2), (1), (NULL)) v(x);
SELECT sketch_merge(s) = sketch_hll_empty() AS empty_is_not_null FROM (VALUES (NULL), (sketch_hll_empty()), (NULL)) v(s);

-- --- Precision

SELECT bool_and((sketch_info(s)->>'precision')::int = p AND # s BETWEEN 15 AND 25) AS all_precisions
  FROM (SELECT p, sketch_hll_agg(i, p) AS s FROM generate_series(4, 18) p, generate_series(1, 20) i GROUP BY p) x;
SELECT sketch_hll_agg(i) = sketch_hll_agg(i, 9) AS default_is_9, sketch_hll_agg(i, 9) = sketch_hll_agg(i, 10) AS other
  FROM generate_series(1, 1000) i;
-- Rows that disagree: the lowest counts, whatever the order.
SELECT sketch_hll_agg(i, 4 + i % 9) = sketch_hll_agg(i, 4) AS lowest,
       sketch_hll_agg(i, 4 + i % 9 ORDER BY i % 9) = sketch_hll_agg(i, 4) AS ascending,
       sketch_hll_agg(i, 4 + i % 9 ORDER BY i % 9 DESC) = sketch_hll_agg(i, 4) AS descending
  FROM generate_series(1, 1000) i;
-- The precision as a parameter.
PREPARE counted(int) AS SELECT approx_count_distinct(i, $1) FROM generate_series(1, 10) i;
EXECUTE counted(10);
EXECUTE counted(18);
SELECT error_of('EXECUTE counted(NULL)'), error_of('EXECUTE counted(30)');
DEALLOCATE counted;
-- Out of range: an error, with or without a value.
SELECT call, error_of(format('SELECT %s FROM (VALUES (1), (2)) v(x)', call))
  FROM (VALUES ('approx_count_distinct(x, 3)'), ('approx_count_distinct(x, 19)'), ('approx_count_distinct(x, -2147483648)'),
               ('approx_count_distinct(x, NULL)'), ('approx_count_distinct(NULL::int, 3)'), ('approx_count_distinct(x::text, 3)'),
               ('approx_count_distinct(ARRAY[x], 3)'), ('sketch_hll_agg(x, 2147483647)'), ('sketch_hll_agg(x, NULL)'),
               ('sketch_hll_agg(x, x + 8)'), ('sketch_hll_agg(x, 17 + x)')) c(call);

-- --- FILTER, DISTINCT, ORDER BY, HAVING, GROUPING SETS

SELECT approx_count_distinct(x) FILTER (WHERE g = 1) AS approximate, count(DISTINCT x) FILTER (WHERE g = 1) AS exact,
       approx_count_distinct(x) FILTER (WHERE false) AS none FROM event;
SELECT sketch_hll_agg(DISTINCT x) = sketch_hll_agg(x) AS distinct, sketch_hll_agg(x ORDER BY i DESC) = sketch_hll_agg(x) AS ordered,
       approx_count_distinct(DISTINCT x, 9) = count(DISTINCT x) AS counted FROM event;
SELECT sketch_merge(s ORDER BY g) = sketch_merge(s) AS ordered, sketch_merge(DISTINCT s) = sketch_merge(s) AS distinct
  FROM (SELECT g, sketch_hll_agg(x) AS s FROM event GROUP BY g) x;
SELECT h FROM event GROUP BY h HAVING approx_count_distinct(x) <> count(DISTINCT x);

CREATE TEMP VIEW cubes AS
  SELECT g, h, grouping(g, h) AS level, approx_count_distinct(x) AS approximate, count(DISTINCT x) AS exact
  FROM event GROUP BY CUBE (g, h);
-- count(DISTINCT) sorts; on their own the approximate ones are hashed, sorted, or both.
SELECT count(*), bool_and(approximate = exact) FROM cubes;
CREATE TEMP VIEW rollups AS
  SELECT g, h, sketch_hll_agg(x) AS s, approx_count_distinct(x) AS n FROM event GROUP BY ROLLUP (g, h);
CREATE TEMP TABLE rolled AS SELECT * FROM rollups;
SELECT bool_and(n = exact) FROM rolled JOIN cubes ON (rolled.g, rolled.h) IS NOT DISTINCT FROM (cubes.g, cubes.h)
  WHERE level IN (0, 1, 3);
SET enable_hashagg = off;
SELECT plan_shows('TABLE rollups', 'GroupAggregate') AS sorted;
SELECT count(*) AS different FROM (TABLE rollups EXCEPT TABLE rolled) x;
RESET enable_hashagg;
SET enable_sort = off;
SET sketch.batch_executor = off;
SELECT plan_shows('TABLE rollups', '(Mixed|Hash)Aggregate') AS hashed;
SELECT count(*) AS different FROM (TABLE rollups EXCEPT TABLE rolled) x;
RESET enable_sort;
RESET sketch.batch_executor;

-- --- Aggregates that share a state

SELECT count(*), bool_and(round(# s) = n AND s = again AND m = n)
  FROM (SELECT g, h, sketch_hll_agg(x) AS s, approx_count_distinct(x) AS n, sketch_hll_agg(x) AS again,
               count(DISTINCT x) AS m FROM event GROUP BY g, h) y;
SELECT bool_and(round(# s) = n)
  FROM (SELECT i, sketch_hll_agg(x) OVER w AS s, approx_count_distinct(x) OVER w AS n FROM event WINDOW w AS (ORDER BY i)) y;

-- --- Window frames

CREATE TEMP VIEW framed AS
  SELECT i, g, approx_count_distinct(x) OVER (ORDER BY i) AS running,
         approx_count_distinct(x) OVER (ORDER BY i ROWS BETWEEN 9 PRECEDING AND 5 FOLLOWING) AS moving,
         approx_count_distinct(x) OVER (PARTITION BY g ORDER BY i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS rest,
         approx_count_distinct(x) OVER (ORDER BY i ROWS BETWEEN 4 PRECEDING AND 4 FOLLOWING EXCLUDE CURRENT ROW) AS others,
         approx_count_distinct(x) FILTER (WHERE h > 2) OVER (PARTITION BY g ORDER BY i) AS filtered,
         sketch_hll_agg(x) OVER (ORDER BY i ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING) AS ahead
  FROM event;
SELECT count(*),
       bool_and(running = (SELECT count(DISTINCT x) FROM event e WHERE e.i <= f.i)) AS running,
       bool_and(moving = (SELECT count(DISTINCT x) FROM event e WHERE e.i BETWEEN f.i - 9 AND f.i + 5)) AS moving,
       bool_and(rest = (SELECT count(DISTINCT x) FROM event e WHERE e.g = f.g AND e.i >= f.i)) AS rest,
       bool_and(others = (SELECT count(DISTINCT x) FROM event e WHERE e.i BETWEEN f.i - 4 AND f.i + 4 AND e.i <> f.i)) AS others,
       bool_and(filtered = (SELECT count(DISTINCT x) FROM event e WHERE e.g = f.g AND e.i <= f.i AND h > 2)) AS filtered,
       bool_and(ahead IS NOT DISTINCT FROM (SELECT sketch_hll_agg(x) FROM event e WHERE e.i BETWEEN f.i + 2 AND f.i + 4)) AS ahead
  FROM framed f;
-- Across the change from tokens to registers, row by row; every row has a value of its own.
SELECT count(*), max(abs(n / i - 1)) < 0.1 AS near
  FROM (SELECT i, # (sketch_hll_agg(i) OVER (ORDER BY i)) AS n FROM generate_series(1, 2000) i) y;
-- sketch_merge as a window function: what was seen on the day and the two before.
SELECT bool_and(s = (SELECT sketch_hll_agg(x) FROM event WHERE h BETWEEN d.h - 2 AND d.h))
  FROM (SELECT h, sketch_merge(s) OVER (ORDER BY h ROWS 2 PRECEDING) AS s
        FROM (SELECT h, sketch_hll_agg(x) AS s FROM event GROUP BY h) days) d;

-- --- Merging

SELECT sketch_merge(s) = (SELECT sketch_hll_agg(x) FROM event) AS merged, round(# sketch_merge(s)) AS n
  FROM (SELECT sketch_hll_agg(x) AS s FROM event GROUP BY g, h) x;
-- Different precisions merge to the lowest, and nothing is lost: the same as if all had been counted at that one.
SELECT bool_and(merged = (SELECT sketch_hll_agg(i, 5) FROM generate_series(1, 3 * size) i)) AS same
  FROM (SELECT size, sketch_merge(s ORDER BY part) AS merged
        FROM (SELECT size, part, sketch_hll_agg(size * part + i, (ARRAY[12, 5, 9])[part + 1]) AS s
              FROM unnest(ARRAY[3, 20, 100, 5000]) size, generate_series(0, 2) part, generate_series(1, size) i
              GROUP BY size, part) parts
        GROUP BY size) x;

-- --- The steps called by hand

-- They leave their arguments alone, and what they give is a sketch like any other.
CREATE TEMP TABLE state AS
  SELECT 1 AS id, _sketch_hll_transition(NULL, 1) AS s
  UNION ALL SELECT 2, _sketch_hll_merge_transition(sketch_hll_agg(i, 8), NULL) FROM generate_series(1, 5000) i
  UNION ALL SELECT 3, _sketch_hll_merge_transition(NULL, sketch_hll_agg(i, 8)) FROM generate_series(1, 5000) i;
SELECT id, _sketch_hll_transition(s, 'x'::text) = sketch_add(s, 'x'::text) AS added, _sketch_hll_transition(s, 1) = s AS idempotent,
       _sketch_hll_merge_transition(s, x) = s | x AS merged, _sketch_hll_final(s) = s AS final,
       s = s::text::sketch_hll AND s::bytea = s::text::sketch_hll::bytea AS canonical,
       _sketch_hll_hash(s) = _sketch_hll_hash(s::text::sketch_hll) AS hash, _sketch_hll_final_count(s) = round(# s) AS count
  FROM state, (SELECT sketch_hll_agg('x' || i) AS x FROM generate_series(1, 1000) i) y ORDER BY id;
SELECT bool_and(s = (SELECT sketch_hll_agg(i, 8) FROM generate_series(1, 5000) i)) AS unchanged FROM state WHERE id > 1;
SELECT _sketch_hll_transition(NULL, NULL::int), _sketch_hll_merge_transition(NULL, NULL), _sketch_hll_final(NULL),
       _sketch_hll_final_count(NULL);

-- --- Hash aggregation that spills

CREATE FUNCTION pg_temp.spills(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  plan jsonb;
BEGIN
  EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, FORMAT json) ' || query INTO plan;
  RETURN jsonb_path_exists(plan, '$.**."HashAgg Batches" ? (@ > 1)') OR jsonb_path_exists(plan, '$.**."Partitions Spilled" ? (@ > 1)');
END
$$;
CREATE TEMP TABLE many AS SELECT i % 5000 AS g, i % 35000 AS x FROM generate_series(1, 70000) i;
ANALYZE many;
CREATE TEMP VIEW grouped AS SELECT g, sketch_hll_agg(x) AS s, approx_count_distinct(x, 12) AS n FROM many GROUP BY g;
SET enable_sort = off;
SET work_mem = '64kB';
SELECT pg_temp.spills('TABLE grouped') AS batches;
CREATE TEMP TABLE spilled AS TABLE grouped;
SELECT pg_temp.spills('SELECT g % 2500, sketch_merge(s) FROM spilled GROUP BY 1') AS merge_in_batches;
CREATE TEMP TABLE spilled_merge AS SELECT g % 2500 AS g, sketch_merge(s) AS s FROM spilled GROUP BY 1;
SET sketch.batch_executor = off;
SELECT pg_temp.spills('TABLE grouped') AS rows;
INSERT INTO spilled TABLE grouped;
SELECT pg_temp.spills('SELECT g % 2500, sketch_merge(s) FROM spilled GROUP BY 1') AS merge_of_rows;
INSERT INTO spilled_merge SELECT g % 2500 AS g, sketch_merge(s) AS s FROM spilled GROUP BY 1;
RESET sketch.batch_executor;
RESET work_mem;
RESET enable_sort;
SET enable_hashagg = off;
SELECT count(*), bool_and(spilled.s = grouped.s AND grouped.n = 7 AND spilled.n = 7) FROM grouped JOIN spilled USING (g);
SELECT count(*), bool_and(m.s = e.s AND round(# m.s) = 14) FROM spilled_merge m
  JOIN (SELECT g % 2500 AS g, sketch_hll_agg(x) AS s FROM many GROUP BY 1) e USING (g);
RESET enable_hashagg;

-- --- Accuracy

-- Every count from 0 to 200 is exact after rounding: of integers, of text, and in a merge.
SELECT count(*), bool_and(approx = n) AS integers, bool_and(texts = n) AS texts
  FROM (SELECT n, approx_count_distinct(i) AS approx, approx_count_distinct('user ' || i) AS texts
        FROM generate_series(0, 200) n LEFT JOIN generate_series(1, 200) i ON i <= n GROUP BY n) x;
SELECT bool_and(round(# (a | b)) = n)
  FROM (SELECT n, sketch_hll_agg(i) FILTER (WHERE i % 2 = 0) AS a, sketch_hll_agg(i) FILTER (WHERE i % 3 <> 0 OR i % 2 <> 0) AS b
        FROM generate_series(1, 200) n JOIN generate_series(1, 200) i ON i <= n GROUP BY n) x;
-- Many: within five standard errors.
SELECT n, p, abs(approximate / n::float8 - 1) < 5 * 0.344 / sqrt(2 ^ p) AS within
  FROM (SELECT n, 9 AS p, approx_count_distinct(i) AS approximate FROM unnest(ARRAY[100000, 1000000]) n, generate_series(1, n) i GROUP BY n
        UNION ALL SELECT 100000, p, approx_count_distinct(i, p) FROM unnest(ARRAY[4, 7, 12, 18]) p, generate_series(1, 100000) i GROUP BY p
        UNION ALL SELECT 100000, 9, approx_count_distinct(md5(i::text)) FROM generate_series(1, 100000) i) x
  ORDER BY n, p;

-- A number with a fraction is the relative standard error wanted, an integer the precision.
SELECT approx_count_distinct(i, 0.005) = approx_count_distinct(i, 13) AS error, approx_count_distinct(i::text, 0.1) = approx_count_distinct(i::text, 4) AS text,
       approx_count_distinct((i, i), 0.016) = approx_count_distinct((i, i), 9) AS "row", approx_count_distinct(i, 14e-3) = approx_count_distinct(i, 10) AS below_the_default,
       approx_count_distinct(i, '0.005') = approx_count_distinct(i, 13) AS literal FROM generate_series(1, 5000) i;
SELECT approx_count_distinct(i, 0.0005) FROM generate_series(1, 10) i;
SELECT approx_count_distinct(i, 1.5) FROM generate_series(1, 10) i;
SELECT approx_count_distinct(i, NULL::float8) FROM generate_series(1, 10) i;
