-- SPDX-License-Identifier: PostgreSQL
-- sketch_tuple: distinct keys with values.

-- 3000 customers with 20 orders each, of whole amounts.
CREATE TEMP TABLE orders AS
  SELECT i, i % 3000 AS customer, 'shop ' || i % 7 AS shop, (i * i) % 1009 AS amount, i % 5 AS items FROM generate_series(1, 60000::bigint) i;
-- The sketch of the numbers from one to another, each its own value, and 1.
CREATE FUNCTION pg_temp.tuple(first int, last int, "precision" int DEFAULT 12, mode text DEFAULT 'sum') RETURNS sketch_tuple
  LANGUAGE sql IMMUTABLE RETURN (SELECT sketch_tuple_agg(i, ARRAY[i, 1], "precision", mode) FROM generate_series(first, last) i);
-- Whether the truth is within bounds that hold it all but once in 10,000 times, and these are narrow.
CREATE FUNCTION pg_temp.near(s sketch_tuple, "column" int, truth float8, width float8 DEFAULT 0.2) RETURNS boolean
  LANGUAGE sql IMMUTABLE RETURN (SELECT lower <= truth AND truth <= upper AND upper - lower <= width * truth FROM sketch_sum_bounds(s, "column", 0.9999));

-- --- Aggregates: exact while small
SELECT # s AS customers, sketch_sum(s) AS totals, sketch_sum(s, 2) AS items, round(sketch_mean(s, 1)) AS mean, sketch_mean(s) = ARRAY[sketch_mean(s, 1), sketch_mean(s, 2)] AS means,
       sketch_quantile(s, 0.5) AS median, sketch_quantile(s, 1, 2) AS most_items
  FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items]) AS s FROM orders) x;
SELECT sum(amount), sum(items), round(avg(total)) AS mean, percentile_disc(0.5) WITHIN GROUP (ORDER BY total) AS median, max(items) AS most_items
  FROM (SELECT sum(amount) AS amount, sum(items) AS items, sum(amount) AS total FROM orders GROUP BY customer) x;
SELECT (SELECT sketch_sum(sketch_tuple_agg(customer, amount, 12, 'min'), 1) FROM orders) = sum(least) AS min,
       (SELECT sketch_sum(sketch_tuple_agg(customer, amount, 12, 'max'), 1) FROM orders) = sum(greatest) AS max
  FROM (SELECT min(amount) AS least, max(amount) AS greatest FROM orders GROUP BY customer) x;
