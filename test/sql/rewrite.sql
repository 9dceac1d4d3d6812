-- SPDX-License-Identifier: PostgreSQL
-- Approximate answers to exact questions: what is rewritten into what, what stays exact, and when.

SET max_parallel_workers_per_gather = 0;
SELECT sketch_approximate(false);

CREATE TYPE hue AS ENUM ('red', 'green', 'blue');
CREATE DOMAIN whole AS int;
CREATE TABLE ev (i int, ts timestamptz, stamp timestamp, d date, span interval, user_id bigint, small int2, page text, vc varchar(20), country char(2), amount numeric(10,2),
  ms float8, f float4, ip inet, props jsonb, tags text[], ok bool, uid uuid, h hue, w whole, r int4range, price money, b bit(4));
INSERT INTO ev
  SELECT i, timestamptz '2026-01-01 00:00+00' + i * interval '1 min', timestamp '2026-01-01' + i * interval '1 h', date '2026-01-01' + i % 30, i % 23 * interval '1 h', i % 150, i % 70, 'page' || i % 50, 'v' || i % 9,
         (ARRAY['DE','FR','US'])[1 + i % 3], i % 100 + 0.25, i % 97 / 8.0, i % 31, '10.0.0.1'::inet + i % 20, jsonb_build_object('k', i % 10), ARRAY['a' || i % 3], i % 2 = 0, md5((i % 40)::text)::uuid,
         (ARRAY['red', 'green', 'blue', 'red'])[1 + i % 4]::hue, i % 12, int4range(i % 5, 9), (i % 6)::money, (i % 11)::bit(4)
  FROM generate_series(1, 190) i;
INSERT INTO ev (i) VALUES (0), (-1);
ANALYZE ev;

CREATE FUNCTION rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  lines text;
BEGIN
  EXECUTE format('SELECT string_agg(line, E''\n'' ORDER BY line) FROM (SELECT q::text AS line FROM (%s) q) l', query) INTO lines;
  RETURN lines;
