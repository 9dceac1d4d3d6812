-- Top-k sketches: exact while they are small, bounds beyond, items of every type.
SET extra_float_digits = 1;
CREATE TABLE words AS
  SELECT w, 'word ' || w AS word FROM generate_series(1, 40) w, generate_series(1, 100 / w);

-- Exact up to the capacity: the same as GROUP BY.
SELECT * FROM sketch_top((SELECT sketch_topk_agg(word) FROM words), 5);
SELECT * FROM sketch_top((SELECT sketch_topk_agg(w) FROM words), 5, NULL::integer);
SELECT count(*) AS differences
FROM (SELECT word, count(*) AS n FROM words GROUP BY word) exact
FULL JOIN sketch_top((SELECT sketch_topk_agg(word) FROM words), 1000) top ON top.item = exact.word
WHERE (top.estimate, top.lower, top.upper) IS DISTINCT FROM (exact.n, exact.n, exact.n);
SELECT (SELECT sketch_topk_agg(word ORDER BY word) FROM words) =
       (SELECT sketch_topk_agg(word ORDER BY md5(word)) FROM words) AS same_bytes;
SELECT sketch_info(sketch_topk_agg(word)) FROM words;
SELECT approx_top_k(word, 3), approx_mode(word), approx_mode(w) FROM words;
SELECT approx_top_k(word, 3), approx_mode(word), sketch_topk_agg(word) FROM words WHERE false;
SELECT error_of('SELECT approx_top_k(word, NULL) FROM words') AS no_k;
SELECT approx_mode(NULL::text), sketch_topk_agg(NULL::integer) FROM words;

-- Without a k: ten. Sums of weights of any type of number; rows without a value or a weight, or of weight 0, are left out.
SELECT approx_top_k(x) = approx_top_k(x, 10) AS alike, jsonb_array_length(approx_top_k(x)) AS items, (SELECT count(*) FROM sketch_top(sketch_topk_agg(x))) AS rows
FROM (SELECT (sqrt(i))::int AS x FROM generate_series(1, 2000) i) v;
CREATE TABLE sums AS SELECT i % 7 AS k, chr(97 + i % 7) AS t, CASE WHEN i % 5 <> 0 THEN i % 11 END AS w FROM generate_series(1, 700) i;
SELECT approx_top_sum(t, w, 3), approx_top_sum(k, w::bigint, 2), approx_top_sum(t::"char", w::numeric, 1), approx_top_sum(ARRAY[k], w::float8, 1), approx_top_sum(k, w::real, 1) FROM sums;
SELECT jsonb_agg(to_jsonb(x)) FROM (SELECT t AS item, sum(w) FROM sums GROUP BY t ORDER BY 2 DESC LIMIT 3) x;
SELECT approx_top_sum(t, 0, 3), approx_top_sum(NULL::text, 1, 3), approx_top_sum(t, NULL::bigint, 3) FROM sums;
SELECT k % 2 AS odd, approx_top_sum(t, w, 1), approx_top_k(t) IS NOT NULL AS top FROM sums GROUP BY 1 ORDER BY 1;
EXPLAIN (COSTS OFF) SELECT approx_top_sum(t, w, 1), approx_top_k(t), approx_top_k(k), count(*) FROM sums;
SELECT approx_top_sum(t, 0.5, 3) FROM sums;
SELECT approx_top_sum(t, -1, 3) FROM sums;
SELECT approx_top_sum(t, 1, 0) FROM sums;

-- Few counters: the bounds hold, and the heavy items are found.
SELECT count(*) AS wrong
FROM (SELECT sketch_topk_agg(word, 10) AS s FROM words) x,
     (SELECT word, count(*) AS n FROM words GROUP BY word) exact,
     sketch_frequency_bounds(s, word) f
WHERE n NOT BETWEEN f.lower AND f.upper;
SELECT item FROM sketch_top((SELECT sketch_topk_agg(word, 10) FROM words), 2);
SELECT (sketch_info(s)->>'error')::int <= (sketch_info(s)->>'total')::int / 11 AS within
FROM (SELECT sketch_topk_agg(word, 10) AS s FROM words) x;

-- Weights: a row of weight n is n rows; 0 and NULL are none.
SELECT (SELECT sketch_topk_agg(word, 256, n) FROM (SELECT word, count(*) AS n FROM words GROUP BY word) x) =
       (SELECT sketch_topk_agg(word) FROM words) AS same_bytes;