SELECT shop, # s AS customers, sketch_sum(s, 1) AS total FROM (SELECT shop, sketch_tuple_agg(customer, amount) AS s FROM orders WHERE i < 700 GROUP BY shop) x ORDER BY shop;
SELECT * FROM sketch_sum_bounds((SELECT sketch_tuple_agg(customer, amount) FROM orders WHERE i < 700));
-- Estimated when large.
SELECT pg_temp.near(s, 1, 60000 * 60001.0 / 2) AS near, pg_temp.near(s, 2, 60000) AS count_near, abs(sketch_mean(s, 1) - 30000.5) < 4 * 17321 / 64 AS mean_near,
       abs(sketch_quantile(s, 0.25) - 15000) < 4 * 60000 * sqrt(0.25 * 0.75) / 64 AS quartile_near, abs((# s) - 60000) < 4 * 60000 / 64 AS cardinality_near, sketch_sum(s, 2) = # s AS same
  FROM pg_temp.tuple(1, 60000) s;
-- Keys of any type; integers as values, and numerics.
SELECT # sketch_tuple_agg(x, 1) AS texts, # sketch_tuple_agg((x, 1), 1.5::numeric) AS rows, # sketch_tuple_agg(ARRAY[x], ARRAY[1, 2]) AS arrays FROM (VALUES ('a'), ('b'), ('a')) t (x);
SELECT count(DISTINCT s) AS one FROM (
  SELECT sketch_tuple_agg(x, 2) FROM unnest(ARRAY[1, 2]::int2[]) x UNION ALL SELECT sketch_tuple_agg(x, 1::real) FROM unnest(ARRAY[2, 1, 1.0, 2]) x
  UNION ALL SELECT sketch_add(sketch_add(NULL::sketch_tuple, 1, 2), 2::bigint, ARRAY[2]) UNION ALL SELECT sketch_add(sketch_add(sketch_tuple_empty(), 1, 2), 2.0, 2)
) t (s);
SELECT sketch_sum(sketch_add(sketch_add(NULL, 'a', 1), 'a'::text, 2)) AS same, # sketch_add(sketch_add(NULL::sketch_tuple, 'a', 1), 'b'::"char", 1) AS two;
-- NULL keys and values are ignored.
SELECT sketch_tuple_agg(customer, amount) IS NULL AS none FROM orders WHERE false;
SELECT # sketch_tuple_agg(k, v) AS keys, sketch_sum(sketch_tuple_agg(k, v)) AS sum FROM (VALUES (1, 10), (NULL, 20), (2, NULL), (2, 5), (1, 1)) x (k, v);
SELECT sketch_tuple_agg(k, v) IS NULL AS none FROM (VALUES (1, NULL::float8), (NULL, 20)) x (k, v);
SELECT sketch_add(s, NULL::int, 1) = s AND sketch_add(s, 3, NULL::float8) = s AS same FROM pg_temp.tuple(1, 2) s;

-- --- Errors
SELECT error_of('SELECT sketch_tuple_agg(i, 1, 3) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, 1, NULL) FROM orders');
SELECT error_of($$SELECT sketch_tuple_agg(i, 1, 12, 'avg') FROM orders$$);
SELECT error_of('SELECT sketch_tuple_agg(i, 1, 12, NULL) FROM orders');
SELECT error_of($$SELECT sketch_tuple_agg(i, 1, 12, CASE WHEN i < 5 THEN 'min' ELSE 'max' END) FROM orders$$);
SELECT error_of($$SELECT sketch_tuple_agg(i, 'NaN'::float8) FROM orders$$);
SELECT error_of($$SELECT sketch_tuple_agg(i, ARRAY[1, '-infinity'::float8]) FROM orders$$);
SELECT error_of('SELECT sketch_tuple_agg(i, ARRAY[1, NULL]) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, ARRAY[]::float8[]) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, ARRAY[[1, 2], [3, 4]]) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, array_fill(1::float8, ARRAY[33])) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, array_fill(1::float8, ARRAY[17]), 20) FROM orders');
SELECT error_of('SELECT sketch_tuple_agg(i, array_fill(1::float8, ARRAY[1 + i::int % 2])) FROM orders');
SELECT error_of('SELECT sketch_merge(s) FROM (VALUES (sketch_add(NULL::sketch_tuple, 1, 2)), (sketch_add(NULL::sketch_tuple, 1, ARRAY[1, 2]))) x (s)');
SELECT error_of($$SELECT sketch_tuple_agg(i, 1, 12, 'min') | sketch_tuple_agg(i, 1) FROM orders$$);
SELECT error_of($$SELECT sketch_tuple_agg(i, 1, 12, 'min') & sketch_tuple_agg(i, 1) FROM orders$$);
SELECT error_of('SELECT sketch_sum(sketch_tuple_agg(i, 1), 2) FROM orders');
SELECT error_of('SELECT sketch_mean(sketch_tuple_agg(i, 1), 0) FROM orders');
SELECT error_of('SELECT sketch_quantile(sketch_tuple_agg(i, 1), 2) FROM orders');
SELECT error_of('SELECT sketch_sum_bounds(sketch_tuple_agg(i, 1), 1, 1) FROM orders');
-- A sum stays within the range of double precision; an estimate beyond it is an error.
SELECT sketch_sum(sketch_add(sketch_add(NULL::sketch_tuple, 1, 1.5e308), 1, 1.5e308), 1) > 1.7e308 AS greatest;
SELECT error_of('SELECT sketch_sum(sketch_tuple_agg(i, 1.5e308)) FROM orders');

-- --- The same keys and values give the same bytes: whatever the order, the plan, the executor and the tree of merges
CREATE TEMP TABLE same (way text, s sketch_tuple);
INSERT INTO same SELECT 'forwards', sketch_tuple_agg(customer, ARRAY[amount, items], 10 ORDER BY i) FROM orders;
INSERT INTO same SELECT 'backwards', sketch_tuple_agg(customer, ARRAY[amount, items], 10 ORDER BY i DESC) FROM orders;
INSERT INTO same SELECT 'merged', sketch_merge(s) FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) AS s FROM orders GROUP BY shop) x;
INSERT INTO same SELECT 'merged one by one', sketch_merge(s ORDER BY shop DESC) FROM (SELECT shop, sketch_tuple_agg(customer, ARRAY[amount, items], 10) AS s FROM orders GROUP BY shop) x;
INSERT INTO same SELECT 'mixed precisions', sketch_merge(s) FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10 + i::int % 3) AS s FROM orders GROUP BY i % 3) x;
INSERT INTO same SELECT 'union', a | b FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) FILTER (WHERE i % 2 = 0), sketch_tuple_agg(customer, ARRAY[amount, items], 12) FILTER (WHERE i % 2 = 1) FROM orders) x (a, b);
INSERT INTO same SELECT 'window', s FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) OVER (ORDER BY i / 20) AS s, i FROM orders) x WHERE i = 60000;
SET sketch.batch_executor = off;
INSERT INTO same SELECT 'merged row by row', sketch_merge(s) FROM (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) AS s FROM orders GROUP BY shop) x;
RESET sketch.batch_executor;
SELECT plan_shows('SELECT sketch_merge(s) FROM same', 'SketchAggregate') AS merges_in_batches;
-- Groups over memory are kept packed in files.
CREATE TEMP TABLE many AS SELECT i % 4000 AS g, sketch_tuple_agg(i, ARRAY[amount, items], 6) AS s FROM orders GROUP BY i % 4000, i % 3;
SET work_mem = '64kB';
SELECT count(*) AS groups, sum(sketch_sum(s, 1)) = (SELECT sum(amount) FROM orders) AS same FROM (SELECT g, sketch_merge(s) AS s FROM many GROUP BY g) x;
RESET work_mem;
CREATE TABLE tuple_parallel AS SELECT * FROM orders;
SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
SELECT plan_shows('SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) FROM tuple_parallel', 'Parallel Seq Scan') AS parallel;
INSERT INTO same SELECT 'parallel', (SELECT sketch_tuple_agg(customer, ARRAY[amount, items], 10) FROM tuple_parallel);
RESET parallel_setup_cost; RESET parallel_tuple_cost; RESET min_parallel_table_scan_size;
DROP TABLE tuple_parallel;
SELECT string_agg(way, ', ') AS differ FROM same WHERE s <> (SELECT s FROM same WHERE way = 'forwards');
SELECT count(*) AS ways, count(DISTINCT s) AS sketches FROM same;

