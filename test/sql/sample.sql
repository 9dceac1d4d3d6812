-- SPDX-License-Identifier: PostgreSQL
--
-- sketch_sample: rows that stand for all.
SET client_min_messages = warning;
CREATE TABLE sold AS SELECT i AS id, (ARRAY['DE', 'FR', 'IT', 'ES'])[1 + i % 4] AS country, (i % 100 + 1) / 2.0 AS amount FROM generate_series(1, 50000) i;

-- Few rows are all kept, and stand for themselves.
SELECT sketch_info(s), sketch_n(s), s::jsonb -> 'contents' AS contents FROM (SELECT sketch_merge(s) AS s FROM (SELECT sketch_sample_agg(7) AS s) x) x;
SELECT array_agg(value ORDER BY value) AS kept, sum(weight), count(draw) FROM (SELECT sketch_sample_agg(id) AS s FROM sold WHERE id <= 5) x, sketch_values(s, NULL::int);
SELECT sketch_sample_agg(id) IS NULL AS none, sketch_sample_agg(NULL::int) IS NULL AS nulls FROM sold WHERE id < 0;

-- Of many, so many different ones, that stand for all, another sample each time; grouped, merged, added to.
SELECT count(*), count(DISTINCT value), sum(weight)::numeric(9, 3), min(value) > 0 AND max(value) <= 50000 AS known FROM (SELECT sketch_sample_agg(id) AS s FROM sold) x, sketch_values(s, NULL::int);
SELECT count(*), count(DISTINCT value), sum(weight)::numeric(9, 3) FROM (SELECT sketch_sample_agg(id, 2000) AS s FROM sold) x, sketch_values(s);
SELECT sketch_sample_agg(id) = (SELECT sketch_sample_agg(id) FROM sold) AS the_same FROM sold;
SELECT country, sketch_n(s), sketch_info(s) -> 'sampled' AS sampled, (SELECT count(*) FROM sketch_values(s, NULL::int) WHERE value % 4 = g) AS of_it
FROM (SELECT country, min(id % 4) AS g, sketch_sample_agg(id, 7) AS s FROM sold GROUP BY country) x ORDER BY country;
SELECT sketch_info(sketch_merge(s)) - 'bytes' AS merged, count(*) FROM (SELECT sketch_sample_agg(id, 50 + id % 2) AS s FROM sold GROUP BY id % 9) x;
SELECT sketch_n(a | b), sketch_n(a | NULL), (a | NULL) = a AS null_is_empty, (a | sketch_sample_empty()) = a AS empty, sketch_n(sketch_merge(ARRAY[a, b, NULL])) AS array,
       sketch_n(sketch_add(a, -1)) AS added, sketch_n(sketch_add_all(a, ARRAY[-1, NULL, -2])) AS more, sketch_n(sketch_add(a, '5')) AS literal, sketch_n(sketch_add_all(a, '{1,2}')) AS literals
FROM (SELECT sketch_sample_agg(id) AS a FROM sold WHERE id <= 1000) x, (SELECT sketch_sample_agg(id) AS b FROM sold WHERE id > 1000) y;
SELECT sketch_n(sketch_add(NULL::sketch_sample, 1.5)), sketch_info(sketch_sample_empty(7)), sketch_n(sketch_sample_empty()), count(v) FROM (SELECT 1) x LEFT JOIN sketch_values(sketch_sample_empty(), NULL::int) v ON true;
SELECT (s::text::sketch_sample) = s AS text, (s::bytea::sketch_sample) = s AS bytes FROM (SELECT sketch_sample_agg(s) AS s FROM sold s) x;
SELECT count(*) FROM (SELECT sketch_sample_agg(id, 10) OVER (ORDER BY id) AS s FROM sold WHERE id <= 300) x WHERE sketch_info(s) ->> 'sampled' = '10';

