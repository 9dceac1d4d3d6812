-- SPDX-License-Identifier: PostgreSQL
-- The batch executor: what it takes over gives exactly what PostgreSQL's own nodes give, to the last digit of every
-- number and the last byte of every sketch; what it can't take over it leaves alone.

SELECT approx_count_distinct(1);  -- the library plans only once it is loaded

-- Whether a query is run in batches, its number of rows, and how many of them differ from those of PostgreSQL's executor.
CREATE FUNCTION pg_temp.compare(query text, OUT batched boolean, OUT rows bigint, OUT differences bigint) LANGUAGE plpgsql AS $$
DECLARE
  lines text := format('SELECT q::text AS line FROM (%s) q', query);
BEGIN
  batched := plan_shows(lines, 'SketchAggregate');
  EXECUTE 'CREATE TEMP TABLE batch_line AS ' || lines;
  PERFORM set_config('sketch.batch_executor', 'off', true);
  IF plan_shows(lines, 'SketchAggregate') THEN RAISE 'in batches though they are off'; END IF;
  EXECUTE 'CREATE TEMP TABLE core_line AS ' || lines;
  PERFORM set_config('sketch.batch_executor', 'on', true);
  SELECT count(*) INTO rows FROM core_line;
  SELECT count(*) INTO differences
    FROM ((TABLE batch_line EXCEPT ALL TABLE core_line) UNION ALL (TABLE core_line EXCEPT ALL TABLE batch_line)) d;
  DROP TABLE batch_line, core_line;
END
$$;
SET enable_sort = off;  -- hash where it can be hashed
SET max_parallel_workers_per_gather = 0;
SET extra_float_digits = 1;

-- Values of all kinds, with NULLs, long strings and the odd ones of each type.
CREATE TABLE item (
  i int NOT NULL, g int NOT NULL, d date NOT NULL, b bool, c "char", i2 int2, i8 int8, f4 float4, f8 float8, n numeric, t text,
  v varchar(20), p char(5), y bytea, u uuid, ts timestamp, tz timestamptz, tm time, iv interval, ip inet, j jsonb, o oid, a int[]);
INSERT INTO item
  SELECT i, i % 13, date '2026-01-01' + i % 31, i % 3 = 0, chr(65 + i % 20)::"char", i % 1000 - 500, i * 4294967297, i / 7.0, (i - 1500) / 3.0,
         i / 100.0, 'text ' || i % 700, 'v' || i % 50, 'p' || i % 9, convert_to(repeat('y', i % 40), 'SQL_ASCII'), md5((i % 300)::text)::uuid,
         timestamp '2026-01-01' + i % 500 * interval '1 hour', timestamptz '2026-01-01 00:00+00' + i % 400 * interval '1 second',
         time '00:00' + i % 300 * interval '1 minute', i % 60 * interval '1 day', ('10.0.' || i % 256 || '.1')::inet,
         jsonb_build_object('k', i % 77), i % 90, ARRAY[i % 5, i % 7]
  FROM generate_series(1, 3000) i;
INSERT INTO item (i, g, d) SELECT i, i % 13, date '2026-01-01' FROM generate_series(3001, 3040) i;
INSERT INTO item (i, g, d, f4, f8, n, ts, tz, t, y)
  VALUES (3041, 0, '-infinity', 'NaN', 'NaN', 'NaN', 'infinity', '-infinity', repeat('long ', 5000), decode(repeat('00ff', 9000), 'hex')),
         (3042, 1, 'infinity', '-0', '-0', '-0.0', '-infinity', 'infinity', '', ''), (3043, 2, '2026-01-01', '0', '0', '0.000', NULL, NULL, ' ', '\x00'),
         (3044, 3, '2026-01-01', '-NaN', 'Infinity', 'Infinity', NULL, NULL, NULL, NULL), (3045, 3, '2026-01-01', 'Infinity', '-Infinity', NULL, NULL, NULL, NULL, NULL);
UPDATE item SET t = 'updated' WHERE i % 50 = 1;
DELETE FROM item WHERE i % 50 = 2;
ANALYZE item;

-- --- Every type as a value, whole and grouped

SELECT bool_and(batched) AS batched, sum(rows) AS rows, sum(differences) AS differences, string_agg(attname, ',') FILTER (WHERE differences <> 0) AS wrong
  FROM pg_attribute, format('SELECT sketch_hll_agg(%1$I) AS s, sketch_hll_agg(%1$I, 6) AS low, approx_count_distinct(%1$I) AS n FROM item', attname) query,
       pg_temp.compare(query)
  WHERE attrelid = 'item'::regclass AND attnum > 0 AND attname <> 'a';
SELECT bool_and(batched) AS batched, sum(rows) AS rows, sum(differences) AS differences, string_agg(attname, ',') FILTER (WHERE differences <> 0) AS wrong
  FROM pg_attribute, format('SELECT g, sketch_hll_agg(%1$I) AS s, approx_count_distinct(%1$I, 12) AS n FROM item GROUP BY g', attname) query,
       pg_temp.compare(query)
  WHERE attrelid = 'item'::regclass AND attnum > 0 AND attname <> 'a';
-- Values of any type.
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(a), approx_count_distinct((i, t)) FROM item');

-- --- Every type as a key

SELECT attname, c.*
  FROM pg_attribute, pg_temp.compare(format('SELECT %1$I, sketch_hll_agg(i) AS s, count(*) AS n FROM item GROUP BY %1$I', attname)) c
  WHERE attrelid = 'item'::regclass AND attnum > 0 ORDER BY attnum;
SELECT * FROM pg_temp.compare('SELECT t, g, f8, u, b, approx_count_distinct(i) FROM item GROUP BY t, g, f8, u, b');
SELECT * FROM pg_temp.compare('SELECT i % 7 AS k, lower(t) AS l, approx_count_distinct(t) FROM item GROUP BY 1, 2');
SELECT * FROM pg_temp.compare('SELECT t COLLATE "C" AS k, approx_count_distinct(i) FROM item GROUP BY 1');
-- Strings that a collation calls equal are one key. (Without ICU there is no such collation.)
DO $$
BEGIN
  CREATE COLLATION blind_to_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
EXCEPTION WHEN OTHERS THEN
  NULL;
