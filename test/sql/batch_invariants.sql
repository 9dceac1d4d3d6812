-- SPDX-License-Identifier: PostgreSQL
-- Arguments of aggregates that are the same for all rows are evaluated once for each execution or rescan: results, and errors, are those of PostgreSQL's executor.
SET enable_sort = off;
SET max_parallel_workers_per_gather = 0;
SELECT approx_count_distinct(1);
CREATE TABLE event AS SELECT i, i % 5 AS k, i::float8 AS v, 'text ' || i % 7 AS t FROM generate_series(1, 5000) i;
CREATE TABLE fraction AS SELECT f FROM unnest('{0.1, 0.5, 0.95}'::numeric[]) f;
CREATE TABLE part (i int, k int, v float8, t text) PARTITION BY LIST (k);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (0, 1, 2);
CREATE TABLE part_2 PARTITION OF part DEFAULT;
INSERT INTO part TABLE event;
ANALYZE event, part;
CREATE FUNCTION fractions(f numeric) RETURNS numeric[] STABLE LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'evaluated with %', f; RETURN ARRAY[f, 1 - f]; END $$;
CREATE FUNCTION kept(f float8[]) RETURNS float8[] STABLE LANGUAGE plpgsql AS $$ BEGIN f[1] := 0.25; RETURN f; END $$;

-- How often: once, once for each rescan with another parameter, and not without rows.
SELECT approx_percentile(v, fractions(0.1)) IS NOT NULL AS some FROM event;
SELECT approx_percentile(v, fractions(0.1)) FILTER (WHERE i = 4000) FROM event;
SELECT count(q) FROM (SELECT k, approx_percentile(v, fractions(0.1)) AS q FROM part GROUP BY k OFFSET 0) x;
SELECT approx_percentile(v, fractions(0.1)) FROM event WHERE i < 0;
SELECT f, (SELECT approx_percentile(v, fractions(f)) FROM event WHERE i <= 1000) AS q FROM fraction;
SELECT f, q FROM fraction, LATERAL (SELECT approx_percentile(v, fractions(f)) AS q FROM event WHERE i <= 1000 OFFSET 0) x;
-- A volatile function is called for each row.
CREATE SEQUENCE calls;
SELECT string_agg('x', nextval('calls')::text) IS NOT NULL AS some, approx_count_distinct(i) FROM event WHERE i <= 10;
SELECT nextval('calls');
DROP SEQUENCE calls;

-- PostgreSQL 19 would aggregate before the join.
DO $$ BEGIN PERFORM set_config(name, 'off', false) FROM pg_settings WHERE name = 'enable_eager_aggregate'; END $$;
-- Each form of argument and input.
SELECT result, count(*) FROM unnest(ARRAY['approx_percentile(v, ARRAY(SELECT f FROM fraction))', 'approx_percentile(v, ARRAY(SELECT f::float8 FROM fraction))', 'approx_percentile(v, (SELECT min(f) FROM fraction))',
    'approx_percentile(v, kept(ARRAY[0.1, 0.5]))', 'approx_percentile(v, ARRAY[[0.1, 0.2], [0.3, (SELECT 0.4)]])', 'string_agg(t, (SELECT '','')) FILTER (WHERE i % 3 = 0)', 'string_agg(t, (SELECT NULL::text))', 'array_agg(ARRAY(SELECT f FROM fraction))',
    'array_agg((SELECT f FROM fraction WHERE f = 0.5)) FILTER (WHERE k < 3)', 'string_agg(DISTINCT t, (SELECT '',''))', 'string_agg(t, (SELECT '','') ORDER BY i)', 'max((SELECT ''x''::text))', 'sum((SELECT 1.5::numeric))', 'count((SELECT NULL::int))',
    'approx_count_distinct((SELECT f FROM fraction WHERE f = 0.5))', 'approx_count_distinct((SELECT ''x''::text))', 'sketch_kll_agg_weighted(i, (SELECT 3::bigint))', 'sketch_hll_agg(i, (SELECT 10))', 'json_object_agg(i, (SELECT ''{"a": 1}''::json)) FILTER (WHERE i < 9)',
    'string_agg(t, current_user::text)', 'max(repeat(''long'', (SELECT 20000))) FILTER (WHERE i < 700)']) aggregate,
  unnest(ARRAY['event', 'part', 'event WHERE t <> ''text 3''', 'event e JOIN fraction USING (k)', 'event WHERE i < 0', '(SELECT * FROM event OFFSET 0) x']) source,
  unnest(ARRAY['', 'GROUP BY k', 'GROUP BY ROLLUP (k, t)']) grouping,
  executors(format('SELECT %s, approx_count_distinct(v) FROM %s %s', aggregate, replace(source, 'USING (k)', 'ON f > 0.1'), grouping)) result GROUP BY 1;
