-- SPDX-License-Identifier: PostgreSQL
-- sketch_countmin: how often values occur.

-- Value v of 1 to 300 occurs 30000 / v times, and 3000 others once.
CREATE TEMP TABLE seen AS
  SELECT v, 'word ' || v AS word, v % 7 AS g FROM generate_series(1, 300) v, generate_series(1, 30000 / v)
  UNION ALL SELECT v, 'word ' || v, v % 7 FROM generate_series(1001, 4000) v;
CREATE FUNCTION pg_temp.numbers(first int, last int) RETURNS sketch_countmin
  LANGUAGE sql IMMUTABLE RETURN (SELECT sketch_countmin_agg(i) FROM generate_series(first, last) i);

-- --- Exact while small
SELECT sketch_frequency(s, 1) AS one, sketch_frequency(s, 2.0) AS two, sketch_frequency(s, 3::bigint) AS three, sketch_frequency(s, 4) AS none
  FROM (SELECT sketch_countmin_agg(x) AS s FROM unnest(ARRAY[1, 2, 2, 3, 3, 3, NULL]) x) y;
SELECT sketch_frequency(sketch_countmin_agg(x), 'b') AS text, sketch_frequency(sketch_countmin_agg(x), 'b'::"char") AS char,
       sketch_frequency(sketch_countmin_agg((x, 1)), ('b'::text, 1)) AS rows, sketch_frequency(sketch_countmin_agg(ARRAY[x]), ARRAY['b'::text]) AS arrays
  FROM unnest(ARRAY['a', 'b', 'b']) x;
SELECT sketch_frequency(s, NULL::int) IS NULL AS "null", (sketch_frequency_bounds(s, 700)).* FROM pg_temp.numbers(1, 800) s;
SELECT sketch_countmin_agg(v) IS NULL AS none FROM seen WHERE false;

-- --- Never too low, rarely too high
SELECT count(*) AS values, count(*) FILTER (WHERE estimate < n) AS too_low, count(*) FILTER (WHERE upper < n) AS beyond,
       count(*) FILTER (WHERE lower > n) < 0.02 * count(*) AS rarely, bool_and(estimate = upper AND lower <= estimate) AS ordered
  FROM (SELECT v, count(*) AS n FROM seen GROUP BY v) x, (SELECT sketch_countmin_agg(v) AS s FROM seen) y, sketch_frequency_bounds(s, v);
SELECT bool_and(sketch_frequency(s, 'word ' || v) BETWEEN 30000 / v AND 30000 / v + 250) AS texts
  FROM generate_series(1, 20) v, (SELECT sketch_countmin_agg(word) AS s FROM seen) y;

-- --- Shape
SELECT i - 'bytes' AS info FROM sketch_info(pg_temp.numbers(1, 100)) i;
SELECT i - 'bytes' AS info, (i ->> 'bytes')::int < 30000 AS small FROM (SELECT sketch_info(sketch_countmin_agg(v)) AS i FROM seen) x;
SELECT e, c, i -> 'width' AS width, i -> 'depth' AS depth
  FROM (VALUES (0.01, 0.99), (0.01, 0.5), (0.9, 0.999999), (0.0001, 0.999)) x (e, c), sketch_info(sketch_countmin_empty(e, c)) i;
SELECT sketch_countmin_empty() = sketch_countmin_empty(0.001) AS error, sketch_countmin_empty() = sketch_countmin_empty(0.001, 0.99) AS confidence,
       sketch_countmin_agg(v, 0.001) = sketch_countmin_agg(v) AS default_error, sketch_countmin_agg(v, 0.001, 0.99) = sketch_countmin_agg(v) AS both FROM seen;
SELECT error_of('SELECT sketch_countmin_agg(v, 0) FROM seen');
SELECT error_of('SELECT sketch_countmin_agg(v, 0.1, 1) FROM seen');
SELECT error_of('SELECT sketch_countmin_agg(v, NULL) FROM seen');
SELECT error_of('SELECT sketch_countmin_agg(v, 0.1, NULL) FROM seen');
SELECT error_of($$SELECT sketch_countmin_empty('NaN')$$);
SELECT error_of('SELECT sketch_countmin_empty(0.0000001)');
SELECT sketch_info(sketch_countmin_empty(1000, 4)) - 'bytes' AS info, sketch_countmin_empty(2719, 5) = sketch_countmin_empty() AS same;
SELECT sketch_countmin_agg(v, 9, 1, 0) IS NULL AS none, sketch_countmin_agg(v, 0.1, 0.9, NULL) IS NULL AS none_too,
       sketch_frequency(sketch_countmin_agg(ARRAY[v % 3], 1024, 3, 5), ARRAY[1]) AS any_type FROM seen;
