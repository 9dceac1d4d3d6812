-- SPDX-License-Identifier: PostgreSQL
-- sketch_theta: set operations on distinct values.

CREATE TEMP TABLE visit AS
  SELECT i, i % 3000 AS visitor, 'page ' || i % 7 AS page, (i * i) % 100003 AS item FROM generate_series(1, 60000::bigint) i;
-- The sketch of the numbers from one to another.
CREATE FUNCTION pg_temp.theta(first int, last int, "precision" int DEFAULT 12) RETURNS sketch_theta
  LANGUAGE sql IMMUTABLE RETURN (SELECT sketch_theta_agg(i, "precision") FROM generate_series(first, last) i);
-- Whether an estimate is within four standard errors of the truth: k hashes stand for the whole, of which this is a part.
CREATE FUNCTION pg_temp.near(estimate float8, truth float8, whole float8, "precision" int DEFAULT 12) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN abs(estimate - truth) <= 4 * truth * sqrt(whole / truth / 2 ^ "precision");

-- --- Aggregates
SELECT # sketch_theta_agg(visitor) AS exact, pg_temp.near(# sketch_theta_agg(i), 60000, 60000) AS near FROM visit;
SELECT page, # sketch_theta_agg(visitor) AS visitors FROM visit WHERE i < 700 GROUP BY page ORDER BY page;
SELECT sketch_theta_agg(i) IS NULL AS none FROM visit WHERE false;
SELECT # sketch_theta_agg(x) AS two FROM unnest(ARRAY[1, NULL, 2, 1]) x;
SELECT count(DISTINCT hashes(s)) AS one FROM (
  SELECT sketch_theta_agg(x) FROM unnest(ARRAY[1, 2]::int2[]) x UNION ALL SELECT sketch_theta_agg(x) FROM unnest(ARRAY[2, 1]) x
  UNION ALL SELECT sketch_theta_agg(x) FROM unnest(ARRAY[1, 2.00]) x UNION ALL SELECT sketch_theta_agg(x) FROM unnest(ARRAY[1, 2]::float4[]) x
  UNION ALL SELECT sketch_add(sketch_add(NULL::sketch_theta, 1), 2::bigint) UNION ALL SELECT sketch_add_all(sketch_theta_empty(), ARRAY[2, 1, NULL])
) t (s);
SELECT # sketch_theta_agg(x) AS texts, # sketch_theta_agg((x, 1)) AS rows, # sketch_theta_agg(ARRAY[x]) AS arrays FROM (VALUES ('a'), ('b'), ('a')) t (x);
SELECT error_of('SELECT sketch_theta_agg(i, 3) FROM visit');
SELECT error_of('SELECT sketch_theta_agg(i, 21) FROM visit');
SELECT error_of('SELECT sketch_theta_agg(i, NULL) FROM visit');
-- Precisions that differ from row to row give the lowest.
SELECT sketch_theta_agg(i, 12 - (i % 3)::int) = pg_temp.theta(1, 60000, 10) AS lowest FROM visit;

-- --- The same set gives the same bytes: whatever the order, the plan, the executor and the tree of merges
CREATE TEMP TABLE same (way text, s sketch_theta);
INSERT INTO same SELECT 'forwards', sketch_theta_agg(i ORDER BY i) FROM visit;
INSERT INTO same SELECT 'backwards', sketch_theta_agg(i ORDER BY i DESC) FROM visit;
INSERT INTO same SELECT 'batches', sketch_theta_agg(i) FROM visit;
INSERT INTO same SELECT 'merged', sketch_merge(s) FROM (SELECT sketch_theta_agg(i) AS s FROM visit GROUP BY page) x;
INSERT INTO same SELECT 'merged one by one', sketch_merge(s ORDER BY page DESC) FROM (SELECT page, sketch_theta_agg(i) AS s FROM visit GROUP BY page) x;
INSERT INTO same SELECT 'union', pg_temp.theta(1, 40000) | pg_temp.theta(20000, 60000);
INSERT INTO same SELECT 'window', s FROM (SELECT sketch_theta_agg(i) OVER (ORDER BY i / 20) AS s, i FROM visit WHERE i > 59990 OR i % 5 > 0) x ORDER BY i DESC LIMIT 1;
INSERT INTO same SELECT 'parts added', sketch_add_all(pg_temp.theta(1, 59000), array_agg(i)) FROM visit WHERE i > 59000;
SELECT string_agg(way, ', ') AS differ FROM same WHERE s <> (SELECT s FROM same WHERE way = 'forwards') AND way <> 'window';
SET sketch.batch_executor = off;
INSERT INTO same SELECT 'row by row', sketch_theta_agg(i) FROM visit;
RESET sketch.batch_executor;
SELECT count(*) AS ways, count(DISTINCT s) AS sketches FROM same WHERE way <> 'window';
SELECT plan_shows('SELECT page, sketch_theta_agg(i), sketch_theta_agg(page, 8) FROM visit GROUP BY page', 'SketchAggregate') AS batches,
       plan_shows('SELECT sketch_merge(s) FROM same', 'SketchAggregate') AS merges;