END
$$;
CREATE FUNCTION approximated(query text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN plan_of(query) ~ 'approx_';
END
$$;
-- An exact query and the one it becomes: of the two, the same plan and, as there are few values, the same rows.
CREATE FUNCTION pg_temp.becomes(exact text, form text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  plan text;
  wanted text := plan_of(form);
  answer text;
  rows text := rows_of(exact);
BEGIN
  PERFORM sketch_approximate(true);
  plan := plan_of(exact);
  answer := rows_of(exact);
  PERFORM sketch_approximate(false);
  IF plan <> wanted THEN RETURN format(E'planned as\n%s', plan); END IF;
  IF answer IS DISTINCT FROM rows THEN RETURN format(E'answers\n%s\ninstead of\n%s', answer, rows); END IF;
  RETURN 'as it should';
END
$$;
CREATE TEMP TABLE pair (id serial, exact text, form text);
CREATE FUNCTION pg_temp.check_pairs(OUT exact text, OUT becomes text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  FOR p IN SELECT * FROM pair ORDER BY id LOOP
    exact := p.exact;
    becomes := pg_temp.becomes(p.exact, p.form);
    RETURN NEXT;
  END LOOP;
END
$$;

-- --- count(DISTINCT)

INSERT INTO pair (exact, form)
  SELECT format('SELECT count(DISTINCT %s) FROM ev', x), format('SELECT approx_count_distinct(%s) FROM ev', x)
  FROM unnest(ARRAY['i', 'ts', 'stamp', 'd', 'span', 'user_id', 'small', 'page', 'vc', 'country', 'amount', 'ms', 'f', 'ip', 'props', 'tags', 'ok', 'uid', 'h', 'r', '(country, user_id)',
    'ROW(page, ROW(d, tags))', 'lower(page)', 'user_id % 7', 'CASE WHEN ok THEN user_id END', 'props->>''k''', 'NULL::int', 'ARRAY[d]']) x;
INSERT INTO pair (exact, form) VALUES
  ('SELECT count(DISTINCT w) FROM ev', 'SELECT approx_count_distinct(w) FROM ev'),
  ('SELECT country, count(DISTINCT user_id), count(*), count(user_id) FROM ev GROUP BY country', 'SELECT country, approx_count_distinct(user_id), count(*), count(user_id) FROM ev GROUP BY country'),
  ('SELECT count(DISTINCT user_id) FILTER (WHERE ok) FROM ev', 'SELECT approx_count_distinct(user_id) FILTER (WHERE ok) FROM ev'),
  ('SELECT count(DISTINCT page ORDER BY page DESC) FROM ev', 'SELECT approx_count_distinct(page) FROM ev'),
  ('SELECT count(DISTINCT user_id) FROM ev WHERE false', 'SELECT approx_count_distinct(user_id) FROM ev WHERE false'),
  ('SELECT 100 * count(DISTINCT user_id) / count(*) AS share FROM ev', 'SELECT 100 * approx_count_distinct(user_id) / count(*) AS share FROM ev'),
  ('SELECT page FROM ev GROUP BY page HAVING count(DISTINCT user_id) > 3 ORDER BY count(DISTINCT user_id) DESC, page LIMIT 5',
   'SELECT page FROM ev GROUP BY page HAVING approx_count_distinct(user_id) > 3 ORDER BY approx_count_distinct(user_id) DESC, page LIMIT 5'),
  ('SELECT * FROM (SELECT d, count(DISTINCT user_id) AS n FROM ev GROUP BY d) x WHERE n > 2', 'SELECT * FROM (SELECT d, approx_count_distinct(user_id) AS n FROM ev GROUP BY d) x WHERE n > 2'),
  ('WITH c AS MATERIALIZED (SELECT count(DISTINCT user_id) AS n FROM ev) SELECT n, (SELECT max(n) FROM c) FROM c', 'WITH c AS MATERIALIZED (SELECT approx_count_distinct(user_id) AS n FROM ev) SELECT n, (SELECT max(n) FROM c) FROM c'),
  ('SELECT (SELECT count(DISTINCT page) FROM ev), EXISTS (SELECT count(DISTINCT ip) FROM ev HAVING count(DISTINCT ip) > 1)', 'SELECT (SELECT approx_count_distinct(page) FROM ev), EXISTS (SELECT approx_count_distinct(ip) FROM ev HAVING approx_count_distinct(ip) > 1)'),
  ('SELECT ''all'' AS k, count(DISTINCT user_id) FROM ev UNION ALL SELECT country, count(DISTINCT user_id) FROM ev GROUP BY 1', 'SELECT ''all'' AS k, approx_count_distinct(user_id) FROM ev UNION ALL SELECT country, approx_count_distinct(user_id) FROM ev GROUP BY 1'),
  ('SELECT i FROM ev WHERE small IN (SELECT count(DISTINCT page) AS n FROM ev GROUP BY d)', 'SELECT i FROM ev WHERE small IN (SELECT approx_count_distinct(page) AS n FROM ev GROUP BY d)'),
  ('SELECT x, n FROM generate_series(1, 3) x, LATERAL (SELECT count(DISTINCT page) AS n FROM ev WHERE small = x) l', 'SELECT x, n FROM generate_series(1, 3) x, LATERAL (SELECT approx_count_distinct(page) AS n FROM ev WHERE small = x) l'),
  ('SELECT country, ok, count(DISTINCT user_id) FROM ev GROUP BY CUBE (country, ok)', 'SELECT country, ok, approx_count_distinct(user_id) FROM ev GROUP BY CUBE (country, ok)'),
  ('SELECT d, sum(count(DISTINCT user_id)) OVER (ORDER BY d) FROM ev GROUP BY d', 'SELECT d, sum(approx_count_distinct(user_id)) OVER (ORDER BY d) FROM ev GROUP BY d'),
  ('SELECT (SELECT s.n FROM (SELECT count(DISTINCT e.page) AS n) s) FROM ev e', 'SELECT (SELECT s.n FROM (SELECT approx_count_distinct(e.page) AS n) s) FROM ev e'),
  ('SELECT (SELECT count(DISTINCT e.user_id)) FROM ev e', 'SELECT (SELECT approx_count_distinct(e.user_id)) FROM ev e'),
  ('SELECT count(DISTINCT (SELECT count(DISTINCT page) FROM ev f WHERE f.small = e.small)) FROM ev e', 'SELECT approx_count_distinct((SELECT approx_count_distinct(page) FROM ev f WHERE f.small = e.small)) FROM ev e'),
  ('VALUES ((SELECT count(DISTINCT page) FROM ev), 1)', 'VALUES ((SELECT approx_count_distinct(page) FROM ev), 1)'),
  ('SELECT n FROM ROWS FROM (generate_series(1, (SELECT count(DISTINCT country) FROM ev))) f(n)', 'SELECT n FROM ROWS FROM (generate_series(1, (SELECT approx_count_distinct(country) FROM ev))) f(n)'),
  ('SELECT count(DISTINCT e.user_id) FROM ev e JOIN ev f USING (i) WHERE f.ok', 'SELECT approx_count_distinct(e.user_id) FROM ev e JOIN ev f USING (i) WHERE f.ok'),
  ('SELECT count(DISTINCT page COLLATE "POSIX") FROM ev', 'SELECT approx_count_distinct(page COLLATE "POSIX") FROM ev'),
  ('SELECT count(DISTINCT d), sum(DISTINCT small), array_agg(DISTINCT country ORDER BY country) FROM ev', 'SELECT approx_count_distinct(d), sum(DISTINCT small), array_agg(DISTINCT country ORDER BY country) FROM ev');

-- --- percentile_disc, percentile_cont and mode

INSERT INTO pair (exact, form)
  SELECT format('SELECT percentile_disc(%s) WITHIN GROUP (ORDER BY %s %s) FROM ev', q, x, o), format('SELECT approx_percentile%s(%s, %s) FROM ev', CASE o WHEN 'DESC' THEN '_descending' ELSE '' END, x, q)
  FROM unnest(ARRAY['i', 'small', 'user_id', 'f', 'ms', 'ts', 'stamp', 'd', 'span']) x, unnest(ARRAY['ASC', 'DESC']) o, unnest(ARRAY['0.9', 'ARRAY[0, 0.25, 0.5, 1]']) q;
INSERT INTO pair (exact, form)
  SELECT format('SELECT percentile_cont(%s) WITHIN GROUP (ORDER BY %s %s) FROM ev', q, x, o), format('SELECT approx_percentile_interpolated%s(%s, %s) FROM ev', CASE o WHEN 'DESC' THEN '_descending' ELSE '' END, x, q)
  FROM unnest(ARRAY['i', 'small', 'user_id', 'f', 'ms', 'span']) x, unnest(ARRAY['ASC', 'DESC']) o, unnest(ARRAY['0.3', 'ARRAY[0.01, 0.5, 0.99]']) q;
-- An array of several dimensions, or with another lower bound, is answered by one of the same form.
INSERT INTO pair (exact, form)
  SELECT format('SELECT percentile_disc(%1$s) WITHIN GROUP (ORDER BY %2$s), percentile_cont(%1$s) WITHIN GROUP (ORDER BY i DESC) FROM ev', q, x),
    format('SELECT approx_percentile(%2$s, %1$s), approx_percentile_interpolated_descending(i, %1$s) FROM ev', q, x)
  FROM unnest(ARRAY['ARRAY[[0.5, 0.6], [0, 1]]', '''{{{0.1},{0.9}}}''::float8[]', '''[0:1]={0.1,0.9}''::float8[]', '''[-1:-1][5:6]={{0.1,0.9}}''::float8[]']) q, unnest(ARRAY['i', 'd']) x;
INSERT INTO pair (exact, form) VALUES
  ('SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM ev', 'SELECT approx_percentile_interpolated(amount::float8, 0.5) FROM ev'),
  ('SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY w) FROM ev', 'SELECT approx_percentile(w, 0.5) FROM ev'),
  ('SELECT d, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE ok), round(percentile_disc(0.5) WITHIN GROUP (ORDER BY i) / 2.0, 3) FROM ev GROUP BY d HAVING percentile_disc(0.1) WITHIN GROUP (ORDER BY small DESC) > 30',
   'SELECT d, approx_percentile_interpolated(ms, 0.5) FILTER (WHERE ok), round(approx_percentile(i, 0.5) / 2.0, 3) FROM ev GROUP BY d HAVING approx_percentile_descending(small, 0.1) > 30'),
  ('SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ms NULLS FIRST), percentile_cont(0.5) WITHIN GROUP (ORDER BY NULL::float8) FROM ev', 'SELECT approx_percentile(ms, 0.5), approx_percentile_interpolated(NULL::float8, 0.5) FROM ev'),
  ('SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ms USING >) FROM ev', 'SELECT approx_percentile_descending(ms, 0.5) FROM ev'),
  ('SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ms) FROM ev WHERE false', 'SELECT approx_percentile(ms, 0.5) FROM ev WHERE false'),
  ('SELECT small % 3 AS k, percentile_cont(small % 3 / 4.0) WITHIN GROUP (ORDER BY i) FROM ev GROUP BY ROLLUP (1)', 'SELECT small % 3 AS k, percentile_cont(small % 3 / 4.0) WITHIN GROUP (ORDER BY i) FROM ev GROUP BY ROLLUP (1)'),
  ('SELECT small % 3 AS k, percentile_cont(small % 3 / 4.0) WITHIN GROUP (ORDER BY i) FROM ev GROUP BY 1',
   'SELECT small % 3 AS k, approx_percentile_interpolated(i, small % 3 / 4.0) FILTER (WHERE (small % 3 / 4.0)::float8 IS NOT NULL) FROM ev GROUP BY 1'),
  ('SELECT mode() WITHIN GROUP (ORDER BY h), mode() WITHIN GROUP (ORDER BY ok DESC) FILTER (WHERE i % 4 < 3) FROM ev', 'SELECT approx_mode(h), approx_mode(ok) FILTER (WHERE i % 4 < 3) FROM ev');
INSERT INTO pair (exact, form)
  SELECT format('SELECT mode() WITHIN GROUP (ORDER BY %s) FROM ev WHERE i = 7', x), format('SELECT approx_mode(%s) FROM ev WHERE i = 7', x)
  FROM unnest(ARRAY['i', 'ts', 'stamp', 'd', 'span', 'user_id', 'page', 'amount', 'ms', 'f', 'ip', 'ok', 'uid']) x;
INSERT INTO pair (exact, form) VALUES ('SELECT mode() WITHIN GROUP (ORDER BY vc) FROM ev WHERE i = 7', 'SELECT approx_mode(vc) FROM ev WHERE i = 7');

-- All of them, and what isn't as it should be.
SELECT count(*), count(*) FILTER (WHERE becomes = 'as it should') AS right FROM pg_temp.check_pairs();
SELECT * FROM pg_temp.check_pairs() WHERE becomes <> 'as it should';

-- The columns' names and types are the exact ones.
CREATE TEMP TABLE typed (q text);
INSERT INTO typed VALUES ('count(DISTINCT small)'), ('percentile_cont(0.5) WITHIN GROUP (ORDER BY small)'), ('percentile_cont(ARRAY[0.5]) WITHIN GROUP (ORDER BY amount)'), ('percentile_cont(0.5) WITHIN GROUP (ORDER BY span)'),
  ('percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)'), ('percentile_disc(ARRAY[0.5]) WITHIN GROUP (ORDER BY d)'), ('percentile_disc(0.5) WITHIN GROUP (ORDER BY w)'), ('mode() WITHIN GROUP (ORDER BY vc)'), ('mode() WITHIN GROUP (ORDER BY country)'), ('mode() WITHIN GROUP (ORDER BY w)');
CREATE FUNCTION pg_temp.type_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  result text;
BEGIN
  EXECUTE format('CREATE TEMP TABLE t AS SELECT %s FROM ev', query);
  result := (SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ') FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0);
  DROP TABLE t;
  RETURN result;
END
$$;
SET sketch.approximate_in_writes = on;
SELECT q, pg_temp.type_of(q) AS exact INTO TEMP exact_type FROM typed;
SELECT sketch_approximate(true);
SELECT q, pg_temp.type_of(q) FROM typed;
SELECT typed.q FROM typed JOIN exact_type USING (q) WHERE exact <> pg_temp.type_of(typed.q);
RESET sketch.approximate_in_writes;

-- --- What stays exact

CREATE FUNCTION anonymous() RETURNS record LANGUAGE sql AS 'SELECT 1, 2';
SELECT q AS "approximated, though it shouldn't be" FROM unnest(ARRAY[
  'count(DISTINCT price)', 'count(DISTINCT b)', 'count(DISTINCT (i, price))', 'count(DISTINCT ARRAY[b])', 'count(DISTINCT anonymous())', 'count(user_id)', 'count(*)', 'sum(DISTINCT i)', 'array_agg(DISTINCT page)',
  'string_agg(page, '','' ORDER BY page)', 'rank(5) WITHIN GROUP (ORDER BY i)', 'percentile_disc(0.5) WITHIN GROUP (ORDER BY page)', 'percentile_disc(NULL) WITHIN GROUP (ORDER BY i)',
  'percentile_disc(ARRAY[0.5, NULL]) WITHIN GROUP (ORDER BY i)', 'percentile_disc(''{}''::float8[]) WITHIN GROUP (ORDER BY i)',
  'percentile_disc(random()) WITHIN GROUP (ORDER BY i)', 'percentile_disc((SELECT 0.5)) WITHIN GROUP (ORDER BY i)', 'percentile_disc(ARRAY[0.5]) WITHIN GROUP (ORDER BY w)', 'mode() WITHIN GROUP (ORDER BY props)',
  'mode() WITHIN GROUP (ORDER BY tags)', 'mode() WITHIN GROUP (ORDER BY country::bpchar)', 'mode() WITHIN GROUP (ORDER BY page USING ~<~)']) q
  WHERE approximated(format('SELECT %s FROM ev', q));
-- A char(n) is counted as it is: as text it would lose its padding.
SELECT approximated('SELECT mode() WITHIN GROUP (ORDER BY country) FROM ev') AS approximated, rows_of('SELECT octet_length(mode() WITHIN GROUP (ORDER BY page::char(8))) FROM ev WHERE i = 7');
SELECT error_of('SELECT percentile_disc(1.5) WITHIN GROUP (ORDER BY i) FROM ev');
SELECT rows_of('SELECT percentile_disc(ARRAY[[0.5, NULL], [0, 1]]) WITHIN GROUP (ORDER BY i), percentile_cont(NULL) WITHIN GROUP (ORDER BY i) FROM ev');

-- --- The error that is wanted

SELECT error, plan_of('SELECT count(DISTINCT user_id) FROM ev') ~ form AS form_is_right
  FROM (VALUES ('0.015', 'approx_count_distinct\(user_id\)'), ('0.086', 'approx_count_distinct\(user_id, 4\)'), ('0.0054', 'approx_count_distinct\(user_id, 12\)'), ('0.005', 'approx_count_distinct\(user_id, 13\)'),
               ('0.00067', 'approx_count_distinct\(user_id, 18\)'), ('0.03', 'approx_count_distinct\(user_id, 7\)')) e(error, form), set_config('sketch.approximate_count_distinct_error', error, false);
SELECT error_of('SET sketch.approximate_count_distinct_error = 0');
RESET sketch.approximate_count_distinct_error;

-- --- Plans that are kept, settings that change

CREATE TABLE big AS SELECT i FROM generate_series(1, 30000) i;
ANALYZE big;
SET plan_cache_mode = force_generic_plan;
PREPARE counted AS SELECT count(DISTINCT i) = 30000 AS exact FROM big;
PREPARE at(float8) AS SELECT percentile_cont($1) WITHIN GROUP (ORDER BY i) = 15000.5 AS exact, percentile_disc(ARRAY[$1]) WITHIN GROUP (ORDER BY i) = '{15000}' AS array_is_exact FROM big;
EXECUTE counted;
EXECUTE at(0.5);
EXECUTE at(NULL);
SET sketch.approximate_count_distinct = off;
EXECUTE counted;
BEGIN;
SET LOCAL sketch.approximate_count_distinct = on;
SET LOCAL sketch.approximate_percentile = off;
EXECUTE counted;
EXECUTE at(0.5);
COMMIT;
EXECUTE counted;
BEGIN;
SET sketch.approximate_count_distinct = on;
EXECUTE counted;
ROLLBACK;
EXECUTE counted;
SET plan_cache_mode = force_custom_plan;
EXECUTE at(0.5);
RESET plan_cache_mode;
DEALLOCATE ALL;

CREATE FUNCTION in_plpgsql() RETURNS boolean STABLE LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(DISTINCT i) = 30000 FROM public.big); END$$;
CREATE FUNCTION in_sql() RETURNS boolean STABLE LANGUAGE sql AS 'SELECT count(DISTINCT i) = 30000 FROM big';
CREATE FUNCTION in_sql_set() RETURNS TABLE (exact boolean) STABLE LANGUAGE sql AS 'SELECT count(DISTINCT i) = 30000 FROM big';
CREATE FUNCTION in_sql_of(n int) RETURNS TABLE (exact boolean) STABLE LANGUAGE sql BEGIN ATOMIC SELECT count(DISTINCT i) = n FROM big WHERE i <= n; END;
CREATE FUNCTION set_here() RETURNS boolean STABLE LANGUAGE sql SET sketch.approximate_count_distinct = on AS 'SELECT count(DISTINCT i) = 30000 FROM big';
CREATE FUNCTION with_rights() RETURNS boolean STABLE LANGUAGE sql SECURITY DEFINER AS 'SELECT count(DISTINCT i) = 30000 FROM big';
CREATE PROCEDURE in_procedure(INOUT exact boolean) LANGUAGE plpgsql AS $$BEGIN SELECT count(DISTINCT i) = 30000 INTO exact FROM big; END$$;
CREATE VIEW viewed AS SELECT count(DISTINCT i) = 30000 AS exact FROM big;
CREATE VIEW guarded WITH (security_barrier) AS SELECT count(DISTINCT i) = 30000 AS exact FROM big;
CREATE FUNCTION pg_temp.everywhere() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  called boolean;
BEGIN
  CALL in_procedure(called);
  RETURN format('query %s, plpgsql %s, sql %s %s %s, set_here %s, procedure %s, view %s', (SELECT count(DISTINCT i) = 30000 FROM big), in_plpgsql(), in_sql(), (SELECT exact FROM in_sql_set()),
    (SELECT exact FROM in_sql_of(n => 30000)), set_here(), called, (SELECT exact FROM viewed));
END
$$;
SELECT pg_temp.everywhere();
SET sketch.approximate_count_distinct = on;
SELECT pg_temp.everywhere();
SELECT with_rights(), (SELECT exact FROM guarded) AS guarded;
SELECT plan_of('SELECT * FROM in_sql_of(100) f') ~ 'approx_count_distinct' AS inlined;
SET sketch.approximate_count_distinct = off;
SELECT pg_temp.everywhere();
SELECT sketch_approximate(true);

-- --- What is stored is exact

CREATE TABLE stored (how text, exact boolean DEFAULT in_plpgsql());
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.exact := NEW.exact AND in_plpgsql() AND (SELECT count(DISTINCT i) = 30000 FROM big); RETURN NEW; END$$;
CREATE FUNCTION note_later() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN UPDATE stored SET exact = exact AND in_plpgsql() WHERE how = NEW.how || ' later'; RETURN NULL; END$$;
SELECT in_plpgsql();
INSERT INTO stored SELECT 'insert', count(DISTINCT i) = 30000 FROM big;
INSERT INTO stored VALUES ('values', (SELECT exact FROM viewed)), ('function', in_plpgsql()), ('sql', in_sql()), ('default', DEFAULT), ('update', false);
UPDATE stored SET exact = (SELECT exact FROM in_sql_set()) WHERE how = 'update';
WITH w AS (INSERT INTO stored SELECT 'with', count(DISTINCT i) = 30000 FROM big RETURNING exact) SELECT exact, count(DISTINCT i) = 30000 AS beside FROM w, big GROUP BY exact;
INSERT INTO stored VALUES ('later later', true);
CREATE TRIGGER before BEFORE INSERT ON stored FOR EACH ROW EXECUTE FUNCTION note();
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON stored DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_later();
INSERT INTO stored VALUES ('trigger', true), ('later', true);
CREATE TABLE copied AS SELECT count(DISTINCT i) = 30000 AS exact, in_plpgsql() AS inside FROM big;
SELECT count(DISTINCT i) = 30000 AS exact, in_plpgsql() AS inside INTO chosen FROM big;
CREATE MATERIALIZED VIEW kept AS SELECT count(DISTINCT i) = 30000 AS exact, in_plpgsql() AS inside FROM big;
REFRESH MATERIALIZED VIEW kept;
PREPARE counted AS SELECT count(DISTINCT i) = 30000 AS exact, in_plpgsql() AS inside FROM big;
EXECUTE counted;
CREATE TABLE executed AS EXECUTE counted;
EXECUTE counted;
SELECT approximated('CREATE TABLE never AS SELECT count(DISTINCT i) FROM big') AS explained;
CREATE FUNCTION immutable_count(int) RETURNS bigint IMMUTABLE LANGUAGE plpgsql AS $$BEGIN RETURN (SELECT count(DISTINCT i) FROM public.big); END$$;
SELECT immutable_count(1) = 30000 AS exact;
CREATE TABLE one (i int CHECK (immutable_count(1) = 30000), n bigint GENERATED ALWAYS AS (immutable_count(i)) STORED);
INSERT INTO one VALUES (1);
-- The planner executes an immutable function of constants before the statement runs.
CREATE TABLE folded (how text, n bigint DEFAULT immutable_count(2));
INSERT INTO folded VALUES ('values', immutable_count(2)), ('default', DEFAULT), ('update', 0);
INSERT INTO folded SELECT 'select', immutable_count(2);
UPDATE folded SET n = immutable_count(2) WHERE how = 'update';
WITH w AS (INSERT INTO folded VALUES ('with', immutable_count(2)) RETURNING n) SELECT n = 30000 AS exact FROM w;
SELECT how, n = 30000 AS exact FROM folded ORDER BY how;
SELECT immutable_count(1) = 30000 AS exact;
DROP TABLE folded;
CREATE INDEX ON one (immutable_count(i));
SET enable_seqscan = off;
SELECT i, n FROM one WHERE immutable_count(i) = 30000;
RESET enable_seqscan;
SELECT * FROM stored WHERE exact IS NOT TRUE;
SELECT * FROM copied UNION ALL SELECT * FROM chosen UNION ALL SELECT * FROM kept UNION ALL SELECT * FROM executed;
SELECT in_plpgsql(), in_sql();
SET sketch.approximate_in_writes = on;
TRUNCATE stored;
INSERT INTO stored SELECT 'insert', count(DISTINCT i) = 30000 FROM big;
REFRESH MATERIALIZED VIEW kept;
SELECT bool_or(exact) FROM (SELECT exact FROM stored UNION ALL SELECT exact FROM kept) x;
RESET sketch.approximate_in_writes;
DROP TABLE stored, copied, chosen, executed, one;
DROP MATERIALIZED VIEW kept;
DEALLOCATE ALL;

-- --- Whose functions, and who may call them

CREATE SCHEMA planted;
CREATE FUNCTION planted.never(bigint, int) RETURNS bigint LANGUAGE plpgsql AS $$BEGIN RAISE 'planted'; END$$;
CREATE AGGREGATE planted.approx_count_distinct(int) (SFUNC = planted.never, STYPE = bigint);
CREATE FUNCTION planted.last(bigint, float8) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE planted.approx_percentile_disc(float8 ORDER BY int) (SFUNC = planted.never, STYPE = bigint, FINALFUNC = planted.last);
SET search_path = planted, pg_catalog;
SELECT count(DISTINCT i) <> 30000 AS approximate FROM public.big;
SELECT public.error_of('SELECT planted.approx_percentile_disc(0.5) WITHIN GROUP (ORDER BY i) FROM public.big');
SET search_path = pg_catalog;
SELECT count(DISTINCT i) <> 30000 AS approximate FROM public.big;
RESET search_path;
DROP SCHEMA planted CASCADE;

CREATE ROLE regress_dashboard;
GRANT SELECT ON big, ev TO regress_dashboard;
SET plan_cache_mode = force_generic_plan;
PREPARE counted AS SELECT count(DISTINCT i) <> 30000 AS approximate FROM big;
EXECUTE counted;
REVOKE EXECUTE ON FUNCTION approx_count_distinct(int) FROM PUBLIC;
SET ROLE regress_dashboard;
EXECUTE counted;
SELECT count(DISTINCT i) <> 30000 AS approximate, mode() WITHIN GROUP (ORDER BY i % 3) AS mode FROM big;
RESET ROLE;
EXECUTE counted;
GRANT EXECUTE ON FUNCTION approx_count_distinct(int) TO PUBLIC;
SET ROLE regress_dashboard;
EXECUTE counted;
RESET ROLE;
DEALLOCATE ALL;
RESET plan_cache_mode;

-- Policies are kept exactly, and what they let through is estimated.
CREATE TABLE secret AS SELECT i, i % 2 = 0 AS even FROM generate_series(1, 60000) i;
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY enough ON secret USING (even AND (SELECT count(DISTINCT i) FROM big) = 30000);
GRANT SELECT ON secret TO regress_dashboard;
SET ROLE regress_dashboard;
SELECT count(*), count(DISTINCT i) BETWEEN 28000 AND 32000 AS near, count(DISTINCT i) <> 30000 AS approximate FROM secret;
RESET ROLE;
DROP TABLE secret;
REVOKE ALL ON big, ev FROM regress_dashboard;
DROP ROLE regress_dashboard;

-- --- Parallel plans, batches

SET max_parallel_workers_per_gather = 2;
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET cpu_operator_cost = 1;  -- worth the workers
SELECT plan_shows('SELECT count(DISTINCT i), percentile_cont(0.5) WITHIN GROUP (ORDER BY i) FROM big', 'Gather') AS partial,
       plan_shows('SELECT count(DISTINCT i) FROM big', 'SketchAggregate') AS batches;
SELECT abs(count(DISTINCT i) - 30000) < 1500 AS near, abs(percentile_cont(0.5) WITHIN GROUP (ORDER BY i) - 15000) < 300 AS near_too, count(DISTINCT i % 100) FROM big;
RESET max_parallel_workers_per_gather;
RESET min_parallel_table_scan_size;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET cpu_operator_cost;

-- --- WITHIN GROUP of ours, whatever the settings

SELECT sketch_approximate(false);
TRUNCATE pair;
INSERT INTO pair (exact, form)
  SELECT format('SELECT approx_percentile_disc(%s) WITHIN GROUP (ORDER BY %s %s) FROM ev', q, x, o), format('SELECT approx_percentile%s(%s, %s) FROM ev', CASE o WHEN 'DESC' THEN '_descending' ELSE '' END, x, q)
  FROM unnest(ARRAY['i', 'small', 'user_id', 'f', 'ms', 'amount', 'ts', 'stamp', 'd', 'span']) x, unnest(ARRAY['ASC', 'DESC']) o, unnest(ARRAY['0.9', 'ARRAY[0, 0.25, 0.5, 1]', 'ARRAY[[0, 0.25], [0.5, 1]]']) q
  UNION ALL
  SELECT format('SELECT approx_percentile_cont(%s) WITHIN GROUP (ORDER BY %s %s) FROM ev', q, x, o), format('SELECT approx_percentile_interpolated%s(%s, %s) FROM ev', CASE o WHEN 'DESC' THEN '_descending' ELSE '' END, x, q)
  FROM unnest(ARRAY['i', 'small', 'user_id', 'f', 'ms', 'amount', 'span']) x, unnest(ARRAY['ASC', 'DESC']) o, unnest(ARRAY['0.3', 'ARRAY[0.01, 0.5, 0.99]', 'ARRAY[[0.01], [0.5]]']) q;
SELECT count(*), count(*) FILTER (WHERE becomes = 'as it should') AS right FROM pg_temp.check_pairs();
SELECT * FROM pg_temp.check_pairs() WHERE becomes <> 'as it should';
-- The answers are those of the exact ones, over so few values.
SELECT exact FROM pair WHERE rows_of(exact) IS DISTINCT FROM rows_of(replace(exact, 'approx_', ''));
-- Where they aren't rewritten they work as what they are, and the same way.
CREATE FUNCTION pg_temp.as_they_are(query text) RETURNS text LANGUAGE sql AS $$SELECT rows_of(regexp_replace(query, '(ARRAY\[.*?\]|0\.\d+)\) WITHIN', '(SELECT \1)::float8' || CASE WHEN query ~ 'ARRAY' THEN '[]' ELSE '' END || ') WITHIN'))$$;
SELECT exact FROM pair WHERE rows_of(exact) IS DISTINCT FROM pg_temp.as_they_are(exact);
SELECT error_of('SELECT approx_percentile_disc(1.5) WITHIN GROUP (ORDER BY i) FROM ev');
SELECT error_of('SELECT approx_percentile_cont((SELECT ARRAY[0.5, NULL])) WITHIN GROUP (ORDER BY i) FROM ev');
SELECT approx_percentile_disc(NULL) WITHIN GROUP (ORDER BY i), approx_percentile_cont((SELECT NULL::float8)) WITHIN GROUP (ORDER BY i) FROM ev;
SELECT approx_percentile_disc(0.5) WITHIN GROUP (ORDER BY i), approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY i) FROM ev WHERE false;

DROP TABLE big CASCADE;
DROP TABLE ev;
DROP DOMAIN whole;
DROP TYPE hue;
DROP FUNCTION rows_of, approximated, anonymous, in_plpgsql, note, note_later, in_sql_set, immutable_count, in_sql, set_here, with_rights;
DROP PROCEDURE in_procedure;