-- Rows, and values of any type.
SELECT count(*), bool_and(o = value) AS whole FROM (SELECT sketch_sample_agg(s) AS s FROM sold s) x, sketch_values(s, NULL::sold), sold o WHERE o.id = (value).id;
SELECT pg_typeof(value), value FROM (SELECT sketch_sample_agg(DATE '2026-01-01') AS s) x, sketch_values(s, NULL::date);
SELECT value FROM (SELECT sketch_sample_agg(v) AS s FROM (VALUES (ARRAY[1.50, NULL])) x (v)) x, sketch_values(s, NULL::numeric[]);
SELECT value FROM (SELECT sketch_sample_agg(v) AS s FROM (VALUES ('{"a": 1.50}'::jsonb)) x (v)) x, sketch_values(s, NULL::jsonb);
SELECT sum(length(value)) FROM (SELECT sketch_sample_agg('x'), sketch_sample_agg(repeat(md5(i::text), 10)) AS s FROM generate_series(1, 100) i) x, sketch_values(s, NULL::text);
SELECT error_of('SELECT * FROM (SELECT sketch_sample_agg(id) AS s FROM sold) x, sketch_values(s, NULL::text)') AS other_type;
SELECT error_of('SELECT sketch_sample_agg(x) FROM (SELECT id, amount FROM sold) x') AS rows_without_a_type;

-- Rows are kept by position: after a change of the table's columns, only a type that has them as they were reads them. What it
-- is called, and lengths and precisions, don't matter.
CREATE TABLE changing (a int, b varchar(3), c int);
INSERT INTO changing VALUES (1, 'two', 3);
CREATE TABLE of_changing AS SELECT sketch_sample_agg(x) AS s, sketch_topk_agg(x) AS k, sketch_sample_agg(ARRAY[x]) AS a FROM changing x;
SELECT sketch_info(s)->>'type' AS type, sketch_info(s)->>'columns' AS columns, sketch_info(k)->>'columns' AS of_topk, sketch_info(a)->>'columns' AS of_arrays FROM of_changing;
CREATE SCHEMA before;
CREATE TYPE before.changing AS (a int, b varchar, c int);
CREATE DOMAIN before.changed AS before.changing CHECK ((value).a > 0);
ALTER TABLE changing DROP COLUMN b, ADD COLUMN d int;
SELECT (value).* FROM of_changing, sketch_values(s, NULL::changing);
SELECT error_of('SELECT (item).* FROM of_changing, sketch_top(k, 1, NULL::changing)') AS topk,
       error_of('SELECT value FROM of_changing, sketch_values(a, NULL::changing[])') AS arrays;
SELECT (value).*, (item).c AS of_topk FROM of_changing, sketch_values(s, NULL::before.changing), sketch_top(k, 1, NULL::before.changing);
SELECT s.value AS of_domain, a.value AS of_arrays, t.value AS text FROM of_changing, sketch_values(s, NULL::before.changed) s, sketch_values(a, NULL::before.changing[]) a, sketch_values(s, NULL::text) t;
SELECT error_of('SELECT * FROM of_changing, sketch_values(s, NULL::point)') AS no_rows, error_of('SELECT * FROM of_changing, sketch_values(s, NULL::before.changing[])') AS arrays_of_them;
-- Nothing is added to them, asked or merged with other columns.
SELECT error_of('SELECT sketch_add(s, x) FROM of_changing, changing x') AS added, error_of('SELECT sketch_frequency(k, x) FROM of_changing, changing x') AS asked;
SELECT error_of('SELECT s | sketch_sample_agg(x) FROM of_changing, changing x GROUP BY s') AS samples, error_of('SELECT k | sketch_topk_agg(x) FROM of_changing, changing x GROUP BY k') AS topks;
SELECT sketch_n(sketch_add(s, x) | s) AS n, sketch_frequency(k, x) AS frequency, sketch_frequency(k, '(1,two,3)') AS of_text FROM of_changing, (SELECT ROW(1, 'two', 3)::before.changing AS x) x;
-- A renamed column is another one, as is one of another type; that of a nested type, too, whose name doesn't matter.
CREATE TYPE before.inner AS (p int, q text);
CREATE TYPE before.outer AS (i before.inner[], "R" int);
CREATE TABLE of_nested AS SELECT sketch_sample_agg(ROW(ARRAY[(1, 'x')::before.inner], 2)::before.outer) AS s;
ALTER TYPE before.inner RENAME TO inner_before;
SELECT value, sketch_info(s)->>'columns' AS columns FROM of_nested, sketch_values(s, NULL::before.outer);
ALTER TYPE before.inner_before RENAME ATTRIBUTE q TO r;
SELECT error_of('SELECT * FROM of_nested, sketch_values(s, NULL::before.outer)') AS renamed;
ALTER TYPE before.inner_before RENAME ATTRIBUTE r TO q;
ALTER TYPE before.outer ALTER ATTRIBUTE "R" TYPE bigint;
SELECT error_of('SELECT * FROM of_nested, sketch_values(s, NULL::before.outer)') AS other_type;
-- Of many columns only the first are shown; all of them count.
DO $$ BEGIN EXECUTE format('CREATE TYPE before.wide AS (%s)', (SELECT string_agg('column_' || i || ' int', ', ') FROM generate_series(1, 105) i)); END $$;
CREATE TABLE of_wide AS SELECT sketch_sample_agg(('(' || repeat(',', 104) || ')')::before.wide) AS s;
SELECT sketch_info(s)->>'columns' AS columns, length(value::text) AS bytes FROM of_wide, sketch_values(s, NULL::before.wide);
ALTER TYPE before.wide RENAME ATTRIBUTE column_105 TO last;
SELECT error_of('SELECT * FROM of_wide, sketch_values(s, NULL::before.wide)') AS renamed;
-- A type that changes between two calls of one expression.
CREATE TYPE before.pair AS (a int, b int);
DO $$
DECLARE s sketch_sample;
BEGIN
  FOR i IN 1..2 LOOP
    s := sketch_add(NULL::sketch_sample, '(1,2)'::text::before.pair);
    RAISE WARNING '%', sketch_info(s)->>'columns';
    IF i = 1 THEN EXECUTE 'ALTER TYPE before.pair RENAME ATTRIBUTE b TO c'; END IF;
  END LOOP;