-- Groups, in batches and row by row, with memory and without.
CREATE TEMP TABLE grouped AS SELECT g, sketch_theta_agg(i, 5) AS s FROM (SELECT i % 2000 AS g, i FROM visit) x GROUP BY g;
SET sketch.batch_executor = off;
SELECT count(*) AS same FROM grouped JOIN (SELECT i % 2000 AS g, sketch_theta_agg(i, 5) AS s FROM visit GROUP BY 1) x USING (g, s);
RESET sketch.batch_executor;
SET work_mem = '64kB';
SELECT count(*) AS same FROM grouped JOIN (SELECT i % 2000 AS g, sketch_theta_agg(i, 5) AS s FROM visit GROUP BY 1) x USING (g, s);
RESET work_mem;
CREATE TABLE theta_parallel AS SELECT i, i % 10 AS g FROM visit;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT plan_shows('SELECT sketch_theta_agg(i) FROM theta_parallel', 'Parallel Seq Scan') AS parallel;
SELECT sketch_theta_agg(i) = (SELECT s FROM same WHERE way = 'forwards') AS same FROM theta_parallel;
SET sketch.batch_executor = off;
SELECT sketch_theta_agg(i) = (SELECT s FROM same WHERE way = 'forwards') AS same FROM theta_parallel;
SELECT count(*) AS groups, bool_and(pg_temp.near(c, 6000, 6000)) AS near FROM (SELECT # sketch_theta_agg(i) AS c FROM theta_parallel GROUP BY g) x;
RESET sketch.batch_executor; RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
DROP TABLE theta_parallel;

-- --- Set operations: exact while small
SELECT # (a | b) AS union, # (a & b) AS intersection, # (a - b) AS difference, # (b - a) AS other_difference
  FROM (SELECT pg_temp.theta(1, 100) AS a, pg_temp.theta(51, 170) AS b) x;
SELECT a & b = pg_temp.theta(51, 100) AS intersection, a - b = pg_temp.theta(1, 50) AS difference, b & a = a & b AS commutes,
       sketch_intersect(a, b) = a & b AS intersect, sketch_except(a, b) = a - b AS except, sketch_union(a, b) = a | b AS union,
       a & a = a AS self, a - a = sketch_theta_empty() AS nothing, (a - b) | (a & b) = a AS whole
  FROM (SELECT pg_temp.theta(1, 100) AS a, pg_temp.theta(51, 170) AS b) x;
-- Estimated when large.
SELECT pg_temp.near(# (a | b), 60000, 60000) AS union, pg_temp.near(# (a & b), 20000, 40000) AS intersection,
       pg_temp.near(# (a - b), 20000, 40000) AS difference, pg_temp.near(# (b - a), 20000, 40000) AS other_difference
  FROM (SELECT pg_temp.theta(1, 40000) AS a, pg_temp.theta(20001, 60000) AS b) x;
-- Of results, and of different precisions.
SELECT pg_temp.near(# ((a | b) - c), 45000, 60000, 10) AS near, sketch_info((a | b) - c) ->> 'precision' AS "precision",
       (a - c) | (b - c) = (b - c) | (a - c) AS commutes
  FROM (SELECT pg_temp.theta(1, 40000) AS a, pg_temp.theta(20001, 60000, 14) AS b, pg_temp.theta(30001, 45000, 10) AS c) x;
SELECT pg_temp.theta(1, 60000, 16) | sketch_theta_empty(10) = pg_temp.theta(1, 60000, 10) AS down;
-- NULL is empty, at the precision of the other; two of them are NULL. The aggregate leaves NULLs out.
SELECT # (NULL | a) AS union, NULL & a = sketch_theta_empty(14) AS intersection, a & NULL = sketch_theta_empty(14) AS other_way,
       a - NULL = a AS difference, NULL - a = sketch_theta_empty(14) AS from_null,
       (NULL::sketch_theta | NULL) IS NULL AND (NULL::sketch_theta & NULL) IS NULL AND (NULL::sketch_theta - NULL) IS NULL AS nulls
  FROM pg_temp.theta(1, 10, 14) a;
SELECT sketch_intersect_agg(s) = pg_temp.theta(5, 10) AS without_nulls, sketch_intersect_agg(NULL::sketch_theta) IS NULL AS none
  FROM (VALUES (NULL), (pg_temp.theta(1, 10)), (NULL), (pg_temp.theta(5, 20))) v(s);
SELECT # sketch_intersect_agg(s) AS in_all FROM (VALUES (pg_temp.theta(1, 100)), (pg_temp.theta(50, 200)), (NULL), (pg_temp.theta(90, 300))) x (s);
SELECT # sketch_intersect_agg(s) AS one, sketch_intersect_agg(s) = pg_temp.theta(1, 100) AS same FROM (VALUES (pg_temp.theta(1, 100))) x (s);
SELECT sketch_intersect_agg(s) IS NULL AS none FROM (VALUES (NULL::sketch_theta)) x (s);
SELECT pg_temp.near(# sketch_intersect_agg(s), 10000, 40000) AS near
  FROM (SELECT pg_temp.theta(10000 * i, 10000 * i + 39999) AS s FROM generate_series(0, 3) i) x;

-- --- Bounds, similarity, members
SELECT lower, estimate, upper FROM sketch_bounds(pg_temp.theta(1, 1000));
SELECT lower < 60000 AND 60000 < upper AND estimate = # s AS holds, upper - lower < 0.13 * estimate AS narrow
  FROM (SELECT pg_temp.theta(1, 60000) AS s) x, sketch_bounds(s, 0.9999);
SELECT b.upper - b.lower > a.upper - a.lower AS wider FROM (SELECT pg_temp.theta(1, 60000) AS s) x, sketch_bounds(s, 0.9) a, sketch_bounds(s) b;
-- A hash or two are in both by chance.
SELECT lower = 0 AS none, upper < 60000 * 10 / 4096.0 AS few
  FROM sketch_bounds(pg_temp.theta(1, 60000) & pg_temp.theta(60001, 120000));
SELECT error_of('SELECT sketch_bounds(sketch_theta_empty(), 1)');
SELECT error_of('SELECT sketch_jaccard(sketch_theta_empty(), sketch_theta_empty(), 0)');
SELECT * FROM sketch_jaccard(pg_temp.theta(1, 100), pg_temp.theta(51, 150));
SELECT * FROM sketch_jaccard(sketch_theta_empty(), sketch_theta_empty());
SELECT lower, estimate, round(upper::numeric, 9) AS upper FROM sketch_jaccard(sketch_theta_empty(), pg_temp.theta(1, 60000));
SELECT lower < 1 / 3.0 AND 1 / 3.0 < upper AS holds, upper - lower < 0.06 AS narrow
  FROM sketch_jaccard(pg_temp.theta(1, 40000), pg_temp.theta(20001, 60000), 0.9999);
SELECT sketch_jaccard(NULL, sketch_theta_empty()) IS NULL AS null;
SELECT sketch_contains(s, 5) AS yes, sketch_contains(s, 5.0) AS yes_too, sketch_contains(s, 1001) AS no, sketch_contains(s, 'x'::text) AS not_either,
       sketch_contains(s, NULL::int) AS null FROM pg_temp.theta(1, 1000) s;
SELECT sketch_contains(sketch_theta_agg(x), 'b') AS text, sketch_contains(sketch_theta_agg(x), 'b'::"char") AS char FROM unnest(ARRAY['a', 'b']) x;
SELECT sketch_contains(sketch_theta_agg(ARRAY[x, 1]), ARRAY[2, 1]) AS "array" FROM generate_series(1, 3) x;
-- A sample can tell of about one value in 15, and rightly but for what has a hash's cell by chance.
SELECT count(*) BETWEEN 3700 AND 4500 AS some, bool_and(known) AS right FROM (SELECT sketch_contains(s, i) AS known
  FROM visit, (SELECT pg_temp.theta(1, 60000) AS s) x) y WHERE known IS NOT NULL;
SELECT count(*) BETWEEN 3700 AND 4500 AS some, count(*) FILTER (WHERE known) < 5 AS right FROM (SELECT sketch_contains(s, i + 60000) AS known
  FROM visit, (SELECT pg_temp.theta(1, 60000) AS s) x) y WHERE known IS NOT NULL;

-- --- Storage
SELECT sketch_info(pg_temp.theta(1, 100)) - 'bytes' AS info;
SELECT i ->> 'form' AS form, (i ->> 'hashes')::int AS hashes, (i ->> 'theta')::float8 < 1 AS sampled, (i ->> 'bytes')::int <= 7600 AS small
  FROM sketch_info(pg_temp.theta(1, 1000000)) i;
SELECT sketch_theta_empty()::text, sketch_theta_empty(20)::bytea, # sketch_theta_empty() AS none;
SELECT error_of('SELECT sketch_theta_empty(2)');
SELECT s::text::sketch_theta = s AS text, s::bytea::sketch_theta = s AS bytea, s < s AS less, s <= s AS less_or_equal,
       hashtextextended('', 0) IS NOT NULL AS hashed FROM pg_temp.theta(1, 60000) s;
SELECT error_of($$SELECT 'AQIABQ=='::sketch_theta$$);
SELECT error_of($$SELECT 'AQEJAA=='::sketch_theta$$);
SELECT error_of($$SELECT '\x0102000400ff'::bytea::sketch_theta$$);
SELECT error_of($$SELECT '\x0102001500'::bytea::sketch_theta$$);
SELECT error_of($$SELECT sketch_hll_empty()::bytea::sketch_theta$$);
CREATE TEMP TABLE stored (n int, s sketch_theta);
INSERT INTO stored SELECT n, pg_temp.theta(1, n) FROM unnest(ARRAY[1, 10, 100, 5000]) n;
CREATE INDEX ON stored USING hash (s);
SELECT n FROM stored WHERE s = pg_temp.theta(1, 100);
UPDATE stored SET s = sketch_add(s, n + 1);
SELECT n, round(# s) AS count FROM stored WHERE n < 5000 ORDER BY n;

-- Up to k values hashes have 35 significant bits; the hashes of these two have 24 in common.
SELECT sketch_contains(sketch_theta_agg(i), 19184) AS f FROM generate_series(1, 4000) i;
SELECT # (a & b) AS nothing, lower, estimate, upper
FROM (SELECT sketch_theta_agg(2896) AS a, sketch_theta_agg(19184) AS b) x, sketch_bounds(a & b, 0.999);
SELECT count(*) FILTER (WHERE lower > 0) AS none_of_200
FROM (SELECT g, sketch_theta_agg(g::bigint * 7000021 + 7 * i) FILTER (WHERE i <= 1000) AS a, sketch_theta_agg(g::bigint * 7000021 + 7 * i) FILTER (WHERE i > 1000) AS b
      FROM generate_series(1, 200) g, generate_series(1, 2000) i GROUP BY g) x, sketch_bounds(a & b, 0.999);
-- More than k values, of which no more than k differ in 24 bits: all of these hashes are there. Whatever the way, the bytes are the same.
CREATE TEMP TABLE near AS SELECT v FROM unnest(ARRAY[2896, 19184]) v UNION ALL SELECT generate_series(1, 15);
SELECT sketch_info(s) - 'bytes' AS info, # s AS cardinality, lower, upper FROM (SELECT sketch_theta_agg(v, 4) AS s FROM near) x, sketch_bounds(s);
SELECT sketch_theta_agg(v, 4) = sketch_theta_agg(v, 4) FILTER (WHERE v <> 2896) | sketch_theta_agg(v, 4) FILTER (WHERE v <> 19184) AS t,
       sketch_theta_agg(v, 4) = sketch_theta_agg(v, 4) | sketch_theta_agg(v, 5) AS t,
       # (sketch_theta_agg(v, 4) & sketch_theta_agg(2896, 4)) AS "1", sketch_theta_agg(v, 4) - sketch_theta_agg(v, 4) = sketch_theta_empty(4) AS t FROM near;
DROP TABLE near;
