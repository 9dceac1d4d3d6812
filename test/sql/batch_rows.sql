-- SPDX-License-Identifier: PostgreSQL
-- The batch executor reads what it needs of stored rows in place: rows of every form give what PostgreSQL's executor gives.

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
SELECT result, count(*) FROM columns, executors(format('SELECT approx_count_distinct(%I), count(*), count(%I) FROM %s', c, c, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, executors(format('SELECT sketch_hll_agg(%I), count(%I), max(k) FROM %s', c, before, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, executors(format('SELECT %I, approx_count_distinct(%I), count(*) FROM %s GROUP BY 1', c, before, t)) result
  WHERE (SELECT atttypid FROM pg_attribute WHERE attrelid = t AND attname = c) NOT IN ('numeric'::regtype, 'name'::regtype) GROUP BY 1;
-- Expressions, quals and filters see the attributes that they refer to, and whole rows.
SELECT result, count(*) FROM columns, executors(format('SELECT approx_count_distinct(%I::text || coalesce(%I::text, ''none'')), count(*) FILTER (WHERE %I IS NULL) FROM %s WHERE %I IS NOT NULL', c, before, before, t, c)) result GROUP BY 1;
SELECT result, count(*) FROM columns, executors(format('SELECT approx_count_distinct(x::text), approx_count_distinct(%I), count(*) FILTER (WHERE x IS NOT NULL) FROM %s x WHERE length(x::text) %% 3 > 0', c, t)) result GROUP BY 1;
SELECT result, count(*) FROM columns, executors(format('SELECT approx_count_distinct(ctid::text), approx_count_distinct(%I) FILTER (WHERE ctid > ''(0,3)'' AND tableoid IS NOT NULL) FROM %s WHERE xmin IS NOT NULL', c, t)) result GROUP BY 1;

-- A row is evaluated once, though what is kept of it takes all of the memory of a batch.
CREATE SEQUENCE evaluated;
CREATE TABLE large AS SELECT i, repeat('long ', 100000) || i AS t FROM generate_series(1, 60) i;
SELECT approx_count_distinct(t), count(*) FROM large WHERE nextval('evaluated') > 0;
SELECT nextval('evaluated');
SELECT t = 'x', approx_count_distinct(i + nextval('evaluated') * 0) FROM (SELECT t || 'x' AS t, i FROM large) x GROUP BY t ORDER BY 2 LIMIT 1;
SELECT nextval('evaluated');
SELECT result FROM executors('SELECT t, approx_count_distinct(i) FROM large GROUP BY t') result;

-- Conditions, as WHERE, as FILTER and negated, over values of every kind and NULLs.
CREATE TYPE level AS ENUM ('low', 'middle', 'high');
CREATE TABLE event AS
  SELECT i, nullif(i % 7, 3)::int2 AS i2, nullif(i % 11, 4) AS i4, nullif(i % 13, 5)::int8 * 1000000007 AS i8,
    (ARRAY[0, '-0', 'NaN', 'Infinity', '-Infinity', 1.5, -2.25, NULL]::float4[])[1 + i % 8] AS f4,
    (ARRAY[0, '-0', 'NaN', 'Infinity', '-Infinity', 1.5, -2.25, NULL]::float8[])[1 + i % 8] AS f8,
    nullif(i % 3, 2) = 1 AS b, chr(65 + i % 5)::"char" AS c, (i % 9)::oid AS o, (ARRAY['low', 'middle', 'high', NULL]::level[])[1 + i % 4] AS e,
    CASE WHEN i % 10 = 9 THEN 'infinity' WHEN i % 10 <> 8 THEN date '2026-01-01' + i % 10 END AS d,
    CASE WHEN i % 10 = 9 THEN '-infinity' WHEN i % 10 <> 8 THEN timestamp '2026-01-01' + i % 10 * interval '12 hours' END AS ts,
    timestamptz '2026-01-01 00:00+00' + i % 10 * interval '12 hours' AS tz, time '00:00' + i % 24 * interval '1 hour' AS tm,
    (ARRAY['', 'a', 'ab', 'abc', 'b', NULL, 'a%', 'Abc', repeat('abc', 50), repeat('abcd', 2000)])[1 + i % 10] AS t, ('v' || i % 6)::varchar(9) AS v
  FROM generate_series(1, 500) i;
INSERT INTO event (i, t) SELECT 1000 + i, string_agg(md5(j::text), '') FROM generate_series(1, 3) i, generate_series(1, 400) j GROUP BY i;
ANALYZE event;
CREATE TABLE condition (c text);
INSERT INTO condition SELECT format('%s %s %s', x, op, y) FROM (VALUES ('i2', '3'), ('i2', '3::int8'), ('i2', '100000'), ('i4', '5'), ('i4', '2::int2'), ('i8', '4000000028'), ('i8', '7'),
    ('f4', '1.5::float4'), ('f4', '''NaN''::float8'), ('f8', '0'), ('f8', '-2.25'), ('f8', '''Infinity'''), ('f8', '''NaN'''), ('f8', '''-0''::float4'), ('b', 'true'), ('o', '4'),
    ('d', 'date ''2026-01-04'''), ('d', '''infinity'''), ('ts', '''2026-01-02 12:00'''), ('ts', '''-infinity'''), ('tz', '''2026-01-03 00:00+00'''), ('tm', '''07:00'''),
    ('5', 'i4'), ('2.5::float8', 'f8'), ('i4', '(SELECT 5)'), ('i4', 'NULL::int'), ('f8', '(SELECT NULL::float8)')) v(x, y), unnest('{=,<>,<,<=,>,>=}'::text[]) op;
INSERT INTO condition VALUES ('c = ''B'''), ('c <> ''B'''), ('e = ''middle'''), ('e <> ''low'''), ('b'), ('NOT b'), ('b IS TRUE'), ('b IS NOT TRUE'), ('b IS FALSE'), ('b IS NOT FALSE'),
  ('b IS UNKNOWN'), ('b IS NOT UNKNOWN'), ('t IS NULL'), ('t IS NOT NULL'), ('i2 IS NULL OR i4 IS NULL'), ('t = ''abc'''), ('t <> ''abc'''), ('t = '''''), ('t <> '''''), ('''ab'' = t'),
  ('t = repeat(''abcd'', 2000)'), ('t <> repeat(''abcd'', 2000)'), ('t = (SELECT repeat(''abcd'', 2000))'), ('t = (SELECT NULL::text)'), ('v = ''v3'''), ('v IN (''v1'', ''v3'')'),
  ('t LIKE ''abc%'''), ('t NOT LIKE ''abc%'''), ('t LIKE ''abc'''), ('t LIKE ''%'''), ('t LIKE ''a\%'''), ('t LIKE ''_b%'''), ('t LIKE ''%b%'' AND i4 > 3'), ('t LIKE '''''), ('t COLLATE "C" = ''abc'''),
  ('i4 IN (1, 2, 4, 8)'), ('i4 NOT IN (1, 2, 4, 8)'), ('i4 IN (1, NULL, 5)'), ('i4 NOT IN (1, NULL, 5)'), ('i8 IN (1000000007, 2000000014)'), ('i4 = ANY ((SELECT ARRAY[3, 5])::int[])'),
  ('i4 <> ALL (ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9, 9])'), ('i4 <> ANY (ARRAY[1, 2])'), ('i4 = ALL (ARRAY[1, 1])'), ('i4 < ANY (ARRAY[1, 5])'), ('i4 = ANY (NULL::int[])'), ('i4 = ANY (''{}''::int[])'),
  ('i4 <> ALL (''{}''::int[])'), ('t IN ('''', ''abc'', ''b'')'), ('t NOT IN ('''', ''abc'', ''b'')'), ('t NOT IN ('''', NULL)'), ('t = ANY (ARRAY[''a'', repeat(''abcd'', 2000), ''x'', ''y'', ''z'', ''Abc'', ''1'', ''2'', ''3'', ''4''])'),
  ('f8 IN (0, ''NaN'')'), ('d IN (''2026-01-02'', ''infinity'')'), ('e IN (''low'', ''high'')'), ('o IN (1, 2)'), ('i4 BETWEEN 2 AND 6'), ('i4 NOT BETWEEN 2 AND 6'), ('ts >= ''2026-01-02'' AND ts < ''2026-01-04'''),
  ('(i4 > 3 OR t = ''abc'') AND NOT (b AND i2 < 5)'), ('NOT (i4 > 3 AND (t IS NULL OR f8 < 1))'), ('i4 > 3 AND length(t) > 2'), ('length(t) > 2 AND i4 > 3'), ('i4 > 3 AND 10 / (i4 - 3) > 2'), ('i4 = 5 OR random() < 0'),
  ('i = 1 OR i = 2 OR i2 = 3 OR i4 = 4 OR i8 = 5'), ('event IS NULL'), ('i4 = i2'), ('tz > ts'), ('d < ts'), ('i4 > 3 AND i IN (SELECT i2 FROM event)'), ('i4 = 50 AND i2 = (SELECT 1 / (i - 1) FROM event WHERE i = 1)');
SET cpu_tuple_cost = 0;  -- even of no row are steps in batches worth it
SELECT result, count(*) FROM condition, executors(format('SELECT count(*), count(i4), approx_count_distinct(t), approx_count_distinct(i), sum(i4) FROM event WHERE %s', c)) result GROUP BY 1;
RESET cpu_tuple_cost;
SELECT result, count(*) FROM condition, executors(format('SELECT i %% 9, count(*), approx_count_distinct(i) FROM event WHERE i <> 77 AND NOT (%s) GROUP BY 1', c)) result
  WHERE c !~ '1 / ' GROUP BY 1;
SELECT result, count(*) FROM condition, executors(format('SELECT count(*) FILTER (WHERE %1$s), approx_count_distinct(i) FILTER (WHERE %1$s), approx_count_distinct(t || i) FILTER (WHERE NOT (%1$s)), sum(i4) FROM event WHERE i <> 77', c)) result
  WHERE c !~ 'SELECT| / ' GROUP BY 1;
-- The same errors: of rows that come to be evaluated, and of no others.
SELECT approx_count_distinct(i) FROM event WHERE i4 = 3 AND 1 / (i4 - 3) > 0;
SELECT approx_count_distinct(i) FROM event WHERE i4 = 5 AND i2 = (SELECT 1 / (i4 - 5) FROM event WHERE i = 5);
-- Parameters, in a plan that is kept.
SET plan_cache_mode = force_generic_plan;
PREPARE asked(int, text, int[]) AS SELECT count(*), approx_count_distinct(i), count(*) FILTER (WHERE t = $2) FROM event WHERE i4 > $1 AND (t <> $2 OR i2 = ANY ($3));
EXECUTE asked(4, 'abc', '{1,2}');
EXECUTE asked(2, '', '{}');
EXECUTE asked(NULL, 'abc', NULL);
SET sketch.batch_executor = off;
DEALLOCATE asked;
PREPARE asked(int, text, int[]) AS SELECT count(*), approx_count_distinct(i), count(*) FILTER (WHERE t = $2) FROM event WHERE i4 > $1 AND (t <> $2 OR i2 = ANY ($3));
EXECUTE asked(4, 'abc', '{1,2}');
EXECUTE asked(2, '', '{}');
EXECUTE asked(NULL, 'abc', NULL);
RESET sketch.batch_executor;
RESET plan_cache_mode;
-- Parameters that change with each row of another table.
SELECT result FROM executors('SELECT k, l.* FROM generate_series(1, 6) k, LATERAL (SELECT count(*), approx_count_distinct(i) FROM event WHERE i4 > k AND (i2 = k OR t = repeat(''a'', k))) l') result;
-- What a security barrier hides is not shown by what comes behind it.
CREATE FUNCTION pg_temp.shows(int) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE 'seen %', $1; RETURN true; END $$;
CREATE VIEW barrier WITH (security_barrier) AS SELECT * FROM event WHERE t = 'abc' AND i < 30;
SELECT approx_count_distinct(i) FROM barrier WHERE pg_temp.shows(i) AND i4 > 0;

DROP VIEW barrier;
DROP TABLE condition, event;
DROP TYPE level;
DROP VIEW columns, tables;
SELECT format('DROP TABLE rows%s_%s', seed, nulls) FROM unnest('{2,5}'::int[]) seed, unnest('{0,5,50}'::int[]) nulls \gexec
DROP TABLE large;
DROP SEQUENCE evaluated;