-- --- Set operations
SELECT sketch_sum(a | b) AS union, sketch_sum(a & b) AS intersection, sketch_sum(a - b) AS difference, sketch_sum(b - a) AS other_difference
  FROM (SELECT pg_temp.tuple(1, 100) AS a, pg_temp.tuple(51, 170) AS b) x;
SELECT a & b = pg_temp.tuple(51, 100, 12, 'max') AS intersection, a - b = pg_temp.tuple(1, 50, 12, 'max') AS difference, b & a = a & b AS commutes, a | b = b | a AS union_commutes,
       sketch_intersect(a, b) = a & b AS intersect, sketch_except(a, b) = a - b AS except, sketch_union(a, b) = a | b AS union,
       a & a = a AS self, # (a - a) AS nothing, (a - b) | (a & b) = a AS whole, a | sketch_tuple_empty() = a AS neutral
  FROM (SELECT pg_temp.tuple(1, 100, 12, 'max') AS a, pg_temp.tuple(51, 170, 12, 'max') AS b) x;
-- With a theta sketch as the other side values are those of the left.
SELECT a & t = pg_temp.tuple(51, 100) AS intersection, a - t = pg_temp.tuple(1, 50) AS difference, sketch_intersect(a, t) = a & t AS intersect, sketch_except(a, t) = a - t AS except
  FROM (SELECT pg_temp.tuple(1, 100) AS a, (SELECT sketch_theta_agg(i) FROM generate_series(51, 170) i) AS t) x;