SELECT sketch_topk_agg(word, 256, 0) IS NULL AS none, sketch_topk_agg(word, 256, NULL) IS NULL AS none_too FROM words;
SELECT * FROM sketch_top((SELECT sketch_topk_agg(w, 8, 9000000000000000) FROM generate_series(1, 2) w), 3);

-- Groups, merging, parts.
CREATE TABLE topk_rollup AS SELECT w % 3 AS g, sketch_topk_agg(word) AS s FROM words GROUP BY 1;
SELECT (SELECT sketch_merge(s) FROM topk_rollup) = (SELECT sketch_topk_agg(word) FROM words) AS same_bytes;
SELECT (SELECT s FROM topk_rollup WHERE g = 0) | (SELECT s FROM topk_rollup WHERE g = 1) =
       (SELECT sketch_topk_agg(word) FROM words WHERE w % 3 < 2) AS same_bytes;
SELECT s | NULL = s AS same, (NULL::sketch_topk | NULL) IS NULL AS nothing FROM topk_rollup WHERE g = 1;
SELECT w, sketch_topk_agg(w) OVER (ORDER BY w ROWS 2 PRECEDING) = sketch_topk_agg(w) OVER (ORDER BY w ROWS 2 PRECEDING) AS same
FROM generate_series(1, 3) w;

-- In batches: the same bytes as without, exact or pruned; by groups, with a filter, merged, over little memory.
CREATE TABLE topk_rows AS
  SELECT i % 7 AS g, (i * i) % 1009 AS n, CASE WHEN i % 11 > 0 THEN 'item ' || (i * i) % 1009 END AS t,
         date '2026-01-01' + (i * i) % 1009 AS d, ((i * i) % 1009) / 8.0::float8 AS f
  FROM generate_series(1, 30000) i;
SELECT plan_shows('SELECT g, sketch_topk_agg(n), sketch_topk_agg(t) FROM topk_rows GROUP BY g', 'SketchAggregate') AS batched;
CREATE TABLE topk_batch AS
  SELECT g, sketch_topk_agg(n) AS n, sketch_topk_agg(n::bigint, 2000) AS n8, sketch_topk_agg(t) AS t, sketch_topk_agg(t::bytea, 10) AS b,
         sketch_topk_agg(d) AS d, sketch_topk_agg(f) FILTER (WHERE n > 100) AS f
  FROM topk_rows GROUP BY g;
SET sketch.batch_executor = off;
CREATE TABLE topk_row AS
  SELECT g, sketch_topk_agg(n) AS n, sketch_topk_agg(n::bigint, 2000) AS n8, sketch_topk_agg(t) AS t, sketch_topk_agg(t::bytea, 10) AS b,
         sketch_topk_agg(d) AS d, sketch_topk_agg(f) FILTER (WHERE n > 100) AS f
  FROM topk_rows GROUP BY g;
RESET sketch.batch_executor;
SELECT count(*) AS groups, bool_and(a.n = b.n) AS n, bool_and(a.n8 = b.n8) AS n8, bool_and(a.t = b.t) AS t,
       bool_and(a.b = b.b) AS b, bool_and(a.d = b.d) AS d, bool_and(a.f = b.f) AS f
FROM topk_batch a JOIN topk_row b USING (g);
-- Items of every type, weights, and what is asked in one step.
CREATE FUNCTION topk_ways() RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(concat_ws('|', g, a, b, c, d, e, f, h, i, j, k, l, m), E'\n' ORDER BY g) FROM (
    SELECT g, sketch_topk_agg(n, 30, n) AS a, sketch_topk_agg(t, 256, CASE WHEN n % 5 > 0 THEN n % 5 END::bigint) AS b,
           sketch_topk_agg(n::numeric / 4, 20) AS c, sketch_topk_agg(md5(n::text)::uuid, 20) AS d,
           sketch_topk_agg(('10.0.' || n % 256 || '.1')::inet, 20) AS e, sketch_topk_agg(to_jsonb(n % 99), 20) AS f,
           sketch_topk_agg(n % 50 * interval '1 day', 20) AS h, sketch_topk_agg((n % 90 + 33)::"char", 20) AS i,
           approx_top_k(n, 40) AS j, approx_top_k(t, 3) FILTER (WHERE n < 900) AS k, approx_mode(d) AS l, approx_mode(t) AS m
    FROM topk_rows GROUP BY g) x $$;