-- Groups that are written to files.
SET work_mem = '64kB';
SELECT executors('SELECT i % 2000, approx_percentile(v, ARRAY(SELECT f FROM fraction)), string_agg(t, (SELECT '',''::text)), approx_count_distinct(t) FROM event GROUP BY 1');
RESET work_mem;

-- Parameters that change: of subqueries, nested loops, prepared statements and PL/pgSQL.
SELECT executors('SELECT f, (SELECT concat(approx_percentile(v, ARRAY[f, 1 - f]), string_agg(t, f::text), approx_count_distinct(i)) FROM event WHERE i < 100 * f) FROM fraction');
SELECT executors('SELECT f, g, x.* FROM fraction, generate_series(1, 3) g, LATERAL (SELECT k, approx_percentile(v, ARRAY[f, 1 - f, g / 4.0]), string_agg(t, g::text), approx_count_distinct(i) FROM part WHERE i < 100 GROUP BY k) x');
SELECT executors('SELECT f, (SELECT approx_percentile(v, ARRAY(SELECT x.f * y.f FROM fraction y)) FROM event) FROM fraction x');
SELECT executors('SELECT f, (SELECT approx_percentile(v, ARRAY(SELECT x.f * y.f FROM fraction y)) FROM event WHERE i < 0) FROM fraction x');
PREPARE asked(numeric[], text) AS SELECT approx_percentile(v, $1), left(string_agg(t, $2), 20) AS t FROM event WHERE i < 100;
SET plan_cache_mode = force_generic_plan;
EXECUTE asked('{0.1, 0.5}', '-');
EXECUTE asked('{0.9}', NULL);
EXECUTE asked(NULL, '+');
EXECUTE asked('{0.9, 0.2}', '+');
DEALLOCATE asked;
RESET plan_cache_mode;
DO $$
DECLARE
  f numeric;
  q float8[];
BEGIN
  FOREACH f IN ARRAY '{0.2, 0.4, 0.6}'::numeric[] LOOP
    SELECT approx_percentile(v, ARRAY[f, f / 2]) INTO q FROM event WHERE i <= 100;
    RAISE WARNING '%', q;
  END LOOP;
END
$$;

-- Errors, and none without a row that needs the argument.
CREATE FUNCTION pg_temp.errors(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  batch text := error_of(query);
  core text;
BEGIN
  SET LOCAL sketch.batch_executor = off;
  core := error_of(query);
  SET LOCAL sketch.batch_executor = on;
  RETURN CASE WHEN batch = core THEN split_part(batch, E'\n', 1) ELSE format('%s, not %s', batch, core) END;
END
$$;
CREATE DOMAIN small AS numeric[] CHECK (array_length(VALUE, 1) < 3);
SELECT argument, pg_temp.errors(query) AS rows, pg_temp.errors(query || ' WHERE i < 0') AS no_rows, pg_temp.errors(replace(query, ') FROM', ') FILTER (WHERE v > 9999) FROM')) AS none_passes,
  pg_temp.errors(replace(query, ') FROM', ') FILTER (WHERE 1 / (i - 4000) < 9) FROM')) AS filter_fails
FROM unnest(ARRAY['ARRAY[1 / (SELECT 0)]', 'NULL::numeric[]', '(SELECT NULL::float8)', '(SELECT ''{}''::numeric[])', 'ARRAY[NULL, (SELECT 0.5)]', 'ARRAY[2, (SELECT 0.5)]', 'ARRAY(SELECT f FROM fraction)::small', 'ARRAY(SELECT ''x''::text)::numeric[]',
  '(SELECT f FROM fraction)']) argument, format('SELECT approx_percentile(v, %s) FROM event', argument) query;
DROP TABLE event, fraction, part;
DROP FUNCTION fractions(numeric), kept(float8[]);
DROP DOMAIN small;