END
$$;
SELECT coalesce((SELECT NOT batched OR differences <> 0 FROM pg_collation, pg_temp.compare(
  'SELECT k, approx_count_distinct(i) FROM (SELECT CASE i % 3 WHEN 0 THEN t ELSE upper(t) END COLLATE blind_to_case AS k, i FROM item) x GROUP BY 1')
  WHERE collname = 'blind_to_case'), false) AS wrong;

-- --- Beside other aggregates

SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), count(*), count(t), count(f8), sum(i2), sum(i), sum(i8), avg(i2), avg(i), avg(i8),
  min(i2), max(i2), min(i), max(i), min(i8), max(i8), min(d), max(d), min(ts), max(ts), min(tz), max(tz) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(t), count(*), count(t), sum(i2), sum(i), sum(i8), avg(i2), avg(i), avg(i8),
  min(i8), max(i8), min(d), max(d), min(ts), max(tz) FROM item');
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), sum(f8), avg(f8), min(f8), max(f8) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT i % 1000, approx_count_distinct(t), sum(f8), avg(f8), min(f8), max(f8), sum(i8), avg(i8) FROM item GROUP BY 1');
SET cpu_operator_cost = 1;  -- of few rows, too, steps in batches are worth it
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(k), sum(k), avg(k), min(k), max(k)
  FROM (VALUES (9223372036854775807), (9223372036854775807), (-5), (9223372036854775807), (NULL)) v(k)');
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(k), sum(k), avg(k) FROM (VALUES (-9223372036854775808), (-9223372036854775808), (-1)) v(k)');
SELECT error_of('SELECT approx_count_distinct(k), sum(k) FROM (VALUES (1e308::float8), (1e308)) v(k)') LIKE '22003%' AS sum_overflows,
       error_of('SELECT approx_count_distinct(k), avg(k) FROM (VALUES (1e308::float8), (1e308)) v(k)') LIKE '22003%' AS avg_overflows;
RESET cpu_operator_cost;
-- Weights beside values, few and many, with NULLs, zeros, and of each type; and errors.
SELECT bool_and(batched) AS batched, count(*), sum(rows) AS rows, sum(differences) AS differences, string_agg(query, E'\n') FILTER (WHERE differences <> 0) AS wrong
  FROM unnest('{i,i8,f8,n,d,tz,iv}'::text[]) value, unnest('{"(i % 7)::bigint","i2::bigint * i2 * 3","(i % 90 * 100)::numeric",(i % 40)::float8,"nullif(i % 3 * 1000000000::bigint, 0)"}'::text[]) weight,
       unnest('{"sketch_kll_agg_weighted(%1$s, %2$s), sketch_kll_agg_weighted(%1$s, %2$s, 20)","sketch_req_agg_weighted(%1$s, %2$s), sketch_req_agg_weighted(%1$s, %2$s, 8) FILTER (WHERE i % 3 = 0)",
         "sketch_dd_agg_weighted(%1$s, %2$s), sketch_dd_agg_weighted(%1$s, %2$s, 0.05)","sketch_tdigest_agg_weighted(%1$s, %2$s), sketch_tdigest_agg_weighted(%1$s, %2$s, 50)",
         "approx_percentile_weighted(%1$s, %2$s, 0.9), approx_percentile_weighted(%1$s, %2$s, ARRAY[0.1, 0.5])"}'::text[]) form,
       format(replace(form, '% 3', '%% 3'), value, weight) asked, unnest(ARRAY['SELECT g, ' || asked || ' FROM item GROUP BY g', 'SELECT ' || asked || ' FROM item']) query, pg_temp.compare(query)
  WHERE form !~ 'dd|tdigest' OR value !~ '^(d|tz|iv)$';
SELECT e, error_of(format('SELECT g, %s FROM item GROUP BY g', e)), plan_shows(format('SELECT g, %s FROM item GROUP BY g', e), 'SketchAggregate') AS batched
  FROM unnest('{"sketch_kll_agg_weighted(i, i2::bigint)","approx_percentile_weighted(i, 0.5::float8, 0.9)","sketch_dd_agg_weighted(i, 9223372036854775807)","sketch_kll_agg_weighted(i, 1::bigint, 5)"}'::text[]) e;
-- For tests all aggregates are taken that can be.
SELECT batched FROM pg_temp.compare('SELECT g, count(*), max(t) FROM item GROUP BY g');
SET sketch.batch_every_aggregate = on;
SELECT * FROM pg_temp.compare('SELECT g, count(*), max(t) FROM item GROUP BY g');
RESET sketch.batch_every_aggregate;
-- Two that share a transition, one with another filter, and the same one twice.
SELECT * FROM pg_temp.compare('SELECT g, sketch_hll_agg(t), approx_count_distinct(t), sketch_hll_agg(t) FILTER (WHERE i % 2 = 0),
  (# sketch_hll_agg(t)) + approx_count_distinct(t), sum(i), avg(i), sketch_hll_agg(t, 10), approx_count_distinct(t) FROM item GROUP BY g');
-- One that is shared by an aggregate that has a kind of its own and one that is called, whichever comes first.
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), avg(f8), stddev(f8), var_pop(f8), avg(f8) + 1 FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(t), stddev(i::float8), avg(i::float8) FROM item');
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t) FILTER (WHERE b), count(*) FILTER (WHERE f8 > 0), sum(i) FILTER (WHERE false),
  max(i8) FILTER (WHERE NOT b) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT g + 1, g * count(*), round(sum(f8) / nullif(approx_count_distinct(i), 0)) FROM item WHERE i % 3 <> 0
  GROUP BY g HAVING approx_count_distinct(t) > 100 AND g <> 5 AND max(i) IS NOT NULL');
-- Arguments are evaluated where the filter lets a row pass, and nowhere else; and the filter once.
SELECT * FROM pg_temp.compare('SELECT g, sketch_topk_agg(t, 16, (1000 / (i - 50))::bigint) FILTER (WHERE i > 50) FROM item GROUP BY g');
CREATE SEQUENCE filtered;
SELECT * FROM pg_temp.compare('SELECT sketch_topk_agg(g, 16, 1::bigint) FILTER (WHERE nextval(''filtered'') % 2 >= 0), max(i) FROM item');
SELECT nextval('filtered') - 1 = 2 * count(*) FROM item;
DROP SEQUENCE filtered;
-- Aggregates without a kind of their own: of two arguments, none, with states of any form, with a filter or an initial value.
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), sum(n), avg(n), min(t), max(t), max(n), stddev(f4), bool_or(b), bit_and(i), string_agg(v, '','') FILTER (WHERE i < 99),
  array_agg(i2) FILTER (WHERE i < 90), array_agg(v) FILTER (WHERE i < 90), corr(i, f4), regr_count(i2, f4), sum(iv), max(ip), max(a), json_object_agg(i, v) FILTER (WHERE i < 60), count(*) FILTER (WHERE b) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT approx_count_distinct(t), sum(n), max(t), stddev(f4), array_agg(t ) FILTER (WHERE false), string_agg(v, p), every(b) FROM item');