SELECT plan_shows('SELECT g, approx_mode(n), approx_top_k(t, 3), sketch_topk_agg(n::numeric, 5, n) FROM topk_rows GROUP BY g', 'SketchAggregate') AS batched;
SET enable_sort = off;  -- a sort leaves the order of a group's rows to chance; from 16 on so does one for string_agg
DO $$ BEGIN PERFORM set_config(name, 'off', false) FROM pg_settings WHERE name = 'enable_presorted_aggregate'; END $$;
CREATE TABLE topk_way AS SELECT topk_ways() AS batch;
SET sketch.batch_executor = off;
SELECT batch = topk_ways() AS same FROM topk_way;
RESET sketch.batch_executor;
SELECT sketch_topk_agg(n, 30, 500 - n) FROM topk_rows;
SELECT approx_mode(n), approx_mode(t), approx_top_k(t, 2), sketch_topk_agg(n, 5, n) FROM topk_rows WHERE n < 0;
SELECT (SELECT sketch_merge(n8) FROM topk_batch) = (SELECT sketch_topk_agg(n::bigint, 2000) FROM topk_rows) AS merged;
SET work_mem = '64kB';
SELECT count(*) AS wrong FROM (SELECT n, sketch_topk_agg(t) AS s, count(t) AS c FROM topk_rows GROUP BY n) x
WHERE c > 0 AND sketch_frequency(s, 'item ' || n) <> c OR c = 0 AND s IS NOT NULL;
RESET work_mem;

-- Text and binary.
SELECT s::text::sketch_topk = s AS text, s::bytea::sketch_topk = s AS binary FROM topk_rollup WHERE g = 2;

-- Every type of value; equal values are one item, and items come back in their type.
SELECT approx_mode(v::boolean), approx_mode(v::smallint), approx_mode(v::bigint), approx_mode(v::real),
       approx_mode(v::double precision), approx_mode(v::numeric), approx_mode(v::text), approx_mode(v::text::bytea)
FROM (SELECT 1 AS v FROM generate_series(1, 2) UNION ALL SELECT 0) x;
SELECT approx_mode(d), approx_mode(d::timestamp), approx_mode(d::timestamp::time), approx_mode(d::timestamptz AT TIME ZONE 'UTC'),
       approx_mode('1 day'::interval), approx_mode(md5(d::text)::uuid), approx_mode('10.0.0.1'::inet),
       approx_mode('{"a": 1}'::jsonb), approx_mode('c'::"char"), approx_mode(17::oid)
FROM (SELECT date '2026-01-01' AS d FROM generate_series(1, 2) UNION ALL SELECT date 'infinity') x;
SELECT approx_mode(v::varchar), approx_mode(v::char(5)), approx_mode(v::name), approx_mode(v::cidr)
FROM (VALUES ('10.0.0.0/8'), ('10.0.0.0/8'), ('11.0.0.0/8')) x(v);
SELECT count(*) AS items, sum(estimate) FROM sketch_top((SELECT sketch_topk_agg(v::numeric) FROM (VALUES ('1'), ('1.0'), ('1.00'), ('1e0')) x(v)), 9);
SELECT * FROM sketch_top((SELECT sketch_topk_agg(v::float8) FROM (VALUES ('0'), ('-0'), ('nan'), ('inf'), ('nan')) x(v)), 9, NULL::float8);
SELECT * FROM sketch_top((SELECT sketch_topk_agg(v::interval) FROM (VALUES ('1 month'), ('30 days'), ('720 hours'), ('-1 month'), ('29 days')) x(v)), 9);
SELECT * FROM sketch_top((SELECT sketch_topk_agg(v) FROM (VALUES (-1::bigint), (9223372036854775807), (-9223372036854775808), (-1)) x(v)), 9);
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN word_domain AS text;
SELECT approx_mode('ok'::mood), approx_mode(ARRAY[1, 2]), approx_mode('d'::word_domain), approx_mode(ROW(1, 'x')::words);
SELECT sketch_info(sketch_topk_agg('ok'::mood))->>'type' AS type, sketch_info(sketch_topk_agg('d'::word_domain))->>'type' AS domain;
SELECT * FROM sketch_top((SELECT sketch_topk_agg('ok'::mood)), 1, NULL::mood);
-- Items that are kept as text are the same values to everybody, however one likes to see dates, numbers and bytes.
CREATE FUNCTION kept() RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', sketch_topk_agg(daterange('2026-02-01', '2026-04-03')), sketch_topk_agg(tstzrange('2026-01-02 00:00+00', '2026-02-03 00:00+00')),
    sketch_topk_agg(ARRAY[0.1::float8 + 0.2]), sketch_topk_agg(ARRAY['\x0102'::bytea]), sketch_topk_agg(ARRAY['-1 day 2 hours'::interval]))