SELECT pg_temp.near(a | b, 2, 80000) AS union, pg_temp.near(a & b, 2, 2 * 20000, 0.4) AS intersection, pg_temp.near(a - b, 2, 20000, 0.4) AS difference,
       pg_temp.near(a & b, 1, 2 * 20000 * 30000.5, 0.4) AS total, sketch_info(a & b) ->> 'precision' AS "precision"
  FROM (SELECT pg_temp.tuple(1, 40000) AS a, pg_temp.tuple(20001, 60000, 14) AS b) x;
SELECT sketch_sum(NULL | a, 2) AS union, # (NULL & a) AS intersection, a - NULL::sketch_tuple = a AS difference, # (NULL - a) AS from_null,
       # (a & NULL::sketch_theta) AS theta, a - NULL::sketch_theta = a AS theta_difference, # (NULL::sketch_tuple & sketch_theta(a)) AS in_theta,
       (NULL::sketch_tuple | NULL) IS NULL AND (NULL::sketch_tuple & NULL::sketch_tuple) IS NULL AND (NULL::sketch_tuple - NULL::sketch_theta) IS NULL AS nulls
  FROM pg_temp.tuple(1, 10) a;
SELECT # sketch_intersect_agg(s) AS without_nulls, sketch_intersect_agg(NULL::sketch_tuple) IS NULL AS none
  FROM (VALUES (NULL), (pg_temp.tuple(1, 10)), (NULL), (pg_temp.tuple(5, 20))) v(s);

-- --- Empty ones
SELECT sketch_sum(s) AS sums, sketch_sum(s, 3) AS sum, sketch_mean(s) AS means, sketch_mean(s, 1) AS mean, sketch_quantile(s, 0.5) AS median, # s AS none FROM sketch_tuple_empty() s;
SELECT sketch_sum(s) AS sums, sketch_mean(s) AS means, sketch_quantile(s, 0.5) AS median, # s AS none FROM (SELECT a - a FROM pg_temp.tuple(1, 10) a) x (s);
SELECT * FROM sketch_bounds(sketch_tuple_empty());

-- A sketch of nothing that knows what values are stays one, on either side of one that doesn't.
SELECT n | sketch_tuple_empty() = sketch_tuple_empty() | n AS alike, sketch_info(n | sketch_tuple_empty())->'columns' AS columns FROM (SELECT s - s AS n FROM (SELECT sketch_tuple_agg(1, ARRAY[2, 3.5]::float8[]) AS s) x) y;

-- --- Storage
SELECT sketch_info(pg_temp.tuple(1, 100)) - 'bytes' AS info;
SELECT i ->> 'form' AS form, (i ->> 'hashes')::int AS hashes, (i ->> 'theta')::float8 < 1 AS sampled, (i ->> 'bytes')::int <= 7600 + 20 * 4096 / 8 + 20 AS small
  FROM sketch_info(pg_temp.tuple(1, 1000000)) i;
SELECT sketch_tuple_empty()::text, sketch_tuple_empty(20)::bytea;
SELECT error_of('SELECT sketch_tuple_empty(2)');
SELECT s::text::sketch_tuple = s AS text, s::bytea::sketch_tuple = s AS bytea, s < s AS less, s <= s AS less_or_equal FROM pg_temp.tuple(1, 60000) s;
SELECT error_of($$SELECT 'AQMABQAAAg=='::sketch_tuple$$);
SELECT error_of($$SELECT '\x01030804'::bytea::sketch_tuple$$);
SELECT error_of($$SELECT '\x01030015000001'::bytea::sketch_tuple$$);
SELECT error_of($$SELECT '\x01030004030101'::bytea::sketch_tuple$$);
SELECT error_of('SELECT sketch_theta_empty()::bytea::sketch_tuple');
CREATE TEMP TABLE stored (n int, s sketch_tuple);
INSERT INTO stored SELECT n, pg_temp.tuple(1, n) FROM unnest(ARRAY[1, 10, 100, 5000]) n;
CREATE INDEX ON stored USING hash (s);
SELECT n FROM stored WHERE s = pg_temp.tuple(1, 100);
UPDATE stored SET s = sketch_add(s, n, ARRAY[1, 1]);
SELECT n, # s AS count, sketch_sum(s) FROM stored WHERE n < 4000 ORDER BY n;