SELECT error_of('SELECT sketch_countmin_empty(10, 0)'), error_of('SELECT sketch_countmin_empty(10, 38)');
SELECT error_of('SELECT sketch_countmin_empty(0, 1)'), error_of('SELECT sketch_countmin_empty(2000000, 3)');
SELECT error_of('SELECT sketch_countmin_agg(v, NULL::int, 3) FROM seen'), error_of('SELECT sketch_countmin_agg(v, 10 + v % 2, 3) FROM seen');
SELECT error_of('SELECT sketch_countmin_agg(v, 0.1, 0.9, -1) FROM seen'), error_of('SELECT sketch_countmin_agg(v, 10, 3, 9223372036854775807) FROM seen');
SELECT error_of('SELECT sketch_countmin_agg(v, 0.1 + v % 2 * 0.2) FROM seen');
SELECT error_of('SELECT sketch_countmin_empty(0.1) | sketch_countmin_empty(0.3)');
SELECT error_of('SELECT sketch_inner_product(sketch_countmin_empty(0.1), sketch_countmin_empty(0.3))');

-- Sketches of different shapes fold to the least width and depth, if the widths are multiples; so do rows.
SELECT large | small = small | small AS merged, small | large = small | small AS merged_too, sketch_info(large | small) ->> 'width' AS width,
       sketch_inner_product(large, small) = sketch_inner_product(small, small) AS multiplied, sketch_frequency(large | small, 1) >= 60000 AS enough,
       (SELECT sketch_merge(s) FROM unnest(ARRAY[large, small, deep]) s) = (small | small | small) AS several,
       (SELECT sketch_countmin_agg(v, CASE WHEN v % 2 = 0 THEN 2700 ELSE 270 END, 3 + v % 3) FROM seen) = small AS rows
  FROM (SELECT sketch_countmin_agg(v, 2700, 5) AS large, sketch_countmin_agg(v, 270, 3) AS small, sketch_countmin_agg(v, 270, 7) AS deep FROM seen) x;

-- --- The same rows give the same bytes: whatever the order, the plan and the tree of merges
CREATE TEMP TABLE same (way text, s sketch_countmin);
INSERT INTO same SELECT 'forwards', sketch_countmin_agg(v ORDER BY v) FROM seen;
INSERT INTO same SELECT 'backwards', sketch_countmin_agg(v ORDER BY v DESC) FROM seen;
INSERT INTO same SELECT 'any type', sketch_countmin_agg(v::numeric) FROM seen;
INSERT INTO same SELECT 'weighted', sketch_countmin_agg(v, 0.001, 0.99, n) FROM (SELECT v, count(*) AS n FROM seen GROUP BY v) x;
INSERT INTO same SELECT 'width and depth', sketch_countmin_agg(v, 2719, 5) FROM seen;
INSERT INTO same SELECT 'both', sketch_countmin_agg(v, 2719, 5, n ORDER BY v) FROM (SELECT v, count(*) AS n FROM seen GROUP BY v) x;
INSERT INTO same SELECT 'merged', sketch_merge(s) FROM (SELECT sketch_countmin_agg(v) AS s FROM seen GROUP BY g) x;
INSERT INTO same SELECT 'merged one by one', sketch_merge(s ORDER BY v DESC) FROM (SELECT v, sketch_countmin_agg(v) AS s FROM seen GROUP BY v) x;
INSERT INTO same SELECT 'union', a | b FROM (SELECT sketch_countmin_agg(v) FILTER (WHERE v < 50) AS a, sketch_countmin_agg(v) FILTER (WHERE v >= 50) AS b FROM seen) x;
INSERT INTO same SELECT 'added', sketch_add_all(sketch_countmin_agg(v) FILTER (WHERE v > 9), array_agg(v) FILTER (WHERE v <= 9)) FROM seen;
INSERT INTO same SELECT 'window', s FROM (SELECT sketch_countmin_agg(v) OVER (ORDER BY v) AS s, v FROM seen WHERE v < 500) x ORDER BY v DESC LIMIT 1;
SELECT count(*) AS ways, count(DISTINCT s) AS sketches FROM same WHERE way <> 'window';
SELECT s = (SELECT sketch_countmin_agg(v) FROM seen WHERE v < 500) AS window FROM same WHERE way = 'window';
-- Groups, in batches and row by row, with memory and without.
SELECT plan_shows('SELECT g, sketch_countmin_agg(v) FROM seen GROUP BY g', 'SketchAggregate') AS batches,
       plan_shows('SELECT sketch_merge(s) FROM same', 'SketchAggregate') AS merges,
       plan_shows('SELECT sketch_countmin_agg(v, 0.01) FROM seen', 'SketchAggregate') AS with_error;