CREATE FUNCTION in_context(int, int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 * 3 + $2 % 7';
CREATE FUNCTION count_rows(bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
CREATE AGGREGATE folded(int) (SFUNC = in_context, STYPE = int);
CREATE AGGREGATE counted(*) (SFUNC = count_rows, STYPE = bigint, INITCOND = 5);
CREATE AGGREGATE appended(anycompatiblearray) (SFUNC = array_cat, STYPE = anycompatiblearray, INITCOND = '{}');
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), folded(i) FILTER (WHERE i < 5), counted(*), counted(*) FILTER (WHERE b), appended(a) FROM item WHERE i < 400 GROUP BY g');
DROP AGGREGATE folded(int), counted(*), appended(anycompatiblearray);
DROP FUNCTION in_context(int, int), count_rows(bigint);

-- --- Aggregates that see rows in an order, or each value once

CREATE FUNCTION appended(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1 || coalesce($2, '-') $$;
CREATE FUNCTION remembered(text, text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT $1 || $2 $$;
CREATE AGGREGATE appended(text) (SFUNC = appended, STYPE = text, INITCOND = '>');
CREATE AGGREGATE remembered(text) (SFUNC = remembered, STYPE = text);
CREATE FUNCTION last_of(text[], float8, text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT cardinality($1) || ' ' || coalesce($2::text, '?') || coalesce($3, '!') $$;
CREATE AGGREGATE last_of(float8 ORDER BY text) (SFUNC = array_append, STYPE = text[], FINALFUNC = last_of, FINALFUNC_EXTRA);
CREATE FUNCTION pg_temp.compare_ordered(aggregates text, where_ text DEFAULT '', OUT queries bigint, OUT batched bigint, OUT rows bigint, OUT wrong text) LANGUAGE sql AS $$
  SELECT count(*), count(*) FILTER (WHERE c.batched), sum(c.rows), string_agg(query, E'\n') FILTER (WHERE c.differences <> 0)
  FROM format('SELECT g, %1$s, approx_count_distinct(t) FROM item %2$s GROUP BY g; SELECT %1$s, count(*), sketch_hll_agg(i) FROM item %2$s;
      SELECT i %% 400 AS k, b, %1$s, approx_count_distinct(i) FROM item %2$s GROUP BY ROLLUP (1, 2) HAVING min(i) %% 3 < 2;
      SELECT d, %1$s, approx_count_distinct(i) FROM item WHERE i + 0 < 0 GROUP BY d; SELECT %1$s, approx_count_distinct(i) FROM item WHERE i + 0 < 0',
    regexp_replace(aggregates, '\s*;\s*', ', ', 'g') || regexp_replace(';' || aggregates, ';\s*([^;]*)', ', \1 FILTER (WHERE i % 3 = 0)', 'g'), where_) all_queries,
    regexp_split_to_table(all_queries, '\s*;\s*') query, pg_temp.compare(query) c
$$;
SELECT * FROM pg_temp.compare_ordered('count(DISTINCT t); count(DISTINCT i2); array_agg(DISTINCT i2); sum(DISTINCT n); avg(DISTINCT i8); count(DISTINCT (i2, b)); max(DISTINCT t); min(DISTINCT i);
  array_agg(DISTINCT i2 ORDER BY i2 DESC NULLS LAST); array_agg(DISTINCT i2 ORDER BY i2 NULLS FIRST); string_agg(DISTINCT v, '',''); string_agg(DISTINCT v, t ORDER BY v DESC, t NULLS FIRST)');
SELECT * FROM pg_temp.compare_ordered('appended(DISTINCT v ORDER BY v DESC); remembered(DISTINCT v); sketch_kll_agg(DISTINCT i2); approx_count_distinct(DISTINCT i2); count(DISTINCT j); count(DISTINCT a); count(DISTINCT f8)');
SELECT coalesce((SELECT batched <> queries OR wrong <> '' FROM pg_collation, pg_temp.compare_ordered('count(DISTINCT CASE i % 3 WHEN 0 THEN t ELSE upper(t) END COLLATE blind_to_case)')
  WHERE collname = 'blind_to_case'), false) AS wrong;
SELECT * FROM pg_temp.compare_ordered('string_agg(v, '','' ORDER BY i); array_agg(t ORDER BY v DESC NULLS FIRST, i); array_agg(i2 ORDER BY b, t DESC, i); array_agg(p ORDER BY i DESC); appended(v ORDER BY ts, i); remembered(v ORDER BY ts, i)', 'WHERE i < 1200');
SELECT * FROM pg_temp.compare_ordered('sum(f8 ORDER BY i2, i); sum(f8 ORDER BY i); avg(f8 ORDER BY i DESC); count(t ORDER BY i); sum(i ORDER BY t); max(i8 ORDER BY t); max(t ORDER BY i); json_object_agg(i, v ORDER BY i DESC); sketch_topk_agg(t, 8 ORDER BY i DESC);
  array_agg(i ORDER BY upper(t), i % 7, i)', 'WHERE i < 1200');
-- Ordered-set aggregates with direct arguments: constants, keys, what depends on them, and none.
SELECT * FROM pg_temp.compare_ordered('mode() WITHIN GROUP (ORDER BY v); mode() WITHIN GROUP (ORDER BY i2 DESC); percentile_cont(0.3) WITHIN GROUP (ORDER BY i2); percentile_cont(0.7) WITHIN GROUP (ORDER BY i2);
  percentile_disc(ARRAY[0, 0.25, 1]) WITHIN GROUP (ORDER BY t NULLS FIRST); percentile_disc(NULL::float8) WITHIN GROUP (ORDER BY t); percentile_cont(0.5) WITHIN GROUP (ORDER BY iv); rank(100) WITHIN GROUP (ORDER BY i2); dense_rank(''v2'', 5) WITHIN GROUP (ORDER BY v, i2 DESC);
  percent_rank(12, ''x'', NULL) WITHIN GROUP (ORDER BY i DESC, t, u); cume_dist(5) WITHIN GROUP (ORDER BY g); last_of(0.5) WITHIN GROUP (ORDER BY v)');
SELECT * FROM pg_temp.compare('SELECT g, percentile_cont(g / 20.0) WITHIN GROUP (ORDER BY i), percentile_disc(ARRAY[g / 20.0, 1]) WITHIN GROUP (ORDER BY i), last_of(g) WITHIN GROUP (ORDER BY v), sketch_hll_agg(i) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT g + 1, rank(g + 1) WITHIN GROUP (ORDER BY i2), rank((g + 1) * 2) WITHIN GROUP (ORDER BY i2), sketch_hll_agg(i) FROM item GROUP BY g + 1');
SELECT * FROM pg_temp.compare('SELECT g, d, percentile_cont(g / 20.0) WITHIN GROUP (ORDER BY i), count(DISTINCT v), sketch_hll_agg(i) FROM item GROUP BY GROUPING SETS ((g), (d), (g, d), ())');
CREATE TABLE scored (g int PRIMARY KEY, fraction float8, label text);
INSERT INTO scored SELECT g, g / 13.0, 'label ' || g FROM generate_series(0, 12) g;
SELECT * FROM pg_temp.compare('SELECT s.g, percentile_cont(s.fraction) WITHIN GROUP (ORDER BY i), rank(s.label, 5) WITHIN GROUP (ORDER BY t, i), max(s.label), sketch_hll_agg(i) FROM item JOIN scored s USING (g) GROUP BY s.g');
SELECT * FROM pg_temp.compare('SELECT s.g, percentile_cont(fraction * (SELECT 0.5)) WITHIN GROUP (ORDER BY i), (SELECT count(DISTINCT t) + count(DISTINCT s.g) FROM item WHERE g = s.g), sketch_hll_agg(i) FROM item JOIN scored s USING (g) GROUP BY s.g');
SELECT * FROM pg_temp.compare('SELECT x.* FROM generate_series(1, 4) k, LATERAL (SELECT g, count(DISTINCT i2 % k), string_agg(v, k::text ORDER BY i), sketch_hll_agg(i) FROM item WHERE i % k = 0 AND i < 500 GROUP BY g) x');
PREPARE nth(float8) AS SELECT g, percentile_disc($1) WITHIN GROUP (ORDER BY i) AS nth, approx_count_distinct(t) FROM item WHERE g < 3 GROUP BY g ORDER BY g;
EXECUTE nth(0.2);
SELECT error_of('EXECUTE nth(1.5)'), error_of('SELECT string_agg(v, '','' ORDER BY 1 / (i - 7)), approx_count_distinct(t) FROM item');
SELECT error_of('SELECT rank(1, 2) WITHIN GROUP (ORDER BY i), approx_count_distinct(t) FROM item') ~ '^42883' AS as_ever;
DEALLOCATE nth;
SELECT plan_shows('SELECT g, count(DISTINCT t) FROM item GROUP BY g', 'SketchAggregate') AS without_a_sketch;
-- Many groups, and rows of groups that are in files.
SET work_mem = '64kB';
SELECT * FROM pg_temp.compare_ordered('count(DISTINCT t); string_agg(t, '','' ORDER BY i DESC); array_agg(DISTINCT i2 ORDER BY i2 DESC); percentile_disc(0.5) WITHIN GROUP (ORDER BY t); sketch_hll_agg(t, 13); mode() WITHIN GROUP (ORDER BY v); sketch_topk_agg(t ORDER BY i); sum(DISTINCT n)');
RESET work_mem;
DROP AGGREGATE appended(text), remembered(text), last_of(float8 ORDER BY text);
DROP FUNCTION appended(text, text), remembered(text, text), last_of(text[], float8, text);
DROP TABLE scored;

-- Ours in forms that have no kind of their own.
SELECT * FROM pg_temp.compare('SELECT g, approx_percentile(f4, 0.9), approx_percentile(n, ARRAY[0.1, 0.5]), approx_median(i), sketch_kll_agg_weighted(i, (i % 5 + 1)::bigint), sketch_tuple_agg(i, coalesce(i2, 1)), sketch_countmin_agg(t, 0.1, 0.9),
  sketch_dd_agg(f4, 0.05), sketch_hll_agg(a), sketch_hll_agg((i, t)), approx_mode(v) FROM item GROUP BY g');
-- Quantiles in one step, in all forms of all types that have them.
SELECT bool_and(batched) AS batched, count(*), sum(rows) AS rows, sum(differences) AS differences, string_agg(query, E'\n') FILTER (WHERE differences <> 0) AS wrong
  FROM unnest('{i2,i,i8,f4,f8,n,d,ts,tz,tm,iv}'::text[]) value, unnest('{0.9,"ARRAY[0, 0.25, 0.5, 1]"}'::text[]) q, unnest('{"",", 0.1",_descending,_interpolated,_interpolated_descending}'::text[]) form,
       format(CASE WHEN form ~ ',' THEN 'approx_percentile(%1$s, %2$s%3$s)' ELSE 'approx_percentile%3$s(%1$s, %2$s)' END, value, q, form) asked,
       format('SELECT g, %1$s, %1$s FILTER (WHERE i %% 5 = 0) FROM item GROUP BY g UNION ALL SELECT NULL, %1$s, %1$s FILTER (WHERE false) FROM item', asked) query, pg_temp.compare(query)
  WHERE form !~ 'inter' OR value !~ '^(d|ts|tz)$';
-- Their states: the fractions, then the sketch.
CREATE AGGREGATE states(int, float8[]) (SFUNC = _sketch_percentile_transition, STYPE = bytea, COMBINEFUNC = _sketch_percentile_combine, PARALLEL = safe);
SELECT * FROM pg_temp.compare('SELECT g, substring(states(i, ARRAY[0.5, 1]), 1, 24), length(states(i, ARRAY[0.5, 1])), _sketch_percentiles_final_int4(states(i, ARRAY[0.5, 1])) FROM item GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT d, length(states(i, ARRAY[0.5])), length(states(i, ARRAY[0.5]) FILTER (WHERE g = 3)) FROM item GROUP BY d');
DROP AGGREGATE states(int, float8[]);
-- What is wrong is an error where there is a value, and only there; parameters are no different.
SET plan_cache_mode = force_generic_plan;
PREPARE quantiles(float8, float8[], float8) AS SELECT g, approx_percentile(i, $1) AS a, approx_percentile(i, $2, $3) AS b, approx_percentile_interpolated(f8, $2) AS c FROM item WHERE g < 2 GROUP BY g ORDER BY g;
EXECUTE quantiles(0.5, '{0.1,0.9}', 0.01);
EXECUTE quantiles(0.75, '{{0.1,0.9},{0,1}}', 0.1);
SELECT q, accuracy, error_of(format('EXECUTE quantiles(0.5, %L, %L)', q, accuracy)) FROM (VALUES ('{0.1}', '5'), ('{0.1}', NULL), ('{}', '0.1'), ('{0.1,NULL}', '0.1'), ('{0.1,-0.1}', '0.1'), (NULL, '0.1')) v(q, accuracy);
SELECT fraction, error_of('EXECUTE quantiles(' || fraction || ', ''{0.1}'', 0.01)') FROM unnest('{1.5,"NULL",''NaN''}'::text[]) fraction;
DEALLOCATE quantiles;
CREATE FUNCTION quantile_of(q float8, most int) RETURNS float8 LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT approx_percentile(i, q) FROM item WHERE i < most); END $$;
SELECT quantile_of(0.5, 11), quantile_of(1, 11), error_of('SELECT quantile_of(2, 11)'), quantile_of(2, 0) IS NULL AS none;
DROP FUNCTION quantile_of(float8, int);
RESET plan_cache_mode;
SELECT query, c.* FROM (VALUES ('SELECT approx_percentile(i, 1.5) FROM item WHERE i < 0'), ('SELECT approx_percentile(f4, NULL::float8) FROM item WHERE f4 IS NULL'), ('SELECT approx_percentile(i, (i * 0 + 1) / 2.0) FROM item'),
  ('SELECT g, approx_percentile(i, g / 100.0) FROM item GROUP BY g')) q(query), pg_temp.compare(query) c;
SELECT error_of('SELECT approx_percentile(i, 1.5) FROM item'), error_of('SELECT approx_percentile(i, i / 1000.0) FROM item WHERE i < 5'), error_of('SELECT approx_percentile(i, 0.5, 5) FROM item');
-- Parameters behind the value: numbers, words and hash domains, of all types of values that have them.
SET work_mem = '256kB';
SELECT call, bool_and(batched) AS batched, count(*) AS types, sum(rows) AS rows, sum(differences) AS differences, string_agg(query, E'\n') FILTER (WHERE differences <> 0) AS wrong
  FROM unnest('{hll(10 datasketches),hll(12 postgresql-hll),hll(14 redis),hll(8 sketch),theta(6 datasketches),theta(5 sketch),"bloom(300)",bloom(300 0.2),bloom(40 0.1 parquet),bloom(40 0.1 sketch),countmin(0.1 0.9),countmin(50 3),
               topk(8),req(8 low),req(5 high),dd(0.05),tdigest(30)}'::text[]) call, unnest('{i,i2,i8,f4,f8,n,t,v,p,c,b,y,u,d,ts,tz,tm,iv,ip,j,o,a}'::text[]) value,
       format('sketch_%s_agg(%s, %s)', split_part(call, '(', 1), value, regexp_replace(regexp_replace(rtrim(split_part(call, '(', 2), ')'), ' ', ', ', 'g'), '([a-z]+[-a-z]*)', '''\1''')) asked,
       format('SELECT i %% 200, %1$s, %1$s FILTER (WHERE i %% 5 = 0) FROM item GROUP BY 1 UNION ALL SELECT NULL, %1$s, %1$s FILTER (WHERE false) FROM item', asked) query, pg_temp.compare(query)
  WHERE error_of(query) = 'none' GROUP BY call ORDER BY call COLLATE "C";
RESET work_mem;
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t, 0.05::float8), approx_count_distinct(i, 0.3::float8) FROM item GROUP BY g');
-- Those of a query, of which some are none.
SET plan_cache_mode = force_generic_plan;
PREPARE asked(bigint, float8, text, int) AS SELECT sketch_info(sketch_bloom_agg(t, $1, $2, $3))->>'domain' AS domain, round(sketch_cardinality(sketch_bloom_agg(t, $1))) AS n, sketch_info(sketch_req_agg(f8, $4, 'low'))->>'k' AS k,
  sketch_info(sketch_hll_agg(t, $4, 'datasketches'))->>'precision' AS precision FROM item WHERE i < 500;
EXECUTE asked(5000, 0.1, 'parquet', 12);
EXECUTE asked(5000, 0.1, 'sketch', 8);
SELECT given, error_of('EXECUTE asked(' || given || ')') FROM unnest('{"0, 0.1, ''parquet'', 12","NULL, 0.1, ''parquet'', 12","100, 1, ''parquet'', 12","100, 0.1, ''datasketches'', 12","100, 0.1, NULL, 12","100, 0.1, ''parquet'', 3"}'::text[]) given;
DEALLOCATE asked;
RESET plan_cache_mode;
SELECT call, error_of('SELECT ' || call || ' FROM item') AS some, error_of('SELECT ' || call || ' FROM item WHERE false') AS none
  FROM unnest('{"sketch_hll_agg(n, 12, ''datasketches'')","sketch_theta_agg(i, 12, ''parquet'')","sketch_hll_agg(i, 3, ''postgresql-hll'')","approx_count_distinct(i, 0.9::float8)","sketch_req_agg(i, 8, ''middle'')","sketch_countmin_agg(i, 0, 5)"}'::text[]) call;
-- Columns that depend on the key.
CREATE TABLE keyed AS SELECT * FROM item;
ALTER TABLE keyed ADD PRIMARY KEY (i);
SELECT * FROM pg_temp.compare('SELECT i, t, n, b, length(v) + g, a, approx_count_distinct(d) FROM keyed GROUP BY i HAVING g > 3');
-- From 19 on the core may aggregate before it joins, which is not for batches.
DO $$ BEGIN PERFORM set_config(name, 'off', false) FROM pg_settings WHERE name = 'enable_eager_aggregate'; END $$;
SELECT * FROM pg_temp.compare('SELECT k.t, k.i, k.tz, approx_count_distinct(m.t), sum(m.n) FROM keyed k JOIN item m ON m.g = k.g AND m.i < 300 WHERE k.i < 200 GROUP BY k.i');
DROP TABLE keyed;
-- Long keys are kept as they are stored.
SELECT * FROM pg_temp.compare('SELECT k, approx_count_distinct(i) FROM (SELECT i, repeat(''long '' || i % 50, 2000) AS k FROM item OFFSET 0) x GROUP BY k');
CREATE TABLE longer AS SELECT i, repeat((i % 40)::text || ' long ', 3000) AS k, i % 3 AS g FROM item;
SELECT * FROM pg_temp.compare('SELECT k, g, approx_count_distinct(i) FROM longer GROUP BY k, g');
DROP TABLE longer;
-- What is not known, or not so: left alone.
SELECT query, c.* FROM (VALUES
  ('SELECT g, approx_count_distinct(t), sum(n) FROM item GROUP BY g'), ('SELECT g, approx_count_distinct(t), min(t) FROM item GROUP BY g'),
  ('SELECT g, approx_count_distinct(DISTINCT t) FROM item GROUP BY g'), ('SELECT g, sketch_hll_agg(t ORDER BY i) FROM item GROUP BY g'),
  ('SELECT g, d, approx_count_distinct(t) FROM item GROUP BY CUBE (g, d)'), ('SELECT sketch_hll_agg(i, 4 + i % 3) FROM item'),
  ('SELECT approx_count_distinct(i) OVER (ORDER BY i) FROM item WHERE i < 300'), ('SELECT g, count(*) FROM item GROUP BY g')) q(query), pg_temp.compare(query) c;
-- Keys of grouping sets, by which the groups are ordered, and which aggregates are computed of.
SELECT * FROM pg_temp.compare('SELECT g, d, lower(v) AS l, GROUPING(g, d) AS s, approx_count_distinct(g), approx_count_distinct(lower(v) || d), max(g + i) FILTER (WHERE g > 3)
  FROM item GROUP BY g, CUBE (d, lower(v)) ORDER BY g, d DESC, lower(v), s');
SELECT * FROM pg_temp.compare('SELECT g, d, GROUPING(d), sketch_hll_agg(g), sketch_hll_agg(d) FROM item GROUP BY ROLLUP (g, d) HAVING count(*) > 1 ORDER BY GROUPING(d), g NULLS FIRST, d LIMIT 99');
-- A key that is always the same is none from 16 on; without rows there is no group.
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t) FROM item WHERE g = 99 GROUP BY g');
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t) FROM item WHERE g = 5 GROUP BY g');
-- What a final function gives is changed by nobody who sees it.
CREATE FUNCTION all_of(int[]) RETURNS int[] LANGUAGE plpgsql AS 'BEGIN $1[1] := -1; RETURN $1; END';
CREATE FUNCTION changed(x int[]) RETURNS int[] IMMUTABLE LANGUAGE plpgsql AS 'BEGIN x[1] := x[1] - 1; RETURN x; END';
CREATE AGGREGATE collected(int) (SFUNC = array_append, STYPE = int[], FINALFUNC = all_of);
SELECT * FROM pg_temp.compare('SELECT g, changed(collected(i)), changed(collected(i)), approx_count_distinct(t) FROM item GROUP BY g');

-- --- Where rows come from

CREATE INDEX ON item (i);
CREATE TABLE part (x int, y text) PARTITION BY RANGE (x);
CREATE TABLE part0 PARTITION OF part FOR VALUES FROM (0) TO (1500);
CREATE TABLE part1 (y text, gone int, x int);
INSERT INTO part1 VALUES ('first', 1, 1501);
ALTER TABLE part1 DROP gone;
ALTER TABLE part ATTACH PARTITION part1 FOR VALUES FROM (1500) TO (9999);
INSERT INTO part SELECT i, t FROM item;
SELECT query, c.* FROM (VALUES
  ('SELECT approx_count_distinct(i) FROM generate_series(1, 5000) i'), ('SELECT approx_count_distinct(i) FROM item WHERE false'),
  ('SELECT g, approx_count_distinct(i) FROM item WHERE false GROUP BY g'), ('SELECT approx_count_distinct(a.t) FROM item a JOIN item b ON a.i = b.g'),
  ('SELECT y, approx_count_distinct(x) FROM part GROUP BY y'), ('SELECT approx_count_distinct(t) FROM item WHERE i BETWEEN 100 AND 200'),
  ('SELECT approx_count_distinct(t) FROM (SELECT t FROM item ORDER BY i LIMIT 100) x'), ('SELECT approx_count_distinct(1), approx_count_distinct(NULL::int) FROM item'),
  ('SELECT approx_count_distinct(tableoid), approx_count_distinct(ctid::text) FROM item'), ('SELECT approx_count_distinct(length(t) + i) FROM item WHERE length(t) > 3'),
  ('SELECT g, (SELECT approx_count_distinct(t) FROM item k WHERE k.g = o.g) FROM (SELECT DISTINCT g FROM item) o'),
  ('SELECT * FROM generate_series(1, 5) k, LATERAL (SELECT g, approx_count_distinct(t) FROM item WHERE i % k = 0 GROUP BY g) x'),
  ('SELECT * FROM generate_series(1, 3) k, LATERAL (SELECT approx_count_distinct(t) + k FROM item OFFSET 0) x'),
  ('WITH c AS MATERIALIZED (SELECT g, sketch_hll_agg(t) AS s FROM item GROUP BY g) SELECT sketch_merge(s), (SELECT count(*) FROM c) FROM c'),
  ('SELECT g, sketch_hll_agg(t) FROM item GROUP BY g UNION ALL SELECT NULL, sketch_hll_agg(t) FROM item'),
  ('SELECT k % 2, sketch_merge(s), count(*) FROM (SELECT g AS k, sketch_hll_agg(t) AS s FROM item GROUP BY g) x GROUP BY 1'),
  ('SELECT approx_count_distinct(t) FROM item WHERE i = (SELECT max(i) FROM item WHERE g = 3)'),
  ('SELECT * FROM (SELECT g, approx_count_distinct(t) FROM item GROUP BY g ORDER BY 1 LIMIT 3) x')) q(query), pg_temp.compare(query) c;
-- A column that came later, of rows written before and after.
ALTER TABLE item ADD later int DEFAULT 7, ADD later_text text DEFAULT 'default';
INSERT INTO item (i, g, d, later) VALUES (5000, 1, '2026-01-01', 8), (5001, 1, '2026-01-01', NULL);
SELECT * FROM pg_temp.compare('SELECT g, later, approx_count_distinct(later), approx_count_distinct(later_text), sum(later) FROM item GROUP BY g, later');
ALTER TABLE item DROP b, DROP y;
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), approx_count_distinct(later) FROM item GROUP BY g');
-- Values that are much longer than what is stored of them: a batch ends within a page.
CREATE TABLE long (i int, t text, s sketch_hll);
INSERT INTO long SELECT i, CASE WHEN i % 10 <> 0 THEN repeat((i % 300)::text || ' ', 8000) END, sketch_add(NULL::sketch_hll, i) FROM generate_series(1, 400) i;
SELECT bool_and(batched) AS batched, sum(rows) AS rows, sum(differences) AS differences FROM (VALUES
  ('SELECT left(t, 5), approx_count_distinct(i), count(*) FROM long GROUP BY t'),
  ('SELECT left(t, 5), approx_count_distinct(i) FILTER (WHERE i % 3 = 0) FROM long WHERE i % 7 <> 0 GROUP BY t'),
  ('SELECT left(t, 5), sketch_merge(s), min(i), max(i) FROM long GROUP BY 1'), ('SELECT approx_mode(t), sketch_merge(s) FROM long'),
  ('SELECT left(t, 5), sketch_merge(s) FROM (TABLE long UNION ALL SELECT i, upper(t), s FROM long) x GROUP BY t')) q(query),
  pg_temp.compare(query);
DROP TABLE long;
-- What a transaction sees of itself.
BEGIN;
DELETE FROM item WHERE g = 4;
UPDATE item SET g = 100, t = t || '!' WHERE g = 5;
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), count(*) FROM item GROUP BY g');
ROLLBACK;
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), count(*) FROM item GROUP BY g');
-- Prepared, with the precision and the rows as parameters; the sixth time with a plan for all.
PREPARE counted(int, int) AS SELECT g, approx_count_distinct(t, $1) AS n FROM item WHERE i < $2 GROUP BY g HAVING g < 2 ORDER BY g;
SET plan_cache_mode = force_custom_plan;
CREATE TEMP TABLE custom AS EXECUTE counted(9, 1000);
SET plan_cache_mode = force_generic_plan;
CREATE TEMP TABLE generic AS EXECUTE counted(9, 1000);
RESET plan_cache_mode;
SELECT count(*), bool_and(c.n = g.n) FROM custom c JOIN generic g USING (g);
SELECT error_of('SELECT approx_count_distinct(i, 3) FROM item'), error_of('SELECT approx_count_distinct(i, NULL) FROM item');
-- A plan that was kept, when the step of its aggregate is no longer one that is known.
PREPARE kept AS SELECT approx_count_distinct(i) FROM item WHERE i < 3;
EXECUTE kept;
BEGIN;
ALTER FUNCTION _sketch_hll_transition(sketch_hll, anyelement) SECURITY DEFINER;
EXECUTE kept;
ROLLBACK;
EXECUTE kept;
-- Back and forth through a cursor.
BEGIN;
DECLARE c SCROLL CURSOR FOR SELECT g, approx_count_distinct(g) FROM item WHERE g < 3 GROUP BY g ORDER BY g;
FETCH 2 FROM c;
FETCH BACKWARD 1 FROM c;
FETCH FIRST FROM c;
COMMIT;

-- --- More groups than memory: every kind of state goes to files and comes back

CREATE TABLE many AS
  SELECT i, i % 3500 AS g, 'key ' || i % 2500 AS k, md5((i % 2000)::text)::uuid AS u, i * 1.5::float8 AS f, CASE WHEN i % 11 > 0 THEN 'x' || i END AS t
  FROM generate_series(1, 20000) i;
ANALYZE many;
SET work_mem = '64kB';
SELECT query, c.* FROM (VALUES
  ('SELECT g, sketch_hll_agg(i) FROM many GROUP BY g'), ('SELECT k, u, approx_count_distinct(t) FROM many GROUP BY k, u'),
  ('SELECT k, sketch_hll_agg(t), approx_count_distinct(i, 14), count(t), sum(i), avg(i), sum(f), avg(f), min(f), max(i) FROM many GROUP BY k'),
  ('SELECT g % 500, sketch_merge(s), count(*) FROM (SELECT g, k, sketch_hll_agg(t) AS s FROM many GROUP BY g, k) x GROUP BY 1'),
  ('SELECT f, sum(f), approx_count_distinct(t) FROM many GROUP BY f'),
  -- A few groups that grow far beyond the memory.
  ('SELECT i % 5, sketch_hll_agg(i, 14), sketch_hll_agg(t, 12), sum(f) FROM many GROUP BY 1'),
  ('SELECT x.k, n FROM generate_series(1, 2) o, LATERAL (SELECT k, approx_count_distinct(i + o) AS n FROM many GROUP BY k) x')) q(query), pg_temp.compare(query) c;
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(i), sum(n), max(t), array_agg(i), max(k::char(12)), approx_percentile(f, 0.3), first FROM (SELECT *, i * 1.1 AS n, g * 2 AS first FROM many) x GROUP BY g, first');
SELECT * FROM pg_temp.compare('SELECT k::char(30), t::varchar::numeric, approx_count_distinct(i), max(k), approx_percentile(f, 0.3), bit_or(i) FROM (SELECT k, i, f, length(k) || (i % 900)::text AS t FROM many) x GROUP BY 1, 2');
-- Aggregates whose states have the type internal, those with bytes for a file and one without, beside a sketch that grows.
CREATE AGGREGATE own_sum(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_sum, COMBINEFUNC = numeric_avg_combine, SERIALFUNC = numeric_avg_serialize,
  DESERIALFUNC = numeric_avg_deserialize, PARALLEL = SAFE);
CREATE TABLE grown AS
  SELECT i, i % 700 AS g, CASE WHEN i % 11 > 0 THEN 'x' || i END AS t, (i - 9000) * 1.370::numeric ^ (i % 40) AS n, CASE i % 5000 WHEN 1 THEN 'NaN' WHEN 2 THEN 'Infinity' ELSE i::numeric / 7 END AS odd, i * interval '1.1 s' AS iv
  FROM generate_series(1, 20000) i;
SELECT aggregates, c.* FROM unnest('{"sum(n), avg(n), stddev(n), var_pop(odd), sum(odd), avg(odd)","sum(n - n), avg(1.10::numeric), sum(i + 9223372036854700000), stddev(i), var_samp(i::bigint), avg(iv), sum(iv)",
  "string_agg(t, ''+''), string_agg(t, t), string_agg(t::bytea, ''+''), string_agg(NULL::text, t)","array_agg(i), array_agg(t), array_agg(n), array_agg(i % 3 = 0), array_agg(ROW(i, t)), array_agg(t) FILTER (WHERE i % 5 = 0)",
  "array_agg(ARRAY[i, NULL]), range_agg(int4range(i, i + i % 3)), range_agg(int4multirange(int4range(i, i + 2), int4range(i + 5, i + 9)))","json_agg(t), own_sum(n), jsonb_object_agg(i, n), own_sum(n) FILTER (WHERE i % 5 = 0)"}'::text[]) aggregates,
  pg_temp.compare(format('SELECT g, sketch_hll_agg(i, 12), %s FROM grown GROUP BY g', aggregates)) c;
SELECT * FROM pg_temp.compare('SELECT g, i % 2, sketch_hll_agg(i, 12), sum(n), avg(odd), cardinality(array_agg(t)), length(string_agg(t, ''+'')) FROM grown GROUP BY ROLLUP (g, i % 2)');
SELECT * FROM pg_temp.compare('SELECT g, approx_count_distinct(t), sum(n), cardinality(array_agg(i)), count(DISTINCT i % 50), string_agg(t, '','' ORDER BY i DESC) FROM grown GROUP BY g');
DROP AGGREGATE own_sum(numeric);
RESET work_mem;

-- --- In parallel

SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET cpu_operator_cost = 1;  -- worth the groups that are sent
SELECT query, plan_shows(query, 'Finalize.*Gather.*SketchAggregate') AS parallel, c.* FROM (VALUES
  ('SELECT sketch_hll_agg(t), count(*), sum(i), avg(i), min(f), max(f) FROM many'),
  ('SELECT g % 50, sketch_hll_agg(t), approx_count_distinct(i, 12), count(t), sum(i), avg(i), min(i), max(f), stddev(i), max(t), sum(i / 3.0) FROM many GROUP BY 1'),
  -- Sums that are sent as bytes: of nothing, zero, negative, and beyond 64 bits.
  ('SELECT g % 50, approx_count_distinct(t), sum(i::bigint), avg(i::bigint), sum(-i::bigint * 4000000007), sum(i::bigint - i), avg(nullif(i::bigint, i)) FROM many GROUP BY 1'),
  ('SELECT approx_count_distinct(t), sum(9223372036854775807 - i), avg(-9223372036854775807 + i), sum(i::bigint) FILTER (WHERE false) FROM many')) q(query), pg_temp.compare(query) c;

-- --- Aggregates of one's own over the same steps

RESET max_parallel_workers_per_gather;
RESET cpu_operator_cost;
SELECT format('CREATE AGGREGATE began(int) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, FINALFUNC = _sketch_hll_final_count, INITCOND = %L)',
              sketch_hll_agg(-i)) FROM generate_series(1, 100) i \gexec
CREATE FUNCTION type_of(anyelement) RETURNS text LANGUAGE sql AS 'SELECT pg_typeof($1)::text';
CREATE AGGREGATE told(int) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, FINALFUNC = type_of);
SELECT query, c.* FROM (VALUES ('SELECT began(i) FROM many WHERE i <= 50'), ('SELECT told(i) FROM many')) q(query), pg_temp.compare(query) c;
SELECT began(i), told(i) FROM many WHERE i <= 50;
DROP AGGREGATE began(int), told(int);
DROP FUNCTION type_of;

-- --- Rights: as in an Agg node, to execute the aggregate, and for its owner to execute its steps

CREATE ROLE regress_sketch;
GRANT SELECT ON many TO regress_sketch;
REVOKE EXECUTE ON FUNCTION approx_count_distinct(int), sum(int) FROM PUBLIC;
SET ROLE regress_sketch;
SELECT sketch_hll_agg(i) = sketch_hll_agg(g) FROM many;
SELECT error_of('SELECT approx_count_distinct(i) FROM many'), error_of('SELECT sketch_hll_agg(i), sum(i) FROM many');
RESET ROLE;
GRANT EXECUTE ON FUNCTION approx_count_distinct(int), sum(int) TO PUBLIC;
CREATE AGGREGATE owned(int) (SFUNC = _sketch_hll_transition, STYPE = sketch_hll, FINALFUNC = _sketch_hll_final);
ALTER AGGREGATE owned(int) OWNER TO regress_sketch;
REVOKE EXECUTE ON FUNCTION _sketch_hll_transition(sketch_hll, anyelement) FROM PUBLIC;
SELECT error_of('SELECT owned(i) FROM many');
GRANT EXECUTE ON FUNCTION _sketch_hll_transition(sketch_hll, anyelement) TO PUBLIC;
REVOKE EXECUTE ON FUNCTION _sketch_hll_final(sketch_hll) FROM PUBLIC;
SELECT error_of('SELECT owned(i) FROM many');
GRANT EXECUTE ON FUNCTION _sketch_hll_final(sketch_hll) TO PUBLIC;
DROP AGGREGATE owned(int);

DROP TABLE item, part, many;
DROP ROLE regress_sketch;

-- Grouped by the same column twice: left to the core, and no error.
SELECT count(*) AS groups, bool_and(a = b) AS same FROM (SELECT v % 7 AS a, v % 7 AS b, approx_count_distinct(v) FROM generate_series(1, 100) v GROUP BY 1, 2) x;
SELECT count(*) AS groups FROM (SELECT relkind AS a, relkind AS b, approx_count_distinct(oid) FROM pg_class WHERE relkind IN ('r', 'i') GROUP BY 1, 2) x;