END
$$;
DROP TABLE changing, of_changing, of_nested, of_wide;
DROP SCHEMA before CASCADE;
-- Sums over any WHERE: estimates, and bounds. Those here hold in all but one of a million times.
SELECT abs(sum(weight) / 12500 - 1) < 0.5 AS near, (sketch_sum_bounds(weight, draw)).estimate = sum(weight) AS same FROM (SELECT sketch_sample_agg(s, 1000) AS s FROM sold s) x, sketch_values(s, NULL::sold) WHERE (value).country = 'DE';
CREATE FUNCTION holds(b sketch_estimate, truth float8) RETURNS boolean LANGUAGE sql RETURN b.lower < truth AND truth < b.upper AND b.estimate BETWEEN b.lower AND b.upper AND b.upper / b.lower < 3;
SELECT holds(sketch_sum_bounds(weight, draw, 0.999999), 12500) AS number, holds(sketch_sum_bounds(weight * (value).amount, draw, 0.999999), (SELECT sum(amount) FROM sold WHERE country = 'DE')) AS sum
FROM (SELECT sketch_sample_agg(s, 1000) AS s FROM sold s) x, sketch_values(s, NULL::sold) WHERE (value).country = 'DE';
SELECT holds(sketch_sum_bounds(weight, draw, 0.999999), (SELECT sum(amount) FROM sold WHERE country = 'DE')) AS weighted
FROM (SELECT sketch_sample_agg_weighted(s, amount, 1000) AS s FROM sold s) x, sketch_values(s, NULL::sold) WHERE (value).country = 'DE';
SELECT holds(sketch_sum_bounds(weight, draw, 0.999999), 12500) AS keyed
FROM (SELECT sketch_sample_agg_keyed(s, id, 1000) AS s FROM sold s) x, sketch_values(s, NULL::sold) WHERE (value).country = 'DE';
-- Over several samples at once, and over all rows of one, which is exact.
SELECT holds(sketch_sum_bounds(weight, draw, 0.999999), 25000) AS of_several FROM (SELECT sketch_sample_agg(id, 300) AS s FROM sold GROUP BY id % 5) x, sketch_values(s, NULL::int) WHERE value % 2 = 0;
-- Rows of the samples in any order: the same bounds. Many samples are no more work.
CREATE TABLE drawn AS SELECT g, weight, draw FROM (SELECT id % 40 AS g, sketch_sample_agg(id, 30) AS s FROM sold GROUP BY 1) x, sketch_values(s, NULL::int);
SELECT count(DISTINCT round((b).upper::numeric, 3)) = 1 AS same
FROM (SELECT sketch_sum_bounds(weight, draw ORDER BY g) AS b FROM drawn UNION ALL SELECT sketch_sum_bounds(weight, draw ORDER BY md5(g || ctid::text)) FROM drawn) x;
SELECT (b).estimate FROM (SELECT sketch_sum_bounds(1, ROW(0.5, 10, hashint8(i))::sketch_draw) AS b FROM generate_series(1, 100000) i) x;
SELECT (b).lower::numeric(9, 3), (b).upper::numeric(9, 3) FROM (SELECT sketch_sum_bounds(weight, draw) AS b FROM (SELECT sketch_sample_agg(id) AS s FROM sold) x, sketch_values(s)) y;
SELECT sketch_sum_bounds(x, d) FROM (VALUES (5.0, ROW(1, NULL, NULL)::sketch_draw), (NULL, ROW(1, NULL, NULL)::sketch_draw), (1, NULL)) v (x, d);
SELECT sketch_sum_bounds(x, d) IS NULL AS none FROM (VALUES (5.0, ROW(1, NULL, NULL)::sketch_draw)) v (x, d) WHERE x < 0;
SELECT error_of('SELECT sketch_sum_bounds(1, ROW(0, NULL, NULL)::sketch_draw)') AS probability, error_of('SELECT sketch_sum_bounds(''NaN'', ROW(1, NULL, NULL)::sketch_draw)') AS weight,
       error_of('SELECT sketch_sum_bounds(1, ROW(1, NULL, NULL)::sketch_draw, 1)') AS confidence, error_of('SELECT _sketch_sum_bounds_final(''\x00'')') AS state;