-- A mode without a precision.
SELECT sketch_sum(sketch_tuple_agg(k, v, 'max')) AS max, sketch_sum(sketch_tuple_agg(k, v, 'min'), 1) AS min, sketch_sum(sketch_tuple_agg(k, ARRAY[v, 1], 'max')) AS arrays,
       sketch_info(sketch_tuple_agg(k, v, 'max')) -> 'precision' AS precision
FROM (VALUES ('a', 1), ('a', 5), ('b', 2)) x(k, v);
SELECT sketch_tuple_agg(k, v, 'mean') FROM (VALUES ('a', 1)) x(k, v);
-- Keys alone, keys of some values, columns, variances; how alike the keys are.
CREATE TEMP TABLE bought AS SELECT i % 1000 AS who, i % 7 AS what, (i * 7919 % 101)::float8 AS price FROM generate_series(1, 5000) i;
SELECT sketch_theta(s) = t AS theta, sketch_cardinality(sketch_filter(s, 1, 100, 200)) = exact AS filter, abs(sketch_variance(s, 1) / variance - 1) < 1e-9 AS variance,
       abs((sketch_variance(s))[2] / variance_count - 1) < 1e-9 OR variance_count = 0 AS counts, sketch_quantile(sketch_kll(s), 0.5) = sketch_quantile(s, 0.5, 1) AS kll, sketch_n(sketch_kll(s, 2)) AS n
FROM (SELECT sketch_tuple_agg(who, ARRAY[price, what]) AS s, sketch_theta_agg(who) AS t FROM bought) x,
     (SELECT count(*) FILTER (WHERE sum BETWEEN 100 AND 200) AS exact, var_samp(sum) AS variance, var_samp(n) AS variance_count FROM (SELECT sum(price) AS sum, sum(what) AS n FROM bought GROUP BY who) y) z;
SELECT abs(sketch_cardinality(sketch_filter(s, 1, 0, 49)) - 25000) < 2000 AS filtered, abs(sketch_variance(s, 1) - 833) < 60 AS variance, sketch_theta(s) = (SELECT sketch_theta_agg(i) FROM generate_series(1, 50000) i) AS theta,
       sketch_filter(s, 1, 0, 49)::text::sketch_tuple = sketch_filter(s, 1, 0, 49) AS canonical
FROM (SELECT sketch_tuple_agg(i, i % 100) AS s FROM generate_series(1, 50000) i) x;
SELECT j.lower, j.estimate, j.upper, # common AS common, sketch_sum(common) AS sum
FROM (SELECT sketch_tuple_agg(i, 1) FILTER (WHERE i <= 30) AS a, sketch_tuple_agg(i, 1) FILTER (WHERE i > 10) AS b FROM generate_series(1, 40) i) x,
     sketch_jaccard(a, b) j, LATERAL (SELECT sketch_intersect_agg(s) AS common FROM (VALUES (a), (b), (NULL)) y(s)) z;
SELECT sketch_variance(s), sketch_variance(s, 1), # sketch_theta(s) AS theta, sketch_n(sketch_kll(s)) AS n, # sketch_filter(s, 1, 0, 1) AS filtered FROM sketch_tuple_empty() s;
SELECT sketch_variance(sketch_tuple_agg(1, 1));
SELECT sketch_variance(sketch_tuple_agg(1, 1), 2);
SELECT sketch_filter(sketch_tuple_agg(1, 1), 2, 0, 1);
SELECT sketch_kll(sketch_tuple_agg(1, 1), 0);