$$;
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Tokyo';
SET extra_float_digits = 0;
SET bytea_output = 'escape';
SET intervalstyle = 'iso_8601';
CREATE TABLE here AS SELECT kept(), sketch_topk_agg(daterange('2026-02-01', '2026-04-03')) AS dates;
SELECT daterange('2026-02-01', '2026-04-03'), approx_mode(daterange('2026-02-01', '2026-04-03'));
SELECT now()::text !~ '2[0-9]{3}-' AS as_it_was;
RESET datestyle;
RESET timezone;
RESET bytea_output;
RESET intervalstyle;
SET extra_float_digits = 1;
SELECT kept = kept() AS same_bytes FROM here;
SELECT f.* FROM here, sketch_top(dates, 1) f;
SELECT item = daterange('2026-02-01', '2026-04-03') AS same_value FROM here, sketch_top(dates, 1, NULL::daterange);
DROP TABLE here;
DROP FUNCTION kept;

-- Long items are kept whole.
SELECT length(item), estimate FROM sketch_top((SELECT sketch_topk_agg(repeat('x', 60000) || i % 2) FROM generate_series(1, 3) i), 1);
SELECT length(sketch_topk_agg(repeat('y', 1000) || i)::bytea) < 300000 AS bounded FROM generate_series(1, 20000) i;

-- Asking.
SELECT f.* FROM topk_rollup, sketch_frequency_bounds(s, 'word 1') f ORDER BY g;
SELECT sketch_frequency(sketch_topk_agg(w::bigint), 7), sketch_frequency(sketch_topk_agg(w), '7') FROM words;
SELECT item, lower FROM sketch_frequent((SELECT sketch_topk_agg(word) FROM words), 0.1);
SELECT item, lower FROM sketch_frequent((SELECT sketch_topk_agg(word, 10) FROM words), 0.1, no_false_negatives => false);
SELECT * FROM sketch_top(sketch_topk_empty(), 3), sketch_frequency_bounds(sketch_topk_empty(12), 1);
SELECT * FROM sketch_top(NULL, 3);
SELECT s FROM sketch_add(NULL::sketch_topk, 'a') s, sketch_top(s, 1);
SELECT item, estimate FROM sketch_top(sketch_add(sketch_add(sketch_add(NULL::sketch_topk, 5::bigint), 6), '5'), 9);

-- Wrong things.
SELECT sketch_topk_agg(word, 0) FROM words;
SELECT sketch_topk_agg(word, 65537) FROM words;
SELECT sketch_topk_agg(word, NULL) FROM words;
SELECT sketch_topk_agg(word, 10, -1) FROM words;
SELECT sketch_topk_agg(w, 10, 9223372036854775807) FROM words;
SELECT approx_top_k(word, 0) FROM words;
SELECT approx_top_k(word, 8193) FROM words;
SELECT sketch_topk_agg(w) | sketch_topk_agg(word) FROM words;
SELECT sketch_topk_agg(w) | sketch_topk_agg(w::bigint) FROM words;
SELECT * FROM sketch_top((SELECT sketch_topk_agg(w) FROM words), -1);
SELECT * FROM sketch_top((SELECT sketch_topk_agg(w) FROM words), 1, NULL::text);
SELECT sketch_frequency(sketch_topk_agg(w), 'seven') FROM words;
SELECT sketch_frequency(sketch_topk_agg(word), 7) FROM words;
SELECT * FROM sketch_frequent((SELECT sketch_topk_agg(word) FROM words), 1.5);
SELECT * FROM sketch_frequent((SELECT sketch_topk_agg(word, 5) FROM words), 0.001);
SELECT sketch_topk_agg(repeat('x', 65537));
SELECT approx_mode(ROW(1, 'x'));
SELECT 'AQcAAA=='::sketch_topk;
SELECT '\x01070001800201ffffff7f0100010000000001'::bytea::sketch_topk;
DROP TABLE words, topk_rollup, topk_rows, topk_batch, topk_row, topk_way CASCADE;
DROP FUNCTION topk_ways;
DROP TYPE mood;
DROP DOMAIN word_domain;