SELECT error_of('SELECT sketch_sum_bounds(1, ROW(1, NULL, NULL)::sketch_draw, NULL)') AS no_confidence;

-- Weights: rows of great ones are certain, those of none are left out.
SELECT bool_or(value = 1) AS greatest, count(*), bool_and(weight = 1e9) FILTER (WHERE value = 1) AS its_own FROM (SELECT sketch_sample_agg_weighted(id, CASE WHEN id = 1 THEN 1e9 WHEN id % 2 = 0 THEN 0 ELSE id END) AS s FROM sold) x, sketch_values(s, NULL::int);
SELECT sketch_info(sketch_sample_agg_weighted(id, amount, 20)) - 'bytes' AS info, sketch_n(sketch_sample_agg_weighted(id, nullif(amount, 1), 20)) AS without_nulls FROM sold;
SELECT error_of('SELECT sketch_sample_agg_weighted(id, -amount) FROM sold') AS negative, error_of('SELECT sketch_sample_agg_weighted(id, 1e300) FROM sold') AS great, error_of('SELECT sketch_sample_agg_weighted(id, ''NaN'') FROM sold') AS nan;

-- Keys: the same bytes in any plan; equal keys of other types are the same; samples of two tables meet.
SELECT a = b AS order_free, a = c AS in_batches, a = d AS types, a = e AS repeats, a = (SELECT sketch_merge(s) FROM (SELECT sketch_sample_agg_keyed(id, id, 50) AS s FROM sold GROUP BY id % 7) x) AS merged, (a | a) = a AS itself
FROM (SELECT sketch_sample_agg_keyed(id, id, 50) AS a, sketch_sample_agg_keyed(id, id, 50 ORDER BY -id) AS b, sketch_sample_agg_keyed(id, id::bigint, 50) AS d FROM sold) x,
  (SELECT s AS c FROM (SELECT country IS NULL AS g, sketch_sample_agg_keyed(id, id, 50) AS s FROM sold GROUP BY 1) x) y, (SELECT sketch_sample_agg_keyed(id, id, 50) AS e FROM sold, generate_series(1, 2)) z;
SELECT sketch_sample_agg_keyed(id, id, 4), sketch_sample_agg_keyed(country, id, 3) FROM sold;
SELECT value, weight::numeric(9, 2), (draw).size FROM (SELECT sketch_sample_agg_keyed(id, id, 4) AS s FROM sold) x, sketch_values(s, NULL::int);
SELECT value AS least FROM (SELECT sketch_sample_agg_keyed(id, country) AS s FROM sold) x, sketch_values(s, NULL::int) ORDER BY 1;
SELECT abs(sum(greatest(a.weight, b.weight)) / 12500 - 1) < 0.5 AS of_the_join, count(*) > 100 AS many FROM (SELECT sketch_sample_agg_keyed(s, id, 2000) AS s FROM sold s) x, sketch_values(x.s, NULL::sold) a,
  (SELECT sketch_sample_agg_keyed(id, id, 1000) AS s FROM sold WHERE country = 'DE') y, sketch_values(y.s, NULL::int) b WHERE (a.value).id = b.value;
SELECT sketch_sample_agg_keyed(id, (id, 1), 5) = sketch_sample_agg_keyed(id, (id, 2), 5) AS other_keys FROM sold;

