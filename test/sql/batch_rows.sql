-- SPDX-License-Identifier: PostgreSQL
-- The batch executor reads what it needs of stored rows in place: rows of every form give what PostgreSQL's executor gives.

-- 'same', or what the two gave.
CREATE FUNCTION pg_temp.executors(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  batch text;
  core text;
BEGIN
  IF NOT plan_shows(query, 'SketchAggregate') THEN RETURN 'not in batches: ' || query; END IF;
  EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text) FROM (%s) q', query) INTO batch;
  SET LOCAL sketch.batch_executor = off;
  EXECUTE format('SELECT string_agg(q::text, E''\n'' ORDER BY q::text) FROM (%s) q', query) INTO core;
  SET LOCAL sketch.batch_executor = on;
  RETURN CASE WHEN batch IS NOT DISTINCT FROM core THEN 'same' ELSE format('%s: %s, not %s', query, left(batch, 300), left(core, 300)) END;
END
$$;
SET enable_sort = off;
SET max_parallel_workers_per_gather = 0;
SELECT approx_count_distinct(1);

-- Widths, alignments and varlenas in many orders; NULLs in none, 1 in 20 and half of the rows; texts that are empty, short, long, compressed
-- and out of line; columns that are dropped, and others that old rows don't have.
SELECT setseed(0.125);
CREATE FUNCTION pg_temp.make(name text, seed int, nulls float8) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  types text[] := '{int2,int4,int8,text,"\"char\"",float8,bool,uuid,numeric,timestamp,name,bytea,date,varchar}';
  columns text := '';
  filler text := '';
  type text;
  value text;
BEGIN
  FOR c IN 1..40 LOOP
    type := types[1 + (c * seed + c / 5 * (seed + 1)) % 14];
    columns := columns || format(', x%s %s', c, type);
    value := CASE type
      WHEN 'text' THEN format('repeat(chr(97 + (i + %s) %% 26), (ARRAY[0, 1, 3, 126, 127, 200, 3000])[1 + (i * %s) %% 7])', c, c)
      WHEN 'varchar' THEN format('''v'' || (i * %s) %% 50', c)
      WHEN 'bytea' THEN format('convert_to(md5((i * %s %% 40)::text), ''UTF8'')', c)
      WHEN '"char"' THEN format('chr(65 + (i + %s) %% 26)::"char"', c)
      WHEN 'bool' THEN format('(i + %s) %% 3 = 0', c)
      WHEN 'uuid' THEN format('md5((i * %s %% 30)::text)::uuid', c)
      WHEN 'timestamp' THEN format('timestamp ''2026-01-01'' + (i * %s) %% 400 * interval ''1 hour''', c)
      WHEN 'date' THEN format('date ''2026-01-01'' + (i * %s) %% 400', c)
      WHEN 'name' THEN format('''n'' || (i * %s) %% 20', c)
      ELSE format('(i * %s) %% 300', c) END;
    filler := filler || format(', CASE WHEN random() >= %s THEN %s END', nulls, value);
  END LOOP;
  EXECUTE format('CREATE TABLE %I (k int%s)', name, columns);
  EXECUTE format('INSERT INTO %I SELECT i%s FROM generate_series(1, 400) i', name, filler);
  EXECUTE format('ALTER TABLE %I DROP COLUMN x3, DROP COLUMN x17', name);
  EXECUTE format('INSERT INTO %I (k, x1, x39) SELECT k + 1000, x1, x39 FROM %I WHERE k <= 100', name, name);
  EXECUTE format('ALTER TABLE %I ADD more bigint DEFAULT 7, ADD note text DEFAULT ''as before'', ADD empty text, ADD id uuid DEFAULT ''00000000-0000-0000-0000-000000000001'', ADD small int2 DEFAULT -3', name);
  EXECUTE format('INSERT INTO %I (k, x20, more, note, empty) SELECT k + 2000, x20, k, x1::text, ''e'' || k FROM %I WHERE k <= 100', name, name);
  EXECUTE format('UPDATE %I SET more = -1 WHERE k %% 37 = 0', name);
  EXECUTE format('DELETE FROM %I WHERE k %% 41 = 0', name);
  EXECUTE format('ANALYZE %I', name);
END
$$;
SELECT pg_temp.make(format('rows%s_%s', seed, round(nulls * 100)), seed, nulls) FROM unnest('{2,5}'::int[]) seed, unnest('{0,0.05,0.5}'::float8[]) nulls;
CREATE VIEW tables AS SELECT oid::regclass AS t FROM pg_class WHERE relname ~ '^rows[0-9]' AND relkind = 'r';

-- Each column alone; with one before it, and grouped.
CREATE VIEW columns AS SELECT t, attname AS c, lag(attname, 7, 'k') OVER (PARTITION BY t ORDER BY attnum) AS before FROM tables, pg_attribute
  WHERE attrelid = t AND attnum > 0 AND NOT attisdropped;
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT approx_count_distinct(%I), count(*), count(%I) FROM %s', c, c, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT sketch_hll_agg(%I), count(%I), max(k) FROM %s', c, before, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT %I, approx_count_distinct(%I), count(*) FROM %s GROUP BY 1', c, before, t)) result
  WHERE (SELECT atttypid FROM pg_attribute WHERE attrelid = t AND attname = c) NOT IN ('numeric'::regtype, 'name'::regtype) GROUP BY 1;
-- Expressions, quals and filters see the attributes that they refer to, and whole rows.
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT approx_count_distinct(%I::text || coalesce(%I::text, ''none'')), count(*) FILTER (WHERE %I IS NULL) FROM %s WHERE %I IS NOT NULL', c, before, before, t, c)) result GROUP BY 1;
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT approx_count_distinct(x::text), approx_count_distinct(%I), count(*) FILTER (WHERE x IS NOT NULL) FROM %s x WHERE length(x::text) %% 3 > 0', c, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, pg_temp.executors(format('SELECT approx_count_distinct(ctid::text), approx_count_distinct(%I) FILTER (WHERE ctid > ''(0,3)'' AND tableoid IS NOT NULL) FROM %s WHERE xmin IS NOT NULL', c, t)) result GROUP BY 1;

-- A row is evaluated once, though what is kept of it takes all of the memory of a batch.
CREATE SEQUENCE evaluated;
CREATE TABLE large AS SELECT i, repeat('long ', 100000) || i AS t FROM generate_series(1, 60) i;
SELECT approx_count_distinct(t), count(*) FROM large WHERE nextval('evaluated') > 0;
SELECT nextval('evaluated');
SELECT t = 'x', approx_count_distinct(i + nextval('evaluated') * 0) FROM (SELECT t || 'x' AS t, i FROM large) x GROUP BY t ORDER BY 2 LIMIT 1;
SELECT nextval('evaluated');
SELECT result FROM pg_temp.executors('SELECT t, approx_count_distinct(i) FROM large GROUP BY t') result;

DROP VIEW columns, tables;
SELECT format('DROP TABLE rows%s_%s', seed, nulls) FROM unnest('{2,5}'::int[]) seed, unnest('{0,5,50}'::int[]) nulls \gexec
DROP TABLE large;
DROP SEQUENCE evaluated;