CREATE TEMP TABLE grouped AS SELECT v % 400 AS g, sketch_countmin_agg(v) AS s, sketch_countmin_agg(word) AS t FROM seen GROUP BY 1;
CREATE TEMP TABLE large AS SELECT i % 3 AS g, sketch_countmin_agg(i) AS s FROM generate_series(1, 30000) i GROUP BY 1;
SET sketch.batch_executor = off;
INSERT INTO same SELECT 'row by row', sketch_countmin_agg(v) FROM seen;
SELECT count(*) AS same FROM grouped JOIN (SELECT v % 400 AS g, sketch_countmin_agg(v) AS s, sketch_countmin_agg(word) AS t FROM seen GROUP BY 1) x USING (g, s, t);
SELECT count(*) AS same FROM large JOIN (SELECT i % 3 AS g, sketch_countmin_agg(i) AS s FROM generate_series(1, 30000) i GROUP BY 1) x USING (g, s);
RESET sketch.batch_executor;
SET work_mem = '64kB';
SELECT count(*) AS same FROM grouped JOIN (SELECT v % 400 AS g, sketch_countmin_agg(v) AS s, sketch_countmin_agg(word) AS t FROM seen GROUP BY 1) x USING (g, s, t);
SELECT count(*) AS same FROM large JOIN (SELECT i % 3 AS g, sketch_countmin_agg(i) AS s FROM generate_series(1, 30000) i GROUP BY 1) x USING (g, s);
RESET work_mem;
SELECT count(*) AS ways, count(DISTINCT s) AS sketches FROM same WHERE way <> 'window';
CREATE TABLE countmin_parallel AS SELECT v FROM seen;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT plan_shows('SELECT sketch_countmin_agg(v) FROM countmin_parallel', 'Parallel Seq Scan') AS parallel;
SELECT sketch_countmin_agg(v) = (SELECT s FROM same WHERE way = 'forwards') AS same FROM countmin_parallel;
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
DROP TABLE countmin_parallel;
SELECT sketch_frequency(NULL | s, 5) AS union, (NULL::sketch_countmin | NULL) IS NULL AS nulls, sketch_union(s, s) = (s | s) AS operator,
       sketch_frequency(s | s, 5) AS twice, s | sketch_countmin_empty() = s AS neutral FROM pg_temp.numbers(1, 10) s;
SELECT sketch_add(sketch_add(NULL::sketch_countmin, 1), 2::bigint) = pg_temp.numbers(1, 2) AS added, sketch_add_all(sketch_countmin_empty(), ARRAY[2, 1, NULL]) = pg_temp.numbers(1, 2) AS elements,
       sketch_frequency(sketch_add(sketch_countmin_empty(0.1), 'x'), 'x') AS text;

-- --- Joins
SELECT sketch_inner_product(pg_temp.numbers(1, 500), pg_temp.numbers(401, 900)) AS exact, sketch_inner_product(pg_temp.numbers(1, 10), sketch_countmin_empty()) AS none;
SELECT product >= n AS not_low, product <= n + 0.001 * a * b AS near
  FROM (SELECT sum(n) AS a, sum(n * n) AS n FROM (SELECT count(*) AS n FROM seen GROUP BY v) x) x, (SELECT count(*) AS b FROM seen) y,
       (SELECT sketch_inner_product(s, s) AS product FROM (SELECT sketch_countmin_agg(v) AS s FROM seen) z) w;
SELECT sketch_inner_product(NULL, sketch_countmin_empty()) IS NULL AS "null";

-- --- Storage
SELECT sketch_countmin_empty()::text, sketch_countmin_empty(0.1)::bytea, sketch_frequency(sketch_countmin_empty(), 1) AS none;
SELECT s::text::sketch_countmin = s AS text, s::bytea::sketch_countmin = s AS bytea, s < s AS less, s <= s AS less_or_equal FROM same WHERE way <> 'window' LIMIT 1;
SELECT error_of($$SELECT 'AQIABQ=='::sketch_countmin$$);
SELECT error_of($$SELECT '\x01080005'::bytea::sketch_countmin$$);
SELECT error_of($$SELECT sketch_hll_empty()::bytea::sketch_countmin$$);
SELECT error_of($$SELECT overlay(sketch_add(sketch_countmin_empty(), 1)::bytea PLACING '\x09' FROM 3)::sketch_countmin$$);
CREATE TEMP TABLE stored (n int, s sketch_countmin);
INSERT INTO stored SELECT n, pg_temp.numbers(1, n) FROM unnest(ARRAY[1, 10, 100, 5000]) n;
CREATE INDEX ON stored USING hash (s);
SELECT n FROM stored WHERE s = pg_temp.numbers(1, 100);
UPDATE stored SET s = sketch_add(s, n);
SELECT n, sketch_frequency(s, n) BETWEEN 2 AND 7 AS twice FROM stored ORDER BY n;