-- Long values: as many as fit, and none too long to be kept.
SELECT sketch_n(s), sketch_info(s) -> 'sampled' AS sampled, length(s::bytea) < 70000 AS small, (SELECT sum(weight)::numeric(9, 3) FROM sketch_values(s) v) AS sum FROM (SELECT sketch_sample_agg(repeat('x', 10000), 60) AS s FROM sold WHERE id <= 300) x;
SELECT length(value), weight FROM (SELECT sketch_sample_agg(repeat('x', 100000)) AS s) x, sketch_values(s);

-- What does not go together.
SELECT error_of('SELECT sketch_sample_agg(id) | sketch_sample_agg_keyed(id, id) FROM sold') AS kinds, error_of('SELECT sketch_sample_agg(id) | sketch_sample_agg(country) FROM sold') AS types,
       error_of('SELECT sketch_add(sketch_sample_agg_keyed(id, id), 1) FROM sold') AS added, error_of('SELECT sketch_sample_agg(id, 0) FROM sold') AS n, error_of('SELECT sketch_sample_agg(id, NULL) FROM sold') AS no_n,
       error_of('SELECT ''AQo=''::sketch_sample') AS text;

-- Batches: as the core draws.
SELECT plan_shows(q.query, 'SketchAggregate') AS in_batches FROM (VALUES ('SELECT country, sketch_sample_agg(id) FROM sold GROUP BY country'), ('SELECT sketch_sample_agg(country, 7) FROM sold')) q (query);
SET sketch.batch_executor = off;
SELECT sketch_info(sketch_sample_agg(id)) - 'bytes' AS id, sketch_info(sketch_sample_agg(country, 7)) - 'bytes' AS country FROM sold;
SET sketch.batch_executor = on;
SELECT sketch_info(sketch_sample_agg(id)) - 'bytes' AS id, sketch_info(sketch_sample_agg(country, 7)) - 'bytes' AS country, sketch_n(sketch_sample_agg(amount)) AS amount, sketch_n(sketch_sample_agg(nullif(id % 5, 0))) AS nulls FROM sold;
SELECT sum(sketch_n(s)), max((SELECT count(*) FROM sketch_values(s))), sum((SELECT sum(weight) FROM sketch_values(s)))::numeric(9, 3) FROM (SELECT sketch_sample_agg(country, 3) AS s FROM sold GROUP BY id / 10) x;
-- Each row as often as any other, whichever way: of 400 samples of 25 of 100 rows, the number of times that a row is in one has the standard deviation 8.7.
SELECT min(n) > 48 AND max(n) < 152 AS all_alike, count(*) FROM (SELECT value, count(*) AS n FROM (SELECT sketch_sample_agg(id % 100, 25) AS s FROM sold WHERE id < 40000 GROUP BY id / 100) x, sketch_values(s) GROUP BY value) y;
-- Each row of a join is drawn by itself, however often it comes. (PostgreSQL 19 would merge a state as often, where that does not matter.)
CREATE TABLE part AS SELECT id, id % 10 AS g, id::float8 AS x FROM generate_series(1, 1000) id;
CREATE TABLE piece AS SELECT id, id % 10 AS g, id % 3 AS h FROM generate_series(1, 60) id;
ANALYZE part, piece;
SELECT h, count(*), sketch_n(sketch_sample_agg(p.id, 5000)) AS n, (SELECT count(*) FROM sketch_values(sketch_sample_agg(p.id, 5000))) AS held,
  (SELECT count(*) FROM sketch_values(sketch_sample_agg_weighted(p.id, x, 5000))) AS weighted, (SELECT count(*) FROM sketch_values(sketch_sample_agg(p.id, 50))) AS fifty
  FROM piece JOIN part p USING (g) GROUP BY h ORDER BY h;
SELECT h, (SELECT count(*) FROM sketch_values(sketch_sample_agg_keyed(p.id, p.id, 5000))) AS keys, sketch_n(sketch_kll_agg(p.id)) AS kll, sketch_n(sketch_req_agg(p.id)) AS req, sketch_n(sketch_dd_agg(p.id)) AS dd,
  sketch_n(sketch_tdigest_agg(p.id)) AS tdigest, sketch_sum(sketch_tuple_agg(p.id, 1)) AS tuple, approx_count_distinct(p.id) BETWEEN 980 AND 1020 AS "distinct"
  FROM piece JOIN part p USING (g) GROUP BY h ORDER BY h;
DROP TABLE part, piece;
DROP TABLE sold CASCADE;
DROP FUNCTION holds;
